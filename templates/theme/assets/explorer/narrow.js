/* A chart drawn at build time, with some of its dots: what stands out among them is found anew, by the
   rules of src/vlmatlas/explorer/plot.py. */

const LETTER = 1.05;
const LINE = 5;

/* Which variants stay in the chart and in the table behind it; null for all. */
export function narrow(figure, wanted) {
  const dots = [...figure.querySelectorAll("circle")];
  for (const dot of dots) dot.classList.toggle("is-out", Boolean(wanted) && !wanted.has(dot.dataset.id));
  for (const row of figure.querySelectorAll("tr[data-id]")) row.hidden = Boolean(wanted) && !wanted.has(row.dataset.id);
  const leaders = findLeaders(dots.filter((dot) => !dot.matches(".is-out")), Number(figure.dataset.better));
  for (const dot of dots) {
    const leads = leaders.includes(dot);
    dot.classList.toggle("is-lead", leads);
    dot.setAttribute("r", leads ? "5.5" : "4");
  }
  drawFrontier(figure.querySelector(".vlm-plot__frontier"), leaders);
  drawNames(figure.querySelector(".vlm-plot__names"), leaders);
}

const place = (dot, name) => parseFloat(dot.getAttribute(name));

/* From left to right, those that nothing before scores as well as. */
function findLeaders(dots, better) {
  const worth = (dot) => Number(dot.dataset.value) * better;
  const ordered = [...dots].sort((a, b) => place(a, "cx") - place(b, "cx") || worth(b) - worth(a));
  let best = -Infinity;
  return ordered.filter((dot) => {
    const leads = worth(dot) > best;
    if (leads) best = worth(dot);
    return leads;
  });
}

function drawFrontier(group, leaders) {
  group.replaceChildren(...leaders.flatMap((dot, i) => {
    const [x, y] = [place(dot, "cx"), place(dot, "cy")];
    const next = leaders[i + 1];
    const end = next ? place(next, "cx") : 100;
    return next ? [line(x, y, end, y), line(end, y, end, place(next, "cy"))] : [line(x, y, end, y)];
  }));
}

function line(x1, y1, x2, y2) {
  return shape("line", { x1: `${x1}%`, y1: `${y1}%`, x2: `${x2}%`, y2: `${y2}%` });
}

/* From the best one back, the names that touch no other. */
function drawNames(group, leaders) {
  const taken = [];
  const names = [];
  for (const dot of [...leaders].reverse()) {
    const [x, y] = [place(dot, "cx"), place(dot, "cy")];
    const side = x < 50 ? "start" : "end";
    const width = dot.dataset.name.length * LETTER;
    const left = side === "start" ? x : x - width;
    if (taken.some(([start, end, at]) => left < end && start < left + width && Math.abs(y - at) < LINE)) continue;
    taken.push([left, left + width, y]);
    const name = shape("text", { x: `${x}%`, y: `${y}%`, dx: side === "start" ? 3 : -3, dy: -10, "text-anchor": side });
    name.textContent = dot.dataset.name;
    names.unshift(name);
  }
  group.replaceChildren(...names);
}

function shape(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
