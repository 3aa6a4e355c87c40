"""Exports: the dataset in formats that other programs read, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from overseas_stations.atomic import replaced_folder, write_whole
from overseas_stations.dataset import Dataset
from overseas_stations.derive import derived_tables
from overseas_stations.errors import PackageError, UnknownNameError, suggest
from overseas_stations.export.csv_format import CSV
from overseas_stations.export.format import NOTICE_FILE, Content, Format, write_notice
from overseas_stations.export.geojson_format import GEOJSON
from overseas_stations.export.jsonl_format import JSONL
from overseas_stations.export.parquet_format import PARQUET, parquet_bytes
from overseas_stations.export.sqlite_format import SQLITE
from overseas_stations.export.xlsx_format import XLSX
from overseas_stations.schema.spec import table_spec
from overseas_stations.schema.table_schema import NAME, descriptor
from overseas_stations.storage import BUNDLED, DESCRIPTOR
from overseas_stations.version import __version__

__all__ = [
    "FORMATS",
    "Content",
    "Format",
    "bundled_parquet",
    "content_of",
    "export",
    "refuse_foreign",
    "write_descriptor",
    "write_formats",
    "write_notice",
]

#: Every format by its name. A new one is a module and a line here.
FORMATS: dict[str, Format] = {
    form.name: form for form in (CSV, PARQUET, JSONL, SQLITE, GEOJSON, XLSX)
}


def content_of(dataset: Dataset, day: date | None = None) -> Content:
    """What formats write of a dataset; ``day`` is that of its release, if it is one."""
    return Content(dataset, derived_tables(dataset), dataset.version or "", day)


def export(
    dataset: Dataset,
    out: str | Path,
    formats: Iterable[str] = ("csv", "parquet"),
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Write every table in each format under ``out``; returns rows by file, from ``out``.

    ``out`` is replaced in one step, so a reader, or a kill, sees the old export or the new one.
    The descriptor describes the CSV files where they are exported, else the Parquet files; where
    neither is, it lists the files alone.

    Raises ``UnknownNameError`` for an unknown format, ``PackageError`` where ``out`` holds
    anything but an earlier export, and ``MissingExtraError`` where a format's library is absent.
    """
    chosen = [_format(name) for name in dict.fromkeys(formats)]
    target = Path(out)
    ours = {DESCRIPTOR, NOTICE_FILE, *FORMATS}
    refuse_foreign(target, "export", lambda: {p.name for p in target.iterdir()} <= ours)
    content = content_of(dataset)
    with replaced_folder(target) as fresh:
        written = write_formats(content, fresh, chosen, progress)
        if chosen:
            write_descriptor(fresh, written)
        write_notice(fresh)
    return written


def write_formats(
    content: Content,
    folder: Path,
    formats: Iterable[Format],
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Write each format into a folder of its own under ``folder``; returns rows by file, from there."""
    written: dict[str, int] = {}
    for form in formats:
        progress(form.title)
        (folder / form.name).mkdir()
        for name, rows in form.write(content, folder / form.name).items():
            written[f"{form.name}/{name}"] = rows
    return written


def write_descriptor(folder: Path, written: Mapping[str, int]) -> None:
    """Describe an export in its folder; ``written`` gives the rows of its files by their names."""
    text = json.dumps(_descriptor(written), ensure_ascii=False, indent=2)
    (folder / DESCRIPTOR).write_text(f"{text}\n", "utf-8", newline="\n")


def _descriptor(written: Mapping[str, int]) -> dict[str, Any]:
    """The descriptor of an export, from its files."""
    for form in (CSV, PARQUET):
        if any(Path(name).parts[0] == form.name for name in written):
            path = f"{form.name}/{{}}.{form.name}"
            return descriptor(path, spreadsheet_safe=form is CSV, derived=True)
    files = [
        {
            "name": name.lower().replace("/", "-"),
            "path": name,
            "format": Path(name).suffix.removeprefix("."),
            "mediatype": FORMATS[Path(name).parts[0]].media_type,
        }
        for name in written
    ]
    return {**descriptor(), "resources": files}


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownNameError(f"there is no format {name!r}{suggest(name, FORMATS)}")
    return FORMATS[name]


def refuse_foreign(
    target: Path, what: str, made: Callable[[], bool], descriptor: str = DESCRIPTOR
) -> None:
    """What replaces its folder may only replace one that such a thing made before.

    ``what`` is an export, a release or a site; ``made`` says whether one did, of a folder whose
    ``descriptor`` is this dataset's. Raises ``PackageError`` for a file, and a folder of anything else.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise PackageError(f"{target}: is a file; name a folder")
    if not any(target.iterdir()):
        return
    try:
        name = json.loads((target / descriptor).read_text("utf-8"))["name"]
    except (OSError, ValueError, KeyError, TypeError):
        name = None
    if name != NAME or not made():
        raise PackageError(
            f"{target}: holds files that no {what} made; name an empty or a new folder"
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
        content = parquet_bytes(load().table(spec.name), __version__)
        write_whole(made, content)
    return made
