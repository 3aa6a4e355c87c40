/** Every station in outline: what a map and counts show of it, on a day or at the release. */

import type { Day } from "./day";
import { stationName } from "./names";
import { table } from "./tables";

export interface Outline {
  readonly id: string;
  readonly name: string;
  readonly countryId: string;
  /** Where it is drawn: its city, as a register of places has it; null where that is not known. */
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  readonly status: string;
  readonly assessment: string;
  readonly disputed: string;
}

/** The stations as known. At the release one table has it all, and nothing else is read. */
export function outlines(day: Day): readonly Outline[] {
  return day.day ? then(day) : now();
}

function now(): readonly Outline[] {
  return table("stations_flat").rows.map((row) => ({
    id: row.station_id,
    name: row.label,
    countryId: row.country_id,
    place: placeOf(row.station_id),
    status: row.status,
    assessment: row.assessment,
    disputed: row.disputed,
  }));
}

function then(day: Day): readonly Outline[] {
  return day.rows("stations").map((row) => {
    const id = row.station_id;
    const derived = (field: string) => day.derived(id, field)?.value ?? "";
    // Where a city lies is a register's word and has no day; that it is this city has one.
    const same = row.latitude !== null || row.city === table("stations_flat").get(id)?.city;
    return {
      id,
      name: stationName(day, id),
      countryId: row.country_id,
      place: same ? placeOf(id) : null,
      status: derived("status"),
      assessment: derived("assessment"),
      disputed: derived("disputed"),
    };
  });
}

function placeOf(id: string): Outline["place"] {
  const { latitude = null, longitude = null } = table("stations_flat").get(id) ?? {};
  return latitude === null || longitude === null ? null : { latitude, longitude };
}
