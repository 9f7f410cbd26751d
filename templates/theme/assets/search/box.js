/* What the theme's search box lacks: a filter by kind, pasting, Ctrl+K, and focus after navigation. */
(() => {
  "use strict";

  const box = document.querySelector("[data-md-component=search-query]");
  const result = document.querySelector("[data-md-component=search-result]");
  const config = document.getElementById("__config");
  if (!box || !result || !config) return;

  const worker = new URL(JSON.parse(config.textContent).search, location);
  const channel = new BroadcastChannel(`vlm-search-${new URLSearchParams(worker.hash.slice(1)).get("tab")}`);
  const filter = document.createElement("div");
  let labels = {};
  let counts = {};
  let held = false;

  /* The theme reads the field on keyup only. */
  const announce = () => box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));

  /* The worker starts with the theme, which comes when the reader moves: into this box perhaps. */
  function greet() {
    if (document.activeElement === box) channel.postMessage({ open: true });
    if (box.value) announce();
  }

  /* Not sooner, since the theme takes what comes first in the result for the line that counts. */
  function show({ kinds, labels: words }) {
    labels = words;
    if (filter.isConnected) return;
    filter.setAttribute("aria-label", labels.filter);
    filter.append(...[["", labels.all], ...kinds].map(([kind, label]) => button(kind, label)));
    choose("");
    result.prepend(filter);
  }

  function button(kind, label) {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    element.dataset.kind = kind;
    element.addEventListener("click", () => {
      choose(kind);
      channel.postMessage({ kind });
    });
    return element;
  }

  function choose(kind) {
    for (const element of filter.children) element.setAttribute("aria-pressed", String(element.dataset.kind === kind));
  }

  /* Tab goes between field and filter, arrows along the filter; the theme would close the search. */
  function move(event) {
    const inFilter = filter.contains(document.activeElement);
    if (!filter.isConnected || (!inFilter && document.activeElement !== box)) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Tab") {
      (inFilter ? box : filter.querySelector("[aria-pressed=true]")).focus();
    } else if (inFilter && step) {
      const all = [...filter.children];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    } else {
      if (inFilter && [" ", "Enter"].includes(event.key)) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /* Enter pressed before the rows answer what was typed opens their first one when they do, not an older one. */
  function holdEnter(event) {
    if (event.key !== "Enter" || event.isComposing || document.activeElement !== box) return;
    if (!box.value.trim() || isAnswered()) return;
    held = true;
    event.preventDefault();
    event.stopPropagation();
  }

  function releaseEnter() {
    if (!held || !isAnswered()) return;
    held = false;
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }

  const isAnswered = () => result.querySelector(".vlm-search-kind")?.dataset.query === box.value;

  function openWithShortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    box.focus();
    box.select();
  }

  /* The theme counts rows: also those that only help to go on, and not what follows the last one. */
  function describeResult() {
    const meta = result.querySelector(".md-search-result__meta");
    if (!labels.none || !result.querySelector(".md-search-result__item")) return;
    const text = result.querySelector("[data-kind=none]") ? labels.none : counts.total > counts.shown ? fill(labels.count) : "";
    if (text && meta.textContent !== text) meta.textContent = text;
  }

  const fill = (text) => text.replace("{shown}", counts.shown).replace("{total}", counts.total);

  function start() {
    filter.className = "vlm-search-filter";
    filter.setAttribute("role", "group");
    result.querySelector(".md-search-result__meta").setAttribute("aria-live", "polite");
    channel.addEventListener("message", ({ data }) => {
      if (data.ready) greet();
      if (data.kinds) show(data);
      if ("total" in data) counts = data;
      describeResult();
    });
    box.addEventListener("focus", () => channel.postMessage({ open: true }));
    box.addEventListener("input", (event) => {
      held = false;
      if (!event.isComposing) announce();
    });
    box.addEventListener("compositionend", announce);
    followToggle();
    addEventListener("keydown", openWithShortcut);
    document.addEventListener("keydown", move, true);
    document.addEventListener("keydown", holdEnter, true);
    new MutationObserver(() => {
      describeResult();
      releaseEnter();
    }).observe(result, { childList: true, subtree: true });
  }

  /* A phone's keyboard opens only from within the touch. After a result is opened the box would keep the focus
     though it is closed, and not open again for who asks. */
  function followToggle() {
    const toggle = document.getElementById("__search");
    toggle?.addEventListener("change", () => (toggle.checked ? box.focus() : box.blur()));
  }

  /* Another language is another index. */
  function settle() {
    document.querySelectorAll("a[hreflang]").forEach((link) => { link.target = "_self"; });
  }

  start();
  document.addEventListener("vlm:page", settle);
})();
