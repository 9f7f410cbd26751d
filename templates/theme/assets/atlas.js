/* The filter of list pages, without which the lists are complete, and a name for the search dialog. */
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

  function nameSearch() {
    var dialog = document.querySelector(".md-search[role=dialog]");
    var field = dialog && dialog.querySelector("input[name=query]");
    if (field) dialog.setAttribute("aria-label", field.getAttribute("aria-label") || field.placeholder);
  }

  function start() {
    nameSearch();
    var input = document.querySelector("[data-vlm-filter]");
    if (!input || input.dataset.ready) return;
    input.dataset.ready = "true";
    show(input.parentElement, true);
    input.addEventListener("input", function () { apply(input); });
  }

  if (window.document$) window.document$.subscribe(start);
  else document.addEventListener("DOMContentLoaded", start);
})();
