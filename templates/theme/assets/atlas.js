/* The filter of list pages. Without it the lists are complete. */
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

  function start() {
    var input = document.querySelector("[data-vlm-filter]");
    if (!input || input.dataset.ready) return;
    input.dataset.ready = "true";
    show(input.parentElement, true);
    input.addEventListener("input", function () { apply(input); });
  }

  if (window.document$) window.document$.subscribe(start);
  else document.addEventListener("DOMContentLoaded", start);
})();
