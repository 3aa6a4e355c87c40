/** One disc on the map: a station, or several that lie close together. */

import { Component } from "preact";
import type { Cluster } from "./clusters";
import { fillOf, Glyph } from "./patterns";
import type { Mark } from "./types";
import { mainPlace, markWords, STATUSES, stations, type Tally, tally, tallyWords } from "./words";

/** What a disc needs to be drawn. */
export interface DiscProps {
  ids: string;
  cluster: Cluster;
  marks: readonly Mark[];
  /** Whether its list is open. */
  open: boolean;
  onActivate: (cluster: Cluster) => void;
  onReach: (cluster: Cluster) => void;
}

/** How wide the ring of a disc is: a wide disc need not be an empty one. */
function ringOf(radius: number): number {
  return Math.max(5.5, radius * 0.34);
}

/** The marks of a cluster. */
export function membersOf(cluster: Cluster, marks: readonly Mark[]): Mark[] {
  return cluster.members.flatMap((index) => marks[index] ?? []);
}

/** What is said of a cluster, as "12 stations at Rome and near: 8 reported; 2 contested". */
export function clusterWords(members: readonly Mark[]): string {
  const [only] = members;
  if (members.length === 1 && only) {
    return `${only.label}, ${only.countryName}: ${markWords(only)}`;
  }
  return `${heading(members)}: ${tallyWords(tally(members))}`;
}

/** The first half of that, which also heads the list. */
export function heading(members: readonly Mark[]): string {
  const [first] = members;
  if (members.length === 1 && first) return first.label;
  const near = members.some(
    (mark) => mark.latitude !== first?.latitude || mark.longitude !== first.longitude,
  );
  return `${stations(members.length)} at ${mainPlace(members)}${near ? " and near" : ""}`;
}

/** A number short enough for a disc. */
function short(count: number): string {
  if (count < 1000) return String(count);
  const thousands = count / 1000;
  return `${count < 9950 ? thousands.toFixed(1) : Math.round(thousands)}k`;
}

function wedge(from: number, to: number, radius: number): string {
  const point = (turn: number) => {
    const angle = 2 * Math.PI * turn;
    return `${(Math.sin(angle) * radius).toFixed(2)},${(-Math.cos(angle) * radius).toFixed(2)}`;
  };
  const far = to - from > 0.5 ? 1 : 0;
  return `M0,0L${point(from)}A${radius},${radius} 0 ${far} 1 ${point(to)}Z`;
}

function Ring({ ids, radius, counted }: { ids: string; radius: number; counted: Tally }) {
  const slices = STATUSES.flatMap((status) => [
    { status, contested: false, count: counted.of[status].plain },
    { status, contested: true, count: counted.of[status].contested },
  ]).filter((slice) => slice.count > 0);
  let turned = 0;
  return (
    <>
      {slices.map(({ status, contested, count }) => {
        const from = turned;
        turned += count / counted.total;
        const fill = fillOf(ids, status, contested);
        const key = `${status}${contested}`;
        // An arc that ends where it began is not drawn at all.
        return slices.length === 1 ? (
          <circle key={key} class="map-slice" r={radius} fill={fill} />
        ) : (
          <path key={key} class="map-slice" d={wedge(from, turned, radius)} fill={fill} />
        );
      })}
      <circle class="map-hole" r={radius - ringOf(radius)} />
      <text class={radius < 22 ? "map-number" : "map-number map-number-large"} y="0.35em">
        {short(counted.total)}
      </text>
    </>
  );
}

/** A disc as a button, round the origin of the group that it stands in. */
export class Disc extends Component<DiscProps, { over: boolean }> {
  override state = { over: false };

  // While the map moves only the group round a disc changes: the disc itself is left alone.
  override shouldComponentUpdate(next: DiscProps, state: { over: boolean }): boolean {
    const { props } = this;
    return (
      next.cluster !== props.cluster ||
      next.marks !== props.marks ||
      next.open !== props.open ||
      state.over !== this.state.over
    );
  }

  override render({ ids, cluster, marks, open, onActivate, onReach }: DiscProps) {
    const members = membersOf(cluster, marks);
    const [only] = members;
    const words = clusterWords(members);
    return (
      // biome-ignore lint/a11y/useSemanticElements: HTML's button cannot stand in a drawing.
      <g
        class="map-disc"
        role="button"
        tabindex={0}
        aria-label={words}
        aria-expanded={open ? true : undefined}
        data-lead={cluster.lead}
        onClick={() => onActivate(cluster)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          onActivate(cluster);
        }}
        onFocus={(event) => {
          if (event.currentTarget.matches(":focus-visible")) onReach(cluster);
        }}
        onPointerEnter={() => this.setState({ over: true })}
        onPointerLeave={() => this.setState({ over: false })}
      >
        {/* Only for a mouse: who listens has heard it as the name, and each element costs time. */}
        {this.state.over && <title>{words}</title>}
        {members.length === 1 && only ? (
          <>
            <circle class="map-target" r={cluster.radius} />
            <circle class="map-halo" r="10.5" />
            <Glyph ids={ids} status={only.status} contested={only.contested} />
          </>
        ) : (
          <>
            <circle class="map-halo" r={cluster.radius + 2} />
            <Ring ids={ids} radius={cluster.radius} counted={tally(members)} />
          </>
        )}
      </g>
    );
  }
}
