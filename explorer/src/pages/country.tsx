/** A country: what is reported there, by whom, and what each authority answered. */

import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Day } from "../data/day";
import { countOf, countryName, figureText, organisationName, TITLES } from "../data/names";
import { outlines } from "../data/outline";
import type {
  FiguresRow,
  RecordTable,
  StatementsRow,
  StationsRow,
  TableName,
} from "../data/schema";
import { dated, listed, plain } from "../data/text";
import { type AnyRow, valuesOf } from "../data/values";
import { voiceOfStatement } from "../data/voice";
import { goTo, link } from "../here";
import { StationMap } from "../map";
import { Cell } from "../ui/cell";
import { Loaded } from "../ui/loaded";
import { VoiceMark } from "../ui/marks";
import { usePrinting } from "../ui/printing";
import { about, Read, Sourced } from "../ui/sources";
import { Text } from "../ui/text";
import { ListTable } from "./list";
import { marksOf, shadesOf } from "./places";
import { naming } from "./related";

/** What the head of the page reads, and with it the stations: they need not wait for the rest. */
const FIRST: readonly TableName[] = ["figures"];

const TABLES: readonly TableName[] = [
  "investigations",
  "statements",
  "events",
  "figures",
  "cooperations",
  "return_cases",
  "evidence",
  "sources",
];

/** The body of a country's page. */
export function Country({ day, id }: { day: Day; id: string }) {
  const stations = day.rows("stations").filter((row) => row.country_id === id);
  return (
    <>
      {stations.length === 0 && (
        <p class="lead">No station is reported here as far as this list knows.</p>
      )}
      <Loaded on={day.day} needs={FIRST}>
        {(known) => (
          <>
            <Coverage day={known} id={id} stations={stations.length} />
            <Section title="Stations" rows={stations}>
              <ListTable
                day={known}
                kind="stations"
                columns={["@name", "@status", "@assessment", "@disputed", "operated_by"]}
                rows={stations}
              />
            </Section>
            <Rest on={day.day} id={id} stations={stations} />
          </>
        )}
      </Loaded>
    </>
  );
}

interface RestProps {
  on: string | null;
  id: string;
  stations: readonly StationsRow[];
}

/** What is fetched only once the stations are there, for it is much. */
function Rest({ on, id, stations }: RestProps) {
  return (
    <Loaded on={on} needs={TABLES}>
      {(full) => (
        <>
          {stations.length > 0 && (
            <>
              <Claimed day={full} stations={stations} />
              <Where day={full} id={id} />
            </>
          )}
          <Answers day={full} id={id} />
          <Told
            day={full}
            id={id}
            table="investigations"
            columns={["@name", "opened", "@outcome", "summary"]}
          />
          <Told
            day={full}
            id={id}
            table="events"
            columns={["@name", "@voice", "actor", "summary"]}
          />
          <Told
            day={full}
            id={id}
            table="figures"
            columns={["@name", "reference_period", "note"]}
          />
          <Told
            day={full}
            id={id}
            table="cooperations"
            columns={["@name", "host_party", "started", "ended"]}
          />
          <Told day={full} id={id} table="return_cases" columns={["@name", "outcome", "summary"]} />
          <Brief day={full} id={id} />
        </>
      )}
    </Loaded>
  );
}

function Section(props: { title: string; rows: readonly unknown[]; children: ComponentChildren }) {
  if (props.rows.length === 0) return null;
  return (
    <section>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

interface ToldProps {
  day: Day;
  id: string;
  table: RecordTable;
  columns: readonly string[];
}

function Told({ day, id, table, columns }: ToldProps) {
  const rows = naming(day, "countries", id, table);
  return (
    <Section title={TITLES[table] ?? table} rows={rows}>
      <ListTable day={day} kind={table} columns={columns} rows={rows} />
    </Section>
  );
}

/** That this list is not the whole, with the numbers that others published. */
function Coverage({ day, id, stations }: { day: Day; id: string; stations: number }) {
  const published = day
    .rows("figures")
    .filter(
      (row) => row.country_id === id && row.scope === "country" && row.measure === "stations",
    );
  const highest = published.reduce<FiguresRow | undefined>(
    (best, row) =>
      (row.value_to ?? row.value ?? 0) > (best?.value_to ?? best?.value ?? 0) ? row : best,
    undefined,
  );
  const looked = day.get("countries", id)?.looked_until;
  return (
    <p class="coverage">
      {countOf("stations", stations)} itemised here: rows of this list, not a count of stations.{" "}
      {highest ? (
        <>
          The highest number published:{" "}
          <a href={link("figures", highest.figure_id)}>{figureText(highest)}</a>, by{" "}
          <a href={link("organisations", highest.claimed_by)}>
            <Text>{organisationName(highest.claimed_by)}</Text>
          </a>
          .{" "}
        </>
      ) : (
        "No number for this country was published that was read. "
      )}
      {looked && <>The curators looked for news of this country until {dated(looked)}.</>}
    </p>
  );
}

/** The map of the country, drawn once somebody opens it. */
function Where({ day, id }: { day: Day; id: string }) {
  const [open, setOpen] = useState(false);
  const marks = useMemo(
    () => marksOf(outlines(day)).filter((mark) => mark.countryId === id),
    [day, id],
  );
  const shades = useMemo(() => shadesOf(outlines(day)), [day]);
  if (marks.length === 0) return null;
  const numeric = day.get("countries", id)?.iso_numeric;
  return (
    <details class="where" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Where they are reported</summary>
      {open && (
        <StationMap
          marks={marks}
          countries={shades}
          onOpen={goTo}
          {...(numeric ? { focus: numeric } : {})}
        />
      )}
    </details>
  );
}

/** The rows that say that these stations exist, none of them withdrawn, by claimant. */
function claimsOf(day: Day, stations: readonly StationsRow[]) {
  const rows = stations.flatMap(({ station_id }) => about(day.evidence(station_id), "*"));
  const standing = rows.filter((row) => row.relation === "supports" && !row.withdrawn_by);
  return Map.groupBy(standing, (row) => row.attributed_to);
}

/** Who says in its own name that these stations exist. */
function Claimed({ day, stations }: { day: Day; stations: readonly StationsRow[] }) {
  const ordered = [...claimsOf(day, stations)]
    .map(([claimant, rows]) => [claimant, new Set(rows.map((row) => row.record_id))] as const)
    .sort(([, one], [, other]) => other.size - one.size);
  if (ordered.length === 0) return null;
  return (
    <p id="claims">
      Claimed by{" "}
      {ordered.map(([claimant, told], index) => (
        <span key={claimant}>
          {index > 0 && (index === ordered.length - 1 ? " and " : ", ")}
          <a href={link("organisations", claimant)}>
            <Text>{organisationName(claimant)}</Text>
          </a>{" "}
          ({told.size})
        </span>
      ))}
      ; in brackets: of how many of them.
    </p>
  );
}

/** What each authority said, the country's own before China's and others'. */
function Answers({ day, id }: { day: Day; id: string }) {
  const statements = day.rows("statements").filter((row) => row.about_country_ids.includes(id));
  const issuers = Map.groupBy(statements, (row) => row.issuer);
  const rank = (issuer: string) => {
    const country = day.get("organisations", issuer)?.country_id;
    return country === id ? 0 : country === "CN" ? 1 : 2;
  };
  const ordered = [...issuers].sort(
    ([one, a], [other, b]) => rank(one) - rank(other) || b.length - a.length,
  );
  const stations = day.rows("stations").filter((row) => row.country_id === id);
  const claimants = [...claimsOf(day, stations)]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([claimant]) => claimant);
  return (
    <Section title="What was answered" rows={ordered}>
      {claimants.length > 0 && (
        <p>
          To the claim that stations exist here, which{" "}
          <bdi>{listed(claimants.slice(0, 3).map(organisationName))}</bdi>
          {claimants.length > 3 && ` and ${claimants.length - 3} more`} put forward.
        </p>
      )}
      {ordered.map(([issuer, rows]) => (
        <section key={issuer} class="answer">
          <h3>
            <a href={link("organisations", issuer)}>
              <Text>{organisationName(issuer)}</Text>
            </a>
          </h3>
          <ul>
            {rows.map((row) => (
              <li key={row.statement_id}>
                <Said day={day} row={row} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Section>
  );
}

/** One statement in a line: its voice, day, stances and summary, with its sources behind. */
export function Said({ day, row }: { day: Day; row: StatementsRow }) {
  const id = row.statement_id;
  return (
    <>
      <VoiceMark voice={voiceOfStatement(row)} />{" "}
      <a href={link("statements", id)}>{row.made_on ? dated(row.made_on) : "undated"}</a>:{" "}
      <Sourced
        table="statements"
        id={id}
        field="stances"
        name={`what ${organisationName(row.issuer)} said`}
      >
        <strong>{listed(row.stances.map(plain))}</strong>
      </Sourced>
      {row.summary && (
        <>
          . <Cell day={day} kind="statements" row={row} column="summary" />
        </>
      )}
    </>
  );
}

/** For paper: every source of what stands above, by record. */
function Brief({ day, id }: { day: Day; id: string }) {
  if (!usePrinting()) return null;
  const records: readonly (readonly [RecordTable, AnyRow])[] = (
    [
      "stations",
      "statements",
      "investigations",
      "events",
      "figures",
      "cooperations",
      "return_cases",
    ] as const
  ).flatMap((table) => naming(day, "countries", id, table).map((row) => [table, row] as const));
  return (
    <section class="brief">
      <h2>Sources on {countryName(id)}</h2>
      <ol>
        {records.map(([table, row]) => {
          const [name = ""] = valuesOf(day, table, row, "@name");
          const key = String(Object.values(row)[0]);
          const told = [...Map.groupBy(day.evidence(key), (e) => e.source_id).values()];
          return (
            <li key={key}>
              <Text>{name}</Text>
              <ul>
                {told.map(([first]) =>
                  first ? (
                    <li key={first.evidence_id}>
                      <Read day={day} row={first} />
                    </li>
                  ) : null,
                )}
              </ul>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
