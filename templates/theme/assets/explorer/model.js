/* The table as arrays, and questions to it. Nothing here knows of a page. */

const loaded = new Map();

export function load(url) {
  const address = new URL(url, location.href).href;
  if (!loaded.has(address)) loaded.set(address, fetchTable(address));
  return loaded.get(address);
}

async function fetchTable(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    loaded.delete(address);
    throw new Error(`${address}: ${answer.status}`);
  }
  return unpack(await answer.json());
}

export function unpack(data) {
  data.count = data.rows.id.length;
  data.index = new Map(data.rows.id.map((id, row) => [id, row]));
  data.columns.forEach(unpackColumn);
  data.byKey = new Map(data.columns.map((column) => [column.key, column]));
  lazily(data, "hay", () => data.rows.name.map((name, row) => haystack(data, name, row)));
  data.slices = new Map();
  return data;
}

function unpackColumn(column) {
  lazily(column, "texts", () => column.values.split("|"));
  lazily(column, "others", () => groupOthers(column.more));
}

function groupOthers(more) {
  const others = new Map();
  for (const [row, text, mark] of more) {
    if (!others.has(row)) others.set(row, []);
    others.get(row).push([text, mark]);
  }
  return others;
}

/* A property that is made when it is first asked for: most columns are never shown. */
function lazily(object, name, make) {
  const get = () => {
    const value = make();
    Object.defineProperty(object, name, { value });
    return value;
  };
  Object.defineProperty(object, name, { get, configurable: true });
}

function haystack(data, name, row) {
  const words = [name, data.families[data.rows.family[row]][1], data.rows.id[row]];
  for (const facet of ["lm", "ve", "cn", "org"]) words.push(facetText(data, facet, row));
  return words.join(" ").toLowerCase();
}

export function facetText(data, facet, row) {
  const { names, of, ids } = data.facets[facet];
  return of[row].filter((i) => ids[i] !== "unstated").map((i) => names[i]).join(" + ");
}

/* A fact as it is shown; sizes that were added up from parts are marked so. */
export function factText(data, key, row) {
  if (key === "date") return data.rows.date[row];
  if (key === "size") {
    const size = data.rows.size[row];
    return size === null ? "" : (data.rows.stated[row] ? "" : "≈") + size;
  }
  return facetText(data, key, row);
}

export function readMark(mark) {
  const code = mark.charCodeAt(0) - 97;
  return { evidence: code % 3, reporter: Math.floor(code / 3) % 2, protocol: Math.floor(code / 6) };
}

/* One column under the filters of scores: what it shows, and which of that is ranked. */
export function slice(data, column, state) {
  const setting = [...(state.facets.setting || [])].join();
  const reporter = [...(state.facets.reporter || [])].join();
  const mixed = [...state.mix].sort().join();
  const key = `${column.key}|${setting}|${reporter}|${mixed}`;
  if (!data.slices.has(key)) data.slices.set(key, buildSlice(data, column, state));
  return data.slices.get(key);
}

function buildSlice(data, column, state) {
  const parts = state.mix.has("splits") ? sameMeasure(data, column) : [column];
  const found = { column, text: [], mark: [], from: [], ranked: new Float64Array(data.count).fill(NaN) };
  const wanted = wantedScores(data, state);
  const protocol = referenceProtocol(data, column, state);
  for (let row = 0; row < data.count; row++) {
    const cell = findCell(parts, row, wanted);
    found.text.push(cell ? cell[0] : "");
    found.mark.push(cell ? cell[1] : ".");
    found.from.push(cell ? cell[2] : column);
    if (cell && (state.mix.has("settings") || readMark(cell[1]).protocol === protocol)) {
      found.ranked[row] = Number(cell[0]);
    }
  }
  return found;
}

/* The columns of the same benchmark and metric; merging them mixes splits. */
function sameMeasure(data, column) {
  const metric = (other) => other.key.split(".").slice(2).join();
  const alike = data.columns.filter(
    (other) => other.benchmark === column.benchmark && metric(other) === metric(column),
  );
  return [column, ...alike.filter((other) => other !== column)];
}

function wantedScores(data, state) {
  const { setting, reporter } = state.facets;
  if (!setting && !reporter) return null;
  return (mark) => {
    const read = readMark(mark);
    return (!setting || setting.has(data.protocols[read.protocol][0]))
      && (!reporter || reporter.has(data.reporters[read.reporter]));
  };
}

function findCell(parts, row, wanted) {
  for (const part of parts) {
    if (part.marks[row] === ".") continue;
    if (!wanted || wanted(part.marks[row])) return [part.texts[row], part.marks[row], part];
    const other = (part.others.get(row) || []).find(([, mark]) => wanted(mark));
    if (other) return [...other, part];
  }
  return null;
}

export function referenceProtocol(data, column, state) {
  const chosen = [...(state.facets.setting || [])];
  if (chosen.length !== 1) return column.protocol;
  return data.protocols.findIndex(([id]) => id === chosen[0]);
}

/* Everything the page shows for a state. `keys` are the columns in view. */
export function query(data, state, keys) {
  const shown = new Set();
  const scores = keys.map((key) => data.byKey.get(key)).filter(Boolean)
    .filter((column) => !state.mix.has("splits") || !repeats(shown, data, column))
    .map((column) => slice(data, column, state));
  const rows = filterRows(data, state, scores);
  const best = new Map(scores.map((part) => [part.column.key, findBest(part, rows)]));
  const sums = state.sum ? summarize(state.sum, scores, rows, data.count) : null;
  const known = sortRows(data, state, rows, sums);
  return { rows: known, scores, best, sums, ranks: rankRows(data, state, known, sums) };
}

function repeats(shown, data, column) {
  const first = sameMeasure(data, column).map((other) => other.key).sort()[0];
  const seen = shown.has(first);
  shown.add(first);
  return seen;
}

export function filterRows(data, state, scores, except = "") {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const facets = Object.entries(state.facets)
    .filter(([facet, set]) => facet !== except && set.size && data.facets[facet]?.of)
    .map(([facet, set]) => [data.facets[facet].of, data.facets[facet].ids.map((id) => set.has(id))]);
  const least = Object.entries(state.min)
    .filter(([key]) => data.byKey.has(key))
    .map(([key, value]) => [slice(data, data.byKey.get(key), state), value]);
  const rows = [];
  for (let row = 0; row < data.count; row++) {
    if (words.some((word) => !data.hay[row].includes(word))) continue;
    if (facets.some(([of, wanted]) => !of[row].some((option) => wanted[option]))) continue;
    if (least.some(([part, value]) => !reaches(part, row, value))) continue;
    if (!state.all && scores.length && !scores.some((part) => part.text[row])) continue;
    rows.push(row);
  }
  return rows;
}

/* A missing score reaches no minimum: comparisons with NaN are false. */
function reaches(part, row, value) {
  const better = part.column.better;
  return part.ranked[row] * better >= value * better;
}

export function countFacet(data, state, scores, facet) {
  const { ids, of } = data.facets[facet];
  const counts = new Array(ids.length).fill(0);
  if (of) {
    for (const row of filterRows(data, state, scores, facet)) for (const i of of[row]) counts[i]++;
    return counts;
  }
  const others = { ...state, facets: { ...state.facets, [facet]: undefined } };
  delete others.facets[facet];
  const columns = scores.map((part) => part.column);
  ids.forEach((id, i) => {
    const alone = { ...others, all: false, facets: { ...others.facets, [facet]: new Set([id]) } };
    counts[i] = filterRows(data, alone, columns.map((column) => slice(data, column, alone))).length;
  });
  return counts;
}

/* The best and the second best value, unless there is only one score. */
function findBest({ ranked, column }, rows) {
  let [best, second, count] = [NaN, NaN, 0];
  for (const row of rows) {
    const value = ranked[row];
    if (isNaN(value)) continue;
    count++;
    if (isNaN(best) || (value - best) * column.better > 0) [best, second] = [value, best];
    else if (value !== best && !((value - second) * column.better <= 0)) second = value;
  }
  return count < 2 ? [NaN, NaN] : [best, second];
}

/* Only rows measured in every column get a number, so that no two rest on different columns. */
function summarize(kind, scores, rows, count) {
  const numbers = new Float64Array(count).fill(NaN);
  const covered = new Uint16Array(count);
  for (const row of rows) {
    covered[row] = scores.filter((part) => !isNaN(part.ranked[row])).length;
  }
  const full = rows.filter((row) => covered[row] === scores.length && scores.length > 0);
  const measure = kind === "rank" ? placesIn : shareOf;
  const parts = scores.map((part) => measure(part, full));
  for (const row of full) {
    numbers[row] = parts.reduce((sum, part) => sum + part(row), 0) / parts.length;
  }
  return { numbers, covered, of: scores.length, kind, full: full.length };
}

function placesIn(part, rows) {
  const signed = (row) => part.ranked[row] * part.column.better;
  const places = placesOf(rows.map(signed));
  return (row) => places.get(signed(row));
}

/* Value → its place among values where more is better; equal values share one. */
function placesOf(values) {
  const places = new Map();
  values.filter((value) => !isNaN(value)).sort((a, b) => b - a)
    .forEach((value, i) => places.has(value) || places.set(value, i + 1));
  return places;
}

/* Percent of the benchmark's range; where that is open, of the best score in view. */
function shareOf(part, rows) {
  const values = rows.map((row) => part.ranked[row]);
  const [low, high] = part.column.range;
  const top = high === null ? Math.max(...values) : high;
  const share = (value) => ((value - low) / (top - low)) * 100;
  return (row) => (part.column.better > 0 ? share(part.ranked[row]) : 100 - share(part.ranked[row]));
}

let collator;

/* The order of names, as a reader would have it; costly to set up and seldom asked for. */
function compareNames(one, other) {
  collator ||= new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  return collator.compare(one, other);
}

/* Best, newest or A first; `way` -1 turns it round. What is missing comes last both ways, and
   before it what is there but not ranked. */
function comparator(data, state, sums, [key, way]) {
  const column = data.byKey.get(key);
  if (column) return byScore(slice(data, column, state), -column.better * way);
  if (key === "sum" && sums) return byNumber(sums.numbers, (sums.kind === "rank" ? 1 : -1) * way);
  if (key === "size") return byNumber(data.rows.size.map((size) => size ?? NaN), way);
  if (key === "date") return byText(data.rows.date, -way);
  if (key === "name") return byText(data.rows.name, way);
  if (data.facets[key]?.of) return byText(data.rows.id.map((_, row) => facetText(data, key, row)), way);
  return () => 0;
}

function byScore({ ranked, text }, way) {
  const compare = byNumber(ranked, way);
  return (a, b) => compare(a, b) || (isNaN(ranked[a]) ? !text[a] - !text[b] : 0);
}

function byNumber(values, way) {
  return (a, b) => {
    const u = values[a];
    const v = values[b];
    if (isNaN(u) || isNaN(v)) return isNaN(u) - isNaN(v);
    return (u - v) * way;
  };
}

function byText(values, way) {
  return (a, b) => {
    const u = values[a];
    const v = values[b];
    if (!u || !v) return !u - !v;
    return compareNames(u, v) * way;
  };
}

function sortRows(data, state, rows, sums) {
  const keys = state.sort.map((key) => comparator(data, state, sums, key));
  if (!keys.length) return rows;
  return rows.sort((a, b) => {
    for (const compare of keys) {
      const order = compare(a, b);
      if (order) return order;
    }
    return a - b;
  });
}

/* Places within the rows in view, if they are sorted by a score; equal scores share one. */
function rankRows(data, state, rows, sums) {
  const [key] = state.sort[0] || [];
  const column = data.byKey.get(key);
  if (!column && !(key === "sum" && sums)) return null;
  const [values, sign] = column
    ? [slice(data, column, state).ranked, column.better]
    : [sums.numbers, sums.kind === "rank" ? -1 : 1];
  const signed = rows.map((row) => values[row] * sign);
  const places = placesOf(signed);
  return new Map(rows.map((row, i) => [row, places.get(signed[i]) || ""]));
}
