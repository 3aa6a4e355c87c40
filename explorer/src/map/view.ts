/** The arithmetic of what part of the world is seen. Pure functions only. */

/** A place on the plane. */
export interface Point {
  x: number;
  y: number;
}

/** Width and height. */
export interface Size {
  width: number;
  height: number;
}

/** A rectangle on the plane of the world. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** The place of the world in the middle of the frame, and how many times it is enlarged. */
export interface View extends Point {
  k: number;
}

/** The plane on which the world is drawn, in its own units: Antarctica is cut off. */
export const WORLD: Size = { width: 924, height: 440 };

/** The whole world. */
export const HOME: View = { x: WORLD.width / 2, y: WORLD.height / 2, k: 1 };

/** The points are cities and the shapes are coarse: closer than this there is nothing to see. */
const CLOSEST = 32;

/** CSS pixels for one unit of the world when all of it is seen. */
export function fitScale(frame: Size): number {
  return Math.min(frame.width / WORLD.width, frame.height / WORLD.height);
}

/** CSS pixels for one unit of the world. */
export function scaleOf(view: View, frame: Size): number {
  return fitScale(frame) * view.k;
}

/** The last whole level of zoom; each level doubles the scale. */
export function lastLevel(frame: Size): number {
  return Math.max(1, Math.round(Math.log2(CLOSEST / fitScale(frame))));
}

/** The whole level of zoom at or below a view's. */
export function levelOf(view: View, frame: Size): number {
  // A hair is added, because a zoom by two may end a hair below two.
  return Math.min(lastLevel(frame), Math.max(0, Math.floor(Math.log2(view.k) + 1e-6)));
}

function within(value: number, low: number, high: number): number {
  return low > high ? (low + high) / 2 : Math.min(high, Math.max(low, value));
}

/** The nearest view in which the world does not leave the frame. */
export function clampView(view: View, frame: Size): View {
  const k = within(view.k, 1, 2 ** lastLevel(frame));
  const scale = fitScale(frame) * k;
  const halfWidth = frame.width / scale / 2;
  const halfHeight = frame.height / scale / 2;
  const x = within(view.x, halfWidth, WORLD.width - halfWidth);
  const y = within(view.y, halfHeight, WORLD.height - halfHeight);
  return x === view.x && y === view.y && k === view.k ? view : { x, y, k };
}

/** Where a place of the world is in the frame. */
export function toFrame(point: Point, view: View, frame: Size): Point {
  const scale = scaleOf(view, frame);
  return {
    x: (point.x - view.x) * scale + frame.width / 2,
    y: (point.y - view.y) * scale + frame.height / 2,
  };
}

/** Which place of the world is at a place in the frame. */
export function toWorld(point: Point, view: View, frame: Size): Point {
  const scale = scaleOf(view, frame);
  return {
    x: (point.x - frame.width / 2) / scale + view.x,
    y: (point.y - frame.height / 2) / scale + view.y,
  };
}

/** The view in which a place of the world is at a place in the frame. */
export function holding(world: Point, at: Point, k: number, frame: Size): View {
  const free = within(k, 1, 2 ** lastLevel(frame));
  const scale = fitScale(frame) * free;
  return clampView(
    {
      x: world.x - (at.x - frame.width / 2) / scale,
      y: world.y - (at.y - frame.height / 2) / scale,
      k: free,
    },
    frame,
  );
}

/** Zoom by a factor, so that what is at a place in the frame stays there. */
export function zoomAbout(view: View, frame: Size, factor: number, at: Point): View {
  return holding(toWorld(at, view, frame), at, view.k * factor, frame);
}

/** Move what is seen by CSS pixels. */
export function panBy(view: View, frame: Size, dx: number, dy: number): View {
  const scale = scaleOf(view, frame);
  return clampView({ x: view.x - dx / scale, y: view.y - dy / scale, k: view.k }, frame);
}

/** The smallest rectangle round some places; null for none. */
export function boundsOf(points: Iterable<Point>): Box | null {
  let box: Box | null = null;
  for (const { x, y } of points) {
    if (box === null) box = { x0: x, y0: y, x1: x, y1: y };
    box.x0 = Math.min(box.x0, x);
    box.y0 = Math.min(box.y0, y);
    box.x1 = Math.max(box.x1, x);
    box.y1 = Math.max(box.y1, y);
  }
  return box;
}

/** The smallest rectangle round two. */
export function union(one: Box | null, other: Box | null): Box | null {
  if (one === null || other === null) return one ?? other;
  return {
    x0: Math.min(one.x0, other.x0),
    y0: Math.min(one.y0, other.y0),
    x1: Math.max(one.x1, other.x1),
    y1: Math.max(one.y1, other.y1),
  };
}

/** The closest view of a rectangle with a margin in CSS pixels, no closer than `most`. */
export function fitBox(box: Box, frame: Size, margin: number, most: number): View {
  const width = Math.max(1, frame.width - 2 * margin) / Math.max(1e-9, box.x1 - box.x0);
  const height = Math.max(1, frame.height - 2 * margin) / Math.max(1e-9, box.y1 - box.y0);
  const k = Math.min(most, Math.min(width, height) / fitScale(frame));
  return clampView({ x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2, k }, frame);
}

/** The view on the way from one to another, `part` from 0 to 1. */
export function between(from: View, to: View, part: number): View {
  if (part >= 1) return to;
  const k = from.k * (to.k / from.k) ** part;
  // While the zoom grows evenly, the middle must move as 1/k does: then a fixed place stays fixed.
  const near = Math.abs(to.k / from.k - 1) < 1e-6;
  const way = near ? part : (1 / k - 1 / from.k) / (1 / to.k - 1 / from.k);
  return { x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, k };
}

/** Whether two views look the same. */
export function same(one: View, other: View): boolean {
  return (
    Math.abs(one.x - other.x) < 1e-6 &&
    Math.abs(one.y - other.y) < 1e-6 &&
    Math.abs(one.k - other.k) < 1e-6
  );
}
