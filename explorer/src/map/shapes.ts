/** The projection, and the shapes of the countries on it. */

import { type GeoContext, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import url from "world-atlas/countries-110m.json?url";
import { type Box, boundsOf, type Point, WORLD } from "./view";

/** A country as it is drawn. */
export interface Shape {
  /** ISO numeric; empty where there is none. */
  id: string;
  name: string;
  /** The path in the world's units. */
  path: string;
  /** Round the largest piece, because far islands would make a country page a map of the world. */
  main: Box | null;
}

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

const ANTARCTICA = "010";

// Turned by eleven degrees, so that the cut goes between Siberia and Alaska and through no land.
// The other numbers lay the land into WORLD with a margin of some units.
const projection = geoEqualEarth().rotate([-11, 0]).scale(181.5).translate([460, 245]);

/** Where a place of the earth is on the plane, held inside it. */
export function project(longitude: number, latitude: number): Point {
  const [x, y] = projection([longitude, latitude]) ?? [WORLD.width / 2, WORLD.height / 2];
  return {
    x: Math.min(WORLD.width, Math.max(0, x)),
    y: Math.min(WORLD.height, Math.max(0, y)),
  };
}

/** Takes down what the projection draws, ring by ring. */
class Rings implements GeoContext {
  readonly rings: Point[][] = [];
  beginPath(): void {}
  closePath(): void {}
  arc(): void {}
  moveTo(x: number, y: number): void {
    this.rings.push([{ x, y }]);
  }
  lineTo(x: number, y: number): void {
    this.rings.at(-1)?.push({ x, y });
  }
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function area(box: Box): number {
  return (box.x1 - box.x0) * (box.y1 - box.y0);
}

function drawn(atlas: Atlas): Shape[] {
  const shapes: Shape[] = [];
  for (const country of feature(atlas, atlas.objects.countries).features) {
    const id = country.id === undefined ? "" : String(country.id).padStart(3, "0");
    if (id === ANTARCTICA) continue;
    const context = new Rings();
    geoPath(projection, context)(country);
    let path = "";
    let main: Box | null = null;
    for (const ring of context.rings) {
      path += `M${ring.map(({ x, y }) => `${round(x)},${round(y)}`).join("L")}Z`;
      const box = boundsOf(ring);
      if (box && (main === null || area(box) > area(main))) main = box;
    }
    shapes.push({ id, name: country.properties.name, path, main });
  }
  return shapes;
}

let loading: Promise<readonly Shape[]> | null = null;

async function load(): Promise<readonly Shape[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The shapes answered ${response.status}`);
  const atlas: Atlas = await response.json();
  return drawn(atlas);
}

/** The shapes: loaded once, and asked for again only after a failure. */
export function loadShapes(): Promise<readonly Shape[]> {
  loading ??= load().catch((reason: unknown) => {
    loading = null;
    throw reason;
  });
  return loading;
}
