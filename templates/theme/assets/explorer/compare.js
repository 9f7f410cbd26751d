/* The comparison of up to 6 variants; everything it shows follows from the address. */

import { escape, lifetime, wordsOf } from "./dom.js";
import { facetText, factText, load, readMark } from "./model.js";
import { openProvenance } from "./provenance.js";
import { MOST, writeAddress } from "./state.js";

const FACTS = ["family", "date", "size", "lm", "ve", "cn", "resolution", "tokens", "license", "open", "org"];

export async function start(root) {
  const data = await load(root.dataset.source);
  if (!root.isConnected) return;
  const app = { root, data, words: wordsOf(root), view: root.querySelector(".vlm-compare__view") };
  app.empty = app.view.innerHTML;
  listen(app, lifetime(root));
  restore(app);
}

function listen(app, on) {
  const { root, data } = app;
  on(root, "change", ({ target }) => {
    if (target.matches("[data-add]")) add(app, target);
    else if (target.matches("[data-which]")) replace(app, Number(target.dataset.which), data.index.get(target.value));
    else if (target.matches("[data-differences]")) draw(app);
  });
  on(root, "click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.remove) replace(app, Number(button.dataset.remove));
    else if (button.dataset.row) explain(app, button);
    else if (button.matches("[data-copy]")) navigator.clipboard.writeText(location.href);
  });
  on(window, "popstate", () => restore(app));
}

function restore(app) {
  const params = new URLSearchParams(location.search);
  const rows = (params.get("m") || "").split("_").map((id) => findRow(app.data, id)).filter((row) => row >= 0);
  app.rows = [...new Set(rows)].slice(0, MOST);
  app.root.querySelector("[data-differences]").checked = params.get("diff") === "1";
  draw(app, { quiet: true });
}

/* The id of a variant, or of a family: then its variant with most scores. */
function findRow(data, id) {
  if (data.index.has(id)) return data.index.get(id);
  const family = data.families.findIndex(([known]) => known === id);
  const rows = data.rows.family.map((of, row) => (of === family ? row : -1)).filter((row) => row >= 0);
  const counts = rows.map((row) => data.columns.filter((column) => column.marks[row] !== ".").length);
  return rows.length ? rows[counts.indexOf(Math.max(...counts))] : -1;
}

function add(app, input) {
  const { data, rows } = app;
  const name = input.value.trim().toLowerCase();
  const row = data.rows.name.findIndex((known, at) => known.toLowerCase() === name && !rows.includes(at));
  if (row < 0) return;
  input.value = "";
  if (rows.length < MOST) rows.push(row);
  else app.root.querySelector(".vlm-status").textContent = app.words.full;
  draw(app);
}

function replace(app, at, row) {
  app.rows.splice(at, 1, ...(row === undefined || app.rows.includes(row) ? [] : [row]));
  draw(app);
}

function draw(app, { quiet = false } = {}) {
  const { view, rows, data, root } = app;
  const only = root.querySelector("[data-differences]").checked;
  if (!quiet) {
    const query = new URLSearchParams();
    if (rows.length) query.set("m", rows.map((row) => data.rows.id[row]).join("_"));
    if (only) query.set("diff", "1");
    writeAddress(query.toString());
  }
  view.innerHTML = rows.length ? factTable(app, only) + scorePart(app) : app.empty;
  root.classList.toggle("only-differences", only);
  if (rows.length) fillPortraits(app);
}

function table(kind, label, count, head, body) {
  return `<div class="vlm-scroll" tabindex="0" role="region" aria-label="${escape(label)}"><table class="vlm-versus ${kind}" style="--n:${count}"><thead>${head}</thead><tbody>${body}</tbody></table></div>`;
}

function headCells(app) {
  return app.rows.map((row, i) => {
    const { data, words } = app;
    const [id, family] = data.families[data.rows.family[row]];
    const siblings = data.rows.id.filter((_, at) => data.rows.family[at] === data.rows.family[row]);
    const options = siblings.map((other) => `<option value="${other}"${other === data.rows.id[row] ? " selected" : ""}>${escape(data.rows.name[data.index.get(other)])}</option>`);
    const select = siblings.length > 1
      ? `<select data-which="${i}" aria-label="${escape(words("which", { name: family }))}">${options.join("")}</select>` : "";
    return `<th scope="col">${symbol(i)} <a href="${app.root.dataset.base}models/${id}/">${escape(data.rows.name[row])}</a> <button type="button" data-remove="${i}" aria-label="${escape(words("remove", { name: data.rows.name[row] }))}">×</button>${select}</th>`;
  }).join("");
}

function fact(data, key, row) {
  if (key === "family") return data.families[data.rows.family[row]][1];
  if (key === "resolution" || key === "tokens") return data.rows[key][row];
  if (key === "open" || key === "org") return facetText(data, key, row);
  return factText(data, key, row);
}

function factTable(app, only) {
  const { data, words, rows } = app;
  const body = FACTS.map((key) => {
    const texts = rows.map((row) => fact(data, key, row));
    const differs = new Set(texts).size > 1;
    if (only && !differs) return "";
    const sign = differs && rows.length > 1 ? ` <span class="vlm-differs" aria-label="${escape(words.differs)}">≠</span>` : "";
    return `<tr class="${sign ? "is-different" : ""}"><th scope="row">${escape(words[key])}${sign}</th>${texts.map((text) => `<td>${escape(text) || "–"}</td>`).join("")}</tr>`;
  }).join("");
  const portraits = `<tr class="vlm-portraits" hidden><th scope="row">${escape(words.portrait)}</th>${rows.map((row) => `<td data-portrait="${data.families[data.rows.family[row]][0]}"></td>`).join("")}</tr>`;
  return table("vlm-versus--facts", words.variant, rows.length, `<tr><td></td>${headCells(app)}</tr>`, portraits + body);
}

/* Figures are pieces of the site of their own; a family without one leaves its place empty. */
function fillPortraits({ view }) {
  const known = (view.closest("[data-portraits]")?.dataset.portraits || "").split(" ");
  for (const cell of view.querySelectorAll("[data-portrait]")) {
    if (!known.includes(cell.dataset.portrait)) continue;
    cell.closest("tr").hidden = false;
    fetch(`${cell.dataset.portrait}.txt`)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => { cell.innerHTML = html; });
  }
}

/* A benchmark is shared where at least two were measured under one protocol. */
function compareColumn(data, rows, column) {
  const marks = rows.map((row) => column.marks[row]);
  const protocols = marks.map((mark) => (mark === "." ? -1 : readMark(mark).protocol));
  const common = protocols.find((protocol, i) => protocol >= 0 && protocols.indexOf(protocol) !== i)
    ?? protocols.find((protocol) => protocol >= 0);
  const values = rows.map((row, i) => (protocols[i] === common && protocols[i] >= 0 ? Number(column.texts[row]) : NaN));
  const known = values.filter((value) => !isNaN(value));
  const ends = known.length > 1 ? [Math.min(...known), Math.max(...known)] : null;
  return { column, values, protocols, common, ends, shared: known.length > 1 };
}

function scorePart(app) {
  const { data, rows, words } = app;
  const measured = data.columns.filter((column) => rows.some((row) => column.marks[row] !== "."));
  const lines = measured.map((column) => compareColumn(data, rows, column));
  const shared = lines.filter((line) => line.shared);
  const apart = lines.filter((line) => !line.shared);
  if (rows.length < 2) return scoreTable(app, apart);
  const text = words("share_of", { n: shared.length, all: lines.length });
  return `<h2>${escape(words.score)}</h2><p>${escape(shared.length ? text : words.no_shared)}</p>`
    + (shared.length ? scoreTable(app, shared) : "")
    + (apart.length ? `<details class="vlm-behind"><summary>${escape(words.unshared)} (${apart.length})</summary>${scoreTable(app, apart)}</details>` : "");
}

function scoreTable(app, lines) {
  const { words } = app;
  const names = app.rows.map((row, i) => `<th scope="col">${symbol(i)} ${escape(app.data.rows.name[row])}</th>`).join("");
  const gap = lines.some((line) => line.shared) ? `<th scope="col">${escape(words.gap)}</th><td class="vlm-strip"></td>` : "";
  return table("vlm-versus--scores", words.score, app.rows.length, `<tr><td></td>${names}${gap}</tr>`, lines.map((line) => scoreRow(app, line, Boolean(gap))).join(""));
}

function scoreRow(app, line, withGap) {
  const { column, ends } = line;
  const name = `<a href="${app.root.dataset.base}benchmarks/${column.benchmark}/">${escape(column.name)}</a> <small>${escape(column.part)}</small>`;
  const top = ends && (column.better > 0 ? ends[1] : ends[0]);
  const cells = app.rows.map((row, i) => scoreCell(app, line, row, i, top)).join("");
  const gap = withGap ? `<td class="n">${ends ? round(ends[1] - ends[0]) : ""}</td><td class="vlm-strip">${ends ? strip(app, line) : ""}</td>` : "";
  return `<tr><th scope="row">${name}</th>${cells}${gap}</tr>`;
}

function scoreCell(app, { column, values, protocols, common, ends }, row, i, top) {
  const text = column.texts[row];
  if (!text) return "<td></td>";
  const best = ends && ends[0] !== ends[1] && values[i] === top;
  const other = protocols[i] !== common ? `<small>${escape(app.data.protocols[protocols[i]][1])} · ${escape(app.words.apart)}</small>` : "";
  const doubt = app.data.evidences[readMark(column.marks[row]).evidence] === "unverified" ? "<sup>?</sup>" : "";
  return `<td class="n${best ? " is-best" : ""}${other ? " is-apart" : ""}"><button type="button" data-row="${row}" data-column="${column.key}">${text}${doubt}${other}</button></td>`;
}

const round = (value) => String(Number(value.toFixed(2)));

/* Where each stands between the lowest and the highest score of the catalogue. */
function strip({ data, rows }, { column, values, common }) {
  const alike = column.texts.filter((text, row) => text && readMark(column.marks[row]).protocol === common).map(Number);
  const [low, high] = [Math.min(...alike), Math.max(...alike)];
  const at = (value) => (high === low ? 50 : ((value - low) / (high - low)) * 100);
  const dots = values.map((value, i) => (isNaN(value) ? "" : `<svg x="${at(value).toFixed(1)}%" y="50%" overflow="visible">${shape(i)}</svg>`)).join("");
  const text = values.map((value, i) => (isNaN(value) ? "" : `${data.rows.name[rows[i]]} ${value}`)).filter(Boolean).join(", ");
  return `<svg class="vlm-strip__line" role="img" aria-label="${escape(text)}"><line x1="0%" x2="100%" y1="50%" y2="50%"/>${dots}</svg>`;
}

const SHAPES = [
  '<circle r="5"/>', '<rect x="-4.5" y="-4.5" width="9" height="9"/>', '<path d="M0-6 6 5H-6Z"/>',
  '<path d="M0-6.5 6.5 0 0 6.5-6.5 0Z"/>', '<path d="M0 6 6-5H-6Z"/>', '<path d="M-5-5 5 5M5-5-5 5" class="is-line"/>',
];

const shape = (i) => `<g class="vlm-shape vlm-shape--${i}">${SHAPES[i]}</g>`;

function symbol(i) {
  return `<svg class="vlm-symbol" viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true">${shape(i)}</svg>`;
}

function explain(app, button) {
  const { data, words, root } = app;
  const row = Number(button.dataset.row);
  const column = data.byKey.get(button.dataset.column);
  const [id, name] = data.families[data.rows.family[row]];
  openProvenance(button, {
    url: root.dataset.provenance,
    variant: data.rows.id[row],
    column: column.key,
    title: `${data.rows.name[row]} · ${column.name} ${column.part}`,
    links: `<a href="${root.dataset.base}models/${id}/#scores">${escape(name)}</a> · <a href="${root.dataset.base}benchmarks/${column.benchmark}/">${escape(column.name)}</a>`,
    words,
  });
}
