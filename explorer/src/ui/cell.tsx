/** One cell: its value in words and links, with its sources behind it. */

import type { Kind } from "../address";
import { isKind } from "../address";
import type { Day } from "../data/day";
import { nameOf } from "../data/names";
import { type Field, WORDS } from "../data/schema";
import { dated, worded } from "../data/text";
import { type AnyRow, columnName, fieldOf, idOf, outcomesOf, valuesOf } from "../data/values";
import type { Voice } from "../data/voice";
import { link } from "../here";
import { StateMark, VoiceMark } from "./marks";
import { Sourced } from "./sources";
import { Outside, Text } from "./text";

interface Props {
  day: Day;
  kind: Kind;
  row: AnyRow;
  column: string;
}

const STATES: ReadonlySet<string> = new Set(["status", "assessment", "disputed"]);

/** A cell of a record; nothing where it is empty. */
export function Cell({ day, kind, row, column }: Props) {
  const values = valuesOf(day, kind, row, column);
  if (values.length === 0) return null;
  const id = idOf(kind, row);
  const name = `${columnName(column)}: ${nameOf(day, kind, id)}`;
  if (column === "@name")
    return (
      <a href={link(kind, id)}>
        <Text>{values[0] ?? ""}</Text>
      </a>
    );
  const derived = column.startsWith("@") ? column.slice(1) : null;
  if (derived && STATES.has(derived)) {
    return (
      <Sourced table={kind} id={id} field={derived} name={name}>
        <StateMark field={derived} value={values[0] ?? ""} />
      </Sourced>
    );
  }
  if (derived === "voice") return <VoiceMark voice={values[0] as Voice} />;
  if (derived === "outcome") return <Outcomes day={day} kind={kind} id={id} name={name} />;
  if (derived) return <Count id={id} count={values[0] ?? ""} of={derived} />;
  const field = fieldOf(kind, column);
  const shown = <Values day={day} field={field} values={values} />;
  if (!field?.sourced) return shown;
  return (
    <Sourced table={kind} id={id} field={column} name={name}>
      {shown}
    </Sourced>
  );
}

/** What an inquiry came to, as a whole or for its stations: each outcome once, with its sources. */
function Outcomes({ day, kind, id, name }: { day: Day; kind: Kind; id: string; name: string }) {
  const told = new Map(outcomesOf(day, id).map((row) => [row.value, row]));
  return (
    <>
      {[...told.values()].map(({ field, value }, index) => (
        <span key={field}>
          {index > 0 && ", "}
          <Sourced table={kind} id={id} field={field} name={name}>
            {worded(value)}
          </Sourced>
        </span>
      ))}
    </>
  );
}

/** A country's count, which leads to the rows that it counts where a list can show just these. */
function Count({ id, count, of }: { id: string; count: string; of: string }) {
  const rows = COUNTED[of];
  if (!rows || count === "0") return <>{count}</>;
  const [kind, column, filter] = rows;
  return <a href={link(kind, null, { [column]: id, ...filter })}>{count}</a>;
}

const COUNTED: Readonly<Record<string, readonly [Kind, string, Readonly<Record<string, string>>]>> =
  {
    stations: ["stations", "country_id", {}],
    reported: ["stations", "country_id", { status: "reported" }],
    not_substantiated: ["stations", "country_id", { status: "not_substantiated" }],
    acknowledged: ["stations", "country_id", { assessment: "acknowledged" }],
    corroborated: ["stations", "country_id", { assessment: "corroborated" }],
    single_claimant: ["stations", "country_id", { assessment: "single_claimant" }],
    inquiries: ["investigations", "country_id", {}],
    statements: ["statements", "about_country_ids", {}],
  };

function Values({
  day,
  field,
  values,
}: {
  day: Day;
  field: Field | undefined;
  values: readonly string[];
}) {
  return (
    <>
      {values.map((value, index) => (
        <span key={value}>
          {index > 0 && ", "}
          <Value day={day} field={field} value={value} />
        </span>
      ))}
    </>
  );
}

/** One value by what its field holds. */
export function Value({
  day,
  field,
  value,
}: {
  day: Day;
  field: Field | undefined;
  value: string;
}) {
  const target = field?.references;
  if (target && isKind(target)) {
    return (
      <a href={link(target, value)}>
        <Text>{nameOf(day, target, value)}</Text>
      </a>
    );
  }
  if (field?.vocabulary) {
    return <span title={WORDS[field.vocabulary]?.[value]}>{worded(value)}</span>;
  }
  if (field?.type === "date") {
    // What is no date may break anywhere.
    return <span class={/^[-./\d]+$/.test(value) ? "date" : undefined}>{dated(value)}</span>;
  }
  if (field?.name === "url" || field?.name.endsWith("_url")) return <Outside url={value} />;
  return <Text>{value}</Text>;
}
