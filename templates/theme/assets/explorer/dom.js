/* Small tools for building pages out of data. */

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escape(text) {
  return String(text).replace(/[&<>"]/g, (sign) => ESCAPES[sign]);
}

/* Words of the page's language, with {name} standing for a value. */
export function wordsOf(root) {
  const words = JSON.parse(root.dataset.words);
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  return Object.assign(say, words);
}

/* Listeners that go when the page does: instant navigation keeps the window and the document. */
export function lifetime(root) {
  const end = new AbortController();
  return (target, event, handle, options = {}) => {
    target.addEventListener(event, (...args) => {
      if (root.isConnected) handle(...args);
      else end.abort();
    }, { signal: end.signal, ...options });
  };
}

/* Menus are <details>: one is open at a time, Escape and a click elsewhere close it. */
export function tendMenus(root, on, opened = () => {}) {
  const menus = () => root.querySelectorAll(".vlm-menu[open]");
  on(root, "toggle", ({ target }) => {
    if (!target.matches(".vlm-menu") || !target.open) return;
    for (const other of menus()) if (other !== target) other.open = false;
    opened(target);
    keepInside(target);
  }, { capture: true });
  on(document, "click", ({ target }) => {
    for (const menu of menus()) if (!menu.contains(target)) menu.open = false;
  });
  on(root, "keydown", (event) => {
    const [menu] = menus();
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/* A menu near the right edge opens to the left of its button. */
function keepInside(menu) {
  const body = menu.querySelector(".vlm-menu__body");
  body.style.left = "";
  if (getComputedStyle(body).position === "fixed") return;
  const over = menu.getBoundingClientRect().left + body.offsetWidth + 12 - document.documentElement.clientWidth;
  if (over > 0) body.style.left = `${-over}px`;
}

/* What is chosen of a facet: in its boxes and beside the name of its menu. */
export function showFacet(menu, { facets }) {
  const chosen = facets[menu.dataset.facet];
  for (const input of menu.querySelectorAll("input")) input.checked = Boolean(chosen?.has(input.value));
  menu.querySelector("summary b").textContent = chosen?.size || "";
  menu.classList.toggle("is-set", Boolean(chosen?.size));
}

/* The number behind each option of a facet. */
export function showCounts(menu, ids, counts) {
  for (const output of menu.querySelectorAll("output")) {
    const label = output.closest("label");
    const count = counts[ids.indexOf(label.querySelector("input").value)];
    output.textContent = count;
    label.classList.toggle("is-empty", !count);
  }
}

export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
