import { tableFromIPC } from "apache-arrow";
import start, { readParquet } from "parquet-wasm/esm";
import wasm from "parquet-wasm/esm/parquet_wasm_bg.wasm?url";
import { measured } from "./common.js";

await start({ module_or_path: wasm });
measured((_, bytes) => {
  const table = tableFromIPC(readParquet(new Uint8Array(bytes)).intoIPCStream());
  return table.toArray().map((row) => row.toJSON());
});
