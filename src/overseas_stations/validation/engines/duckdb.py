"""DuckDB, embedded: bounded in memory, spilling to disk, and without access to anything else."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overseas_stations.errors import UnknownNameError, missing_extra
from overseas_stations.validation.engines import Source
from overseas_stations.validation.files import Files
from overseas_stations.validation.sql import name_sql, text_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Up to so many bytes a query is run by one thread.
SMALL = 2**24

#: How many rows of values one statement holds.
_ROWS_AT_ONCE = 200

_SETTINGS: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # a name in a query is never a variable of the program
}


def connected(what: str, folders: Iterable[Path], scratch: Path, memory: str) -> DuckDBPyConnection:
    """A database in memory that reaches these folders and ``scratch``, to which it spills.

    ``what`` needs it, which is told where it is missing. Raises ``MissingExtraError`` where
    DuckDB is not installed and ``UnknownNameError`` where ``memory`` is no amount.
    """
    try:
        import duckdb
    except ImportError as error:
        raise missing_extra(f"{what} DuckDB", "validate") from error
    database = duckdb.connect(":memory:", config=_SETTINGS)
    try:
        database.execute(f"SET memory_limit = {text_sql(memory)}")
    except (duckdb.ParserException, duckdb.InvalidInputException) as error:
        raise UnknownNameError(f"{memory!r} is no amount of memory; write 512MB or 2GB") from error
    reachable = ", ".join(text_sql(str(path.resolve())) for path in (*folders, scratch))
    database.execute(f"SET temp_directory = {text_sql(str(scratch.resolve()))}")
    database.execute(f"SET allowed_directories = [{reachable}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET enable_progress_bar = false")
    return database


class DuckDBEngine:
    """One in-memory database that can read the packages' folders and its own scratch folder.

    Raises ``MissingExtraError`` where DuckDB is not installed and ``UnknownNameError`` where
    ``memory`` is no amount.
    """

    knows_utf8 = True

    def __init__(self, folders: Sequence[Path], scratch: Path, memory: str) -> None:
        self._db = connected("validation needs", folders, scratch, memory)
        import duckdb

        self.refusals = (duckdb.InvalidInputException, duckdb.IOException)
        # A connection of its own for each thread: they plan and run side by side.
        self._threads = threading.local()
        self._loose: set[str] = set()

    def expect(self, size: int) -> None:
        if size <= SMALL:
            # The work is in planning, which several queries at a time share better than one.
            self._db.execute("SET threads = 1")
        self._db.execute("SET lock_configuration = true")

    @property
    def _cursor(self) -> Any:
        if not hasattr(self._threads, "cursor"):
            self._threads.cursor = self._db.cursor()
        return self._threads.cursor

    def read(
        self, name: str, files: Files, sources: Sequence[Source], *, width: int, keep: bool
    ) -> None:
        paths = "[" + ", ".join(text_sql(str(path)) for path in files.paths) + "]"
        located = ", filename = true" if files.partitions else ""
        if files.parquet:
            origin = f"read_parquet({paths}{located}, hive_partitioning = false)"
        else:
            types = ", ".join(f"f{number}: 'VARCHAR'" for number in range(width))
            origin = (
                f"read_csv({paths}{located}, hive_partitioning = false, auto_detect = false, "
                f"header = {str(files.has_header).lower()}, delim = {text_sql(files.delimiter)}, "
                f"quote = {text_sql(files.quote)}, escape = {text_sql(files.quote)}, "
                f"columns = {{{types}}})"
            )
        if files.partitions:
            place = f"{name}_files"
            parts = [f"p{number}" for number in range(len(files.partitions))]
            self.fill(
                place,
                {"filename": "VARCHAR", **dict.fromkeys(parts, "VARCHAR")},
                zip(map(str, files.paths), *files.partitions.values(), strict=True),
            )
            numbered = f"(SELECT ROW_NUMBER() OVER () AS row_no, * FROM {origin}) AS o"
            join = f" LEFT JOIN {place} USING (filename)"
            row = "row_no"
        else:
            numbered, join = origin, ""
            row = "ROW_NUMBER() OVER () AS row_no"
        kinds = self._kinds(f"{origin}{join}") if files.parquet else {}
        cells = [
            f"{self._text(source, files, kinds)} AS r{number}"
            for number, source in enumerate(sources)
        ]
        self.define(name, f"SELECT {', '.join([row, *cells])} FROM {numbered}{join}", keep=keep)
        if not keep:
            # Numbering rows keeps them in one order, whether or not the numbers are asked for.
            loose = ", ".join(cells) or "NULL AS nothing"
            self.define(f"{name}_cells", f"SELECT {loose} FROM {origin}{join}")
            self._loose.add(name)

    def cells(self, name: str) -> str:
        return f"{name}_cells" if name in self._loose else name

    def _kinds(self, origin: str) -> dict[str, str]:
        return {row[0]: row[1] for row in self.rows(f"DESCRIBE SELECT * FROM {origin}")}

    @staticmethod
    def _text(source: Source, files: Files, kinds: Mapping[str, str]) -> str:
        if isinstance(source, int):
            return f"f{source}"
        if source in files.partitions:
            return f"p{list(files.partitions).index(source)}"
        column, kind = name_sql(source), kinds.get(source, "VARCHAR")
        if kind == "VARCHAR":
            return f"NULLIF({column}, '')"
        if kind.endswith("[]"):
            return f"NULLIF(ARRAY_TO_STRING({column}, {text_sql(files.joins[source])}), '')"
        if kind in ("DOUBLE", "FLOAT"):
            return (
                f"CASE WHEN ISNAN({column}) THEN 'NaN' WHEN ISINF({column}) THEN "
                f"CASE WHEN {column} > 0 THEN 'INF' ELSE '-INF' END ELSE CAST({column} AS VARCHAR) END"
            )
        return f"NULLIF(CAST({column} AS VARCHAR), '')"

    def define(self, name: str, sql: str, *, keep: bool = False) -> None:
        self._cursor.execute(f"CREATE {'TABLE' if keep else 'VIEW'} {name_sql(name)} AS {sql}")

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        declared = ", ".join(f"{name_sql(column)} {kind}" for column, kind in columns.items())
        self._cursor.execute(f"CREATE TABLE {name_sql(name)} ({declared})")
        found = list(rows)
        marks = f"({', '.join('?' for _ in columns)})"
        # A statement for each row would be planned for each row.
        for begin in range(0, len(found), _ROWS_AT_ONCE):
            some = found[begin : begin + _ROWS_AT_ONCE]
            self._cursor.execute(
                f"INSERT INTO {name_sql(name)} VALUES {', '.join([marks] * len(some))}",
                [value for row in some for value in row],
            )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._cursor.execute(sql).fetchall()
        return found

    def stream(self, sql: str, size: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, of which no more than ``size`` are held at a time."""
        # Of its own: another query on the same cursor would end this one.
        cursor = self._db.cursor()
        cursor.execute(sql)
        while rows := cursor.fetchmany(size):
            yield from rows

    def fingerprint(self, columns: Sequence[str]) -> str:
        return f"HASH({', '.join(columns)})"

    def close(self) -> None:
        self._db.close()
