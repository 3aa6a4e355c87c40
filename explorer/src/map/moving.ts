/** The view that is shown, and how it comes from one to the next. */

import { useEffect, useRef, useState } from "preact/hooks";
import { between, HOME, same, type View } from "./view";

const SLOWLY_MS = 280;

/** The view now, where it is going, and a way to send it elsewhere. */
export interface Moving {
  /** The view to draw. */
  shown: View;
  /** The view at this moment, which the next frame will draw. */
  now(): View;
  /** Where it will be when it has stopped. */
  goal(): View;
  go(next: View, how: "now" | "slowly"): void;
}

/** A view that moves at most once a frame, and at once where motion is not wanted. */
export function useMoving(): Moving {
  const [shown, setShown] = useState(HOME);
  const state = useRef({ now: HOME, from: HOME, goal: HOME, since: -1, request: 0 });
  useEffect(() => () => cancelAnimationFrame(state.current.request), []);

  const draw = (time: number) => {
    const move = state.current;
    move.request = 0;
    if (move.since >= 0) {
      const part = Math.min(1, Math.max(0, (time - move.since) / SLOWLY_MS));
      move.now = between(move.from, move.goal, 1 - (1 - part) ** 3);
      if (part < 1) move.request = requestAnimationFrame(draw);
      else move.since = -1;
    }
    setShown(move.now);
  };

  const go: Moving["go"] = (next, how) => {
    const move = state.current;
    move.goal = next;
    if (how === "slowly" && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      if (same(move.now, next)) return;
      move.from = move.now;
      move.since = performance.now();
    } else {
      move.now = next;
      move.since = -1;
    }
    if (move.request === 0) move.request = requestAnimationFrame(draw);
  };

  return { shown, now: () => state.current.now, goal: () => state.current.goal, go };
}
