/** Search over everything: words by their beginning, Chinese anywhere, accents folded.
 *
 * The texts lie one after another in long strings, which the engine's own `indexOf` searches
 * faster than an index could be built in the browser (docs/performance.md has the figures). Names
 * are searched before what else a record says.
 */

import type { Kind } from "../address";
import { KINDS } from "../address";
import type { Day } from "./day";
import { folded } from "./fold";
import { countryName, nameOf, organisationName } from "./names";
import type { TableName, Tables } from "./schema";
import { type AnyRow, idOf } from "./values";

export interface Hit {
  readonly kind: Kind;
  readonly id: string;
}

/** The tables that are searched, in the order in which what is found is shown. */
export const SEARCHED: readonly TableName[] = KINDS;

/** Of those found so many are told at most. */
export const MOST = 200;

/** So many records are taken in before the browser may do something else. */
const SLICE = 4000;

/** So many texts lie in one string: long ones are searched fast, short ones are made fast. */
const BLOCK = 1000;

/** A word of a query, which a text has to have at the beginning of a word or anywhere. */
interface Needle {
  readonly word: string;
  readonly anywhere: boolean;
}

/** Where a text next has a needle. The word alone is sought, for blanks are everywhere. */
function next(text: string, { word, anywhere }: Needle, from: number): number {
  let at = text.indexOf(word, from);
  while (!anywhere && at >= 0 && text.charCodeAt(at - 1) !== BLANK) at = text.indexOf(word, at + 1);
  return at;
}

const BLANK = 32;

/** Some texts one after another, with where each begins. */
class Block {
  #text = "";
  #parts: string[] = [];
  readonly #starts: number[] = [];
  #length = 0;

  /** The number of its first text. */
  constructor(readonly first: number) {}

  get size(): number {
    return this.#starts.length;
  }

  add(words: string): void {
    const line = ` ${words}\n`;
    this.#starts.push(this.#length);
    this.#parts.push(line);
    this.#length += line.length;
    // Not at the first query: somebody waits for that.
    if (this.size === BLOCK) this.#join();
  }

  #join(): void {
    this.#text += this.#parts.join("");
    this.#parts = [];
  }

  /** The numbers of the texts that have every one of these needles, in order. */
  *find(needles: readonly Needle[]): Generator<number> {
    if (this.#parts.length) this.#join();
    const text = this.#text;
    let number = 0;
    while (number < this.#starts.length) {
      const begin = this.#starts[number] ?? 0;
      const end = this.#starts[number + 1] ?? text.length;
      let place = begin;
      for (const needle of needles) {
        place = next(text, needle, begin);
        if (place < 0) return;
        if (place >= end) break;
      }
      // A needle that is only further on leads there, over all that lies between.
      if (place >= end) number = this.#at(place);
      else yield this.first + number++;
    }
  }

  /** The text in which a place lies. */
  #at(place: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Texts by their number. */
class Haystack {
  readonly #blocks: Block[] = [];

  add(words: string): void {
    let last = this.#blocks.at(-1);
    if (!last || last.size === BLOCK) {
      last = new Block(this.#blocks.length * BLOCK);
      this.#blocks.push(last);
    }
    last.add(words);
  }

  /** The numbers of the texts that have every one of these needles, in order. */
  *find(needles: readonly Needle[]): Generator<number> {
    for (const block of this.#blocks) yield* block.find(needles);
  }
}

/** Everything that can be found on a day. */
export class Index {
  readonly #hits: Hit[] = [];
  readonly #names = new Haystack();
  readonly #texts = new Haystack();
  ready = false;

  /** Take everything in, slice by slice; `progress` is told after each. */
  async fill(day: Day, progress: () => void): Promise<void> {
    let slice = 0;
    for (const kind of KINDS) {
      for (const row of day.rows(kind) as readonly AnyRow[]) {
        this.add(kind, idOf(kind, row), nameOf(day, kind, idOf(kind, row)), textOf(kind, row));
        slice++;
        if (slice % SLICE === 0) {
          progress();
          await new Promise((resolve) => setTimeout(resolve));
        }
      }
    }
    this.ready = true;
    progress();
  }

  /** Take one record in. */
  add(kind: Kind, id: string, name: string, text: string): void {
    this.#hits.push({ kind, id });
    this.#names.add(folded(`${name} ${id}`));
    this.#texts.add(folded(text));
  }

  /** How many records are in. */
  get size(): number {
    return this.#hits.length;
  }

  /** What has every word of the query: by name first, then by what else it says. */
  search(query: string, most = MOST): readonly Hit[] {
    const words = folded(query).split(" ").filter(Boolean);
    if (words.length === 0) return [];
    // The longest first: the longer, the rarer.
    const needles = words
      .sort((one, other) => other.length - one.length)
      .map((word) => ({ word, anywhere: SPACELESS.test(word) }));
    const found = new Set<number>();
    for (const haystack of [this.#names, this.#texts]) {
      for (const number of haystack.find(needles)) {
        if (found.size >= most) break;
        found.add(number);
      }
    }
    return [...found].flatMap((number) => this.#hits[number] ?? []);
  }
}

/** Scripts that put no blanks between words. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** What a record says beside its name. */
function textOf(kind: Kind, row: AnyRow): string {
  const texts: (string | null | undefined)[] = [];
  const take = (...names: string[]) => {
    for (const name of names) {
      const value: unknown = row[name as keyof AnyRow];
      if (typeof value === "string") texts.push(value);
    }
  };
  take("city", "region", "subregion", "district", "premises", "name_local", "summary", "note");
  take("title", "publisher", "url", "speaker", "speaker_role", "iso3");
  const country = (row as Partial<Tables["stations"]>).country_id;
  if (country && kind !== "countries") texts.push(countryName(country));
  const party = row as Partial<Tables["events"] & Tables["stations"] & Tables["investigations"]>;
  for (const id of [party.actor, party.operated_by, party.authority]) {
    if (id) texts.push(organisationName(id));
  }
  const about = (row as Partial<Tables["statements"]>).about_country_ids;
  if (about) texts.push(...about.map(countryName));
  return texts.join(" ");
}
