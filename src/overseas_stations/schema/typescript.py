"""The face for TypeScript: what a reader of the Parquet files gets, as types and as data.

The explorer reads the released Parquet and takes tables, columns and vocabularies from here, so
that none of them is written down a second time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import get_args

from overseas_stations.schema.arrow import arrow_schema
from overseas_stations.schema.spec import (
    FieldSpec,
    FieldType,
    TableSpec,
    VocabularyType,
    all_tables,
    derived_tables,
)

_HEAD = """\
// Made by `overseas-stations schema` from records.py; do not edit.
//
// A row has the columns of the Parquet file, in their order. Every date is text: a partial date as
// its source gives it (EDTF), its bounds `…_earliest` and `…_latest` and whole days as YYYY-MM-DD.
// The types of vocabularies help the compiler only: a newer release may have members that are not
// listed here.
"""

#: What a field's type is in TypeScript, vocabularies apart.
_TYPES: dict[FieldType, str] = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "string",
    "day": "string",
    "list": "string[]",
}

_FIELD = f"""\
/** One column, the bounds of a partial date apart. */
export interface Field {{
  readonly name: string;
  /** `date` is a partial date, `day` a whole one. */
  readonly type: {" | ".join(f'"{name}"' for name in get_args(FieldType))};
  readonly description: string;
  /** The table whose ids the column holds; of a list, whose ids its items are. */
  readonly references?: TableName;
  /** The vocabulary that its value, or the items of its list, come from. */
  readonly vocabulary?: string;
  /** Part of the primary key. */
  readonly key?: true;
  /** A filled cell is named by evidence. */
  readonly sourced?: true;
}}
"""


def typescript_text() -> str:
    """The whole module."""
    specs = (*all_tables(), *derived_tables())
    used = {
        field.vocabulary.__name__: field.vocabulary
        for spec in specs
        for field in spec.fields
        if field.vocabulary
    }
    vocabularies = [used[name] for name in sorted(used)]
    parts = [
        _HEAD,
        *map(_union, vocabularies),
        *map(_row, specs),
        _block("export interface Tables {", (f"{s.name}: {_name(s)};" for s in specs), "}"),
        "export type TableName = keyof Tables;\n",
        _FIELD,
        "/** The columns of every table, in order. */\n"
        + _block(
            "export const FIELDS: { readonly [T in TableName]: readonly Field[] } = {",
            (line for spec in specs for line in _fields(spec)),
            "};",
        ),
        "/** Every vocabulary: its members with what they mean. */\n"
        + _block(
            "export const WORDS: "
            "{ readonly [vocabulary: string]: { readonly [value: string]: string } } = {",
            (line for vocabulary in vocabularies for line in _words(vocabulary)),
            "};",
        ),
    ]
    return "\n".join(parts)


def _block(head: str, lines: Iterable[str], close: str) -> str:
    return "".join((f"{head}\n", *(f"  {line}\n" for line in lines), f"{close}\n"))


def _name(spec: TableSpec) -> str:
    return "".join(word.capitalize() for word in spec.name.split("_")) + "Row"


def _comment(text: str) -> str:
    """The text as a comment, which nothing in it can end."""
    words = " ".join(text.split()).replace("*/", "*\\/")
    return f"/** {words} */\n"


def _union(vocabulary: VocabularyType) -> str:
    members = "".join(f"\n  | {_text(member.value)}" for member in vocabulary)
    about = _comment(vocabulary.__doc__ or "")
    return f"{about}export type {vocabulary.__name__} ={members};\n"


def _row(spec: TableSpec) -> str:
    fields = {field.name: field for field in spec.fields}
    lines = [
        f"{column.name}: {_type(fields.get(column.name))}{' | null' if column.nullable else ''};"
        for column in arrow_schema(spec)
    ]
    return _comment(spec.description) + _block(f"export interface {_name(spec)} {{", lines, "}")


def _type(field: FieldSpec | None) -> str:
    """The type of a column's values; one without a field is a bound of a partial date."""
    if field is None:
        return "string"
    if field.vocabulary and field.type != "list":
        return field.vocabulary.__name__
    return _TYPES[field.type]


def _fields(spec: TableSpec) -> Iterator[str]:
    yield f"{_key(spec.name)}: ["
    for field in spec.fields:
        told = {
            "name": field.name,
            "type": field.type,
            "description": field.description,
            "references": field.references,
            "vocabulary": field.vocabulary and field.vocabulary.__name__,
            "key": field.is_key or None,
            "sourced": (spec.has_evidence and field.wants_evidence) or None,
        }
        parts = ", ".join(f"{name}: {_text(value)}" for name, value in told.items() if value)
        yield f"  {{ {parts} }},"
    yield "],"


def _words(vocabulary: VocabularyType) -> Iterator[str]:
    yield f"{vocabulary.__name__}: {{"
    for member in vocabulary:
        yield f"  {_key(member.value)}: {_text(member.meaning)},"
    yield "},"


def _key(name: str) -> str:
    """A property's name, in quotes only where it needs them."""
    return name if name.isidentifier() else _text(name)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
