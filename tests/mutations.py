"""Damage to the real tables, by name: what is done, and what the validator must say of it.

Each damage changes a copy of the data and tells which code must be found on which lines. The
lines are those of the damaged file, counted here and not by the validator: the data is in
canonical form, so a row is a line. ``python -m tests.mutations`` prints how many damaged copies
of each class are caught; ``tests/test_mutations.py`` asks that all are.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from unicodedata import normalize

from overseas_stations.canonical import csv_text
from overseas_stations.errors import PackageError
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, TableSpec, all_tables
from overseas_stations.validation import Report, validate
from overseas_stations.validation.relations import TEXT_KINDS

ROOT = Path(__file__).parent.parent
TODAY = date.today()

#: The package is refused whole, before a row is read.
REFUSED = "PackageError"
#: Nothing is found and nothing fetched: what was done is rightly passed over.
NOTHING = "nothing"

Row = dict[str, str]
Column = tuple[str, str]
Test = Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a damage must lead to.

    ``line``, and ``more`` where several rows are at fault, must be named with ``code`` in
    ``file`` (and ``column``, unless it is None); where ``only`` is set no other line may be.
    ``says`` is a pattern for the message; ``needs`` a further code that must run for it.
    """

    code: str
    file: str = ""
    line: int = 0
    column: str | None = None
    more: tuple[int, ...] = ()
    only: bool = True
    says: str = ""
    needs: str = ""


Function = Callable[[Path, Random], Expected]


@dataclass(frozen=True, slots=True)
class Damage:
    """A class of damage: its name, what it is in a line, and how many copies suffer it."""

    name: str
    what: str
    do: Function
    copies: int


DAMAGES: dict[str, Damage] = {}


def damage(what: str, copies: int = 3) -> Callable[[Function], Function]:
    """Enter a function among the damages, under its own name."""

    def enter(function: Function) -> Function:
        name = function.__name__
        assert name not in DAMAGES
        DAMAGES[name] = Damage(name, what, function, copies)
        return function

    return enter


# -- the copy and its tables ---------------------------------------------------------------------

SPECS: dict[str, TableSpec] = {spec.name: spec for spec in all_tables()}
FIELDS: dict[Column, FieldSpec] = {(s.name, f.name): f for s in SPECS.values() for f in s.fields}

#: The tables with enough rows to pick from.
TABLES = tuple(name for name in SPECS if name not in ("retired", "accepted_warnings"))

TEXTS = [at for at, f in FIELDS.items() if f.kind in TEXT_KINDS and f.type == "string"]
PROSE = [at for at, f in FIELDS.items() if f.kind == "text" and f.type == "string"]
DATES = [at for at, f in FIELDS.items() if f.type == "date"]
ENUMS = [at for at, f in FIELDS.items() if f.vocabulary and f.type == "string"]
INTEGERS = [at for at, f in FIELDS.items() if f.type == "integer"]
NUMBERS = [at for at, f in FIELDS.items() if f.type == "number"]
URLS = [at for at, f in FIELDS.items() if f.kind == "url"]
POINTERS = [at for at, f in FIELDS.items() if f.references and f.type == "string"]
LISTS = [at for at, f in FIELDS.items() if f.references and f.type == "list"]
REQUIRED = [at for at, f in FIELDS.items() if f.required and not f.is_key]
IDS = [(s.name, s.key[0]) for s in SPECS.values() if len(s.key) == 1 and s.name != "retired"]


def copy_package(folder: Path) -> Path:
    """The package of this checkout, its descriptor and its tables."""
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "datapackage.json", folder)
    return folder


def path_of(folder: Path, table: str) -> Path:
    return folder / "data" / f"{table}.csv"


def named(table: str) -> str:
    """A table's file as findings name it."""
    return f"data/{table}.csv"


def rows_of(folder: Path, table: str) -> list[Row]:
    with path_of(folder, table).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def grid_of(folder: Path, table: str) -> list[list[str]]:
    """The cells, the header's among them."""
    with path_of(folder, table).open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def put_rows(folder: Path, table: str, rows: Iterable[Row]) -> None:
    text = csv_text(SPECS[table].columns, rows)
    path_of(folder, table).write_text(text, "utf-8", newline="")


def put_grid(folder: Path, table: str, grid: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(grid)
    path_of(folder, table).write_text(text.getvalue(), "utf-8", newline="")


def lines_of(folder: Path, table: str) -> list[bytes]:
    """The lines of a table's file, each with its end."""
    return path_of(folder, table).read_bytes().splitlines(keepends=True)


def put_lines(folder: Path, table: str, lines: Iterable[bytes]) -> None:
    path_of(folder, table).write_bytes(b"".join(lines))


def set_cells(folder: Path, table: str, index: int, **cells: str) -> int:
    """Write other cells into one row; returns its line."""
    rows = rows_of(folder, table)
    rows[index] |= cells
    put_rows(folder, table, rows)
    return index + 2


def add_row(folder: Path, table: str, **cells: str) -> int:
    """Append a row; returns its line."""
    rows = rows_of(folder, table)
    put_rows(folder, table, [*rows, dict.fromkeys(SPECS[table].columns, "") | cells])
    return len(rows) + 2


def pick_row(folder: Path, pick: Random, table: str, test: Test = bool) -> tuple[int, Row]:
    """Some row that passes the test, and its place among the rows."""
    return pick.choice([(n, row) for n, row in enumerate(rows_of(folder, table)) if test(row)])


def pick_cell(
    folder: Path, pick: Random, columns: Sequence[Column], test: Callable[[str], object] = bool
) -> tuple[str, str, int, str]:
    """Some cell of one of these columns that passes the test: table, column, row, cell."""
    for table, column in pick.sample(columns, len(columns)):
        cells = [(n, row[column]) for n, row in enumerate(rows_of(folder, table))]
        passing = [(n, cell) for n, cell in cells if test(cell)]
        if passing:
            return table, column, *pick.choice(passing)
    raise AssertionError("no cell passes the test")


def alter(
    folder: Path,
    pick: Random,
    code: str,
    columns: Sequence[Column],
    change: Callable[[str], str],
    test: Callable[[str], object] = bool,
    **more: bool,
) -> Expected:
    """Change some cell of these columns; it must be named."""
    table, column, index, cell = pick_cell(folder, pick, columns, test)
    assert change(cell) != cell
    line = set_cells(folder, table, index, **{column: change(cell)})
    return Expected(code, named(table), line, column, **more)


def whole_file(code: str, table: str, line: int = 0) -> Expected:
    return Expected(code, named(table), line)


def pick_line(folder: Path, pick: Random, table: str, test: Callable[[bytes], object]) -> int:
    """Some line below the header, by its place among the lines."""
    lines = lines_of(folder, table)
    return pick.choice([n for n in range(1, len(lines)) if test(lines[n])])


def within(cell: str, pick: Random, what: str) -> str:
    """The cell with something put between two of its characters."""
    at = pick.randrange(1, len(cell))
    return cell[:at] + what + cell[at:]


def long(cell: str) -> bool:
    return len(cell) > 2


# -- bytes and lines -----------------------------------------------------------------------------


def plain(line: bytes) -> bool:
    """Whether a line holds no quote, so that each comma parts two cells."""
    return b'"' not in line


@damage("the file ends in the middle of its last row")
def cut_in_a_row(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick_line(folder, pick, table, plain)
    last = lines[row].rindex(b",")
    at = pick.choice([n for n in range(1, last + 1) if lines[row][n] & 0xC0 != 0x80])
    put_lines(folder, table, [*lines[:row], lines[row][:at]])
    return whole_file("OS003", table, row + 1)


@damage("the file ends within a quoted cell")
def cut_in_quotes(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["statements", "events", "evidence", "sources", "organisations"])
    lines = lines_of(folder, table)
    row = pick_line(folder, pick, table, lambda line: re.search(rb'"[ -!#-~]{3,}', line))
    found = re.search(rb'"[ -!#-~]{2,}', lines[row])
    assert found
    put_lines(folder, table, [*lines[:row], lines[row][: found.end() - 1]])
    return whole_file("OS003", table, row + 1)


@damage("the file ends within its last cell, which leaves a whole row")
def cut_in_the_last_cell(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["statements", "events", "investigations"])
    lines = lines_of(folder, table)
    row = pick_line(
        folder, pick, table, lambda line: plain(line) and re.search(rb"[ -+.-~]{5}\n", line)
    )
    put_lines(folder, table, [*lines[:row], lines[row][:-3]])
    return whole_file("OS604", table, row + 1)


@damage("the file ends within a character")
def cut_in_a_character(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["organisations", "sources", "statements", "evidence"])
    lines = lines_of(folder, table)
    row = pick_line(folder, pick, table, lambda line: plain(line) and not line.isascii())
    at = next(n for n, byte in enumerate(lines[row]) if byte >= 0xC0)
    put_lines(folder, table, [*lines[:row], lines[row][: at + 1]])
    return whole_file("OS004", table, row + 1)


@damage("the last rows are gone, cut off between two lines")
def cut_between_rows(folder: Path, pick: Random) -> Expected:
    table, pointing, column, code = pick.choice(
        [
            ("sources", "evidence", "source_id", "OS022"),
            ("organisations", "evidence", "attributed_to", "OS022"),
            ("countries", "stations", "country_id", "OS022"),
            ("stations", "evidence", "record_id", "OS104"),
            ("statements", "evidence", "record_id", "OS104"),
            ("figures", "evidence", "record_id", "OS104"),
        ]
    )
    rows = rows_of(folder, table)
    kept = pick.randrange(len(rows) // 3, len(rows) - 5)
    put_lines(folder, table, lines_of(folder, table)[: kept + 1])
    return orphaned(
        folder, {row[SPECS[table].key[0]] for row in rows[kept:]}, pointing, column, code
    )


def orphaned(folder: Path, gone: set[str], table: str, column: str, code: str) -> Expected:
    """Every row that points at what is gone must be named."""
    first, *rest = (n + 2 for n, row in enumerate(rows_of(folder, table)) if row[column] in gone)
    return Expected(code, named(table), first, column, tuple(rest), only=False)


@damage("no line end after the last row")
def no_last_line_end(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    put_lines(folder, table, [*lines[:-1], lines[-1][:-1]])
    return whole_file("OS604", table, len(lines))


@damage("one letter in Latin-1")
def latin_1_letter(folder: Path, pick: Random) -> Expected:
    table, _, index, _ = pick_cell(folder, pick, TEXTS, lambda c: c and c.isascii())
    lines = lines_of(folder, table)
    row = index + 1
    at = pick.choice([n for n, b in enumerate(lines[row]) if chr(b).isalpha() and n > 12])
    put_lines(
        folder,
        table,
        [*lines[:row], lines[row][:at] + b"\xe9" + lines[row][at + 1 :], *lines[row + 1 :]],
    )
    return whole_file("OS004", table, row + 1)


@damage("the whole file in Windows-1252")
def windows_1252_file(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["statements", "events", "investigations", "cooperations"])
    text = path_of(folder, table).read_text("utf-8")
    content = text.encode("cp1252", "replace")
    path_of(folder, table).write_bytes(content)
    first, *rest = (n for n, line in enumerate(content.split(b"\n"), 1) if not line.isascii())
    return Expected("OS004", named(table), first, None, tuple(rest))


@damage("the whole file in UTF-16, with its mark or without")
def utf_16_file(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    text = path_of(folder, table).read_text("utf-8")
    path_of(folder, table).write_bytes(
        text.encode(pick.choice(["utf-16", "utf-16-le", "utf-16-be"]))
    )
    return whole_file("OS001", table)


@damage("a byte order mark")
def byte_order_mark(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    put_lines(folder, table, [b"\xef\xbb\xbf", *lines_of(folder, table)])
    return whole_file("OS604", table, 1)


@damage("lines that end in CR LF")
def crlf(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    put_lines(folder, table, [line.replace(b"\n", b"\r\n") for line in lines_of(folder, table)])
    return whole_file("OS604", table, 1)


@damage("one line of a file ends in CR LF, the others in LF")
def mixed_line_ends(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick.randrange(1, len(lines))
    lines[row] = lines[row].replace(b"\n", b"\r\n")
    put_lines(folder, table, lines)
    return whole_file("OS604", table, row + 1)


@damage("one line ends in CR alone")
def lone_cr(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick.randrange(1, len(lines) - 1)
    lines[row] = lines[row].replace(b"\n", b"\r")
    put_lines(folder, table, lines)
    return whole_file("OS003", table, row + 1)


@damage("every line ends in CR alone")
def cr_file(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    put_lines(folder, table, [line.replace(b"\n", b"\r") for line in lines_of(folder, table)])
    return whole_file("OS001", table)


@damage("a bare quote within a cell that is not quoted")
def quote_in_unquoted(folder: Path, pick: Random) -> Expected:
    table, _, index, cell = pick_cell(folder, pick, TEXTS, lambda c: long(c) and c.isalnum())
    lines = lines_of(folder, table)
    row = index + 1
    before, after = lines[row].split(cell.encode(), 1)
    lines[row] = before + within(cell, pick, '"').encode() + after
    put_lines(folder, table, lines)
    return whole_file("OS604", table, row + 1)


@damage("a bare quote within a quoted cell")
def quote_in_quoted(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["statements", "events", "evidence", "sources", "organisations"])
    lines = lines_of(folder, table)
    row = pick_line(folder, pick, table, lambda line: re.search(rb'"[A-Za-z ]{4,}', line))
    lines[row] = re.sub(rb'("[A-Za-z ]{3})([A-Za-z ])', rb'\1"\2', lines[row], count=1)
    put_lines(folder, table, lines)
    return whole_file("OS003", table, row + 1)


@damage("a quote that opens and never closes")
def unclosed_quote(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick_line(folder, pick, table, plain)
    cells = lines[row].split(b",")
    at = pick.randrange(len(cells))
    cells[at] = b'"' + cells[at]
    lines[row] = b",".join(cells)
    put_lines(folder, table, lines)
    return whole_file("OS003", table, row + 1)


@damage("a NUL byte in a text")
def nul_byte(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS603", TEXTS, lambda c: within(c, pick, "\0"), long)


@damage("a control character in a text")
def control_character(folder: Path, pick: Random) -> Expected:
    char = pick.choice("\x01\x07\x08\t\x0b\x0c\x1b\x7f\x85\x9f\u2028\u2029")
    return alter(folder, pick, "OS603", TEXTS, lambda c: c[:1] + char + c[1:], long)


@damage("a line break within a cell", 4)
def line_break_in_a_cell(folder: Path, pick: Random) -> Expected:
    char = pick.choice(["\n", "\r", "\r\n", "\n\n\n"])
    return alter(folder, pick, "OS603", TEXTS, lambda c: c[:1] + char + c[1:], long)


@damage("a bad cell below a cell with line breaks, which moves its line", 4)
def below_a_line_break(folder: Path, pick: Random) -> Expected:
    table, column, index, _ = pick_cell(folder, pick, [at for at in ENUMS if at[0] in TABLES])
    text = pick.choice([c for t, c in TEXTS if t == table] or [""])
    if not text or index < 3:
        table, column, text = "organisations", "kind", "name"
        index = pick.randrange(3, 500)
    rows = rows_of(folder, table)
    breaks = pick.randrange(1, 4)
    rows[pick.randrange(index)][text] = "A" + "\n" * breaks + "B"
    rows[index][column] = "no member"
    put_rows(folder, table, rows)
    return Expected("OS013", named(table), index + 2 + breaks, column)


@damage("a blank line between two rows")
def blank_line(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick.randrange(1, len(lines))
    lines.insert(row, b"\n")
    put_lines(folder, table, lines)
    return whole_file("OS003", table, row + 1)


@damage("blank lines after the last row")
def blank_last_line(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    lines = lines_of(folder, table)
    count = pick.randrange(1, 4)
    put_lines(folder, table, [*lines, b"\n" * count])
    more = tuple(len(lines) + 1 + n for n in range(1, count))
    return Expected("OS003", named(table), len(lines) + 1, None, more)


@damage("a line of nothing but space")
def line_of_space(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick.randrange(1, len(lines))
    lines.insert(row, b"   \n")
    put_lines(folder, table, lines)
    return whole_file("OS003", table, row + 1)


@damage("a comma in a text that is not quoted")
def unquoted_comma(folder: Path, pick: Random) -> Expected:
    table, _, index, cell = pick_cell(folder, pick, TEXTS, lambda c: long(c) and c.isalnum())
    lines = lines_of(folder, table)
    row = index + 1
    before, after = lines[row].split(cell.encode(), 1)
    lines[row] = before + within(cell, pick, ",").encode() + after
    put_lines(folder, table, lines)
    return whole_file("OS003", table, row + 1)


@damage("needless quotes around a cell")
def needless_quotes(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick_line(folder, pick, table, plain)
    first, rest = lines[row].split(b",", 1)
    lines[row] = b'"' + first + b'",' + rest
    put_lines(folder, table, lines)
    return whole_file("OS604", table, row + 1)


@damage("two rows in each other's place")
def unsorted_rows(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    lines = lines_of(folder, table)
    row = pick.randrange(1, len(lines) - 1)
    lines[row : row + 2] = lines[row + 1], lines[row]
    put_lines(folder, table, lines)
    return whole_file("OS601", table, row + 2)


@damage("a cell of 10 MB", 2)
def ten_megabytes(folder: Path, pick: Random) -> Expected:
    return alter(
        folder, pick, "OS005", TEXTS, lambda c: c[0] * 10_000_000, lambda c: c[:1].isascii() and c
    )


@damage("a cell of a byte more than is read everywhere")
def long_cell(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS005", TEXTS, lambda c: "a" * 131_073)


@damage("a cell beyond all measure, 17 MB", 1)
def seventeen_megabytes(folder: Path, pick: Random) -> Expected:
    table, column, index, _ = pick_cell(folder, pick, TEXTS)
    line = set_cells(folder, table, index, **{column: "a" * 17_000_000})
    return whole_file("OS003", table, line)


# -- headers and columns -------------------------------------------------------------------------


@damage("two columns change places, header and cells")
def swapped_columns(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    a, b = pick.sample(range(len(grid[0])), 2)
    for row in grid:
        row[a], row[b] = row[b], row[a]
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("two names in the header change places, the cells stay")
def swapped_names(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    a, b = pick.sample(range(len(grid[0])), 2)
    grid[0][a], grid[0][b] = grid[0][b], grid[0][a]
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("two cells of a row change places: kind and language of a source")
def swapped_cells(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "sources", lambda r: r["language"])
    line = set_cells(folder, "sources", index, kind=row["language"], language=row["kind"])
    return Expected("OS013", named("sources"), line, "kind")


@damage("latitude and longitude of a station change places")
def swapped_coordinates(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "stations", placed)
    line = set_cells(
        folder, "stations", index, latitude=row["longitude"], longitude=row["latitude"]
    )
    return Expected("OS402", named("stations"), line, "latitude")


@damage("a column too many, header and cells")
def extra_column(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    at = pick.randrange(len(grid[0]) + 1)
    for n, row in enumerate(grid):
        row.insert(at, "x" if n else "confidence")
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("a column too many in the header, which no row has")
def extra_name(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    grid[0].append("confidence")
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("a cell too many in every row, under no header")
def extra_cells(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["stations", "events", "figures", "statements", "countries"])
    grid = grid_of(folder, table)
    put_grid(folder, table, [grid[0], *([*row, "x"] for row in grid[1:])])
    return Expected("OS003", named(table), 2, None, tuple(range(3, len(grid) + 1)))


@damage("a cell too many in one row")
def extra_cell(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    grid = grid_of(folder, table)
    row = pick.randrange(1, len(grid))
    grid[row].insert(pick.randrange(len(grid[row]) + 1), pick.choice(["", "x"]))
    put_grid(folder, table, grid)
    return whole_file("OS003", table, row + 1)


@damage("a column is missing, header and cells")
def missing_column(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    at = pick.randrange(len(grid[0]))
    for row in grid:
        del row[at]
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("a name is missing in the header, the cells stay")
def missing_name(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    del grid[0][pick.randrange(len(grid[0]))]
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("a row is one cell short")
def missing_cell(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    grid = grid_of(folder, table)
    row = pick.randrange(1, len(grid))
    del grid[row][pick.randrange(len(grid[row]))]
    put_grid(folder, table, grid)
    return whole_file("OS003", table, row + 1)


@damage("a column under another name, or the same written otherwise", 4)
def renamed_column(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    at = pick.randrange(len(grid[0]))
    name = grid[0][at]
    grid[0][at] = pick.choice(
        [name.upper(), name + " ", name + "s", "name of it", "", "\u200b" + name]
    )
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("two columns of one name")
def repeated_column(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    a, b = pick.sample(range(len(grid[0])), 2)
    grid[0][a] = grid[0][b]
    put_grid(folder, table, grid)
    return whole_file("OS002", table, 1)


@damage("commas turned to semicolons, as some spreadsheets save CSV")
def semicolons(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    grid = grid_of(folder, table)
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(grid)
    path_of(folder, table).write_text(text.getvalue(), "utf-8", newline="")
    return whole_file("OS002", table, 1)


@damage("no header: the first line is a row")
def no_header(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    put_lines(folder, table, lines_of(folder, table)[1:])
    return whole_file("OS002", table, 1)


# -- whole files ---------------------------------------------------------------------------------


@damage("a file under another name")
def renamed_file(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    path_of(folder, table).rename(folder / "data" / f"{table}_old.csv")
    return whole_file("OS001", table)


@damage("an empty file, or one of blank lines", 4)
def empty_file(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    path_of(folder, table).write_bytes(pick.choice([b"", b"", b"\n", b"\n\n"]))
    return whole_file("OS001", table)


@damage("nothing but the header", 4)
def header_only(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["sources", "organisations", "countries", *sorted(RECORD_TABLES)])
    gone = set(ids_of(folder, table))
    put_lines(folder, table, lines_of(folder, table)[:1])
    if table in RECORD_TABLES:
        return orphaned(folder, gone, "evidence", "record_id", "OS104")
    pointing, column = {
        "sources": ("evidence", "source_id"),
        "organisations": ("evidence", "attributed_to"),
        "countries": ("stations", "country_id"),
    }[table]
    return orphaned(folder, gone, pointing, column, "OS022")


@damage("no evidence at all", 2)
def no_evidence(folder: Path, pick: Random) -> Expected:
    table = pick.choice(sorted(RECORD_TABLES))
    put_lines(folder, "evidence", lines_of(folder, "evidence")[:1])
    last = len(ids_of(folder, table)) + 1
    return Expected("OS102", named(table), 2, "", tuple(range(3, last + 1)), only=False)


@damage("one table's file in place of another's")
def another_table(folder: Path, pick: Random) -> Expected:
    table, other = pick.sample(list(SPECS), 2)
    shutil.copy(path_of(folder, other), path_of(folder, table))
    return whole_file("OS002", table, 1)


@damage("a folder in place of a file")
def folder_for_a_file(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    path_of(folder, table).unlink()
    path_of(folder, table).mkdir()
    return Expected(REFUSED, says="is a folder")


@damage("a file that is no Parquet under a name that says so, or half of one", 4)
def no_parquet(folder: Path, pick: Random) -> Expected:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pick.choice(TABLES)
    target = folder / "data" / f"{table}.parquet"
    pq.write_table(pa.Table.from_pylist(rows_of(folder, table)), target)
    real = target.read_bytes()
    csv_bytes = path_of(folder, table).read_bytes()
    target.write_bytes(
        pick.choice(
            [csv_bytes, b"", b"PAR1", real[: len(real) // 2], b"PAR1" + bytes(1000) + b"PAR1"]
        )
    )
    describe(folder, table, path=f"data/{table}.parquet", format="parquet", mediatype="")
    return Expected("OS001", f"data/{table}.parquet", 0)


@damage("a gzip file that breaks off, or is none", 2)
def broken_gzip(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    real = path_of(folder, table).read_bytes()
    packed = gzip.compress(real)
    target = folder / "data" / f"{table}.csv.gz"
    target.write_bytes(pick.choice([packed[: len(packed) // 2], real]))
    describe(folder, table, path=f"data/{table}.csv.gz")
    return Expected("OS001", f"data/{table}.csv.gz", 0)


@damage("a gzip file that unpacks to hundreds of times its size", 1)
def gzip_bomb(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    target = folder / "data" / f"{table}.csv.gz"
    target.write_bytes(gzip.compress(lines_of(folder, table)[0] + b"a" * 2**27, 6))
    describe(folder, table, path=f"data/{table}.csv.gz")
    return Expected("OS001", f"data/{table}.csv.gz", 0, says="times its size")


# -- the descriptor ------------------------------------------------------------------------------


def describe(folder: Path, table: str, **changes: object) -> None:
    """Change what the descriptor says of a table."""

    def change(descriptor: dict[str, object]) -> None:
        resources = descriptor["resources"]
        assert isinstance(resources, list)
        next(r for r in resources if r["name"] == table).update(changes)

    edit(folder, change)


def edit(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    target = folder / "datapackage.json"
    descriptor = json.loads(target.read_text("utf-8"))
    change(descriptor)
    target.write_text(json.dumps(descriptor), "utf-8")


def outside(folder: Path, table: str) -> Path:
    """The table's file, beside the package and not in it."""
    target = folder.parent / f"outside_{table}.csv"
    shutil.copy(path_of(folder, table), target)
    return target


@damage("a link to a file outside the package in a table's place")
def link_out(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    target = outside(folder, table)
    path_of(folder, table).unlink()
    path_of(folder, table).symlink_to(target)
    return Expected(REFUSED, says="leads out of the package")


@damage("the folder of the tables a link out of the package", 1)
def linked_folder(folder: Path, pick: Random) -> Expected:
    (folder / "data").rename(folder.parent / "elsewhere")
    (folder / "data").symlink_to(folder.parent / "elsewhere")
    return Expected(REFUSED, says="leads out of the package")


@damage("a link to a link to a file outside", 1)
def link_to_a_link(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    (folder / "data" / "near").symlink_to(outside(folder, table))
    path_of(folder, table).unlink()
    path_of(folder, table).symlink_to("near")
    return Expected(REFUSED, says="leads out of the package")


@damage("a path with ../ that leaves the package", 4)
def path_up(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    name = outside(folder, table).name
    path: object = pick.choice([f"../{name}", f"data/../../{name}", f"./data/.././../{name}"])
    describe(folder, table, path=pick.choice([path, [path]]))
    return Expected(REFUSED, says="leads out of the package")


@damage("a pattern of paths that leaves the package")
def pattern_up(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    outside(folder, table)
    describe(folder, table, path=pick.choice([f"../*{table}.csv", f"data/../../*{table}*"]))
    return Expected(REFUSED, says="leads out of the package")


@damage("an absolute path, outside the package or in it")
def absolute_path(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    path = pick.choice(["/etc/passwd", str(path_of(folder, table)), str(outside(folder, table))])
    describe(folder, table, path=path)
    return Expected(REFUSED, says="is absolute")


@damage("an address of the web as a path", 4)
def web_path(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    scheme = pick.choice(["http://", "https://", "s3://", "file://", "HTTP://"])
    describe(folder, table, path=f"{scheme}example.org/{table}.csv")
    return Expected(REFUSED, says="nothing is fetched")


@damage("an address of this machine as a path, where something listens")
def loopback_path(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    path: object = f"http://{trap().address}/{table}.csv"
    describe(folder, table, path=pick.choice([path, [path]]))
    return Expected(REFUSED, says="nothing is fetched")


@damage("a path that is none: a number, nothing, a NUL, a name without end", 5)
def no_path(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    wrong: list[object] = [3, "", [], {"a": 1}, None, f"data/{table}\0.csv", "a" * 5000, [["x"]]]
    describe(folder, table, path=pick.choice(wrong))
    return Expected(REFUSED, says="path must be|is no path")


@damage("a link to itself in a table's place", 1)
def link_to_itself(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    path_of(folder, table).unlink()
    path_of(folder, table).symlink_to(f"{table}.csv")
    return Expected(REFUSED, says="is no path|is no file")


@damage("a pipe in a table's place, which nobody would ever fill", 1)
def pipe(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    path_of(folder, table).unlink()
    os.mkfifo(path_of(folder, table))
    return Expected(REFUSED, says="is no file, but a pipe")


@damage("an encoding that the file does not have, declared")
def another_encoding(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    describe(folder, table, encoding=pick.choice(["latin-1", "iso-8859-2", "cp437"]))
    return whole_file("OS604", table)


@damage("an encoding that nobody knows, declared", 2)
def unknown_encoding(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    describe(folder, table, encoding=pick.choice(["klingon", "utf-9"]))
    return whole_file("OS001", table)


@damage("a profile, a schema and a dialect to be fetched: of a package of ours, passed over")
def remote_profile(folder: Path, pick: Random) -> Expected:
    address = f"http://{trap().address}/profile.json"
    table = pick.choice(list(SPECS))
    edit(folder, lambda d: d.update({"$schema": address, "profile": address}))
    describe(folder, table, profile=address, schema=address, **{"$schema": address})
    return Expected(NOTHING)


@damage("another package's schema at an address")
def remote_schema(folder: Path, pick: Random) -> Expected:
    edit(folder, lambda d: d.update({"name": "another"}))
    describe(folder, pick.choice(list(SPECS)), schema=f"http://{trap().address}/schema.json")
    return Expected(REFUSED, says="nothing is fetched")


@damage("a descriptor that is nested without end", 2)
def deep_descriptor(folder: Path, pick: Random) -> Expected:
    opening, closing = pick.choice([("[", "]"), ('{"a":', "}")])
    text = opening * 100_000 + ("1" if opening != "[" else "") + closing * 100_000
    whole = (folder / "datapackage.json").read_text("utf-8")
    text = pick.choice([text, '{"x": ' + text + "," + whole.lstrip()[1:]])
    (folder / "datapackage.json").write_text(text, "utf-8")
    return Expected(REFUSED, says="not JSON that can be read")


@damage("a descriptor of more than 32 MB", 1)
def large_descriptor(folder: Path, pick: Random) -> Expected:
    with (folder / "datapackage.json").open("ab") as handle:
        handle.write(b" " * 2**25)
    return Expected(REFUSED, says="larger than")


@damage("a descriptor that is no JSON, or no object, or names no resources", 4)
def no_descriptor(folder: Path, pick: Random) -> Expected:
    target = folder / "datapackage.json"
    text = target.read_text("utf-8")
    broken = [text[:-20], "", "[]", '{"name": "overseas-stations"}', text.replace(":", "=", 1)]
    target.write_text(pick.choice(broken), "utf-8")
    return Expected(REFUSED, says="not JSON|not a JSON object|not a data package")


@damage("a table that the descriptor lists twice")
def listed_twice(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))

    def change(descriptor: dict[str, object]) -> None:
        resources = descriptor["resources"]
        assert isinstance(resources, list)
        resources.append(next(r for r in resources if r["name"] == table))

    edit(folder, change)
    return Expected(REFUSED, says="two resources are named")


@damage("a table that the descriptor does not list, or names no file for")
def not_listed(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    whole = pick.random() < 0.5

    def change(descriptor: dict[str, object]) -> None:
        resources = descriptor["resources"]
        assert isinstance(resources, list)
        of_it = next(r for r in resources if r["name"] == table)
        if whole:
            resources.remove(of_it)
        else:
            del of_it["path"]

    edit(folder, change)
    return whole_file("OS001", table)


@damage("a table in a form that is not read: JSON, a spreadsheet, a dialect of its own")
def unread_form(folder: Path, pick: Random) -> Expected:
    table = pick.choice(list(SPECS))
    changes: dict[str, object] = pick.choice(
        [
            {"format": "xlsx"},
            {"format": "json"},
            {"dialect": {"escapeChar": "\\"}},
            {"dialect": "d.json"},
            {"dialect": [1]},
        ]
    )
    describe(folder, table, **changes)
    return Expected("OS001", f"{table} (no file)", 0)


# -- ids and keys --------------------------------------------------------------------------------


@damage("an id on two rows: a row twice, or two records of one id", 4)
def duplicate_id(folder: Path, pick: Random) -> Expected:
    table = pick.choice(TABLES)
    rows = rows_of(folder, table)
    a, b = sorted(pick.sample(range(len(rows)), 2))
    if pick.random() < 0.5:
        rows.insert(b, rows[a])
    else:
        rows[b] |= {column: rows[a][column] for column in SPECS[table].key}
    put_rows(folder, table, rows)
    return Expected("OS021", named(table), a + 2, ",".join(SPECS[table].key), (b + 2,))


def misspelt(cell: str) -> str:
    """An id of the same pattern that nothing has."""
    if len(cell) == 2:
        return "XX"
    return cell[:-3] + "987" if cell[-1].isdigit() else cell + "-x"


@damage("an id that points at nothing", 5)
def dangling_key(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS022", POINTERS, misspelt)


@damage("an id in a list that points at nothing", 5)
def dangling_item(folder: Path, pick: Random) -> Expected:
    def change(cell: str) -> str:
        items = cell.split(";")
        at = pick.randrange(len(items))
        items[at] = misspelt(items[at]) if items[at][:4] != "evd-" else "evd-" + "0" * 12
        return ";".join(items)

    return alter(folder, pick, "OS022", LISTS, change)


@damage("a source or an organisation is deleted that others point at")
def deleted_target(folder: Path, pick: Random) -> Expected:
    table, column = pick.choice([("sources", "source_id"), ("organisations", "attributed_to")])
    gone = pick.choice(rows_of(folder, "evidence"))[column]
    key = SPECS[table].key[0]
    put_rows(folder, table, [row for row in rows_of(folder, table) if row[key] != gone])
    return orphaned(folder, {gone}, "evidence", column, "OS022")


@damage("a record is deleted, its evidence stays")
def deleted_record(folder: Path, pick: Random) -> Expected:
    table = pick.choice(sorted(RECORD_TABLES))
    key = SPECS[table].key[0]
    gone = pick.choice(rows_of(folder, table))[key]
    put_rows(folder, table, [row for row in rows_of(folder, table) if row[key] != gone])
    return orphaned(folder, {gone}, "evidence", "record_id", "OS104")


#: Letters that look like Latin ones and are Cyrillic.
_CYRILLIC = str.maketrans("aeopcsi", "аеорсѕі")


def foreign(cell: str) -> str:
    """The id with its last letter that has a twin exchanged for it."""
    at = max(cell.rfind(char) for char in "aeopcsi")
    if at < 0:
        return cell
    return cell[:at] + cell[at].translate(_CYRILLIC) + cell[at + 1 :]


@damage("a Cyrillic letter in an id that looks as before", 5)
def homoglyph(folder: Path, pick: Random) -> Expected:
    columns = [at for at in (*IDS, *POINTERS) if at[1] != "country_id"]
    return alter(folder, pick, "OS014", columns, foreign, lambda c: foreign(c) != c)


@damage("a Cyrillic letter in the id of the record that evidence is for")
def homoglyph_in_evidence(folder: Path, pick: Random) -> Expected:
    def test(cell: str) -> bool:
        return foreign(cell) != cell

    return alter(folder, pick, "OS104", [("evidence", "record_id")], foreign, test)


@damage("a zero-width character in an id", 5)
def zero_width_in_an_id(folder: Path, pick: Random) -> Expected:
    char = pick.choice("\u200b\u200c\u200d\u2060\ufeff\u00ad")
    return alter(folder, pick, "OS014", [*IDS, *POINTERS], lambda c: within(c, pick, char))


@damage("a no-break space at the end of an id, in place of nothing", 3)
def no_break_space_in_an_id(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS014", [*IDS, *POINTERS], lambda c: c + "\u00a0")


@damage("an id of the table in capitals")
def capital_id(folder: Path, pick: Random) -> Expected:
    columns = [at for at in IDS if at[0] != "countries"]
    return alter(folder, pick, "OS014", columns, str.upper)


def retire(folder: Path, key: str, replaced_by: str = "") -> int:
    return add_row(
        folder, "retired", id=key, replaced_by=replaced_by, reason="Told twice.", retired_in="9.9.9"
    )


@damage("a retired id still stands in its table, or stands there again", 5)
def retired_in_use(folder: Path, pick: Random) -> Expected:
    table, _, index, cell = pick_cell(folder, pick, IDS)
    retire(folder, cell)
    return Expected("OS802", named(table), index + 2)


@damage("a retired id is replaced by one that points at nothing", 3)
def replaced_by_nothing(folder: Path, pick: Random) -> Expected:
    _, _, _, cell = pick_cell(folder, pick, IDS)
    gone = misspelt(cell) + pick.choice(["", "7"])
    line = retire(folder, "stn-nl-999", pick.choice([gone, "stn-nl-999"]))
    return Expected("OS803", named("retired"), line, "replaced_by")


# -- dates ---------------------------------------------------------------------------------------

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_after(day: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=1))


@damage("a source published a day after it was read")
def published_after_read(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "sources", lambda r: _DAY.fullmatch(r["accessed_on"]))
    line = set_cells(folder, "sources", index, published_on=day_after(row["accessed_on"]))
    return Expected("OS206", named("sources"), line, "published_on")


@damage("a source published a day before what it tells of, told as having happened", 4)
def told_a_day_early(folder: Path, pick: Random) -> Expected:
    published = {r["source_id"]: r["published_on"] for r in rows_of(folder, "sources")}
    days = [at for at in DATES if FIELDS[at].known == "day" and at[0] in RECORD_TABLES]
    table, column = pick.choice(days)
    first: dict[str, list[str]] = {}
    for row in rows_of(folder, "evidence"):
        told = column in row["fields"].split(";") and row["record_table"] == table
        if told and row["relation"] == "supports" and not row["value"]:
            first.setdefault(row["record_id"], []).append(published[row["source_id"]])
    key = SPECS[table].key[0]

    def test(row: Row) -> bool:
        known = first.get(row[key])
        return bool(known) and all(_DAY.fullmatch(day) for day in known)

    index, row = pick_row(folder, pick, table, test)
    # A day after one of its sources, which need not be the last.
    day = day_after(pick.choice(first[row[key]]))
    line = set_cells(folder, table, index, **{column: day})
    return Expected("OS201", named(table), line, column)


@damage("month 13, or month 0")
def month_13(folder: Path, pick: Random) -> Expected:
    wrong = ["2022-13", "2022-13-01", "2022-00", "2022-13/2022"]
    return alter(folder, pick, "OS012", DATES, lambda c: pick.choice(wrong))


@damage("30 February, 29 in a common year, 31 April", 4)
def february_30(folder: Path, pick: Random) -> Expected:
    wrong = ["2022-02-30", "2023-02-29", "1900-02-29", "2022-04-31", "2022-01-00", "../2022-02-30"]
    return alter(folder, pick, "OS012", DATES, lambda c: pick.choice(wrong))


@damage("the year 0")
def year_0(folder: Path, pick: Random) -> Expected:
    return alter(
        folder, pick, "OS012", DATES, lambda c: pick.choice(["0000", "0000-01-01", "0000-01"])
    )


@damage("an interval that runs backwards", 5)
def backward_interval(folder: Path, pick: Random) -> Expected:
    wrong = ["2022/2021", "2022-10/2022-09", "2022-10-02/2022-10-01", "2022-10/2022-10-01"]
    return alter(folder, pick, "OS012", DATES, lambda c: pick.choice(wrong))


@damage("a date written as people write it", 4)
def another_date_form(folder: Path, pick: Random) -> Expected:
    wrong = ["27.10.2022", "10/27/2022", "2022/10/27/x", "2022-1-1", "Oct 2022", "44861", "22-10"]
    wrong += ["2022-10-27T00:00:00", "２０２２", "20221027", "2022-10-27/", "2022 "]
    return alter(folder, pick, "OS012", DATES, lambda c: pick.choice(wrong))


@damage("a date of tomorrow", 4)
def future_date(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS204", DATES, lambda c: str(TODAY + timedelta(days=1)))


@damage("an inquiry that concludes before it opens")
def concluded_before_opened(folder: Path, pick: Random) -> Expected:
    opened = {
        r["investigation_id"]: r["opened"]
        for r in rows_of(folder, "investigations")
        if r["opened"][:4].isdigit()
    }
    concluding = (
        "closed_no_offence closed_without_charges closed_result_withheld not_found conviction"
    )

    def test(row: Row) -> bool:
        return row["investigation_id"] in opened and row["kind"] in concluding.split()

    index, row = pick_row(folder, pick, "events", test)
    year = int(opened[row["investigation_id"]][:4]) - 1
    line = set_cells(folder, "events", index, occurred_on=str(year))
    return Expected("OS202", named("events"), line, "occurred_on")


@damage("a cooperation that ends before it starts")
def ended_before_started(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(
        folder, pick, "cooperations", lambda r: (r["started"] or r["signed_on"])[:4].isdigit()
    )
    year = int((row["started"] or row["signed_on"])[:4]) - 1
    line = set_cells(folder, "cooperations", index, ended=str(year))
    return Expected("OS203", named("cooperations"), line, "ended")


@damage("a source without any day on which it was known")
def never_known(folder: Path, pick: Random) -> Expected:
    parents = {row["derived_from"] for row in rows_of(folder, "sources")}
    index, _ = pick_row(
        folder, pick, "sources", lambda r: r["source_id"] not in parents and not r["archived_on"]
    )
    line = set_cells(
        folder, "sources", index, published_on="", accessed_on="", read_scope="secondary"
    )
    return Expected("OS205", named("sources"), line, "published_on")


# -- numbers and places --------------------------------------------------------------------------


def placed(row: Row) -> bool:
    """Whether a station stands at its city's own coordinates."""
    return bool(row["geonames_id"]) and not row["premises"]


@damage("a latitude of 91, a longitude of 181", 4)
def out_of_range(folder: Path, pick: Random) -> Expected:
    far = {"latitude": ["91", "-90.5", "NaN", "INF"], "longitude": ["181", "-180.5", "-INF"]}
    column = pick.choice(sorted(far))
    return alter(folder, pick, "OS015", [("stations", column)], lambda c: pick.choice(far[column]))


@damage("a count below nought")
def negative_count(folder: Path, pick: Random) -> Expected:
    return alter(
        folder, pick, "OS015", [("figures", "value"), ("curation_log", "fact")], lambda c: f"-{c}"
    )


@damage("coordinates that are not those of the place, by the last digit or by far", 4)
def not_the_place(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "stations", lambda r: r["geonames_id"])
    column = pick.choice(["latitude", "longitude"])
    by = pick.choice([0.00001, 0.1, 1]) if placed(row) else 1
    value = round(float(row[column]) + by, 5)
    line = set_cells(folder, "stations", index, **{column: repr(value)})
    return Expected("OS402", named("stations"), line, "latitude")


@damage("the place of a city in another country")
def another_city(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "stations", lambda r: r["geonames_id"])
    _, other = pick_row(
        folder,
        pick,
        "stations",
        lambda r: r["geonames_id"] and r["country_id"] != row["country_id"],
    )
    cells = {name: other[name] for name in ("geonames_id", "latitude", "longitude")}
    line = set_cells(folder, "stations", index, **cells)
    return Expected("OS403", named("stations"), line, "geonames_id")


@damage("coordinates without their place, or one of two")
def half_a_place(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "stations", lambda r: r["geonames_id"])
    column = pick.choice(["geonames_id", "latitude", "longitude"])
    line = set_cells(folder, "stations", index, **{column: ""})
    return Expected("OS401", named("stations"), line, "geonames_id")


@damage("a whole number written 12.5, 1,000, 1e3 or in words", 5)
def no_integer(folder: Path, pick: Random) -> Expected:
    wrong = ["12.5", "12.0", "1,000", "1e3", "twelve", "0x1F", "١٢", "1_000", "9" * 20]
    return alter(folder, pick, "OS012", INTEGERS, lambda c: pick.choice(wrong))


@damage("a number with a decimal comma, quoted as it must be")
def decimal_comma(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS012", NUMBERS, lambda c: c.replace(".", ","), lambda c: "." in c)


@damage("a number with a decimal comma, not quoted")
def bare_decimal_comma(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "stations", lambda r: "." in r["latitude"])
    lines = lines_of(folder, "stations")
    old = row["latitude"].encode()
    lines[index + 1] = lines[index + 1].replace(old, old.replace(b".", b","), 1)
    put_lines(folder, "stations", lines)
    return whole_file("OS003", "stations", index + 2)


@damage("a number longer than it need be", 4)
def long_number(folder: Path, pick: Random) -> Expected:
    table, column, index, cell = pick_cell(
        folder, pick, [*INTEGERS, *NUMBERS], lambda c: c[:1] != "-" and c
    )
    other = pick.choice([f"0{cell}", f"+{cell}", f"{cell}0" if "." in cell else f"00{cell}"])
    line = set_cells(folder, table, index, **{column: other})
    return whole_file("OS604", table, line)


# -- cells ---------------------------------------------------------------------------------------


@damage("a value that is no member of its vocabulary: misspelt, capital, or another's", 5)
def no_member(folder: Path, pick: Random) -> Expected:
    change = pick.choice(
        [str.upper, str.title, lambda c: c + "s", lambda c: "embassies", lambda c: c + " "]
    )
    return alter(folder, pick, "OS013", ENUMS, change)


@damage("an item of a list that is no member of its vocabulary")
def no_member_in_a_list(folder: Path, pick: Random) -> Expected:
    columns = [("stations", "activities"), ("statements", "stances")]
    wrong = ["{};haunted", "haunted;{}", "{};", "{};;{}", "{}, other", "{}|other"]
    return alter(folder, pick, "OS013", columns, lambda c: pick.choice(wrong).format(c, c))


@damage("a required cell is emptied", 5)
def emptied_cell(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS011", REQUIRED, lambda c: "")


@damage("a key is emptied")
def emptied_key(folder: Path, pick: Random) -> Expected:
    return alter(folder, pick, "OS021", IDS, lambda c: "")


@damage("space before or after a text", 4)
def stray_space(folder: Path, pick: Random) -> Expected:
    change = pick.choice([" {}", "{} ", "{}  ", "{}\t"]).format
    return alter(folder, pick, "OS603", TEXTS, change)


@damage("a no-break or other space before or after a text", 4)
def no_break_space(folder: Path, pick: Random) -> Expected:
    change = pick.choice(["{}\u00a0", "\u00a0{}", "{}\u3000", "{}\u2009", "\u202f{}"]).format
    return alter(folder, pick, "OS603", TEXTS, change)


@damage("an invisible character in a text: zero-width space, soft hyphen, mark, direction", 5)
def invisible_character(folder: Path, pick: Random) -> Expected:
    char = pick.choice("\u00ad\u200b\u2060\u2063\ufeff\u202a\u202e\u2066\u2069")
    return alter(folder, pick, "OS603", TEXTS, lambda c: within(c, pick, char), long)


@damage("a text in Unicode's decomposed form")
def decomposed(folder: Path, pick: Random) -> Expected:
    return alter(
        folder,
        pick,
        "OS602",
        TEXTS,
        lambda c: normalize("NFD", c),
        lambda c: normalize("NFD", c) != c,
    )


@damage("a formula that a spreadsheet would run", 6)
def formula(folder: Path, pick: Random) -> Expected:
    wrong = [
        '=HYPERLINK("http://example.org","x")',
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(1;1)",
        "-2+3+cmd",
    ]
    columns = [*TEXTS, ("curation_log", "file")]
    columns = [at for at in columns if at != ("evidence", "value")]
    return alter(folder, pick, "OS504", columns, lambda c: pick.choice(wrong))


@damage("an address that is a script, a file or none", 4)
def script_address(folder: Path, pick: Random) -> Expected:
    wrong = ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JAVASCRIPT:alert(1)"]
    wrong += [
        "www.example.org",
        "ftp://example.org",
        "http://",
        "http://a b",
        " http://example.org",
    ]
    return alter(folder, pick, "OS014", URLS, lambda c: pick.choice(wrong))


@damage("an e-mail address in a text", 4)
def email(folder: Path, pick: Random) -> Expected:
    address = pick.choice(["mail@example.org", "John.Doe+x@mail.example.co.uk", "<a_b@example.cn>"])
    return alter(folder, pick, "OS501", TEXTS, lambda c: f"{c} {address}")


@damage("a phone number in a text", 5)
def phone(folder: Path, pick: Random) -> Expected:
    wrong = [
        "+31 20 555 0123",
        "0031 20 5550123",
        "(020) 555 0123",
        "020-5550123",
        "+86.577.8888.1234",
    ]
    return alter(folder, pick, "OS502", TEXTS, lambda c: f"{c} {pick.choice(wrong)}")


@damage("an address of the web in a text of ours", 4)
def address_in_prose(folder: Path, pick: Random) -> Expected:
    wrong = ["https://www.example.org/x", "http://example.org", "www.example.org"]
    return alter(folder, pick, "OS503", PROSE, lambda c: f"{c} See {pick.choice(wrong)}.")


# -- evidence ------------------------------------------------------------------------------------


def supporting(folder: Path) -> dict[tuple[str, str], list[int]]:
    """For each cell, the rows of evidence that support it."""
    found: dict[tuple[str, str], list[int]] = {}
    for n, row in enumerate(rows_of(folder, "evidence")):
        if row["relation"] == "supports":
            for field in row["fields"].split(";"):
                found.setdefault((row["record_id"], field), []).append(n)
    return found


def ids_of(folder: Path, table: str) -> list[str]:
    """The ids of a table's records, in the order of its rows."""
    return [row[SPECS[table].key[0]] for row in rows_of(folder, table)]


def line_of(folder: Path, table: str, key: str) -> int:
    """The line of a record."""
    return ids_of(folder, table).index(key) + 2


@damage("a row of evidence is deleted on which a cell rests", 5)
def deleted_evidence(folder: Path, pick: Random) -> Expected:
    alone = [(cell, rows[0]) for cell, rows in supporting(folder).items() if len(rows) == 1]
    (record, field), index = pick.choice(alone)
    rows = rows_of(folder, "evidence")
    table = rows.pop(index)["record_table"]
    put_rows(folder, "evidence", rows)
    line = line_of(folder, table, record)
    return Expected(
        "OS102" if field == "*" else "OS101", named(table), line, "" if field == "*" else field
    )


@damage("a field is taken out of the evidence on which its cell rests", 4)
def uncovered_cell(folder: Path, pick: Random) -> Expected:
    rows = rows_of(folder, "evidence")
    alone = [
        (cell, at[0])
        for cell, at in supporting(folder).items()
        if len(at) == 1 and ";" in rows[at[0]]["fields"]
    ]
    (record, field), index = pick.choice(alone)
    row = rows[index]
    row["fields"] = ";".join(f for f in row["fields"].split(";") if f != field)
    put_rows(folder, "evidence", rows)
    line = line_of(folder, row["record_table"], record)
    return Expected(
        "OS102" if field == "*" else "OS101",
        named(row["record_table"]),
        line,
        "" if field == "*" else field,
    )


@damage("a cell says more than any of its evidence", 2)
def overstated(folder: Path, pick: Random) -> Expected:
    evidence = rows_of(folder, "evidence")
    cells = [
        (evidence[at[0]]["record_table"], record, field)
        for (record, field), at in supporting(folder).items()
        if field != "*" and all(evidence[n]["value"] for n in at)
    ]
    table, record, field = pick.choice(
        [(t, r, f) for t, r, f in cells if FIELDS[t, f].type in ("list", "date")]
    )
    spec = FIELDS[table, field]
    index = line_of(folder, table, record) - 2
    cell = rows_of(folder, table)[index][field]
    if spec.type == "date":
        value = {4: f"{cell}-06", 7: f"{cell}-15"}.get(len(cell), "2022-02-14")
    else:
        members = (
            ids_of(folder, spec.references)
            if spec.references
            else [str(member.value) for member in spec.vocabulary or ()]
        )
        value = f"{cell};{pick.choice([m for m in members if m not in cell and m != 'other'])}"
    line = set_cells(folder, table, index, **{field: value})
    return Expected("OS103", named(table), line, field)


@damage("evidence for an id of another table")
def another_tables_id(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "evidence")
    table = pick.choice(sorted(RECORD_TABLES - {row["record_table"]}))
    line = set_cells(folder, "evidence", index, record_table=table)
    return Expected("OS104", named("evidence"), line, "record_id")


@damage("evidence that names a column which is none, or takes none")
def no_such_column(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "evidence")
    wrong = pick.choice(["city_name", SPECS[row["record_table"]].key[0], "note2"])
    line = set_cells(folder, "evidence", index, fields=f"{row['fields']};{wrong}")
    return Expected("OS105", named("evidence"), line, "fields")


@damage("a cell is emptied that evidence supports")
def emptied_supported_cell(folder: Path, pick: Random) -> Expected:
    optional = [
        (cell, at)
        for cell, at in supporting(folder).items()
        if cell[1]
        in ("city", "operated_by", "summary", "made_on", "occurred_on", "opened", "district")
    ]
    (record, field), at = pick.choice(optional)
    table = rows_of(folder, "evidence")[at[0]]["record_table"]
    set_cells(folder, table, line_of(folder, table, record) - 2, **{field: ""})
    first, *rest = (n + 2 for n in at)
    return Expected("OS106", named("evidence"), first, "fields", tuple(rest))


@damage("a dispute that names two fields")
def dispute_of_two(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "evidence", lambda r: r["relation"] == "disputes")
    other = next(
        f.name
        for f in SPECS[row["record_table"]].fields
        if f.wants_evidence and f.name not in row["fields"]
    )
    line = set_cells(folder, "evidence", index, fields=f"{row['fields']};{other}")
    return Expected("OS107", named("evidence"), line, "fields")


@damage("support for several fields turned into a dispute")
def support_turned(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "evidence", lambda r: ";" in r["fields"])
    line = set_cells(folder, "evidence", index, relation="disputes")
    return Expected("OS107", named("evidence"), line, "fields")


@damage("a value for the record itself")
def value_of_a_record(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "evidence", lambda r: r["fields"] == "*")
    line = set_cells(folder, "evidence", index, value="2018")
    return Expected("OS108", named("evidence"), line, "value")


@damage("a supporting value that does not contain the cell")
def value_beside(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(
        folder, pick, "evidence", lambda r: r["relation"] == "supports" and r["value"]
    )
    line = set_cells(folder, "evidence", index, value="1999")
    return Expected("OS109", named("evidence"), line, "value")


@damage("a statement attributed to another than its issuer")
def another_issuer(folder: Path, pick: Random) -> Expected:
    return attributed(folder, pick, "statements", "OS110")


@damage("a figure attributed to another than its claimant")
def another_claimant(folder: Path, pick: Random) -> Expected:
    return attributed(folder, pick, "figures", "OS111")


def attributed(folder: Path, pick: Random, table: str, code: str) -> Expected:
    index, row = pick_row(
        folder,
        pick,
        "evidence",
        lambda r: r["record_table"] == table and r["relation"] == "supports",
    )
    others = [key for key in ids_of(folder, "organisations") if key != row["attributed_to"]]
    other = pick.choice(others)
    line = set_cells(folder, "evidence", index, attributed_to=other)
    return Expected(code, named("evidence"), line, "attributed_to")


@damage("a claimant that relies on itself")
def self_reliance(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "evidence")
    line = set_cells(folder, "evidence", index, relies_on=row["attributed_to"])
    return Expected("OS112", named("evidence"), line, "relies_on")


@damage("two claimants that rely on one another for a record")
def mutual_reliance(folder: Path, pick: Random) -> Expected:
    rows = rows_of(folder, "evidence")
    records: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        records.setdefault(row["record_id"], []).append(n)
    pairs = [
        (at[0], n)
        for at in records.values()
        for n in at[1:]
        if rows[n]["attributed_to"] != rows[at[0]]["attributed_to"]
        and not any(rows[m]["relies_on"] for m in at)
    ]
    a, b = pick.choice(pairs)
    rows[a]["relies_on"], rows[b]["relies_on"] = rows[b]["attributed_to"], rows[a]["attributed_to"]
    put_rows(folder, "evidence", rows)
    return Expected("OS114", named("evidence"), a + 2, "relies_on", (b + 2,))


@damage("a dispute of a member of a vocabulary without another")
def dispute_without_value(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(
        folder,
        pick,
        "evidence",
        lambda r: (
            r["relation"] == "disputes"
            and r["value"]
            and FIELDS[r["record_table"], r["fields"]].vocabulary
        ),
    )
    line = set_cells(folder, "evidence", index, value="")
    return Expected("OS113", named("evidence"), line, "value")


# -- records against one another -----------------------------------------------------------------


@damage("a figure whose number does not fit its qualifier, or a range downwards")
def figure_value(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(
        folder, pick, "figures", lambda r: r["value"] and r["qualifier"] != "some"
    )
    cells = pick.choice([{"qualifier": "some"}, {"value": ""}, {"value_to": row["value"]}])
    line = set_cells(folder, "figures", index, **cells)
    return Expected("OS301", named("figures"), line, "value")


@damage("a scope that does not fit the place")
def another_scope(folder: Path, pick: Random) -> Expected:
    table, place = pick.choice([("figures", "country_id"), ("statements", "about_country_ids")])
    index, _ = pick_row(folder, pick, table, lambda r: r["scope"] == "country")
    line = set_cells(folder, table, index, **pick.choice([{"scope": "world"}, {place: ""}]))
    return Expected("OS302", named(table), line, "scope")


@damage("proceedings that do not say what they are about")
def concerns_nothing(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "events", lambda r: r["concerns_station"])
    line = set_cells(folder, "events", index, concerns_station="")
    return Expected("OS303", named("events"), line, "concerns_station")


@damage("an accepted warning is removed: it warns again")
def acceptance_removed(folder: Path, pick: Random) -> Expected:
    rows = rows_of(folder, "accepted_warnings")
    gone = rows.pop(pick.randrange(len(rows)))
    put_rows(folder, "accepted_warnings", rows)
    tables = sorted(RECORD_TABLES | {"sources", "organisations"})
    table = next(t for t in tables if gone["record_id"] in ids_of(folder, t))
    return Expected(gone["code"], named(table), line_of(folder, table, gone["record_id"]))


@damage("a station of another country")
def station_elsewhere(folder: Path, pick: Random) -> Expected:
    table = pick.choice(["events", "investigations"])
    index, row = pick_row(folder, pick, table, lambda r: r["station_ids"])
    other = pick.choice([c for c in ("NL", "ES", "IT", "GB") if c != row["country_id"]])
    line = set_cells(folder, table, index, country_id=other)
    return Expected("OS305", named(table), line, "station_ids")


@damage("a number of something unsaid")
def per_nothing(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "figures", lambda r: not r["per_measure"])
    line = set_cells(folder, "figures", index, per_value="21")
    return Expected("OS306", named("figures"), line, "per_measure")


@damage("a log entry that says both or neither")
def both_or_neither(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "curation_log", lambda r: r["evidence_ids"])
    cells = pick.choice([{"evidence_ids": ""}, {"left_out": "off_topic"}])
    line = set_cells(folder, "curation_log", index, **cells)
    return Expected("OS307", named("curation_log"), line, "left_out")


@damage("an order by an outlet that has no authority")
def order_by_an_outlet(folder: Path, pick: Random) -> Expected:
    orders = ("ordered_closed", "found_to_exist", "charges_filed", "sentence", "conviction")
    media = [r["organisation_id"] for r in rows_of(folder, "organisations") if r["kind"] == "media"]
    index, _ = pick_row(folder, pick, "events", lambda r: r["kind"] in orders)
    line = set_cells(folder, "events", index, actor=pick.choice(media))
    return Expected("OS308", named("events"), line, "actor")


@damage("an outlet's statement that orders a closure")
def statement_that_orders(folder: Path, pick: Random) -> Expected:
    kinds = {r["organisation_id"]: r["kind"] for r in rows_of(folder, "organisations")}
    index, row = pick_row(
        folder,
        pick,
        "statements",
        lambda r: (
            kinds[r["issuer"]] in ("media", "ngo", "association", "diplomatic_mission")
            and r["stances"] not in ("", "other")
        ),
    )
    stances = f"{row['stances']};{pick.choice(['orders_closure', 'announces_investigation'])}"
    line = set_cells(folder, "statements", index, stances=stances)
    return Expected("OS311", named("statements"), line, "stances")


@damage("other beside another stance")
def other_beside(folder: Path, pick: Random) -> Expected:
    index, row = pick_row(folder, pick, "statements", lambda r: r["stances"] not in ("", "other"))
    both = pick.choice([f"{row['stances']};other", f"other;{row['stances']}"])
    line = set_cells(folder, "statements", index, stances=both)
    return Expected("OS309", named("statements"), line, "stances")


@damage("a station entered twice under two ids")
def twin_station(folder: Path, pick: Random) -> Expected:
    _, row = pick_row(
        folder, pick, "stations", lambda r: r["city"] and r["operated_by"] and r["country_id"]
    )
    twin = row | {"station_id": f"{row['station_id'][:7]}999", "possibly_same_as": ""}
    return Expected("OS310", named("stations"), add_row(folder, "stations", **twin), "city")


@damage("a source that can be found nowhere")
def no_address(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "sources", lambda r: not r["content_sha256"])
    return Expected("OS701", named("sources"), set_cells(folder, "sources", index, url=""), "url")


@damage("a source that was read on no day, or not read on one")
def reading_day(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "sources", lambda r: r["accessed_on"] and r["published_on"])
    cells = pick.choice([{"accessed_on": ""}, {"read_scope": "secondary"}])
    line = set_cells(folder, "sources", index, **cells)
    return Expected("OS702", named("sources"), line, "accessed_on")


@damage("a retraction that nothing tells of")
def bare_retraction(folder: Path, pick: Random) -> Expected:
    index, _ = pick_row(folder, pick, "sources", lambda r: r["standing"] == "stands")
    line = set_cells(folder, "sources", index, standing="retracted")
    return Expected("OS703", named("sources"), line, "standing_source")


@damage("one address for two sources")
def duplicate_address(folder: Path, pick: Random) -> Expected:
    rows = rows_of(folder, "sources")
    a, b = sorted(pick.sample(range(len(rows)), 2))
    rows[b]["url"] = rows[a]["url"]
    put_rows(folder, "sources", rows)
    return Expected("OS704", named("sources"), a + 2, "url", (b + 2,))


@damage("sources that derive from one another in a circle, of one to five", 5)
def circular_provenance(folder: Path, pick: Random) -> Expected:
    rows = rows_of(folder, "sources")
    circle = pick.sample(
        [n for n, r in enumerate(rows) if not r["derived_from"]], pick.randint(1, 5)
    )
    for n, at in enumerate(circle):
        rows[at]["derived_from"] = rows[circle[n - 1]]["source_id"]
    put_rows(folder, "sources", rows)
    first, *rest = (n + 2 for n in circle)
    return Expected("OS705", named("sources"), first, "derived_from", tuple(rest))


@damage("an organisation that nothing names")
def idle_organisation(folder: Path, pick: Random) -> Expected:
    line = add_row(
        folder, "organisations", organisation_id="org-zz-idle", name="Idle", kind="other"
    )
    return Expected("OS706", named("organisations"), line, "organisation_id")


@damage("an organisation entered twice under two ids")
def twin_organisation(folder: Path, pick: Random) -> Expected:
    _, row = pick_row(folder, pick, "organisations", lambda r: r["name"].isascii())
    twin = row | {"organisation_id": "org-zzz-twin", "name": row["name"].upper()}
    return Expected(
        "OS707", named("organisations"), add_row(folder, "organisations", **twin), "name"
    )


@damage("an accepted warning that nobody gives", 4)
def stale_acceptance(folder: Path, pick: Random) -> Expected:
    accepted = {row["record_id"] for row in rows_of(folder, "accepted_warnings")}
    _, figure = pick_row(folder, pick, "figures", lambda r: r["figure_id"] not in accepted)
    code, key = pick.choice(
        [
            ("OS304", figure["figure_id"]),
            ("OS304", "fig-987"),
            ("OS310", "stn-nl-001"),
            ("OS999", "x"),
            ("OS101", "x"),
        ]
    )
    line = add_row(folder, "accepted_warnings", code=code, record_id=key, reason="Stale.")
    return Expected("OS801", named("accepted_warnings"), line, "code", needs=code)


# -- running them --------------------------------------------------------------------------------


class Trap:
    """A port of this machine that nothing may connect to."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"

    def touched(self) -> bool:
        """Whether somebody connected since the last question."""
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@cache
def trap() -> Trap:
    return Trap()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one damaged copy; ``missed`` says what was amiss, and is empty where caught."""

    expected: Expected
    missed: str


def suffer(item: Damage, number: int, space: Path) -> Outcome:
    """Damage a copy and validate it: the first of a class in full, the others for the code alone."""
    folder = copy_package(space / f"{item.name}_{number}" / "package")
    try:
        expected = item.do(folder, Random(f"{item.name} {number}"))
        wanted = [code for code in (expected.code, expected.needs) if code.startswith("OS")]
        select = wanted if number else []
        try:
            report = validate(folder, select=select, max_findings=None, today=TODAY)
        except PackageError as error:
            missed = refused(expected, str(error))
        else:
            missed = judged(expected, report)
        if trap().touched():
            missed = "something was fetched"
        return Outcome(expected, missed)
    finally:
        shutil.rmtree(folder.parent)


def refused(expected: Expected, message: str) -> str:
    if expected.code != REFUSED:
        return f"refused instead: {message}"
    if not re.search(expected.says, message):
        return f"refused, but not for {expected.says!r}: {message}"
    return ""


def judged(expected: Expected, report: Report) -> str:
    """What is amiss in a report."""
    seen = Counter(f"{f.code} {f.file}:{f.line}" for f in report.findings)
    shown = ", ".join(place for place, _ in seen.most_common(8)) or "nothing"
    if expected.code == NOTHING:
        return "" if report.clean else f"found {shown}"
    if expected.code == REFUSED:
        return f"not refused; found {shown}"
    found = [f for f in report.findings if f.code == expected.code]
    columns: dict[tuple[str, int], set[str]] = {}
    for finding in found:
        columns.setdefault((finding.file, finding.line), set()).add(finding.column)
    wanted = {(expected.file, line) for line in (expected.line, *expected.more)}
    lacking = sorted(wanted - columns.keys())
    if lacking:
        return f"no {expected.code} at {lacking[0][0]}:{lacking[0][1]} ({len(lacking)} lacking); found {shown}"
    beyond = sorted(columns.keys() - wanted)
    if expected.only and beyond:
        return f"{expected.code} also at {beyond[0][0]}:{beyond[0][1]} ({len(beyond)} beyond)"
    if expected.column is not None and any(expected.column not in columns[at] for at in wanted):
        return f"not in column {expected.column!r} but in {sorted(columns[min(wanted)])}"
    if not all(re.search(expected.says, finding.message) for finding in found):
        return f"does not say {expected.says!r}: {found[0].message}"
    return ""


def run_class(item: Damage, space: Path, most: int | None = None) -> list[Outcome]:
    """Every copy of one class, or the first so many."""
    copies = item.copies if most is None else min(item.copies, most)
    return [suffer(item, number, space) for number in range(copies)]


def main(names: Sequence[str]) -> int:
    """Print the table of classes with their counts; 1 where a copy was not caught."""
    began = time.monotonic()
    total, caught, missed = 0, 0, []
    print(f"{'class':28} {'copies':>6} {'caught':>6}  {'code':20}  what")
    with tempfile.TemporaryDirectory() as space:
        for item in DAMAGES.values():
            if names and item.name not in names:
                continue
            outcomes = run_class(item, Path(space))
            hits = sum(not outcome.missed for outcome in outcomes)
            total, caught = total + len(outcomes), caught + hits
            codes = ", ".join(sorted({outcome.expected.code for outcome in outcomes}))
            print(f"{item.name:28} {len(outcomes):6} {hits:6}  {codes:20}  {item.what}", flush=True)
            missed += [(item.name, n, o.missed) for n, o in enumerate(outcomes) if o.missed]
    print(f"{total} damaged copies, {caught} caught, in {time.monotonic() - began:.0f} s")
    for name, number, why in missed:
        print(f"MISSED {name}, copy {number}: {why}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
