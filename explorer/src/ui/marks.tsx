/** Marks that tell allegation, finding and denial apart by shape and word, not by colour alone. */

import { WORDS } from "../data/schema";
import { worded } from "../data/text";
import type { Voice } from "../data/voice";
import { VOICES } from "../data/voice";

/** The voice in which something is told. */
export function VoiceMark({ voice }: { voice: Voice }) {
  return (
    <span class={`voice ${voice}`}>
      <Shape name={voice} />
      {VOICES[voice]}
    </span>
  );
}

/** A status, an assessment or a dispute, by its shape and word; its meaning on hovering. */
export function StateMark({ field, value }: { field: string; value: string }) {
  const meaning = MEANINGS[field]?.[value];
  return (
    <span class={`state ${value}`} title={meaning}>
      <Shape name={value} />
      {stateWord(field, value)}
    </span>
  );
}

/** A derived value in words. */
export function stateWord(field: string, value: string): string {
  if (field !== "disputed") return worded(value);
  return (
    { no: "Not denied", directly: "Denied directly", generally: "Denied generally" }[value] ??
    worded(value)
  );
}

const MEANINGS: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
  status: WORDS.StatusValue,
  assessment: WORDS.AssessmentLevel,
  disputed: WORDS.Disputed,
};

/** Drawn on a square of ten units. */
const SHAPES: Readonly<Record<string, string>> = {
  allegation: "M5 .5 9.5 5 5 9.5 .5 5Z",
  finding: "M.5 .5H9.5V9.5H.5Z",
  denial: "M1 1 9 9M9 1 1 9",
  otherwise: "M1 9 9 1",
  official: "M1 3H9M1 7H9",
  statement: "M1 5H9",
  report: "M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8Z",
  reported: "M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8Z",
  closure_ordered: "M5 1 9.3 8.8H.7Z",
  reported_closed: "M1 1H9V9H1Z",
  not_substantiated: "M1 1 9 9M9 1 1 9",
  single_claimant: "M5 2a3 3 0 1 0 0 6a3 3 0 1 0 0-6Z",
  corroborated:
    "M3.2 2.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8ZM6.8 2.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8Z",
  acknowledged: "M.5 .5H9.5V9.5H.5Z",
  unsupported: "M1 5H9",
  directly: "M1 1 9 9M9 1 1 9",
  generally: "M1 9 9 1",
};

function Shape({ name }: { name: string }) {
  const path = SHAPES[name];
  if (!path) return null;
  return (
    <svg class="shape" viewBox="0 0 10 10" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
