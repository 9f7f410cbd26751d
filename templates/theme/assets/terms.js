/* Escape closes the tooltip of a term until the pointer or the focus comes back to it. */
(function () {
  "use strict";

  var shut = "vlm-term--shut";

  function open(event) {
    var term = event.target.closest && event.target.closest(".vlm-term");
    document.querySelectorAll("." + shut).forEach(function (other) {
      if (other !== term) other.classList.remove(shut);
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".vlm-term:is(:hover, :focus-within, :focus)").forEach(function (term) {
      term.classList.add(shut);
    });
  });
  document.addEventListener("pointerover", open);
  document.addEventListener("focusin", open);
})();
