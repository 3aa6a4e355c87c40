"""The views that rules read beside the tables: the same rows in the shape a rule thinks in.

``cells`` every filled cell that wants evidence; ``records`` every record; ``claims`` evidence, a
row a named column; ``items`` every item of every list; ``texts`` every text cell with its kind;
``dates`` every partial date; ``known`` the day on which each source was known; ``run`` the day
of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, TableSpec, all_tables
from overseas_stations.validation.sql import name_sql, text_sql

#: The kinds of column that hold what somebody wrote, in which nobody may be reached or traced.
TEXT_KINDS = frozenset({"text", "title", "label", "name"})


def _key(spec: TableSpec) -> str:
    return " || '|' || ".join(f"COALESCE({name_sql(c)}, '')" for c in spec.key)


def _union(parts: list[str]) -> str:
    return "\nUNION ALL\n".join(parts)


def _unpivot(
    spec: TableSpec,
    fields: Iterable[FieldSpec],
    about: Mapping[str, Callable[[FieldSpec], str]],
    ends: Sequence[str] = ("",),
) -> str:
    """The filled cells of some columns, a row a cell: where it stands, ``about`` its column, ``value``.

    ``ends`` are those of further columns to take along, ``_earliest`` say, each named without its
    underscore.
    """
    chosen = list(fields)
    described = ", ".join(
        f"({', '.join([text_sql(f.name), *(text_sql(say(f)) for say in about.values())])})"
        for f in chosen
    )
    values = ", ".join(
        f"CASE f.field {' '.join(f'WHEN {text_sql(f.name)} THEN {name_sql(f.name + end)}' for f in chosen)} "
        f"END AS {end.removeprefix('_') or 'value'}"
        for end in ends
    )
    columns = "".join(f", {name}" for name in about)
    return (
        f"SELECT * FROM (SELECT {text_sql(spec.name)} AS resource, row_no, {_key(spec)} AS id, "
        f"f.field{columns.replace(', ', ', f.')}, {values} FROM {spec.name} "
        f"CROSS JOIN (VALUES {described}) AS f(field{columns})) AS t WHERE value IS NOT NULL"
    )


def _unpivoted(
    specs: Iterable[TableSpec],
    wanted: Callable[[FieldSpec], bool],
    about: Mapping[str, Callable[[FieldSpec], str]],
    ends: Sequence[str] = ("",),
) -> tuple[str, frozenset[str]]:
    """The same over all tables that have such columns, and which those are."""
    having = [(spec, [f for f in spec.fields if wanted(f)]) for spec in specs]
    having = [(spec, fields) for spec, fields in having if fields]
    text = _union([_unpivot(spec, fields, about, ends) for spec, fields in having])
    return text, frozenset(spec.name for spec, _ in having)


def _columns(specs: Iterable[TableSpec]) -> str:
    rows = ", ".join(
        f"({text_sql(s.name)}, {text_sql(f.name)}, {text_sql(f.type)}, {f.wants_evidence}, {bool(f.vocabulary)})"
        for s in specs
        for f in s.fields
    )
    return f"SELECT * FROM (VALUES {rows}) AS c(resource, field, type, wants_evidence, categorical)"


def _records(spec: TableSpec) -> str:
    country = "country_id" if "country_id" in spec.columns else "NULL"
    return (
        f"SELECT {text_sql(spec.name)} AS resource, row_no, {_key(spec)} AS id, "
        f"CAST({country} AS VARCHAR) AS country_id FROM {spec.name}"
    )


_CLAIMS = f"""
SELECT row_no, evidence_id, record_table, record_id,
       UNNEST(STRING_SPLIT(fields, '{LIST_DELIMITER}')) AS field,
       source_id, attributed_to, relies_on, relation, value, withdrawn_by
FROM evidence
"""

# The rule of derive.known_on: a dated source on its last day; an undated one on the earliest of its
# archive copy and the known day of what derives from it; else when it was read.
_KNOWN = """
WITH RECURSIVE below(source_id, member, depth) AS (
  SELECT source_id, source_id, 0 FROM sources
  UNION ALL
  SELECT below.source_id, child.source_id, below.depth + 1
  FROM below
  JOIN sources child ON child.derived_from = below.member
  JOIN sources parent ON parent.source_id = below.member
  WHERE parent.published_on_latest IS NULL AND below.depth < 8
),
told AS (
  SELECT below.source_id, below.depth,
         COALESCE(member.published_on_latest, member.archived_on_latest) AS day,
         member.accessed_on_latest AS accessed,
         EXISTS (SELECT 1 FROM sources child WHERE child.derived_from = member.source_id) AS has_children
  FROM below JOIN sources member ON member.source_id = below.member
)
SELECT source_id,
       COALESCE(MIN(COALESCE(day, CASE WHEN depth > 0 AND NOT has_children THEN accessed END)),
                MIN(CASE WHEN depth = 0 THEN accessed END)) AS known_on
FROM told GROUP BY source_id
"""


def views() -> dict[str, tuple[str, frozenset[str]]]:
    """Each view's query, and the tables it needs."""
    specs = all_tables()
    records = [spec for spec in specs if spec.has_evidence]
    lists, listed = _unpivoted(specs, lambda f: f.type == "list", {})
    return {
        "cells": _unpivoted(records, lambda f: f.wants_evidence, {"type": lambda f: f.type}),
        "columns": (_columns(specs), frozenset()),
        "records": (_union([_records(s) for s in records]), RECORD_TABLES),
        "claims": (_CLAIMS, frozenset({"evidence"})),
        "items": (
            "SELECT resource, row_no, id, field, "
            f"UNNEST(STRING_SPLIT(value, '{LIST_DELIMITER}')) AS item FROM ({lists}) AS l",
            listed,
        ),
        "texts": _unpivoted(
            specs,
            lambda f: f.kind in TEXT_KINDS and f.type == "string",
            {"kind": lambda f: f.kind or ""},
        ),
        "dates": _unpivoted(
            specs,
            lambda f: f.type == "date",
            {"known": lambda f: f.known or ""},
            ("", "_earliest", "_latest"),
        ),
        "known": (_KNOWN, frozenset({"sources"})),
    }
