/* Speaks the messages of the theme's search worker: 0 setup, 1 ready, 2 query, 3 result. What is new on each page
   stands behind the # of the address, so that the browser keeps the scripts. */
"use strict";

const SHOWN = 20;
const WITH_TEXT = 4;
const IDLE = 60;
const EXCERPT = 120;

const parameters = new URLSearchParams(self.location.hash.slice(1));
const folder = new URL(`../../search/${parameters.get("lang")}/`, self.location);
const home = new URL(parameters.get("home"), self.location);
const channel = new BroadcastChannel(`vlm-search-${parameters.get("tab")}`);
const state = { turn: 0, query: "", kind: "" };
let engine;

self.addEventListener("message", ({ data: { type, data } }) => {
  if (type === 0) self.postMessage({ type: 1 });
  if (type === 2) answer(data, state.kind);
});

channel.addEventListener("message", ({ data }) => {
  if (data.open) introduce().catch(console.warn);
  else answer(state.query, data.kind);
});

channel.postMessage({ ready: true });

async function load(name) {
  const response = await fetch(new URL(`${name}.json`, folder), name === "index" ? { cache: "no-cache" } : {});
  if (!response.ok) throw new Error(`${response.status} ${name}.json`);
  return response.json();
}

/* Loads the engine and the directory, for whoever searches, and tells the box which kinds there are. */
async function introduce() {
  if (!engine) {
    importScripts(`engine.js${self.location.search}`);
    engine = new self.VlmSearch.Engine(load);
  }
  await engine.open();
  channel.postMessage({ kinds: engine.directory.kinds, labels: engine.directory.labels });
}

/* Titles at once; excerpts from the pages' text once typing pauses. A newer query silences older ones. */
async function answer(query, kind) {
  const turn = ++state.turn;
  Object.assign(state, { query, kind });
  const current = () => turn === state.turn;
  const send = (items, more = {}) => current() && self.postMessage({ type: 3, data: { items, ...more } });
  if (!query.trim()) return send([]);
  try {
    await introduce();
    const found = await engine.rank(query, { kind, limit: SHOWN });
    if (!current()) return;
    if (!found.hits.length) {
      channel.postMessage({ shown: 0, total: 0 });
      return send(await offer(query));
    }
    const suggest = found.suggest ? { suggest: [found.suggest] } : {};
    const rows = await Promise.all(found.hits.map(async (hit) => ({ ...hit, ...(await engine.row(hit.number)) })));
    channel.postMessage({ shown: rows.length, total: found.total });
    send(rows.map((row) => [item(row, found)]), suggest);
    await new Promise((resolve) => setTimeout(resolve, IDLE));
    if (current()) send(await Promise.all(rows.map((row, i) => explain(row, found, i))), suggest);
  } catch (error) {
    console.warn(error);
    send([]);
  }
}

/* Nothing found: names that are spelt alike, and how to add what is missing. */
async function offer(query) {
  const labels = (await engine.open(), engine.directory.labels);
  const hits = await engine.similar(query);
  const rows = await Promise.all(hits.map(async (hit) => ({ ...hit, ...(await engine.row(hit.number)) })));
  const missing = { kind: "none", label: labels.new, title: labels.add, url: "contribute/", lead: labels["add.about"], score: 0 };
  const found = { words: [], text: "" };
  return [...rows.map((row) => [item({ ...row, label: labels.nearest }, found)]), [item(missing, found)]];
}

/* The theme prints no text below a row that leads into a page; there the lead is part of the title. */
function item(row, { words, text }) {
  const label = `<small class="vlm-search-kind" data-kind="${row.kind}" data-query="${escape(state.query)}">${escape(row.label || engine.label(row.kind))}</small>`;
  const lead = mark(row.lead, words);
  const inside = row.url.includes("#") ? `<span class="vlm-search-lead">${lead}</span>` : "";
  return {
    location: new URL(row.url, home).href,
    title: `${label} ${mark(row.title, words)}${inside}`,
    text: inside ? "" : lead,
    score: row.score,
    terms: Object.fromEntries(text.split(/\s+/).filter(Boolean).map((word) => [word, true])),
  };
}

function section(row, found, part) {
  return {
    ...item(row, found),
    location: new URL(`${row.url}#${part.anchor}`, home).href,
    title: mark(part.heading, found.words),
    text: mark(part.text, found.words, EXCERPT),
  };
}

/* A page that was not found by its name shows the parts that speak of the query. */
async function explain(row, found, place) {
  const own = item(row, found);
  if (!row.parts || row.name >= 0.7 || place >= WITH_TEXT) return [own];
  const parts = await engine.file(row.parts);
  const relevant = parts
    .map(([anchor, heading, text]) => ({ anchor, heading, text, worth: worth(heading + text, found) }))
    .filter((part) => part.worth)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, 3);
  return [own, ...relevant.map((part, i) => ({ ...section(row, found, part), score: row.score - (i ? 1 : 0) }))];
}

function worth(text, { words, squashed }) {
  const flat = self.VlmSearch.squash(text);
  const count = words.filter((word) => word.length > 1 && flat.includes(word)).length;
  return count + (flat.includes(squashed) ? 5 : 0);
}

function escape(text) {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}

/* Marks the words in a text, or in its densest window of `around` characters. */
function mark(text, words, around = 0) {
  const hits = locate(text.toLowerCase(), words.filter((word) => word.length > 1));
  const [start, end] = around ? window(text, hits, around) : [0, text.length];
  let out = start ? "…" : "";
  let at = start;
  for (const [from, to] of hits.filter((hit) => hit[0] >= start && hit[1] <= end)) {
    out += `${escape(text.slice(at, from))}<mark>${escape(text.slice(from, to))}</mark>`;
    at = to;
  }
  return out + escape(text.slice(at, end)) + (end < text.length ? "…" : "");
}

/* Ranges of the words, merged where they touch. */
function locate(text, words) {
  const all = words.flatMap((word) => {
    const starts = [];
    for (let i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) starts.push([i, i + word.length]);
    return starts;
  }).sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [from, to] of all) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function window(text, hits, around) {
  const inside = (start) => hits.reduce((sum, [from, to]) => (from >= start && to <= start + around ? sum + to - from : sum), 0);
  const best = hits.reduce((found, [from]) => (inside(from) > inside(found) ? from : found), hits[0]?.[0] || 0);
  const start = Math.max(0, best - 24);
  return [start, Math.min(text.length, start + around + 24)];
}
