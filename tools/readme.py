"""Bring the figures in README.md up to the data. ``--check`` only compares, and exits 1 if stale.

Run from the top of a checkout: ``python tools/readme.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generated import bring_up, filled

from overseas_stations import load
from overseas_stations.overview import overview


def figures() -> str:
    """The block's text, every number from the data."""
    counts = overview(load(Path()))["counts"]
    rows, reach = counts["rows"], counts["reach"]
    return (
        f"This version: {rows['stations']} itemised stations in {reach['countries with a station']} "
        f"countries, {rows['investigations']} inquiries, {rows['statements']} statements,\n"
        f"{rows['events']} events, {rows['figures']} published figures, "
        f"{rows['sources']} sources in {reach['languages of the sources']} languages, "
        f"{rows['evidence']:,} evidence rows\n"
        f"and {reach['contradictions']} contradictions, side by side.\n"
    )


def main() -> int:
    """Rewrite the block, or compare it."""
    return bring_up(filled(Path("README.md"), {"figures": figures}))


if __name__ == "__main__":
    sys.exit(main())
