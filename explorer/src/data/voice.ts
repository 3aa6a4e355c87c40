/** In which voice something is told: allegation, official finding, denial, or an official's word. */

import type { EventsRow, EvidenceRow, StatementsRow } from "./schema";
import { table } from "./tables";

export type Voice =
  | "allegation"
  | "finding"
  | "denial"
  | "otherwise"
  | "official"
  | "statement"
  | "report";

/** Each voice in words, as its mark says it. */
export const VOICES: Readonly<Record<Voice, string>> = {
  allegation: "Allegation",
  finding: "Official finding",
  denial: "Denial",
  otherwise: "Says otherwise",
  official: "Official statement",
  statement: "Statement",
  report: "Reported",
};

/** The kinds of organisation that speak with public authority (design: "Authority"). */
const AUTHORITIES: ReadonlySet<string> = new Set([
  "ministry",
  "police",
  "intelligence",
  "prosecutor",
  "court",
  "government",
  "local_government",
]);

/** Whether an organisation speaks with public authority. */
export function isAuthority(id: string | null): boolean {
  const kind = table("organisations").get(id)?.kind;
  return kind !== undefined && AUTHORITIES.has(kind);
}

/** The voice of a statement, by what it says and who says it. */
export function voiceOfStatement(row: StatementsRow): Voice {
  const says = (...stances: string[]) => row.stances.some((stance) => stances.includes(stance));
  if (says("denies_existence", "denies_police_role")) return "denial";
  if (!isAuthority(row.issuer)) return says("confirms") ? "allegation" : "statement";
  return says("reports_finding", "confirms") ? "finding" : "official";
}

/** The voice of an event: a finding where an authority found or decided something. */
export function voiceOfEvent(row: EventsRow): Voice {
  return FOUND.has(row.kind) && isAuthority(row.actor) ? "finding" : "report";
}

const FOUND: ReadonlySet<string> = new Set([
  "found_to_exist",
  "not_found",
  "conviction",
  "acquittal",
  "sentence",
  "closed_no_offence",
  "closed_without_charges",
]);

/** The voice of one source on a cell. Who disputes one cell of a record does not deny the record. */
export function voiceOfEvidence(row: EvidenceRow): Voice {
  if (row.relation === "disputes") return row.fields.includes("*") ? "denial" : "otherwise";
  return isAuthority(row.attributed_to) ? "official" : "allegation";
}
