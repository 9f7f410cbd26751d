/* The card that says where a number comes from, and which other values there are. */

import { escape } from "./dom.js";

let asked;

function loadSources(url) {
  asked ||= fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
  asked.catch(() => { asked = undefined; });
  return asked;
}

export async function openProvenance(button, about) {
  const { url, variant, column, title, links, words } = about;
  const card = document.querySelector(".vlm-source-card") || makeCard();
  card.setAttribute("aria-label", title);
  card.innerHTML = `<p class="vlm-source-card__title">${escape(title)}</p><p>…</p>`;
  card.showPopover();
  placeCard(card, button);
  card.onbeforetoggle = ({ newState }) => newState === "closed" && card.contains(document.activeElement) && button.focus();
  const found = await loadSources(url);
  const entries = found.scores[variant][column];
  card.innerHTML = `<p class="vlm-source-card__title">${escape(title)}</p>`
    + entries.map((entry, i) => describe(entry, found, words, i)).join("")
    + `<p class="vlm-source-card__links">${links}</p>`;
  placeCard(card, button);
  card.focus();
}

function makeCard() {
  const card = document.createElement("div");
  card.className = "vlm-source-card md-typeset";
  card.popover = "auto";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  document.body.append(card);
  return card;
}

function describe([value, source, where, setting, reporter, evidence, notes], found, words, number) {
  const [title, url, kind, date] = found.sources[source];
  const facts = [[words.setting, setting], [words.reporter, reporter], [words.evidence, evidence], [words.source_date, date]];
  const other = number === 1 ? `<p class="vlm-source-card__other">${escape(words.others)}</p>` : "";
  return `${other}<p class="vlm-source-card__value"><b>${escape(value)}</b> <a href="${escape(url)}" rel="noopener">${escape(title)}</a> <small>${escape([kind, where].filter(Boolean).join(" · "))}</small></p>`
    + `<dl>${facts.filter(([, text]) => text).map(([name, text]) => `<div><dt>${escape(name)}</dt><dd>${escape(text)}</dd></div>`).join("")}</dl>`
    + notes.map((id) => `<p><small>${escape(found.notes[id])}</small></p>`).join("");
}

function placeCard(card, button) {
  const cell = button.getBoundingClientRect();
  const below = cell.bottom + 6;
  const left = Math.min(cell.left, innerWidth - card.offsetWidth - 8);
  const top = below + card.offsetHeight < innerHeight ? below : cell.top - card.offsetHeight - 6;
  card.style.left = `${Math.max(8, left)}px`;
  card.style.top = `${Math.max(8, top)}px`;
}
