"""Exports: the dataset in formats that other programs read, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from overseas_stations.atomic import replaced_folder, write_whole
from overseas_stations.dataset import Dataset
from overseas_stations.errors import PackageError, UnknownNameError, suggest
from overseas_stations.export import csv_format, parquet_format
from overseas_stations.export.format import Format
from overseas_stations.schema.spec import table_spec
from overseas_stations.schema.table_schema import NOTICE, descriptor_text
from overseas_stations.storage import BUNDLED, DESCRIPTOR
from overseas_stations.version import __version__

__all__ = ["FORMATS", "Format", "bundled_parquet", "export"]

#: Every format by its name. A new one is a module and a line here.
FORMATS: dict[str, Format] = {
    csv_format.CSV.name: csv_format.CSV,
    parquet_format.PARQUET.name: parquet_format.PARQUET,
}

_NOTICE_FILE = "NOTICE.txt"


def export(
    dataset: Dataset,
    out: str | Path,
    formats: Iterable[str] = ("csv", "parquet"),
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Write every table in each format under ``out``; returns rows by file, from ``out``.

    ``out`` is replaced in one step, so a reader, or a kill, sees the old export or the new one.
    The descriptor describes the CSV files where they are exported, else the Parquet files.

    Raises ``UnknownNameError`` for an unknown format and ``PackageError`` where ``out`` holds
    anything but an earlier export.
    """
    chosen = [_format(name) for name in dict.fromkeys(formats)]
    target = Path(out)
    _refuse_foreign(target)
    written: dict[str, int] = {}
    with replaced_folder(target) as fresh:
        for form in chosen:
            for table in dataset.tables:
                name = f"{form.name}/{table.name}.{form.suffix}"
                progress(name)
                (fresh / form.name).mkdir(exist_ok=True)
                form.write(table, fresh / name, dataset.version or "")
                written[name] = len(table)
        if chosen:
            first = min(chosen, key=lambda form: form.name)
            path = f"{first.name}/{{}}.{first.suffix}"
            text = descriptor_text(path, spreadsheet_safe=first is csv_format.CSV)
            (fresh / DESCRIPTOR).write_text(text, "utf-8", newline="\n")
        (fresh / _NOTICE_FILE).write_text(NOTICE + "\n", "utf-8", newline="\n")
    return written


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownNameError(f"there is no format {name!r}{suggest(name, FORMATS)}")
    return FORMATS[name]


def _refuse_foreign(target: Path) -> None:
    """An export replaces its folder, so it may only be one that an export made."""
    if not target.exists():
        return
    if not target.is_dir():
        raise PackageError(f"{target}: is a file; name a folder")
    if not any(target.iterdir()):
        return
    try:
        name = json.loads((target / DESCRIPTOR).read_text("utf-8"))["name"]
    except (OSError, ValueError, KeyError, TypeError):
        name = None
    ours = {DESCRIPTOR, _NOTICE_FILE, *FORMATS}
    if name != "overseas-stations" or not {p.name for p in target.iterdir()} <= ours:
        raise PackageError(
            f"{target}: holds files that no export made; name an empty or a new folder"
        )


def bundled_parquet(table: str, load: Callable[[], Dataset]) -> Path:
    """The Parquet file of a bundled table; in a checkout it is made when missing or older.

    ``load`` gives the dataset that it is made from. Raises ``UnknownNameError`` for an unknown
    table.
    """
    spec = table_spec(table)
    shipped = BUNDLED / "parquet" / f"{table}.parquet"
    if shipped.is_file():
        return shipped
    made = BUNDLED / "build" / "parquet" / f"{table}.parquet"
    newest = max(path.stat().st_mtime_ns for path in (BUNDLED / "data").glob("*.csv"))
    if not made.is_file() or made.stat().st_mtime_ns < newest:
        content = parquet_format.parquet_bytes(load().table(spec.name), __version__)
        write_whole(made, content)
    return made
