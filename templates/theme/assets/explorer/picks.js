/* Check boxes in lists of models, and the button that takes what is ticked to the comparison. */

import { lifetime } from "./dom.js";
import { MOST, writeAddress } from "./state.js";

export function start(tray) {
  const boxes = [...document.querySelectorAll("input.vlm-pick")];
  let picked = (new URLSearchParams(location.search).get("pick") || "").split("_").filter(Boolean);
  const draw = () => {
    for (const box of boxes) {
      box.checked = picked.includes(box.dataset.pick);
      box.disabled = !box.checked && picked.length >= MOST;
      box.hidden = false;
    }
    tray.hidden = !picked.length;
    const link = tray.querySelector("a");
    link.textContent = tray.dataset.word.replace("{n}", picked.length);
    link.href = `${tray.dataset.base}?m=${picked.join("_")}`;
  };
  lifetime(tray)(document, "change", ({ target }) => {
    if (!target.matches("input.vlm-pick")) return;
    picked = picked.filter((id) => id !== target.dataset.pick);
    if (target.checked) picked.push(target.dataset.pick);
    const query = new URLSearchParams(location.search);
    query.set("pick", picked.join("_"));
    if (!picked.length) query.delete("pick");
    writeAddress(query.toString());
    draw();
  });
  draw();
}
