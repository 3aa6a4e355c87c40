"""Make the shapes that the map draws from the Natural Earth file that the package pyogrio ships.

Run it when pyogrio ships newer shapes: ``python tools/world_shapes.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from overseas_stations.plot import world

SHAPES = "pyogrio/tests/fixtures/naturalearth_lowres/naturalearth_lowres.shp"
TARGET = Path(world.__file__).with_name(world.FILE)


def outlines() -> Iterator[list[tuple[float, float]]]:
    """The outer rings, clockwise, rounded to a tenth of a degree."""
    import geopandas
    from shapely.geometry.polygon import orient

    for row in geopandas.read_file(distribution("pyogrio").locate_file(SHAPES)).itertuples():
        if row.name == "Antarctica":
            continue
        shape: Any = row.geometry
        for polygon in getattr(shape, "geoms", [shape]):
            clockwise = orient(polygon, sign=-1.0)
            ring = [(round(x, 1), round(y, 1)) for x, y in clockwise.exterior.coords]
            yield [p for i, p in enumerate(ring) if i == 0 or p != ring[i - 1]]


def text() -> str:
    """The file's text, a line an outline."""
    lines = (json.dumps(ring, separators=(",", ":")) for ring in outlines() if len(ring) > 3)
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    TARGET.write_text(text(), "utf-8", newline="\n")
    print(f"wrote {TARGET.name}")
