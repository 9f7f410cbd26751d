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

  document.addEventListener("vlm:page", start);
})();
