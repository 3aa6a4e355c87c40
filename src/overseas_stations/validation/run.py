"""A whole run: a package's structure against its schema, and this dataset's rules on its tables."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from overseas_stations.records import RECORDS
from overseas_stations.schema.table_schema import NAME
from overseas_stations.storage import read_descriptor
from overseas_stations.validation import gazetteer
from overseas_stations.validation.compiler import column_sql
from overseas_stations.validation.engines import open_engine
from overseas_stations.validation.findings import Finding, Report
from overseas_stations.validation.form import CODES as FORM_CODES
from overseas_stations.validation.form import check_form
from overseas_stations.validation.package import resources_of
from overseas_stations.validation.plan import Descriptor, fields_of
from overseas_stations.validation.references import check_references
from overseas_stations.validation.relations import views
from overseas_stations.validation.rules import Rule, catalogue
from overseas_stations.validation.session import Progress, Session, Table
from overseas_stations.validation.sql import earliest_sql, latest_sql, name_sql, text_sql
from overseas_stations.validation.structure import read_tables

#: Up to this many rows in all the relations that rules read are computed once and held.
_HELD_ROWS = 1_000_000


def validate(
    path: str | Path,
    *,
    engine: str = "duckdb",
    master: str | None = None,
    memory: str = "512MB",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    max_findings: int | None = 1000,
    today: date | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Check a Data Package: its files, every cell and key against its schema, and the rules.

    ``path`` is a folder with ``datapackage.json``, or that file. A package named
    ``overseas-stations`` is held against this library's schema, whatever its own says, and
    against the rules; any other against its own schema alone.

    ``engine`` is ``duckdb`` or ``spark``, with ``master`` the URL of a Spark cluster (this
    machine); ``memory`` what the engine may hold before it spills to disk. ``select`` and
    ``ignore`` name codes, or their beginnings: the rest is not run. ``max_findings`` of a code
    are returned (None: all), the counts are true all the same. ``today`` is the day after which
    nothing may lie (the day of the run).

    Raises ``PackageError`` where there is no package to read, or one that reaches out of its
    folder; ``UnknownNameError`` for an unknown engine or amount of memory; and
    ``MissingExtraError`` without the engine's extra.
    """
    folder, declared = read_descriptor(path)
    own = declared.get("name") == NAME
    resources, unchecked = resources_of(folder, declared, own)
    # Spilled rows may be large and are the package's own: beside nothing that outlives the run.
    with tempfile.TemporaryDirectory(prefix="overseas-stations-") as scratch:
        session = open_engine(engine, [folder], Path(scratch), memory=memory, master=master)
        try:
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                run = Session(
                    folder,
                    Path(scratch),
                    session,
                    pool,
                    resources,
                    select,
                    ignore,
                    max_findings,
                    progress,
                )
                run.unchecked += unchecked
                read_tables(run)
                check_references(run)
                accepted = _check_dataset(run, today or date.today()) if own else _not_ours(run)
                return _report(run, engine, accepted)
        finally:
            session.close()


# -- this dataset's own rules --------------------------------------------------------------------


def _not_ours(run: Session) -> list[Finding]:
    for rule in catalogue().values():
        if not rule.structural:
            run.skipped(rule.code, f"it is about the tables of {NAME}")
    return []


def _check_dataset(run: Session, today: date) -> list[Finding]:
    """The relations that rules read, every rule, and the canonical form."""
    for name in RECORDS:
        _report_absent(run, name)
    wanted = [rule for rule in catalogue().values() if rule.sql and run.wants(rule.code)]
    needed = {name: tables for name, (_, tables) in views().items()}
    everything = {*RECORDS, *needed, "gazetteer", "run"}
    reads = {rule.code: rule.relations(everything) for rule in wanted}
    has_gazetteer = _define_relations(
        run, today, {name for read in reads.values() for name in read}
    )
    acceptances = _acceptances(run)
    ready = []
    for rule in wanted:
        tables = {t for name in reads[rule.code] for t in needed.get(name, {name})} & RECORDS.keys()
        broken = sorted(t for t in tables if t not in run.tables or run.tables[t].broken)
        if "gazetteer" in reads[rule.code] and not has_gazetteer:
            run.skipped(rule.code, gazetteer.ABSENT)
        elif broken:
            run.skipped(rule.code, f"cannot read {', '.join(broken)} whole")
        else:
            run.ran(rule.code, sum(run.tables[table].rows for table in tables))
            ready.append(rule)
    offences = run.together(partial(_offences, run, rule, acceptances) for rule in ready)
    # While the engine works on the rules.
    for name in RECORDS:
        if name in run.tables and any(run.wants(code) for code in FORM_CODES):
            run.progress(f"checking the form of {name}")
            check_form(run, run.tables[name])
    accepted: list[Finding] = []
    for rule, (found, failing, excused) in zip(ready, offences, strict=True):
        run.progress(f"{rule.code} {rule.title}")
        for row in found:
            run.keep(_found(run, rule, row))
        run.count(rule.code, int(found[0][-1]) if found else 0, failing)
        accepted += (_found(run, rule, row) for row in excused)
    _stale_acceptances(run, acceptances, accepted)
    return accepted


def _report_absent(run: Session, name: str) -> None:
    """A table of ours that is not there at all, which no check would miss."""
    why = "" if run.resources[name]["listed"] else "the descriptor names no file for it"
    if name not in run.tables:
        why = next((part.why for part in run.unchecked if part.table == name), why)
    if why:
        run.report("OS001", name, run.place(name, 0), "", "", why)


def _define_relations(run: Session, today: date, read: set[str]) -> bool:
    """The tables under their own names, and of the views those that are read.

    Returns whether there is a gazetteer among them.
    """
    held = sum(table.rows for table in run.tables.values()) <= _HELD_ROWS
    own = {
        name: own_table(run.tables[name], run.resources[name])
        if name in run.tables
        else _empty_table(run.resources[name])
        for name in RECORDS
    }
    derived = {name: sql for name, (sql, _) in views().items() if name in read}
    for relations in (own, derived):
        for _ in run.together(
            partial(run.engine.define, name, sql, keep=held) for name, sql in relations.items()
        ):
            pass
    if "run" in read:
        run.engine.fill("run", {"today": "DATE"}, [[today]])
    if "gazetteer" in read:
        named = [
            str(key)
            for (key,) in run.engine.rows(
                "SELECT DISTINCT geonames_id FROM stations WHERE geonames_id IS NOT NULL"
            )
        ]
        found = gazetteer.places(named)
        run.engine.fill("gazetteer", gazetteer.GAZETTEER_COLUMNS, found or ())
        return found is not None
    return False


def own_table(table: Table, resource: Descriptor) -> str:
    """One of the dataset's tables as the rules read it: its columns, and the bounds of its dates."""
    names = table.plan.names
    cells = [
        column_sql(str(f["name"]), names.index(f["name"]))
        if f["name"] in names
        else f"CAST(NULL AS VARCHAR) AS {name_sql(str(f['name']))}"
        for f in fields_of(resource)
    ]
    bounds = _bounds(resource)
    inner = f"SELECT row_no, {', '.join(cells)} FROM ({table.plan.read(table.relation, 'row_no, ')}) AS t0"
    return f"SELECT *{bounds} FROM ({inner}) AS t1"


def _empty_table(resource: Descriptor) -> str:
    cells = ", ".join(
        f"CAST(NULL AS VARCHAR) AS {name_sql(str(f['name']))}" for f in fields_of(resource)
    )
    inner = f"SELECT CAST(0 AS BIGINT) AS row_no, {cells} WHERE FALSE"
    return f"SELECT *{_bounds(resource)} FROM ({inner}) AS t1"


def _bounds(resource: Descriptor) -> str:
    """The bounds of its dates, as further columns."""
    dates = [str(f["name"]) for f in fields_of(resource) if f.get("kind") == "partial_date"]
    return "".join(
        f", {earliest_sql(name_sql(c))} AS {name_sql(c + '_earliest')}"
        f", {latest_sql(name_sql(c))} AS {name_sql(c + '_latest')}"
        for c in dates
    )


def _acceptances(run: Session) -> dict[tuple[str, str], int]:
    """The warnings that a maintainer accepted, by code and record, with the row that says so."""
    table = run.tables.get("accepted_warnings")
    if table is None or table.broken:
        return {}
    rows = run.engine.rows("SELECT row_no, code, record_id FROM accepted_warnings ORDER BY row_no")
    return {(str(code), str(key)): int(row) for row, code, key in rows}


_Rows = list[tuple[Any, ...]]


def _offences(
    run: Session, rule: Rule, acceptances: Collection[tuple[str, str]]
) -> tuple[_Rows, int, _Rows]:
    """The offending rows of a rule with their true count, how many rows fail, those accepted."""
    order = "resource, row_no, field, id, value, message"
    source, kept = f"({rule.sql}) AS r", ""
    excused: _Rows = []
    if rule.severity == "warning" and any(code == rule.code for code, _ in acceptances):
        source += (
            " LEFT JOIN (SELECT DISTINCT record_id, TRUE AS hit FROM accepted_warnings "
            f"WHERE code = {text_sql(rule.code)}) AS a ON a.record_id = r.id"
        )
        kept = " WHERE a.hit IS NULL"
        excused = run.engine.rows(f"SELECT {order} FROM {source} WHERE a.hit ORDER BY {order}")
    found = run.engine.rows(
        f"SELECT {order}, COUNT(*) OVER () AS total FROM {source}{kept} ORDER BY {order}{run.limit()}"
    )
    failing = len({row[:2] for row in found})
    if found and int(found[0][-1]) > len(found):
        distinct = f"SELECT DISTINCT resource, row_no FROM {source}{kept}"
        failing = int(run.engine.rows(f"SELECT COUNT(*) FROM ({distinct}) AS d")[0][0])
    return found, failing, excused


def _found(run: Session, rule: Rule, row: Sequence[Any]) -> Finding:
    table, number, column, key, value, message = row[:6]
    place = run.place(table, int(number))
    return run.finding(rule.code, table, place, column, key, value or "", message)


def _stale_acceptances(
    run: Session, acceptances: Mapping[tuple[str, str], int], accepted: Sequence[Finding]
) -> None:
    """An acceptance of what nothing warns of would hide the next warning: it is a finding."""
    if "accepted_warnings" not in run.tables or run.tables["accepted_warnings"].broken:
        run.skipped("OS801", "cannot read accepted_warnings whole")
        return
    if not run.wants("OS801"):
        return
    given = {(finding.code, finding.record_id) for finding in accepted}
    run.ran("OS801", len(acceptances))
    for (code, key), row in acceptances.items():
        unjudged = code in catalogue() and not run.has_run(code)
        if (code, key) not in given and not unjudged:
            place = run.place("accepted_warnings", row)
            key = f"{code}|{key}"
            run.add("OS801", "accepted_warnings", place, "code", key, code, "nothing warns of this")
            run.count("OS801", 1, 1)


def _report(run: Session, engine: str, accepted: Sequence[Finding]) -> Report:
    return Report(
        package=str(run.folder),
        engine=engine,
        tables={name: run.tables[name].rows for name in run.resources if name in run.tables},
        findings=tuple(sorted({f for kept in run.findings.values() for f in kept})),
        accepted=tuple(sorted(accepted)),
        runs=run.runs(),
        unchecked=tuple(run.unchecked),
    )
