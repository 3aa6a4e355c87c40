"""The shapes of the world's countries: Natural Earth, 1:110 million, public domain.

They lie beside this file, so nothing is fetched. ``tools/world_shapes.py`` made them from the copy
that the package pyogrio ships, rounded to a tenth of a degree, Antarctica left out. No package
that is kept up ships them for use: vega-datasets stopped, GeoPandas and Cartopy download them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "world.json"

Ring = tuple[tuple[float, float], ...]


@cache
def rings() -> tuple[Ring, ...]:
    """The outlines of all countries in degrees east and north, each closed, the outer clockwise."""
    text = files("overseas_stations.plot").joinpath(FILE).read_text("utf-8")
    return tuple(tuple((x, y) for x, y in ring) for ring in json.loads(text))


def geojson() -> dict[str, Any]:
    """The same as one GeoJSON feature, which d3 and Vega draw."""
    outlines = [[[list(point) for point in ring]] for ring in rings()]
    geometry = {"type": "MultiPolygon", "coordinates": outlines}
    return {"type": "Feature", "properties": {}, "geometry": geometry}
