"""JSON Lines: one object a row, keys in column order, lists as lists, dates as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from overseas_stations.dataset import Table
from overseas_stations.export.format import Content, Format, write_notice

#: Line breaks to some readers, though not to JSON: written as escapes, so that a line is a row.
_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


def _text(table: Table[Any]) -> str:
    lines = (
        json.dumps(row, ensure_ascii=False, separators=(",", ":")).translate(_BREAKS)
        for row in table.to_dicts()
    )
    return "".join(f"{line}\n" for line in lines)


def write(content: Content, folder: Path) -> dict[str, int]:
    """Write a file a table; the notice lies beside them, as no line may be unlike the others."""
    written = {}
    for table in content.tables:
        name = f"{table.name}.jsonl"
        (folder / name).write_text(_text(table), "utf-8", newline="\n")
        written[name] = len(table)
    write_notice(folder)
    return written


JSONL = Format("jsonl", "JSON Lines", "application/jsonl", write)
