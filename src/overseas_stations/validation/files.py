"""A resource's files: where they are, what their bytes say, and the row that a number stands for.

The engines parse CSV with their own quick readers. What those silently drop or bend (blank lines,
stray space beside a quote, a comma too many) is found by accounting: the bytes of all cells and
the separators between them must be the bytes of the file. Where they are not, or the engine
refuses the file, it is read here row by row, strictly: each fault is a finding, and the engine is
given a mended copy, so that one bad row does not hide the rest.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from overseas_stations.errors import PackageError
from overseas_stations.storage import LARGEST_CELL, confined
from overseas_stations.validation.plan import Descriptor, fields_of

#: A gzip file may not grow to more than this many times its size, once past ``_FREE`` bytes.
MOST_GROWTH = 200
_FREE = 2**26

#: After so many rows that cannot be told apart the rest of a file is not read.
MOST_BROKEN_ROWS = 1000

_CHUNK = 2**17
#: A longer line no engine reads at once.
_LINE = 2**22
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NO_PARTITION = "__HIVE_DEFAULT_PARTITION__"
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".pq": "parquet"}
_PLAIN_DIALECT = {
    "header": True,
    "doubleQuote": True,
    "skipInitialSpace": False,
    "caseSensitiveHeader": False,
    "csvddfVersion": None,
    "lineTerminator": None,
    "headerRows": [1],
    "headerJoin": " ",
    "commentRows": [],
}


class NotReadError(Exception):
    """A resource that is not of a form read here; the text says why. Not a fault of its own."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the bytes of one CSV file say, header aside."""

    bytes: int
    newlines: int
    quotes: int
    crlf: bool
    #: Whether the bytes can be accounted for. Not where a line ends otherwise than the first or a
    #: carriage return stands by itself, nor where only space stands between two quotes: DuckDB
    #: makes one cell of ``"a" "b"``.
    plain: bool
    ends_open: bool
    utf8: bool


@dataclass
class Files:
    """The files of one resource, in order, and how they are to be read."""

    table: str
    paths: tuple[Path, ...]
    parquet: bool = False
    delimiter: str = ","
    quote: str = '"'
    has_header: bool = True
    encoding: str = "utf-8"
    #: The columns that stand in folder names (``country=NL/``), with each file's value.
    partitions: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    #: What joins the items of a column that Parquet holds as a list.
    joins: Mapping[str, str] = field(default_factory=dict)
    #: The rows of each file, once they were counted.
    rows: tuple[int, ...] = ()
    #: The line on which each row of a file begins, where that is not simply the next one.
    lines: Mapping[int, array[int]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(path.stat().st_size for path in self.paths)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(self.rows))

    def locate(self, row: int) -> tuple[Path, int]:
        """The file and the line (of Parquet the row) of a row's number, counted over all files."""
        if row <= 0 or not self.rows:
            return self.paths[0] if self.paths else Path(self.table), 0
        number = min(bisect_right(self._ends, row - 1), len(self.paths) - 1)
        within = row - (self._ends[number - 1] if number else 0)
        if number in self.lines:
            return self.paths[number], self.lines[number][within - 1]
        return self.paths[number], within + (self.has_header and not self.parquet)

    def recount(self, rows: int) -> None:
        """Know the rows of each file, of ``rows`` in all, and the lines they begin on."""
        if self.rows:
            return
        if self.parquet:
            import pyarrow.parquet as pq

            self.rows = tuple(pq.ParquetFile(path).metadata.num_rows for path in self.paths)
            return
        surveys = [
            survey(path, self.quote, headed=self.has_header, lines=True) for path in self.paths
        ]
        counted = tuple(s.newlines + s.ends_open for s in surveys)
        if sum(counted) == rows:
            self.rows = counted
            return
        starts = {
            number: array("Q", (line for line, _ in self._well_formed(path)))
            for number, path in enumerate(self.paths)
        }
        self.lines = starts
        self.rows = tuple(map(len, starts.values()))

    def _well_formed(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        for line, cells, _ in strict_rows(path, self):
            if cells is not None:
                yield line, cells


def resolve(folder: Path, resource: Descriptor) -> Files:
    """The files of a resource, every path confined to the package's folder.

    Raises ``PackageError`` for a path that leaves it or leads nowhere, ``NotReadError`` for a
    form that is not read here.
    """
    table = str(resource["name"])
    if "data" in resource:
        raise NotReadError("its rows stand in the descriptor; only files are read")
    declared = resource.get("path")
    targets = (declared or [None]) if isinstance(declared, list) else [declared]
    paths: list[Path] = []
    for target in targets:
        if not isinstance(target, str) or not target:
            raise PackageError(f"resource {table!r}: path must be a file name, or a list of them")
        paths += _expand(folder, table, target)
    suffixes = {_suffix(path) for path in paths}
    form = _form(resource, suffixes)
    encoding = str(resource.get("encoding") or "utf-8").lower()
    dialect = _dialect(folder, resource)
    return Files(
        table,
        tuple(paths),
        parquet=form == "parquet",
        delimiter=str(dialect.get("delimiter", "\t" if suffixes == {".tsv"} else ",")),
        quote=str(dialect.get("quoteChar", '"')),
        has_header=dialect.get("header", True) is not False,
        encoding="utf-8" if encoding in ("utf-8", "utf8", "utf-8-sig") else encoding,
        partitions=_partitions(folder.resolve(), paths, resource),
        joins={str(f["name"]): str(f.get("delimiter", ",")) for f in fields_of(resource)},
    )


def _expand(folder: Path, table: str, target: str) -> list[Path]:
    if not any(char in target for char in "*?["):
        path = confined(folder, table, target)
        if path.is_dir():
            raise PackageError(
                f"resource {table!r}: {target!r} is a folder; name files, or {target}/**/*.parquet"
            )
        return [path]
    confined(folder, table, target.translate(str.maketrans("*?[]", "____")))
    root = folder.resolve()
    found = [path.relative_to(root) for path in sorted(root.glob(target)) if path.is_file()]
    if not found:
        raise PackageError(f"resource {table!r}: {target!r} names no file")
    return [confined(folder, table, str(path)) for path in found]


def _suffix(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).suffix.lower()


def _form(resource: Descriptor, suffixes: set[str]) -> str:
    form = resource.get("format")
    if form in ("csv", "tsv"):
        form = "csv"
    forms = {form} if form else {_SUFFIXES.get(suffix, suffix) for suffix in suffixes}
    if len(forms) != 1 or not forms <= {"csv", "parquet"}:
        raise NotReadError(
            f"files of the form {', '.join(sorted(map(str, forms)))} are not read, only CSV and Parquet"
        )
    if resource.get("compression") not in (None, "gz", "no", "") or any(
        suffix in (".zip", ".bz2", ".xz", ".zst") for suffix in suffixes
    ):
        raise NotReadError("only gzip compression is read")
    return str(forms.pop())


def _dialect(folder: Path, resource: Descriptor) -> Mapping[str, Any]:
    dialect = resource.get("dialect") or {}
    if isinstance(dialect, str):
        raise NotReadError("its dialect stands in another file")
    if not isinstance(dialect, dict):
        raise NotReadError("its dialect is no object")
    dialect = (
        {**dialect, **dialect.get("csv", {})}
        if isinstance(dialect.get("csv", {}), dict)
        else dialect
    )
    for name, value in dialect.items():
        if name in ("delimiter", "quoteChar"):
            if not isinstance(value, str) or len(value) != 1 or not value.isascii():
                raise NotReadError(f"a CSV dialect whose {name} is {value!r} is not read")
        elif (
            name == "header"
            or (name in _PLAIN_DIALECT and value in (_PLAIN_DIALECT[name], None, "\n", "\r\n"))
            or name
            in (
                "csvddfVersion",
                "$schema",
                "title",
                "description",
                "name",
                "type",
                "csv",
                "lineTerminator",
                "caseSensitiveHeader",
            )
            or value is None
        ):
            continue
        else:
            raise NotReadError(f"a CSV dialect with {name} is not read")
    return dialect


def _partitions(
    root: Path, paths: Sequence[Path], resource: Descriptor
) -> dict[str, tuple[str | None, ...]]:
    """Hive partitions: columns that stand in the names of folders (``country=NL``)."""
    wanted = [str(f["name"]) for f in fields_of(resource)]
    found: list[dict[str, str]] = []
    for path in paths:
        parts = path.relative_to(root).parts[:-1]
        found.append(dict(part.split("=", 1) for part in parts if "=" in part))
    keys = [name for name in wanted if found and all(name in one for one in found)]
    return {
        key: tuple(None if one[key] == _NO_PARTITION else unquote(one[key]) for one in found)
        for key in keys
    }


# -- bytes ---------------------------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """A file's bytes, unpacked if it is a gzip file.

    Raises ``PackageError`` for a missing or broken file, and one that grows beyond all measure.
    """
    try:
        with path.open("rb") as raw:
            if path.suffix != ".gz":
                yield raw
                return
            with gzip.open(raw) as unpacked:
                yield _Bounded(unpacked, max(_FREE, path.stat().st_size * MOST_GROWTH))
    except FileNotFoundError as error:
        raise PackageError(f"{path}: the file is missing") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise PackageError(f"{path}: not a whole gzip file ({error})") from error
    except OSError as error:
        raise PackageError(f"{path}: cannot be read ({error.strerror or error})") from error


class Stream(Protocol):
    """Bytes to be read."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes, all without a number."""

    def readline(self, limit: int = -1, /) -> bytes:
        """The bytes to the next line feed, it included, up to so many."""


class _Bounded:
    """A stream that refuses to give more than it was allowed to."""

    def __init__(self, stream: Stream, left: int) -> None:
        self.stream, self.left = stream, left

    def _count(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise PackageError(
                f"the gzip file unpacks to more than {MOST_GROWTH} times its size; unpack it "
                "yourself if it is what it says it is"
            )
        return data

    def read(self, size: int = -1) -> bytes:
        return self._count(self.stream.read(size if size >= 0 else self.left + 1))

    def readline(self, limit: int = -1) -> bytes:
        return self._count(self.stream.readline(limit if limit >= 0 else self.left + 1))


def first_line(path: Path) -> bytes:
    """The first line of a file, without the mark that some programs put before it.

    Raises ``PackageError`` as :func:`opened` does, and for a file in UTF-16.
    """
    with opened(path) as stream:
        line = stream.readline(_LINE).removeprefix(_BOM)
    if line.startswith(_UTF_16) or b"\0" in line:
        raise PackageError(f"{path}: not UTF-8, but UTF-16 as it seems; save it as UTF-8")
    return line


def survey(
    path: Path, quote: str = '"', *, headed: bool = True, lines: bool = False, utf8: bool = False
) -> Survey:
    """Count a CSV file's bytes: with ``lines`` also the line feeds, with ``utf8`` decode them.

    Raises ``PackageError`` as :func:`opened` does.
    """
    mark = quote.encode()
    spaced = re.compile(re.escape(mark) + b" +" + re.escape(mark))
    size = newlines = quotes = 0
    plain = valid = True
    last = b"\n"
    with opened(path) as stream:
        first = chunk = stream.readline(_LINE).removeprefix(_BOM)
        crlf = first.endswith(b"\r\n")
        while chunk:
            # It ends with a line: no character, line end or pair of quotes is cut in two.
            plain = plain and last == b"\n"
            last = chunk[-1:]
            size += len(chunk)
            marks = chunk.count(mark)
            quotes += marks
            feeds = chunk.count(b"\n") if crlf or lines else 0
            newlines += feeds
            if plain:
                plain = (
                    (feeds == chunk.count(b"\r") == chunk.count(b"\r\n"))
                    if crlf
                    else b"\r" not in chunk
                ) and not (marks and spaced.search(chunk))
            if utf8 and valid and not chunk.isascii():
                try:
                    chunk.decode()
                except UnicodeDecodeError:
                    valid = False
            chunk = stream.read(_CHUNK)
            if chunk:
                chunk += stream.readline(_LINE)
    aside = first if headed else b""
    return Survey(
        bytes=size - len(aside),
        newlines=newlines - aside.count(b"\n") if lines else 0,
        quotes=quotes - aside.count(mark),
        crlf=crlf,
        plain=plain,
        ends_open=size > len(aside) and last != b"\n",
        utf8=valid,
    )


def header_of(first: bytes, files: Files) -> list[str]:
    """The column names in a CSV file's first line. Raises ``PackageError`` where it is none."""
    try:
        line = first.decode(files.encoding, "replace")
    except LookupError as error:
        raise PackageError(f"the encoding {files.encoding!r} is not known") from error
    rows = csv.reader([line], delimiter=files.delimiter, quotechar=files.quote)
    try:
        return next(rows, [])
    except csv.Error as error:
        raise PackageError(f"the first line is no row of CSV ({error})") from error


def content_bytes(surveys: Sequence[Survey]) -> int | None:
    """The bytes of cells and separators in files, without quotes and line ends.

    None where files end their lines differently, so that this accounting cannot hold.
    """
    if len({s.crlf for s in surveys}) > 1:
        return None
    end = 1 + surveys[0].crlf
    return sum(s.bytes - s.quotes + end * s.ends_open for s in surveys)


# -- rows, one by one ----------------------------------------------------------------------------

Fault = tuple[str, str]


def strict_rows(path: Path, files: Files) -> Iterator[tuple[int, list[str] | None, Fault | None]]:
    """The rows of a CSV file below its header: the line each begins on, its cells, its fault.

    A fault is a code and what is wrong. A row that cannot be told apart from the next is given
    without cells; reading goes on with the line after it. Raises ``PackageError`` where the file
    cannot be read at all, or has too many such rows.
    """
    csv.field_size_limit(LARGEST_CELL)  # the process's, which others set too
    with opened(path) as stream:
        lines = _Lines(stream, files.encoding)
        if files.has_header:
            next(_records(lines, files), None)
            if fault := lines.fault():
                yield 1, None, fault
        broken = 0
        for begin, cells in _records(lines, files):
            fault = lines.fault()
            if isinstance(cells, str):
                broken += 1
                if broken > MOST_BROKEN_ROWS:
                    raise PackageError(
                        f"{path}: more than {MOST_BROKEN_ROWS} rows cannot be told apart, the last on "
                        f"line {begin}; the rest was not read"
                    )
                yield begin, None, ("OS003", cells)
            else:
                yield begin, cells, fault


class _Lines:
    """The lines of a file as text, each handed out again on demand, numbered from 1.

    With each goes whether it is not in the encoding.
    """

    def __init__(self, stream: Stream, encoding: str) -> None:
        self.stream, self.encoding = stream, encoding
        self.number = 0
        self.ahead: list[tuple[str, bool]] = []
        self.taken: list[tuple[str, bool]] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.ahead.pop() if self.ahead else self._read()
        self.number += 1
        self.taken.append(line)
        return line[0]

    def _read(self) -> tuple[str, bool]:
        raw = self.stream.readline(2**25)
        if not raw:
            raise StopIteration
        if self.number == 0:
            raw = raw.removeprefix(_BOM)
        try:
            return raw.decode(self.encoding), False
        except UnicodeDecodeError:
            return raw.decode(self.encoding, "replace"), True
        except LookupError as error:
            raise PackageError(f"the encoding {self.encoding!r} is not known") from error

    def begin(self) -> None:
        """The next line begins a row."""
        self.taken = []

    def rewind(self) -> None:
        """Hand out again all lines of this row but its first."""
        again = self.taken[1:]
        self.ahead += reversed(again)
        self.number -= len(again)
        del self.taken[1:]

    def fault(self) -> Fault | None:
        """What is wrong with the lines of this row, if they are not in the encoding."""
        if not any(bad for _, bad in self.taken):
            return None
        return "OS004", f"holds bytes that are not {self.encoding.upper()}"


def _records(lines: _Lines, files: Files) -> Iterator[tuple[int, list[str] | str]]:
    """Each row's first line and its cells, or in place of these what is wrong."""
    while True:
        reader = csv.reader(lines, strict=True, delimiter=files.delimiter, quotechar=files.quote)
        while True:
            begin = lines.number + 1
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                lines.rewind()
                yield begin, f"is no row of CSV ({error})"
                break
            yield begin, cells


@dataclass(frozen=True, slots=True)
class Fix:
    """One fault that the row-by-row reading found."""

    code: str
    path: Path
    line: int
    value: str
    message: str


def mend(files: Files, width: int, target: Path, note: Callable[[Fix], None]) -> bool:
    """Write the rows of CSV files as Parquet columns ``r0`` …, and know their lines.

    A row that is too short is filled with empty cells, one too long cut; a row that cannot be
    read is left out. Partitions become columns of their own names. Each fault goes to ``note``.
    Returns whether a row was left out. Raises ``PackageError``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [*(f"r{number}" for number in range(width)), *files.partitions]
    schema = pa.schema([(column, pa.string()) for column in columns])
    lost = False
    starts: dict[int, array[int]] = {}
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:
        for number, path in enumerate(files.paths):
            starts[number] = array("Q")
            partition = [values[number] for values in files.partitions.values()]
            batch: list[list[str | None]] = []
            for line, cells, fault in strict_rows(path, files):
                if fault:
                    shown = files.delimiter.join(cells or ())
                    note(Fix(fault[0], path, line, shown, fault[1]))
                if cells is None:
                    lost = True
                    continue
                if not cells and width != 1:
                    note(Fix("OS003", path, line, "", "is a blank line"))
                    continue
                cells = cells or [""]
                if len(cells) != width:
                    message = f"has {len(cells)} cells under {width} columns"
                    note(Fix("OS003", path, line, files.delimiter.join(cells), message))
                starts[number].append(line)
                batch.append([*cells[:width], *([""] * (width - len(cells))), *partition])
                if len(batch) == 10_000:
                    writer.write_batch(_batch(batch, schema))
                    batch = []
            if batch:
                writer.write_batch(_batch(batch, schema))
    files.lines = starts
    files.rows = tuple(map(len, starts.values()))
    return lost


def _batch(rows: list[list[str | None]], schema: Any) -> Any:
    import pyarrow as pa

    columns = [
        pa.array([row[number] for row in rows], pa.string()) for number in range(len(schema))
    ]
    return pa.record_batch(columns, schema=schema)
