/** Search over everything: words by their beginning, Chinese anywhere, accents folded.
 *
 * The texts lie one after another in one long text, which the engine's own `indexOf` searches
 * faster than any index that would first have to be built in the browser (docs/explorer.md has the
 * figures). Names are searched before what else a record says.
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

/** Texts one after another, with where each begins. */
class Haystack {
  #text = "\n";
  #parts: string[] = [];
  readonly #starts: number[] = [];
  #length = 1;

  add(words: string): void {
    const line = ` ${words} \n`;
    this.#starts.push(this.#length);
    this.#parts.push(line);
    this.#length += line.length;
  }

  /** The numbers of the texts that have every one of these needles, in order, and no more than `most`. */
  *find(needles: readonly string[]): Generator<number> {
    if (this.#parts.length) {
      this.#text += this.#parts.join("");
      this.#parts = [];
    }
    const text = this.#text;
    const [first = "", ...others] = [...needles].sort((one, other) => other.length - one.length);
    let at = text.indexOf(first);
    while (at >= 0) {
      const number = this.#at(at);
      const begin = this.#starts[number] ?? 0;
      const end = this.#starts[number + 1] ?? text.length;
      if (others.length === 0) yield number;
      else {
        const own = text.slice(begin, end);
        if (others.every((needle) => own.includes(needle))) yield number;
      }
      at = text.indexOf(first, end);
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
    const needles = words.map((word) => (SPACELESS.test(word) ? word : ` ${word}`));
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
