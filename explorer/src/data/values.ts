/** What a list shows, filters, sorts and exports of a record: its columns, and what follows of it.
 *
 * A column is a field of the table, or one that is derived or counted; those begin with `@`.
 */

import type { Kind } from "../address";
import { type CountryCounts, countryCounts } from "./counts";
import type { Day } from "./day";
import { keyOf } from "./day";
import { nameOf } from "./names";
import {
  type EventsRow,
  FIELDS,
  type Field,
  type HistoryRow,
  type StatementsRow,
  type TableName,
  type Tables,
} from "./schema";
import { worded } from "./text";
import { VOICES, type Voice, voiceOfEvent, voiceOfStatement } from "./voice";

/** Any row of a kind, its columns by name. */
export type AnyRow = Tables[Kind];

/** A record's id. */
export function idOf(kind: Kind, row: AnyRow): string {
  return String(row[keyOf(kind) as keyof AnyRow]);
}

/** A table's field of that name. */
export function fieldOf(kind: TableName, name: string): Field | undefined {
  return FIELDS[kind].find((field) => field.name === name);
}

/** The values in a column: none where it is empty, several where it is a list. */
export function valuesOf(day: Day, kind: Kind, row: AnyRow, column: string): readonly string[] {
  if (column === "@name") return [nameOf(day, kind, idOf(kind, row))];
  if (column === "@outcome") {
    return [...new Set(outcomesOf(day, idOf(kind, row)).map(({ value }) => value))];
  }
  if (column === "@voice") return [voiceOf(kind, row)];
  if (kind === "countries" && column.startsWith("@")) {
    const count = countryCounts(day).get(idOf(kind, row));
    return [String(count?.[column.slice(1) as keyof CountryCounts] ?? 0)];
  }
  if (column.startsWith("@")) {
    const derived = day.derived(idOf(kind, row), column.slice(1));
    return derived ? [derived.value] : [];
  }
  const value: unknown = row[column as keyof AnyRow];
  if (Array.isArray(value)) return value.map(String);
  return value === null || value === undefined || value === "" ? [] : [String(value)];
}

/** A value as readers see it: names for ids, words for the members of a vocabulary. */
export function shownAs(day: Day, kind: Kind, column: string, value: string): string {
  const field = fieldOf(kind, column);
  if (field?.references) return nameOf(day, field.references, value);
  if (column === "@voice") return VOICES[value as Voice] ?? value;
  if (field?.vocabulary) return worded(value);
  if (column.startsWith("@") && column !== "@name" && !/^\d+$/.test(value)) return worded(value);
  return value;
}

/** What a column is called. */
export function columnName(column: string): string {
  const known = COLUMN_NAMES[column];
  if (known) return known;
  return worded(column.replace(/^@/, "").replace(/_ids?$/, ""));
}

const COLUMN_NAMES: Readonly<Record<string, string>> = {
  "@name": "Name",
  "@disputed": "Denied",
  "@stations": "Stations",
  "@closing": "Closed or told to",
  "@inquiries": "Inquiries",
  "@statements": "Statements",
  about_country_ids: "About",
  country_id: "Country",
  source_id: "Source",
  geonames_id: "GeoNames id",
  iso3: "ISO 3166-1 alpha-3",
  iso_numeric: "ISO 3166-1 numeric",
  cow_code: "Correlates of War code",
  gw_code: "Gleditsch-Ward code",
  vdem_code: "V-Dem code",
  content_sha256: "SHA-256 of its text",
  url: "Address",
};

function voiceOf(kind: Kind, row: AnyRow): Voice {
  return kind === "statements"
    ? voiceOfStatement(row as StatementsRow)
    : voiceOfEvent(row as EventsRow);
}

/** What an inquiry came to: as a whole, or for each of its stations. */
export function outcomesOf(day: Day, id: string): readonly HistoryRow[] {
  return day.allDerived(id).filter((row) => row.field.split(":")[0] === "outcome");
}

/** The order of two rows by a column: numbers as numbers, empty cells last. */
export function compareBy(day: Day, kind: Kind, column: string) {
  const shown = (row: AnyRow) => {
    const [value = ""] = valuesOf(day, kind, row, column);
    return fieldOf(kind, column)?.references ? shownAs(day, kind, column, value) : value;
  };
  return (one: AnyRow, other: AnyRow): number => {
    const [a, b] = [shown(one), shown(other)];
    if (!a || !b) return Number(!a) - Number(!b);
    const numbers = Number(a) - Number(b);
    return Number.isNaN(numbers) ? COLLATOR.compare(a, b) : numbers;
  };
}

const COLLATOR = new Intl.Collator("en", { numeric: true });
