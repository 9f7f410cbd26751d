/* What the reader has chosen, and its form in an address. Ids never contain an underscore; `q`
   is the word of the theme's own search. */

/* So many variants fit beside one another in a comparison. */
export const MOST = 6;
export const FACTS = ["date", "size", "lm", "ve", "cn", "license"];
export const FACETS = ["size", "year", "lm", "ve", "cn", "license", "open", "org", "setting", "reporter"];
const DEFAULT_FACTS = ["date", "size", "lm"];

export function blank() {
  return {
    q: "", facets: {}, min: {}, sort: [], set: "main", columns: null,
    mix: new Set(), sum: "", dense: false, all: false, pick: [],
  };
}

function list(params, name) {
  return (params.get(name) || "").split("_").filter(Boolean);
}

export function parseState(search) {
  const params = new URLSearchParams(search);
  const state = blank();
  state.q = params.get("find") || "";
  for (const facet of FACETS) {
    if (list(params, facet).length) state.facets[facet] = new Set(list(params, facet));
  }
  for (const [name, value] of params) {
    if (name.startsWith("min.") && value !== "" && isFinite(value)) state.min[name.slice(4)] = +value;
  }
  state.sort = list(params, "sort").map((key) => (key[0] === "-" ? [key.slice(1), -1] : [key, 1]));
  state.set = params.get("set") || "main";
  state.columns = params.has("cols") ? list(params, "cols") : null;
  state.mix = new Set(list(params, "mix"));
  state.sum = ["rank", "mean"].includes(params.get("sum")) ? params.get("sum") : "";
  state.dense = params.get("dense") === "1";
  state.all = params.get("all") === "1";
  state.pick = list(params, "pick");
  return state;
}

export function formatState(state) {
  const params = new URLSearchParams();
  const put = (name, value) => value && params.set(name, value);
  put("find", state.q);
  for (const facet of FACETS) put(facet, [...(state.facets[facet] || [])].join("_"));
  for (const key of Object.keys(state.min)) params.set(`min.${key}`, state.min[key]);
  put("sort", state.sort.map(([key, way]) => (way < 0 ? "-" : "") + key).join("_"));
  put("set", state.columns || state.set === "main" ? "" : state.set);
  if (state.columns) params.set("cols", state.columns.join("_"));
  put("mix", [...state.mix].join("_"));
  put("sum", state.sum);
  put("dense", state.dense && "1");
  put("all", state.all && "1");
  put("pick", state.pick.join("_"));
  return params.toString();
}

export function toggleFacet(state, facet, input) {
  const set = state.facets[facet] || new Set();
  set[input.checked ? "add" : "delete"](input.value);
  if (set.size) state.facets[facet] = set;
  else delete state.facets[facet];
}

/* The theme owns the hash and history.state; only the query is ours. */
export function writeAddress(query) {
  const address = location.pathname + (query ? `?${query}` : "") + location.hash;
  history.replaceState(history.state, "", address);
}

/* Ids of the columns in view, facts and scores, in their order; a phone has room for scores only,
   first those it is sorted by. */
export function columnsOf(state, presets) {
  const scores = presets[state.set] || presets.main || [];
  if (state.columns) return state.columns;
  if (!matchMedia("(max-width: 45em)").matches) return [...DEFAULT_FACTS, ...scores];
  const sorted = state.sort.map(([key]) => key).filter((key) => scores.includes(key));
  return [...new Set([...sorted, ...scores])];
}
