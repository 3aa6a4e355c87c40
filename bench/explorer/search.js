// Searching a release a hundred times the real one: ours, MiniSearch and uFuzzy, by name.

import uFuzzy from "@leeoniya/ufuzzy";
import MiniSearch from "minisearch";
import { knownOn } from "explorer/data/day";
import { folded } from "explorer/data/fold";
import { NAMING } from "explorer/data/names";
import { Index, MOST, SEARCHED } from "explorer/data/search";

/** What the site's own index is given of the real records. */
class Taking extends Index {
  records = [];
  add(kind, id, name, text) {
    this.records.push([kind, id, name, text]);
  }
}

/** The same numbers every time. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const ENDINGS = ["a", "er", "ov", "ini", "stad", "ville", "ez", "ska", "berg", "ong"];

/** So many times the records: in every copy four words of ten are others, some of them new ones. */
function* multiplied(records, copies) {
  const words = records.flatMap(([, , name, text]) => `${name} ${text}`.match(/[\p{L}]{4,}/gu) ?? []);
  for (let copy = 0; copy < copies; copy++) {
    const roll = random(copy + 1);
    const varied = (text) =>
      text.replace(/[\p{L}]{4,}/gu, (word) => {
        const drawn = roll();
        if (copy === 0 || drawn > 0.4) return word;
        const other = words[Math.floor(roll() * words.length)];
        return drawn > 0.05 ? other : other + ENDINGS[Math.floor(roll() * ENDINGS.length)];
      });
    for (const [kind, id, name, text] of records) {
      yield [kind, `${id}${copy ? String(copy).padStart(4, "0") : ""}`, varied(name), varied(text)];
    }
  }
}

const HAN = /(?=\p{Script=Han})|(?<=\p{Script=Han})/u;
const tokens = (text) => folded(text).split(" ").flatMap((word) => word.split(HAN)).filter(Boolean);

const TOOLS = {
  ours: () => {
    const index = new Index();
    return {
      add: (kind, id, name, text) => index.add(kind, id, name, text),
      done: () => {},
      search: (query) => index.search(query).length,
    };
  },
  // By the beginnings of words, all of them; a Chinese character is a word.
  minisearch: () => {
    const index = new MiniSearch({
      fields: ["name", "text"],
      tokenize: tokens,
      processTerm: (term) => term,
      searchOptions: { prefix: true, combineWith: "AND", boost: { name: 2 } },
    });
    return {
      add: (_, id, name, text) => index.add({ id, name: `${name} ${id}`, text }),
      done: () => {},
      search: (query) => index.search(query).slice(0, MOST).length,
    };
  },
  // It keeps the texts and looks through all of them; words in any order, from their beginnings.
  ufuzzy: () => {
    const texts = [];
    const tool = new uFuzzy({ unicode: true, interSplit: "[^\\p{L}\\d']+", interLft: 1 });
    return {
      add: (_, id, name, text) => texts.push(folded(`${name} ${id} ${text}`)),
      done: () => {},
      search: (query) => {
        const [found] = tool.search(texts, folded(query), 3, 0);
        return found ? found.slice(0, MOST).length : 0;
      },
    };
  },
};

let tool;

/** Fill the index of one tool; gives how long that took alone, without making the texts. */
window.fill = async (name, copies) => {
  const taking = new Taking();
  await taking.fill(await knownOn(null, [...NAMING, ...SEARCHED]), () => undefined);
  tool = TOOLS[name]();
  let took = 0;
  let size = 0;
  let letters = 0;
  let batch = [];
  const take = () => {
    const begun = performance.now();
    for (const record of batch) tool.add(...record);
    took += performance.now() - begun;
    batch = [];
  };
  for (const record of multiplied(taking.records, copies)) {
    batch.push(record);
    size++;
    letters += record[2].length + record[3].length;
    if (batch.length === 5000) {
      take();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  take();
  return { took, size, letters };
};

/** How long each query takes, by turns. */
window.ask = async (queries, runs) => {
  const times = queries.map(() => []);
  const found = [];
  for (let run = 0; run < runs; run++) {
    for (const [at, query] of queries.entries()) {
      const begun = performance.now();
      found[at] = tool.search(query);
      times[at].push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  return { times, found };
};
