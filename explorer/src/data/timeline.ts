/** What happened and what was said, by its day. */

import type { Day } from "./day";
import type { RecordTable } from "./schema";
import { table as tableOf } from "./tables";
import { type AnyRow, idOf, valuesOf } from "./values";
import { type Voice, voiceOfEvent, voiceOfStatement } from "./voice";

/** One line of the timeline. */
export interface Entry {
  readonly table: RecordTable;
  readonly id: string;
  readonly date: string;
  readonly voice: Voice;
  readonly countries: readonly string[];
  readonly summary: string | null;
  readonly field: string;
}

/** The tables whose records have a day. */
export const DATED_TABLES = ["stations", "investigations", "statements", "events"] as const;

/** The column that dates a record, and is what its line rests on. */
const DATED: Readonly<Record<(typeof DATED_TABLES)[number], string>> = {
  stations: "first report",
  investigations: "opened",
  statements: "made_on",
  events: "occurred_on",
};

/** What has a date, the latest first. */
export function entriesOf(day: Day): readonly Entry[] {
  const entries: Entry[] = [];
  for (const table of DATED_TABLES) {
    for (const row of day.rows(table)) {
      const date = dateOf(day, table, row);
      if (!date) continue;
      entries.push({
        table,
        id: idOf(table, row),
        date,
        voice: voiceOf(table, row),
        countries:
          "about_country_ids" in row
            ? row.about_country_ids
            : valuesOf(day, table, row, "country_id"),
        summary: "summary" in row && table !== "stations" ? row.summary : null,
        field: table === "stations" ? "*" : DATED[table],
      });
    }
  }
  return entries.sort((one, other) => (one.date < other.date ? 1 : one.date > other.date ? -1 : 0));
}

function dateOf(day: Day, table: (typeof DATED_TABLES)[number], row: AnyRow): string {
  if (table === "stations") {
    const first = tableOf("stations_flat").get(idOf(table, row))?.first_reported_on ?? "";
    return day.day && first > day.day ? "" : first;
  }
  const [told = ""] = valuesOf(day, table, row, DATED[table]);
  // An interval stands at its beginning; one that has none, at its end.
  return told.replace(/^\.\.\//, "").split("/")[0] ?? "";
}

function voiceOf(table: RecordTable, row: AnyRow): Voice {
  if (table === "statements" && "stances" in row) return voiceOfStatement(row);
  if (table === "events" && "event_id" in row) return voiceOfEvent(row);
  return table === "stations" ? "allegation" : "official";
}
