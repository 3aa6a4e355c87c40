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
  if (count === 1) return (APART - GAP) / 2;
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
  /** How much room it takes on every side, in the world's units. */
  room: number;
}

/** The fullest first, then by name: so that the same marks always give the same discs. */
function byCount(one: Group, other: Group): number {
  return other.members.length - one.members.length || one.lead - other.lead;
}

/** One group of each place: their middle is exact, whatever the order. */
function gather(points: readonly Point[]): Group[] {
  const columns = new Map<number, Map<number, Group>>();
  const groups: Group[] = [];
  points.forEach(({ x, y }, index) => {
    let column = columns.get(x);
    if (column === undefined) {
      column = new Map();
      columns.set(x, column);
    }
    const group = column.get(y);
    if (group) {
      group.members.push(index);
    } else {
      const made = { x, y, lead: index, members: [index], room: 0 };
      column.set(y, made);
      groups.push(made);
    }
  });
  return groups;
}

/** The groups by where they are: who is near is in one of nine cells. */
class Grid {
  private readonly cells = new Map<number, Set<Group>>();

  constructor(private readonly width: number) {}

  private cell(across: number, down: number): number {
    return across * 65536 + down;
  }

  private cellOf({ x, y }: Point): number {
    return this.cell(Math.floor(x / this.width), Math.floor(y / this.width));
  }

  add(group: Group): void {
    const key = this.cellOf(group);
    const cell = this.cells.get(key);
    if (cell) cell.add(group);
    else this.cells.set(key, new Set([group]));
  }

  remove(group: Group): void {
    this.cells.get(this.cellOf(group))?.delete(group);
  }

  near(seed: Group): Group[] {
    const found: Group[] = [];
    const across = Math.floor(seed.x / this.width);
    const down = Math.floor(seed.y / this.width);
    for (let i = across - 1; i <= across + 1; i += 1) {
      for (let j = down - 1; j <= down + 1; j += 1) {
        const cell = this.cells.get(this.cell(i, j));
        if (cell === undefined) continue;
        for (const other of cell) {
          if (other === seed) continue;
          const least = seed.room + other.room;
          const x = seed.x - other.x;
          const y = seed.y - other.y;
          if (x * x + y * y < least * least) found.push(other);
        }
      }
    }
    return found;
  }
}

function joined(seed: Group, others: readonly Group[]): Group {
  let x = 0;
  let y = 0;
  let lead = seed.lead;
  const members: number[] = [];
  for (const part of [seed, ...others]) {
    x += part.x * part.members.length;
    y += part.y * part.members.length;
    lead = Math.min(lead, part.lead);
    for (const member of part.members) members.push(member);
  }
  return { x: x / members.length, y: y / members.length, lead, members, room: 0 };
}

/** Join groups until each has its room; the most room for one is half of `width`. */
function join(groups: readonly Group[], width: number, roomOf: (count: number) => number): Group[] {
  const grid = new Grid(width);
  const present = new Set(groups.toSorted(byCount));
  for (const group of present) {
    group.room = roomOf(group.members.length);
    grid.add(group);
  }
  // Each group that is made is looked at again until nothing is near it, and a set is walked to
  // what was added last: so of any two groups the later was seen to be far from the other.
  for (const seed of present) {
    const others = grid.near(seed);
    if (others.length === 0) continue;
    for (const part of [seed, ...others]) {
      grid.remove(part);
      present.delete(part);
    }
    const made = joined(seed, others);
    made.room = roomOf(made.members.length);
    grid.add(made);
    present.add(made);
  }
  return [...present];
}

/** The clusters of all levels, from the whole world to the last; `fit` is the scale of level 0. */
export function clusterLevels(points: readonly Point[], fit: number, last: number): Level[] {
  const levels: Level[] = [];
  const widest = widestFor(fit);
  let groups = gather(points);
  // From the closest level outwards: so a disc opens into discs, and never half into another.
  for (let level = last; level >= 0; level -= 1) {
    const scale = fit * 2 ** level;
    groups = join(groups, APART / scale, () => APART / scale / 2);
    const most = groups.reduce((top, group) => Math.max(top, group.members.length), 1);
    const unit = unitFor(most, widest);
    const roomOf = (count: number) => (radiusOf(count, unit, widest) + GAP / 2) / scale;
    // In the order of the data: it stays while discs open, and with it their place in the page.
    groups = join(groups, (2 * widest + GAP) / scale, roomOf).sort((a, b) => a.lead - b.lead);
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
