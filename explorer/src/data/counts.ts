/** Records counted by country, as known on a day. */

import type { Day } from "./day";
import { outlines } from "./outline";

export interface CountryCounts {
  stations: number;
  reported: number;
  closure_ordered: number;
  reported_closed: number;
  not_substantiated: number;
  /** Stations that closed or were told to. */
  closing: number;
  single_claimant: number;
  corroborated: number;
  acknowledged: number;
  unsupported: number;
  /** Stations that somebody denies, or whose country is said to have none. */
  denied: number;
  inquiries: number;
  statements: number;
}

const made = new WeakMap<Day, ReadonlyMap<string, CountryCounts>>();

/** The counts of every country that has any. Inquiries and statements count if the page has them. */
export function countryCounts(day: Day): ReadonlyMap<string, CountryCounts> {
  const known = made.get(day);
  if (known) return known;
  const counts = new Map<string, CountryCounts>();
  const of = (id: string) => {
    let found = counts.get(id);
    if (!found) {
      found = { ...NONE };
      counts.set(id, found);
    }
    return found;
  };
  for (const { countryId, status, assessment, disputed } of outlines(day)) {
    const count = of(countryId);
    count.stations++;
    for (const value of [status, assessment] as (keyof CountryCounts)[]) {
      if (value in count) count[value]++;
    }
    if (disputed !== "no") count.denied++;
  }
  for (const count of counts.values())
    count.closing = count.closure_ordered + count.reported_closed;
  if (day.has("investigations")) {
    for (const inquiry of day.rows("investigations")) of(inquiry.country_id).inquiries++;
  }
  if (day.has("statements")) {
    for (const statement of day.rows("statements")) {
      for (const id of statement.about_country_ids) of(id).statements++;
    }
  }
  made.set(day, counts);
  return counts;
}

const NONE: CountryCounts = {
  stations: 0,
  reported: 0,
  closure_ordered: 0,
  reported_closed: 0,
  not_substantiated: 0,
  closing: 0,
  single_claimant: 0,
  corroborated: 0,
  acknowledged: 0,
  unsupported: 0,
  denied: 0,
  inquiries: 0,
  statements: 0,
};
