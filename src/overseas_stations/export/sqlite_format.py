"""One SQLite file: keys, indexes, link tables for lists of ids, full-text search, views.

The file depends on nothing but the records and the SQLite library that writes it: the pages have
one size, rows go in by their order, and it is vacuumed at the end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from overseas_stations.dataset import Table
from overseas_stations.export.datasette import metadata_text
from overseas_stations.export.format import Content, Format, spec_for
from overseas_stations.export.sqlite_schema import links, quoted, search_sql, table_sql, view_sql
from overseas_stations.schema.table_schema import NAME, NOTICE, descriptor

FILE = f"{NAME}.sqlite"

#: What tells this file from another SQLite file, as ``PRAGMA application_id`` has it.
APPLICATION_ID = int.from_bytes(b"OvSt", "big")


def write(content: Content, folder: Path) -> dict[str, int]:
    """Write the file, and the metadata that Datasette shows with it."""
    try:
        _database(content, folder)
    except sqlite3.OperationalError as error:
        raise OSError(f"{FILE}: {error}") from error
    specs = [spec_for(table) for table in content.tables]
    (folder / "metadata.json").write_text(
        metadata_text(specs, Path(FILE).stem), "utf-8", newline="\n"
    )
    return {FILE: sum(len(table) for table in content.tables)}


def _database(content: Content, folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as database:
        # Nobody reads the file before it is whole, so nothing need survive a crash.
        for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF"):
            database.execute(f"PRAGMA {pragma}")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {_number(content.version)}")
        database.execute("BEGIN")
        _about(database, content)
        for table in content.tables:
            for statement in table_sql(spec_for(table)):
                database.execute(statement)
            _fill(database, table)
        for statement in view_sql():
            database.execute(statement)
        for table in content.tables:
            for statement in search_sql(spec_for(table)):
                database.execute(statement)
        database.execute("COMMIT")
        database.execute("VACUUM")


def _number(version: str) -> int:
    """The version as one number: 1.2.3 is 1002003; 0 where there is none."""
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return 0
    major, minor, patch = map(int, parts)
    return (major * 1000 + minor) * 1000 + patch


def _about(database: sqlite3.Connection, content: Content) -> None:
    """The tables that say what this is: first, so that whoever lists the tables meets them."""
    about = descriptor()
    licence = about["licenses"][0]
    row = {
        "name": NAME,
        "title": about["title"],
        "version": content.version,
        "released_on": content.day and content.day.isoformat(),
        "licence": licence["title"],
        "licence_url": licence["path"],
        "homepage": about["homepage"],
    }
    database.execute("CREATE TABLE notice (notice TEXT NOT NULL) STRICT")
    database.execute("INSERT INTO notice VALUES (?)", (NOTICE,))
    database.execute(f"CREATE TABLE dataset ({', '.join(f'{name} TEXT' for name in row)}) STRICT")
    _insert(database, "dataset", len(row), iter([tuple(row.values())]))


def _fill(database: sqlite3.Connection, table: Table[Any]) -> None:
    arrow = table.to_arrow()
    rows = (tuple(map(_value, row.values())) for row in arrow.to_pylist())
    _insert(database, table.name, arrow.num_columns, rows)
    for link in links(spec_for(table)):
        linked = (
            (*(_value(getattr(record, column)) for column in link.owner.key), place, item)
            for record in table
            for place, item in enumerate(getattr(record, link.field.name))
        )
        _insert(database, link.name, len(link.columns), linked)


def _insert(
    database: sqlite3.Connection, table: str, width: int, rows: Iterator[tuple[Any, ...]]
) -> None:
    marks = ", ".join("?" * width)
    database.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", rows)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value


SQLITE = Format("sqlite", "SQLite, with full-text search", "application/vnd.sqlite3", write)
