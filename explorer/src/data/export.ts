/** What is shown, as a file to take away: every row with the sources that speak to it. */

import type { Kind } from "../address";
import { VERSION } from "../site";
import type { Day } from "./day";
import { knownOn } from "./day";
import { NAMING, organisationName } from "./names";
import { NOTICE } from "./notice";
import { type AnyRow, idOf, shownAs, valuesOf } from "./values";

/** Offer the rows as a download. The evidence must have been fetched. */
export async function exportRows(
  day: Day,
  kind: Kind,
  columns: readonly string[],
  rows: readonly AnyRow[],
  form: "csv" | "json",
): Promise<void> {
  const told = await knownOn(day.day, [...NAMING, ...day.names, "evidence", "sources"]);
  const text = form === "csv" ? asCsv(told, kind, columns, rows) : asJson(told, kind, rows);
  const type = form === "csv" ? "text/csv" : "application/json";
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = `overseas-stations-${VERSION}-${kind}${day.day ? `-as-of-${day.day}` : ""}.${form}`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** One line a record: its id, the columns as shown, and who says so where. */
export function asCsv(
  day: Day,
  kind: Kind,
  columns: readonly string[],
  rows: readonly AnyRow[],
): string {
  const heads = [
    "id",
    ...columns.map((column) => column.replace(/^@/, "")),
    "claimants",
    "disputed_by",
    "sources",
  ];
  const lines = rows.map((row) => {
    const told = sourcesOf(day, kind, row);
    const cells = columns.map((column) =>
      valuesOf(day, kind, row, column)
        .map((value) => shownAs(day, kind, column, value))
        .join("; "),
    );
    const claimants = told.filter(({ relation }) => relation === "supports");
    const denied = told.filter(({ relation }) => relation === "disputes");
    return [
      idOf(kind, row),
      ...cells,
      who(claimants),
      who(denied),
      unique(told.map(({ url }) => url ?? "")).join(" "),
    ];
  });
  return `${[heads, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
}

/** The records with their columns as stored, what is derived of them, and their evidence. */
export function asJson(day: Day, kind: Kind, rows: readonly AnyRow[]): string {
  const records = rows.map((row) => ({
    ...row,
    derived: Object.fromEntries(
      day
        .allDerived(idOf(kind, row))
        .map(({ field, value, known_from, on_word_of }) => [
          field,
          { value, known_from, on_word_of },
        ]),
    ),
    evidence: sourcesOf(day, kind, row),
  }));
  const about = { notice: NOTICE, data_version: VERSION, as_of: day.day, table: kind };
  return `${JSON.stringify({ ...about, records }, null, 2)}\n`;
}

interface ToldBy {
  evidence_id: string;
  fields: readonly string[];
  relation: string;
  value: string | null;
  attributed_to: string;
  claimant: string;
  relies_on: string | null;
  withdrawn_by: string | null;
  source_id: string;
  publisher: string | null;
  published_on: string | null;
  url: string | null;
}

function sourcesOf(day: Day, kind: Kind, row: AnyRow): readonly ToldBy[] {
  const id = idOf(kind, row);
  const rows =
    kind === "sources" ? day.rows("evidence").filter((e) => e.source_id === id) : day.evidence(id);
  return rows.map((evidence) => {
    const source = day.get("sources", evidence.source_id);
    return {
      evidence_id: evidence.evidence_id,
      fields: evidence.fields,
      relation: evidence.relation,
      value: evidence.value,
      attributed_to: evidence.attributed_to,
      claimant: organisationName(evidence.attributed_to),
      relies_on: evidence.relies_on,
      withdrawn_by: evidence.withdrawn_by,
      source_id: evidence.source_id,
      publisher: source?.publisher ?? null,
      published_on: source?.published_on ?? null,
      url: source?.url ?? null,
    };
  });
}

function who(told: readonly ToldBy[]): string {
  return unique(told.map(({ claimant }) => claimant)).join("; ");
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter(Boolean);
}

/** A cell of CSV. One that a spreadsheet would run as a formula gets an apostrophe in front. */
export function quoted(cell: string): string {
  const number = /^[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$/.test(cell);
  const safe = /^'*[=+\-@\t\r]/.test(cell) && !number ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
