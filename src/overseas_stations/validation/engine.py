"""DuckDB, embedded: the tables as text with their line numbers, the views, and queries over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from overseas_stations.errors import MissingExtraError, PackageError
from overseas_stations.validation.structure import (
    Resource,
    earliest_sql,
    fields_of,
    latest_sql,
    name_sql,
    text_sql,
)

INSTALL = "pip install 'overseas-stations[validate]'"


class DuckDBEngine:
    """One in-memory database without access to files other than those it is told to read.

    Raises ``MissingExtraError`` where DuckDB is not installed.
    """

    def __init__(self) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtraError(f"validation needs DuckDB: {INSTALL}") from error
        self._errors = duckdb.Error
        self._db = duckdb.connect(
            ":memory:",
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False},
        )

    def load(self, name: str, resource: Resource, path: Path) -> int:
        """Read a table as text, numbered by line, with the bounds of its dates; returns its rows.

        Raises ``PackageError`` where DuckDB cannot read the file.
        """
        columns = [str(field["name"]) for field in fields_of(resource)]
        reader = (
            self._parquet(path, resource) if path.suffix == ".parquet" else self._csv(path, columns)
        )
        bounds = "".join(
            f", {earliest_sql(name_sql(column))} AS {name_sql(column + '_earliest')}"
            f", {latest_sql(name_sql(column))} AS {name_sql(column + '_latest')}"
            for column in (
                str(f["name"]) for f in fields_of(resource) if f.get("kind") == "partial_date"
            )
        )
        table = name_sql(name)
        try:
            self._db.execute(f"CREATE TABLE {table} AS SELECT *{bounds} FROM ({reader})")
        except self._errors as error:
            raise PackageError(f"{path}: {str(error).splitlines()[0]}") from error
        return int(self.rows(f"SELECT COUNT(*) FROM {table}")[0][0])

    def _csv(self, path: Path, columns: Sequence[str]) -> str:
        types = ", ".join(f"{text_sql(column)}: 'VARCHAR'" for column in columns)
        cells = ", ".join(
            f"NULLIF({name_sql(column)}, '') AS {name_sql(column)}" for column in columns
        )
        breaks = " + ".join(
            f"(LENGTH(COALESCE({name_sql(c)}, '')) - LENGTH(REPLACE(COALESCE({name_sql(c)}, ''), CHR(10), '')))"
            for c in columns
        )
        # A row begins below the header, the rows above it, and the line breaks inside their cells.
        return (
            "SELECT row + 1 + CAST(COALESCE(SUM(breaks) OVER (ORDER BY row ROWS BETWEEN UNBOUNDED "
            f"PRECEDING AND 1 PRECEDING), 0) AS BIGINT) AS line, {cells} "
            f"FROM (SELECT ROW_NUMBER() OVER () AS row, {breaks} AS breaks, * FROM "
            f"read_csv({text_sql(str(path))}, header = true, delim = ',', quote = '\"', "
            f"escape = '\"', columns = {{{types}}}, auto_detect = false, max_line_size = 33554432))"
        )

    def _parquet(self, path: Path, resource: Resource) -> str:
        cells = []
        for field in fields_of(resource):
            column = name_sql(str(field["name"]))
            if field.get("kind") == "list":
                text = f"ARRAY_TO_STRING({column}, {text_sql(str(field['delimiter']))})"
            else:
                text = f"CAST({column} AS VARCHAR)"
            cells.append(f"NULLIF({text}, '') AS {column}")
        return (
            f"SELECT ROW_NUMBER() OVER () AS line, {', '.join(cells)} "
            f"FROM read_parquet({text_sql(str(path))})"
        )

    def empty(self, name: str, resource: Resource) -> None:
        """A table without rows, in place of one that cannot be read."""
        columns = ", ".join(f"{name_sql(str(f['name']))} VARCHAR" for f in fields_of(resource))
        dates = "".join(
            f", {name_sql(str(f['name']) + end)} DATE"
            for f in fields_of(resource)
            if f.get("kind") == "partial_date"
            for end in ("_earliest", "_latest")
        )
        self._db.execute(f"CREATE TABLE {name_sql(name)} (line BIGINT, {columns}{dates})")

    def define(self, name: str, sql: str) -> None:
        """A relation of its own by a query, computed once."""
        self._db.execute(f"CREATE TABLE {name_sql(name)} AS {sql}")

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """A relation of its own from values."""
        declared = ", ".join(f"{name_sql(column)} {kind}" for column, kind in columns.items())
        self._db.execute(f"CREATE TABLE {name_sql(name)} ({declared})")
        marks = ", ".join("?" for _ in columns)
        for row in rows:
            self._db.execute(f"INSERT INTO {name_sql(name)} VALUES ({marks})", list(row))

    def has(self, name: str) -> bool:
        """Whether a relation of this name was defined."""
        return bool(self.rows(f"SELECT 1 FROM duckdb_tables() WHERE table_name = {text_sql(name)}"))

    def set_today(self, today: date) -> None:
        """The day of the run, as the relation ``run``."""
        self.fill("run", {"today": "DATE"}, [[today]])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        found: list[tuple[Any, ...]] = self._db.execute(sql).fetchall()
        return found

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()
