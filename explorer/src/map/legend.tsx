/** What the shapes and the tints of the map mean. */

import { Glyph } from "./patterns";
import type { Shade } from "./shades";
import { STATUSES, statusWord } from "./words";

/** The legend, in shapes and words. */
export function Legend({ ids, shades }: { ids: string; shades: readonly Shade[] }) {
  return (
    <div class="map-legend">
      <ul aria-label="Stations">
        {STATUSES.map((status) => (
          <li key={status}>
            <svg class="map-swatch" viewBox="-10 -10 20 20" aria-hidden="true">
              <Glyph ids={ids} status={status} contested={false} />
            </svg>
            {statusWord(status)}
          </li>
        ))}
        <li>
          <svg class="map-swatch" viewBox="-10 -10 20 20" aria-hidden="true">
            <Glyph ids={ids} status="reported" contested={true} />
          </svg>
          hatched: contested
        </li>
        <li>
          <svg class="map-swatch map-swatch-disc" viewBox="-15 -15 30 30" aria-hidden="true">
            <circle class="map-legend-ring" r="14" />
            <circle class="map-legend-ring map-legend-hole" r="8.5" />
            <text class="map-number" y="0.35em">
              3
            </text>
          </svg>
          several close together; the ring shows their shares
        </li>
      </ul>
      <ul aria-label="Stations in a country">
        <li class="map-legend-head">Stations in a country:</li>
        <li>
          <svg class="map-swatch" viewBox="0 0 20 20" aria-hidden="true">
            <rect class="map-land" x="1" y="4" width="18" height="12" />
          </svg>
          none listed
        </li>
        {shades.map(({ from, words }, index) => (
          <li key={from}>
            <svg class="map-swatch" viewBox="0 0 20 20" aria-hidden="true">
              <rect class={`map-land map-land-${index + 1}`} x="1" y="4" width="18" height="12" />
            </svg>
            {words}
          </li>
        ))}
      </ul>
    </div>
  );
}
