"""Where an id stands in the tables, and how another is put in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from overseas_stations.authoring.tables import Row, Tables
from overseas_stations.cells import split_list
from overseas_stations.errors import UnknownNameError
from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.schema.spec import FieldSpec, TableSpec, all_tables, table_spec


@dataclass(frozen=True, slots=True)
class Reference:
    """One cell that points at a record."""

    spec: TableSpec
    row: Row
    column: str

    def __str__(self) -> str:
        key = "|".join(self.row[column] for column in self.spec.key)
        return f"{self.spec.name} {key} {self.column}"

    def put(self, old: str, new: str) -> None:
        """Write one id in the other's place; a list that has the new one keeps it once.

        A record does not point at itself: there the cell, or the item, is emptied.
        """
        own = len(self.spec.key) == 1 and self.row[self.spec.key[0]] == new
        items = [
            new if item == old else item for item in self.row[self.column].split(LIST_DELIMITER)
        ]
        kept = [item for item in dict.fromkeys(items) if not (own and item == new)]
        self.row[self.column] = LIST_DELIMITER.join(kept)


def references(tables: Tables, table: str, record_id: str) -> Iterator[Reference]:
    """Every cell, of whatever table, that points at a record, a value in evidence included."""
    for spec in all_tables():
        for field in spec.fields:
            if field.references != table:
                continue
            for row in tables.rows(spec.name):
                if record_id in split_list(row[field.name]):
                    yield Reference(spec, row, field.name)
    evidence = table_spec("evidence")
    for row in tables.rows("evidence"):
        if record_id in split_list(row["value"]):
            field_of_value = _told(row)
            if field_of_value and field_of_value.references == table:
                yield Reference(evidence, row, "value")


def _told(row: Row) -> FieldSpec | None:
    """The column that an evidence row's value is of."""
    try:
        return table_spec(row["record_table"]).field(row["fields"])
    except UnknownNameError:
        return None


def named_in(tables: Tables, table: str) -> set[str]:
    """The ids of a table that some column points at."""
    return {
        item
        for spec in all_tables()
        for field in spec.fields
        if field.references == table
        for row in tables.rows(spec.name)
        for item in split_list(row[field.name])
    }
