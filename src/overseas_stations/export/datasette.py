"""What Datasette shows beside the SQLite file: the notice, the licence, every column's meaning."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from overseas_stations.export.sqlite_schema import columns, links
from overseas_stations.schema.spec import TableSpec
from overseas_stations.schema.table_schema import NOTICE, descriptor


def metadata_text(specs: Iterable[TableSpec], database: str) -> str:
    """Datasette's metadata file for a database of these tables."""
    about = descriptor()
    licence = about["licenses"][0]
    tables: dict[str, Any] = {}
    for spec in specs:
        tables[spec.name] = _table(spec)
        for link in links(spec):
            said = f"The ids in {spec.name}.{link.field.name}, one a row."
            tables[link.name] = {"hidden": True, "description": said}
    metadata = {
        "title": about["title"],
        "description": NOTICE,
        "license": licence["title"],
        "license_url": licence["path"],
        "source": about["name"],
        "source_url": about["homepage"],
        "databases": {database: {"description": NOTICE, "tables": tables}},
    }
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"


def _table(spec: TableSpec) -> dict[str, Any]:
    label = next((field.name for field in spec.fields if field.kind == "label"), None)
    return {
        "title": spec.title,
        "description": spec.description,
        # What stands for a row where another table's key points at it.
        **({"label_column": label} if label else {}),
        "columns": {name: description for name, _, description in columns(spec)},
    }
