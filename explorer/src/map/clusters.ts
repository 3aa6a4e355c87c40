/** Marks that lie close together are drawn as one disc. */

import type { Point } from "./view";

/** Marks drawn as one; `lead` is the lowest index among them and names the cluster. */
export interface Cluster extends Point {
  lead: number;
  members: readonly number[];
  /** Of the disc, in CSS pixels. */
  radius: number;
}

/** The clusters of one level of zoom, and in which of them each mark is. */
export interface Level {
  clusters: readonly Cluster[];
  of: Int32Array;
}

/** Nearer than this, in CSS pixels, two marks are one disc; so every target is wide enough. */
export const APART = 28;

/** The radius of the widest disc: smaller on a phone, where it would cover a continent. */
export function widestFor(fit: number): number {
  return Math.min(34, 10 + fit * 30);
}

/** Between two discs there is some paper. */
const GAP = 3;

/** The radius of a disc: its area goes by its count, as far as its number fits in. */
export function radiusOf(count: number, unit: number, widest: number): number {
  if (count === 1) return APART / 2;
  const least = count < 100 ? 14 : 17;
  return Math.min(widest, Math.max(least, unit * Math.sqrt(count)));
}

/** The radius that stands for one mark, where the fullest cluster has `most` of them. */
function unitFor(most: number, widest: number): number {
  return Math.min(6, widest / Math.sqrt(most));
}

interface Group extends Point {
  lead: number;
  members: number[];
}

/** The fullest first, then by name: so that the same marks always give the same discs. */
function byCount(one: Group, other: Group): number {
  return other.members.length - one.members.length || one.lead - other.lead;
}

/** One group of each place: their middle is exact, whatever the order. */
function gather(points: readonly Point[]): Group[] {
  const places = new Map<string, Group>();
  for (const [index, { x, y }] of points.entries()) {
    const key = `${x},${y}`;
    const group = places.get(key);
    if (group) group.members.push(index);
    else places.set(key, { x, y, lead: index, members: [index] });
  }
  return [...places.values()];
}

function joined(seed: Group, others: readonly Group[]): Group {
  let { x, y, lead } = seed;
  let count = seed.members.length;
  x *= count;
  y *= count;
  for (const other of others) {
    const more = other.members.length;
    x += other.x * more;
    y += other.y * more;
    count += more;
    lead = Math.min(lead, other.lead);
  }
  const members = seed.members.concat(others.flatMap((other) => other.members));
  return { x: x / count, y: y / count, lead, members };
}

/** Join groups until no two are nearer than `apart` says. */
function join(
  groups: Group[],
  reach: number,
  apart: (one: number, other: number) => number,
): Group[] {
  let present = groups;
  for (;;) {
    const ordered = present.toSorted(byCount);
    // A grid as wide as the longest reach: who is near is in one of nine cells.
    const cells = new Map<number, number[]>();
    const cellOf = (x: number, y: number) => Math.floor(x / reach) * 65536 + Math.floor(y / reach);
    for (const [index, group] of ordered.entries()) {
      const key = cellOf(group.x, group.y);
      const cell = cells.get(key);
      if (cell) cell.push(index);
      else cells.set(key, [index]);
    }
    const taken = new Uint8Array(ordered.length);
    const next: Group[] = [];
    for (const [index, seed] of ordered.entries()) {
      if (taken[index]) continue;
      taken[index] = 1;
      const others: Group[] = [];
      for (let across = -1; across <= 1; across += 1) {
        for (let down = -1; down <= 1; down += 1) {
          const key = cellOf(seed.x + across * reach, seed.y + down * reach);
          for (const candidate of cells.get(key) ?? []) {
            const other = ordered[candidate];
            if (other === undefined || taken[candidate]) continue;
            const least = apart(seed.members.length, other.members.length);
            if ((seed.x - other.x) ** 2 + (seed.y - other.y) ** 2 < least ** 2) {
              taken[candidate] = 1;
              others.push(other);
            }
          }
        }
      }
      next.push(others.length > 0 ? joined(seed, others) : seed);
    }
    if (next.length === present.length) return next;
    present = next;
  }
}

/** The clusters of all levels, from the whole world to the last; `fit` is the scale of level 0. */
export function clusterLevels(points: readonly Point[], fit: number, last: number): Level[] {
  const levels: Level[] = [];
  const widest = widestFor(fit);
  let groups = gather(points);
  // From the closest level outwards: so a disc opens into discs, and never half into another.
  for (let level = last; level >= 0; level -= 1) {
    const scale = fit * 2 ** level;
    groups = join(groups, APART / scale, () => APART / scale);
    const most = groups.reduce((top, group) => Math.max(top, group.members.length), 1);
    const unit = unitFor(most, widest);
    const apart = (one: number, other: number) =>
      Math.max(APART, radiusOf(one, unit, widest) + radiusOf(other, unit, widest) + GAP) / scale;
    // In the order of the data: it stays while discs open, and with it their place in the page.
    groups = join(groups, (2 * widest + GAP) / scale, apart).sort((a, b) => a.lead - b.lead);
    const of = new Int32Array(points.length);
    for (const [index, group] of groups.entries()) {
      for (const member of group.members) of[member] = index;
    }
    levels[level] = {
      of,
      clusters: groups.map((group) => ({
        x: group.x,
        y: group.y,
        lead: group.lead,
        members: group.members,
        radius: radiusOf(group.members.length, unit, widest),
      })),
    };
  }
  return levels;
}

/** The first level after `from` at which some marks are in more than one cluster; else null. */
export function splitLevel(
  levels: readonly Level[],
  members: readonly number[],
  from: number,
): number | null {
  for (let level = from + 1; level < levels.length; level += 1) {
    const of = levels[level]?.of;
    const first = of?.[members[0] ?? -1];
    if (of && members.some((member) => of[member] !== first)) return level;
  }
  return null;
}
