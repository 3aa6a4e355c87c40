"""Whether the cells that somebody typed fit their columns, said so that they can be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from overseas_stations.authoring.tables import Row, Tables
from overseas_stations.canonical import canonical_cell, has_stray_space
from overseas_stations.cells import split_list, write_value
from overseas_stations.errors import suggest
from overseas_stations.schema.spec import FieldSpec, TableSpec


def row_of(spec: TableSpec, given: Mapping[str, object]) -> tuple[Row, list[str]]:
    """Values by column as a whole row in canonical form, and what is wrong with their columns."""
    problems = [
        f"{column}: {spec.name} has no such column{suggest(column, spec.columns)}"
        for column in given
        if column not in spec.columns
    ]
    row = {field.name: canonical_cell(field, _cell(given.get(field.name))) for field in spec.fields}
    return row, problems


def _cell(value: object) -> str:
    return write_value(tuple(value) if isinstance(value, list) else value)


def problems_of(spec: TableSpec, row: Row) -> Iterator[str]:
    """Everything that the record's own model says against a row; an absent key is not amiss."""
    for column, said in _by_column(spec, row):
        yield f"{column}: {said}"


def problems_of_cell(tables: Tables, spec: TableSpec, column: str, cell: str) -> Iterator[str]:
    """What is wrong with one cell, whatever the rest of its row."""
    row, _ = row_of(spec, {column: cell})
    yield from (f"{column}: {said}" for about, said in _by_column(spec, row) if about == column)
    yield from dangling(tables, spec, row)


def _by_column(spec: TableSpec, row: Row) -> Iterator[tuple[str, str]]:
    values = {
        field.name: split_list(row[field.name]) if field.type == "list" else row[field.name]
        for field in spec.fields
        if row[field.name]
    }
    try:
        spec.record.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        # A list of which no item fits is also said to be too short.
        items = {each["loc"][0] for each in found if len(each["loc"]) > 1}
        for each in found:
            field = spec.field(str(each["loc"][0]))
            needless = each["type"] == "too_short" and field.name in items
            if not needless and not (field.is_key and each["type"] == "missing"):
                yield field.name, _said(field, each)
    for column, cell in row.items():
        if has_stray_space(cell):
            yield column, "holds a line break or an invisible character; take it out"


def _said(field: FieldSpec, error: Any) -> str:
    example = write_value(
        tuple(field.example) if isinstance(field.example, list) else field.example
    )
    if error["type"] == "missing":
        allowed = f"; one of {', '.join(field.vocabulary)}" if field.vocabulary else ""
        return f"is needed: {field.description.rstrip('.')}{allowed or f'; such as {example}'}"
    found = str(error["input"])[:60]
    if field.vocabulary:
        members = [str(member) for member in field.vocabulary]
        return f"{found!r} is not one of {', '.join(members)}{suggest(found, members)}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{message[:1].lower()}{message[1:]} (found {found!r}); such as {example}"


def dangling(tables: Tables, spec: TableSpec, row: Row) -> Iterator[str]:
    """The ids in a row that are of no record."""
    for field in spec.fields:
        if field.references and row[field.name]:
            ids = tables.ids(field.references)
            for item in split_list(row[field.name]) if field.type == "list" else [row[field.name]]:
                if item not in ids:
                    near = suggest(item, ids)
                    yield f"{field.name}: {item!r} is not in {field.references}{near}"
