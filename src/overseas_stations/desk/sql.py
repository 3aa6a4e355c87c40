"""Questions in SQL: DuckDB over a dataset's tables, and over nothing else.

A query reads the tables of the dataset it is asked of, stored and derived, under their names. It
reaches no file and no network, loads no extension, changes no setting, and may only select.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from overseas_stations.derived_records import DERIVED
from overseas_stations.desk.frames import arrow_to_pandas
from overseas_stations.errors import QueryError, missing_extra, suggest
from overseas_stations.records import RECORDS

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from overseas_stations.dataset import Dataset

#: What a query may hold in memory; nothing spills to disk.
MEMORY = "2GB"

#: In force before a query is even read: parsing it may look for what it names.
_CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "python_enable_replacements": False,  # a name is never a variable of the program
    "memory_limit": MEMORY,
    "temp_directory": "",
}

_SHOWN = 20


class QueryResult(Sequence[tuple[Any, ...]]):
    """What a query selected: its rows, in order, and the same as a frame.

    ``len``, indexing and iterating give rows as tuples; ``columns`` are their names.
    """

    def __init__(self, found: pyarrow.Table) -> None:
        self._found = found

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._found.column_names)

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as tuples of Python values."""
        columns = [column.to_pylist() for column in self._found.columns]
        return list(zip(*columns, strict=True))

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return cast("list[dict[str, Any]]", self._found.to_pylist())

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table."""
        return self._found

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule stream: any Arrow consumer takes a result as it is."""
        return self._found.__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas frame, nullable types as in ``Table.to_pandas``."""
        return arrow_to_pandas(self._found)

    def to_polars(self) -> polars.DataFrame:
        """The rows as a Polars frame. Raises ``MissingExtraError`` without Polars."""
        try:
            import polars
        except ImportError as error:
            raise missing_extra("a Polars frame needs Polars", "polars") from error
        return cast("polars.DataFrame", polars.from_arrow(self._found))

    def __len__(self) -> int:
        return cast("int", self._found.num_rows)

    def __getitem__(self, key: Any) -> Any:
        return self.rows[key]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        shown = self._found.slice(0, _SHOWN).to_pylist()
        lines = [" | ".join(self.columns)]
        lines += [" | ".join(str(value) for value in row.values()) for row in shown]
        if len(self) > _SHOWN:
            lines.append(f"… and {len(self) - _SHOWN} more")
        return "\n".join(lines)


def sql(
    dataset: Dataset, query: str, parameters: Mapping[str, object] | None = None
) -> QueryResult:
    """What the one ``SELECT`` in ``query`` finds in the dataset's tables.

    ``$name`` in the query is bound to ``parameters["name"]``, never pasted in. Tables are those of
    the codebook, the derived ones included, with the types of Arrow and Parquet.

    Raises ``QueryError`` where the query is not one statement that selects, reaches for anything
    else than the tables, or cannot be run; ``MissingExtraError`` without DuckDB.
    """
    try:
        import duckdb
    except ImportError as error:
        raise missing_extra("SQL needs DuckDB", "sql") from error
    with duckdb.connect(":memory:", config=_CONFIGURATION) as database:
        try:
            database.execute("SET lock_configuration = true")
            _refuse_all_but_a_select(duckdb, database, query)
            for name, table in _tables(dataset, query).items():
                database.register(name, table)
            found = database.execute(query, dict(parameters or {}))
            with warnings.catch_warnings():
                # That it copies the rows; the way without a copy takes no parameters.
                warnings.simplefilter("ignore", UserWarning)
                return QueryResult(found.to_arrow_table())
        except duckdb.CatalogException as error:
            raise QueryError(_unknown_table(error) or _plain(error)) from error
        except duckdb.Error as error:
            raise QueryError(_plain(error)) from error


def _refuse_all_but_a_select(duckdb: Any, database: Any, query: str) -> None:
    statements = database.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        kinds = ", ".join(str(s.type).rpartition(".")[2] for s in statements) or "nothing"
        raise QueryError(f"one SELECT is asked for, and this is {kinds}: nothing was run")


def _tables(dataset: Dataset, query: str) -> dict[str, pyarrow.Table]:
    """The tables whose names are words of the query; only those are made into Arrow."""
    words = set(re.findall(r"\w+", query.lower()))
    tables = [dataset.table(name) for name in RECORDS if name in words]
    tables += [dataset.derived(name) for name in DERIVED if name in words]
    return {table.name: table.to_arrow() for table in tables}


def _unknown_table(error: Exception) -> str | None:
    """That there is no such table, with near names, where that is what is wrong."""
    told = re.search(r"Table with name (.+?) does not exist", str(error))
    if told is None:
        return None
    return f"there is no table {told[1]!r}{suggest(told[1], (*RECORDS, *DERIVED))}"


def _plain(error: Exception) -> str:
    """What DuckDB says, in a line, without the name of its class."""
    told = str(error).partition("\nLINE ")[0]
    return " ".join((told.partition(": ")[2] or told).split())
