"""Of any bytes the validator reads what Python's csv module reads strictly, or says that it cannot."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from overseas_stations.validation import Report, structure, validate

#: What a file may hold that readers take for something: with it all that DuckDB bends silently.
ALPHABET = (b"a", b",", b'"', b"\n", b"\r", b" ", b"\xc3\xa9", b"\xff", b"\0")

#: Codes for a file or a row that cannot be read as it is.
REFUSED = ("OS001", "OS003", "OS004")


class Read(NamedTuple):
    """A file as Python reads it: each row's line and cells, up to the first that is wrong."""

    rows: list[tuple[int, list[str]]]
    #: What is wrong first: the line, and the codes.
    faults: set[tuple[int, str]]


def read(content: bytes, width: int) -> Read:
    """Read a file by the csv module alone."""
    rows: list[tuple[int, list[str]]] = []
    lines = io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")).readlines()
    texts = [line.decode("utf-8", "replace") for line in lines]
    spoilt = [text.encode() != line for text, line in zip(texts, lines, strict=True)]
    reader = csv.reader(texts, strict=True)
    next(reader)
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return Read(rows, set())
        except csv.Error:
            return Read(rows, {(begin, "OS003")})
        faults = set()
        if any(spoilt[begin - 1 : reader.line_num]):
            faults.add((begin, "OS004"))
        if len(cells) != width and not (width == 1 and not cells):
            faults.add((begin, "OS003"))
        if faults:
            return Read(rows, faults)
        rows.append((begin, cells or [""]))


def check(contents: Sequence[bytes], width: int) -> int:
    """Validate a package of such files; returns how many of them were read without mending.

    No cell is in the enumeration, so that each comes back as a finding, with its line.
    """
    names = ["x", "y"][:width]
    fields = [{"name": n, "type": "string", "constraints": {"enum": ["no cell"]}} for n in names]
    schema = {"fields": fields, "missingValues": []}
    resources = [
        {"name": f"t{n}", "path": f"t{n}.csv", "schema": schema} for n in range(len(contents))
    ]
    mended: list[str] = []
    mend = structure.mend

    def spy(files, *more):
        mended.append(files.table)
        return mend(files, *more)

    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "mend", spy)
        folder = Path(name)
        (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), "utf-8")
        for number, content in enumerate(contents):
            (folder / f"t{number}.csv").write_bytes(content)
        report = validate(folder, max_findings=None)
    for number, content in enumerate(contents):
        _agrees(report, f"t{number}", content, width, f"t{number}" in mended)
    return len(contents) - len(mended)


def _agrees(report: Report, table: str, content: bytes, width: int, was_mended: bool) -> None:
    found = [f for f in report.findings if f.table == table]
    cells = [(f.line, f.column, f.value) for f in found if f.code == "OS013"]
    refused = sorted((f.line, f.code) for f in found if f.code in REFUSED)
    expected = read(content, width)
    wanted = [
        (line, column, shown(cell))
        for line, row in expected.rows
        for column, cell in zip(("x", "y"), row, strict=False)
    ]
    if not was_mended:
        assert not refused, (content, refused)
        assert not expected.faults, (content, expected.faults)
    if not expected.faults:
        assert not refused, (content, refused)
        assert sorted(cells) == sorted(wanted), content
    else:
        assert refused, (content, expected.faults)
        first = refused[0][0]
        assert {fault for fault in refused if fault[0] == first} == expected.faults, (content, refused)
        assert set(wanted) <= set(cells), content


def shown(cell: str) -> str:
    """A cell as a finding shows it."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cell)


def test_every_short_file() -> None:
    bodies = [b"".join(t) for n in range(4) for t in product(ALPHABET, repeat=n)]
    check([b"x,y\n" + b for b in bodies],2)
