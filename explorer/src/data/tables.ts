/** The release's tables, each fetched once, when a page first needs it. */

import { DIGEST, ROOT } from "../site";
import { parquetRows } from "./parquet";
import type { TableName, Tables } from "./schema";

const ID: { readonly [T in TableName]?: keyof Tables[T] } = {
  sources: "source_id",
  organisations: "organisation_id",
  countries: "country_id",
  stations: "station_id",
  investigations: "investigation_id",
  statements: "statement_id",
  events: "event_id",
  figures: "figure_id",
  cooperations: "cooperation_id",
  return_cases: "return_case_id",
  evidence: "evidence_id",
  station_status: "station_id",
  stations_flat: "station_id",
  source_days: "source_id",
};

/** One table: its rows in the release's order, and by id where an id is their key. */
export class Table<T extends TableName> {
  readonly #byId = new Map<string, Tables[T]>();

  constructor(
    readonly name: T,
    readonly rows: readonly Tables[T][],
  ) {
    const id = ID[name];
    if (id) for (const row of rows) this.#byId.set(String(row[id]), row);
  }

  /** The row of this id, if there is one. */
  get(id: string | null | undefined): Tables[T] | undefined {
    return id ? this.#byId.get(id) : undefined;
  }
}

const asked = new Map<TableName, Promise<unknown>>();
const held = new Map<TableName, unknown>();

/** The address of a released file. */
export function released(path: string): string {
  return `${ROOT}release/${path}${DIGEST && `?${DIGEST}`}`;
}

/** Fetch a table. Rejects, and can be asked again, where it cannot be had. */
export function load<T extends TableName>(name: T): Promise<Table<T>> {
  const known = asked.get(name) as Promise<Table<T>> | undefined;
  if (known) return known;
  const coming = fetchTable(name);
  asked.set(name, coming);
  coming.then(
    (table) => held.set(name, table),
    () => asked.delete(name),
  );
  return coming;
}

/** A table that was fetched. Throws where it was not: a page names the tables that it needs. */
export function table<T extends TableName>(name: T): Table<T> {
  const found = held.get(name) as Table<T> | undefined;
  if (!found) throw new Error(`the table ${name} was not asked for`);
  return found;
}

/** Whether a table is there already. */
export function isHeld(name: TableName): boolean {
  return held.has(name);
}

async function fetchTable<T extends TableName>(name: T): Promise<Table<T>> {
  const address = released(`parquet/${name}.parquet`);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${answer.statusText}`);
  const rows = await parquetRows(await answer.arrayBuffer());
  return new Table(name, rows as unknown as Tables[T][]);
}
