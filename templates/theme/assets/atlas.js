/* Filters of list pages, without which the lists are complete; figures as PNG. */
(function () {
  "use strict";

  function show(element, visible) {
    element.hidden = !visible;
  }

  function apply(input) {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var any = false;
    document.querySelectorAll("[data-filter-group]").forEach(function (group) {
      var cards = Array.from(group.querySelectorAll("[data-filter]"));
      cards.forEach(function (card) {
        var text = (card.dataset.filter + " " + card.textContent).toLowerCase();
        show(card, words.every(function (word) { return text.includes(word); }));
      });
      var left = cards.some(function (card) { return !card.hidden; });
      show(group, left);
      any = any || left;
    });
    show(document.querySelector(".vlm-filter-none"), !any);
  }

  function chosen(form) {
    return Array.from(new FormData(form)).filter(function (pair) { return pair[1]; });
  }

  function applyFacets(form) {
    var pairs = chosen(form);
    var cards = Array.from(document.querySelectorAll(".vlm-gallery > li"));
    cards.forEach(function (card) {
      show(card, pairs.every(function (pair) {
        return (card.getAttribute("data-" + pair[0]) || "").split(" ").includes(pair[1]);
      }));
    });
    var count = cards.filter(function (card) { return !card.hidden; }).length;
    form.querySelector("[data-vlm-shown]").textContent = count;
    show(document.querySelector(".vlm-filter-none"), !count);
    var query = new URLSearchParams(pairs).toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  function startFacets(form) {
    new URLSearchParams(location.search).forEach(function (value, name) {
      if (form.elements[name]) form.elements[name].value = value;
    });
    show(form, true);
    form.addEventListener("change", function () { applyFacets(form); });
    form.addEventListener("reset", function () { setTimeout(function () { applyFacets(form); }); });
    if (chosen(form).length) applyFacets(form);
  }

  function savePng(event) {
    event.preventDefault();
    var link = event.currentTarget;
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth * 2;
      canvas.height = image.naturalHeight * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      var save = document.createElement("a");
      save.download = link.download;
      save.href = canvas.toDataURL("image/png");
      save.click();
    };
    image.src = link.href;
  }

  /* A part of a page that names a module gets it; no other page loads one. */
  function loadModules() {
    document.querySelectorAll("[data-vlm-module]:not([data-started])").forEach(function (part) {
      part.dataset.started = "";
      import(new URL(part.dataset.vlmModule, location.href).href)
        .then(function (module) { return module.start(part); })
        .catch(function (error) { showPlain(part); throw error; });
    });
  }

  /* What stands there for readers without scripts: text until now, or elements after instant navigation. */
  function showPlain(part) {
    part.classList.add("is-plain");
    part.querySelectorAll("noscript").forEach(function (plain) {
      plain.outerHTML = plain.children.length ? plain.innerHTML : plain.textContent;
    });
  }

  /* Instant navigation leaves the language links of the page before; and a view is worth keeping. */
  function keepView(event) {
    var link = event.target.closest && event.target.closest("a.md-select__link[hreflang]");
    if (!link) return;
    var known = document.head.querySelector('link[rel~=alternate][hreflang="' + link.hreflang + '"]');
    if (known) link.href = known.href;
    link.search = location.search;
  }
  document.addEventListener("click", keepView, true);

  /* Instant navigation. The theme would look every address up in a list of all pages, which each first view
     would have to load; here a page is what lies below the home page and ends with a slash. */
  var config = JSON.parse(document.getElementById("__config").textContent);
  var home = new URL(config.base.replace(/\/?$/, "/"), location.href).href;

  function address(link) {
    return new URL(link.href.baseVal === undefined ? link.href : link.href.baseVal, location.href);
  }

  function navigate(event) {
    var link = event.target.closest && event.target.closest("a[*|href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    var url = address(link);
    var elsewhere = link.getAttribute("target") || link.hasAttribute("download") || !url.href.startsWith(home) || !url.pathname.endsWith("/");
    if (elsewhere || url.pathname === location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    forget();
    history.replaceState({ x: scrollX, y: scrollY }, "");
    history.pushState(null, "", url);
    window.location$.next(url);
  }
  var instant = window.location$ && config.features.includes("navigation.instant") && location.protocol !== "file:";
  if (instant) document.addEventListener("click", navigate, true);

  /* What is below the window of a first page is not laid out yet. It is now, part by part, while nothing else
     is to do; then every place on the page is exact, for a link within it and for the way back to it. */
  function layOut() {
    var root = document.documentElement;
    var rest = Array.from(document.querySelectorAll(".vlm-first .md-content__inner > h2 ~ h2 ~ :not(h2, h3)"));
    var whenIdle = window.requestIdleCallback || setTimeout;
    whenIdle(function next() {
      rest.splice(0, 3).forEach(function (part) { part.style.contentVisibility = "visible"; });
      if (rest.length) whenIdle(next);
      else root.dataset.whole = "";
    });
    addEventListener("popstate", forget);
  }

  /* Later pages come whole. Not sooner: without the class all of a page is styled again. */
  function forget() {
    document.documentElement.classList.remove("vlm-first");
  }
  layOut();

  function start() {
    loadModules();
    document.querySelectorAll("[data-png]").forEach(function (link) {
      if (!link.hidden) return;
      show(link, true);
      link.addEventListener("click", savePng);
    });
    var form = document.querySelector("[data-vlm-facets]");
    if (form && form.hidden) startFacets(form);
    var input = document.querySelector("[data-vlm-filter]");
    if (!input || input.dataset.ready) return;
    input.dataset.ready = "true";
    input.addEventListener("input", function () { apply(input); });
    if (input.value) apply(input);
  }

  if (window.document$) window.document$.subscribe(start);
  else document.addEventListener("DOMContentLoaded", start);
})();
