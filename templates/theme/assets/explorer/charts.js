/* The page of charts: another benchmark is another piece of the site, drawn at build time. */

import { lifetime } from "./dom.js";
import { start as enliven } from "./plot.js";
import { writeAddress } from "./state.js";

export async function start(root) {
  const on = lifetime(root);
  const of = root.querySelector("[data-of]");
  const highlight = root.querySelector("[data-highlight]");
  on(of, "change", () => choose(root, of.value, highlight));
  on(highlight, "change", () => mark(root, highlight.value, of.value));
  on(window, "popstate", () => restore(root, of, highlight));
  root.querySelectorAll("figure").forEach(keep);
  await restore(root, of, highlight);
}

/* The loader starts each chart of the first view; those put in later start here. */
function keep(figure) {
  figure.dataset.started = "";
}

async function restore(root, of, highlight) {
  const params = new URLSearchParams(location.search);
  const key = params.get("of");
  if (key && [...of.options].some((option) => option.value === key)) of.value = key;
  await fill(root, of);
  listFamilies(root, highlight);
  highlight.value = params.get("family") || "";
  paint(root, highlight.value);
}

async function choose(root, key, highlight) {
  await fill(root, root.querySelector("[data-of]"));
  const chosen = highlight.value;
  listFamilies(root, highlight);
  highlight.value = chosen;
  mark(root, highlight.value, key);
}

async function fill(root, of) {
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

function listFamilies(root, highlight) {
  const names = new Map();
  for (const dot of root.querySelectorAll("circle")) names.set(dot.dataset.title, dot.dataset.family);
  highlight.length = 1;
  for (const [name, id] of [...names].sort()) highlight.add(new Option(name, id));
}

function mark(root, family, key) {
  paint(root, family);
  const params = new URLSearchParams({ of: key });
  if (family) params.set("family", family);
  writeAddress(params.toString());
}

function paint(root, family) {
  for (const figure of root.querySelectorAll("figure")) figure.classList.toggle("has-marked", Boolean(family));
  for (const dot of root.querySelectorAll("circle")) dot.classList.toggle("is-marked", dot.dataset.family === family);
}
