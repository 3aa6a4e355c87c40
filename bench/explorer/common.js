// What the readers' pages share: the files, and the clock.

/** The tables that the site reads, as the bench names them in the page's address. */
export const tables = new URL(location.href).searchParams.get("tables").split(",");

/** Fetch all files; then read them with `read`, and count the rows. */
export async function once(read) {
  const files = await Promise.all(
    tables.map(async (name) => {
      const answer = await fetch(`./${name}.parquet`);
      return [name, await answer.arrayBuffer()];
    }),
  );
  const begun = performance.now();
  let rows = 0;
  let cells = 0;
  for (const [name, bytes] of files) {
    const found = await read(name, bytes);
    rows += found.length;
    cells += found.length * Object.keys(found[0]).length;
  }
  return { rows, cells, took: performance.now() - begun };
}

/** Cold, from the page's first moment, then warm a few times. */
export async function measured(read) {
  const { rows, cells } = await once(read);
  const cold = performance.now();
  const warm = [];
  for (let run = 0; run < 5; run++) warm.push((await once(read)).took);
  window.measured = { rows, cells, cold, warm };
}
