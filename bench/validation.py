"""What validating costs: ours beside frictionless, pandera and a query written by hand.

Each measurement is a fresh process that first validates a hundred rows, so that imports and the
start of Java are over, then the table in question: between, the clock runs. The runs of one size
alternate, so that a change in the machine's speed falls on all alike. Before, every tool is given
tables with one fault each, to see that it looks for what the others look for.

Prints a table, whether the targets are met, and rewrites both in ``docs/performance.md``. Run:
``make bench`` or ``python bench/validation.py``, on a machine that does nothing else.
"""

from __future__ import annotations

import compileall
import csv
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cold_start import FLOOR, PROCESSES, RUNS

import overseas_stations

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"

SEED = 20_260_101
STATIONS = 124
SMALL, MIDDLE, LARGE = 10_000, 1_000_000, 10_000_000
MEMORY = "512MB"

TONES = ("critical", "neutral", "supportive", "unclear")
LONGEST_OUTLET = 40
ID = "mtn-[0-9]{8}"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"

SCHEMA = {
    "fields": [
        {"name": "mention_id", "type": "string", "constraints": {"required": True, "pattern": ID}},
        {"name": "station_id", "type": "string", "constraints": {"required": True}},
        {"name": "outlet", "type": "string", "constraints": {"maxLength": LONGEST_OUTLET}},
        {"name": "seen_on", "type": "date"},
        {"name": "tone", "type": "string", "constraints": {"enum": list(TONES)}},
        {"name": "score", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
        {"name": "headline", "type": "string", "constraints": {"required": True}},
    ],
    "primaryKey": ["mention_id"],
    "foreignKeys": [
        {
            "fields": ["station_id"],
            "reference": {"resource": "places", "fields": ["station_id"]},
        }
    ],
}
PACKAGE = {
    "name": "newsroom",
    "resources": [
        {
            "name": "places",
            "path": "places.csv",
            "schema": {
                "fields": [{"name": "station_id", "type": "string"}],
                "primaryKey": ["station_id"],
            },
        },
        {"name": "mentions", "path": "mentions.csv", "schema": SCHEMA},
    ],
}

#: Of each kind of check a cell that fails it.
FAULTS = {
    "pattern": ("mention_id", "mention 7"),
    "primary key": ("mention_id", "mtn-00000000"),
    "foreign key": ("station_id", f"stn-{STATIONS}"),
    "required id": ("station_id", ""),
    "length": ("outlet", "x" * (LONGEST_OUTLET + 1)),
    "date": ("seen_on", "2023-02-29"),
    "enumeration": ("tone", "angry"),
    "number": ("score", "many"),
    "minimum": ("score", "-0.5"),
    "maximum": ("score", "100.5"),
    "required text": ("headline", ""),
}


# -- tables --------------------------------------------------------------------------------------


def make(folder: Path, rows: int) -> None:
    """A package with so many mentions, always the same ones."""
    import duckdb

    def one_of(*texts: str, salt: int) -> str:
        return f"([{', '.join(map(repr, texts))}])[1 + h // {salt} % {len(texts)}]"

    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(PACKAGE), "utf-8")
    places = "".join(f"stn-{number:03}\n" for number in range(STATIONS))
    (folder / "places.csv").write_text(f"station_id\n{places}", "utf-8")
    name = one_of("Daily", "Evening", "Morning", "Sunday", salt=7)
    kind = one_of("Post", "Herald", "Courier", "日报", "Gazette", salt=31)
    city = one_of("Leeds", "Gouda", "Brno", "Turin", salt=101)
    duckdb.execute(f"""
        COPY (
            SELECT
                printf('mtn-%08d', i) AS mention_id,
                printf('stn-%03d', h % {STATIONS}) AS station_id,
                'The ' || {name} || ' ' || {kind} || ' of ' || {city} AS outlet,
                DATE '2022-09-13' + CAST(h // 1001 % 900 AS INTEGER) AS seen_on,
                {one_of(*TONES, salt=3)} AS tone,
                CASE WHEN h % 11 > 0 THEN ROUND(h // 17 % 1001 / 10, 1) END AS score,
                CASE
                    WHEN h % 3 = 0 THEN 'Police, ministry and embassy differ over station ' || h % 9999
                    WHEN h % 50 = 1 THEN 'Minister: "no such place", says letter ' || h % 777
                    ELSE 'Ministry looks into reported service station in street ' || h % 99999
                END AS headline
            FROM (
                SELECT i, CAST(HASH(i + {SEED}) >> 2 AS BIGINT) AS h FROM range({rows}) AS r(i)
            )
        ) TO '{folder / "mentions.csv"}' (HEADER)
    """)


def spoil(clean: Path, folder: Path, column: str, value: str) -> None:
    """A copy of a small package with one cell replaced."""
    folder.mkdir()
    for name in ("datapackage.json", "places.csv"):
        (folder / name).write_bytes((clean / name).read_bytes())
    with (clean / "mentions.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    rows[50][column] = value
    with (folder / "mentions.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# -- who is measured -----------------------------------------------------------------------------


def ours(engine: str) -> Callable[[Path], bool]:
    """Our own validation on one of its engines."""

    def run(folder: Path) -> bool:
        from overseas_stations.validation import validate

        report = validate(folder, engine=engine, memory=MEMORY)
        if report.unchecked:
            raise SystemExit(f"not checked: {report.unchecked}")
        return bool(report.findings)

    return run


def frictionless(folder: Path) -> bool:
    """The reference implementation of the standard."""
    from frictionless import Package

    return not Package(str(folder / "datapackage.json")).validate().valid


def pandera(folder: Path) -> bool:
    """pandera on a polars frame whose types the CSV reader makes, and refuses."""
    import pandera.polars as pa
    import polars as pl

    types = {field["name"]: pl.String for field in _fields()} | {
        "seen_on": pl.Date,
        "score": pl.Float64,
    }
    checks = {
        "mention_id": pa.Check.str_matches(f"^{ID}$"),
        "outlet": pa.Check.str_length(max_value=LONGEST_OUTLET),
        "tone": pa.Check.isin(TONES),
        "score": pa.Check.in_range(0, 100),
    }
    return _pandera(folder, types, checks)


def pandera_text(folder: Path) -> bool:
    """pandera on a polars frame of text, so that it lists every faulty cell as the others do."""
    import pandera.polars as pa
    import polars as pl

    def is_day(data: pa.PolarsData) -> pl.LazyFrame:
        days = pl.col(data.key).str.to_date("%Y-%m-%d", strict=False)
        return data.lazyframe.select(days.is_not_null())

    def in_bounds(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(
            pl.col(data.key).cast(pl.Float64, strict=False).is_between(0, 100)
        )

    types = dict.fromkeys((field["name"] for field in _fields()), pl.String)
    checks = {
        "mention_id": pa.Check.str_matches(f"^{ID}$"),
        "outlet": pa.Check.str_length(max_value=LONGEST_OUTLET),
        "seen_on": [pa.Check.str_matches(f"^{DAY}$"), pa.Check(is_day)],
        "tone": pa.Check.isin(TONES),
        "score": [pa.Check.str_matches(f"^{NUMBER}$"), pa.Check(in_bounds)],
    }
    return _pandera(folder, types, checks)


def _fields() -> Any:
    return SCHEMA["fields"]


def _pandera(folder: Path, types: Mapping[str, Any], checks: Mapping[str, Any]) -> bool:
    import pandera.errors
    import pandera.polars as pa
    import polars as pl

    schema = pa.DataFrameSchema(
        {
            field["name"]: pa.Column(
                types[field["name"]],
                checks.get(field["name"]),
                nullable="required" not in field.get("constraints", {}),
                unique=field["name"] == "mention_id",
            )
            for field in _fields()
        },
        strict=True,
        ordered=True,
    )
    try:
        frame = pl.read_csv(folder / "mentions.csv", schema=types)
        schema.validate(frame, lazy=True)
    except (pandera.errors.SchemaErrors, pl.exceptions.ComputeError):
        return True
    return False


def by_hand(folder: Path) -> bool:
    """One scan of the CSV file, with all that the schema asks."""
    import duckdb

    columns = ", ".join(f"'{field['name']}': 'VARCHAR'" for field in _fields())
    mentions = (
        f"read_csv('{folder / 'mentions.csv'}', auto_detect = false, header = true, "
        f"delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}})"
    )
    places = f"read_csv('{folder / 'places.csv'}', all_varchar = true, header = true)"
    query = f"""
        SELECT
            COUNT_IF(mention_id IS NULL),
            COUNT_IF(NOT regexp_full_match(mention_id, '{ID}')),
            COUNT(*) - COUNT(DISTINCT mention_id),
            COUNT_IF(station_id IS NULL),
            COUNT_IF(station_id NOT IN (SELECT station_id FROM {places})),
            COUNT_IF(LENGTH(outlet) > {LONGEST_OUTLET}),
            COUNT_IF(seen_on IS NOT NULL AND (
                TRY_CAST(seen_on AS DATE) IS NULL OR NOT regexp_full_match(seen_on, '{DAY}'))),
            COUNT_IF(tone NOT IN {TONES}),
            COUNT_IF(score IS NOT NULL AND (
                TRY_CAST(score AS DOUBLE) IS NULL OR NOT regexp_full_match(score, '{NUMBER}'))),
            COUNT_IF(TRY_CAST(score AS DOUBLE) NOT BETWEEN 0 AND 100),
            COUNT_IF(headline IS NULL)
        FROM {mentions}
    """
    with tempfile.TemporaryDirectory() as spilled, duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{MEMORY}'")
        db.execute(f"SET temp_directory = '{spilled}'")
        row = db.execute(query).fetchone()
    return row is None or any(row)


@dataclass(frozen=True)
class Contender:
    """One way of validating, and how often it is run on each number of rows."""

    name: str
    run: Callable[[Path], bool]
    runs: dict[int, int]


OURS = "ours on DuckDB"
SPARK = "ours on Spark"
FRICTIONLESS = "frictionless"
PANDERA = "pandera with polars"
PANDERA_TEXT = "pandera with polars, as text"
BY_HAND = "DuckDB by hand"

CONTENDERS = (
    Contender(OURS, ours("duckdb"), {SMALL: 5, MIDDLE: 5, LARGE: 3}),
    Contender(BY_HAND, by_hand, {SMALL: 5, MIDDLE: 5, LARGE: 3}),
    Contender(PANDERA, pandera, {SMALL: 5, MIDDLE: 5, LARGE: 3}),
    Contender(PANDERA_TEXT, pandera_text, {SMALL: 5, MIDDLE: 5, LARGE: 3}),
    Contender(SPARK, ours("spark"), {SMALL: 3, MIDDLE: 3}),
    Contender(FRICTIONLESS, frictionless, {SMALL: 5, MIDDLE: 1}),
)


# -- one process ---------------------------------------------------------------------------------


def child(name: str, warm: Path, folders: list[Path]) -> None:
    """Validate each folder, and print what was found, how long it took, and the peak of memory."""
    run = next(contender.run for contender in CONTENDERS if contender.name == name)
    run(warm)
    found, seconds = [], []
    for folder in folders:
        begun = time.perf_counter()
        found.append(run(folder))
        seconds.append(time.perf_counter() - begun)
    if name == SPARK:
        _end_java()
    peak = sum(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(json.dumps({"found": found, "seconds": seconds, "peak": peak / unit}))


def _end_java() -> None:
    """Let Java end, so that its memory counts too."""
    from pyspark import SparkContext

    context: Any = SparkContext
    gateway = context._gateway
    context._active_spark_context.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


def measured(name: str, warm: Path, *folders: Path) -> tuple[dict[str, Any], float]:
    """What a fresh process says, and the seconds that it took as a whole."""
    command = [sys.executable, __file__, "child", name, str(warm), *map(str, folders)]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    whole = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it says nothing"])[-1])
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said, whole


# -- all of them ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """Medians over the runs of one contender on one number of rows; of memory the highest peak."""

    name: str
    rows: int
    runs: int
    seconds: float
    whole: float
    peak: float


def able(folder: Path, warm: Path) -> dict[str, list[str]]:
    """The contenders that are here, and which faults each overlooks."""
    tables = []
    for number, (column, value) in enumerate(FAULTS.values()):
        tables.append(folder / f"fault-{number}")
        spoil(warm, tables[-1], column, value)
    overlooks: dict[str, list[str]] = {}
    for contender in CONTENDERS:
        try:
            said, _ = measured(contender.name, warm, warm, *tables)
        except RuntimeError as error:
            print(f"{contender.name}: left out: {error}", flush=True)
            continue
        if said["found"][0]:
            raise SystemExit(f"{contender.name} finds a fault where there is none")
        pairs = zip(FAULTS, said["found"][1:], strict=True)
        overlooks[contender.name] = [kind for kind, found in pairs if not found]
    return overlooks


def compared(folder: Path, names: set[str]) -> Iterator[Measure]:
    """Measure every contender on every number of rows."""
    warm = folder / "warm"
    for rows in (SMALL, MIDDLE, LARGE):
        table = folder / f"rows-{rows}"
        subprocess.run([sys.executable, __file__, "make", str(table), str(rows)], check=True)
        here = [c for c in CONTENDERS if c.name in names and rows in c.runs]
        taken: dict[str, list[tuple[float, float, float]]] = {c.name: [] for c in here}
        for number in range(max(c.runs[rows] for c in here)):
            for contender in here:
                if number < contender.runs[rows]:
                    said, whole = measured(contender.name, warm, table)
                    if said["found"][0]:
                        raise SystemExit(f"{contender.name} finds a fault where there is none")
                    taken[contender.name].append((said["seconds"][0], whole, said["peak"]))
        for name, runs in taken.items():
            seconds, wholes, peaks = zip(*runs, strict=True)
            yield Measure(
                name,
                rows,
                len(runs),
                statistics.median(seconds),
                statistics.median(wholes),
                max(peaks),
            )
        (table / "mentions.csv").unlink()


def cold() -> tuple[float, float]:
    """The seconds of ``overseas-stations validate`` on ``data/``, and of the floor, by turns."""
    compileall.compile_dir(Path(overseas_stations.__file__).parent, quiet=1)
    commands = (
        [sys.executable, "-m", "overseas_stations", "validate", str(ROOT)],
        [sys.executable, "-c", PROCESSES[FLOOR]],
    )
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for command, taken in zip(commands, times, strict=True):
            begun = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


def targets(measures: list[Measure], validating: float, floor: float) -> list[tuple[str, str, str]]:
    """What was aimed at, what was measured, and whether it is met."""
    by = {(m.name, m.rows): m for m in measures}

    def ratio(one: tuple[str, int], other: tuple[str, int]) -> float | None:
        return by[one].seconds / by[other].seconds if one in by and other in by else None

    mine = (OURS, MIDDLE)
    aimed: list[tuple[str, float | None, str, float]] = [
        ("1 M rows, times as fast as frictionless", ratio((FRICTIONLESS, MIDDLE), mine), "≥", 60),
        (f"1 M rows, times as fast as {PANDERA}", ratio((PANDERA, MIDDLE), mine), "≥", 1),
        (f"1 M rows, times as fast as {PANDERA_TEXT}", ratio((PANDERA_TEXT, MIDDLE), mine), "≥", 1),
        ("1 M rows, times the time of DuckDB by hand", ratio(mine, (BY_HAND, MIDDLE)), "≤", 1.6),
        ("10 M rows, times the time of 1 M", ratio((OURS, LARGE), mine), "≤", 11),
        ("10 M rows, peak of memory in MiB", by[OURS, LARGE].peak, "≤", 1024),
        ("`validate` on `data/`, cold, times the one-model floor", validating / floor, "≤", 6),
    ]
    return [
        (
            what,
            f"{sign} {limit:g}",
            "not measured"
            if value is None
            else f"{value:.{0 if value >= 100 else 2}f}: "
            + ("met" if (value >= limit if sign == "≥" else value <= limit) else "missed"),
        )
        for what, value, sign, limit in aimed
    ]


# -- what is told --------------------------------------------------------------------------------


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown, its columns aligned for whoever reads it plain."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    left = [not all(re.fullmatch(r"[0-9.,]+", row[n]) for row in rows) for n in range(len(head))]

    def line(cells: list[str]) -> str:
        padded = (
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(cells, widths, left, strict=True)
        )
        return f"| {' | '.join(padded)} |"

    rule = [
        "-" * width if to_left else "-" * (width - 1) + ":"
        for width, to_left in zip(widths, left, strict=True)
    ]
    return "\n".join([line(head), line(rule), *map(line, rows)]) + "\n"


def told(
    measures: list[Measure],
    overlooks: dict[str, list[str]],
    validating: float,
    floor: float,
    load: float,
) -> str:
    """All that was measured, as the page has it."""
    mine = {m.rows: m.seconds for m in measures if m.name == OURS}
    rows = [
        [
            f"{m.rows:,}",
            m.name,
            f"{m.seconds:.3f}" if m.seconds < 10 else f"{m.seconds:.1f}",
            f"{m.rows / m.seconds:,.0f}",
            f"{m.seconds / mine[m.rows]:.2f}",
            f"{m.peak:,.0f}",
            f"{m.whole:.2f}" if m.whole < 10 else f"{m.whole:.1f}",
            str(m.runs),
        ]
        for m in measures
    ]
    head = [
        "rows",
        "what",
        "seconds",
        "rows a second",
        "x ours",
        "peak MiB",
        "whole process",
        "runs",
    ]
    blind = [f"{name} overlooks: {', '.join(kinds)}" for name, kinds in overlooks.items() if kinds]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ("duckdb", "pyspark", "frictionless", "pandera", "polars")
    return "\n".join(
        [
            f"Measured on {date.today():%-d %B %Y} on {cores} cores, load before it {load:.1f}, with "
            f"Python {platform.python_version()}, {', '.join(_versions(packages))}.\n",
            table(head, rows),
            f"Of {len(FAULTS)} kinds of fault {'; '.join(blind) or 'no tool overlooks one'}.\n",
            f"`overseas-stations validate` on `data/`, cold: {validating * 1000:.0f} ms; the one-model "
            f"floor: {floor * 1000:.0f} ms; {validating / floor:.2f} times.\n",
            table(
                ["target", "aimed at", "measured"],
                [list(row) for row in targets(measures, validating, floor)],
            ),
        ]
    )


def _versions(packages: tuple[str, ...]) -> Iterator[str]:
    for package in packages:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue


def main() -> None:
    """Measure, print, and bring the page up to it."""
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"the machine is at work (load {load:.1f}); times are worth little", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        warm = Path(folder) / "warm"
        subprocess.run([sys.executable, __file__, "make", str(warm), "100"], check=True)
        validating, floor = cold()
        overlooks = able(Path(folder), warm)
        measures = list(compared(Path(folder), set(overlooks)))
    text = told(measures, overlooks, validating, floor, load)
    print(text, end="")
    page = PAGE.read_text("utf-8")
    block = re.compile(r"(<!-- measured: [^\n]*-->\n).*?(<!-- /measured -->)", re.DOTALL)
    PAGE.write_text(block.sub(lambda m: m[1] + text + m[2], page), "utf-8", newline="\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder, rows]:
            make(Path(folder), int(rows))
        case ["child", name, warm, *folders]:
            child(name, Path(warm), [Path(folder) for folder in folders])
        case _:
            main()
