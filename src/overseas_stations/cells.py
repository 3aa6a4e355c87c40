"""A record as the text cells of a CSV row, and back.

An empty cell is an absent value; the items of a list are joined by ``;``; numbers are written as
short as they can be read back, days as ``YYYY-MM-DD``, booleans as ``true`` and ``false``;
everything else is the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_origin

from pydantic import ValidationError

from overseas_stations.fields import LIST_DELIMITER, read_day
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Record

if TYPE_CHECKING:
    from overseas_stations.schema.spec import FieldSpec

R = TypeVar("R", bound=Record)

_BOOLEANS = {"true": True, "false": False}


class CellError(ValueError):
    """One cell does not fit its column."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(f"{column}: {problem}")
        self.column, self.problem = column, problem


def write_value(value: Any) -> str:
    """One value as a cell."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return LIST_DELIMITER.join(str(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)


def write_record(record: Record) -> dict[str, str]:
    """A record's cells by column, in schema order."""
    return {name: write_value(getattr(record, name)) for name in type(record).model_fields}


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a list cell."""
    return tuple(cell.split(LIST_DELIMITER)) if cell else ()


def key_order(values: Iterable[int | str]) -> tuple[tuple[int, int, str], ...]:
    """What rows are sorted by, from the values of their key: whole numbers by value."""
    return tuple((0, v, "") if isinstance(v, int) else (1, 0, str(v)) for v in values)


def read_record(kind: type[R], cells: Mapping[str, str]) -> R:
    """Parse one row. Columns that the record does not know are an error.

    Raises ``CellError`` for the first cell that does not fit.
    """
    lists = _list_columns(kind)
    values = {
        column: split_list(cell) if column in lists else cell
        for column, cell in cells.items()
        if cell
    }
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0]) if first["loc"] else "row"
        shown = "" if first["type"] == "missing" else f" (found {str(first['input'])[:60]!r})"
        raise CellError(column, first["msg"] + shown) from error


def read_value(field: FieldSpec, cell: str) -> Any:
    """Parse one cell on its own, as evidence's ``value`` needs it. Raises ``CellError``."""
    if field.type == "list":
        return tuple(_read_item(field, item) for item in split_list(cell))
    return _read_item(field, cell)


def _read_item(field: FieldSpec, text: str) -> Any:
    try:
        if field.type == "integer":
            return int(text)
        if field.type == "number":
            return float(text)
        if field.type == "date":
            return PartialDate(text)
        if field.type == "day":
            return read_day(text)
        if field.type == "boolean":
            return _BOOLEANS[text]
        if field.vocabulary:
            return next(member for member in field.vocabulary if member == text)
    except ValueError as error:
        raise CellError(field.name, str(error)) from error
    except KeyError:
        raise CellError(field.name, f"{text!r} is neither true nor false") from None
    except StopIteration:
        raise CellError(field.name, f"{text!r} is not in the vocabulary") from None
    if field.pattern and not re.search(field.pattern, text):
        raise CellError(field.name, f"{text!r} does not match {field.pattern}")
    return text


@cache
def _list_columns(kind: type[Record]) -> frozenset[str]:
    return frozenset(
        name for name, info in kind.model_fields.items() if get_origin(info.annotation) is tuple
    )
