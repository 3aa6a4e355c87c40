"""Whether a reader nobody here wrote sees what the records say: values as text, and a checksum.

A reader gives its own types: NumPy's numbers, timestamps, bytes, NaN for nothing. Each value is
brought to the text that its CSV cell has, and the rows to one digest, whatever their order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from numbers import Integral, Real
from typing import Any

import numpy as np

from overseas_stations.cells import write_record
from overseas_stations.dataset import Table

#: How many rows, and the digest of all their values.
Told = tuple[int, str]


def cell(value: Any) -> str:
    """A reader's value as the text of its CSV cell."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | np.ndarray):
        return ";".join(map(cell, value))
    if isinstance(value, datetime):  # pandas' timestamps are such
        return "" if value != value else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        number = float(value)
        if number != number:  # how NumPy has what is missing
            return ""
        return str(int(number)) if number.is_integer() else repr(number)
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    raise TypeError(f"a reader gave {value!r}, a {type(value)}")


def told(rows: Iterable[Iterable[Any]]) -> Told:
    """The count and checksum of a reader's rows, each the values of all columns in order."""
    lines = sorted(json.dumps([cell(value) for value in row], ensure_ascii=False) for row in rows)
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


def told_of(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> Told:
    """The same of rows by column."""
    names = tuple(columns)
    return told([row[name] for name in names] for row in rows)


def meant(table: Table[Any]) -> Told:
    """The same of the records themselves."""
    return told(write_record(record).values() for record in table)
