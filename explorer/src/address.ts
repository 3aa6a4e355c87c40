/** Addresses: which page, which record, which day and which filters; and the way back. */

import { LAST_DAY, ROOT } from "./site";

/** The kinds of record that have a list and a page for each. */
export const KINDS = [
  "stations",
  "countries",
  "investigations",
  "statements",
  "events",
  "figures",
  "cooperations",
  "return_cases",
  "organisations",
  "sources",
] as const;

export type Kind = (typeof KINDS)[number];

/** The pages: drawn by the script, or complete without one (about, downloads, corrections). */
export type PageName =
  | "start"
  | "timeline"
  | "search"
  | "about"
  | "downloads"
  | "corrections"
  | Kind;

export interface Address {
  readonly page: PageName;
  /** The record, on a record's page. */
  readonly id: string | null;
  /** The day as of which the data is shown; null is the release. */
  readonly day: string | null;
  /** Filters, order and page of a list. */
  readonly query: Readonly<Record<string, string>>;
}

/** The day's name in an address. */
export const DAY = "as_of";
const SINGLE: Readonly<Record<string, PageName>> = {
  "": "start",
  "index.html": "start",
  "timeline.html": "timeline",
  "search.html": "search",
  "about.html": "about",
  "downloads.html": "downloads",
  "corrections.html": "corrections",
};

/** What an address of this site names; null where it is a page without script, or another site. */
export function parse(url: URL): Address | null {
  if (!url.href.startsWith(ROOT)) return null;
  const path = url.pathname.slice(new URL(ROOT).pathname.length);
  const query = Object.fromEntries(url.searchParams);
  const { [DAY]: told = "", ...rest } = query;
  const day = isDay(told) && told < LAST_DAY ? told : null;
  const single = SINGLE[path];
  if (single) return { page: single, id: null, day, query: rest };
  const [folder = "", file = ""] = path.split("/", 2);
  const kind = KINDS.find((name) => name === folder);
  if (!kind) return null;
  const id = decodeURIComponent(file.replace(/\.html$/, ""));
  return { page: kind, id: id && id !== "index" ? id : null, day, query: rest };
}

/** The address of a page, as text. */
export function format(address: Address): string {
  const { page, id, day, query } = address;
  const file = page === "start" ? "index.html" : isKind(page) ? fileOf(page, id) : `${page}.html`;
  const search = new URLSearchParams();
  if (day) search.set(DAY, day);
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  const text = search.toString();
  return `${ROOT}${file}${text && `?${text}`}`;
}

/** Whether a page is a kind's list or record. */
export function isKind(page: string): page is Kind {
  return (KINDS as readonly string[]).includes(page);
}

/** Whether a text is a day that exists, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.valueOf()) && moment.toISOString().startsWith(text);
}

function fileOf(kind: Kind, id: string | null): string {
  return `${kind}/${id ? encodeURIComponent(id) : "index"}.html`;
}
