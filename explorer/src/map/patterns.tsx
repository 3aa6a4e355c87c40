/** The colours and the patterns of the statuses. Each can be told without its colour. */

import type { Status } from "./types";
import { STATUSES } from "./words";

/** The fill of a status in the map whose patterns are named by `ids`. */
export function fillOf(ids: string, status: Status, contested: boolean): string {
  return `url(#${ids}-${status}${contested ? "-contested" : ""})`;
}

function Texture({ status }: { status: Status }) {
  if (status === "closure_ordered") {
    return (
      <>
        <circle class="map-ink-fill" cx="1.5" cy="1.5" r="0.9" />
        <circle class="map-ink-fill" cx="4.5" cy="4.5" r="0.9" />
      </>
    );
  }
  if (status === "reported_closed") return <path class="map-ink-line" d="M0,1.5H6M0,4.5H6" />;
  return null;
}

/** The patterns, to stand once in a map's drawing. */
export function Patterns({ ids }: { ids: string }) {
  return (
    <defs>
      {STATUSES.flatMap((status) =>
        [false, true].map((contested) => (
          <pattern
            key={`${status}${contested}`}
            id={`${ids}-${status}${contested ? "-contested" : ""}`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
          >
            <rect class={`map-fill-${status}`} width="6" height="6" />
            <Texture status={status} />
            {contested && <path class="map-hatch" d="M-1,1L1,-1M-1,7L7,-1M5,7L7,5" />}
          </pattern>
        )),
      )}
    </defs>
  );
}

/** The shape by which one station with a status is drawn, round the origin. */
export function Glyph({
  ids,
  status,
  contested,
}: {
  ids: string;
  status: Status;
  contested: boolean;
}) {
  const fill = fillOf(ids, status, contested);
  switch (status) {
    case "closure_ordered":
      return <path class="map-glyph" d="M0,-8.5L8.5,0L0,8.5L-8.5,0Z" fill={fill} />;
    case "reported_closed":
      return <path class="map-glyph" d="M-6.5,-6.5H6.5V6.5H-6.5Z" fill={fill} />;
    case "not_substantiated":
      return <path class="map-glyph" d="M0,-8.5L8,6H-8Z" fill={fill} />;
    default:
      return <circle class="map-glyph" r="7" fill={fill} />;
  }
}
