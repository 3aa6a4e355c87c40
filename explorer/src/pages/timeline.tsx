/** What happened and what was said, by month. */

import { useMemo } from "preact/hooks";
import type { Day } from "../data/day";
import { countryName, nameOf, TITLES } from "../data/names";
import { counted, dated } from "../data/text";
import { DATED_TABLES, type Entry, entriesOf } from "../data/timeline";
import { go, link, useHere } from "../here";
import { Loaded } from "../ui/loaded";
import { VoiceMark } from "../ui/marks";
import { Notice } from "../ui/notice";
import { Sourced } from "../ui/sources";
import { Text } from "../ui/text";

/** The timeline page. */
export function Timeline() {
  const { day } = useHere();
  return (
    <>
      <h1>Timeline</h1>
      <p class="lead">
        Stations by the day of the first dated source that tells of them; inquiries, statements and
        events by their own day. What has no day is not here.
      </p>
      <Notice />
      <Loaded on={day} needs={DATED_TABLES}>
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
            {DATED_TABLES.map((name) => (
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

/** One entry in a line, with its sources behind. */
export function Line({ day, entry }: { day: Day; entry: Entry }) {
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
