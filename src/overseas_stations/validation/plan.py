"""A resource's schema, compiled: its columns as SQL, its checks, and what is not checked.

A table's cells reach the checks as relations with positional names, so that no name of a foreign
schema can clash or mislead: ``row_no``, the row's number from 1; ``r0`` … the cells as read,
NULL where empty; ``c0`` … the same, NULL where the value is missing; ``w0`` … whether the cell is not of its type;
``v0`` … the typed value, NULL where missing or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from overseas_stations.validation.sql import text_sql, unguarded_sql

Descriptor = Mapping[str, Any]

#: A cell beyond this many bytes is refused by readers that keep to the csv module's limit.
LONGEST_CELL = 131_072


@dataclass(frozen=True, slots=True)
class CellCheck:
    """A check of one column, row by row: all of a table's run in one scan."""

    code: str
    column: int
    predicate: str
    message: str


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """A check across rows: ``OS021`` a primary key, ``OS023`` a unique column, ``OS022`` a foreign key.

    ``target`` and ``theirs`` are the resource and columns that a foreign key points at; with
    ``delimiter`` the column is a list, each item of which points there.
    """

    code: str
    columns: tuple[int, ...]
    target: str = ""
    theirs: tuple[str, ...] = ()
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A part of a schema that no check stands for: which, and why."""

    table: str
    column: str
    constraint: str
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column compiled: how its cell is read, typed and compared.

    Only values of one ``sort`` compare; it is empty where the type is not known.
    """

    missing: tuple[str, ...]
    wrong: str | None
    value: str
    sort: str


@dataclass
class Plan:
    """A resource's schema, compiled: its columns, its checks, and what is not checked."""

    table: str
    names: tuple[str, ...]
    key: tuple[int, ...]
    columns: list[Column] = field(default_factory=list)
    cells: list[CellCheck] = field(default_factory=list)
    keys: list[KeyCheck] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)
    #: The foreign keys that the first scan found to hold; no second one is needed for them.
    kept: list[KeyCheck] = field(default_factory=list)
    guarded: bool = False
    #: Whether the cells are text, in which an empty one is not yet a missing one.
    text: bool = True

    @property
    def long_cells(self) -> list[CellCheck]:
        """The checks for cells of inordinate length, made only where a row has such a length."""
        message = f"is longer than {LONGEST_CELL} bytes"
        return [
            CellCheck("OS005", number, f"STRLEN(c{number}) > {LONGEST_CELL}", message)
            for number in range(len(self.columns))
        ]

    def id_of(self, cells: Sequence[Any]) -> str:
        """A row's id, from its key's cells: joined by ``|``."""
        return "|".join("" if cell is None else str(cell) for cell in cells)

    def read(self, source: str, extra: str = "") -> str:
        """The cells of a relation of ``r…`` columns, missing values as NULL.

        ``extra`` names further columns of ``source`` to keep.
        """
        cells = ", ".join(
            f"{self._cell(number, column)} AS c{number}"
            for number, column in enumerate(self.columns)
        )
        return f"SELECT {extra}{cells} FROM {source}"

    def written(self, number: int) -> str:
        """A cell as its author wrote it."""
        raw = f"r{number}"
        return unguarded_sql(raw) if self.guarded else raw

    def _cell(self, number: int, column: Column) -> str:
        raw = self.written(number)
        # An engine reads empty text as NULL.
        if self.text and "" not in column.missing:
            raw = f"COALESCE({raw}, '')"
        marks = [text_sql(mark) for mark in column.missing if mark]
        return f"CASE WHEN {raw} IN ({', '.join(marks)}) THEN NULL ELSE {raw} END" if marks else raw

    def typed(
        self, source: str, extra: str = "", keep: Callable[[int], bool] = lambda _: True
    ) -> str:
        """The cells of a relation with ``w…`` and ``v…``, for the columns that ``keep`` names."""
        wrong = ", ".join(
            f"COALESCE({column.wrong}, FALSE) AS w{number}"
            for number, column in enumerate(self.columns)
            if column.wrong and keep(number)
        )
        cells = ", ".join(f"c{number}" for number in range(len(self.columns)))
        values = ", ".join(
            (
                f"CASE WHEN NOT w{number} THEN {column.value} END AS v{number}"
                if column.wrong
                else f"{column.value} AS v{number}"
            )
            for number, column in enumerate(self.columns)
            if keep(number)
        )
        first = f"SELECT {extra}{cells}{', ' if wrong else ''}{wrong} FROM ({self.read(source, extra)}) AS t0"
        return f"SELECT *{', ' if values else ''}{values} FROM ({first}) AS t1"


def fields_of(resource: Descriptor) -> Sequence[Descriptor]:
    """The field descriptors of a resource."""
    found: Sequence[Descriptor] = resource["schema"]["fields"]
    return found


def names(value: object) -> tuple[str, ...]:
    """Column names as the standard allows them: a name or a list of them."""
    return (value,) if isinstance(value, str) else tuple(map(str, value or ()))  # type: ignore[call-overload]
