/** What the map draws: stations at their city, countries by their count. */

import { countryCounts } from "../data/counts";
import type { Day } from "../data/day";
import { countryName, stationName } from "../data/names";
import { table } from "../data/tables";
import { link } from "../here";
import type { CountryShade, Mark } from "../map";
import { STATUSES } from "../map/words";

/** The stations whose place is known. Where a city lies is a register's word and has no day. */
export function marksOf(day: Day): readonly Mark[] {
  const marks: Mark[] = [];
  for (const row of day.rows("stations")) {
    const flat = table("stations_flat").get(row.station_id);
    const known = flat && (row.latitude !== null || row.city === flat.city);
    const [latitude, longitude] = [flat?.latitude ?? null, flat?.longitude ?? null];
    if (!known || latitude === null || longitude === null) continue;
    marks.push({
      id: row.station_id,
      label: stationName(day, row.station_id),
      latitude,
      longitude,
      status:
        STATUSES.find((s) => s === day.derived(row.station_id, "status")?.value) ?? "reported",
      contested: (day.derived(row.station_id, "disputed")?.value ?? "no") !== "no",
      countryId: row.country_id,
      countryName: countryName(row.country_id),
      href: link("stations", row.station_id),
    });
  }
  return marks;
}

/** The countries of the world with how many stations are reported in each. */
export function shadesOf(day: Day): readonly CountryShade[] {
  const counts = countryCounts(day);
  return table("countries").rows.map((row) => ({
    id: row.country_id,
    numeric: row.iso_numeric,
    name: row.name,
    count: counts.get(row.country_id)?.stations ?? 0,
    href: link("countries", row.country_id),
  }));
}
