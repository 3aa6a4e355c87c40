/** Waiting for tables, and saying so where they cannot be had. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Day, knownOn } from "../data/day";
import { NAMING } from "../data/names";
import type { TableName } from "../data/schema";

type Coming = { day: Day } | { error: Error } | null;

interface Props {
  /** The day looked from; null is the release. */
  on: string | null;
  /** The tables that what is drawn reads, beside those that names are made from. */
  needs: readonly TableName[];
  /** Whether `needs` is all: no names are made, or of what these tables tell. */
  only?: boolean;
  /** What stands there until they have come. */
  until?: ComponentChildren;
  children: (day: Day) => ComponentChildren;
}

const ready = new Map<string, Day>();

function keyOf(on: string | null, needs: readonly TableName[]): string {
  return `${on ?? ""} ${[...needs].sort().join()}`;
}

/** Draw what needs tables once they are there. The last drawing stays while another day comes. */
export function Loaded({ on, needs, only = false, until, children }: Props) {
  const tables = only ? needs : [...NAMING, ...needs];
  const key = keyOf(on, tables);
  const [tries, setTries] = useState(0);
  const [coming, setComing] = useState<Coming>(() => {
    const day = ready.get(key);
    return day ? { day } : null;
  });
  // The key stands for day and tables
  useEffect(() => {
    let wanted = true;
    const day = ready.get(key);
    if (day) {
      setComing({ day });
      return;
    }
    knownOn(on, tables).then(
      (made) => {
        keep(key, made);
        if (wanted) setComing({ day: made });
      },
      (error: Error) => wanted && setComing({ error }),
    );
    return () => {
      wanted = false;
    };
  }, [key, tries]);
  if (coming && "error" in coming) {
    return (
      <p class="problem" role="alert">
        The data could not be loaded ({coming.error.message}).{" "}
        <button type="button" onClick={() => setTries(tries + 1)}>
          Try again
        </button>
      </p>
    );
  }
  return <>{coming ? children(coming.day) : (until ?? <p class="waiting">Loading…</p>)}</>;
}

/** Days are made again cheaply; only the last few are kept. */
function keep(key: string, day: Day): void {
  ready.set(key, day);
  for (const old of ready.keys()) {
    if (ready.size <= 12) break;
    ready.delete(old);
  }
}
