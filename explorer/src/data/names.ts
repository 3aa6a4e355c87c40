/** What records are called: a line for readers, made from what was known on the day. */

import type { Day } from "./day";
import type { FiguresRow, TableName } from "./schema";
import { table } from "./tables";
import { counted, dated, listed, plain, worded } from "./text";

/** The tables that names are made from; every page has them. */
export const NAMING = ["countries", "organisations", "stations", "stations_flat"] as const;

/** A country's name; its code where the release does not list it. */
export function countryName(id: string | null | undefined): string {
  return table("countries").get(id)?.name ?? id ?? "";
}

/** An organisation's name. */
export function organisationName(id: string | null | undefined): string {
  return table("organisations").get(id)?.name ?? id ?? "";
}

/** A station's name: the release's, if place and operator were known on that day as they are now. */
export function stationName(day: Day, id: string): string {
  const flat = table("stations_flat").get(id);
  const then = day.get("stations", id);
  if (!day.day || !flat || !then) return flat?.label ?? id;
  const same = (["city", "region", "operated_by"] as const).every(
    (column) => flat[column] === then[column],
  );
  if (same) return flat.label;
  const place = then.city ?? then.region ?? then.premises ?? countryName(then.country_id);
  const operator = organisationName(then.operated_by).replace(/ Public Security Bureau$/, "");
  return operator ? `${place} (${operator})` : place;
}

const QUALIFIED: Readonly<Record<string, string>> = {
  exact: "",
  at_least: "at least ",
  more_than: "more than ",
  about: "about ",
  nearly: "nearly ",
  up_to: "up to ",
  some: "some, no number printed",
};

/** A published number in words: `more than 100 stations`. */
export function figureText(row: FiguresRow): string {
  const qualified = QUALIFIED[row.qualifier] ?? `${plain(row.qualifier)} `;
  const range = row.value_to === null ? "" : ` to ${row.value_to.toLocaleString("en")}`;
  const number = row.value === null ? "" : `${row.value.toLocaleString("en")}${range}`;
  const of = row.per_measure ? ` of ${row.per_value ?? "its"} ${plain(row.per_measure)}` : "";
  return `${qualified}${number} ${plain(row.measure)}${of}`.replace(/ +/g, " ").trim();
}

/** Of which part of the world a figure is. */
export function figureScope(row: FiguresRow): string {
  if (row.scope === "country") return countryName(row.country_id);
  return row.scope === "region" ? (row.region ?? "a region") : "the world";
}

/** What a record is called. Of a record that was not known, its id. */
export function nameOf(day: Day, kind: TableName, id: string): string {
  switch (kind) {
    case "countries":
      return countryName(id);
    case "organisations":
      return organisationName(id);
    case "stations":
    case "stations_flat":
    case "station_status":
      return stationName(day, id);
    case "investigations": {
      const row = day.get("investigations", id);
      return row ? `Inquiry by ${organisationName(row.authority)}` : id;
    }
    case "statements": {
      const row = day.get("statements", id);
      if (!row) return id;
      const when = row.made_on ? `, ${dated(row.made_on)}` : "";
      return `${organisationName(row.issuer)} ${listed(row.stances.map(plain))}${when}`;
    }
    case "events": {
      const row = day.get("events", id);
      if (!row) return id;
      const when = row.occurred_on ? `, ${dated(row.occurred_on)}` : "";
      return `${worded(row.kind)} in ${countryName(row.country_id)}${when}`;
    }
    case "figures": {
      const row = day.get("figures", id);
      if (!row) return id;
      return `${organisationName(row.claimed_by)}: ${figureText(row)}, ${figureScope(row)}`;
    }
    case "cooperations": {
      const row = day.get("cooperations", id);
      return row ? `${worded(row.kind)}: ${countryName(row.country_id)} and China` : id;
    }
    case "return_cases": {
      const row = day.get("return_cases", id);
      if (!row) return id;
      const when = row.occurred_on ? `, ${dated(row.occurred_on)}` : "";
      return `Return case (${plain(row.outcome)}) in ${countryName(row.country_id)}${when}`;
    }
    case "sources": {
      const row = day.get("sources", id);
      return row ? (row.title ?? `${row.publisher}, untitled`) : id;
    }
    default:
      return id;
  }
}

/** How many records of a kind: `3 inquiries`. */
export function countOf(kind: string, count: number): string {
  const [one, many] = NOUNS[kind] ?? [plain(kind), plain(kind)];
  return counted(count, one, many);
}

const NOUNS: Readonly<Record<string, readonly [string, string]>> = {
  stations: ["station", "stations"],
  countries: ["country", "countries"],
  investigations: ["inquiry", "inquiries"],
  statements: ["statement", "statements"],
  events: ["event", "events"],
  figures: ["figure", "figures"],
  cooperations: ["cooperation", "cooperations"],
  return_cases: ["return case", "return cases"],
  organisations: ["organisation", "organisations"],
  sources: ["source", "sources"],
};

/** What a kind is called in headings. */
export const TITLES: Readonly<Record<string, string>> = {
  stations: "Stations",
  countries: "Countries",
  investigations: "Inquiries",
  statements: "Statements",
  events: "Events",
  figures: "Published figures",
  cooperations: "Police cooperation",
  return_cases: "Return cases",
  organisations: "Organisations",
  sources: "Sources",
};
