import { parquetRows } from "explorer/data/parquet";
import { measured } from "./common.js";

measured((_, bytes) => parquetRows(bytes));
