/** Search over everything, as one types. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Day } from "../data/day";
import { nameOf, TITLES } from "../data/names";
import { type Hit, Index, MOST, SEARCHED } from "../data/search";
import { counted } from "../data/text";
import { go, link, useHere } from "../here";
import { Loaded } from "../ui/loaded";
import { StateMark } from "../ui/marks";
import { Notice } from "../ui/notice";
import { Text } from "../ui/text";

/** The search page. */
export function Search() {
  const here = useHere();
  const query = here.query.q ?? "";
  return (
    <>
      <h1>Search</h1>
      <Notice />
      <search>
        <form class="filters" onSubmit={(event) => event.preventDefault()}>
          <label class="grow">
            Stations, countries, organisations, inquiries, statements, events, sources
            <input
              id="q"
              type="search"
              value={query}
              onInput={(event) =>
                go({ ...here, query: { q: event.currentTarget.value } }, "replace")
              }
            />
          </label>
        </form>
      </search>
      <Loaded on={here.day} needs={SEARCHED}>
        {(day) => <Found day={day} query={query} />}
      </Loaded>
    </>
  );
}

const made = new WeakMap<Day, Index>();

function useIndex(day: Day): readonly [Index, number] {
  const [size, setSize] = useState(0);
  const index = useMemo(() => made.get(day) ?? new Index(), [day]);
  useEffect(() => {
    if (made.has(day)) return;
    made.set(day, index);
    void index.fill(day, () => setSize(index.size));
  }, [day, index]);
  return [index, size];
}

function Found({ day, query }: { day: Day; query: string }) {
  const [index, size] = useIndex(day);
  // What is found grows with the index
  const hits = useMemo(() => index.search(query), [index, query, size]);
  const kinds = Map.groupBy(hits, ({ kind }) => kind);
  return (
    <div aria-busy={!index.ready}>
      <p role="status">
        {!query &&
          `${counted(index.size, "record")} can be searched: by the beginnings of words, without accents, in Chinese too.`}
        {query &&
          `${hits.length < MOST ? "" : "The first "}${counted(hits.length, "record")} found${index.ready ? "" : " so far"}.`}
      </p>
      {[...kinds].map(([kind, found]) => (
        <section key={kind}>
          <h2>
            {TITLES[kind]} <span class="count">{found.length}</span>
          </h2>
          <ul class="hits">
            {found.map((hit) => (
              <li key={hit.id}>
                <One day={day} hit={hit} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function One({ day, hit }: { day: Day; hit: Hit }) {
  const status = day.derived(hit.id, "status");
  return (
    <>
      <a href={link(hit.kind, hit.id)}>
        <Text>{nameOf(day, hit.kind, hit.id)}</Text>
      </a>{" "}
      <span class="id">{hit.id}</span> {status && <StateMark field="status" value={status.value} />}
    </>
  );
}
