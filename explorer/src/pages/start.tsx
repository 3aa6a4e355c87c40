/** The start page: the map, the counts, the countries, and what became known last. */

import { useMemo } from "preact/hooks";
import { parse } from "../address";
import { countryCounts } from "../data/counts";
import { type Day, isRecordTable } from "../data/day";
import { countOf, countryName, nameOf, organisationName, TITLES } from "../data/names";
import { counted, dated, listed, plain } from "../data/text";
import { go, link, useHere } from "../here";
import { StationMap } from "../map";
import { LAST_DAY } from "../site";
import { Loaded } from "../ui/loaded";
import { StateMark, stateWord } from "../ui/marks";
import { Notice } from "../ui/notice";
import { Text } from "../ui/text";
import { marksOf, shadesOf } from "./places";

/** So many of the latest changes are shown. */
const LATEST = 12;

/** The start page. */
export function Start() {
  const { day } = useHere();
  return (
    <>
      <h1>Reported Chinese overseas police service stations</h1>
      <p class="lead">Who says what, since when, on whose word, and who denies it.</p>
      <Notice />
      <Loaded on={day} needs={[]} until={<div class="map-waiting" />}>
        {(known) => <Overview day={known} />}
      </Loaded>
      <Loaded
        on={day}
        needs={["statements", "events", "investigations"]}
        until={<p class="waiting">Loading the latest…</p>}
      >
        {(known) => <Latest day={known} />}
      </Loaded>
    </>
  );
}

function Overview({ day }: { day: Day }) {
  const marks = useMemo(() => marksOf(day), [day]);
  const shades = useMemo(() => shadesOf(day), [day]);
  const counts = countryCounts(day);
  const stations = day.rows("stations");
  const hosts = [...counts].filter(([, count]) => count.stations > 0);
  const hostNames = hosts
    .map(([id, count]) => [id, countryName(id), count.stations] as const)
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
      <StationMap marks={marks} countries={shades} onOpen={open} />
      {marks.length < stations.length && (
        <p class="soft">
          {counted(stations.length - marks.length, "further station")} not drawn: no city is named,
          or none whose place is known.
        </p>
      )}
      <Tally day={day} />
      <section>
        <h2 id="by-country">By country</h2>
        <ul class="chips">
          {hostNames.map(([id, name, count]) => (
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

function open(href: string): void {
  const address = parse(new URL(href));
  if (address) go(address);
}

const TALLIED = ["status", "assessment", "disputed"] as const;

/** How many stations have which status, assessment and denial; each a link to them. */
function Tally({ day }: { day: Day }) {
  return (
    <section class="tallies">
      {TALLIED.map((field) => {
        const values = day
          .rows("stations")
          .map((row) => day.derived(row.station_id, field)?.value ?? "");
        const counts = Map.groupBy(values, (value) => value);
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

/** What became known last: records, and values that changed. */
function Latest({ day }: { day: Day }) {
  const rows = day.changes(LATEST);
  return (
    <section>
      <h2>Latest changes</h2>
      <p class="soft">
        What became known last{day.day ? ` by ${dated(day.day)}` : `, to ${dated(LAST_DAY)}`}, by
        the dates of its sources.
      </p>
      <ol class="past">
        {rows.map((row) => (
          <li key={`${row.record_id} ${row.field}`}>
            <span class="when">{dated(row.known_from)}</span>{" "}
            {isRecordTable(row.record_table) && (
              <a href={link(row.record_table, row.record_id)}>
                <Text>
                  {day.has(row.record_table)
                    ? nameOf(day, row.record_table, row.record_id)
                    : row.record_id}
                </Text>
              </a>
            )}{" "}
            {row.field === "known" ? (
              <span class="soft">({plain(TITLES[row.record_table] ?? "").toLowerCase()})</span>
            ) : (
              <>
                {plain(row.field)}: <strong>{stateWord(row.field, row.value)}</strong>
              </>
            )}
            {row.on_word_of.length > 0 && row.field !== "known" && (
              <span class="soft">
                {" "}
                on the word of <bdi>{listed(row.on_word_of.map(organisationName))}</bdi>
              </span>
            )}
          </li>
        ))}
      </ol>
      <p>
        <a href={link("timeline")}>The whole timeline</a> ·{" "}
        {countOf("statements", day.rows("statements").length)} ·{" "}
        {countOf("investigations", day.rows("investigations").length)} ·{" "}
        {countOf("events", day.rows("events").length)}
      </p>
    </section>
  );
}
