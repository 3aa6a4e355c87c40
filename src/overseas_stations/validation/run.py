"""The executor: reads a package, runs every check on it, and says which ran on what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

from overseas_stations import canonical
from overseas_stations.cells import CellError, read_record
from overseas_stations.errors import PackageError
from overseas_stations.records import RECORDS
from overseas_stations.schema.spec import table_spec
from overseas_stations.schema.table_schema import descriptor
from overseas_stations.storage import Package, open_package, read_header, read_rows
from overseas_stations.validation import gazetteer
from overseas_stations.validation.engine import DuckDBEngine
from overseas_stations.validation.findings import Finding, Report, RuleRun
from overseas_stations.validation.relations import views
from overseas_stations.validation.rules import Rule, catalogue
from overseas_stations.validation.structure import (
    Resource,
    cell_checks,
    fields_of,
    id_sql,
    key_checks,
    name_sql,
)

#: How much of a cell a finding shows.
_SHOWN = 120

Progress = Callable[[str], None]


@dataclass
class _Run:
    """The state of one run."""

    package: Package
    engine: DuckDBEngine
    progress: Progress
    resources: dict[str, Resource]
    rows: dict[str, int] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    runs: dict[str, RuleRun] = field(default_factory=dict)

    def file(self, table: str) -> str:
        path = self.package.files.get(table)
        root = self.package.folder.resolve()
        return str(path.relative_to(root)) if path else f"{table} (no file)"

    def add(
        self, code: str, table: str, line: int, column: str, key: str, value: Any, message: str
    ) -> None:
        rule = catalogue()[code]
        shown = str(value)
        self.findings.append(
            Finding(
                code=code,
                table=table,
                line=line,
                column=column,
                record_id=key,
                value=shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…",
                message=message,
                file=self.file(table),
                severity=rule.severity,
                mend=rule.mend,
            )
        )

    def ran(self, code: str, rows: int) -> None:
        """Note that a rule ran; several checks may share one code."""
        before = self.runs.get(code)
        self.runs[code] = RuleRun(
            code, catalogue()[code].title, (before.rows if before else 0) + rows, 0
        )

    def skipped(self, code: str, why: str) -> None:
        self.runs.setdefault(code, RuleRun(code, catalogue()[code].title, 0, 0, why))


def validate(
    path: str | Path, *, today: date | None = None, progress: Progress = lambda _: None
) -> Report:
    """Check a package of this schema: its files, every cell, every key and every rule.

    ``path`` is a folder with ``datapackage.json``; ``today`` the day after which nothing may lie
    (the day of the run). Raises ``PackageError`` where there is no package to read and
    ``MissingExtraError`` without the ``validate`` extra.
    """
    package = open_package(path)
    engine = DuckDBEngine()
    try:
        run = _Run(package, engine, progress, {r["name"]: r for r in descriptor()["resources"]})
        engine.set_today(today or date.today())
        for table in run.resources:
            progress(f"reading {table}")
            _read(run, table)
        for table in run.resources:
            progress(f"checking {table}")
            _check_cells(run, table)
            _check_records(run, table)
            _check_form(run, table)
        _check_keys(run)
        _define_relations(run)
        for rule in catalogue().values():
            if rule.sql:
                progress(f"{rule.code} {rule.title}")
                _check_rule(run, rule)
        accepted = _accept(run)
        return _report(run, accepted)
    finally:
        engine.close()


def _read(run: _Run, table: str) -> None:
    """Load a table; one that cannot be read is a finding, and empty for what comes after."""
    path = run.package.files.get(table)
    expected = [str(f["name"]) for f in fields_of(run.resources[table])]
    run.ran("OS001", 0)
    run.ran("OS002", 0)
    try:
        if path is None:
            raise PackageError("the package has no such table")
        if path.suffix != ".parquet":
            header = read_header(path)
            for _ in read_rows(path):  # our reader is the stricter: it names the line
                pass
            if header != expected:
                raise _HeaderError(header, expected)
        run.rows[table] = run.engine.load(table, run.resources[table], path)
        run.ran("OS001", run.rows[table])
        run.ran("OS002", 1)
        return
    except _HeaderError as error:
        run.add("OS002", table, 1, "", "", ",".join(error.header), str(error))
    except PackageError as error:
        run.add("OS001", table, 0, "", "", "", str(error).removeprefix(f"{path}: "))
    run.unreadable.add(table)
    run.engine.empty(table, run.resources[table])


class _HeaderError(Exception):
    """A header that is not the schema's."""

    def __init__(self, header: list[str], expected: list[str]) -> None:
        self.header = header
        missing = [column for column in expected if column not in header]
        unknown = [column for column in header if column not in expected]
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        parts += [f"unknown: {', '.join(unknown)}"] if unknown else []
        super().__init__("; ".join(parts) or "the order, or the number, of the columns differs")


def _check_cells(run: _Run, table: str) -> None:
    """Every constraint of a table's cells, counted in one scan; only what fails is fetched."""
    resource = run.resources[table]
    checks = list(cell_checks(resource))
    if table in run.unreadable or not checks:
        return
    counts = ", ".join(f"COUNT(CASE WHEN {check.predicate} THEN 1 END)" for check in checks)
    found = run.engine.rows(f"SELECT {counts} FROM {name_sql(table)}")[0]
    for code in {check.code for check in checks}:
        run.ran(code, run.rows[table])
    for check, count in zip(checks, found, strict=True):
        if count:
            column = name_sql(check.field)
            for line, key, value in run.engine.rows(
                f"SELECT line, {id_sql(resource)}, COALESCE({column}, '') "
                f"FROM {name_sql(table)} WHERE {check.predicate}"
            ):
                run.add(check.code, table, line, check.field, key, value, check.message)


def _check_records(run: _Run, table: str) -> None:
    """Parse each row as its typed record; report what the column checks let pass."""
    path = run.package.files.get(table)
    if table in run.unreadable or path is None or path.suffix == ".parquet":
        run.skipped("OS031", "only CSV rows are parsed one by one")
        return
    wrong = {(f.line, f.column) for f in run.findings if f.table == table}
    kind = RECORDS[table]
    for line, cells in read_rows(path):
        try:
            read_record(kind, cells)
        except CellError as error:
            if (line, error.column) not in wrong:
                key = "|".join(cells.get(column, "") for column in kind.key)
                value = cells.get(error.column, "")
                run.add("OS031", table, line, error.column, key, value, error.problem)
    run.ran("OS031", run.rows[table])


def _check_form(run: _Run, table: str) -> None:
    """Canonical form, of the CSV files a maintainer edits: order, composition, space, bytes."""
    path = run.package.files.get(table)
    codes = ("OS601", "OS602", "OS603", "OS604")
    if table in run.unreadable or path is None:
        return
    if path.suffix == ".parquet" or run.package.spreadsheet_safe(table):
        for code in codes:
            run.skipped(code, "the canonical form is that of data/, not of an export")
        return
    spec = table_spec(table)
    rows = list(read_rows(path))
    before = len(run.findings)
    previous: tuple[tuple[int, int, str], ...] = ()
    for line, row in rows:
        key = "|".join(row[column] for column in spec.key)
        now = canonical.sort_key(spec, row)
        if now < previous:
            run.add(
                "OS601",
                table,
                line,
                ",".join(spec.key),
                key,
                key,
                "belongs above the row before it",
            )
        previous = now
        for column, cell in row.items():
            if not is_normalized("NFC", cell):
                run.add("OS602", table, line, column, key, cell, "is not composed (NFC)")
            if canonical.has_stray_space(cell):
                run.add(
                    "OS603",
                    table,
                    line,
                    column,
                    key,
                    cell,
                    "has stray space or a control character",
                )
    for code in codes:
        run.ran(code, len(rows))
    if len(run.findings) == before:
        _check_bytes(run, table, path, canonical.canonical_text(spec, (row for _, row in rows)))


def _check_bytes(run: _Run, table: str, path: Path, expected: str) -> None:
    content = path.read_bytes()
    if content == expected.encode():
        return
    theirs, ours = content.split(b"\n"), expected.encode().split(b"\n")
    pairs = zip(theirs, ours, strict=False)
    line = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), min(len(theirs), len(ours)) + 1)
    shown = theirs[line - 1].decode("utf-8", "backslashreplace") if line <= len(theirs) else ""
    run.add("OS604", table, line, "", "", shown, "differs from what fmt writes")


def _check_keys(run: _Run) -> None:
    for table, check in key_checks(run.resources):
        run.progress(f"checking keys of {table}")
        broken = [name for name in check.tables if name in run.unreadable]
        if broken:
            run.skipped(check.code, f"cannot read {', '.join(broken)}")
            continue
        run.ran(check.code, run.rows[table])
        for line, key, value, message in run.engine.rows(check.sql):
            run.add(check.code, table, line, check.field, key, value, message)


def _define_relations(run: _Run) -> None:
    for name, (sql, _) in views().items():
        run.engine.define(name, sql)
    named = [key for (key,) in run.engine.rows("SELECT geonames_id FROM stations") if key]
    found = gazetteer.places(named)
    if found is not None:
        run.engine.fill("gazetteer", gazetteer.GAZETTEER_COLUMNS, found)


def _check_rule(run: _Run, rule: Rule) -> None:
    needed = {name: tables for name, (_, tables) in views().items()}
    read = rule.relations({*run.resources, *needed, "gazetteer"})
    if "gazetteer" in read and not run.engine.has("gazetteer"):
        run.skipped(rule.code, gazetteer.ABSENT)
        return
    tables = {t for name in read for t in needed.get(name, {name})} & run.resources.keys()
    broken = sorted(tables & run.unreadable)
    if broken:
        run.skipped(rule.code, f"cannot read {', '.join(broken)}")
        return
    run.ran(rule.code, sum(run.rows[table] for table in tables))
    for table, line, column, key, value, message in run.engine.rows(rule.sql or ""):
        run.add(rule.code, table, line, column, key, value, message)


def _accept(run: _Run) -> list[Finding]:
    """Take out the warnings that a maintainer accepted; an acceptance of nothing is a finding."""
    if "accepted_warnings" in run.unreadable:
        run.skipped("OS801", "cannot read accepted_warnings")
        return []
    rows = run.engine.rows("SELECT line, code, record_id FROM accepted_warnings")
    run.ran("OS801", len(rows))
    wanted = {(code, key) for _, code, key in rows}
    accepted = [
        f for f in run.findings if f.severity == "warning" and (f.code, f.record_id) in wanted
    ]
    run.findings = [f for f in run.findings if f not in accepted]
    given = {(f.code, f.record_id) for f in accepted}
    for line, code, key in rows:
        if (code, key) not in given:
            run.add(
                "OS801",
                "accepted_warnings",
                line,
                "code",
                f"{code}|{key}",
                code,
                "nothing warns of this",
            )
    return accepted


def _report(run: _Run, accepted: Iterable[Finding]) -> Report:
    counts = Counter(f.code for f in run.findings)
    runs = tuple(
        RuleRun(r.code, r.title, r.rows, counts[r.code], r.skipped if not r.rows else None)
        for r in (run.runs[code] for code in sorted(run.runs))
    )
    return Report(
        package=str(run.package.folder),
        tables=_in_order(run.rows, run.resources),
        findings=tuple(sorted(set(run.findings))),
        accepted=tuple(sorted(accepted)),
        runs=runs,
    )


def _in_order(rows: Mapping[str, int], resources: Mapping[str, Resource]) -> dict[str, int]:
    return {name: rows[name] for name in resources if name in rows}
