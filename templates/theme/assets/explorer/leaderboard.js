/* The leaderboard: hear what the reader wants, ask the model, draw, and write it into the address. */

import { download, escape, lifetime, showCounts, showFacet, tendMenus, wordsOf } from "./dom.js";
import { countFacet, load, query } from "./model.js";
import { FACTS, MOST, blank, columnsOf, formatState, parseState, toggleFacet, writeAddress } from "./state.js";
import { Board } from "./table.js";

const FIRST = 16;
const STEP = 8;
const REST_STEP = 48;
const REST = 2000;

export async function start(root) {
  const data = await load(root.dataset.source);
  await pause();
  if (!root.isConnected) return;
  const app = { root, data, words: wordsOf(root), presets: JSON.parse(root.dataset.presets), least: false };
  app.state = parseState(location.search);
  app.least = Object.keys(app.state.min).length > 0;
  app.board = new Board(root, data, app.words);
  showChoices(app);
  await pause();
  listen(app, lifetime(root));
  const asked = location.search !== ""; // perhaps for other columns than those of the rows that are here
  if (asked) root.querySelector(".vlm-early").remove();
  show(app, { first: asked ? FIRST : 0 });
  await drawUntil(app, FIRST);
  root.querySelector("noscript")?.remove();
  root.dataset.live = "";
  await readerMoves();
  await drawRest(app, STEP);
}

/* What nobody sees yet, in steps. */
async function drawRest(app, step) {
  const { root, board } = app;
  delete root.dataset.whole;
  await drawUntil(app, Infinity, step);
  await pause();
  board.follow();
  if (!board.hasMore) root.dataset.whole = "";
}

/* The rows that nobody sees at first come when the reader first does something, or soon if not. */
function readerMoves() {
  return new Promise((resolve) => {
    if ("moved" in document.documentElement.dataset) resolve();
    document.addEventListener("vlm:move", resolve, { once: true });
    setTimeout(resolve, REST);
  });
}

/* In steps, between which the page can answer. */
async function drawUntil({ board }, count, step = STEP) {
  while (board.hasMore && board.drawn < count) {
    await pause();
    if (board.hasMore) board.drawMore(step);
  }
}

/* Until what is drawn so far has been shown and the page has answered. */
const pause = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/* Show what the reader asks for, first what is in sight, and write it into the address. */
function update(app, { quiet = false, keepHead = false } = {}) {
  show(app, { keepHead });
  if (!quiet) writeAddress(formatState(app.state));
  drawRest(app, REST_STEP);
}

function show(app, { keepHead = false, first } = {}) {
  const { state, data, words } = app;
  app.keys = columnsOf(state, app.presets);
  app.found = query(data, state, app.keys);
  app.board.draw({ state, found: app.found, keys: app.keys, least: app.least }, { keepHead, first });
  find(app, ".vlm-status").textContent = words("shown", { n: app.found.rows.length, all: data.count });
  showNotices(app);
  showFilters(app);
  showPickLink(app);
  showChartLink(app);
  roam(app);
  const open = find(app, ".vlm-menu[open]");
  if (open) fillMenu(app, open);
}

const find = (app, selector) => app.root.querySelector(selector);
const findAll = (app, selector) => app.root.querySelectorAll(selector);

/* Set the controls of the page to the state, as after a shared link or the back button. */
function showChoices(app) {
  const { state } = app;
  find(app, "[data-search]").value = state.q;
  for (const input of findAll(app, "[data-mix]")) input.checked = state.mix.has(input.dataset.mix);
  for (const input of findAll(app, "[data-sum]")) input.checked = state.sum === input.value;
  find(app, "[data-dense]").checked = state.dense;
  find(app, "[data-all]").checked = state.all;
  find(app, "[data-least]").checked = app.least;
}

function showNotices(app) {
  const { state, words, found } = app;
  const mixed = ["settings", "splits"].filter((what) => state.mix.has(what)).map((what) => words[`mixed_${what}`]);
  const warning = find(app, ".vlm-warning");
  warning.hidden = !mixed.length;
  warning.textContent = mixed.join(" ");
  const rule = find(app, ".vlm-rule");
  rule.hidden = !found.sums;
  if (found.sums) {
    rule.textContent = words(`rule_${state.sum}`, { of: found.sums.of, n: found.sums.full, all: found.rows.length });
  }
}

function showFilters(app) {
  const { state } = app;
  for (const menu of findAll(app, "[data-facet]")) showFacet(menu, state);
  for (const button of findAll(app, "[data-set]")) {
    button.setAttribute("aria-pressed", String(!state.columns && state.set === button.dataset.set));
  }
}

function showPickLink(app) {
  const link = find(app, "[data-compare]");
  const { pick } = app.state;
  link.hidden = pick.length === 0;
  link.textContent = app.words("compare", { n: pick.length });
  link.href = `${app.root.dataset.base}compare/?m=${pick.join("_")}`;
}

function showPicks(app) {
  const { pick } = app.state;
  showPickLink(app);
  for (const box of findAll(app, "[data-pick]")) {
    box.checked = pick.includes(box.dataset.pick);
    box.disabled = !box.checked && pick.length >= MOST;
  }
}

/* To the charts of the first score in view, with the same filters. */
function showChartLink(app) {
  const { state, found } = app;
  const sorted = state.sort.map(([key]) => app.data.byKey.get(key)).find(Boolean);
  const column = sorted || found.scores[0]?.column;
  const link = find(app, "[data-chart]");
  link.hidden = !column;
  if (!column) return;
  const filters = formatState({ ...blank(), q: state.q, facets: state.facets });
  link.search = `?of=${column.key}${filters && `&${filters}`}`;
}

function fillMenu(app, menu) {
  const { facet } = menu.dataset;
  if (facet) showCounts(menu, app.data.facets[facet].ids, countFacet(app.data, app.state, app.found.scores, facet));
  if (menu.matches("[data-columns]") && !menu.contains(document.activeElement.closest("input, button"))) fillColumns(app, menu);
}

function fillColumns(app, menu) {
  const { data, words, keys } = app;
  const name = (key) => (FACTS.includes(key) ? words[key] : `${data.byKey.get(key).name} ${data.byKey.get(key).part}`);
  const known = keys.filter((key) => FACTS.includes(key) || data.byKey.has(key));
  const rest = [...FACTS, ...data.columns.map((column) => column.key)].filter((key) => !known.includes(key));
  const box = (key, on) => `<label><input type="checkbox" data-column-key="${key}"${on ? " checked" : ""}> ${escape(name(key))}</label>`;
  const move = (key, by, sign, word) => `<button type="button" data-move="${by}" data-key="${key}" aria-label="${escape(words(word, { name: name(key) }))}">${sign}</button>`;
  menu.querySelector(".vlm-menu__body").innerHTML = `<ul>${known.map((key) => `<li>${box(key, true)}${move(key, -1, "↑", "earlier")}${move(key, 1, "↓", "later")}</li>`).join("")}</ul><hr>`
    + rest.map((key) => box(key, false)).join("");
}

function listen(app, on) {
  const { root } = app;
  tendMenus(root, on, (menu) => fillMenu(app, menu));
  on(root, "click", (event) => click(app, event));
  on(root, "change", ({ target }) => change(app, target));
  let timer;
  on(root, "input", ({ target }) => {
    if (!target.matches("[data-search], [data-min]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => type(app, target), 120);
  });
  on(root, "keydown", (event) => walk(app, event));
  on(window, "popstate", () => restore(app));
  on(window, "beforeprint", () => {
    if (app.board.hasMore) app.board.drawMore(Infinity);
    app.board.follow({ margin: Infinity });
  });
  on(window, "afterprint", () => app.board.follow());
}

function restore(app) {
  app.state = parseState(location.search);
  showChoices(app);
  update(app, { quiet: true });
}

function click(app, event) {
  const target = event.target.closest("button, a");
  if (!target) return;
  const { sort, set, row, export: format, move, action } = target.dataset;
  if (sort) return sortBy(app, sort, event.shiftKey);
  if (set) return choose(app, { set, columns: null });
  if (row) return explain(app, target);
  if (format) return exportView(app, format);
  if (move) return moveColumn(app, target.dataset.key, Number(move));
  if (action) return ACTIONS[action](app, target);
}

const ACTIONS = {
  reset(app) {
    app.state = { ...blank(), pick: app.state.pick };
    app.least = false;
    showChoices(app);
    update(app);
  },
  async copy(app, button) {
    await navigator.clipboard.writeText(location.href);
    find(app, ".vlm-status").textContent = app.words.copied;
    button.focus();
  },
  filters(app, button) {
    const open = app.root.classList.toggle("has-filters");
    button.setAttribute("aria-expanded", String(open));
  },
};

function choose(app, values) {
  Object.assign(app.state, values);
  update(app);
}

/* Once: best first, again: turned round, a third time: not at all. Shift adds a further key. */
function sortBy(app, key, further) {
  const { sort } = app.state;
  const known = sort.find(([sorted]) => sorted === key);
  const next = !known ? [[key, 1]] : known[1] > 0 ? [[key, -1]] : [];
  if (!further) app.state.sort = next;
  else if (!known) app.state.sort = [...sort, ...next];
  else app.state.sort = sort.flatMap((pair) => (pair === known ? next : [pair]));
  const focused = document.activeElement.dataset.sort === key;
  update(app);
  if (focused && document.activeElement === document.body) find(app, `[data-sort="${CSS.escape(key)}"]`)?.focus();
}

function moveColumn(app, key, by) {
  const keys = [...app.keys];
  const at = keys.indexOf(key);
  keys.splice(at, 1);
  keys.splice(Math.max(0, at + by), 0, key);
  app.state.columns = keys;
  document.activeElement.blur();
  update(app);
  find(app, `[data-key="${CSS.escape(key)}"][data-move="${by}"]`)?.focus();
}

function change(app, input) {
  const { state } = app;
  const facet = input.closest("[data-facet]")?.dataset.facet;
  if (facet) toggleFacet(state, facet, input);
  else if (input.dataset.mix) state.mix[input.checked ? "add" : "delete"](input.dataset.mix);
  else if (input.matches("[data-sum]")) state.sum = input.value;
  else if (input.matches("[data-dense]")) state.dense = input.checked;
  else if (input.matches("[data-all]")) state.all = input.checked;
  else if (input.matches("[data-least]")) toggleLeast(app, input.checked);
  else if (input.dataset.columnKey) toggleColumn(app, input);
  else if (input.dataset.pick) return togglePick(app, input);
  else return;
  update(app);
}

function toggleLeast(app, on) {
  app.least = on;
  if (!on) app.state.min = {};
}

function toggleColumn(app, input) {
  const key = input.dataset.columnKey;
  app.state.columns = input.checked ? [...app.keys, key] : app.keys.filter((other) => other !== key);
}

function togglePick(app, input) {
  const { state } = app;
  const others = state.pick.filter((id) => id !== input.dataset.pick);
  state.pick = input.checked ? [...others, input.dataset.pick].slice(0, MOST) : others;
  showPicks(app);
  writeAddress(formatState(state));
}

function type(app, input) {
  const { state } = app;
  if (input.matches("[data-search]")) state.q = input.value;
  else if (input.value === "") delete state.min[input.dataset.min];
  else state.min[input.dataset.min] = Number(input.value);
  update(app, { keepHead: true });
}

async function explain(app, button) {
  const { openProvenance } = await import("./provenance.js");
  const { data, words, root } = app;
  const row = Number(button.dataset.row);
  const column = data.byKey.get(button.dataset.column);
  const family = data.families[data.rows.family[row]];
  const link = (path, name) => `<a href="${root.dataset.base}${path}">${escape(name)}</a>`;
  openProvenance(button, {
    url: root.dataset.provenance,
    variant: data.rows.id[row],
    column: column.key,
    title: `${data.rows.name[row]} · ${column.name} ${column.part}`,
    links: `${link(`models/${family[0]}/#scores`, family[1])} · ${link(`benchmarks/${column.benchmark}/`, column.name)}`,
    words,
  });
}

async function exportView(app, format) {
  const { FORMATS } = await import("./exports.js");
  const [kind, render] = FORMATS[format];
  const facts = app.keys.filter((key) => FACTS.includes(key));
  download(`vlm-atlas.${format}`, kind, render({ data: app.data, found: app.found, facts, words: app.words }));
}

/* One number is in the tab order; arrow keys go from number to number. */
function roam(app) {
  const first = find(app, "tbody td button");
  if (first) first.tabIndex = 0;
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function walk(app, event) {
  const step = STEPS[event.key];
  const button = event.target.closest?.("td button");
  if (!step || !button) return;
  event.preventDefault();
  const next = nextNumber(button.closest("td"), step);
  if (!next) return;
  button.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function nextNumber(cell, [down, right]) {
  let row = cell.parentElement;
  let at = cell.cellIndex;
  const rows = [...row.closest("table").querySelectorAll("tbody tr")];
  do {
    row = rows[rows.indexOf(row) + down];
    at += right;
  } while (row?.cells[at] && !row.cells[at].querySelector("button"));
  return row?.cells[at]?.querySelector("button");
}
