/** The list of the stations of one disc, in a corner of the map. */

import { useEffect, useRef } from "preact/hooks";
import { heading } from "./disc";
import { Glyph } from "./patterns";
import type { CountryShade, Mark } from "./types";
import { markWords, number } from "./words";

/** A list that is longer than this helps nobody: the countries' pages have all. */
const LONGEST = 100;

/** What the list shows. */
export interface PanelProps {
  ids: string;
  members: readonly Mark[];
  countries: ReadonlyMap<string, CountryShade>;
  /** The corner in which it does not cover its disc. */
  corner: string;
  onClose: () => void;
  onLink: (event: MouseEvent, href: string) => void;
}

/** The list; the focus goes to it when it opens. */
export function Panel({ ids, members, countries, corner, onClose, onLink }: PanelProps) {
  const box = useRef<HTMLDivElement>(null);
  // Also when one list takes the place of another.
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, [members]);
  const title = `${ids}-panel`;
  const here = new Map(members.map((mark) => [mark.countryId, mark.countryName]));
  const several = here.size > 1;
  const more = members.length - LONGEST;
  return (
    <div
      ref={box}
      class={`map-panel ${corner}`}
      role="dialog"
      aria-labelledby={title}
      tabindex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div class="map-panel-head">
        <p class="map-panel-title" id={title}>
          {members.length === 1 ? "One station" : heading(members)}
        </p>
        <button type="button" class="map-close" aria-label="Close the list" onClick={onClose}>
          <svg viewBox="-8 -8 16 16" aria-hidden="true">
            <path d="M-5,-5L5,5M-5,5L5,-5" />
          </svg>
        </button>
      </div>
      <ul class="map-list">
        {members.slice(0, LONGEST).map((mark) => (
          <li key={mark.id}>
            <svg class="map-swatch" viewBox="-10 -10 20 20" aria-hidden="true">
              <Glyph ids={ids} status={mark.status} contested={mark.contested} />
            </svg>
            <span>
              <a href={mark.href} onClick={(event) => onLink(event, mark.href)}>
                {mark.label}
              </a>
              <span class="map-state">
                {several ? `${mark.countryName}: ${markWords(mark)}` : markWords(mark)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p class="map-panel-foot">
        {more > 0 && `And ${number(more)} more: see the page of the country. `}
        {several ? "Countries: " : "Country: "}
        {[...here].slice(0, 6).map(([id, name], index) => {
          const href = countries.get(id)?.href;
          return (
            <span key={id}>
              {index > 0 && ", "}
              {href ? (
                <a href={href} onClick={(event) => onLink(event, href)}>
                  {name}
                </a>
              ) : (
                name
              )}
            </span>
          );
        })}
      </p>
    </div>
  );
}
