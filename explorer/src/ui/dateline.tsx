/** The one control of the day that the whole site is looked at from. */

import { useEffect, useState } from "preact/hooks";
import { isDay } from "../address";
import { load } from "../data/tables";
import { dated } from "../data/text";
import { go, useHere } from "../here";
import { FIRST_DAY, LAST_DAY } from "../site";

/** A slider over the days on which something became known, a field for any day, and back to now. */
export function DateLine() {
  const here = useHere();
  const days = useDaysOfNews();
  const day = here.day ?? LAST_DAY;
  const set = (next: string) => {
    const chosen = next >= LAST_DAY ? null : next < FIRST_DAY ? FIRST_DAY : next;
    go({ ...here, day: chosen }, "replace");
  };
  return (
    <form class="dateline" onSubmit={(event) => event.preventDefault()}>
      <label for="as-of">As known on</label>
      <input
        id="as-of"
        type="date"
        min={FIRST_DAY}
        max={LAST_DAY}
        value={day}
        onChange={(event) => isDay(event.currentTarget.value) && set(event.currentTarget.value)}
      />
      <input
        type="range"
        aria-label="Day as of which the data is shown"
        aria-valuetext={dated(day)}
        min={0}
        max={Math.max(0, days.length - 1)}
        value={place(days, day)}
        disabled={days.length === 0}
        onInput={(event) => set(days[Number(event.currentTarget.value)] ?? LAST_DAY)}
      />
      {here.day ? (
        <button type="button" onClick={() => set(LAST_DAY)}>
          Back to the latest
        </button>
      ) : (
        <span class="soft">the latest</span>
      )}
    </form>
  );
}

/** The days on which some source became known, the release's last day the last. */
function useDaysOfNews(): readonly string[] {
  const [days, setDays] = useState<readonly string[]>([]);
  useEffect(() => {
    let wanted = true;
    const begin = () =>
      load("source_days").then(
        ({ rows }) => {
          const told = rows.map((row) => row.known_on).filter((day) => day < LAST_DAY);
          if (wanted) setDays([...new Set(told), LAST_DAY].sort());
        },
        // The field for any day is still there; what needs the table says that it cannot be had.
        () => undefined,
      );
    // What the page itself reads goes first; the document names it, so its loading waits for it.
    if (document.readyState === "complete") begin();
    else addEventListener("load", begin, { once: true });
    return () => {
      wanted = false;
      removeEventListener("load", begin);
    };
  }, []);
  return days;
}

/** The last of the days that is not after this one. */
function place(days: readonly string[], day: string): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? "") <= day) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
