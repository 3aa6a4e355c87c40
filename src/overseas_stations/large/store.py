"""A package's files as views of one DuckDB database, and tables made beside them once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet

from overseas_stations.errors import PackageError
from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.records import RECORDS
from overseas_stations.schema.spec import FieldSpec, TableSpec, spec_of
from overseas_stations.storage import Package, open_package, read_header
from overseas_stations.validation.engines.duckdb import connected
from overseas_stations.validation.sql import name_sql, text_sql, unguarded_sql

if TYPE_CHECKING:
    import duckdb

#: What DuckDB may hold unless it is told otherwise.
MEMORY = "512MB"

_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "day": "DATE"}


class Store:
    """The tables of a package under their names, each with a column ``n``: the row's number.

    The database reads the package's folder and its own scratch folder, and nothing else.
    """

    def __init__(self, package: Package, memory: str, threads: int | None) -> None:
        self._package, self._memory = package, memory
        self._scratch = Path(tempfile.mkdtemp(prefix="overseas-stations-"))
        self._made: set[str] = set()
        try:
            self._db = _connect(package.folder, self._scratch, memory, threads)
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, folder: str | Path, memory: str, threads: int | None) -> Store:
        """The store of a package. Raises as :func:`overseas_stations.large.open` does."""
        return cls(open_package(folder), memory, threads)

    @property
    def version(self) -> str | None:
        """The version that the package's descriptor gives."""
        return self._package.version

    def spec(self, name: str) -> TableSpec:
        """What a table declares in this package, which may be of another version."""
        return spec_of(self._package.kinds.get(name, RECORDS[name]))

    def once(self, name: str, make: Callable[[], str]) -> str:
        """The name of a table that the ``SELECT`` from ``make`` fills when first asked for."""
        if name not in self._made:
            self._run(f"CREATE TABLE {name_sql(name)} AS {make()}")
            self._made.add(name)
        return name_sql(name)

    def extend(self, name: str, rows: str) -> None:
        """Put what a ``SELECT`` finds into a table, which is made where there is none yet."""
        if name in self._made:
            self._run(f"INSERT INTO {name_sql(name)} {rows}")
        else:
            self.once(name, lambda: rows)

    def forget(self, name: str) -> None:
        """Drop a table that :meth:`once` made, if it did; it is made anew when next asked for."""
        if name in self._made:
            self._run(f"DROP TABLE {name_sql(name)}")
            self._made.remove(name)

    def source(self, name: str) -> str:
        """The name of the view of a stored table. Raises ``PackageError`` where it has no file."""
        if name not in self._made:
            path = self._package.files.get(name)
            if path is None or not path.is_file():
                raise PackageError(f"{self._package.folder}: the package has no table {name!r}")
            if path.suffix != ".parquet":
                path = self._as_parquet(name, path)
            held = self._present(name, path, pyarrow.parquet.read_schema(path).names)
            absent = "".join(
                f", {_absent(field)} AS {name_sql(field.name)}"
                for field in self.spec(name).fields
                if field.name not in held
            )
            self._run(
                f"CREATE VIEW {name_sql(name)} AS SELECT file_row_number AS n, "
                f"* EXCLUDE (file_row_number){absent} "
                f"FROM read_parquet({text_sql(str(path))}, file_row_number = true)"
            )
            self._made.add(name)
        return name_sql(name)

    def _present(self, name: str, path: Path, held: Sequence[str]) -> frozenset[str]:
        """The columns that a file has. Raises ``PackageError`` where it lacks one that it must have."""
        spec = self.spec(name)
        missing = [f.name for f in spec.fields if (f.required or f.is_key) and f.name not in held]
        if missing:
            raise PackageError(f"{path}: no column {', '.join(missing)}")
        return frozenset(held)

    def _as_parquet(self, name: str, path: Path) -> Path:
        """A CSV file as a Parquet file in the scratch folder, its cells of their types."""
        spec, guarded = self.spec(name), self._package.spreadsheet_safe(name)
        header = read_header(path)
        held = self._present(name, path, header)
        columns = ", ".join(f"{text_sql(column)}: 'VARCHAR'" for column in header)
        cells = ", ".join(
            f"{_typed(field, guarded)} AS {name_sql(field.name)}"
            for field in spec.fields
            if field.name in held
        )
        made = self._scratch / f"{name}.parquet"
        # Rows keep the numbers they have in the file.
        self._run("SET preserve_insertion_order = true")
        self._run(
            f"COPY (SELECT {cells} FROM read_csv({text_sql(str(path))}, auto_detect = false, "
            f"header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
            f"columns = {{{columns}}})) TO {text_sql(str(made))} (FORMAT parquet)"
        )
        self._run("SET preserve_insertion_order = false")
        return made

    def _run(self, query: str) -> None:
        with self._within_memory():
            self._db.execute(query)

    def value(self, query: str) -> Any:
        """The first cell of a query's only row."""
        with self._within_memory():
            (row,) = self._db.execute(query).fetchall()
        return row[0]

    def arrow(self, query: str) -> pyarrow.Table:
        """All that a query selects."""
        with self._within_memory():
            return self._db.sql(query).to_arrow_table()

    def batches(self, query: str) -> pyarrow.RecordBatchReader:
        """What a query selects, a part at a time."""
        return self._db.cursor().sql(query).to_arrow_reader()

    @contextmanager
    def _within_memory(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(
                f"the answer does not fit into {self._memory}: open the dataset with more memory, "
                "or ask for a part of it"
            ) from error

    def close(self) -> None:
        """Give up the database and its scratch folder."""
        if hasattr(self, "_db"):
            self._db.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _connect(
    folder: Path, scratch: Path, memory: str, threads: int | None
) -> duckdb.DuckDBPyConnection:
    database = connected("large datasets need", [folder], scratch, memory)
    if threads is not None:
        database.execute(f"SET threads = {threads:d}")
    database.execute("SET preserve_insertion_order = false")
    return database


def _absent(field: FieldSpec) -> str:
    """An empty cell of a column that came with a later version."""
    kind = "VARCHAR[]" if field.type == "list" else _TYPES.get(field.type, "VARCHAR")
    return f"CAST({'[]' if field.type == 'list' else 'NULL'} AS {kind})"


def _typed(field: FieldSpec, guarded: bool) -> str:
    cell = name_sql(field.name)
    if guarded:
        cell = unguarded_sql(cell)
    if field.type == "list":
        return f"COALESCE(STRING_SPLIT({cell}, {text_sql(LIST_DELIMITER)}), CAST([] AS VARCHAR[]))"
    return f"CAST({cell} AS {_TYPES[field.type]})" if field.type in _TYPES else cell
