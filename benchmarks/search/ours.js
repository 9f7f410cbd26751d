/* Twice each: with an empty memory, noting the files, and again with all files there, for the time. */
async (queries) => {
  const cache = new Map();
  const read = (path) => {
    if (!cache.has(path)) cache.set(path, fetch(path).then((response) => response.json()));
    return cache.get(path);
  };
  const open = (language, files) => new VlmSearch.Engine((name) => {
    files.add(name);
    return read(`/search/${language}/${name}.json`);
  });
  /* As the worker does: rows of the first 20, and the text of the first 4 that are not found by name. */
  const ask = async (engine, text) => {
    const { hits } = await engine.rank(text, { limit: 20 });
    const rows = await Promise.all(hits.map((hit) => engine.row(hit.number)));
    const long = rows.filter((row, i) => i < 4 && row.parts && hits[i].name < 0.7);
    await Promise.all(long.map((row) => engine.file(row.parts)));
    return rows.map((row) => row.url);
  };
  const warm = { zh: open("zh", new Set()), en: open("en", new Set()) };
  const answers = [];
  for (const [language, text] of queries) {
    const files = new Set();
    await ask(open(language, files), text);
    await ask(warm[language], text);
    const start = performance.now();
    const urls = await ask(warm[language], text);
    answers.push({ urls, time: performance.now() - start, files: [...files] });
  }
  return answers;
}
