/** The map in words: what is drawn is also said. */

import type { Mark, Status } from "./types";

/** The statuses in the order in which they are drawn and told. */
export const STATUSES: readonly Status[] = [
  "reported",
  "closure_ordered",
  "reported_closed",
  "not_substantiated",
];

const WORDS: Record<Status, string> = {
  reported: "reported",
  closure_ordered: "closure ordered",
  reported_closed: "reported closed",
  not_substantiated: "not substantiated",
};

/** How many of some stations have each status, and how many of those are contested. */
export interface Tally {
  total: number;
  contested: number;
  of: Record<Status, { plain: number; contested: number }>;
}

/** A status in words. */
export function statusWord(status: Status): string {
  return WORDS[status];
}

// Made once: it is slow to make, and hundreds of discs are told while the map zooms.
const numbers = new Intl.NumberFormat("en");

/** A number as it is read. */
export function number(value: number): string {
  return numbers.format(value);
}

/** A number with its noun. */
export function stations(count: number): string {
  return `${number(count)} ${count === 1 ? "station" : "stations"}`;
}

/** The statuses of some marks, counted. */
export function tally(marks: Iterable<Mark>): Tally {
  const counted: Tally = {
    total: 0,
    contested: 0,
    of: {
      reported: { plain: 0, contested: 0 },
      closure_ordered: { plain: 0, contested: 0 },
      reported_closed: { plain: 0, contested: 0 },
      not_substantiated: { plain: 0, contested: 0 },
    },
  };
  for (const mark of marks) {
    counted.total += 1;
    if (mark.contested) counted.contested += 1;
    counted.of[mark.status][mark.contested ? "contested" : "plain"] += 1;
  }
  return counted;
}

/** A tally in words, as "8 reported, 4 closure ordered; 10 contested". */
export function tallyWords(counted: Tally): string {
  const parts: string[] = [];
  for (const status of STATUSES) {
    const count = counted.of[status].plain + counted.of[status].contested;
    if (count > 0) parts.push(`${number(count)} ${WORDS[status]}`);
  }
  const statuses = parts.join(", ");
  return counted.contested > 0 ? `${statuses}; ${number(counted.contested)} contested` : statuses;
}

/** One station's state in words, as "reported, contested". */
export function markWords(mark: Mark): string {
  return mark.contested ? `${WORDS[mark.status]}, contested` : WORDS[mark.status];
}

/** The place in a station's label, without the brackets or the number after it. */
export function place(label: string): string {
  return label.replace(/ \(.*$/, "").replace(/ \d+$/, "");
}

/** The place that most of some marks name: of equals the first. */
export function mainPlace(marks: readonly Mark[]): string {
  const counts = new Map<string, number>();
  let best = "";
  let most = 0;
  for (const mark of marks) {
    const name = place(mark.label);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count > most) {
      most = count;
      best = name;
    }
  }
  return best;
}
