"""The Arrow face: schemas with descriptions, records to Arrow, and Parquet rows back to cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from overseas_stations.cells import write_value
from overseas_stations.errors import PackageError
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Record
from overseas_stations.schema.spec import (
    FieldSpec,
    TableSpec,
    all_tables,
    derived_tables,
    spec_of,
)

#: Plain strings in a dictionary encoding, never an engine's enum type: a new member breaks nobody.
_ENUM = pa.dictionary(pa.int32(), pa.string())

_SCALARS: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.string(),
    "day": pa.date32(),
}


def _arrow_type(field: FieldSpec) -> pa.DataType:
    if field.type == "list":
        return pa.list_(pa.field("item", pa.string(), nullable=False))
    return _ENUM if field.vocabulary else _SCALARS[field.type]


def bound_columns(field: FieldSpec) -> tuple[str, ...]:
    """The names of the two date32 columns that accompany a partial date."""
    return (f"{field.name}_earliest", f"{field.name}_latest") if field.type == "date" else ()


def _bound_descriptions(field: FieldSpec) -> tuple[str, str]:
    capped = (
        ", and at most the day on which its first supporting source was known"
        if field.known == "day"
        else ""
    )
    return (
        f"First day that {field.name} admits; empty where it is open.",
        f"Last day that {field.name} admits{capped}; empty where it is open.",
    )


def arrow_schema(spec: TableSpec) -> pa.Schema:
    """The Arrow schema of a table; each field's description is in its metadata."""
    fields = []
    for field in spec.fields:
        meta = {"description": field.description}
        if field.references:
            meta["references"] = field.references
        fields.append(
            pa.field(
                field.name,
                _arrow_type(field),
                nullable=not (field.required or field.is_key or field.type == "list"),
                metadata=meta,
            )
        )
        for name, description in zip(
            bound_columns(field), _bound_descriptions(field), strict=False
        ):
            fields.append(pa.field(name, pa.date32(), metadata={"description": description}))
    return pa.schema(fields, metadata={"table": spec.name, "description": spec.description})


def to_arrow(
    kind: type[Record],
    records: Iterable[Record],
    latest_days: Mapping[tuple[str, str], date] | None = None,
) -> pa.Table:
    """Records as an Arrow table of :func:`arrow_schema`.

    ``latest_days`` maps (id, column) to the day on which the cell was first supported, which
    bounds ``…_latest`` from above.
    """
    spec = spec_of(kind)
    rows = tuple(records)
    known = latest_days or {}
    columns: dict[str, list[Any]] = {}
    for field in spec.fields:
        values = [getattr(row, field.name) for row in rows]
        if field.type == "list":
            columns[field.name] = [[str(item) for item in value] for value in values]
        elif field.type == "date" or field.vocabulary:
            columns[field.name] = [None if value is None else str(value) for value in values]
        else:
            columns[field.name] = values
        if field.type == "date":
            earliest, latest = bound_columns(field)
            columns[earliest] = [value and value.earliest for value in values]
            columns[latest] = [
                value and _latest(field, value, known.get((row.primary_key, field.name)))
                for row, value in zip(rows, values, strict=True)
            ]
    return pa.Table.from_pydict(columns, schema=arrow_schema(spec))


def _latest(field: FieldSpec, value: PartialDate, known: date | None) -> date | None:
    if field.known != "day" or known is None:
        return value.latest
    if value.latest is not None and value.latest <= known:
        return value.latest
    # Never before the first day that the source itself admits.
    return max(known, value.earliest) if value.earliest else known


def read_parquet_rows(path: Path, kind: type[Record]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a Parquet file as CSV cells, numbered from 1; derived columns are left out.

    Raises ``PackageError`` where the file cannot be read as Parquet.
    """
    spec = spec_of(kind)
    derived = {name for field in spec.fields for name in bound_columns(field)}
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise PackageError(f"{path}: not readable as Parquet ({error})") from error
    for number, row in enumerate(table.to_pylist(), 1):
        yield (
            number,
            {
                column: write_value(tuple(value) if isinstance(value, list) else value)
                for column, value in row.items()
                if column not in derived
            },
        )


def describe_arrow() -> str:
    """Every Arrow schema as JSON text: what a reader may rely on, and what a change shows up in."""
    tables = {
        spec.name: [
            {
                "name": field.name,
                "type": str(field.type),
                "nullable": field.nullable,
                "metadata": {k.decode(): v.decode() for k, v in (field.metadata or {}).items()},
            }
            for field in arrow_schema(spec)
        ]
        for spec in (*all_tables(), *derived_tables())
    }
    return json.dumps(tables, ensure_ascii=False, indent=2) + "\n"
