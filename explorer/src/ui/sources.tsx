/** Behind every cell: who claims it, where it was read, when that was published, who disputes it. */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Day } from "../data/day";
import { organisationName } from "../data/names";
import { type EvidenceRow, type TableName, WORDS } from "../data/schema";
import { dated, listed, worded } from "../data/text";
import { voiceOfEvidence } from "../data/voice";
import { link, useHere } from "../here";
import { Loaded } from "./loaded";
import { stateWord, VoiceMark } from "./marks";
import { Outside, Text } from "./text";

/** What somebody asks the sources of: a cell, or a derived value, of a record. */
interface Subject {
  readonly table: TableName;
  readonly id: string;
  readonly field: string;
  readonly name: string;
}

interface Shown {
  readonly subject: Subject;
  readonly anchor: HTMLElement;
  /** Opened by a tap or a key, so it stays until closed. */
  readonly kept: boolean;
}

let show: (next: Shown | null | ((now: Shown | null) => Shown | null)) => void = () => undefined;
let pending: ReturnType<typeof setTimeout> | undefined;

function soon(act: () => void, after: number): void {
  clearTimeout(pending);
  pending = setTimeout(act, after);
}

function leave(): void {
  soon(() => show((now) => (now?.kept ? now : null)), 250);
}

/** A value with the way to its sources: hover, focus or tap. */
export function Sourced(props: Subject & { children: ComponentChildren }) {
  const { table, id, field, name, children } = props;
  const button = useRef<HTMLButtonElement>(null);
  const shown = (kept: boolean): Shown | null =>
    button.current && { subject: { table, id, field, name }, anchor: button.current, kept };
  return (
    // Hovering only spares the button
    <span
      class="sourced"
      onPointerEnter={(event) =>
        event.pointerType === "mouse" &&
        soon(() => show((now) => (now?.kept ? now : shown(false))), 300)
      }
      onPointerLeave={(event) => event.pointerType === "mouse" && leave()}
    >
      {children}
      <button
        type="button"
        class="why"
        ref={button}
        aria-haspopup="dialog"
        aria-label={`Sources for ${name}`}
        onClick={() => {
          clearTimeout(pending);
          show(shown(true));
        }}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && show(shown(false))}
        onBlur={leave}
      >
        <span aria-hidden="true">i</span>
      </button>
    </span>
  );
}

/** The one panel of the page in which sources open. */
export function SourcesPanel() {
  const [shown, setShown] = useState<Shown | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const here = useHere();
  useEffect(() => {
    show = setShown;
    return () => {
      show = () => undefined;
    };
  }, []);
  // Another page closes it
  useEffect(() => setShown(null), [here.page, here.id]);
  useEffect(() => {
    if (!shown) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== "Escape") return;
      const inside = event.target instanceof Node && panel.current?.contains(event.target);
      if (event.type === "pointerdown" && (inside || shown.anchor === event.target)) return;
      if (event.type === "keydown" && shown.kept) shown.anchor.focus();
      clearTimeout(pending);
      setShown(null);
    };
    addEventListener("keydown", close);
    addEventListener("pointerdown", close);
    return () => {
      removeEventListener("keydown", close);
      removeEventListener("pointerdown", close);
    };
  }, [shown]);
  useLayoutEffect(() => {
    const box = panel.current;
    if (!box || !shown) return;
    const place = () => beside(box, shown.anchor);
    place();
    const grown = new ResizeObserver(place);
    grown.observe(box);
    addEventListener("scroll", place, { passive: true, capture: true });
    if (shown.kept) box.focus({ preventScroll: true });
    return () => {
      grown.disconnect();
      removeEventListener("scroll", place, { capture: true });
    };
  }, [shown]);
  if (!shown) return null;
  const { subject } = shown;
  return (
    // Hovering only keeps it open
    <div
      class="panel"
      ref={panel}
      role="dialog"
      aria-label={`Sources for ${subject.name}`}
      tabIndex={-1}
      onPointerEnter={() => clearTimeout(pending)}
      onPointerLeave={(event) => event.pointerType === "mouse" && leave()}
      onFocusIn={() => clearTimeout(pending)}
    >
      <header>
        <strong>{subject.name}</strong>
        <button
          type="button"
          class="close"
          aria-label="Close"
          onClick={() => {
            if (shown.kept) shown.anchor.focus();
            setShown(null);
          }}
        >
          ×
        </button>
      </header>
      <Loaded on={here.day} needs={["evidence", "sources"]}>
        {(day) => <Sources day={day} subject={subject} />}
      </Loaded>
    </div>
  );
}

function beside(box: HTMLElement, anchor: HTMLElement): void {
  if (!anchor.isConnected) return;
  const gap = 8;
  const at = anchor.getBoundingClientRect();
  const left = Math.max(gap, Math.min(at.left, innerWidth - box.offsetWidth - gap));
  const below = at.bottom + gap;
  const fits = below + box.offsetHeight <= innerHeight - gap;
  const above = at.top - gap - box.offsetHeight;
  const top = fits || above < gap ? Math.min(below, innerHeight - box.offsetHeight - gap) : above;
  box.style.setProperty("--left", `${left}px`);
  box.style.setProperty("--top", `${Math.max(gap, top)}px`);
}

function Sources({ day, subject }: { day: Day; subject: Subject }) {
  const derived = day.derived(subject.id, subject.field);
  if (derived && subject.table !== "return_cases") {
    const word = derived.on_word_of.map(organisationName);
    return (
      <>
        <p>
          <strong>{stateWord(subject.field, derived.value)}</strong> since{" "}
          {dated(derived.known_from)}
          {word.length > 0 && (
            <>
              , on the word of <bdi>{listed(word)}</bdi>
            </>
          )}
          .
        </p>
        <p class="soft">{WORDS.DerivationRule?.[derived.rule]}</p>
        <Told day={day} rows={about(day.evidence(subject.id), "*")} />
        <Denials day={day} subject={subject} />
      </>
    );
  }
  const rows = about(day.evidence(subject.id), subject.field);
  return (
    <>
      {rows.length === 0 && <p>No source is on record for this: it is the curators' own.</p>}
      <Told day={day} rows={rows} />
      <Denials day={day} subject={subject} />
    </>
  );
}

/** The rows that speak to a field. */
export function about(rows: readonly EvidenceRow[], field: string): readonly EvidenceRow[] {
  return rows.filter((row) => row.fields.includes(field));
}

/** Who denies the record as a whole, where somebody does. */
function Denials({ day, subject }: { day: Day; subject: Subject }) {
  const denied = day.derived(subject.id, "disputed");
  if (!denied || denied.value === "no") return null;
  return (
    <p class="denied">
      <VoiceMark voice="denial" />{" "}
      {denied.value === "directly" ? "Denied by" : "Any in this country denied by"}{" "}
      <bdi>{listed(denied.on_word_of.map(organisationName))}</bdi>
    </p>
  );
}

const GROUPS: readonly [string, (row: EvidenceRow) => boolean][] = [
  ["Says so", (row) => row.relation === "supports" && !row.value && !row.withdrawn_by],
  [
    "Says so in part, or less precisely",
    (row) => row.relation === "supports" && !!row.value && !row.withdrawn_by,
  ],
  ["Says otherwise", (row) => row.relation === "disputes" && !row.withdrawn_by],
  ["Withdrawn since", (row) => !!row.withdrawn_by],
];

/** Evidence in words, by claimant. */
export function Told({
  day,
  rows,
  heading: Heading = "h4",
}: {
  day: Day;
  rows: readonly EvidenceRow[];
  heading?: "h3" | "h4";
}) {
  return (
    <>
      {GROUPS.map(([title, belongs]) => {
        const group = rows.filter(belongs);
        if (group.length === 0) return null;
        const claimants = Map.groupBy(group, (row) => row.attributed_to);
        return (
          <section key={title} class="told">
            <Heading>{title}</Heading>
            <ul>
              {[...claimants].map(([claimant, told]) => (
                <li key={claimant}>
                  <Claimant day={day} id={claimant} rows={told} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function Claimant({ day, id, rows }: { day: Day; id: string; rows: readonly EvidenceRow[] }) {
  const relied = [...new Set(rows.map((row) => row.relies_on).filter((other) => other !== null))];
  const [first] = rows;
  return (
    <>
      <a href={link("organisations", id)}>
        <Text>{organisationName(id)}</Text>
      </a>{" "}
      {first && <VoiceMark voice={voiceOfEvidence(first)} />}
      {relied.length > 0 && (
        <span class="soft">
          {" "}
          building on the word of <bdi>{listed(relied.map(organisationName))}</bdi>
        </span>
      )}
      <ul class="reads">
        {rows.map((row) => (
          <li key={row.evidence_id}>
            <Read day={day} row={row} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** One source as it was read. */
export function Read({ day, row }: { day: Day; row: EvidenceRow }) {
  const source = day.get("sources", row.source_id);
  return (
    <>
      {row.value && (
        <>
          <q>
            <Text>{worded(row.value)}</Text>
          </q>
          {": "}
        </>
      )}
      {source ? (
        <>
          <Text>{source.publisher}</Text>
          {source.published_on ? `, ${dated(source.published_on)}` : ", no date"}:{" "}
          <Outside url={source.url}>{source.title ?? undefined}</Outside>{" "}
          <a class="id" href={link("sources", row.source_id)}>
            about this source
          </a>
          {source.read_scope !== "full" && (
            <span class="soft"> ({WORDS.ReadScope?.[source.read_scope]})</span>
          )}
          {source.standing !== "stands" && <strong> {worded(source.standing)}</strong>}
        </>
      ) : (
        <span>{row.source_id}</span>
      )}
      {row.locator && (
        <span class="soft">
          , <Text>{row.locator}</Text>
        </span>
      )}
      {row.note && (
        <span class="soft">
          {" "}
          <Text>{row.note}</Text>
        </span>
      )}
    </>
  );
}
