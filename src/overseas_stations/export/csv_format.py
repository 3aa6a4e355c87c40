"""CSV for people: UTF-8, LF, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from overseas_stations.canonical import csv_text
from overseas_stations.cells import write_record
from overseas_stations.dataset import Table
from overseas_stations.export.format import Content, Format, write_notice
from overseas_stations.spreadsheet import guard


def _text(table: Table[Any]) -> str:
    rows = (
        {column: guard(cell) for column, cell in write_record(record).items()} for record in table
    )
    return csv_text(table.columns, rows)


def write(content: Content, folder: Path) -> dict[str, int]:
    """Write a file a table; the version stands in the descriptor, as CSV has no place for it."""
    written = {}
    for table in content.tables:
        name = f"{table.name}.csv"
        (folder / name).write_text(_text(table), "utf-8", newline="\n")
        written[name] = len(table)
    write_notice(folder)
    return written


CSV = Format("csv", "Comma-separated values", "text/csv", write)
