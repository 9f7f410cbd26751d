/* Ranks the entries of the index for a query. Knows no page and no worker: `load(name)` is handed in. */
(function (scope) {
  "use strict";

  const HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2fa1f}";
  const LATIN = "a-z0-9\u00df-\u024f\u0370-\u03ff";
  const RUN = new RegExp(`([${HAN}]+)|([${LATIN}]+(?:[-_.+/@][${LATIN}]+)*)`, "gu");
  const OTHER = new RegExp(`[^${HAN}${LATIN}]+`, "gu");
  const ALL_HAN = new RegExp(`^[${HAN}]+$`, "u");
  const IMPACTS = 31;
  const KIND_BONUS = { family: 0.08, concept: 0.06, benchmark: 0.04, component: 0.04, guide: 0.02 };
  const NAME_WEIGHT = 1.6;
  const NAMED_FAMILY_BONUS = 0.25;
  const STOP_WEIGHT = 0.1;
  const STOP_WORDS = new Set("a an and are by can do does for from how i in is it of on or the to what which with".split(" "));
  const MAX_EXPANSIONS = 40;
  const MAX_CHUNKS_PER_WORD = 2;

  /* --- Words: the same rules as src/vlmatlas/search/words.py --- */

  const normalize = (text) => text.normalize("NFKC").toLowerCase()
    .replace(/\u03c6/g, "phi")
    .replace(/[\u200b-\u200d\ufeff]/g, "")
    .replace(/[\u00d7\u2715\u2a2f]/g, "x")
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    .replace(/(\d)\s*[x*]\s*(?=\d)/g, "$1x");

  const squash = (text) => normalize(text).replace(OTHER, "");

  const splitCompound = (word) => word.replace(/([^\d])\.(?=\d)/g, "$1-").split(/[-_+/@]|\.(?!\d)/).filter(Boolean);

  const neighbours = (list) => list.slice(1).map((item, i) => list[i] + item);

  const runs = (text) => [...normalize(text).matchAll(RUN)].map(([, han, latin]) => (
    han ? { han: [...han] } : { parts: splitCompound(latin) }
  ));

  const splitWords = (text) => runs(text).flatMap(({ han, parts }) => {
    if (han) return han.length === 1 ? han : neighbours(han);
    return [...parts, ...neighbours(parts)];
  });

  /* The words of a query with their weights: the parts of a compound weigh less than two joined. */
  function weighWords(query) {
    const weights = new Map();
    const add = (word, weight) => weights.set(word, Math.max(weight, weights.get(word) || 0));
    for (const { han, parts } of runs(query)) {
      if (han) {
        if (han.length === 1) add(han[0], 0.5);
        else neighbours(han).forEach((pair) => add(pair, 1));
      } else if (parts.length === 1) {
        add(parts[0], STOP_WORDS.has(parts[0]) ? STOP_WEIGHT : 1);
      } else {
        parts.forEach((part) => add(part, part.length > 2 ? 0.6 : 0.3));
        neighbours(parts).forEach((pair) => add(pair, 0.8));
      }
    }
    return weights;
  }

  /* --- Misspelling --- */

  const allowance = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

  /* Edits between two words (swapped neighbours count once), or limit + 1 if there are more. */
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let older = [];
    let last = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      if (Math.min(...row) > limit) return limit + 1;
      older = last;
      last = row;
    }
    return last[b.length];
  }

  /* Code point order, as the index is sorted. */
  function compare(a, b) {
    const x = Array.from(a, (c) => c.codePointAt(0));
    const y = Array.from(b, (c) => c.codePointAt(0));
    for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i] - y[i];
    return x.length - y.length;
  }

  function unfold(coded) {
    let before = "";
    return coded.split(" ").filter(Boolean).map((item) => (before = before.slice(0, parseInt(item[0], 36)) + item.slice(1)));
  }

  class Engine {
    constructor(load) {
      this.load = load;
      this.files = new Map();
    }

    /* A file of the index; asked for once, unless it fails. */
    file(name) {
      if (!this.files.has(name)) {
        const loading = this.load(name);
        this.files.set(name, loading);
        loading.catch(() => this.files.delete(name));
      }
      return this.files.get(name);
    }

    async open() {
      if (this.directory) return;
      const directory = await this.file((await this.load("index")).directory);
      const pairs = [...directory.traditional];
      this.simplified = new Map(pairs.flatMap((old, i) => (i % 2 ? [] : [[old, pairs[i + 1]]])));
      this.directory = directory;
    }

    simplify(query) {
      return [...query].map((character) => this.simplified.get(character) || character).join("");
    }

    kindOf(number) {
      return this.directory.kinds.findLast(([, , first]) => first <= number)[0];
    }

    chunkOf(word) {
      const { bounds } = this.directory;
      let low = 0;
      let high = bounds.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(bounds[middle], word) <= 0) low = middle + 1;
        else high = middle;
      }
      return Math.max(0, low - 1);
    }

    /* The chunk of a word and, with `prefix`, the next ones with words that begin with it. */
    async chunks(word, { prefix }) {
      const first = this.chunkOf(word);
      const last = prefix ? Math.min(this.chunkOf(`${word}\u{10ffff}`), first + MAX_CHUNKS_PER_WORD - 1) : first;
      const { chunks } = this.directory;
      return Promise.all(chunks.slice(first, last + 1).map((name) => this.file(name)));
    }

    async rank(query, { kind = "", limit = Infinity } = {}) {
      await this.open();
      const text = this.simplify(query.trim());
      const squashed = squash(text);
      if (!squashed) return { text, squashed, hits: [], words: [] };
      const body = await this.matchBody(text);
      const names = await this.matchNames(text, body.corrected);
      let hits = this.combine(body, names);
      if (kind) hits = hits.filter((hit) => hit.kind === kind);
      return { text, squashed, hits: hits.slice(0, limit), total: hits.length, words: body.words, suggest: body.completion };
    }

    combine({ scores, cover }, { whole, part }) {
      const best = Math.max(0, ...scores.values());
      const hits = [];
      for (const number of new Set([...scores.keys(), ...whole.keys(), ...part.keys()])) {
        const body = best ? (scores.get(number) || 0) / best : 0;
        const name = Math.max(whole.get(number) || 0, (part.get(number) || 0) * (cover.get(number) || 0));
        const kind = this.kindOf(number);
        const bonus = (KIND_BONUS[kind] || 0) + (kind === "family" && name === 1 ? NAMED_FAMILY_BONUS : 0);
        hits.push({ number, kind, name, score: body + NAME_WEIGHT * name + bonus });
      }
      return hits.sort((a, b) => b.score - a.score || a.number - b.number);
    }

    /* --- Words in the text --- */

    async matchBody(text) {
      const weights = [...weighWords(text)];
      const scores = new Map();
      const cover = new Map();
      const words = new Set(weights.map(([word]) => word));
      const corrected = new Map();
      let mass = 0;
      let completion = "";
      const found = await Promise.all(weights.map(([word], i) => this.expand(word, i === weights.length - 1)));
      weights.forEach(([word, weight], i) => {
        const { expansions, meant } = found[i];
        if (meant) corrected.set(word, meant);
        if (!expansions.length) {
          if (!ALL_HAN.test(word)) mass += weight * 2;
          return;
        }
        completion = complete(word, expansions);
        const impacts = strongest(expansions);
        expansions.forEach(([other]) => words.add(other));
        const rarity = weight * Math.log(1 + (this.directory.count - impacts.size + 0.5) / (impacts.size + 0.5));
        mass += rarity;
        for (const [number, impact] of impacts) {
          scores.set(number, (scores.get(number) || 0) + rarity * impact);
          cover.set(number, (cover.get(number) || 0) + rarity);
        }
      });
      for (const [number, covered] of cover) {
        cover.set(number, covered / mass);
        scores.set(number, scores.get(number) * (covered / mass) ** 1.5);
      }
      return { scores, cover, words: [...words], corrected, completion };
    }

    /* What stands in the index for a word of the query: itself, longer words, or what was meant. */
    async expand(word, last) {
      const han = ALL_HAN.test(word);
      const single = han && [...word].length === 1;
      const open = single || (!han && word.length > 1);
      let chunks = await this.chunks(word, { prefix: false });
      const exact = pick(chunks, [[word, 1], ...inflections(word)]);
      if (!exact.length && squareSide(word)) return this.expand(squareSide(word), false);
      const longer = [];
      if (open && (single || last || !exact.length)) {
        chunks = await this.chunks(word, { prefix: true });
        for (const chunk of chunks) {
          for (const other in chunk) {
            if (other !== word && other.startsWith(word) && !exact.some(([same]) => same === other)) {
              longer.push([other, ((exact.length ? 0.35 : 0.7) * word.length) / other.length + 0.1, chunk[other]]);
            }
          }
        }
      }
      const expansions = [...exact, ...longer.sort((a, b) => b[1] - a[1]).slice(0, MAX_EXPANSIONS)];
      if (exact.length || han || expansions.some(([, factor]) => factor > 0.6)) return { expansions };
      return this.correct(word, expansions);
    }

    async correct(word, expansions) {
      const nearest = /\d/.test(word) ? [] : (await this.nearest(word, allowance(word.length))).slice(0, 3);
      if (!nearest.length) return { expansions };
      const meant = nearest.filter(({ edits }) => edits === nearest[0].edits);
      const lists = await Promise.all(meant.map(async ({ spelling, edits }) => {
        const [chunk] = await this.chunks(spelling, { prefix: false });
        return pick([chunk], [[spelling, 0.9 - 0.2 * edits]]);
      }));
      return { expansions: [...lists.flat(), ...expansions], meant };
    }

    /* Known spellings near a word that begin with one of its first two letters, nearest first. */
    async nearest(word, limit) {
      if (!limit) return [];
      const files = [...new Set(word.slice(0, 2))].map((letter) => this.directory.spellings[letter]).filter(Boolean);
      const spellings = await Promise.all(files.map((name) => this.file(name)));
      return spellings.flatMap(unfold)
        .map((spelling) => ({ spelling, edits: distance(word, spelling, limit) }))
        .filter(({ edits }) => edits <= limit)
        .sort((a, b) => a.edits - b.edits || Number(b.spelling[0] === word[0]) - Number(a.spelling[0] === word[0]));
    }

    /* --- Whole names --- */

    async matchNames(text, corrected) {
      const found = { whole: new Map(), part: new Map() };
      await Promise.all(this.nameKeys(text, corrected).map(async ({ key, whole, factor }) => {
        for (const chunk of await this.chunks(`=${key}`, { prefix: whole })) {
          for (const name in chunk) {
            const likeness = factor * compareNames(`=${key}`, name, whole);
            if (!likeness) continue;
            const scores = whole ? found.whole : found.part;
            for (const [number, rank] of decode(chunk[name])) {
              const score = (likeness * rank) / IMPACTS;
              if (score > (scores.get(number) || 0)) scores.set(number, score);
            }
          }
        }
      }));
      return found;
    }

    /* What might be a name in the query: all of it, its beginning, its end, and what was meant. */
    nameKeys(text, corrected) {
      const words = text.split(/\s+/).map(squash).filter(Boolean);
      const whole = words.join("");
      const keys = [{ key: whole, whole: true, factor: 1 }];
      for (let i = 1; i < Math.min(words.length, 6); i++) {
        for (const key of [words.slice(0, i).join(""), words.slice(i).join("")]) {
          if (key.length > (ALL_HAN.test(key) ? 1 : 3)) keys.push({ key, whole: false, factor: 0.45 + (0.35 * key.length) / whole.length });
        }
      }
      for (const [word, meant] of corrected) {
        for (const { spelling, edits } of meant) keys.push({ key: whole.replace(word, spelling), whole: true, factor: 0.9 - 0.12 * edits });
      }
      return keys;
    }

    /* --- What is shown --- */

    async row(number) {
      const { rows, count } = this.directory;
      const size = Math.ceil(count / rows.length);
      const group = await this.file(rows[Math.floor(number / size)]);
      const [title, url, lead, parts] = group[number % size];
      return { title, url, lead, parts };
    }

    label(kind) {
      return this.directory.kinds.find(([name]) => name === kind)?.[1] || "";
    }

    /* Names like the query when nothing was found. */
    async similar(query, limit = 3) {
      await this.open();
      const word = squash(query);
      const near = (await this.nearest(word, Math.max(2, Math.ceil(word.length / 2)))).slice(0, limit);
      const found = await Promise.all(near.map(({ spelling }) => this.rank(spelling, { limit: 1 })));
      const hits = found.flatMap(({ hits: [hit] }) => (hit ? [hit] : []));
      return [...new Map(hits.map((hit) => [hit.number, hit])).values()];
    }
  }

  function* decode(list) {
    let number = -1;
    for (const posting of list) {
      number += Math.floor(posting / (IMPACTS + 1));
      yield [number, posting % (IMPACTS + 1)];
    }
  }

  /* Entry → its strongest impact among the words that stand for one word of the query. */
  function strongest(expansions) {
    const impacts = new Map();
    for (const [, factor, list] of expansions) {
      for (const [number, impact] of decode(list)) {
        const value = (factor * impact) / IMPACTS;
        if (value > (impacts.get(number) || 0)) impacts.set(number, value);
      }
    }
    return impacts;
  }

  /* 1 for the name itself, less for a longer one that begins with it; names start with "=". */
  function compareNames(key, name, prefix) {
    if (name === key) return 1;
    if (!prefix || key.length < (ALL_HAN.test(key.slice(1)) ? 2 : 3) || !name.startsWith(key)) return 0;
    return 0.55 + (0.35 * key.length) / name.length;
  }

  const pick = (chunks, wanted) => wanted.flatMap(([word, factor]) => (
    chunks.filter((chunk) => Object.hasOwn(chunk, word)).map((chunk) => [word, factor, chunk[word]])
  ));

  /* The rest of a word that is still being typed. */
  function complete(word, expansions) {
    if (word.length < 3 || expansions.some(([other]) => other === word)) return "";
    return expansions.find(([other]) => other.startsWith(word) && /^[a-z]+$/.test(other))?.[0] || "";
  }

  /* English number: chart, charts. */
  function inflections(word) {
    if (!/^[a-z]{4,}$/.test(word)) return [];
    return [[word.endsWith("s") ? word.slice(0, -1) : `${word}s`, 0.8]];
  }

  /* 336x336 may be written as 336. */
  const squareSide = (word) => /^(\d+)x\1$/.exec(word)?.[1];

  scope.VlmSearch = { Engine, distance, normalize, splitWords, squash, weighWords };
})(self);
