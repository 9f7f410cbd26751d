/* Draw the table: its head, and the rows near the window if there are very many. */

import { escape } from "./dom.js";
import { factText, readMark } from "./model.js";
import { FACTS, MOST } from "./state.js";

const WHOLE = 200;
const BLOCK = 12;
const SEEN = 36;

export class Board {
  constructor(root, data, words) {
    Object.assign(this, { root, data, words });
    this.box = root.querySelector(".vlm-board__box");
    this.table = this.box.querySelector("table");
    this.blocks = new Map();
    this.top = 0;
    this.height = this.box.clientHeight;
    this.box.addEventListener("scroll", () => {
      this.top = this.box.scrollTop;
      this.follow();
    }, { passive: true });
    new ResizeObserver(([{ contentRect }]) => {
      this.height = contentRect.height;
      this.follow();
    }).observe(this.box);
  }

  /* The `first` rows, or those that are seen, or all where others than these are in sight: the page shows them
     before it goes on with `drawMore`. Rows that the page came with stand in for the next. Nothing here asks
     where anything is, which would have the browser lay the page out before it is drawn. */
  draw(view, { keepHead = false, first = this.top ? Infinity : SEEN } = {}) {
    this.view = view;
    this.order = orderColumns(view);
    if (!keepHead) this.drawHead();
    this.drawRows(first);
  }

  /* Anew for other columns; else only its marks, so that the button that was pressed keeps the focus. */
  drawHead() {
    const { state, found, least } = this.view;
    const shape = JSON.stringify([this.order.map(({ key }) => key), least, state.sum]);
    if (shape !== this.shape) this.buildHead();
    this.shape = shape;
    this.markHead();
    this.table.style.setProperty("--columns", found.scores.length);
    if (this.root.classList.toggle("is-dense", state.dense) !== this.dense) this.rowHeight = 0;
    this.dense = state.dense;
  }

  buildHead() {
    const cells = this.order.map((item) => this.headCell(item)).join("");
    const widths = this.order.map((item) => `<col class="${item.part ? "n" : item.key}">`).join("");
    const groups = groupItems(this.order)
      .map(([name, count]) => (name ? `<th scope="colgroup" colspan="${count}" class="g">${escape(name)}</th>` : `<td colspan="${count}"></td>`))
      .join("");
    this.table.querySelectorAll("colgroup, thead").forEach((part) => part.remove());
    this.table.insertAdjacentHTML("afterbegin", `<colgroup><col class="v">${widths}</colgroup><thead>`
      + `<tr><td class="vlm-stick"></td>${groups}</tr>`
      + `<tr>${sortCell("name", this.words.variant, "vlm-stick")}${cells}</tr></thead>`);
  }

  headCell({ key, part }) {
    if (!part) return sortCell(key, key === "sum" ? this.words[`sum_${this.view.state.sum}`] : this.words[key], key === "sum" || key === "size" ? "n" : "");
    const { column } = part;
    const base = this.root.dataset.base;
    const title = `${column.name} ${column.part}`;
    const link = `<small><a href="${base}benchmarks/${column.benchmark}/" aria-label="${escape(this.words("about", { name: title }))}">${escape(column.part)}</a></small>`;
    const least = this.view.least
      ? `<input type="number" step="any" data-min="${column.key}" placeholder="${column.better > 0 ? "≥" : "≤"}" aria-label="${escape(this.words("least", { name: title }))}">`
      : "";
    return sortCell(column.key, column.name, "n", link + least);
  }

  markHead() {
    const { state } = this.view;
    const places = new Map(state.sort.map(([key, way], at) => [key, [way, state.sort.length > 1 ? at + 1 : ""]]));
    for (const button of this.table.tHead.querySelectorAll("[data-sort]")) {
      const [way, digit] = places.get(button.dataset.sort) || [0, ""];
      const order = way && (this.isFalling(button.dataset.sort) === way > 0 ? "descending" : "ascending");
      const cell = button.parentElement;
      if (way) cell.setAttribute("aria-sort", order);
      else cell.removeAttribute("aria-sort");
      button.lastChild.textContent = way ? (order === "descending" ? "▼" : "▲") + digit : "";
    }
    for (const input of this.table.tHead.querySelectorAll("[data-min]")) input.value = state.min[input.dataset.min] ?? "";
  }

  /* Whether what is best comes first with the highest number or the latest date. */
  isFalling(key) {
    return this.data.byKey.get(key)?.better > 0 || key === "date" || (key === "sum" && this.view.state.sum === "mean");
  }

  drawRows(first) {
    const { rows } = this.view.found;
    this.windowed = rows.length > WHOLE;
    const early = this.windowed || first === Infinity ? null : this.table.querySelector(".vlm-early");
    this.early = early ? [...early.rows] : [];
    this.table.querySelectorAll("tbody").forEach((part) => part === early || part.remove());
    this.blocks.clear();
    this.table.setAttribute("aria-rowcount", rows.length + 2);
    this.root.classList.toggle("is-windowed", this.windowed);
    this.drawn = this.windowed ? rows.length : 0;
    if (!this.windowed) {
      this.drawMore(first);
    } else {
      if (this.top) this.box.scrollTop = this.top = 0;
      this.above = this.append("");
      this.below = this.append("");
      this.append(this.baselines(), "vlm-baselines");
      this.follow({ margin: 0 });
    }
  }

  get hasMore() {
    return this.drawn < this.view.found.rows.length;
  }

  /* Add rows to a table that is drawn whole: first in the place of those that the page came with, then as
     a block of their own. Behind all others and without a class it makes the browser look at no other
     block again. */
  drawMore(count) {
    const { rows } = this.view.found;
    const end = Math.min(this.drawn + count, rows.length);
    for (; this.drawn < end && this.early.length; this.drawn++) this.fillRow(this.early.shift(), rows[this.drawn]);
    if (this.drawn < end) this.append(rows.slice(this.drawn, end).map((row, i) => this.row(row, this.drawn + i)).join(""));
    this.drawn = end;
    if (this.hasMore) return;
    this.early.splice(0).forEach((element) => element.remove());
    this.append(this.baselines(), "vlm-baselines");
  }

  fillRow(element, row) {
    element.removeAttribute("class");
    element.setAttribute("aria-rowindex", this.drawn + 3);
    element.innerHTML = this.cells(row);
  }

  append(html, kind = "") {
    const body = document.createElement("tbody");
    if (kind) body.className = kind;
    body.innerHTML = html;
    this.table.append(body);
    return body;
  }

  /* Keep only the blocks of rows in the window and `margin` more; two spacers stand for the others. */
  follow({ margin = 1 } = {}) {
    if (!this.windowed) return;
    const { rows } = this.view.found;
    const height = (this.rowHeight || 28) * BLOCK;
    const last = Math.ceil(rows.length / BLOCK) - 1;
    const from = Math.max(0, Math.floor(this.top / height) - margin);
    const to = Math.min(last, Math.floor((this.top + this.height) / height) + margin);
    for (const [number, body] of this.blocks) {
      if (number < from || number > to) {
        body.remove();
        this.blocks.delete(number);
      }
    }
    let before = this.above;
    for (let number = from; number <= to; number++) {
      if (!this.blocks.has(number)) this.blocks.set(number, this.block(number));
      const body = this.blocks.get(number);
      if (before.nextSibling !== body) before.after(body);
      before = body;
    }
    this.rowHeight ||= this.blocks.get(from)?.rows[0]?.getBoundingClientRect().height;
    this.fill(this.above, from * BLOCK);
    this.fill(this.below, Math.max(0, rows.length - (to + 1) * BLOCK));
  }

  block(number) {
    const rows = this.view.found.rows.slice(number * BLOCK, (number + 1) * BLOCK);
    const body = document.createElement("tbody");
    body.innerHTML = rows.map((row, i) => this.row(row, number * BLOCK + i)).join("");
    return body;
  }

  fill(spacer, count) {
    spacer.innerHTML = count ? `<tr aria-hidden="true"><td style="height:${count * this.rowHeight}px"></td></tr>` : "";
  }

  row(row, number) {
    return `<tr aria-rowindex="${number + 3}">${this.cells(row)}</tr>`;
  }

  cells(row) {
    const { data, words } = this;
    const { state, found } = this.view;
    const id = data.rows.id[row];
    const name = escape(data.rows.name[row]);
    const family = data.families[data.rows.family[row]][0];
    const rank = found.ranks ? `<span class="vlm-rank">${found.ranks.get(row)}</span>` : "";
    const picked = state.pick.includes(id) ? " checked" : state.pick.length >= MOST ? " disabled" : "";
    return `<th scope="row" class="vlm-stick"><span class="vlm-row">${rank}`
      + `<input type="checkbox" data-pick="${id}"${picked} aria-label="${escape(words("pick", { name: data.rows.name[row] }))}">`
      + `<a href="${this.root.dataset.base}models/${family}/">${name}</a></span></th>`
      + this.order.map((item) => this.cell(item, row)).join("");
  }

  cell({ key, part }, row) {
    if (key === "sum") return this.sumCell(row);
    if (!part) {
      const text = escape(factText(this.data, key, row));
      return `<td class="${key === "size" ? "n" : "t"}">${text}</td>`;
    }
    const text = part.text[row];
    if (!text) return "<td></td>";
    const { protocol, evidence } = readMark(part.mark[row]);
    const ranked = !isNaN(part.ranked[row]);
    const [best, second] = this.view.found.best.get(part.column.key);
    const kind = !ranked ? " is-apart" : part.ranked[row] === best ? " is-best" : part.ranked[row] === second ? " is-second" : "";
    const doubt = this.data.evidences[evidence] === "unverified" ? "<sup>?</sup>" : "";
    const more = part.from[row].others.has(row) ? "<sup>+</sup>" : "";
    const setting = protocol === part.column.protocol ? "" : `<small>${escape(this.data.protocols[protocol][1])}</small>`;
    const split = part.from[row] === part.column ? "" : `<small>${escape(part.from[row].part)}</small>`;
    return `<td class="n${kind}"><button type="button" tabindex="-1" data-row="${row}" data-column="${part.from[row].key}">${text}${doubt}${more}${setting}${split}</button></td>`;
  }

  sumCell(row) {
    const { numbers, covered, of } = this.view.found.sums;
    const number = isNaN(numbers[row]) ? "" : `<b>${numbers[row].toFixed(1)}</b> `;
    return `<td class="n">${number}<small>${this.words("coverage", { n: covered[row], of })}</small></td>`;
  }

  baselines() {
    return this.data.baselines
      .filter(([, , values]) => this.order.some(({ key }) => values[key]))
      .map(([name, source, values]) => `<tr><th scope="row" class="vlm-stick"><span class="vlm-row"><a href="${escape(source)}" rel="noopener">${escape(name)}</a> <small>${escape(this.words.reference)}</small></span></th>`
        + this.order.map(({ key, part }) => (part ? `<td class="n">${values[key] || ""}</td>` : "<td></td>")).join("") + "</tr>")
      .join("");
  }
}

/* Facts and scores in the order of the view, and after the facts the summary. */
function orderColumns({ keys, found }) {
  const parts = new Map(found.scores.map((part) => [part.column.key, part]));
  const items = keys.filter((key) => FACTS.includes(key) || parts.has(key)).map((key) => ({ key, part: parts.get(key) }));
  if (!found.sums) return items;
  const at = items.findIndex((item) => item.part);
  return [...items.slice(0, at < 0 ? items.length : at), { key: "sum" }, ...items.slice(at < 0 ? items.length : at)];
}

function groupItems(items) {
  const groups = [];
  for (const { part } of items) {
    const name = part ? part.column.category : "";
    const last = groups.at(-1);
    if (last && last[0] === name) last[1]++;
    else groups.push([name, 1]);
  }
  return groups;
}

function sortCell(key, name, kind, extra = "") {
  return `<th scope="col" class="${kind}"><button type="button" data-sort="${key}">${escape(name)}<i aria-hidden="true"></i></button>${extra}</th>`;
}
