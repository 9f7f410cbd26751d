/* A chart drawn at build time, made to answer: point at a dot or step with the arrow keys. */

export function start(figure) {
  const svg = figure.querySelector("svg");
  if (!svg) return;
  const dots = [...svg.querySelectorAll("circle")];
  const inView = () => dots.filter((dot) => !dot.matches(".is-out"));
  const order = () => inView().sort((a, b) => place(a, "cx") - place(b, "cx") || place(b, "cy") - place(a, "cy"));
  const tip = document.createElement("div");
  tip.className = "vlm-tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  svg.parentElement.append(tip);
  svg.tabIndex = 0;
  svg.setAttribute("role", "application");
  const show = (dot) => point(dots, tip, dot);
  svg.addEventListener("pointermove", (event) => show(nearest(inView(), event)));
  svg.addEventListener("pointerleave", () => show(null));
  svg.addEventListener("blur", () => show(null));
  svg.addEventListener("click", () => open(figure, dots));
  svg.addEventListener("keydown", (event) => step(event, order(), show, () => open(figure, dots)));
}

const place = (dot, name) => parseFloat(dot.getAttribute(name));

function nearest(dots, event) {
  let [found, least] = [null, 900];
  for (const dot of dots) {
    const box = dot.getBoundingClientRect();
    const distance = (box.x + box.width / 2 - event.clientX) ** 2 + (box.y + box.height / 2 - event.clientY) ** 2;
    if (distance < least) [found, least] = [dot, distance];
  }
  return found;
}

function point(dots, tip, dot) {
  for (const other of dots) other.classList.toggle("is-on", other === dot);
  tip.hidden = !dot;
  if (!dot) return;
  const { name, value, note } = dot.dataset;
  tip.textContent = "";
  tip.append(Object.assign(document.createElement("b"), { textContent: `${name} ${value}` }), ` ${note}`);
  const [x, y] = [place(dot, "cx"), place(dot, "cy")];
  tip.style.left = `${x}%`;
  tip.style.top = `${y}%`;
  tip.classList.toggle("is-left", x > 60);
}

function step(event, order, show, enter) {
  const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  const at = order.findIndex((dot) => dot.classList.contains("is-on"));
  if (by) {
    event.preventDefault();
    show(order[at < 0 ? 0 : (at + by + order.length) % order.length]);
  } else if (event.key === "Enter") enter();
  else if (event.key === "Escape") show(null);
}

function open(figure, dots) {
  const dot = dots.find((other) => other.classList.contains("is-on"));
  if (dot) location.assign(`${figure.dataset.base}${dot.dataset.family}/`);
}
