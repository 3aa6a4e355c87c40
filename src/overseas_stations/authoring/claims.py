"""The evidence of a new record: rows made whole, and held against what the record needs.

The checks are those rules of the validator that concern one record and its evidence; they are
made here again because nothing may be written that they would find, and without its engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from overseas_stations.authoring.cells import dangling, problems_of, row_of
from overseas_stations.authoring.tables import Row, Tables
from overseas_stations.cells import split_list
from overseas_stations.errors import suggest
from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.schema.spec import TableSpec, table_spec

#: Whose word a record is by its own column: only that organisation can support it.
CLAIMANT = {"statements": "issuer", "figures": "claimed_by"}


def claimed_columns(spec: TableSpec, record: Row) -> list[str]:
    """The filled columns that need a source."""
    return [field.name for field in spec.fields if field.wants_evidence and record[field.name]]


def evidence_rows(
    spec: TableSpec, record: Row, given: Sequence[Mapping[str, object]], told: Sequence[str]
) -> tuple[list[Row], list[str]]:
    """Evidence as rows of the table, and what is wrong with their columns.

    A row that names no fields speaks to the record (``*``) and to the columns ``told``; one
    without a relation supports; a statement's or figure's claimant is known from the record.
    """
    rows: list[Row] = []
    problems: list[str] = []
    claimant = CLAIMANT.get(spec.name)
    (key,) = spec.key
    for number, each in enumerate(given, 1):
        row, odd = row_of(table_spec("evidence"), each)
        problems += (f"evidence {number}: {problem}" for problem in odd)
        row |= {"record_table": spec.name, "record_id": record[key]}
        row["fields"] = row["fields"] or LIST_DELIMITER.join(("*", *told))
        row["relation"] = row["relation"] or "supports"
        if claimant and row["relation"] == "supports":
            row["attributed_to"] = row["attributed_to"] or record[claimant]
        rows.append(row)
    return rows, problems


def evidence_problems(
    tables: Tables, spec: TableSpec, record: Row, rows: Sequence[Row]
) -> Iterator[str]:
    """What is wrong with a new record's evidence, each row and all together."""
    for number, row in enumerate(rows, 1):
        for problem in _row_problems(tables, spec, record, row):
            yield f"evidence {number}: {problem}"
    covered = {
        column
        for row in rows
        if row["relation"] == "supports"
        for column in split_list(row["fields"])
    }
    if not rows:
        yield f"no evidence: a record of {spec.name} needs a source for every cell"
        return
    if "*" not in covered:
        yield "*: no source says that the record exists; name * in the fields of one"
    for column in claimed_columns(spec, record):
        if column not in covered:
            yield f"{column}: no source says so; name it in the fields of one, or leave it empty"


def _row_problems(tables: Tables, spec: TableSpec, record: Row, row: Row) -> Iterator[str]:
    evidence = table_spec("evidence")
    yield from problems_of(evidence, row)
    yield from dangling(tables, evidence, row)
    supports = row["relation"] == "supports"
    wanted = [field.name for field in spec.fields if field.wants_evidence]
    named = split_list(row["fields"])
    for column in named:
        if column not in ("*", *wanted):
            near = suggest(column, wanted)
            yield f"fields: {column!r} is no column of {spec.name} that takes evidence{near}"
        elif supports and column != "*" and not record[column]:
            yield f"fields: {column} of the record is empty; fill it, or do not name it"
    if len(named) > 1 and not (supports and not row["value"]):
        yield "fields: a dispute, or a value of its own, is about exactly one field"
    if row["value"] and named == ("*",):
        yield "value: that the record exists (*) has no value"
    claimant = CLAIMANT.get(spec.name)
    if claimant and supports and row["attributed_to"] != record[claimant]:
        yield f"attributed_to: only {record[claimant]}, its {claimant}, can support it"
    if row["relies_on"] and row["relies_on"] == row["attributed_to"]:
        yield "relies_on: is the claimant itself"
