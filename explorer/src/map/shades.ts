/** The few classes by which countries are tinted. */

import { number } from "./words";

/** One class: from how many stations on, and in words. */
export interface Shade {
  from: number;
  words: string;
}

const STEPS = [1, 2, 5, 10];

/** The classes for counts up to `most`: the same steps, times ten where there are many. */
export function shadesFor(most: number): Shade[] {
  const times = most < 100 ? 1 : 10 ** (Math.floor(Math.log10(most)) - 1);
  // The first class always begins at one, so that no country with a station looks like one without.
  const starts = STEPS.map((step, index) => (index === 0 ? 1 : step * times));
  return starts.map((from, index) => {
    const next = starts[index + 1];
    if (next === undefined) return { from, words: `${number(from)} and more` };
    const to = next - 1;
    const range = `${number(from)}–${number(to)}`;
    return { from, words: to === from ? String(from) : range };
  });
}

/** The class of a count, from 1; 0 for none. */
export function shadeOf(count: number, shades: readonly Shade[]): number {
  return shades.filter((shade) => count >= shade.from).length;
}
