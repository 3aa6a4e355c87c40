/** One record: every cell with its sources, what follows from it, and what else names it. */

import type { ComponentChildren } from "preact";
import type { Address, Kind } from "../address";
import { type Day, isRecordTable, RECORD_TABLES } from "../data/day";
import { countOf, nameOf, organisationName, TITLES } from "../data/names";
import { FIELDS, type RecordTable, type TableName } from "../data/schema";
import { dated, listed } from "../data/text";
import { type AnyRow, columnName, valuesOf } from "../data/values";
import { voiceOfEvent, voiceOfEvidence, voiceOfStatement } from "../data/voice";
import { link } from "../here";
import { FIRST_DAY, VERSION } from "../site";
import { Cell } from "../ui/cell";
import { Loaded } from "../ui/loaded";
import { StateMark, stateWord, VoiceMark } from "../ui/marks";
import { Notice } from "../ui/notice";
import { Sourced, Told } from "../ui/sources";
import { Text } from "../ui/text";
import { Country } from "./country";
import { ListTable } from "./list";
import { namers, naming } from "./related";

/** So many of the records that name one are shown at first. */
const FEW = 25;

/** The page of one record. */
export function Record({ here, kind, id }: { here: Address; kind: Kind; id: string }) {
  // What it names is shown by its name.
  const needs: readonly TableName[] = [
    kind,
    ...FIELDS[kind].flatMap(({ references }) => references ?? []),
  ];
  return (
    <Loaded on={here.day} needs={needs} until={<Waiting kind={kind} />}>
      {(day) => <Found day={day} kind={kind} id={id} />}
    </Loaded>
  );
}

/** Until the record has come the page that was loaded tells its name already. */
function Waiting({ kind }: { kind: Kind }) {
  return (
    <>
      <h1>{document.title.split(" · ")[0]}</h1>
      <Notice />
      <p class="waiting">Loading from the released {TITLES[kind]?.toLowerCase()}…</p>
    </>
  );
}

function Found({ day, kind, id }: { day: Day; kind: Kind; id: string }) {
  const row = day.get(kind, id) as AnyRow | undefined;
  if (!row) return <Missing day={day} kind={kind} id={id} />;
  return (
    <article class={`record ${kind}`}>
      <p class="trail">
        <a href={link(kind)}>{TITLES[kind]}</a> <span class="id">{id}</span>
      </p>
      <h1>
        <Text>{nameOf(day, kind, id)}</Text>
      </h1>
      <States day={day} kind={kind} id={id} row={row} />
      <Notice />
      {kind === "countries" ? (
        <Country day={day} id={id} />
      ) : (
        <>
          <Fields day={day} kind={kind} row={row} />
          <Rest on={day.day} kind={kind} id={id} />
        </>
      )}
      <Citation kind={kind} id={id} />
    </article>
  );
}

function Missing({ day, kind, id }: { day: Day; kind: Kind; id: string }) {
  return (
    <>
      <h1>Not known</h1>
      <p>
        <Text>{id}</Text>: no record of this id is among the {TITLES[kind]?.toLowerCase()}
        {day.day ? ` as known on ${dated(day.day)}` : ` of version ${VERSION}`}.
      </p>
      {day.day && (
        <p>The day can be changed at the top of the page; news begins on {dated(FIRST_DAY)}.</p>
      )}
      <p>
        <a href={link(kind)}>All {TITLES[kind]?.toLowerCase()}</a>
      </p>
    </>
  );
}

/** Status, assessment and denial, or the voice in which something was said. */
function States({ day, kind, id, row }: { day: Day; kind: Kind; id: string; row: AnyRow }) {
  const marks: ComponentChildren[] = ["status", "assessment", "disputed"].flatMap((field) => {
    const derived = day.derived(id, field);
    if (!derived || (field === "disputed" && derived.value === "no")) return [];
    return [
      <Sourced
        key={field}
        table={kind}
        id={id}
        field={field}
        name={`${field}: ${nameOf(day, kind, id)}`}
      >
        <StateMark field={field} value={derived.value} />
      </Sourced>,
    ];
  });
  if (kind === "statements" && "stances" in row)
    marks.push(<VoiceMark voice={voiceOfStatement(row)} />);
  if (kind === "events" && "event_id" in row) marks.push(<VoiceMark voice={voiceOfEvent(row)} />);
  if (kind === "investigations") {
    marks.push(
      <span key="outcome">
        Outcome: <Cell day={day} kind={kind} row={row} column="@outcome" />
      </span>,
    );
  }
  if (marks.length === 0) return null;
  return (
    <ul class="states">
      {marks.map((mark, index) => (
        <li key={`${id}-${index + 1}`}>{mark}</li>
      ))}
    </ul>
  );
}

function Fields({ day, kind, row }: { day: Day; kind: Kind; row: AnyRow }) {
  const fields = FIELDS[kind].filter((field) => !field.key);
  const filled = fields.filter((field) => valuesOf(day, kind, row, field.name).length > 0);
  const empty = fields.filter((field) => !filled.includes(field));
  return (
    <>
      <dl class="fields">
        {filled.map((field) => (
          <div key={field.name} class={isLong(day, kind, row, field.name) ? "long" : undefined}>
            <dt title={field.description}>{columnName(field.name)}</dt>
            <dd>
              <Cell day={day} kind={kind} row={row} column={field.name} />
            </dd>
          </div>
        ))}
      </dl>
      {empty.length > 0 && (
        <p class="soft">
          Not known{day.day ? ` on ${dated(day.day)}` : ""}:{" "}
          {listed(empty.map((field) => columnName(field.name).toLowerCase()))}.
        </p>
      )}
    </>
  );
}

/** Whether a cell is a text to read rather than a value. */
function isLong(day: Day, kind: Kind, row: AnyRow, column: string): boolean {
  return valuesOf(day, kind, row, column).join().length > 60 && !column.endsWith("_ids");
}

/** What is read only once the record itself is there. */
function Rest({ on, kind, id }: { on: string | null; kind: Kind; id: string }) {
  const tables: readonly TableName[] = [...namers(kind), "evidence", "sources"];
  return (
    <Loaded on={on} needs={tables}>
      {(day) => (
        <>
          {isRecordTable(kind) && <Evidence day={day} id={id} />}
          {kind === "sources" && (
            <Bearings on={on} id={id} by="source_id" title="What was read in it" />
          )}
          {kind === "organisations" && (
            <Bearings on={on} id={id} by="attributed_to" title="What it puts forward" />
          )}
          {namers(kind).map((table) => (
            <Naming key={table} day={day} kind={kind} id={id} table={table} />
          ))}
          {kind === "stations" && <General day={day} id={id} />}
          {isRecordTable(kind) && <Past day={day} id={id} />}
        </>
      )}
    </Loaded>
  );
}

function Evidence({ day, id }: { day: Day; id: string }) {
  const rows = day.evidence(id);
  const sources = new Set(rows.map((row) => row.source_id)).size;
  const claimants = new Set(rows.map((row) => row.attributed_to)).size;
  return (
    <section>
      <h2>Who says so</h2>
      <p>
        {countOf("sources", sources)}, {claimants} {claimants === 1 ? "claimant" : "claimants"}.
        Whoever only repeats another is a source, not a claimant.
      </p>
      <Told day={day} rows={rows} heading="h3" />
    </section>
  );
}

const SHOWN: Readonly<Record<RecordTable, readonly string[]>> = {
  stations: ["@name", "country_id", "@status", "@assessment", "@disputed"],
  investigations: ["@name", "country_id", "opened", "@outcome", "summary"],
  statements: ["@name", "@voice", "summary"],
  events: ["@name", "@voice", "actor", "summary"],
  figures: ["@name", "reference_period", "note"],
  cooperations: ["@name", "host_party", "chinese_party", "started"],
  return_cases: ["@name", "outcome", "summary"],
};

function Naming({
  day,
  kind,
  id,
  table,
}: {
  day: Day;
  kind: Kind;
  id: string;
  table: RecordTable;
}) {
  const rows = naming(day, kind, id, table);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{TITLES[table]}</h2>
      <ListTable day={day} kind={table} columns={SHOWN[table]} rows={rows.slice(0, FEW)} />
      {rows.length > FEW && (
        <p>
          {FEW} of {countOf(table, rows.length)}.{" "}
          <a href={link(table, null, listQuery(kind, id, table))}>See all</a>
        </p>
      )}
    </section>
  );
}

function listQuery(kind: Kind, id: string, table: RecordTable): Address["query"] {
  const column = FIELDS[table].find((field) => field.references === kind && !field.key);
  return column ? { [column.name]: id } : {};
}

/** What was said of all stations in this one's country, without singling it out. */
function General({ day, id }: { day: Day; id: string }) {
  const station = day.get("stations", id);
  if (!station) return null;
  const rows = day
    .rows("statements")
    .filter(
      (row) => row.about_country_ids.includes(station.country_id) && !row.station_ids.includes(id),
    );
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Said of the country, not of this station</h2>
      <ListTable day={day} kind="statements" columns={SHOWN.statements} rows={rows.slice(0, FEW)} />
      <p>
        <a href={link("countries", station.country_id)}>All about the country</a>
      </p>
    </section>
  );
}

/** Every derived value with the days on which it held. */
function Past({ day, id }: { day: Day; id: string }) {
  const rows = day.past(id).filter((row) => row.field !== "known");
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>What could be said when</h2>
      <ol class="past">
        {rows.map((row) => (
          <li key={`${row.field} ${row.known_from}`}>
            <span class="when">{dated(row.known_from)}</span>{" "}
            {columnName(row.field.split(":")[0] ?? "")}:{" "}
            <strong>{stateWord(row.field, row.value)}</strong>
            {row.on_word_of.length > 0 && (
              <span class="soft">
                {" "}
                on the word of <bdi>{listed(row.on_word_of.map(organisationName))}</bdi>
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface BearingsProps {
  on: string | null;
  id: string;
  by: "source_id" | "attributed_to";
  title: string;
}

/** The evidence that was read in a source, or that an organisation puts forward. */
function Bearings({ on, id, by, title }: BearingsProps) {
  return (
    <Loaded on={on} needs={[...RECORD_TABLES, "evidence", "sources"]}>
      {(day) => (
        <Borne
          day={day}
          title={title}
          rows={day.rows("evidence").filter((row) => row[by] === id)}
        />
      )}
    </Loaded>
  );
}

type EvidenceRows = ReturnType<Day["evidence"]>;

function Borne({ day, title, rows }: { day: Day; title: string; rows: EvidenceRows }) {
  const records = Map.groupBy(rows, (row) => row.record_id);
  if (records.size === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <p>
        {rows.length.toLocaleString("en")} {rows.length === 1 ? "row" : "rows"} of evidence on{" "}
        {records.size} {records.size === 1 ? "record" : "records"}.
      </p>
      <ul class="bearings">
        {[...records].slice(0, 4 * FEW).map(([record, told]) => {
          const table = told[0]?.record_table ?? "stations";
          const against = told.find((row) => row.relation === "disputes");
          return (
            <li key={record}>
              <a href={link(table, record)}>
                <Text>{nameOf(day, table, record)}</Text>
              </a>{" "}
              {against && <VoiceMark voice={voiceOfEvidence(against)} />}{" "}
              <span class="soft">
                {listed(
                  [...new Set(told.flatMap((row) => row.fields))].map((f) =>
                    f === "*" ? "that it exists" : columnName(f).toLowerCase(),
                  ),
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {records.size > 4 * FEW && (
        <p>The first {4 * FEW} are shown; all are in the table evidence.</p>
      )}
    </section>
  );
}

/** How to cite this page: its address by id, the data's version and the day. */
function Citation({ kind, id }: { kind: Kind; id: string }) {
  return (
    <footer class="citation">
      <h2>Cite this page</h2>
      <p>
        overseas-stations {VERSION}, {kind} <span class="id">{id}</span>:{" "}
        <bdi>{link(kind, id)}</bdi>. Cite a claim by its sources.
      </p>
    </footer>
  );
}
