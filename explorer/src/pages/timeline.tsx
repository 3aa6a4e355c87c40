/** What happened and what was said, by month. */

import { useMemo } from "preact/hooks";
import type { Day } from "../data/day";
import { countryName, nameOf, TITLES } from "../data/names";
import type { RecordTable } from "../data/schema";
import { counted, dated } from "../data/text";
import { type AnyRow, idOf, valuesOf } from "../data/values";
import { type Voice, voiceOfEvent, voiceOfStatement } from "../data/voice";
import { go, link, useHere } from "../here";
import { Loaded } from "../ui/loaded";
import { VoiceMark } from "../ui/marks";
import { Notice } from "../ui/notice";
import { Sourced } from "../ui/sources";
import { Text } from "../ui/text";

interface Entry {
  readonly table: RecordTable;
  readonly id: string;
  readonly date: string;
  readonly voice: Voice;
  readonly countries: readonly string[];
  readonly summary: string | null;
  readonly field: string;
}

const TABLES = ["stations", "investigations", "statements", "events"] as const;

/** The column that dates a record, and is what its line rests on. */
const DATED: Readonly<Record<(typeof TABLES)[number], string>> = {
  stations: "first report",
  investigations: "opened",
  statements: "made_on",
  events: "occurred_on",
};

/** The timeline page. */
export function Timeline() {
  const { day } = useHere();
  return (
    <>
      <h1>Timeline</h1>
      <p class="lead">
        Stations by the day on which they became known, inquiries, statements and events by their
        own.
      </p>
      <Notice />
      <Loaded on={day} needs={TABLES}>
        {(known) => <Months day={known} />}
      </Loaded>
    </>
  );
}

function Months({ day }: { day: Day }) {
  const here = useHere();
  const { country = "", kind = "" } = here.query;
  const all = useMemo(() => entriesOf(day), [day]);
  const shown = all.filter(
    (entry) => (!country || entry.countries.includes(country)) && (!kind || entry.table === kind),
  );
  const months = Map.groupBy(shown, ({ date }) => date.slice(0, 7));
  const most = Math.max(1, ...[...months.values()].map(({ length }) => length));
  const countries = [...new Set(all.flatMap((entry) => entry.countries))].sort((one, other) =>
    countryName(one).localeCompare(countryName(other), "en"),
  );
  const set = (change: Record<string, string>) =>
    go({ ...here, query: { ...here.query, ...change } }, "replace");
  return (
    <>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Country
          <select value={country} onChange={(event) => set({ country: event.currentTarget.value })}>
            <option value="">Any</option>
            {countries.map((id) => (
              <option key={id} value={id}>
                {countryName(id)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Kind
          <select value={kind} onChange={(event) => set({ kind: event.currentTarget.value })}>
            <option value="">Any</option>
            {TABLES.map((name) => (
              <option key={name} value={name}>
                {TITLES[name]}
              </option>
            ))}
          </select>
        </label>
      </form>
      <p role="status">{counted(shown.length, "entry", "entries")}</p>
      {[...months].map(([month, entries]) => (
        <details key={month} class="month" open={months.size <= 12 || shown.length <= 60}>
          <summary>
            <span class="when">{dated(month)}</span>
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * entries.length) / most} height="4" />
            </svg>
            <span class="count">{entries.length}</span>
          </summary>
          <ol class="entries">
            {entries.map((entry) => (
              <li key={entry.id}>
                <Line day={day} entry={entry} />
              </li>
            ))}
          </ol>
        </details>
      ))}
    </>
  );
}

function Line({ day, entry }: { day: Day; entry: Entry }) {
  const name = nameOf(day, entry.table, entry.id);
  return (
    <>
      <span class="when">{dated(entry.date)}</span> <VoiceMark voice={entry.voice} />{" "}
      <Sourced table={entry.table} id={entry.id} field={entry.field} name={name}>
        <a href={link(entry.table, entry.id)}>
          <Text>{name}</Text>
        </a>
      </Sourced>
      {entry.summary && (
        <>
          {" "}
          <Text>{entry.summary}</Text>
        </>
      )}
    </>
  );
}

/** What has a date, the latest first. */
function entriesOf(day: Day): readonly Entry[] {
  const entries: Entry[] = [];
  for (const table of TABLES) {
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

function dateOf(day: Day, table: (typeof TABLES)[number], row: AnyRow): string {
  if (table === "stations") return day.derived(idOf(table, row), "known")?.known_from ?? "";
  const [told = ""] = valuesOf(day, table, row, DATED[table]);
  // An interval stands at its beginning; one that has none, at its end.
  return told.replace(/^\.\.\//, "").split("/")[0] ?? "";
}

function voiceOf(table: RecordTable, row: AnyRow): Voice {
  if (table === "statements" && "stances" in row) return voiceOfStatement(row);
  if (table === "events" && "event_id" in row) return voiceOfEvent(row);
  return table === "stations" ? "allegation" : "official";
}
