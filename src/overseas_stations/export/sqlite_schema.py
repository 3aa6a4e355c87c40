"""The SQLite face of the schema: tables, link tables, indexes, full-text search and views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pyarrow as pa

from overseas_stations.schema.arrow import arrow_schema
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, TableSpec, table_spec

#: The kinds of column that are prose or names, which full-text search goes through.
_SEARCHED = ("text", "title", "label", "name")

_TYPES: dict[str, str] = {
    "integer": "INTEGER",
    "number": "REAL",
    # 0 or 1: SQLite has no booleans of its own.
    "boolean": "INTEGER",
}


class Link(NamedTuple):
    """A table that holds the ids of a list column, one a row, so that they can be joined."""

    name: str
    owner: TableSpec
    field: FieldSpec
    references: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The owner's key, the id's place in the list, and the id."""
        return (*self.owner.key, "position", "linked_id")


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def columns(spec: TableSpec) -> Iterator[tuple[str, str, str]]:
    """Every column with its SQLite type and its description, the dates' bounds among them."""
    declared = {field.name: _TYPES.get(field.type, "TEXT") for field in spec.fields}
    arrow: pa.Schema = arrow_schema(spec)
    for column in arrow:
        yield column.name, declared.get(column.name, "TEXT"), _description(column)


def _description(column: Any) -> str:
    text: bytes = column.metadata[b"description"]
    return text.decode()


def searched(spec: TableSpec) -> list[str]:
    """The columns that full-text search goes through."""
    return [field.name for field in spec.fields if field.kind in _SEARCHED]


def links(spec: TableSpec) -> Iterator[Link]:
    """The link tables of a table's list columns that hold ids."""
    for field in spec.fields:
        if field.type == "list" and field.references:
            yield Link(f"{spec.name}_{field.name}", spec, field, field.references)


def table_sql(spec: TableSpec) -> Iterator[str]:
    """A table, its link tables, and an index on every foreign key."""
    wanted = {f.name for f in spec.fields if f.required or f.is_key or f.type == "list"}
    boolean = {field.name for field in spec.fields if field.type == "boolean"}
    lines = [
        f"{quoted(name)} {kind}"
        + (" NOT NULL" if name in wanted else "")
        + (f" CHECK ({quoted(name)} IN (0, 1))" if name in boolean else "")
        for name, kind, _ in columns(spec)
    ]
    lines.append(f"PRIMARY KEY ({_names(spec.key)})")
    foreign = [f for f in spec.fields if f.references and f.type != "list"]
    lines += [_foreign_key(field.name, field.references) for field in foreign]
    yield _create(spec.name, lines, "STRICT")
    indexed = [field.name for field in foreign]
    # What says by its table and id which record it is about cannot be declared a foreign key.
    indexed += [name for name in ("record_id",) if name in spec.columns]
    for name in indexed:
        if spec.key[0] != name:
            yield _index(spec.name, name)
    for link in links(spec):
        yield from _link_sql(link)


def _link_sql(link: Link) -> Iterator[str]:
    owner, key = link.owner, link.owner.key
    types = {name: kind for name, kind, _ in columns(owner)}
    lines = [f"{quoted(name)} {types[name]} NOT NULL" for name in key]
    lines += ['"position" INTEGER NOT NULL', '"linked_id" TEXT NOT NULL']
    lines.append(f"PRIMARY KEY ({_names((*key, 'position'))})")
    lines.append(f"FOREIGN KEY ({_names(key)}) REFERENCES {quoted(owner.name)} ({_names(key)})")
    lines.append(_foreign_key("linked_id", link.references))
    yield _create(link.name, lines, "STRICT, WITHOUT ROWID")
    yield _index(link.name, "linked_id")


def _create(name: str, lines: list[str], options: str) -> str:
    return f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + f"\n) {options}"


def _foreign_key(column: str, references: str | None) -> str:
    target = table_spec(str(references))
    return f"FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(target.name)} ({_names(target.key)})"


def _index(table: str, column: str) -> str:
    return f"CREATE INDEX {quoted(f'{table}_by_{column}')} ON {quoted(table)} ({quoted(column)})"


def search_sql(spec: TableSpec) -> Iterator[str]:
    """The full-text index of a table, which reads its text from the table itself.

    Datasette offers a search where it finds the table's name as it stands here, in double quotes.
    """
    found = searched(spec)
    if not found:
        return
    name = f"{spec.name}_fts"
    yield (
        f"CREATE VIRTUAL TABLE {quoted(name)} USING fts5({_names(found)}, "
        f'content="{spec.name}", tokenize="unicode61 remove_diacritics 2")'
    )
    for command in ("rebuild", "optimize"):
        yield f"INSERT INTO {quoted(name)} ({quoted(name)}) VALUES ('{command}')"


_EVIDENCE = """
  e.evidence_id, e.fields AS evidence_fields, e.relation AS evidence_relation,
  e.value AS evidence_value, e.attributed_to AS claimant_id, claimant.name AS claimant_name,
  e.relies_on AS relies_on_id, relied.name AS relies_on_name,
  e.source_id, s.title AS source_title, s.url AS source_url, s.publisher AS source_publisher,
  s.published_on AS source_published_on, e.withdrawn_by, e.locator"""

_JOINED = """
JOIN sources AS s ON s.source_id = e.source_id
JOIN organisations AS claimant ON claimant.organisation_id = e.attributed_to
LEFT JOIN organisations AS relied ON relied.organisation_id = e.relies_on"""


def view_sql() -> Iterator[str]:
    """Evidence with who says it and where it was read: alone, and beside each sort of record."""
    yield (
        f"CREATE VIEW {quoted('evidence_with_sources')} AS\n"
        f"SELECT e.record_table, e.record_id,{_EVIDENCE}\nFROM evidence AS e{_JOINED}"
    )
    for name in sorted(RECORD_TABLES):
        (key,) = table_spec(name).key
        yield (
            f"CREATE VIEW {quoted(f'{name}_with_evidence')} AS\nSELECT r.*,{_EVIDENCE}\n"
            f"FROM {quoted(name)} AS r\n"
            f"JOIN evidence AS e ON e.record_id = r.{quoted(key)} AND e.record_table = '{name}'{_JOINED}"
        )
