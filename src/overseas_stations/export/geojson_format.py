"""GeoJSON (RFC 7946) of the stations: a point where coordinates are known, else no geometry.

Coordinates stand as the record has them: no digit is added, and none that a source did not give.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from overseas_stations.export.format import Content, Format
from overseas_stations.schema.table_schema import NOTICE, descriptor

FILE = "stations.geojson"


def write(content: Content, folder: Path) -> dict[str, int]:
    """Write the one file: a feature a line, the notice and the version as foreign members."""
    flat = next(table for table in content.derived if table.name == "stations_flat")
    about = descriptor()
    head = {
        "type": "FeatureCollection",
        "name": "stations",
        "title": about["title"],
        "notice": NOTICE,
        "version": content.version,
        "released_on": content.day and content.day.isoformat(),
        "license": about["licenses"][0]["path"],
    }
    features = ",\n".join(_json(_feature(row)) for row in flat.to_dicts())
    text = f'{_json(head)[:-1]},"features":[\n{features}\n]}}\n'
    (folder / FILE).write_text(text, "utf-8", newline="\n")
    return {FILE: len(flat)}


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = row.pop("latitude"), row.pop("longitude")
    known = latitude is not None and longitude is not None
    return {
        "type": "Feature",
        "id": row["station_id"],
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if known else None,
        "properties": row,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


GEOJSON = Format("geojson", "GeoJSON of the stations", "application/geo+json", write)
