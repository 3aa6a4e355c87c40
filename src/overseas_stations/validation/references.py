"""Foreign keys, and ids in lists: each must be a key of the table that it points at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from overseas_stations.validation.plan import KeyCheck, Unchecked
from overseas_stations.validation.session import Session, Table
from overseas_stations.validation.sql import text_sql


def check_references(run: Session) -> None:
    """Foreign keys, and ids in lists: each must be a key of the table it points at."""
    if not run.wants("OS022"):
        return
    jobs = []
    for table in run.tables.values():
        ready = [key for key in table.plan.keys if key.code == "OS022" and _ready(run, table, key)]
        plain = [key for key in ready if key.delimiter is None and key not in table.plan.kept]
        if plain:
            jobs.append(partial(_dangling_cells, run, table, plain))
        jobs += [
            partial(_dangling_items, run, table, key) for key in ready if key.delimiter is not None
        ]
    for found in run.together(jobs):
        for table, key, rows, message in found:
            run.progress(f"checking the keys of {table.name}")
            _report_dangling(run, table, key, rows, message)


def _ready(run: Session, table: Table, key: KeyCheck) -> bool:
    """Whether both sides of a foreign key are there; if not, say so."""
    target = run.tables.get(key.target)
    broken = [t for t in (table.name, key.target) if t not in run.tables or run.tables[t].broken]
    if target is None or broken:
        for name in broken:
            why = run.tables[name].broken if name in run.tables else "cannot be read"
            run.skipped("OS022", f"{name} {why}")
        return False
    if not all(column in target.plan.names for column in key.theirs):
        columns = ",".join(table.plan.names[number] for number in key.columns)
        why = f"{key.target} lacks the columns it names"
        run.unchecked.append(Unchecked(table.name, columns, "foreignKeys", why))
        return False
    if not all(sort for pair in _sorts(run, table, key) for sort in pair):
        columns = ",".join(table.plan.names[number] for number in key.columns)
        why = "it compares values of a type that is not known here"
        run.unchecked.append(Unchecked(table.name, columns, "foreignKeys", why))
        return False
    return True


def at_hand(run: Session, table: Table, key: KeyCheck) -> bool:
    """Whether a foreign key can be checked by a join with a table that was read before."""
    target = run.tables[key.target]
    return (
        run.wants("OS022")
        and key.delimiter is None
        and not target.broken
        and set(key.theirs) <= set(target.plan.names)
        and all(sort for pair in _sorts(run, table, key) for sort in pair)
    )


def _sorts(run: Session, table: Table, key: KeyCheck) -> list[tuple[str, str]]:
    """Of what sort the values of a foreign key's columns are, on both sides."""
    target = run.tables[key.target].plan
    theirs = [target.columns[target.names.index(column)].sort for column in key.theirs]
    return list(
        zip([table.plan.columns[number].sort for number in key.columns], theirs, strict=True)
    )


#: A table, a foreign key of it, the rows that dangle, and what is wrong with them.
_Dangling = list[tuple[Table, KeyCheck, list[tuple[Any, ...]], str]]


def _dangling_cells(run: Session, table: Table, keys: Sequence[KeyCheck]) -> _Dangling:
    """Of several foreign keys count for all in one scan, then fetch where there is any.

    A single one is fetched at once: a scan finds nothing as fast as it counts nothing.
    """
    suspect = list(keys)
    if len(keys) > 1:
        beside, dangling = joined(run, table, keys, _keys_of(table, keys))
        figures = ", ".join(f"COUNT(CASE WHEN {d} THEN 1 END)" for d in dangling)
        counts = run.engine.rows(f"SELECT {figures} FROM {beside}")[0]
        suspect = [key for key, count in zip(keys, counts, strict=True) if count]
    found = []
    for key in suspect:
        beside, (condition,) = joined(run, table, [key], _keys_of(table, [key]))
        ids = "".join(f"s.c{number}, " for number in table.plan.key)
        cells = ", ".join(f"s.c{number}" for number in key.columns)
        rows = run.engine.rows(
            f"SELECT s.row_no, COUNT(*) OVER () AS total, {ids}{cells} FROM {beside} "
            f"WHERE {condition} ORDER BY s.row_no{run.limit()}"
        )
        if rows:
            found.append((table, key, rows, f"points at no row of {key.target}"))
    return found


def _targets(run: Session, key: KeyCheck, alias: str) -> str:
    """The distinct keys that a foreign key may point at, as ``k0`` …"""
    target = run.tables[key.target]
    numbers = [target.plan.names.index(column) for column in key.theirs]
    source = target.plan.typed(target.relation, "", lambda number: number in numbers)
    values = ", ".join(f"v{number} AS k{n}" for n, number in enumerate(numbers))
    filled = " OR ".join(f"v{number} IS NOT NULL" for number in numbers)
    return (
        f"(SELECT DISTINCT {values}, TRUE AS hit FROM ({source}) AS t2 WHERE {filled}) AS {alias}"
    )


def _keys_of(table: Table, keys: Sequence[KeyCheck]) -> str:
    """The table with the values of these keys' columns."""
    used = {number for key in keys for number in key.columns}
    return table.plan.typed(table.relation, "row_no, ", lambda number: number in used)


def joined(
    run: Session, table: Table, keys: Sequence[KeyCheck], source: str
) -> tuple[str, list[str]]:
    """The table beside the rows that its keys point at, and for each key when it dangles."""
    text = f"({source}) AS s"
    dangling = []
    for n, key in enumerate(keys):
        sign = "=" if len(key.columns) == 1 else "IS NOT DISTINCT FROM"
        # Values of different sorts are never equal, and an engine may fail to compare them.
        on = " AND ".join(
            f"s.v{c} {sign} k{n}.k{i}"
            if ours == theirs
            else f"s.v{c} IS NULL AND k{n}.k{i} IS NULL"
            for i, (c, (ours, theirs)) in enumerate(
                zip(key.columns, _sorts(run, table, key), strict=True)
            )
        )
        filled = " OR ".join(f"s.v{c} IS NOT NULL" for c in key.columns)
        text += f" LEFT JOIN {_targets(run, key, f'k{n}')} ON {on}"
        dangling.append(f"({filled}) AND k{n}.hit IS NULL")
    return text, dangling


def _dangling_items(run: Session, table: Table, key: KeyCheck) -> _Dangling:
    (column,) = key.columns
    source = table.plan.read(table.relation, "row_no, ")
    ids = "".join(f"c{number}, " for number in table.plan.key)
    items = (
        f"SELECT row_no, {ids}UNNEST(STRING_SPLIT(c{column}, {text_sql(key.delimiter or ',')})) AS item "
        f"FROM ({source}) AS t0 WHERE c{column} IS NOT NULL"
    )
    shown = "".join(f"s.c{number}, " for number in table.plan.key)
    found = run.engine.rows(
        f"SELECT s.row_no, COUNT(*) OVER () AS total, {shown}s.item FROM ({items}) AS s "
        f"LEFT JOIN {_targets(run, key, 'k')} ON CAST(k.k0 AS VARCHAR) = s.item WHERE k.hit IS NULL "
        f"ORDER BY s.row_no, s.item{run.limit()}"
    )
    return [(table, key, found, f"names no row of {key.target}")]


def _report_dangling(
    run: Session, table: Table, key: KeyCheck, found: list[tuple[Any, ...]], message: str
) -> None:
    if not found:
        return
    plan = table.plan
    column = ",".join(plan.names[number] for number in key.columns)
    run.count("OS022", int(found[0][1]), int(found[0][1]))
    for row in found:
        id_cells, cells = row[2 : 2 + len(plan.key)], row[2 + len(plan.key) :]
        place = run.place(table.name, int(row[0]))
        run.add(
            "OS022", table.name, place, column, plan.id_of(id_cells), plan.id_of(cells), message
        )
