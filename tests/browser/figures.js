// What a person would see wrong with the figures of a page. Run inside the page.
window.figureAudit = (() => {
  const box = (element) => element.getBoundingClientRect();
  const drawings = () =>
    [...document.querySelectorAll(".f-figure > svg")].filter((svg) => svg.getClientRects().length);

  const inside = (a, b, slack) =>
    a.left >= b.left - slack && a.right <= b.right + slack && a.top >= b.top - slack && a.bottom <= b.bottom + slack;

  function textsInBoxes(svg, say) {
    for (const text of svg.querySelectorAll("text")) {
      if (!inside(box(text), box(svg), 4)) say("leaves the figure", text);
      const shape = text.parentNode.matches(".f-node, .f-block") && text.parentNode.querySelector(":scope > .f-shape");
      if (shape && !inside(box(text), box(shape), 1)) say("leaves its box", text);
    }
  }

  function textsApart(svg, say) {
    const texts = [...svg.querySelectorAll("text")];
    texts.forEach((text, index) => {
      const a = box(text);
      for (const other of texts.slice(index + 1)) {
        const b = box(other);
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 4) say(`overlaps ${other.textContent}`, text);
      }
    });
  }

  function arrowsBetweenBoxes(svg, say) {
    const nodes = [...svg.querySelectorAll(".f-node > .f-shape")];
    for (const path of svg.querySelectorAll(":scope > .f-edge")) {
      const length = path.getTotalLength();
      const scale = path.getScreenCTM();
      const at = (way) => path.getPointAtLength(way).matrixTransform(scale);
      for (const node of nodes) {
        const b = box(node);
        const within = (p) => p.x > b.left + 2 && p.x < b.right - 2 && p.y > b.top + 2 && p.y < b.bottom - 2;
        if (within(at(length))) continue; // it ends at a block inside this node
        for (let way = 0; way < length; way += 4) {
          if (within(at(way))) {
            say("an arrow runs through", node.parentNode);
            break;
          }
        }
      }
    }
  }

  function geometry() {
    const found = [];
    for (const svg of drawings()) {
      const name = svg.getAttribute("class");
      const say = (what, element) => found.push(`${name}: ${what}: ${element.textContent.trim().slice(0, 40)}`);
      if (box(svg).right > document.documentElement.clientWidth + 1) say("wider than the page", svg);
      textsInBoxes(svg, say);
      textsApart(svg, say);
      arrowsBetweenBoxes(svg, say);
    }
    return { figures: drawings().length, found };
  }

  function luminance(colour) {
    const [r, g, b] = colour
      .match(/[\d.]+/g)
      .map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ratio(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  const paper = () => getComputedStyle(document.body).backgroundColor;

  function under(element) {
    const own = box(element);
    const x = (own.left + own.right) / 2;
    const y = (own.top + own.bottom) / 2;
    let fill = paper();
    for (const shape of element.closest("svg").querySelectorAll("rect")) {
      const b = box(shape);
      const style = getComputedStyle(shape);
      const covers = b.left <= x && b.right >= x && b.top <= y && b.bottom >= y;
      if (covers && style.fill !== "none") fill = style.fill;
    }
    return fill;
  }

  function contrast() {
    const found = [];
    for (const svg of drawings()) {
      for (const text of svg.querySelectorAll("text")) {
        const seen = ratio(getComputedStyle(text).fill, under(text));
        if (seen < 4.5) found.push(`text ${text.textContent} ${seen.toFixed(2)}`);
      }
      for (const line of svg.querySelectorAll(".f-edge")) {
        const seen = ratio(getComputedStyle(line).stroke, paper());
        if (seen < 3) found.push(`line ${line.getAttribute("d")} ${seen.toFixed(2)}`);
      }
    }
    return found;
  }

  return { geometry, contrast };
})();
