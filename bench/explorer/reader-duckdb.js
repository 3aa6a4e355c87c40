import * as duckdb from "@duckdb/duckdb-wasm";
import wasm from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import script from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import { measured } from "./common.js";

const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(script));
await database.instantiate(new URL(wasm, location.href).href);
const connection = await database.connect();
let number = 0;
measured(async (name, bytes) => {
  const file = `${name}-${number++}.parquet`;
  await database.registerFileBuffer(file, new Uint8Array(bytes));
  const table = await connection.query(`SELECT * FROM read_parquet('${file}')`);
  return table.toArray().map((row) => row.toJSON());
}).catch((error) => {
  window.measured = { error: String(error) };
});
