/* A visit: the rest of a first page is laid out, the theme's script comes once the reader moves, and pages follow
   one another in one document. Tells the other scripts "vlm:page" whenever a page stands, hence comes last, and
   "vlm:move" when the reader first does something. */
(() => {
  "use strict";

  const root = document.documentElement;
  const config = JSON.parse(document.getElementById("__config").textContent);
  const home = new URL(config.base.replace(/\/?$/, "/"), location.href).href;
  const whenIdle = window.requestIdleCallback || setTimeout;
  const SIGNS = ["pointermove", "pointerdown", "click", "keydown", "focusin", "scroll"];

  const say = (what) => document.dispatchEvent(new Event(what));
  const announce = () => say("vlm:page");

  /* The theme's script weighs as much as all of a page, and measures it as it starts. What it does is for readers
     who move: to search, to go on to another page, to see in the contents where they are. */
  function awaitReader(source) {
    const signs = new AbortController();
    const options = { capture: true, signal: signs.signal };
    function answer(event) {
      const key = event && isShortcut(event) ? event.key : "";
      if (key === "/") event.preventDefault();  // at which Firefox would search the page by itself
      signs.abort();
      root.dataset.moved = "";
      say("vlm:move");
      whenIdle(() => loadTheme(source, key), { timeout: 500 });
    }
    if (isMoving()) answer();
    else for (const sign of SIGNS) addEventListener(sign, answer, options);
  }

  /* Already, or by an address that leads to words on the page or into the search. */
  function isMoving() {
    const query = new URLSearchParams(location.search);
    const away = scrollY > 0 || document.activeElement !== document.body;
    return away || !isFirst() || query.has("q") || query.has("h");
  }

  const isShortcut = ({ type, key, ctrlKey, metaKey, altKey, target }) =>
    type === "keydown" && key.length === 1 && !(ctrlKey || metaKey || altKey) && !target.closest?.("input, textarea, select");

  /* The theme waits for an event that is over by now, and has not heard the key that called it. */
  function loadTheme(source, key) {
    keepStyles();
    const script = Object.assign(document.createElement("script"), { src: source });
    script.onload = () => {
      followTheme();
      say("DOMContentLoaded");
      if (key) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    };
    document.body.append(script);
  }

  /* The theme writes every address anew as an absolute one, at which a browser takes the styles off the page and
     loads them again; so they answer as if they had such an address. */
  function keepStyles() {
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
      const href = link.href;
      const html = link.outerHTML.replace(/href="[^"]*"/, `href="${href}"`);
      Object.defineProperties(link, { href: { get: () => href, set() {} }, outerHTML: { get: () => html } });
    }
  }

  /* The page that the theme finds was announced already. */
  function followTheme() {
    let known = true;
    window.document$.subscribe(() => {
      if (!known) announce();
      known = false;
    });
  }

  /* Instant navigation. The theme would look every address up in a list of all pages, which each first view
     would have to load; here a page is what lies below the home page and ends with a slash. */
  function navigate(event) {
    const link = event.target.closest?.("a[*|href]");
    if (!window.location$ || !link || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href.baseVal ?? link.href, location.href);
    const elsewhere = link.getAttribute("target") || link.hasAttribute("download") || !url.href.startsWith(home) || !url.pathname.endsWith("/");
    if (elsewhere || url.pathname === location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    forget();
    history.replaceState({ x: scrollX, y: scrollY }, "");
    history.pushState(null, "", url);
    window.location$.next(url);
  }

  /* Instant navigation leaves the language links of the page before; and a view is worth keeping. */
  function keepView(event) {
    const link = event.target.closest?.("a.md-select__link[hreflang]");
    if (!link) return;
    const known = document.head.querySelector(`link[rel~=alternate][hreflang="${link.hreflang}"]`);
    if (known) link.href = known.href;
    link.search = location.search;
  }

  const isFirst = () => root.classList.contains("vlm-first");

  /* What is below the window of a first page is not laid out yet. It is now, part by part, while nothing else
     is to do; then every place on the page is exact, for a link within it and for the way back to it. */
  function layOut() {
    const below = ".vlm-first .md-content__inner > h2 ~ h2 ~ :not(h2, h3), .vlm-first .vlm-cards > li";
    const rest = [...document.querySelectorAll(below)];
    whenIdle(function next() {
      for (const part of rest.splice(0, 3)) part.style.contentVisibility = "visible";
      if (rest.length) whenIdle(next);
      else root.dataset.whole = "";
    });
    addEventListener("popstate", forget);
  }

  /* Later pages come whole. Not sooner: without the class all of a page is styled again. */
  const forget = () => root.classList.remove("vlm-first");

  /* On paper nothing can be opened. */
  function openForPrint() {
    const shut = document.querySelectorAll(".md-content details:not([open], .vlm-menu)");
    for (const part of shut) part.open = true;
    addEventListener("afterprint", () => shut.forEach((part) => { part.open = false; }), { once: true });
  }

  addEventListener("beforeprint", openForPrint);
  document.addEventListener("click", keepView, true);
  if (config.features.includes("navigation.instant") && location.protocol !== "file:") {
    document.addEventListener("click", navigate, true);
  }
  const theme = document.querySelector("script[data-src]");
  if (theme) {
    announce();
    awaitReader(theme.dataset.src);
  } else {
    window.document$.subscribe(announce);
  }
  layOut();
})();
