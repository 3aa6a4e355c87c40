"""Parquet: real dates, lists as lists, descriptions and the data version in the metadata."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from overseas_stations.dataset import Table
from overseas_stations.export.format import Content, Format, spec_for
from overseas_stations.schema.spec import FieldSpec
from overseas_stations.schema.table_schema import NOTICE


def _in_dictionary(field: FieldSpec) -> bool:
    """Whether a column's few values recur: vocabularies, ids of other tables, labels."""
    return bool(field.vocabulary or field.references or field.kind == "label")


def parquet_bytes(table: Table[Any], version: str) -> bytes:
    """The table as the bytes of a Parquet file: the same for the same records and libraries."""
    arrow = table.to_arrow()
    arrow = arrow.replace_schema_metadata(
        {
            **(arrow.schema.metadata or {}),
            b"data_version": version.encode(),
            b"notice": NOTICE.encode(),
        }
    )
    encoded = [
        f"{f.name}.list.element" if f.type == "list" else f.name
        for f in spec_for(table).fields
        if _in_dictionary(f)
    ]
    out = io.BytesIO()
    pq.write_table(
        arrow,
        out,
        compression="zstd",
        use_dictionary=encoded or False,
        version="2.6",
        store_schema=True,
    )
    return out.getvalue()


def write(content: Content, folder: Path) -> dict[str, int]:
    """Write a file a table, each with the notice and the version in its metadata."""
    written = {}
    for table in content.tables:
        name = f"{table.name}.parquet"
        (folder / name).write_bytes(parquet_bytes(table, content.version))
        written[name] = len(table)
    return written


PARQUET = Format("parquet", "Apache Parquet", "application/vnd.apache.parquet", write)
