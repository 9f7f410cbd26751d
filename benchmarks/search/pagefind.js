/* Time with everything loaded; bytes of the first query in a fresh instance, from the files it asks for. */
async (queries) => {
  const ask = async (engine, text) => {
    const { results } = await engine.search(text);
    const pages = await Promise.all(results.slice(0, 20).map((result) => result.data()));
    return pages.map((page) => page.meta.page);
  };
  const script = "/pagefind/pagefind.js";
  const warm = await import(script);
  const answers = [];
  for (const [i, text] of queries.entries()) {
    await ask(warm, text);
    const start = performance.now();
    const urls = await ask(warm, text);
    const time = performance.now() - start;
    let bytes = null;
    if (i % 8 === 0) {
      const frame = document.createElement("iframe");
      frame.src = `${location.pathname}?${i}`;
      document.body.append(frame);
      await new Promise((resolve) => { frame.onload = resolve; });
      const fresh = await frame.contentWindow.eval(`import("${script}?${i}")`);
      await ask(fresh, text);
      const asked = frame.contentWindow.performance.getEntriesByType("resource");
      bytes = asked.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
      frame.remove();
    }
    answers.push({ urls, time, bytes });
  }
  return answers;
}
