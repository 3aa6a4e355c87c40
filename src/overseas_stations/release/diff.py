"""What differs between two published forms of a dataset, cell by cell, with the evidence for it.

Both are read as the validator reads them, every byte accounted for, into one embedded database
that spills to disk; what differs is found there by a join on the key, and handed out row by row.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from overseas_stations.canonical import csv_text
from overseas_stations.cells import key_order
from overseas_stations.errors import PackageError
from overseas_stations.release.published import Published, published
from overseas_stations.release.schema_changes import SchemaChange, schema_changes
from overseas_stations.schema.spec import derived_tables
from overseas_stations.schema.table_schema import table_schema
from overseas_stations.storage import read_descriptor
from overseas_stations.validation.engines.duckdb import DuckDBEngine
from overseas_stations.validation.package import resources_of
from overseas_stations.validation.plan import Descriptor, fields_of
from overseas_stations.validation.session import Session, Table
from overseas_stations.validation.sql import text_sql
from overseas_stations.validation.structure import read_tables

Kind = Literal["added", "changed", "retired", "removed"]

#: In the order in which they are told.
KINDS: tuple[Kind, ...] = ("added", "changed", "retired", "removed")

# Only the files are to be read; what their cells hold is not judged here.
_READING = ("OS00",)

_AT_ONCE = 1000

#: A new column in which so many cells are those of one that is gone is that one, renamed.
_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that holds another value; empty text where it holds none."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is new, gone, or changed.

    ``key`` is its primary key by column. ``cells`` are the changed ones; of an added row all that
    are filled, of one that is gone all that were. ``countries`` are those that the row is about.
    """

    kind: Kind
    key: Mapping[str, str]
    cells: tuple[CellChange, ...]
    countries: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The key as one text, its parts joined by ``|``."""
        return "|".join(self.key.values())


@dataclass
class TableDiff:
    """One table's differences. The counts are at hand, the rows are read when asked for."""

    name: str
    #: The columns of the new table, in their order, and those of its key.
    columns: tuple[str, ...]
    key: tuple[str, ...]
    #: The columns of the new table, key aside; those that the old one lacked were empty there.
    values: tuple[str, ...]
    #: Of the key those that are whole numbers, which sort by value.
    numeric: frozenset[str]
    old_rows: int
    new_rows: int
    counts: dict[Kind, int]
    #: How often each column's cells changed in rows that both have.
    changed_cells: dict[str, int]
    _read: Any = field(repr=False, default=None)

    @property
    def differs(self) -> bool:
        """Whether any row differs."""
        return any(self.counts.values())

    def rows(
        self, kinds: Collection[Kind] = KINDS, limit: int | None = None
    ) -> Iterator[RowChange]:
        """The rows that differ, in the order of their keys, at most so many."""
        found: Iterator[RowChange] = self._read(self, kinds, limit)
        return found


class Diff:
    """What differs between two published forms; close it, or use it as a context.

    Raises ``PackageError`` where one cannot be read whole, and ``MissingExtraError`` without the
    extra ``validate``.
    """

    def __init__(
        self,
        old: str | Path,
        new: str | Path,
        *,
        memory: str = "512MB",
        repository: str | Path = ".",
    ) -> None:
        self._stack = ExitStack()
        try:
            self._open(old, new, memory, Path(repository))
        except BaseException:
            self._stack.close()
            raise

    def _open(self, old: str | Path, new: str | Path, memory: str, repository: Path) -> None:
        enter = self._stack.enter_context
        self.old: Published = enter(published(old, repository))
        self.new: Published = enter(published(new, repository))
        scratch = Path(enter(tempfile.TemporaryDirectory(prefix="overseas-stations-")))
        self._engine = DuckDBEngine([self.old.folder, self.new.folder], scratch, memory)
        self._stack.callback(self._engine.close)
        pool = enter(ThreadPoolExecutor(os.cpu_count() or 1))
        runs = []
        declared = []
        for side, prefix in ((self.old, "old_"), (self.new, "new_")):
            folder, descriptor = read_descriptor(side.folder)
            tables, _ = resources_of(folder, descriptor, own=False)
            declared.append(descriptor)
            runs.append(
                Session(
                    folder,
                    scratch,
                    self._engine,
                    pool,
                    {name: r for name, r in tables.items() if not r.get("derived")},
                    select=_READING,
                    ignore=(),
                    cap=1,
                    progress=lambda _: None,
                    prefix=prefix,
                )
            )
        read_tables(*runs)
        for run, side in zip(runs, (self.old, self.new), strict=True):
            _refuse_unread(run, side)
        before, after = runs
        #: The version that each declares.
        self.versions = tuple(str(d.get("version") or "") for d in declared)
        #: The differences between the schemas.
        self.schema: tuple[SchemaChange, ...] = (
            *schema_changes(before.resources, after.resources),
            *_derived_changes(*declared),
        )
        self._before, self._after = before, after
        self._relations: dict[str, str] = {}
        self._sides: dict[str, Mapping[str, Sequence[str]]] = {}
        self._retire()
        #: What differs, by table: of those that both have, in the new order.
        self.tables: dict[str, TableDiff] = {
            name: self._compared(name, f"diff_{number}")
            for number, name in enumerate(after.tables)
            if name in before.tables
        }
        self.schema = tuple(self._perhaps_renamed(change) for change in self.schema)
        #: The tables that only one has, with their rows.
        self.only_old = {n: t.rows for n, t in before.tables.items() if n not in after.tables}
        self.only_new = {n: t.rows for n, t in after.tables.items() if n not in before.tables}

    def __enter__(self) -> Diff:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and of what was unpacked."""
        self._stack.close()

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return bool(
            self.schema
            or self.only_old
            or self.only_new
            or any(table.differs for table in self.tables.values())
        )

    # -- the join ------------------------------------------------------------------------------

    def _retire(self) -> None:
        """The ids that the new form says were retired."""
        self._engine.fill("retired_ids", {"id": "VARCHAR"}, ())
        table = self._after.tables.get("retired")
        if table and "id" in table.plan.names:
            cell = table.plan.written(table.plan.names.index("id"))
            self._engine.rows(f"INSERT INTO retired_ids SELECT {cell} FROM {table.relation}")

    def _compared(self, name: str, relation: str) -> TableDiff:
        old, new = self._before.tables[name], self._after.tables[name]
        key = tuple(new.plan.names[n] for n in new.plan.key)
        keyed = bool(key) and all(column in old.plan.names for column in key)
        if not keyed:
            # Rows without a key are told apart by all that they hold.
            key = tuple(column for column in new.plan.names if column in old.plan.names)
        values = tuple(c for c in new.plan.names if c not in key)
        only_old = tuple(c for c in old.plan.names if c not in new.plan.names)
        columns = [*key, *values]
        sides = {"o": [*columns, *only_old], "n": columns}
        self._relations[name], self._sides[name] = relation, sides
        relations = {
            "o": _side(old, sides["o"], key, keyed),
            "n": _side(new, sides["n"], key, keyed),
        }
        if keyed:
            self._refuse_twins(relations["o"], old, self.old, key)
            self._refuse_twins(relations["n"], new, self.new, key)
        self._engine.define(relation, _joined(relations, sides, key, values), keep=True)
        counts, changed = self._counted(relation, sides, key, values)
        numeric = {
            str(f["name"])
            for f in fields_of(self._after.resources[name])
            if f.get("type") == "integer"
        }
        return TableDiff(
            name,
            tuple(new.plan.names),
            key,
            values,
            frozenset(numeric & set(key)),
            old.rows,
            new.rows,
            counts,
            changed,
            self._rows_of(relation, sides),
        )

    def _refuse_twins(
        self, relation: str, table: Table, side: Published, key: Sequence[str]
    ) -> None:
        cells = ", ".join(f"k{n}" for n in range(len(key)))
        twins = self._engine.rows(
            f"SELECT {cells} FROM ({relation}) AS s GROUP BY {cells} HAVING COUNT(*) > 1 LIMIT 1"
        )
        if twins:
            shown = "|".join(str(cell) for cell in twins[0])
            raise PackageError(
                f"{side.name}: {table.name} has the key {shown!r} on several rows; validate it first"
            )

    def _counted(
        self,
        relation: str,
        sides: Mapping[str, Sequence[str]],
        key: Sequence[str],
        values: Sequence[str],
    ) -> tuple[dict[Kind, int], dict[str, int]]:
        figures = [f"COUNT(CASE WHEN kind = '{kind}' THEN 1 END)" for kind in KINDS]
        places = [len(key) + n for n in range(len(values))]
        figures += [
            f"COUNT(CASE WHEN kind = 'changed' AND o{n} IS DISTINCT FROM n{n} THEN 1 END)"
            for n in places
        ]
        row = [int(n) for n in self._engine.rows(f"SELECT {', '.join(figures)} FROM {relation}")[0]]
        counts = dict(zip(KINDS, row, strict=False))
        changed = {c: n for c, n in zip(values, row[len(KINDS) :], strict=True) if n}
        return counts, changed

    def _rows_of(self, relation: str, sides: Mapping[str, Sequence[str]]) -> Any:
        def read(
            table: TableDiff, kinds: Collection[Kind], limit: int | None
        ) -> Iterator[RowChange]:
            wanted = ", ".join(text_sql(kind) for kind in kinds)
            order = ", ".join(
                f"TRY_CAST(k{n} AS BIGINT), k{n}" if column in table.numeric else f"k{n}"
                for n, column in enumerate(table.key)
            )
            keys = "".join(f"k{n}, " for n in range(len(table.key)))
            olds = "".join(f"o{n}, " for n in range(len(sides["o"])))
            news = ", ".join(f"n{n}" for n in range(len(sides["n"])))
            query = (
                f"SELECT kind, {keys}{olds}{news} FROM {relation} WHERE kind IN ({wanted}) "
                f"ORDER BY {order}, nth{'' if limit is None else f' LIMIT {int(limit)}'}"
            )
            for row in self._engine.stream(query, _AT_ONCE):
                yield _change(table, sides, row)

        return read

    def _perhaps_renamed(self, change: SchemaChange) -> SchemaChange:
        """A removed column with the name of a new one, if any, that holds the same values."""
        if change.what != "column removed" or change.table not in self.tables:
            return change
        sides, relation = self._sides[change.table], self._relations[change.table]
        gone = sides["o"].index(change.column) if change.column in sides["o"] else None
        added = [
            c.column for c in self.schema if c.table == change.table and c.what == "column added"
        ]
        for column in added if gone is not None else ():
            place = sides["n"].index(column) if column in sides["n"] else None
            if place is None:
                continue
            alike, filled = self._engine.rows(
                f"SELECT COUNT(CASE WHEN o{gone} = n{place} THEN 1 END), COUNT(n{place}) "
                f"FROM {relation} WHERE kind = 'changed'"
            )[0]
            if filled and alike >= _ALIKE * filled:
                return replace(change, means=f"{column} holds its values now: renamed, it seems.")
        return change

    # -- beside the tables ---------------------------------------------------------------------

    @cached_property
    def evidence_of(self) -> dict[str, tuple[RowChange, ...]]:
        """The evidence rows that differ, by the record that they are, or were, about."""
        found: dict[str, list[RowChange]] = {}
        table = self.tables.get("evidence")
        for change in table.rows() if table else ():
            about = {
                text
                for cell in change.cells
                if cell.column == "record_id"
                for text in (cell.old, cell.new)
                if text
            } or {self._record_of(change.id)}
            for record in about:
                found.setdefault(record, []).append(change)
        return {record: tuple(changes) for record, changes in found.items()}

    def _record_of(self, evidence_id: str) -> str:
        """The record that an evidence row is about whose ``record_id`` did not change."""
        return self._records_of_evidence.get(evidence_id, "")

    @cached_property
    def _records_of_evidence(self) -> dict[str, str]:
        table = self._after.tables["evidence"]
        names = list(table.plan.names)
        if not {"evidence_id", "record_id"} <= set(names):
            return {}
        key, record = (table.plan.written(names.index(c)) for c in ("evidence_id", "record_id"))
        return {
            str(row[0]): str(row[1])
            for row in self._engine.rows(
                f"SELECT {key}, {record} FROM {table.relation} WHERE {key} IN "
                f"(SELECT k0 FROM {self._relations['evidence']} WHERE kind = 'changed')"
            )
        }

    def labels(self, name: str) -> frozenset[str]:
        """The columns of a table whose values are names that readers see."""
        fields = fields_of(self._after.resources[name])
        return frozenset(str(f["name"]) for f in fields if f.get("kind") == "label")

    def per_country(self, name: str) -> dict[str, tuple[int, int, int]]:
        """Of a table's countries: how many rows it had, has, and lost to a retirement."""
        table = self.tables[name]
        if "country_id" not in table.columns or "country_id" in table.key:
            return {}
        found: dict[str, list[int]] = {}
        for place, run in enumerate((self._before, self._after)):
            of = run.tables[name]
            if "country_id" not in of.plan.names:
                return {}
            cell = of.plan.written(of.plan.names.index("country_id"))
            query = f"SELECT COALESCE({cell}, ''), COUNT(*) FROM {of.relation} GROUP BY 1"
            for country, count in self._engine.rows(query):
                found.setdefault(country, [0, 0, 0])[place] = int(count)
        for change in table.rows(["retired"]):
            for country in change.countries or ("",):
                found.setdefault(country, [0, 0, 0])[2] += 1
        return {country: (a, b, c) for country, (a, b, c) in sorted(found.items())}


def _derived_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[SchemaChange, ...]:
    """What differs in the schemas of the tables that releases derive.

    Their rows are not compared, as they follow from the others. A package that is edited lists
    none: the next release's are then the library's.
    """
    sides = [
        {
            str(resource["name"]): resource
            for resource in side["resources"]
            if resource.get("derived") is True and isinstance(resource.get("schema"), dict)
        }
        for side in (old, new)
    ]
    ours: dict[str, Descriptor] = {
        spec.name: {
            "title": spec.title,
            "description": spec.description,
            "schema": table_schema(spec),
        }
        for spec in derived_tables()
    }
    return schema_changes(sides[0], sides[1] or ours) if sides[0] else ()


def _refuse_unread(run: Session, side: Published) -> None:
    for found in run.findings.values():
        if found:
            raise PackageError(
                f"{side.name}: {found[0].file} cannot be compared: {found[0].message}; validate it first"
            )
    if not run.tables:
        raise PackageError(f"{side.name}: has no table that can be read")


def _side(table: Table, columns: Sequence[str], key: Sequence[str], keyed: bool) -> str:
    """A table's cells as ``c0`` …, its key as ``k0`` …; alike rows without a key are counted."""
    plan = table.plan
    cells = [
        plan.written(plan.names.index(column)) if column in plan.names else "CAST(NULL AS VARCHAR)"
        for column in columns
    ]
    keys = [f"COALESCE({cells[columns.index(c)]}, '') AS k{n}" for n, c in enumerate(key)]
    named = [f"{cell} AS c{n}" for n, cell in enumerate(cells)]
    inner = f"SELECT {', '.join([*keys, *named])} FROM {table.relation}"
    by = ", ".join(f"k{n}" for n in range(len(key)))
    nth = "1" if keyed else f"ROW_NUMBER() OVER (PARTITION BY {by})"
    return f"SELECT *, {nth} AS nth, TRUE AS hit FROM ({inner}) AS s0"


def _joined(
    relations: Mapping[str, str],
    sides: Mapping[str, Sequence[str]],
    key: Sequence[str],
    values: Sequence[str],
) -> str:
    on = " AND ".join([*(f"o.k{n} = n.k{n}" for n in range(len(key))), "o.nth = n.nth"])
    places = [len(key) + n for n in range(len(values))]
    differs = " OR ".join(f"o.c{n} IS DISTINCT FROM n.c{n}" for n in places) or "FALSE"
    keys = ", ".join(f"COALESCE(o.k{n}, n.k{n}) AS k{n}" for n in range(len(key)))
    cells = ", ".join(f"{s}.c{n} AS {s}{n}" for s in "on" for n in range(len(sides[s])))
    retired = "o.k0 IN (SELECT id FROM retired_ids)" if len(key) == 1 else "FALSE"
    return (
        f"SELECT {keys}, {cells}, COALESCE(o.nth, n.nth) AS nth, "
        f"CASE WHEN o.hit IS NULL THEN 'added' WHEN n.hit IS NOT NULL THEN 'changed' "
        f"WHEN {retired} THEN 'retired' ELSE 'removed' END AS kind "
        f"FROM ({relations['o']}) AS o FULL OUTER JOIN ({relations['n']}) AS n ON {on} "
        f"WHERE o.hit IS NULL OR n.hit IS NULL OR {differs}"
    )


def _change(table: TableDiff, sides: Mapping[str, Sequence[str]], row: Sequence[Any]) -> RowChange:
    kind, rest = row[0], row[1 + len(table.key) :]
    before = dict(zip(sides["o"], rest, strict=False))
    after = dict(zip(sides["n"], rest[len(sides["o"]) :], strict=True))
    columns = [*table.key, *table.values]
    if kind == "changed":
        cells = [
            CellChange(c, before[c] or "", after[c] or "")
            for c in table.values
            if before[c] != after[c]
        ]
    elif kind == "added":
        cells = [CellChange(c, "", after[c]) for c in table.columns if after.get(c)]
    else:
        cells = [CellChange(c, before[c], "") for c in columns if before[c]]
    key = dict(zip(table.key, row[1 : 1 + len(table.key)], strict=True))
    return RowChange(kind, key, tuple(cells), _countries(before, after))


def _countries(*sides: Mapping[str, str | None]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cells in sides:
        for column in ("country_id", "about_country_ids"):
            found.update(dict.fromkeys(filter(None, (cells.get(column) or "").split(";"))))
    return tuple(found)


# -- the law: old and what differs give new ------------------------------------------------------


def patched(
    old: Iterable[Mapping[str, str]], table: TableDiff, changes: Iterable[RowChange]
) -> str:
    """A table's canonical CSV text from its old rows and what differs.

    Only tables with a key can be patched. Raises ``PackageError`` where a row is to be changed or
    removed that is not there.
    """
    columns, key = table.columns, table.key
    rows = {tuple(row[c] for c in key): {c: row.get(c, "") for c in columns} for row in old}
    for change in changes:
        at = tuple(change.key.values())
        if change.kind == "added":
            rows[at] = dict.fromkeys(columns, "") | {c.column: c.new for c in change.cells}
        elif at not in rows:
            raise PackageError(f"there is no row {change.id!r} to be {change.kind}")
        elif change.kind == "changed":
            rows[at] |= {c.column: c.new for c in change.cells}
        else:
            del rows[at]

    def order(row: Mapping[str, str]) -> tuple[tuple[int, int, str], ...]:
        return key_order(
            int(row[c]) if c in table.numeric and row[c].isdecimal() else row[c] for c in key
        )

    return csv_text(columns, sorted(rows.values(), key=order))
