/** The map of the stations that are reported: it zooms, its discs open, and a table says the same. */

import "./map.css";
import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "preact/hooks";
import { type Cluster, clusterLevels, splitLevel } from "./clusters";
import { Disc, membersOf } from "./disc";
import { attachGestures } from "./gestures";
import { Legend } from "./legend";
import { useMoving } from "./moving";
import { Panel } from "./panel";
import { Patterns } from "./patterns";
import { shadeOf, shadesFor } from "./shades";
import { loadShapes, project, type Shape } from "./shapes";
import { Twin } from "./twin";
import type { CountryShade, Mark } from "./types";
import {
  boundsOf,
  clampView,
  fitBox,
  fitScale,
  HOME,
  lastLevel,
  levelOf,
  panBy,
  type Size,
  same,
  scaleOf,
  toFrame,
  union,
  type View,
  zoomAbout,
} from "./view";
import { stations } from "./words";

export type { CountryShade, Mark } from "./types";

/** How far an arrow key moves the map, in CSS pixels. */
const STEP = 80;

/** A country page shows its neighbours too. */
const FOCUS_CLOSEST = 12;

/** In a map that is narrower, in CSS pixels, the list is as wide as the map. */
const NARROW = 560;

interface Opened {
  lead: number;
  members: readonly Mark[];
  corner: string;
}

/** The size of an element in CSS pixels, known before the first paint. */
function useFrame(element: { current: HTMLElement | null }): Size | null {
  const [frame, setFrame] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = box;
      if (width === 0 || height === 0) return;
      setFrame((old) => (old?.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element]);
  return frame;
}

/** The shapes when they are there; null before, and "failed" when they cannot be had. */
function useShapes(): readonly Shape[] | "failed" | null {
  const [shapes, setShapes] = useState<readonly Shape[] | "failed" | null>(null);
  useEffect(() => {
    let wanted = true;
    loadShapes().then(
      (loaded) => wanted && setShapes(loaded),
      () => wanted && setShapes("failed"),
    );
    return () => {
      wanted = false;
    };
  }, []);
  return shapes;
}

/** A number short enough for an attribute. */
function px(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The map. `focus` is the numeric id of a country to begin with. */
export function StationMap({
  marks,
  countries,
  onOpen,
  focus,
}: {
  marks: readonly Mark[];
  countries: readonly CountryShade[];
  onOpen?: (href: string) => void;
  focus?: string;
}) {
  const ids = `map${useId()}`;
  const stage = useRef<HTMLDivElement>(null);
  const summary = useRef<HTMLElement>(null);
  const frame = useFrame(stage);
  const shapes = useShapes();
  const moving = useMoving();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [said, setSaid] = useState("");

  const points = useMemo(() => marks.map((m) => project(m.longitude, m.latitude)), [marks]);
  const fit = frame ? fitScale(frame) : 0;
  const last = frame ? lastLevel(frame) : 0;
  const levels = useMemo(() => (fit ? clusterLevels(points, fit, last) : []), [points, fit, last]);
  const byId = useMemo(() => new Map(countries.map((c) => [c.id, c])), [countries]);
  const byNumeric = useMemo(() => new Map(countries.map((c) => [c.numeric, c])), [countries]);
  const shades = useMemo(
    () => shadesFor(countries.reduce((most, { count }) => Math.max(most, count), 0)),
    [countries],
  );

  const view = frame ? clampView(moving.shown, frame) : moving.shown;
  const scale = frame ? scaleOf(view, frame) : 1;
  const level = frame ? levelOf(view, frame) : 0;
  const clusters = levels[level]?.clusters ?? [];

  // The handlers below are made once; they find here what is true when they are called.
  const now = { frame, level, levels, marks, points, moving, onOpen, opened };
  const latest = useRef(now);
  latest.current = now;

  // A disc that has the focus may be joined to another or leave the frame when the map is drawn.
  const active = document.activeElement?.closest<SVGElement>("[data-lead]");
  const focused = active && stage.current?.contains(active) ? Number(active.dataset.lead) : null;
  const focusDisc = useCallback((mark: number) => {
    const { levels, level } = latest.current;
    const at = levels[level]?.of[mark];
    const lead = at === undefined ? undefined : levels[level]?.clusters[at]?.lead;
    const disc = stage.current?.querySelector<SVGElement>(`[data-lead="${lead}"]`);
    (disc ?? stage.current)?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    if (focused === null || stage.current?.contains(document.activeElement)) return;
    if (document.activeElement === document.body) focusDisc(focused);
  });

  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    return attachGestures(element, {
      frame: () => latest.current.frame,
      view: () => {
        const { frame, moving } = latest.current;
        return frame ? clampView(moving.now(), frame) : moving.now();
      },
      go: (next, how) => latest.current.moving.go(next, how),
    });
  }, []);

  useEffect(() => setOpened(null), [marks]);

  // A country page begins at its country, as soon as its shape is there, unless the reader moved.
  const sought = useRef<{ focus: string | undefined; view: View }>({
    focus: undefined,
    view: HOME,
  });
  const framed = frame !== null;
  useLayoutEffect(() => {
    const { frame, moving, points, marks } = latest.current;
    if (!frame || (focus === undefined && sought.current.focus === undefined)) return;
    const untouched = same(moving.goal(), sought.current.view);
    if (focus === sought.current.focus && !untouched) return;
    const id = byNumeric.get(focus ?? "")?.id;
    const own = points.filter((_, index) => marks[index]?.countryId === id);
    const shape = Array.isArray(shapes) ? shapes.find((s) => s.id === focus)?.main : null;
    const box = union(boundsOf(own), shape ?? null);
    const next = box ? fitBox(box, frame, Math.min(48, frame.width / 8), FOCUS_CLOSEST) : HOME;
    sought.current = { focus, view: next };
    moving.go(next, "now");
  }, [focus, shapes, framed, byNumeric]);

  const onLink = useCallback((event: MouseEvent, href: string) => {
    const { onOpen } = latest.current;
    const changed = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!onOpen || changed || event.button !== 0) return;
    event.preventDefault();
    onOpen(href);
  }, []);

  const close = useCallback(() => {
    const { opened } = latest.current;
    setOpened(null);
    if (opened) focusDisc(opened.lead);
  }, [focusDisc]);

  const activate = useCallback((cluster: Cluster) => {
    const { frame, level, levels, marks, points, moving } = latest.current;
    if (!frame) return;
    const split = splitLevel(levels, cluster.members, level);
    if (split !== null) {
      const bounds = boundsOf(cluster.members.flatMap((index) => points[index] ?? []));
      const least = 2 ** split;
      const whole = bounds ? fitBox(bounds, frame, 48, least * 2).k : least;
      moving.go(
        clampView({ x: cluster.x, y: cluster.y, k: Math.max(least, whole) }, frame),
        "slowly",
      );
      setOpened(null);
      return;
    }
    let view = clampView(moving.goal(), frame);
    let at = toFrame(cluster, view, frame);
    if (frame.width < NARROW) {
      // The list is nearly as wide as the map: the disc goes to the part that it leaves free.
      const free = frame.height * (at.y < frame.height / 2 ? 0.17 : 0.83);
      view = panBy(view, frame, 0, free - at.y);
      at = toFrame(cluster, view, frame);
      if (!same(view, moving.goal())) moving.go(view, "slowly");
    }
    const across = at.x < frame.width / 2 ? "map-right" : "map-left";
    const down = at.y < frame.height / 2 ? "map-bottom" : "map-top";
    const members = membersOf(cluster, marks).sort((one, other) =>
      one.label.localeCompare(other.label, "en", { numeric: true }),
    );
    setOpened({ lead: cluster.lead, members, corner: `${across} ${down}` });
  }, []);

  const reach = useCallback((cluster: Cluster) => {
    const { frame, moving, opened } = latest.current;
    if (!frame) return;
    // Who goes on to another disc has left the list, and the list might lie over the disc.
    if (opened && !cluster.members.includes(opened.lead)) setOpened(null);
    const view = clampView(moving.goal(), frame);
    const at = toFrame(cluster, view, frame);
    const margin = cluster.radius + 6;
    const push = (place: number, size: number) =>
      Math.max(0, margin - place) - Math.max(0, place - size + margin);
    const next = panBy(view, frame, push(at.x, frame.width), push(at.y, frame.height));
    if (!same(next, view)) moving.go(next, "now");
  }, []);

  const inView = (cluster: Cluster) => {
    if (!frame || cluster.lead === focused) return true;
    const at = toFrame(cluster, view, frame);
    const { radius } = cluster;
    return (
      at.x > -radius &&
      at.y > -radius &&
      at.x < frame.width + radius &&
      at.y < frame.height + radius
    );
  };
  const visible = clusters.filter(inView);
  const openAt = opened === null ? undefined : levels[level]?.of[opened.lead];
  const openCluster = openAt === undefined ? undefined : clusters[openAt];

  // What a key or a button did is also said, once the map has come to rest.
  const count = visible.length;
  const home = same(view, HOME);
  const before = useRef("");
  useEffect(() => {
    const words = home
      ? `The whole world, ${count} ${count === 1 ? "disc" : "discs"}`
      : `Zoomed in ${view.k.toFixed(view.k < 10 ? 1 : 0)} times, ${count} ${count === 1 ? "disc" : "discs"} in view`;
    const timer = setTimeout(() => {
      // Nothing is said of the map as it was when the page came.
      if (before.current !== "" && before.current !== words) setSaid(words);
      before.current = words;
    }, 500);
    return () => clearTimeout(timer);
  }, [home, count, view.k]);

  const zoom = (factor: number) => {
    if (!frame) return;
    const from = clampView(moving.goal(), frame);
    const middle = { x: frame.width / 2, y: frame.height / 2 };
    moving.go(zoomAbout(from, frame, factor, middle), "slowly");
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!frame || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = clampView(moving.goal(), frame);
    const pan = (dx: number, dy: number) => {
      const next = panBy(from, frame, dx, dy);
      // Where the map cannot move, the key is left to the page.
      if (same(next, from)) return;
      event.preventDefault();
      moving.go(next, "slowly");
    };
    if (event.key === "ArrowLeft") pan(STEP, 0);
    else if (event.key === "ArrowRight") pan(-STEP, 0);
    else if (event.key === "ArrowUp") pan(0, STEP);
    else if (event.key === "ArrowDown") pan(0, -STEP);
    else if (event.key === "+" || event.key === "=") zoom(2);
    else if (event.key === "-" || event.key === "_") zoom(0.5);
    else if (event.key === "0") moving.go(HOME, "slowly");
    else if (event.key === "Escape" && opened) close();
  };

  const land = useMemo(() => {
    if (!Array.isArray(shapes)) return null;
    return shapes.map((shape: Shape, index: number) => {
      const country = byNumeric.get(shape.id);
      const shade = country ? shadeOf(country.count, shades) : 0;
      const here = shape.id !== "" && shape.id === focus ? " map-land-here" : "";
      return (
        <path
          key={shape.id || index}
          class={`map-land${shade > 0 ? ` map-land-${shade}` : ""}${here}`}
          d={shape.path}
        >
          <title>{country ? `${country.name}: ${stations(country.count)}` : shape.name}</title>
        </path>
      );
    });
  }, [shapes, byNumeric, shades, focus]);
  const legend = useMemo(() => <Legend ids={ids} shades={shades} />, [ids, shades]);
  const twin = useMemo(
    () => <Twin countries={countries} marks={marks} summary={summary} onLink={onLink} />,
    [countries, marks, onLink],
  );
  const patterns = useMemo(() => <Patterns ids={ids} />, [ids]);

  const left = frame ? frame.width / 2 - view.x * scale : 0;
  const top = frame ? frame.height / 2 - view.y * scale : 0;
  const move = `translate(${px(left)} ${px(top)})`;
  const closest = frame !== null && view.k >= 2 ** last - 1e-6;
  return (
    <figure class="map" aria-labelledby={`${ids}-name`}>
      <p class="map-unseen" id={`${ids}-name`}>
        Map of the stations that are reported
      </p>
      <button type="button" class="map-skip" onClick={() => summary.current?.focus()}>
        Skip the map, to the table
      </button>
      <div class="map-box">
        {/* An application, because the arrow keys and + − 0 mean something else in it. */}
        <div
          ref={stage}
          class={view.k > 1 + 1e-6 ? "map-stage map-near" : "map-stage"}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the arrow keys.
          tabIndex={0}
          aria-label={`Map with ${stations(marks.length)}`}
          aria-describedby={`${ids}-keys`}
          onKeyDown={onKeyDown}
        >
          <svg class="map-drawing" aria-hidden="true">
            {patterns}
            <g transform={`${move} scale(${scale})`}>{land}</g>
          </svg>
          <svg class="map-drawing map-discs" role="presentation">
            <g transform={move}>
              {visible.map((cluster) => (
                <g
                  key={cluster.lead}
                  transform={`translate(${px(cluster.x * scale)} ${px(cluster.y * scale)})`}
                >
                  <Disc
                    ids={ids}
                    cluster={cluster}
                    marks={marks}
                    open={cluster === openCluster}
                    onActivate={activate}
                    onReach={reach}
                  />
                </g>
              ))}
            </g>
          </svg>
        </div>
        {opened && (
          <Panel
            ids={ids}
            members={opened.members}
            countries={byId}
            corner={opened.corner}
            onClose={close}
            onLink={onLink}
          />
        )}
        <p class="map-message" role="status">
          {shapes === "failed" &&
            "The shapes of the countries could not be loaded. The points are where they belong."}
        </p>
      </div>
      <div class="map-bar">
        {/* Not disabled at the ends, because a button that is disabled loses the focus. */}
        <button type="button" aria-label="Zoom in" aria-disabled={closest} onClick={() => zoom(2)}>
          <svg viewBox="-8 -8 16 16" aria-hidden="true">
            <path d="M-5.5,0H5.5M0,-5.5V5.5" />
          </svg>
        </button>
        <button type="button" aria-label="Zoom out" aria-disabled={home} onClick={() => zoom(0.5)}>
          <svg viewBox="-8 -8 16 16" aria-hidden="true">
            <path d="M-5.5,0H5.5" />
          </svg>
        </button>
        <button type="button" aria-disabled={home} onClick={() => moving.go(HOME, "slowly")}>
          Whole world
        </button>
        <p class="map-hint map-hint-mouse" id={`${ids}-keys`}>
          A disc opens by a click or Enter. Zoom: Ctrl or ⌘ and the wheel, double click, + and −.
          Move: drag, arrow keys. Whole world: 0.
        </p>
        <p class="map-hint map-hint-touch">Tap a disc to open it. Zoom with two fingers.</p>
      </div>
      <p class="map-unseen" role="status">
        {said}
      </p>
      <figcaption>
        {legend}
        <p class="map-note">
          A point is the city, not an address. Shapes: Natural Earth; no judgement on borders.
        </p>
      </figcaption>
      {twin}
    </figure>
  );
}
