"""The views that rules read beside the tables: the same rows in the shape a rule thinks in.

``cells`` every filled cell that wants evidence; ``records`` every record; ``claims`` evidence, a
row a named column; ``items`` every item of every list; ``texts`` every text cell with its kind;
``dates`` every partial date; ``known`` the day on which each source was known; ``run`` the day
of the run.
"""

from __future__ import annotations

from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.schema.spec import RECORD_TABLES, TableSpec, all_tables
from overseas_stations.validation.sql import name_sql, text_sql

#: The kinds of column that hold what somebody wrote, in which nobody may be reached or traced.
TEXT_KINDS = frozenset({"text", "title", "label", "name"})


def _key(spec: TableSpec) -> str:
    return " || '|' || ".join(f"COALESCE({name_sql(c)}, '')" for c in spec.key)


def _union(parts: list[str]) -> str:
    return "\nUNION ALL\n".join(parts)


def _cells(spec: TableSpec) -> list[str]:
    return [
        f"SELECT {text_sql(spec.name)} AS resource, row_no, {_key(spec)} AS id, "
        f"{text_sql(f.name)} AS field, {text_sql(f.type)} AS type, {name_sql(f.name)} AS value "
        f"FROM {spec.name} WHERE {name_sql(f.name)} IS NOT NULL"
        for f in spec.fields
        if f.wants_evidence
    ]


def _columns(spec: TableSpec) -> str:
    return _union(
        [
            f"SELECT {text_sql(spec.name)} AS resource, {text_sql(f.name)} AS field, "
            f"{text_sql(f.type)} AS type, {'TRUE' if f.wants_evidence else 'FALSE'} AS wants_evidence, "
            f"{'TRUE' if f.vocabulary else 'FALSE'} AS categorical"
            for f in spec.fields
        ]
    )


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
    listed = [(s, f) for s in specs for f in s.fields if f.type == "list"]
    texts = [(s, f) for s in specs for f in s.fields if f.kind in TEXT_KINDS and f.type == "string"]
    dates = [(s, f) for s in specs for f in s.fields if f.type == "date"]
    return {
        "cells": (_union([part for s in records for part in _cells(s)]), RECORD_TABLES),
        "columns": (_union([_columns(s) for s in specs]), frozenset()),
        "records": (_union([_records(s) for s in records]), RECORD_TABLES),
        "claims": (_CLAIMS, frozenset({"evidence"})),
        "items": (
            _union(
                [
                    f"SELECT {text_sql(s.name)} AS resource, row_no, {_key(s)} AS id, "
                    f"{text_sql(f.name)} AS field, "
                    f"UNNEST(STRING_SPLIT({name_sql(f.name)}, '{LIST_DELIMITER}')) AS item "
                    f"FROM {s.name} WHERE {name_sql(f.name)} IS NOT NULL"
                    for s, f in listed
                ]
            ),
            frozenset(s.name for s, _ in listed),
        ),
        "texts": (
            _union(
                [
                    f"SELECT {text_sql(s.name)} AS resource, row_no, {_key(s)} AS id, "
                    f"{text_sql(f.name)} AS field, {text_sql(f.kind or '')} AS kind, "
                    f"{name_sql(f.name)} AS value FROM {s.name} WHERE {name_sql(f.name)} IS NOT NULL"
                    for s, f in texts
                ]
            ),
            frozenset(s.name for s, _ in texts),
        ),
        "dates": (
            _union(
                [
                    f"SELECT {text_sql(s.name)} AS resource, row_no, {_key(s)} AS id, "
                    f"{text_sql(f.name)} AS field, {text_sql(f.known or '')} AS known, "
                    f"{name_sql(f.name)} AS value, {f.name}_earliest AS earliest, "
                    f"{f.name}_latest AS latest FROM {s.name} WHERE {name_sql(f.name)} IS NOT NULL"
                    for s, f in dates
                ]
            ),
            frozenset(s.name for s, _ in dates),
        ),
        "known": (_KNOWN, frozenset({"sources"})),
    }
