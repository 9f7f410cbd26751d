/* The table in view as text: CSV, JSON, Markdown, LaTeX. */

import { factText, readMark } from "./model.js";

export const FORMATS = {
  csv: ["text/csv", (view) => csv(view)],
  json: ["application/json", (view) => json(view)],
  md: ["text/markdown", (view) => markdown(view)],
  tex: ["application/x-tex", (view) => latex(view)],
};

/* Fine-tuned, few-shot and unverified values keep their sign outside the page too. */
function signs(data, part, row) {
  if (!part.text[row]) return "";
  const { protocol, evidence } = readMark(part.mark[row]);
  const sign = { "fine-tuned": "†", "few-shot": "‡" }[data.protocols[protocol][0]] || "";
  return (data.evidences[evidence] === "unverified" ? "?" : "") + sign;
}

function grid({ data, found, facts, words }) {
  const titles = found.scores.map((part) => `${part.column.name} ${part.column.part}`);
  const head = [words.variant, ...facts.map((key) => words[key]), ...titles];
  const rows = found.rows.map((row) => [
    data.rows.name[row],
    ...facts.map((key) => factText(data, key, row)),
    ...found.scores.map((part) => part.text[row] + signs(data, part, row)),
  ]);
  return [head, ...rows];
}

/* Spreadsheets take a leading = + - @ for a formula, so words get an apostrophe in front. */
function quote(text) {
  const safe = /^[=+\-@\t]/.test(text) && isNaN(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csv(view) {
  return `\ufeff${grid(view).map((row) => row.map(quote).join(",")).join("\r\n")}\r\n`;
}

function json({ data, found }) {
  const rows = found.rows.map((row) => ({
    variant: data.rows.id[row],
    name: data.rows.name[row],
    family: data.families[data.rows.family[row]][0],
    released: data.rows.date[row],
    parameters_billions: data.rows.size[row],
    parameters_stated: Boolean(data.rows.stated[row]),
    scores: Object.fromEntries(found.scores.filter((part) => part.text[row]).map((part) => [
      part.from[row].key,
      {
        value: Number(part.text[row]),
        protocol: data.protocols[readMark(part.mark[row]).protocol][0],
        reporter: data.reporters[readMark(part.mark[row]).reporter],
        evidence: data.evidences[readMark(part.mark[row]).evidence],
      },
    ])),
  }));
  return `${JSON.stringify(rows, null, 1)}\n`;
}

function markdown(view) {
  const [head, ...rows] = grid(view).map((row) => row.map((text) => text.replaceAll("|", "\\|")));
  const rule = head.map((_, i) => (i > view.facts.length ? "---:" : "---"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

const TEX = { "†": "$^\\dagger$", "‡": "$^\\ddagger$", "≈": "$\\approx$", "·": "$\\cdot$", "\\": "\\textbackslash{}" };

function escapeTex(text) {
  return text.replace(/[\\†‡≈·]/g, (sign) => TEX[sign]).replace(/[&%#_]/g, "\\$&");
}

function latex(view) {
  const { found, facts } = view;
  const [head, ...rows] = grid(view).map((row) => row.map(escapeTex));
  rows.forEach((cells, i) => found.scores.forEach((part, j) => {
    const [best] = found.best.get(part.column.key);
    if (part.ranked[found.rows[i]] === best) {
      cells[j + 1 + facts.length] = `\\textbf{${cells[j + 1 + facts.length]}}`;
    }
  }));
  const line = (cells) => `${cells.join(" & ")} \\\\`;
  return [
    `\\begin{tabular}{l${"l".repeat(facts.length)}${"r".repeat(found.scores.length)}}`,
    "\\toprule", line(head), "\\midrule", ...rows.map(line), "\\bottomrule", "\\end{tabular}", "",
  ].join("\n");
}
