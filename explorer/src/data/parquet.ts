/** Parquet as rows: days as `YYYY-MM-DD`, whole numbers as numbers, empty lists as lists. */

import { decompress } from "fzstd";
import { parquetMetadata, parquetReadObjects } from "hyparquet";

const DAY = 86_400_000;

const PARSERS = {
  dateFromDays: (days: number) => new Date(days * DAY).toISOString().slice(0, 10),
};

const COMPRESSORS = {
  ZSTD: (input: Uint8Array, length: number) => decompress(input, new Uint8Array(length)),
};

/** The rows of one file. Rejects where the bytes are no Parquet file, or one of another codec. */
export async function parquetRows(file: ArrayBuffer): Promise<Record<string, unknown>[]> {
  // A task of its own for each file: between two the browser may answer the reader.
  await new Promise((resolve) => setTimeout(resolve));
  const metadata = parquetMetadata(file);
  const wide = metadata.schema.filter((column) => column.type === "INT64").map(({ name }) => name);
  const rows = await parquetReadObjects({
    file,
    metadata,
    compressors: COMPRESSORS,
    parsers: PARSERS,
  });
  for (const row of rows) {
    for (const column of wide) {
      if (typeof row[column] === "bigint") row[column] = Number(row[column]);
    }
  }
  return rows;
}
