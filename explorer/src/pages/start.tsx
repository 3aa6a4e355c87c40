/** The start page: the map, the counts, the countries, and what became known last. */

import { useMemo } from "preact/hooks";
import type { Day } from "../data/day";
import { countryName } from "../data/names";
import { type Outline, outlines } from "../data/outline";
import type { TableName } from "../data/schema";
import { counted, dated } from "../data/text";
import { DATED_TABLES, entriesOf } from "../data/timeline";
import { goTo, link, useHere } from "../here";
import { StationMap } from "../map";
import { Loaded } from "../ui/loaded";
import { StateMark } from "../ui/marks";
import { Notice } from "../ui/notice";
import { Text } from "../ui/text";
import { marksOf, shadesOf } from "./places";
import { Line } from "./timeline";

/** So many of the latest changes are shown. */
const LATEST = 12;

/** What the map and the counts read; the rest comes after. */
const FIRST: readonly TableName[] = ["countries", "stations_flat"];

/** The start page. */
export function Start() {
  const { day } = useHere();
  return (
    <>
      <h1>Reported Chinese overseas police service stations</h1>
      <p class="lead">Who says what, since when, on whose word, and who denies it.</p>
      <Notice />
      <Loaded on={day} needs={FIRST} only={!day} until={<div class="map-waiting" />}>
        {(known) => (
          <>
            <Overview day={known} />
            <Loaded
              on={day}
              needs={DATED_TABLES}
              until={<p class="waiting">Loading the latest…</p>}
            >
              {(full) => <Latest day={full} />}
            </Loaded>
          </>
        )}
      </Loaded>
    </>
  );
}

function Overview({ day }: { day: Day }) {
  const stations = useMemo(() => outlines(day), [day]);
  const marks = useMemo(() => marksOf(stations), [stations]);
  const shades = useMemo(() => shadesOf(stations), [stations]);
  const hosts = [...Map.groupBy(stations, ({ countryId }) => countryId)]
    .map(([id, { length }]) => [id, countryName(id), length] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, "en"));
  return (
    <>
      <p class="headline" id="count">
        <strong>{counted(stations.length, "station")}</strong> reported in{" "}
        <strong>{counted(hosts.length, "country", "countries")}</strong>
        {day.day ? `, as known on ${dated(day.day)}` : ""}. Rows of this list, not a count of
        stations: others publish{" "}
        <a href={link("figures", null, { measure: "stations" })}>other numbers</a>.
      </p>
      <StationMap marks={marks} countries={shades} onOpen={goTo} />
      {marks.length < stations.length && (
        <p class="soft">
          {counted(stations.length - marks.length, "further station")} not drawn: no city is named,
          or none whose place is known.
        </p>
      )}
      <Tally stations={stations} />
      <section>
        <h2 id="by-country">By country</h2>
        <ul class="chips">
          {hosts.map(([id, name, count]) => (
            <li key={id}>
              <a href={link("countries", id)}>
                <Text>{name}</Text> <span class="count">{count}</span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a href={link("countries")}>All countries, with inquiries and statements</a>
        </p>
      </section>
    </>
  );
}

const TALLIED = ["status", "assessment", "disputed"] as const;

/** How many stations have which status, assessment and denial; each a link to them. */
function Tally({ stations }: { stations: readonly Outline[] }) {
  return (
    <section class="tallies">
      {TALLIED.map((field) => {
        const counts = Map.groupBy(stations, (station) => station[field]);
        return (
          <div key={field} id={`tally-${field}`}>
            <h2>
              {
                {
                  status: "Where they stand",
                  assessment: "How well supported",
                  disputed: "Who denies them",
                }[field]
              }
            </h2>
            <ul>
              {[...counts]
                .sort(([, one], [, other]) => other.length - one.length)
                .map(([value, { length }]) => (
                  <li key={value} data-value={value}>
                    <a href={link("stations", null, { [field]: value })}>
                      <StateMark field={field} value={value} /> <span class="count">{length}</span>
                    </a>
                  </li>
                ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

/** What happened and was said last. */
function Latest({ day }: { day: Day }) {
  const entries = useMemo(() => entriesOf(day).slice(0, LATEST), [day]);
  return (
    <section>
      <h2>Latest</h2>
      <ol class="entries">
        {entries.map((entry) => (
          <li key={entry.id}>
            <Line day={day} entry={entry} />
          </li>
        ))}
      </ol>
      <p>
        <a href={link("timeline")}>The whole timeline</a>
      </p>
    </section>
  );
}
