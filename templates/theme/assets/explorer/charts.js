/* The page of charts: another benchmark is another piece of the site, drawn at build time; filters are
   those of the leaderboard, in the page and in its address. */

import { lifetime, showCounts, showFacet, tendMenus, wordsOf } from "./dom.js";
import { filterRows, load } from "./model.js";
import { narrow } from "./narrow.js";
import { start as enliven } from "./plot.js";
import { blank, formatState, parseState, toggleFacet, writeAddress } from "./state.js";

export async function start(root) {
  const on = lifetime(root);
  const app = { root, words: wordsOf(root), filters: blank(), data: null };
  app.of = root.querySelector("[data-of]");
  app.highlight = root.querySelector("[data-highlight]");
  on(app.of, "change", () => choose(app));
  on(app.highlight, "change", () => mark(app));
  on(root, "change", ({ target }) => filter(app, target));
  on(root.querySelector("[data-reset]"), "click", () => reset(app));
  on(window, "popstate", () => restore(app));
  tendMenus(root, on, (menu) => count(app, menu));
  root.querySelectorAll("figure").forEach(keep);
  await restore(app);
}

/* The loader starts each chart of the first view; those put in later start here. */
function keep(figure) {
  figure.dataset.started = "";
}

async function restore(app) {
  const params = new URLSearchParams(location.search);
  const { q, facets } = parseState(location.search);
  const key = params.get("of");
  if (key && [...app.of.options].some((option) => option.value === key)) app.of.value = key;
  app.filters = { ...blank(), q, facets: offered(app.root, facets) };
  await fill(app);
  await apply(app);
  app.highlight.value = params.get("family") || "";
  paint(app);
}

/* Others say which scores count; a chart has those of one setting. */
function offered(root, facets) {
  return Object.fromEntries(Object.entries(facets).filter(([facet]) => root.querySelector(`[data-facet=${facet}]`)));
}

async function choose(app) {
  await fill(app);
  await apply(app);
  mark(app);
}

async function fill({ root, of }) {
  const view = root.querySelector(".vlm-charts__view");
  if (view.dataset.shown === of.value || (!view.dataset.shown && of.selectedIndex === defaultIndex(of))) return;
  const answer = await fetch(`${of.value}.txt`);
  if (!answer.ok) return;
  view.innerHTML = await answer.text();
  view.dataset.shown = of.value;
  for (const figure of view.querySelectorAll("figure")) {
    keep(figure);
    enliven(figure);
  }
}

function defaultIndex(of) {
  return [...of.options].findIndex((option) => option.defaultSelected);
}

async function filter(app, input) {
  const facet = input.closest("[data-facet]")?.dataset.facet;
  if (!facet) return;
  toggleFacet(app.filters, facet, input);
  await apply(app);
  mark(app);
  await count(app, input.closest("[data-facet]"));
}

async function reset(app) {
  app.filters = blank();
  await apply(app);
  mark(app);
  app.of.focus();
}

/* Draw the charts with the variants that pass the filters; nothing is loaded as long as there are none. */
async function apply(app) {
  const { root, filters } = app;
  const some = Boolean(filters.q) || Object.keys(filters.facets).length > 0;
  if (some) app.data ||= await load(root.dataset.source);
  const wanted = some ? new Set(filterRows(app.data, filters, []).map((row) => app.data.rows.id[row])) : null;
  if (some || root.querySelector("circle.is-out")) for (const figure of root.querySelectorAll("figure")) narrow(figure, wanted);
  for (const menu of root.querySelectorAll("[data-facet]")) showFacet(menu, filters);
  root.querySelector("[data-reset]").hidden = !some;
  const dots = [...root.querySelector("figure").querySelectorAll("circle")];
  const left = dots.filter((dot) => !dot.matches(".is-out")).length;
  root.querySelector(".vlm-status").textContent = some ? app.words("shown", { n: left, all: dots.length }) : "";
  listFamilies(app);
}

/* How many dots each option would leave, under the other filters. */
async function count(app, menu) {
  const { root, filters } = app;
  const data = (app.data ||= await load(root.dataset.source));
  const { facet } = menu.dataset;
  const { ids, of } = data.facets[facet];
  const charted = new Set([...root.querySelector("figure").querySelectorAll("circle")].map((dot) => dot.dataset.id));
  const counts = new Array(ids.length).fill(0);
  for (const row of filterRows(data, filters, [], facet)) {
    if (charted.has(data.rows.id[row])) for (const option of of[row]) counts[option]++;
  }
  showCounts(menu, ids, counts);
}

function listFamilies({ root, highlight }) {
  const chosen = highlight.value;
  const names = new Map();
  for (const dot of root.querySelectorAll("circle:not(.is-out)")) names.set(dot.dataset.title, dot.dataset.family);
  highlight.length = 1;
  for (const [name, id] of [...names].sort()) highlight.add(new Option(name, id));
  highlight.value = [...names.values()].includes(chosen) ? chosen : "";
}

function mark(app) {
  paint(app);
  const params = new URLSearchParams({ of: app.of.value });
  if (app.highlight.value) params.set("family", app.highlight.value);
  const filters = formatState(app.filters);
  writeAddress(params.toString() + (filters && `&${filters}`));
}

function paint({ root, highlight }) {
  const family = highlight.value;
  for (const figure of root.querySelectorAll("figure")) figure.classList.toggle("has-marked", Boolean(family));
  for (const dot of root.querySelectorAll("circle")) dot.classList.toggle("is-marked", Boolean(family) && dot.dataset.family === family);
}
