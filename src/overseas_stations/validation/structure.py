"""The structural checks of a run: files are read, cells and keys are held against the schema."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from overseas_stations.errors import PackageError
from overseas_stations.validation.compiler import compile_resource
from overseas_stations.validation.engines import Source
from overseas_stations.validation.files import (
    Files,
    Fix,
    NotReadError,
    Survey,
    content_bytes,
    first_line,
    header_of,
    mend,
    resolve,
    survey,
)
from overseas_stations.validation.plan import (
    LONGEST_CELL,
    CellCheck,
    Descriptor,
    KeyCheck,
    Unchecked,
    fields_of,
    names,
)
from overseas_stations.validation.references import at_hand, joined
from overseas_stations.validation.session import Session, Table
from overseas_stations.validation.sql import text_sql

#: Up to this many bytes a resource's rows are held in memory; above, each scan reads the files.
HELD = 2**25

_FILE_CODES = ("OS001", "OS002", "OS003", "OS004")

# Which mismatches of a header each value of fieldsMatch (Table Schema v2) puts up with.
_EXTRA_ALLOWED = ("subset", "partial")
_MISSING_ALLOWED = ("superset", "partial")


@dataclass
class _Reading:
    """A table about to be read: where its columns stand in the files, and what the bytes say."""

    table: Table
    positions: list[Source]
    width: int
    surveys: list[Future[Survey]]

    def settled(self) -> bool:
        """Whether the bytes of the files are such that an engine's reader can be trusted."""
        return all(found.result().plain and found.result().utf8 for found in self.surveys)


def read_tables(*runs: Session) -> None:
    """Read every resource, check its cells, and know how much of it is there.

    Several runs share one engine.
    """
    prepared = [
        (run, [reading for name in run.resources if (reading := _prepare(run, name))])
        for run in runs
    ]
    readings = [reading for _, found in prepared for reading in found]
    runs[0].engine.expect(sum(reading.table.files.size for reading in readings))
    for run, found in prepared:
        _read(run, found)


def _read(run: Session, readings: Sequence[_Reading]) -> None:
    # The small ones first: what points at them from a large one is checked in its only scan.
    small = [reading for reading in readings if reading.table.files.size <= HELD]
    large = [reading for reading in readings if reading.table.files.size > HELD]
    known = {reading.table.name for reading in small}
    for group, against in ((small, set()), (large, known)):
        results = run.together(partial(_quick, run, reading, against) for reading in group)
        for reading, result in zip(group, results, strict=True):
            run.progress(f"checking {reading.table.name}")
            if isinstance(result, PackageError):
                _unreadable(run, reading.table, result)
            else:
                counts = result if result is not None else _mended(run, reading)
                if counts is not None:
                    _cells(run, reading.table, counts)


def _prepare(run: Session, name: str) -> _Reading | None:
    """Find a resource's files and columns; None where there is nothing to read."""
    resource = run.resources[name]
    try:
        files = resolve(run.folder, resource)
    except NotReadError as error:
        run.unchecked.append(Unchecked(name, "", "resource", str(error)))
        return None
    for promised in ("bytes", "hash"):
        if promised in resource:
            why = "the files are not held against it here"
            run.unchecked.append(Unchecked(name, "", promised, why))
    relation = f"{run.prefix}raw_{len(run.tables)}"
    try:
        header = _header(run, name, files)
    except PackageError as error:
        for code in _FILE_CODES[:2]:
            run.ran(code, 0)
        plan = compile_resource(
            resource, run.resources, [str(f["name"]) for f in fields_of(resource)]
        )
        run.tables[name] = Table(name, files, plan, relation)
        _unreadable(run, run.tables[name], error)
        return None
    present, positions, trouble = _matched(resource, header, files)
    plan = compile_resource(resource, run.resources, present)
    plan.text = not files.parquet
    plan.cells = [check for check in plan.cells if run.wants(check.code)]
    plan.keys = [key for key in plan.keys if run.wants(key.code)]
    run.unchecked += plan.unchecked
    table = run.tables[name] = Table(name, files, plan, relation)
    run.ran("OS002", len(files.paths))
    if trouble:
        place = (run.named(files.paths[0]), 1)
        run.report("OS002", name, place, "", ",".join(header), trouble)
        table.broken = "has another header"
    width = len(header) or len([p for p in positions if isinstance(p, int)])
    return _Reading(table, positions, width, _surveys(run, files))


def _surveys(run: Session, files: Files) -> list[Future[Survey]]:
    """The bytes of CSV files counted, beside whatever else goes on."""
    if files.parquet:
        return []
    utf8 = not run.engine.knows_utf8
    return [
        run.pool.submit(survey, path, files.quote, headed=files.has_header, utf8=utf8)
        for path in files.paths
    ]


def _header(run: Session, name: str, files: Files) -> list[str]:
    """The column names of the files; those of one that differs are a finding."""
    if files.parquet:
        headers = [_parquet_columns(path) for path in files.paths]
    else:
        lines = [first_line(path) for path in files.paths]
        if not files.has_header:
            return []
        headers = [header_of(line, files) for line in lines]
    for path, header in zip(files.paths, headers, strict=True):
        if header != headers[0]:
            run.report(
                "OS002",
                name,
                (run.named(path), 1),
                "",
                ",".join(header),
                "differs from the first file's",
            )
            raise PackageError(
                f"{path}: its header differs from that of {run.named(files.paths[0])}"
            )
        if not header:
            raise PackageError(f"{path}: empty; its first line must name the columns")
    return headers[0]


def _parquet_columns(path: Any) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(path).names)
    except FileNotFoundError as error:
        raise PackageError(f"{path}: the file is missing") from error
    except (OSError, pa.ArrowException) as error:
        raise PackageError(f"{path}: not readable as Parquet ({error})") from error


def _matched(
    resource: Descriptor, header: list[str], files: Files
) -> tuple[list[str], list[Source], str]:
    """The schema's columns that the files have, where each stands, and what is wrong with the header."""
    wanted = [str(f["name"]) for f in fields_of(resource)]
    here: list[Source]
    if not files.parquet and not files.has_header:
        own = [column for column in wanted if column not in files.partitions]
        here = [own.index(c) if c in own else c for c in wanted]
        return wanted, here, ""
    expected = [column for column in wanted if column not in files.partitions]
    present = [column for column in wanted if column in header or column in files.partitions]
    where = {column: position for position, column in reversed(list(enumerate(header)))}
    here = [
        column if files.parquet or column in files.partitions else where[column]
        for column in present
    ]
    return present, here, _header_trouble(resource, header, expected, files)


def _header_trouble(
    resource: Descriptor, header: list[str], expected: list[str], files: Files
) -> str:
    match = resource["schema"].get("fieldsMatch", "exact")
    match = match[0] if isinstance(match, list) and match else match
    required = {
        str(f["name"]) for f in fields_of(resource) if (f.get("constraints") or {}).get("required")
    } | set(names(resource["schema"].get("primaryKey")))
    missing = [
        c for c in expected if c not in header and (match not in _MISSING_ALLOWED or c in required)
    ]
    unknown = [
        c
        for c in header
        if c not in expected and c not in files.partitions and match not in _EXTRA_ALLOWED
    ]
    if files.parquet:
        # A typed export carries derived columns beside the schema's; Parquet is read by name.
        unknown = []
    twice = sorted({column for column in header if header.count(column) > 1})
    parts = [f"missing: {', '.join(missing)}"] if missing else []
    parts += [f"unknown: {', '.join(map(repr, unknown))}"] if unknown else []
    parts += [f"repeated: {', '.join(map(repr, twice))}"] if twice else []
    if not parts and match == "partial" and not set(expected) & set(header):
        parts = ["none of the columns is the schema's"]
    if not parts and match == "exact" and not files.parquet and header != expected:
        parts = ["the order of the columns differs"]
    return "; ".join(parts)


def _unreadable(run: Session, table: Table, error: PackageError) -> None:
    path = next((p for p in table.files.paths if str(error).startswith(f"{p}: ")), None)
    message = str(error).removeprefix(f"{path}: ")
    place = (run.named(path), 0) if path else run.place(table.name, 0)
    run.report("OS001", table.name, place, "", "", message)
    table.broken = "cannot be read"
    table.relation += "_none"  # the engine may have begun to read the other
    count = len(table.plan.names)
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS r{number}" for number in range(count))
    run.engine.define(
        table.relation,
        f"SELECT CAST(0 AS BIGINT) AS row_no{', ' if nothing else ''}{nothing} WHERE FALSE",
    )


def _quick(
    run: Session, reading: _Reading, against: Collection[str]
) -> list[int] | PackageError | None:
    """Read the files with the engine's own reader, and count; None where that cannot be trusted.

    ``against`` names the tables that were read before.
    """
    table, files = reading.table, reading.table.files
    others: list[Source] = (
        [] if files.parquet else [n for n in range(reading.width) if n not in reading.positions]
    )
    if not files.parquet and files.encoding != "utf-8":
        return None
    # Of a large file the bytes are counted while the engine reads; a packed one may be too large.
    beside = files.size > HELD and not any(path.suffix == ".gz" for path in files.paths)
    sources = [*reading.positions, *others]
    try:
        if not beside and not reading.settled():
            return None
        run.engine.read(
            table.relation, files, sources, width=reading.width, keep=files.size <= HELD
        )
        return _first_pass(run, reading, sources, against)
    except PackageError as error:
        return error
    except run.engine.refusals as error:
        if files.parquet:
            return PackageError(f"{files.paths[0]}: {str(error).splitlines()[0]}")
        return None


def _mended(run: Session, reading: _Reading) -> list[int] | None:
    """Read damaged files row by row, note each fault, and count on what is left."""
    table, files = reading.table, reading.table.files
    run.progress(f"reading {table.name} row by row")
    target = run.scratch / f"{table.relation}.parquet"

    def note(fault: Fix) -> None:
        place = (run.named(fault.path), fault.line)
        run.report(fault.code, table.name, place, "", fault.value, fault.message)

    try:
        lost = mend(files, reading.width, target, note)
    except PackageError as error:
        _unreadable(run, table, error)
        return None
    if lost:
        table.broken = "has rows that cannot be read"
    copy = Files(table.name, (target,), parquet=True)
    table.relation += "_mended"
    sources = [f"r{p}" if isinstance(p, int) else p for p in reading.positions]
    run.engine.read(table.relation, copy, sources, width=reading.width, keep=copy.size <= HELD)
    return _first_pass(run, _Reading(table, [], 0, []), sources)


def _first_pass(
    run: Session, reading: _Reading, sources: Sequence[Source], against: Collection[str] = ()
) -> list[int] | None:
    """Count the rows, and the offences against each check, in one scan.

    Foreign keys into the tables named by ``against`` are checked in it too. None where the bytes
    of the rows are not those of the files.
    """
    table, plan = reading.table, reading.table.plan
    origin = run.engine.cells(table.relation)
    asked = {check.column for check in plan.cells} | {n for key in plan.keys for n in key.columns}
    # Of a CSV file's rows: what stands in its folder's name is not in its bytes.
    csv = bool(reading.surveys)
    read = [n for n, source in enumerate(sources) if isinstance(source, int) or not csv]
    row = f"CONCAT({', '.join(f'r{n}' for n in read)})" if read else "''"
    figures = ["COUNT(*)", f"COALESCE(MAX(STRLEN({row})), 0)"]
    if csv:
        # The bytes of all cells; quotes are left out, as a file may write them or not.
        quote = text_sql(table.files.quote)
        bare = f"CASE WHEN CONTAINS({row}, {quote}) THEN REPLACE({row}, {quote}, '') ELSE {row} END"
        figures.append(f"CAST(COALESCE(SUM(STRLEN({bare})), 0) AS BIGINT)")
    figures += [f"COUNT(CASE WHEN {check.predicate} THEN 1 END)" for check in plan.cells]
    for key in plan.keys:
        if key.code != "OS022":
            values = [f"v{number}" for number in key.columns]
            filled = _filled(key)
            figures.append(f"COUNT(CASE WHEN {filled} THEN 1 END)")
            figures.append(
                f"COUNT(DISTINCT CASE WHEN {filled} THEN {run.engine.fingerprint(values)} END)"
            )
    raw = "".join(f"r{n}, " for n in range(len(sources)))
    source = plan.typed(origin, raw, lambda number: number in asked)
    if not plan.columns:
        source = f"SELECT * FROM {origin}"
    foreign = [key for key in plan.keys if key.target in against and at_hand(run, table, key)]
    source, dangling = joined(run, table, foreign, source)
    figures += [f"COUNT(CASE WHEN {condition} THEN 1 END)" for condition in dangling]
    counts = [int(n) for n in run.engine.rows(f"SELECT {', '.join(figures)} FROM {source}")[0]]
    for key in reversed(foreign):
        if not counts.pop():
            plan.kept.append(key)
    rows, longest = counts.pop(0), counts.pop(0)
    if csv:
        surveys = [found.result() for found in reading.surveys]
        # Of each row the cells, the separators between them, and its end.
        content = counts.pop(0) + rows * (len(read) + surveys[0].crlf)
        if content != content_bytes(surveys) or not reading.settled():
            return None
    table.rows, table.longest = rows, longest
    return counts


def _cells(run: Session, table: Table, counts: list[int]) -> None:
    """Findings for the checks that the first pass counted."""
    plan, checks = table.plan, table.plan.cells
    run.ran("OS001", table.rows)
    if not table.files.parquet:
        run.ran("OS003", table.rows)
        run.ran("OS004", table.rows)
    for code in {check.code for check in checks} | {key.code for key in plan.keys}:
        run.ran(code, table.rows)
    run.ran("OS005", table.rows)
    if table.longest > LONGEST_CELL and run.wants("OS005"):
        _long_cells(run, table)
    failing = [
        (check, count)
        for check, count in zip(checks, counts, strict=False)
        if count and run.wants(check.code)
    ]
    if failing:
        _fetch(run, table, failing)
    rest = iter(counts[len(checks) :])
    for key in plan.keys:
        if key.code != "OS022":
            filled, distinct = next(rest), next(rest)
            empty = table.rows - filled if key.code == "OS021" else 0
            if (empty or distinct < filled) and run.wants(key.code):
                _duplicates(run, table, key)


def _long_cells(run: Session, table: Table) -> None:
    checks = table.plan.long_cells
    figures = ", ".join(f"COUNT(CASE WHEN {check.predicate} THEN 1 END)" for check in checks)
    counts = run.engine.rows(f"SELECT {figures} FROM ({table.plan.read(table.relation)}) AS t0")[0]
    found = [(check, int(count)) for check, count in zip(checks, counts, strict=True) if count]
    if found:
        _fetch(run, table, found)


def _fetch(run: Session, table: Table, failing: Sequence[tuple[CellCheck, int]]) -> None:
    """The offending rows of all failing checks, from one scan."""
    plan = table.plan
    columns = sorted({check.column for check, _ in failing})
    bad = f"{table.relation}_{failing[0][0].code}"
    flags = ", ".join(f"({check.predicate}) AS b{n}" for n, (check, _) in enumerate(failing))
    cells = "".join(f"c{number}, " for number in sorted({*plan.key, *columns}))
    any_bad = " OR ".join(f"b{n}" for n in range(len(failing)))
    source = plan.typed(table.relation, "row_no, ", lambda number: number in columns)
    run.engine.define(
        bad,
        f"SELECT * FROM (SELECT row_no, {cells}{flags} FROM ({source}) AS t2) AS t3 WHERE {any_bad}",
        keep=True,
    )
    by_code = sorted(enumerate(failing), key=lambda item: item[1][0].code)
    keys = "".join(f"c{number}, " for number in plan.key)
    for code, group in groupby(by_code, key=lambda item: item[1][0].code):
        members = list(group)
        either = " OR ".join(f"b{n}" for n, _ in members)
        rows = run.engine.rows(f"SELECT COUNT(CASE WHEN {either} THEN 1 END) FROM {bad}")[0][0]
        run.count(code, sum(count for _, (_, count) in members), int(rows))
        found = [
            (row[0], check.column, row[1:-1], row[-1], check.message)
            for n, (check, _) in members
            for row in run.engine.rows(
                f"SELECT row_no, {keys}COALESCE(c{check.column}, '') FROM {bad} WHERE b{n} "
                f"ORDER BY row_no{run.limit()}"
            )
        ]
        for row, column, key, value, message in sorted(found, key=lambda f: f[:2] + f[4:]):
            place = run.place(table.name, int(row))
            run.add(code, table.name, place, plan.names[column], plan.id_of(key), value, message)


def _filled(key: KeyCheck) -> str:
    """Whether a row's key counts: a unique key when all of it is there, others when anything is."""
    parts = [f"v{number} IS NOT NULL" for number in key.columns]
    return (" AND " if key.code == "OS023" else " OR ").join(parts)


def _duplicates(run: Session, table: Table, key: KeyCheck) -> None:
    """The rows whose key stands on another row too, and those that have none."""
    plan = table.plan
    values = ", ".join(f"v{number}" for number in key.columns)
    filled = _filled(key)
    source = plan.typed(table.relation, "row_no, ", lambda number: number in key.columns)
    twins = f"SELECT *, COUNT(*) OVER (PARTITION BY {values}) AS twins, ({filled}) AS filled FROM ({source}) AS t2"
    wrong = "NOT filled OR twins > 1" if key.code == "OS021" else "filled AND twins > 1"
    ids = "".join(f"c{number}, " for number in plan.key)
    cells = ", ".join(f"c{number}" for number in key.columns)
    column = ",".join(plan.names[number] for number in key.columns)
    found = run.engine.rows(
        f"SELECT row_no, filled, COUNT(*) OVER () AS total, {ids}{cells} FROM ({twins}) AS t3 "
        f"WHERE {wrong} ORDER BY row_no{run.limit()}"
    )
    if found:
        run.count(key.code, int(found[0][2]), int(found[0][2]))
    what = "id" if key.code == "OS021" else "value"
    for row in found:
        id_cells, value = row[3 : 3 + len(plan.key)], plan.id_of(row[3 + len(plan.key) :])
        message = f"the {what} stands on more than one row" if row[1] else "the key is empty"
        run.add(
            key.code,
            table.name,
            run.place(table.name, int(row[0])),
            column,
            plan.id_of(id_cells),
            value,
            message,
        )
