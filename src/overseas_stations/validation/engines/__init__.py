"""What runs the queries: DuckDB embedded, or Spark. Both are given DuckDB's dialect.

An engine reads a resource's files into a relation of text columns and runs queries over such
relations. It decides nothing: what is checked, and what a finding is, stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.validation.files import Files

EngineName = Literal["duckdb", "spark"]

ENGINES: tuple[EngineName, ...] = ("duckdb", "spark")

#: Where a column of a relation comes from: the place in a CSV row, the name of a Parquet column,
#: or a partition's name.
Source = int | str


class Engine(Protocol):
    """One session of an engine; every name it defines goes with it. Threads may share it."""

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        """What a query over files raises where the engine's own reader refuses a file."""

    @property
    def knows_utf8(self) -> bool:
        """Whether its reader refuses a file with bytes that are not UTF-8."""

    def expect(self, size: int) -> None:
        """Prepare for files of so many bytes in all: once, before any is read."""

    def read(
        self, name: str, files: Files, sources: Sequence[Source], *, width: int, keep: bool
    ) -> None:
        """Define a relation of ``row_no`` and ``r0`` … from files, as text, in their order.

        Empty text is NULL.

        ``width`` is the number of columns in a CSV file. With ``keep`` the rows are read once
        and held; without, each query reads the files again.
        """

    def cells(self, name: str) -> str:
        """The relation that :meth:`read` defined, for a query that needs no ``row_no``."""

    def define(self, name: str, sql: str, *, keep: bool = False) -> None:
        """Define a relation by a query; with ``keep`` it is computed once."""

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Define a relation from values; ``columns`` are DuckDB types by name."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""

    def fingerprint(self, columns: Sequence[str]) -> str:
        """Eight bytes that stand for these columns: equal for equal rows, seldom for others."""

    def close(self) -> None:
        """Let go of everything."""


def open_engine(
    name: str, folders: Sequence[Path], scratch: Path, *, memory: str, master: str | None = None
) -> Engine:
    """An engine that may read these folders and use ``scratch``.

    Raises ``UnknownNameError`` for an unknown name and ``MissingExtraError`` where its extra is
    not installed.
    """
    if name == "duckdb":
        from overseas_stations.validation.engines.duckdb import DuckDBEngine

        return DuckDBEngine(folders, scratch, memory)
    if name == "spark":
        from overseas_stations.validation.engines.spark import SparkEngine

        return SparkEngine(master or "local[*]", memory)
    raise UnknownNameError(
        f"there is no engine {name!r}{suggest(name, ENGINES)}; choose {', '.join(ENGINES)}"
    )
