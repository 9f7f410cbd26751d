/* The theme's worker, spoken to as the theme does. */
async ({ worker: path, queries }) => {
  const { config, docs } = await (await fetch("/search_index.json")).json();
  const worker = new Worker(path);
  const say = (message) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message);
  });
  let start = performance.now();
  await say({ type: 0, data: { config, docs, options: { suggest: false } } });
  const ready = performance.now() - start;
  const answers = [];
  for (const query of queries) {
    start = performance.now();
    const { data } = await say({ type: 2, data: query });
    const locations = data.items.slice(0, 20).map(([item]) => item.location);
    answers.push({ locations, time: performance.now() - start });
  }
  return { ready, answers };
}
