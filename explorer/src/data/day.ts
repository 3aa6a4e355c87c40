/** The dataset as a reader could have known it on a day.
 *
 * Nothing is derived here. What held on a day is looked up in the release's own tables:
 * `history` for what the rules derive, `cell_history` for what each cell showed, `source_days`
 * for when each source was known. Without a day everything is shown as it stands.
 */

import type { EvidenceRow, HistoryRow, RecordTable, SourcesRow, TableName, Tables } from "./schema";
import { FIELDS } from "./schema";
import { load, table } from "./tables";

/** The tables whose records appear on some day. */
export const RECORD_TABLES: readonly RecordTable[] = [
  "stations",
  "investigations",
  "statements",
  "events",
  "figures",
  "cooperations",
  "return_cases",
];

interface Span {
  readonly known_from: string;
  readonly known_until: string | null;
}

type Row<T extends TableName> = Tables[T];

/** Fetch what a page needs to show these tables as known on that day; null is the release. */
export async function knownOn(day: string | null, names: readonly TableName[]): Promise<Day> {
  const wanted = new Set<TableName>(names);
  if (day || names.some(isRecordTable)) wanted.add("history");
  if (day) {
    if (names.some(isRecordTable)) wanted.add("cell_history");
    wanted.add("source_days");
  }
  await Promise.all([...wanted].map((name) => load(name)));
  return new Day(day, wanted);
}

/** Whether a table's records appear on some day. */
export function isRecordTable(name: string): name is RecordTable {
  return (RECORD_TABLES as readonly string[]).includes(name);
}

/** The records, derived values and evidence of one day. */
export class Day {
  readonly #derived = new Map<string, Map<string, HistoryRow>>();
  readonly #cells = new Map<string, Map<string, string>>();
  readonly #rows = new Map<TableName, readonly unknown[]>();
  readonly #byId = new Map<TableName, Map<string, unknown>>();
  #evidence: Map<string, EvidenceRow[]> | undefined;

  constructor(
    readonly day: string | null,
    readonly names: ReadonlySet<TableName>,
  ) {
    for (const row of names.has("history") ? table("history").rows : []) {
      if (this.#holds(row)) entry(this.#derived, row.record_id).set(row.field, row);
    }
    if (names.has("cell_history") && day) {
      for (const row of table("cell_history").rows) {
        if (this.#holds(row)) entry(this.#cells, row.record_id).set(row.field, row.value);
      }
    }
  }

  /** Whether this day may be asked for a table. */
  has(name: TableName): boolean {
    return this.names.has(name);
  }

  /** What the rules derive of a record: its value, since when, and on whose word. */
  derived(id: string, field: string): HistoryRow | undefined {
    return this.#derived.get(id)?.get(field);
  }

  /** All that is derived of a record. */
  allDerived(id: string): readonly HistoryRow[] {
    return [...(this.#derived.get(id)?.values() ?? [])];
  }

  /** What was derived of a record by then, each value from the day on which it began to hold. */
  past(id: string): readonly HistoryRow[] {
    const day = this.day;
    return table("history")
      .rows.filter((row) => row.record_id === id && (!day || row.known_from <= day))
      .sort((one, other) => (one.known_from < other.known_from ? -1 : 1));
  }

  /** Whether a record was known. */
  isKnown(id: string): boolean {
    return this.#derived.has(id);
  }

  /** A table's rows as they were known. */
  rows<T extends TableName>(name: T): readonly Row<T>[] {
    const made = this.#rows.get(name) as readonly Row<T>[] | undefined;
    if (made) return made;
    const rows = this.day ? this.#rowsThen(name) : table(name).rows;
    this.#rows.set(name, rows);
    return rows;
  }

  /** One row as it was known, if it was. */
  get<T extends TableName>(name: T, id: string | null | undefined): Row<T> | undefined {
    if (!id) return undefined;
    if (!this.day) return table(name).get(id);
    let index = this.#byId.get(name) as Map<string, Row<T>> | undefined;
    if (!index) {
      const key = keyOf(name);
      index = new Map(this.rows(name).map((row) => [String(row[key as keyof Row<T>]), row]));
      this.#byId.set(name, index);
    }
    return index.get(id);
  }

  /** The evidence for and against a record, as known. */
  evidence(id: string): readonly EvidenceRow[] {
    if (!this.#evidence) {
      this.#evidence = new Map();
      for (const row of this.rows("evidence")) {
        const rows = this.#evidence.get(row.record_id);
        if (rows) rows.push(row);
        else this.#evidence.set(row.record_id, [row]);
      }
    }
    return this.#evidence.get(id) ?? [];
  }

  /** The day on which a source was known. */
  wasKnown(sourceId: string | null): boolean {
    if (!this.day) return true;
    const on = table("source_days").get(sourceId)?.known_on;
    return on != null && on <= this.day;
  }

  #holds(span: Span): boolean {
    if (!this.day) return span.known_until === null;
    return span.known_from <= this.day && (!span.known_until || this.day < span.known_until);
  }

  #rowsThen<T extends TableName>(name: T): readonly Row<T>[] {
    const rows = table(name).rows;
    if (isRecordTable(name)) return this.#recordsThen(name) as unknown as readonly Row<T>[];
    if (name === "sources") {
      return (rows as readonly SourcesRow[])
        .filter((row) => this.wasKnown(row.source_id))
        .map((row) => this.#sourceThen(row)) as unknown as readonly Row<T>[];
    }
    if (name === "evidence") {
      return (rows as readonly EvidenceRow[])
        .filter((row) => this.wasKnown(row.source_id) && this.isKnown(row.record_id))
        .map((row) =>
          row.withdrawn_by && !this.wasKnown(row.withdrawn_by)
            ? { ...row, withdrawn_by: null }
            : row,
        ) as unknown as readonly Row<T>[];
    }
    if (name === "countries") {
      return (rows as readonly Tables["countries"][]).map((row) =>
        row.looked_until && (row.looked_until_latest ?? row.looked_until) > (this.day ?? "")
          ? { ...row, looked_until: null }
          : row,
      ) as unknown as readonly Row<T>[];
    }
    if (name === "organisations") {
      const hidden = this.#hiddenOrganisations();
      return (rows as readonly Tables["organisations"][]).filter(
        (row) => !hidden.has(row.organisation_id),
      ) as unknown as readonly Row<T>[];
    }
    return rows;
  }

  /** Those that only records name which were not known yet, of the tables that the page has. */
  #hiddenOrganisations(): ReadonlySet<string> {
    const hidden = new Set<string>();
    const shown = new Set<string>();
    for (const name of this.names) {
      if (name !== "evidence" && !isRecordTable(name)) continue;
      const columns = FIELDS[name].filter((field) => field.references === "organisations");
      for (const column of columns.map((field) => field.name)) {
        for (const row of table(name).rows) hidden.add(String(row[column as keyof typeof row]));
        for (const row of this.rows(name)) shown.add(String(row[column as keyof typeof row]));
      }
    }
    for (const id of shown) hidden.delete(id);
    return hidden;
  }

  #recordsThen<T extends RecordTable>(name: T): readonly Row<T>[] {
    const key = keyOf(name);
    return table(name)
      .rows.filter((row) => this.isKnown(String(row[key as keyof Row<T>])))
      .map((row) => this.#recordThen(name, key, row));
  }

  #recordThen<T extends RecordTable>(name: T, key: string, row: Row<T>): Row<T> {
    const shown = this.#cells.get(String(row[key as keyof Row<T>])) ?? new Map<string, string>();
    const then: Record<string, unknown> = { ...row };
    for (const field of FIELDS[name]) {
      if (field.key) continue;
      const told = shown.get(field.name);
      const now = row[field.name as keyof Row<T>];
      if (told === undefined) then[field.name] = field.type === "list" ? [] : null;
      else if (field.type === "list") then[field.name] = told.split(";");
      else if (typeof now === "number") then[field.name] = Number(told);
      else then[field.name] = told;
      if (`${field.name}_latest` in row && told !== now) {
        // What a less precise date spans is not in the tables; as text it still sorts.
        then[`${field.name}_earliest`] = then[`${field.name}_latest`] = null;
      }
    }
    return then as unknown as Row<T>;
  }

  #sourceThen(row: SourcesRow): SourcesRow {
    const derived = this.wasKnown(row.derived_from) ? row.derived_from : null;
    const judged = !row.standing_source || this.wasKnown(row.standing_source);
    return {
      ...row,
      derived_from: derived,
      ...(judged ? {} : { standing: "stands" as const, standing_source: null }),
    };
  }
}

/** The name of a table's id. */
export function keyOf(name: TableName): string {
  return FIELDS[name].find((field) => field.key)?.name ?? "";
}

function entry<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map();
    map.set(key, inner);
  }
  return inner;
}
