"""The line that a finding is about, with the cell marked, as a good compiler shows it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from rich.cells import cell_len

from overseas_stations.errors import PackageError
from overseas_stations.validation.files import opened
from overseas_stations.validation.findings import Finding

#: How many characters of a line are shown, and how many of them before the cell.
_WIDTH = 100
_BEFORE = 30

#: What may part the cells of a file: the first by which the header has the column is taken.
_DELIMITERS = (",", "\t", ";", "|")


def excerpts(folder: Path, findings: Iterable[Finding]) -> dict[Finding, list[str]]:
    """For each finding in a CSV file the lines to print beneath it; none where nothing is to show."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.line and not finding.file.endswith((".parquet", ".pq")):
            by_file[finding.file].append(finding)
    found: dict[Finding, list[str]] = {}
    for file, members in by_file.items():
        header, lines = _lines(folder / file, {finding.line for finding in members})
        for finding in members:
            if finding.line in lines:
                found[finding] = _marked(finding, header, lines[finding.line])
    return found


def _lines(path: Path, wanted: set[int]) -> tuple[str, dict[int, str]]:
    """The first line of a file, and those that are wanted."""
    found: dict[int, str] = {}
    header = ""
    try:
        with opened(path) as stream:
            for number in range(1, max(wanted) + 1):
                raw = stream.readline(2**25)
                if number == 1 or number in wanted:
                    text = raw.decode("utf-8", "replace").rstrip("\r\n")
                    header = text if number == 1 else header
                    found[number] = text
    except PackageError:
        return "", {}  # the file went since it was read; the finding stands without its line
    return header, found


def _marked(finding: Finding, header: str, line: str) -> list[str]:
    start, end = _span(finding, header, line)
    begin = max(0, min(start - _BEFORE, len(line) - _WIDTH))
    shown = line[begin : begin + _WIDTH]
    left, right = "…" if begin else "", "…" if begin + _WIDTH < len(line) else ""
    number = str(finding.line)
    lines = [f"{number} | {left}{_plain(shown)}{right}"]
    if end > start:
        before = cell_len(left + _plain(line[begin:start]))
        carets = max(1, cell_len(_plain(line[start : min(end, begin + _WIDTH)])))
        lines.append(f"{' ' * len(number)} | {' ' * before}{'^' * carets}")
    return lines


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else "·" for char in text)


def _span(finding: Finding, header: str, line: str) -> tuple[int, int]:
    """From where to where the finding's cell stands in the line; nowhere where that is not clear."""
    column = finding.column.split(",")[0]
    for delimiter in _DELIMITERS:
        names = next(csv.reader([header.removeprefix("\ufeff")], delimiter=delimiter), [])
        if column in names and finding.line > 1:
            return next(islice(_cells(line, delimiter), names.index(column), None), (0, 0))
    return 0, 0


def _cells(line: str, delimiter: str) -> Iterable[tuple[int, int]]:
    """The place of each cell of a line, its quotes included."""
    start, quoted = 0, False
    for position, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            yield start, position
            start = position + 1
    yield start, len(line)
