"""Where a dataset's files are, and how they are read. A foreign package is hostile until read.

Every path in a descriptor must resolve, links included, to a file inside the package's folder;
nothing is fetched and nothing is imported.
"""

from __future__ import annotations

import csv
import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from overseas_stations.cells import CellError, read_record
from overseas_stations.compat import kinds_for, refuse_other_major
from overseas_stations.errors import PackageError, RecordError
from overseas_stations.records import RECORDS, Record

R = TypeVar("R", bound=Record)

DESCRIPTOR = "datapackage.json"

#: Nobody writes a descriptor this large; whoever does wants to fill the memory.
LARGEST_DESCRIPTOR = 2**25

_HERE = Path(__file__).parent

#: Beside an installed package its data; beside a checkout's ``src`` the checkout.
BUNDLED = _HERE / "_data" if (_HERE / "_data").is_dir() else _HERE.parent.parent

#: The largest cell that is read; the csv module's own default is 131,072 characters.
LARGEST_CELL = 2**24


@dataclass(frozen=True, slots=True)
class Package:
    """A folder with a ``datapackage.json``: the file of each of its tables."""

    folder: Path
    descriptor: Mapping[str, Any]
    files: Mapping[str, Path]
    #: The classes of its records where they differ from this library's, by table.
    kinds: Mapping[str, type[Record]] = field(default_factory=dict)

    @property
    def version(self) -> str | None:
        """The version that the descriptor gives."""
        return self.descriptor.get("version")

    def spreadsheet_safe(self, table: str) -> bool:
        """Whether this table's CSV guards cells that a spreadsheet would run."""
        return any(
            resource.get("name") == table and resource.get("spreadsheetSafe") is True
            for resource in self.descriptor["resources"]
        )


def bundled_package(version: str) -> Package:
    """The package that came with the library: its layout is known, so no descriptor is parsed."""
    files = {name: BUNDLED / "data" / f"{name}.csv" for name in RECORDS}
    return Package(BUNDLED, {"version": version, "resources": []}, files)


def open_package(path: str | Path) -> Package:
    """Find the tables of a package: a folder with a descriptor, or the descriptor itself.

    Raises ``PackageError`` where there is none, it is no descriptor, a path leaves the folder, or
    it is of another major version than this library.
    """
    folder, descriptor = read_descriptor(path)
    refuse_other_major(descriptor.get("version"), str(path))
    try:
        resources = [(str(r["name"]), r["path"]) for r in descriptor["resources"]]
    except (KeyError, TypeError) as error:
        raise PackageError(
            f"{path}: not a data package descriptor ({error}); it needs resources, "
            "each with a name and a path"
        ) from error
    files = {name: confined(folder, name, target) for name, target in resources}
    return Package(folder, descriptor, files, kinds_for(descriptor))


def read_descriptor(path: str | Path) -> tuple[Path, Mapping[str, Any]]:
    """A package's folder and what its ``datapackage.json`` says. Raises ``PackageError``."""
    place = Path(path)
    if place.suffix == ".zip":
        raise PackageError(f"{place}: an archive is not opened; unpack it and name the folder")
    descriptor_path = place / DESCRIPTOR if place.is_dir() else place
    if not descriptor_path.is_file():
        raise PackageError(
            f"{place}: no {DESCRIPTOR} here; name the folder that holds it, or the file itself"
        )
    return descriptor_path.parent, read_json(descriptor_path)


def read_json(path: Path, what: str = "not a data package descriptor") -> Mapping[str, Any]:
    """A JSON object from a file of a bounded size.

    Raises ``PackageError``, which says ``what`` the file then is not.
    """
    import json

    if path.stat().st_size > LARGEST_DESCRIPTOR:
        raise PackageError(f"{path}: larger than {LARGEST_DESCRIPTOR} bytes, so no descriptor")
    try:
        value = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{path}: {what}: not JSON that can be read ({error})") from error
    if not isinstance(value, dict):
        raise PackageError(f"{path}: {what}: not a JSON object")
    return value


def confined(folder: Path, name: str, target: object) -> Path:
    """The file that a descriptor's path names, links followed; it may not leave the folder.

    Raises ``PackageError``.
    """
    if not isinstance(target, str):
        raise PackageError(f"resource {name!r}: path must be one file name, not {target!r}")
    if "://" in target:
        raise PackageError(f"resource {name!r}: {target!r} is an address; nothing is fetched")
    if Path(target).is_absolute():
        raise PackageError(
            f"resource {name!r}: {target!r} is absolute and leads out of the package; write it from {folder}"
        )
    root = folder.resolve()
    try:
        resolved = (root / target).resolve()
        regular = resolved.is_file() or resolved.is_dir() or not os.path.lexists(resolved)
    except (OSError, RuntimeError, ValueError) as error:
        # A name too long, a link to itself, a NUL character.
        raise PackageError(f"resource {name!r}: {target[:200]!r} is no path ({error})") from error
    if not regular:
        raise PackageError(
            f"resource {name!r}: {target!r} is no file, but a pipe, a device or a link to itself"
        )
    if not resolved.is_relative_to(root):
        raise PackageError(
            f"resource {name!r}: {target!r} leads out of the package; keep its files inside {root}"
        )
    return resolved


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A strict CSV reader on a file; whatever is wrong with the file is a ``PackageError``."""
    reader = None
    csv.field_size_limit(LARGEST_CELL)  # the process's, which others set too
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            yield reader
    except FileNotFoundError as error:
        raise PackageError(f"{path}: the file is missing") from error
    except UnicodeDecodeError as error:
        raise PackageError(f"{path}: not UTF-8 ({error}); save it as UTF-8") from error
    except csv.Error as error:
        raise PackageError(
            f"{path}:{reader.line_num if reader else 1}: not CSV ({error})"
        ) from error


def read_header(path: Path) -> list[str]:
    """The column names of a CSV file. Raises ``PackageError`` as :func:`read_rows` does."""
    with _opened(path) as reader:
        return next(reader, [])


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with the line each begins on, as text by column.

    Raises ``PackageError`` where the file is no UTF-8 CSV, a row is too short or too long.
    """
    with _opened(path) as reader:
        header = next(reader, None)
        if header is None:
            raise PackageError(f"{path}: empty; its first line must name the columns")
        line = reader.line_num + 1
        for row in reader:
            if len(row) != len(header):
                raise PackageError(
                    f"{path}:{line}: {len(row)} cells under {len(header)} columns; "
                    "quote cells that hold a comma"
                )
            yield line, dict(zip(header, row, strict=True))
            line = reader.line_num + 1


def read_records(package: Package, kind: type[R]) -> tuple[R, ...]:
    """All records of one table, in the file's order.

    Raises ``PackageError`` where the table is not to be had, ``RecordError`` for a bad cell.
    """
    path = package.files.get(kind.table)
    if path is None:
        raise PackageError(f"{package.folder}: the package has no table {kind.table!r}")
    if path.suffix == ".parquet":
        from overseas_stations.schema.arrow import read_parquet_rows

        rows = read_parquet_rows(path, kind)
    else:
        rows = read_rows(path)
        if package.spreadsheet_safe(kind.table):
            from overseas_stations.spreadsheet import unguard

            rows = (
                (line, {column: unguard(cell) for column, cell in row.items()})
                for line, row in rows
            )
    records = []
    with _uncollected():
        for line, row in rows:
            try:
                records.append(read_record(kind, row))
            except CellError as error:
                raise RecordError(str(path), line, error.column, error.problem) from error
    return tuple(records)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: records make none, and it would visit all of them again and again."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
