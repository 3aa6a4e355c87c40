"""CSV for people: UTF-8, LF, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from overseas_stations.canonical import csv_text
from overseas_stations.cells import write_record
from overseas_stations.dataset import Table
from overseas_stations.export.format import Format
from overseas_stations.spreadsheet import guard


def write(table: Table[Any], path: Path, version: str) -> None:
    """Write the table; the version stands in the descriptor, as CSV has no place for it."""
    rows = (
        {column: guard(cell) for column, cell in write_record(record).items()} for record in table
    )
    path.write_text(csv_text(table.columns, rows), "utf-8", newline="\n")


CSV = Format("csv", "Comma-separated values", "csv", "text/csv", write)
