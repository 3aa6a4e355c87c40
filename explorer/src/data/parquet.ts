/** Parquet as rows: days as `YYYY-MM-DD`, whole numbers as numbers, empty lists as lists. */

import { decompress } from "fzstd";
import { parquetMetadata, parquetRead, parquetSchema } from "hyparquet";

const DAY = 86_400_000;

const PARSERS = {
  dateFromDays: (days: number) => new Date(days * DAY).toISOString().slice(0, 10),
};

const COMPRESSORS = {
  ZSTD: (input: Uint8Array, length: number) => decompress(input, new Uint8Array(length)),
};

/** For so many milliseconds columns are read before the browser may answer the reader. */
const SLICE_MS = 8;

const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };

/** Let the browser answer the reader. A timer waits longer than it must, where there is better. */
const pause = (): Promise<unknown> =>
  scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

/** The rows of one file. Rejects where the bytes are no Parquet file, or one of another codec. */
export async function parquetRows(file: ArrayBuffer): Promise<Record<string, unknown>[]> {
  await pause();
  let begun = performance.now();
  const metadata = parquetMetadata(file);
  const rows: Record<string, unknown>[] = Array.from(
    { length: Number(metadata.num_rows) },
    () => ({}),
  );
  for (const { element } of parquetSchema(metadata).children) {
    const { name } = element;
    if (performance.now() - begun > SLICE_MS) {
      await pause();
      begun = performance.now();
    }
    await parquetRead({
      file,
      metadata,
      columns: [name],
      compressors: COMPRESSORS,
      parsers: PARSERS,
      onChunk: ({ columnData, rowStart }) => {
        for (let index = 0; index < columnData.length; index++) {
          const row = rows[rowStart + index];
          const value: unknown = columnData[index];
          if (row) row[name] = typeof value === "bigint" ? Number(value) : value;
        }
      },
    });
  }
  return rows;
}
