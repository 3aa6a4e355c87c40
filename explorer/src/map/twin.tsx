/** The map as a table, for those who cannot or would rather not use the drawing. */

import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import type { CountryShade, Mark } from "./types";
import { number, tally, tallyWords } from "./words";

interface Row {
  id: string;
  name: string;
  href: string | null;
  count: number;
  placed: number;
  words: string;
}

/** One row for each country: the most stations first. */
export function rowsOf(countries: readonly CountryShade[], marks: readonly Mark[]): Row[] {
  const placed = new Map<string, Mark[]>();
  for (const mark of marks) {
    const those = placed.get(mark.countryId);
    if (those) those.push(mark);
    else placed.set(mark.countryId, [mark]);
  }
  const rows: Row[] = [];
  for (const { id, name, href, count } of countries) {
    const those = placed.get(id) ?? [];
    placed.delete(id);
    if (count === 0 && those.length === 0) continue;
    const words = tallyWords(tally(those));
    rows.push({
      id,
      name,
      href,
      count: Math.max(count, those.length),
      placed: those.length,
      words,
    });
  }
  // A mark of a country that is not listed must not be lost.
  for (const [id, those] of placed) {
    const name = those[0]?.countryName ?? id;
    const words = tallyWords(tally(those));
    rows.push({ id, name, href: null, count: those.length, placed: those.length, words });
  }
  return rows.sort((one, other) => other.count - one.count || one.name.localeCompare(other.name));
}

/** The table under the map. */
export function Twin({
  countries,
  marks,
  summary,
  onLink,
}: {
  countries: readonly CountryShade[];
  marks: readonly Mark[];
  summary: RefObject<HTMLElement | null>;
  onLink: (event: MouseEvent, href: string) => void;
}) {
  const rows = useMemo(() => rowsOf(countries, marks), [countries, marks]);
  return (
    <details class="map-twin">
      <summary ref={summary}>The map as a table</summary>
      <div class="map-table">
        <table>
          <thead>
            <tr>
              <th scope="col">Country</th>
              <th scope="col" class="map-figure">
                Stations
              </th>
              <th scope="col" class="map-figure">
                On the map
              </th>
              <th scope="col">Status of those on the map</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.href === null ? (
                    row.name
                  ) : (
                    <a href={row.href} onClick={(event) => onLink(event, row.href ?? "")}>
                      {row.name}
                    </a>
                  )}
                </th>
                <td class="map-figure">{number(row.count)}</td>
                <td class="map-figure">{number(row.placed)}</td>
                <td>{row.words || "no city is named"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
