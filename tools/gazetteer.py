"""Write the GeoNames rows of the places that ``data/`` names, for the validator.

Run from the top of a checkout: ``python tools/gazetteer.py``; ``--check`` only compares, and exits
1 if the rows are stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generated import bring_up

from overseas_stations.canonical import csv_text
from overseas_stations.storage import read_rows
from overseas_stations.validation.gazetteer import EXTRACT, GAZETTEER_COLUMNS, looked_up


def text() -> str:
    """The file's text: the rows sorted by id."""
    named = frozenset(
        row["geonames_id"] for _, row in read_rows(Path("data/stations.csv")) if row["geonames_id"]
    )
    found = looked_up(named)
    if found is None:
        raise SystemExit("needs GeoNames: pip install 'overseas-stations[places]'")
    rows = [dict(zip(GAZETTEER_COLUMNS, map(str, place), strict=True)) for place in sorted(found)]
    return csv_text(list(GAZETTEER_COLUMNS), rows)


def main() -> int:
    """Write the file, or compare it."""
    return bring_up({Path(EXTRACT).relative_to(Path.cwd()): text()})


if __name__ == "__main__":
    sys.exit(main())
