"""The JSON Schema face: one schema a table, for records as JSON objects (``to_dicts()``)."""

from __future__ import annotations

import json

from overseas_stations.schema.spec import TableSpec


def json_schema_text(spec: TableSpec) -> str:
    """The table's JSON Schema (2020-12), as Pydantic derives it from the record."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **spec.record.model_json_schema(mode="serialization"),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
