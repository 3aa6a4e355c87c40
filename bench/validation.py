"""How quick validation is, beside its peers: rows a second, peak memory, and the ratios.

A newsroom's table of mentions is generated, of 10 thousand, 1 million and 10 million rows; every
tool checks the same file, in a fresh process each time, in turn. Prints the tables, says which
target is met, and keeps them in ``docs/performance.md``. Run: ``make bench``.
"""

from __future__ import annotations

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cold_start import FLOOR, PROCESSES

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
HERE = Path(__file__).parent.parent

SIZES = (10_000, 1_000_000, 10_000_000)
MEMORY = "512MB"
OUTLETS = ["critical", "neutral", "supportive", "unclear"]
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"

OURS, SPARK, HAND = "ours on DuckDB", "ours on Spark", "hand-written query on DuckDB"
PANDERA, FRICTIONLESS = "pandera-polars", "frictionless"

FIELDS: list[dict[str, Any]] = [
    {
        "name": "mention_id",
        "type": "string",
        "constraints": {"required": True, "pattern": "mtn-[0-9]{8}"},
    },
    {"name": "station_id", "type": "string", "constraints": {"required": True}},
    {"name": "outlet", "type": "string", "constraints": {"maxLength": 40}},
    {"name": "seen_on", "type": "date"},
    {"name": "tone", "type": "string", "constraints": {"enum": OUTLETS}},
    {"name": "score", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
    {"name": "headline", "type": "string", "constraints": {"required": True}},
]


class Measure(NamedTuple):
    """One tool on one table: seconds within the process, MiB at its peak, seconds with all around."""

    seconds: float
    mebibytes: float
    whole: float


def generate(folder: Path, rows: int) -> None:
    """The package: 124 stations, and so many mentions of them, the same every time."""
    import duckdb

    folder.mkdir(parents=True)
    key = {
        "fields": ["station_id"],
        "reference": {"resource": "stations", "fields": ["station_id"]},
    }
    station = {"fields": [{"name": "station_id", "type": "string"}], "primaryKey": ["station_id"]}
    mention = {"fields": FIELDS, "primaryKey": ["mention_id"], "foreignKeys": [key]}
    resources = [
        {"name": "stations", "path": "stations.csv", "encoding": "utf-8", "schema": station},
        {"name": "mentions", "path": "mentions.csv", "encoding": "utf-8", "schema": mention},
    ]
    descriptor = {"name": "mentions", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    ids = "".join(f"stn-{number:03}\n" for number in range(124))
    (folder / "stations.csv").write_text(f"station_id\n{ids}", "utf-8")
    duckdb.execute(
        f"""
        COPY (
          SELECT printf('mtn-%08d', i) AS mention_id, printf('stn-%03d', h % 124) AS station_id,
                 'The ' || (['Daily', 'Evening', 'Sunday'])[1 + h // 7 % 3] || ' '
                   || (['Post', 'Herald', '日报', 'Gazette'])[1 + h // 31 % 4] AS outlet,
                 DATE '2022-09-13' + CAST(h // 1001 % 900 AS INT) AS seen_on,
                 {OUTLETS}[1 + h // 3 % 4] AS tone,
                 CASE WHEN h % 11 > 0 THEN ROUND(h // 17 % 1001 / 10.0, 1) END AS score,
                 CASE WHEN h % 3 = 0 THEN 'Ministry, police and embassy differ over number ' || h % 9999
                      WHEN h % 50 = 1 THEN 'Minister: "no such place" in number ' || h % 777
                      ELSE 'Ministry looks into a reported station, number ' || h % 99999 END AS headline
          FROM (SELECT i, CAST(hash(i + 20260101) >> 2 AS BIGINT) AS h FROM range({rows}) AS r(i))
          ORDER BY i
        ) TO '{folder}/mentions.csv' (HEADER)
        """
    )


# -- the tools, each in a process of its own ------------------------------------------------------


def ours(folder: Path) -> int:
    """Every check, on DuckDB."""
    from overseas_stations.validation import validate

    return validate(folder, memory=MEMORY).found()


def ours_on_spark(folder: Path) -> int:
    """The same on Spark, in local mode."""
    from overseas_stations.validation import validate

    return validate(folder, engine="spark", memory=MEMORY).found()


def by_hand(folder: Path) -> int:
    """What somebody would write who knows DuckDB and this one table: all of it in one scan."""
    import duckdb

    def read(name: str, columns: list[str]) -> str:
        kinds = ", ".join(f"{column}: 'VARCHAR'" for column in columns)
        return f"read_csv('{folder}/{name}.csv', auto_detect = false, header = true, columns = {{{kinds}}})"

    checks = [
        "mention_id IS NULL OR NOT regexp_full_match(mention_id, 'mtn-[0-9]{8}')",
        "station_id IS NULL",
        "length(outlet) > 40",
        "seen_on IS NOT NULL AND (TRY_CAST(seen_on AS DATE) IS NULL "
        "OR NOT regexp_full_match(seen_on, '[0-9]{4}-[0-9]{2}-[0-9]{2}'))",
        f"tone NOT IN ({', '.join(map(repr, OUTLETS))})",
        f"score IS NOT NULL AND (TRY_CAST(score AS DOUBLE) IS NULL OR NOT regexp_full_match(score, '{NUMBER}'))",
        "TRY_CAST(score AS DOUBLE) NOT BETWEEN 0 AND 100",
        "headline IS NULL",
        f"station_id NOT IN (SELECT station_id FROM {read('stations', ['station_id'])})",
    ]
    counts = ", ".join(f"count_if({check})" for check in checks)
    mentions = read("mentions", [field["name"] for field in FIELDS])
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{MEMORY}'")
        db.execute(f"SET temp_directory = '{spill}'")
        row = db.execute(
            f"SELECT count(mention_id) - count(DISTINCT mention_id), {counts} FROM {mentions}"
        ).fetchone()
    return sum(row or ())


def pandera_polars(folder: Path) -> int:
    """The checks that pandera knows: it has no foreign keys."""
    import pandera.polars as pa
    import polars as pl

    def is_day(data: Any) -> Any:
        return data.lazyframe.select(
            pl.col(data.key).str.to_date("%Y-%m-%d", strict=False).is_not_null()
        )

    def is_score(data: Any) -> Any:
        return data.lazyframe.select(
            pl.col(data.key).cast(pl.Float64, strict=False).is_between(0, 100)
        )

    text = pl.String
    schema = pa.DataFrameSchema(
        {
            "mention_id": pa.Column(text, pa.Check.str_matches("^mtn-[0-9]{8}$"), unique=True),
            "station_id": pa.Column(text),
            "outlet": pa.Column(text, pa.Check.str_length(max_value=40), nullable=True),
            "seen_on": pa.Column(
                text,
                [pa.Check.str_matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), pa.Check(is_day)],
                nullable=True,
            ),
            "tone": pa.Column(text, pa.Check.isin(OUTLETS), nullable=True),
            "score": pa.Column(
                text, [pa.Check.str_matches(f"^{NUMBER}$"), pa.Check(is_score)], nullable=True
            ),
            "headline": pa.Column(text),
        },
        strict=True,
        ordered=True,
    )
    schema.validate(pl.read_csv(folder / "mentions.csv", infer_schema=False), lazy=True)
    return 0


def frictionless(folder: Path) -> int:
    """The whole package, as its command line would."""
    from frictionless import Package

    return int(Package(str(folder / "datapackage.json")).validate().stats["errors"])


TOOLS: dict[str, Callable[[Path], int]] = {
    OURS: ours,
    SPARK: ours_on_spark,
    HAND: by_hand,
    PANDERA: pandera_polars,
    FRICTIONLESS: frictionless,
}
#: The largest table that a tool is given, and how often: what takes minutes is run once.
LARGEST = {FRICTIONLESS: 1_000_000}
RUNS = {10_000: 5, 1_000_000: 5, 10_000_000: 3}
ONCE = {(FRICTIONLESS, 1_000_000), (SPARK, 1_000_000), (SPARK, 10_000_000)}


def child(tool: str, folder: Path, small: Path) -> None:
    """Run one tool: first on the small table, so that imports and a JVM's start are not measured."""
    warnings.simplefilter("ignore")
    run = TOOLS[tool]
    run(small)
    begun = time.perf_counter()
    found = run(folder)
    seconds = time.perf_counter() - begun
    if found:
        raise SystemExit(f"{tool} finds {found} faults where there are none")
    # Spark's own memory is that of its Java, a child of this process.
    if tool == SPARK:
        end_java()
    who = resource.RUSAGE_CHILDREN if tool == SPARK else resource.RUSAGE_SELF
    print(json.dumps([seconds, resource.getrusage(who).ru_maxrss / 1024]))


def end_java() -> None:
    """Stop Spark and wait for its Java, whose memory is counted only then."""
    from pyspark import SparkContext

    context, gateway = SparkContext._active_spark_context, SparkContext._gateway
    if context is None or gateway is None:
        raise SystemExit("Spark did not run")
    context.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


def measure(tool: str, folder: Path, small: Path) -> Measure:
    """One run in a fresh process."""
    begun = time.perf_counter()
    command = [sys.executable, __file__, "--child", tool, str(folder), str(small)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    seconds, mebibytes = json.loads(done.stdout.splitlines()[-1])
    return Measure(seconds, mebibytes, time.perf_counter() - begun)


def compare(folder: Path) -> dict[tuple[str, int], Measure]:
    """The median of every tool on every table, the tools in turn."""
    found: dict[tuple[str, int], list[Measure]] = {}
    for rows in SIZES:
        generate(folder / str(rows), rows)
        for turn in range(RUNS[rows]):
            for tool in TOOLS:
                if rows > LARGEST.get(tool, rows) or (turn and (tool, rows) in ONCE):
                    continue
                print(
                    f"\r{rows:,} rows, turn {turn + 1}: {tool}{' ' * 30}", end="", file=sys.stderr
                )
                one = measure(tool, folder / str(rows), folder / str(SIZES[0]))
                found.setdefault((tool, rows), []).append(one)
    print(file=sys.stderr)
    return {
        key: Measure(*(statistics.median(values) for values in zip(*runs, strict=True)))
        for key, runs in found.items()
    }


def cold() -> tuple[float, float]:
    """The median wall time of ``validate`` on ``data/`` and of the one-model floor, in turn."""
    commands = {
        "validate": [sys.executable, "-m", "overseas_stations", "validate", str(HERE)],
        "floor": [sys.executable, "-c", PROCESSES[FLOOR]],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(16):
        for name, command in commands.items():
            begun = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            if turn:
                times[name].append(time.perf_counter() - begun)
    return statistics.median(times["validate"]), statistics.median(times["floor"])


# -- the tables -----------------------------------------------------------------------------------


def table(found: dict[tuple[str, int], Measure]) -> list[str]:
    """A line for each tool and size."""
    lines = [
        "| rows | tool | seconds | rows a second | against ours | peak memory, MiB | whole process, seconds |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    for (tool, rows), m in found.items():
        ratio = m.seconds / found[OURS, rows].seconds
        lines.append(
            f"| {rows:,} | {tool} | {m.seconds:.2f} | {rows / m.seconds:,.0f} | {ratio:.2f} "
            f"| {m.mebibytes:.0f} | {m.whole:.2f} |"
        )
    return lines


def targets(found: dict[tuple[str, int], Measure], validate: float, floor: float) -> list[str]:
    """Each target, what was measured, and whether it is met."""
    million, ten = found[OURS, 1_000_000], found[OURS, 10_000_000]
    figures = [
        (
            "times as fast as frictionless, 1 M rows",
            found[FRICTIONLESS, 1_000_000].seconds / million.seconds,
            ">=",
            60.0,
        ),
        (
            "times as fast as pandera-polars, 1 M rows",
            found[PANDERA, 1_000_000].seconds / million.seconds,
            ">=",
            1.0,
        ),
        (
            "times the hand-written query, 1 M rows",
            million.seconds / found[HAND, 1_000_000].seconds,
            "<=",
            1.6,
        ),
        (
            "times the time for ten times the rows, 1 M to 10 M",
            ten.seconds / million.seconds,
            "<=",
            11.0,
        ),
        ("MiB at the peak, 10 M rows", ten.mebibytes, "<=", 1024.0),
        ("times the one-model floor: `validate` on `data/`, cold", validate / floor, "<=", 6.0),
    ]
    lines = ["| | measured | target | |", "|---|---:|---:|---|"]
    for what, value, sign, target in figures:
        met = value >= target if sign == ">=" else value <= target
        lines.append(f"| {what} | {value:.2f} | {sign} {target:g} | {'met' if met else 'MISSED'} |")
    lines += ["", f"`validate` on `data/`, cold: {validate:.2f} s; the floor: {floor:.3f} s."]
    return lines


def main() -> None:
    """Measure, print, and keep the figures."""
    with tempfile.TemporaryDirectory(prefix="overseas-stations-bench-") as folder:
        found = compare(Path(folder))
    lines = [
        f"{date.today()}, {os.cpu_count()} cores.",
        "",
        *table(found),
        "",
        *targets(found, *cold()),
    ]
    text = "\n".join(lines)
    print(text)
    page = PAGE.read_text("utf-8")
    block = re.compile(r"(<!-- figures: [^\n]*-->\n).*?(<!-- /figures -->)", re.DOTALL)
    PAGE.write_text(block.sub(lambda m: f"{m[1]}{text}\n{m[2]}", page), "utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
