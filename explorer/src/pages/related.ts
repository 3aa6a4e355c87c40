/** Which records point at a record: found by the schema's references, in the tables that are there. */

import type { Kind } from "../address";
import type { Day } from "../data/day";
import { RECORD_TABLES } from "../data/day";
import { FIELDS, type RecordTable } from "../data/schema";
import type { AnyRow } from "../data/values";

/** The records of a table that name this one in any column, as known on the day. */
export function naming(day: Day, kind: Kind, id: string, table: RecordTable): readonly AnyRow[] {
  const columns = FIELDS[table].filter((field) => field.references === kind && !field.key);
  const names = columns.map((field) => field.name);
  if (names.length === 0) return [];
  return day.rows(table).filter((row: AnyRow) =>
    names.some((name) => {
      const value: unknown = row[name as keyof AnyRow];
      return Array.isArray(value) ? value.includes(id) : value === id;
    }),
  );
}

/** The tables that may name a record of this kind, in the order in which they are shown. */
export function namers(kind: Kind): readonly RecordTable[] {
  return RECORD_TABLES.filter((table) =>
    FIELDS[table].some((field) => field.references === kind && !field.key),
  );
}
