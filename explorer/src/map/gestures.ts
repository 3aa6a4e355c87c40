/** Wheel, drag, pinch and double tap. */

import { holding, type Point, panBy, type Size, toWorld, type View, zoomAbout } from "./view";

/** What the gestures move. */
export interface Movable {
  frame(): Size | null;
  view(): View;
  go(next: View, how: "now" | "slowly"): void;
}

/** A finger trembles more than a mouse. */
const SLACK = { mouse: 4, touch: 8 };
const DOUBLE_MS = 300;
const DOUBLE_APART = 28;

function middle(points: readonly Point[]): Point {
  const count = Math.max(1, points.length);
  return {
    x: points.reduce((sum, point) => sum + point.x, 0) / count,
    y: points.reduce((sum, point) => sum + point.y, 0) / count,
  };
}

function spread(points: readonly Point[]): number {
  const [one, other] = points;
  return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
}

/** Listen on an element; the answer stops listening. */
export function attachGestures(element: HTMLElement, movable: Movable): () => void {
  const down = new Map<number, Point>();
  let start: Point | null = null;
  let moved = false;
  let tapped: (Point & { time: number }) | null = null;
  // While two fingers hold the map: what they hold, and how far apart they were.
  let pinch: { world: Point; apart: number; k: number } | null = null;

  const at = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const grip = () => {
    const frame = movable.frame();
    const points = [...down.values()];
    const view = movable.view();
    pinch =
      frame && points.length === 2
        ? { world: toWorld(middle(points), view, frame), apart: spread(points), k: view.k }
        : null;
  };

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    if (down.size === 0) {
      moved = false;
      start = at(event);
    } else {
      moved = true;
    }
    if (down.size < 2) down.set(event.pointerId, at(event));
    // A view still on its way stops where it is, under the finger.
    movable.go(movable.view(), "now");
    grip();
  };

  const onMove = (event: PointerEvent) => {
    const before = down.get(event.pointerId);
    const frame = movable.frame();
    if (!before || !frame) return;
    const now = at(event);
    if (!moved && start) {
      const slack = event.pointerType === "mouse" ? SLACK.mouse : SLACK.touch;
      if (Math.hypot(now.x - start.x, now.y - start.y) < slack) return;
      moved = true;
    }
    // Held only once it moves, so that a plain click still reaches the disc under it.
    if (!element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
    element.dataset.held = "";
    down.set(event.pointerId, now);
    if (pinch) {
      const points = [...down.values()];
      const k = pinch.k * (spread(points) / Math.max(1, pinch.apart));
      movable.go(holding(pinch.world, middle(points), k, frame), "now");
    } else {
      movable.go(panBy(movable.view(), frame, now.x - before.x, now.y - before.y), "now");
    }
  };

  const onUp = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    delete element.dataset.held;
    grip();
    const onDisc = event.target instanceof Element && event.target.closest("[data-lead]");
    if (moved || onDisc || event.type !== "pointerup") {
      tapped = null;
      return;
    }
    const here = at(event);
    const frame = movable.frame();
    const second =
      tapped &&
      event.timeStamp - tapped.time < DOUBLE_MS &&
      Math.hypot(here.x - tapped.x, here.y - tapped.y) < DOUBLE_APART;
    if (second && frame) movable.go(zoomAbout(movable.view(), frame, 2, here), "slowly");
    tapped = second ? null : { ...here, time: event.timeStamp };
  };

  // The end of a drag is no click on what happens to be there.
  const onClick = (event: MouseEvent) => {
    if (!moved || event.detail === 0) return;
    moved = false;
    event.stopPropagation();
    event.preventDefault();
  };

  // Without a key the wheel belongs to the page. A pinch on a trackpad comes as ctrl and wheel.
  const onWheel = (event: WheelEvent) => {
    const frame = movable.frame();
    if (!frame || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
    // A notch of a wheel is about 100, a trackpad sends small steps: both should feel alike.
    const step = Math.max(-100, Math.min(100, event.deltaY * lines));
    const factor = 2 ** (-step / (Math.abs(step) < 40 ? 60 : 200));
    movable.go(zoomAbout(movable.view(), frame, factor, at(event)), "now");
  };

  // Where one finger may still scroll the page, two must not.
  const onTouch = (event: TouchEvent) => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  };

  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onUp);
  element.addEventListener("click", onClick, true);
  element.addEventListener("wheel", onWheel, { passive: false });
  element.addEventListener("touchmove", onTouch, { passive: false });
  return () => {
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onUp);
    element.removeEventListener("click", onClick, true);
    element.removeEventListener("wheel", onWheel);
    element.removeEventListener("touchmove", onTouch);
  };
}
