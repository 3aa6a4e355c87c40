"""What becomes of the evidence of a record that is told under another id from now on.

A row goes on to speak for the successor in what the two records tell alike. What its source told
of the old record and the successor's cell does not say is kept as such, in a row of its own: as
support with a value where the date is less precise or the list shorter, else as a dispute. Prose,
and cells that the successor leaves empty, are taken out of the row, and named in the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from overseas_stations.authoring.tables import Row
from overseas_stations.cells import split_list
from overseas_stations.errors import UnknownNameError
from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.partial_date import PartialDate
from overseas_stations.schema.spec import FieldSpec, TableSpec

_ITSELF = "*"


@dataclass(frozen=True, slots=True)
class Moved:
    """One evidence row of the old record as rows of the successor.

    The first keeps its id, the others have none yet. ``left`` names the columns of which nothing
    is told of the successor.
    """

    rows: tuple[Row, ...]
    left: tuple[str, ...]


@dataclass(slots=True)
class _Sorted:
    """A row's columns by what they say of the successor."""

    alike: list[str] = field(default_factory=list)
    otherwise: list[tuple[str, str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def moved(spec: TableSpec, row: Row, old: Row, new: Row) -> Moved:
    """An evidence row about ``old`` as evidence about ``new``."""
    (key,) = spec.key
    found = _Sorted()
    for column in split_list(row["fields"]):
        _sort(spec, column, row, old, new, found)
    about = row | {"record_id": new[key]}
    rows = []
    if found.alike:
        alike = {"fields": LIST_DELIMITER.join(found.alike), "relation": "supports", "value": ""}
        rows.append(about | alike)
    for column, relation, value in found.otherwise:
        rows.append(about | {"fields": column, "relation": relation, "value": value})
    for further in rows[1:]:
        further["evidence_id"] = ""
    return Moved(tuple(rows), tuple(found.left))


def _sort(spec: TableSpec, column: str, row: Row, old: Row, new: Row, found: _Sorted) -> None:
    supports = row["relation"] == "supports"
    if column == _ITSELF:
        if supports:
            found.alike.append(column)
        else:
            found.otherwise.append((column, row["relation"], ""))
        return
    try:
        about = spec.field(column)
    except UnknownNameError:
        found.left.append(column)
        return
    cell = new[column]
    held = row["value"] or (old[column] if supports else "")
    if not held and old[column] == cell:
        # It disputes the cell without saying what it holds instead, and the cell is the same.
        found.otherwise.append((column, row["relation"], ""))
    elif not held or not cell:
        found.left.append(column)
    elif held == cell:
        found.alike.append(column)
    elif relation := _relation(about, held, cell):
        found.otherwise.append((column, relation, held))
    elif about.type == "date":
        # More precise than the successor's cell, which it therefore bears out.
        found.alike.append(column)
    else:
        found.left.append(column)


def _relation(about: FieldSpec, held: str, cell: str) -> str | None:
    """How a source that holds ``held`` bears on a cell that says otherwise, if a value tells it."""
    if about.kind == "text":
        return None
    if about.type == "list":
        told, listed = set(split_list(held)), set(split_list(cell))
        if told <= listed:
            return "supports"
        # Told in part here and in part elsewhere: no value says so.
        return None if told & listed else "disputes"
    if about.type == "date":
        if PartialDate(held).contains(PartialDate(cell)):
            return "supports"
        return None if PartialDate(cell).contains(PartialDate(held)) else "disputes"
    return "disputes"
