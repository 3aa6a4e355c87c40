/** What the map draws: stations at their city, countries by their count. */

import { countryName } from "../data/names";
import type { Outline } from "../data/outline";
import { table } from "../data/tables";
import { link } from "../here";
import type { CountryShade, Mark } from "../map";
import { STATUSES } from "../map/words";

/** The stations whose place is known. */
export function marksOf(stations: readonly Outline[]): readonly Mark[] {
  return stations.flatMap(({ id, name, countryId, place, status, disputed }) =>
    place
      ? {
          id,
          label: name,
          ...place,
          status: STATUSES.find((known) => known === status) ?? "reported",
          contested: disputed !== "no",
          countryId,
          countryName: countryName(countryId),
          href: link("stations", id),
        }
      : [],
  );
}

/** The countries of the world with how many of the stations are reported in each. */
export function shadesOf(stations: readonly Outline[]): readonly CountryShade[] {
  const counts = Map.groupBy(stations, ({ countryId }) => countryId);
  return table("countries").rows.map((row) => ({
    id: row.country_id,
    numeric: row.iso_numeric,
    name: row.name,
    count: counts.get(row.country_id)?.length ?? 0,
    href: link("countries", row.country_id),
  }));
}
