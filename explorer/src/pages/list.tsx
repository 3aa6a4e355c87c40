/** A kind's records as a table: filtered, ordered, and taken away with their sources. */

import { useMemo } from "preact/hooks";
import type { Address, Kind } from "../address";
import { type Day, RECORD_TABLES } from "../data/day";
import { exportRows } from "../data/export";
import { folded } from "../data/fold";
import { countOf, TITLES } from "../data/names";
import { load } from "../data/tables";
import { type AnyRow, columnName, compareBy, idOf, shownAs, valuesOf } from "../data/values";
import { go, link, useHere } from "../here";
import { Cell } from "../ui/cell";
import { Loaded } from "../ui/loaded";
import { stateWord } from "../ui/marks";
import { Notice } from "../ui/notice";
import { LISTS, type ListSpec } from "./lists";

/** So many rows stand on one page of a list. */
const PAGE = 100;

/** The list of a kind, as the address filters it. */
export function List({ kind }: { kind: Kind }) {
  const { day } = useHere();
  const spec = LISTS[kind];
  // Which organisations were known follows from every record that names one.
  const all = kind === "organisations" && day ? [...RECORD_TABLES, "evidence" as const] : [];
  return (
    <>
      <h1>{TITLES[kind]}</h1>
      <p class="lead">{spec.about}</p>
      <Notice />
      <Loaded on={day} needs={[kind, ...spec.needs, ...all]}>
        {(known) => <Rows day={known} kind={kind} spec={spec} />}
      </Loaded>
    </>
  );
}

function Rows({ day, kind, spec }: { day: Day; kind: Kind; spec: ListSpec }) {
  const here = useHere();
  const query = here.query;
  const found = useMemo(() => select(day, kind, spec, query), [day, kind, spec, query]);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number(query.page) || 1));
  const set = (change: Address["query"], how: "push" | "replace" = "replace") =>
    go({ ...here, query: { ...query, page: "", ...change } }, how);
  return (
    <>
      <Filters day={day} kind={kind} spec={spec} query={query} set={set} />
      <div class="tools">
        <p role="status">
          {countOf(kind, found.length)}
          {found.length < day.rows(kind).length &&
            ` of ${day.rows(kind).length.toLocaleString("en")}`}
        </p>
        <Export day={day} kind={kind} spec={spec} rows={found} />
      </div>
      <ListTable
        day={day}
        kind={kind}
        columns={spec.columns}
        rows={found.slice((page - 1) * PAGE, page * PAGE)}
        order={query.order || spec.order}
        onOrder={(order) => set({ order })}
      />
      {pages > 1 && (
        <nav class="pages" aria-label="Pages of this list">
          {page > 1 && (
            <a href={link(kind, null, { ...query, page: page > 2 ? String(page - 1) : "" })}>
              Previous
            </a>
          )}
          <span>
            Page {page} of {pages}
          </span>
          {page < pages && (
            <a href={link(kind, null, { ...query, page: String(page + 1) })}>Next</a>
          )}
        </nav>
      )}
    </>
  );
}

/** The rows that the filters leave, in the order asked for. */
export function select(
  day: Day,
  kind: Kind,
  spec: ListSpec,
  query: Address["query"],
): readonly AnyRow[] {
  const wanted = spec.filters.filter((column) => query[parameter(column)]);
  const words = folded(query.q ?? "")
    .split(" ")
    .filter(Boolean);
  const told = query.order || spec.order;
  const down = told.startsWith("-");
  const column = told.replace(/^-/, "");
  const compare = compareBy(day, kind, column);
  const rows = day
    .rows(kind)
    .filter(
      (row: AnyRow) =>
        wanted.every((name) =>
          valuesOf(day, kind, row, name).includes(query[parameter(name)] ?? ""),
        ) &&
        (words.length === 0 || contains(day, kind, spec, row, words)),
    );
  const filled = (row: AnyRow) => valuesOf(day, kind, row, column).length > 0;
  return [...rows].sort((one, other) =>
    // Empty cells come last, whichever way round.
    filled(one) && filled(other) && down ? compare(other, one) : compare(one, other),
  );
}

function contains(
  day: Day,
  kind: Kind,
  spec: ListSpec,
  row: AnyRow,
  words: readonly string[],
): boolean {
  const text = spec.columns
    .flatMap((column) =>
      valuesOf(day, kind, row, column).map((value) => shownAs(day, kind, column, value)),
    )
    .join(" ");
  const plain = folded(text);
  return words.every((word) => plain.includes(word));
}

/** A filter's name in the address: its column, without what marks it as derived. */
export function parameter(column: string): string {
  return column.replace(/^@/, "");
}

interface FilterProps {
  day: Day;
  kind: Kind;
  spec: ListSpec;
  query: Address["query"];
  set: (change: Address["query"]) => void;
}

function Filters({ day, kind, spec, query, set }: FilterProps) {
  const options = useMemo(
    () => new Map(spec.filters.map((column) => [column, optionsOf(day, kind, column)])),
    [day, kind, spec],
  );
  const used = [...spec.filters.map(parameter), "q"].some((name) => query[name]);
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label>
        Contains
        <input
          type="search"
          value={query.q ?? ""}
          onInput={(event) => set({ q: event.currentTarget.value })}
        />
      </label>
      {[...options].map(([column, values]) => (
        <label key={column}>
          {columnName(column)}
          <select
            value={query[parameter(column)] ?? ""}
            onChange={(event) => set({ [parameter(column)]: event.currentTarget.value })}
          >
            <option value="">Any</option>
            {values.map(([value, text, count]) => (
              <option key={value} value={value}>
                {text} ({count})
              </option>
            ))}
          </select>
        </label>
      ))}
      {used && (
        <button
          type="button"
          onClick={() =>
            set({ q: "", ...Object.fromEntries(spec.filters.map((f) => [parameter(f), ""])) })
          }
        >
          Clear filters
        </button>
      )}
    </form>
  );
}

type Option = readonly [value: string, text: string, count: number];

function optionsOf(day: Day, kind: Kind, column: string): readonly Option[] {
  const counts = new Map<string, number>();
  for (const row of day.rows(kind)) {
    for (const value of valuesOf(day, kind, row, column))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]): Option => {
      const text =
        column === "@disputed" ? stateWord("disputed", value) : shownAs(day, kind, column, value);
      return [value, text, count];
    })
    .sort(([, one], [, other]) => one.localeCompare(other, "en"));
}

function Export({
  day,
  kind,
  spec,
  rows,
}: {
  day: Day;
  kind: Kind;
  spec: ListSpec;
  rows: readonly AnyRow[];
}) {
  const take = async (form: "csv" | "json") => {
    await Promise.all([load("evidence"), load("sources")]);
    exportRows(day, kind, spec.columns, rows, form);
  };
  return (
    <p class="export">
      Take these with their sources:{" "}
      <button type="button" onClick={() => take("csv")}>
        CSV
      </button>{" "}
      <button type="button" onClick={() => take("json")}>
        JSON
      </button>
    </p>
  );
}

interface TableProps {
  day: Day;
  kind: Kind;
  columns: readonly string[];
  rows: readonly AnyRow[];
  order?: string;
  onOrder?: (order: string) => void;
  caption?: string;
}

/** Records in a table; with `onOrder` its headings order it. */
export function ListTable({ day, kind, columns, rows, order, onOrder, caption }: TableProps) {
  const told = order?.replace(/^-/, "");
  const down = order?.startsWith("-");
  return (
    <section class="wide" aria-label={caption ?? `Table of ${TITLES[kind]?.toLowerCase()}`}>
      <table class={kind}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                aria-sort={told === column ? (down ? "descending" : "ascending") : undefined}
              >
                {onOrder ? (
                  <button
                    type="button"
                    onClick={() => onOrder(told === column && !down ? `-${column}` : column)}
                  >
                    {columnName(column)}
                  </button>
                ) : (
                  columnName(column)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(kind, row)} id={idOf(kind, row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column} scope="row">
                    <Cell day={day} kind={kind} row={row} column={column} />
                  </th>
                ) : (
                  <td key={column} data-label={columnName(column)}>
                    <Cell day={day} kind={kind} row={row} column={column} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
