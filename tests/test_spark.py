"""Spark finds what DuckDB finds: on the real data, on every rule's bad example, on foreign files."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import overseas_stations as ost
from overseas_stations.errors import UnknownNameError
from overseas_stations.export import content_of, export
from overseas_stations.schema.spec import all_tables
from overseas_stations.validation import Report, validate
from overseas_stations.validation.rules import Patch, Rule, catalogue
from tests.agreement import meant, told
from tests.conftest import ROOT, write_example
from tests.generated import Case, Maker


def both(folder: Path, **options: Any) -> Report:
    """Both engines' reports of a package, which must be one but for the engine's name."""
    options.setdefault("max_findings", None)
    here, there = (validate(folder, engine=name, **options) for name in ("duckdb", "spark"))
    assert set(here.findings) == set(there.findings)
    assert here.findings == there.findings
    assert here.accepted == there.accepted
    assert here.runs == there.runs
    assert here.tables == there.tables
    assert here.unchecked == there.unchecked
    assert (here.engine, there.engine) == ("duckdb", "spark")
    return there


#: Cells that each engine's own casts and patterns would read in its own way.
NASTY = {
    # Joined by | as some have space in them or around.
    "date": "2022|../2022|2022/..|2022-02-30|0000-01-01|0000|2022-1-5|2022/01/05|22-01-05|221|12022-1-05|"
    "20220105|infinity|epoch|2022-01-05/2021|2021-13/2022|1/2/3|/|..|../..|2022-02/2022-02-28|"
    "+022-01-01| 2022-01-05|2022-01-05 |2022-01-05 x|2022-01-01T00:00",
    "number": "+5|1e3|12.0|0x1F|1_000|9223372036854775808|-1|nan|NaN|INF|1e400|52.5d|-0|.5|5.|91| 12 |１２|٣",
    "string": "a\\b|100%|a_b|*|;|a;;b|other;x|É|\u2028x|+12\x85|😀|=cmd",
}


def test_the_real_data_damaged(tmp_path: Path) -> None:
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    random = Random(3)
    for spec in all_tables():
        path = tmp_path / "data" / f"{spec.name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        for _ in range(len(rows) // 5):
            row, at = random.choice(rows), random.randrange(len(header))
            kind = "number" if spec.fields[at].type == "integer" else spec.fields[at].type
            wrong = [random.choice(rows)[at]]
            if kind in NASTY or random.random() < 0.3:
                wrong = NASTY.get(kind, NASTY["string"]).split("|")
            row[at] = random.choice(wrong)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    report = both(tmp_path)
    assert len({finding.code for finding in report.findings}) > 35


def _together() -> list[tuple[Patch, list[Rule]]]:
    """The rules' bad examples in as few datasets as they fit in: no row is in two of one dataset."""
    groups: list[tuple[dict[str, dict[str, Any]], list[Rule]]] = []
    for rule in catalogue().values():
        if not rule.sql:
            continue
        fits = (
            group
            for group in groups
            if not any(group[0].get(t, {}).keys() & rows.keys() for t, rows in rule.bad.items())
        )
        patch, rules = next(fits, ({}, []))
        if not rules:
            groups.append((patch, rules))
        for table, rows in rule.bad.items():
            patch.setdefault(table, {}).update(rows)
        rules.append(rule)
    return list(groups)


GROUPS = _together()


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_every_rule(group: int, tmp_path: Path) -> None:
    """Each once, in the group that its example is in; all at once run on the real data."""
    patch, rules = GROUPS[group]
    report = both(write_example(tmp_path / "all", patch), select=[rule.code for rule in rules])
    runs = {run.code: run for run in report.runs}
    for rule in rules:
        run = runs[rule.code]
        if not run.found and run.rows:
            # What is bad for this rule another's example made good; so alone.
            alone = both(write_example(tmp_path / rule.code, rule.bad), select=[rule.code])
            run = next(run for run in alone.runs if run.code == rule.code)
        assert run.found or run.skipped, rule.code


FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": r"r\d{7}"}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b", "c\\"]}},
    {"name": "n", "type": "integer", "constraints": {"minimum": 0, "maximum": 10_000_000}},
    {"name": "x", "type": "number", "constraints": {"minimum": -90, "exclusiveMaximum": 90}},
    {"name": "on", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    {"name": "at", "type": "date", "format": "%d/%m/%Y"},
    {"name": "flag", "type": "boolean"},
    {"name": "month", "type": "yearmonth"},
    {"name": "tags", "type": "list", "itemType": "integer", "delimiter": "|"},
    {"name": "peer", "type": "string", "missingValues": ["", "-"]},
    {"name": "note", "type": "string", "constraints": {"maxLength": 40, "unique": True}},
]
SCHEMA = {
    "fields": FIELDS,
    "primaryKey": "id",
    "foreignKeys": [{"fields": "peer", "reference": {"resource": "", "fields": "id"}}],
}
#: What a cell of each column may be damaged to, besides another row's cell.
WRONG: dict[str, list[str]] = {
    "id": ["", "R1", "r٠٠٠٠٠٠١", "r0000001", "r0000001 "],
    "kind": ["d", "A", " a", "", "c\\", "c"],
    "n": ["x", "1.5", "-1", "99999999", "9" * 20, " 7 ", "+8", "1e3", "1_0"],
    "x": ["90", "-90.0000001", "NaN", "INF", "abc", "1e400", "1,5", "12.5d", "1e1", ".5"],
    "on": ["2022-02-30", "2022-13-01", "0000-01-01", "1999-12-31", "2022-1-1", "2024-02-29"],
    "at": ["30/02/2022", "1/1/2022", "29/02/2024", "2022-01-01"],
    "flag": ["yes", "TRUE", "2"],
    "month": ["2022-13", "2022", "2022-1"],
    "tags": ["1|x", "1||2", "|", "7"],
    "peer": ["r9999999", "zzz", "-"],
    "note": ["x" * 41, "é" * 41, "“quoted, text”", 'say "hi", twice', "a\\b'c", "twin"],
}


def rows_of(count: int, damage: float, seed: int = 7) -> list[dict[str, str]]:
    """Rows of ``FIELDS``, so large a part of them with a damaged cell."""
    random = Random(seed)
    rows = []
    for number in range(count):
        day = f"{number % 28 + 1:02d}"
        row = {
            "id": f"r{number:07d}",
            "kind": "ab"[number % 2],
            "n": str(number),
            "x": f"{number % 18000 / 100 - 90:.2f}",
            "on": f"20{number % 24:02d}-{number % 12 + 1:02d}-{day}",
            "at": f"{day}/{number % 12 + 1}/2022",
            "flag": "true" if number % 2 else "0",
            "month": f"20{number % 24:02d}-{number % 12 + 1:02d}",
            "tags": "1|2" if number % 3 else "",
            "peer": f"r{random.randrange(count):07d}",
            "note": f"words about row {number}",
        }
        if random.random() < damage:
            column = random.choice(list(WRONG))
            row[column] = random.choice(WRONG[column])
        rows.append(row)
    return rows


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\r\n') else cell


def write_csv(path: Path, rows: list[dict[str, str]], columns: list[str], end: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(columns), *(",".join(quoted(row[c]) for c in columns) for row in rows)]
    content = "".join(line + end for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def package(folder: Path, path: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    resources = [{"name": "rows", "path": path, "schema": SCHEMA}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}))
    return folder


COLUMNS = [field["name"] for field in FIELDS]


def test_every_form_of_file(tmp_path: Path) -> None:
    rows = rows_of(3000, 0.3)
    plain = package(tmp_path / "csv", "rows.csv")
    write_csv(plain / "rows.csv", rows, COLUMNS, "\r\n")
    expected = both(plain)
    codes = {finding.code for finding in expected.findings}
    assert codes >= {
        "OS011",
        "OS012",
        "OS013",
        "OS014",
        "OS015",
        "OS016",
        "OS021",
        "OS022",
        "OS023",
    }

    packed = package(tmp_path / "gz", "rows.csv.gz")
    write_csv(packed / "rows.csv.gz", rows, COLUMNS)
    assert len(both(packed).findings) == len(expected.findings)

    several = package(tmp_path / "glob", "part-*.csv")
    for number in range(3):
        write_csv(several / f"part-{number}.csv", rows[number::3], COLUMNS)
    assert len(both(several).findings) == len(expected.findings)

    hive = package(tmp_path / "hive", "by/**/*.csv")
    for flag in sorted({row["flag"] for row in rows}):
        some = [row for row in rows if row["flag"] == flag]
        write_csv(
            hive / "by" / f"flag={flag}" / "part.csv", some, [c for c in COLUMNS if c != "flag"]
        )
    assert len(both(hive).findings) == len(expected.findings)

    columnar = package(tmp_path / "parquet", "rows.parquet")
    table = pa.table({c: [row[c] or None for row in rows] for c in COLUMNS})
    pq.write_table(table, columnar / "rows.parquet", row_group_size=700)
    assert len(both(columnar).findings) == len(expected.findings)


def test_typed_columns(tmp_path: Path) -> None:
    """Parquet's types become the same text, in several files whose columns need not agree."""
    numbers = [1.0, 1e20, 1e16, 1e15, 123456.789, 1e-4, -1e-5, 1.5e300, float("nan"), float("-inf")]
    columns: dict[str, pa.Array] = {
        "id": pa.array(range(10), pa.uint8()),
        "x": pa.array(numbers),
        "flag": pa.array([True, False, None, True, False] * 2),
        "on": pa.array([date(1, 1, 1), date(2022, 10, 27), None, date(9999, 12, 31), date.min] * 2),
        "at": pa.array([datetime(2022, 1, 2, 3, 4, 5, 600000)] * 10, pa.timestamp("ns", "UTC")),
        "then": pa.array([datetime(1969, 12, 31, 23, 59, 59, 1)] * 10, pa.timestamp("ns")),
        "sum": pa.array([Decimal("0.0000001"), Decimal("-123.4500000")] * 5, pa.decimal128(12, 7)),
        "tags": pa.array([["a", "b"], [], None, ["a", None, "c"], [""]] * 2),
        "sizes": pa.array([[1.0, 1e20, float("nan")], []] * 5),
        "raw": pa.array([b"abc", b"a\\b\xff'", None, b"", "é".encode()] * 2),
        "none": pa.nulls(10),
        "a.b `c": pa.array(["dotted"] * 10).dictionary_encode(),
    }
    never = {"pattern": "never", "required": True}
    fields = [{"name": name, "type": "string", "constraints": never} for name in columns]
    schema = {"fields": fields, "primaryKey": ["id", "x"]}
    for form, path in (("one", "*.parquet"), ("hive", "by=*/*.parquet")):
        folder = package(tmp_path / form, path)
        resource = {"name": "rows", "path": path, "schema": schema}
        (folder / "datapackage.json").write_text(json.dumps({"name": "x", "resources": [resource]}))
        table = pa.table(columns)
        for number, part in enumerate((table, table.slice(0, 3), table.slice(2, 5))):
            target = folder / (f"by={number}" if form == "hive" else "") / f"{number}.parquet"
            target.parent.mkdir(exist_ok=True)
            pq.write_table(part, target, row_group_size=4)
        assert {f.column for f in both(folder).findings} == {*columns, "id,x"}


def test_files_that_spark_would_pass_over(tmp_path: Path) -> None:
    """Hidden ones, names that are patterns or hold a colon, and one that is listed twice."""
    names = [
        "_hidden.csv",
        ".dot.csv",
        "a:b.csv",
        "100%20 é#?.csv",
        "_packed.csv.gz",
        "_hidden.csv",
    ]
    folder = package(tmp_path, names)
    for number, name in enumerate(names[:-1]):
        write_csv(folder / name, rows_of(20 + number, 0.3, seed=number), COLUMNS)
    assert both(folder).rows == 20 + 21 + 22 + 23 + 24 + 20


def test_any_delimiter(tmp_path: Path) -> None:
    """Those that a pattern takes for something else, and letters."""
    resources = []
    for number, delimiter in enumerate(";|.\\^$*x0\t "):
        lines = [["id", "note"], ["a", "b"], ["a", ""], ["c", "d"], ["", "+"]]
        text = "".join(delimiter.join(cells) + "\n" for cells in lines)
        (tmp_path / f"{number}.csv").write_text(text, "utf-8")
        pattern = {"pattern": "never"}
        resources.append(
            {
                "name": f"t{number}",
                "path": f"{number}.csv",
                "dialect": {"delimiter": delimiter},
                "schema": {
                    "fields": [{"name": n, "constraints": pattern} for n in ("id", "note")],
                    "primaryKey": "id",
                },
            }
        )
    text = json.dumps({"name": "x", "resources": resources})
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    report = both(tmp_path)
    assert {(f.table, f.line, f.code) for f in report.findings} == {
        (resource["name"], line, code)
        for resource in resources
        for line, code in [
            (2, "OS014"), (3, "OS014"), (4, "OS014"), (5, "OS014"), (2, "OS021"), (3, "OS021"), (5, "OS021"),
        ]
    }  # fmt: skip


def test_packages_made_at_random(tmp_path: Path) -> None:
    tables = []
    for number in range(15):
        maker = Maker(Random(number))
        case = (maker.case, maker.ragged, maker.headed)[number % 3]()
        for table in case.tables:
            schema = json.loads(json.dumps(table.schema))
            for key in schema.get("foreignKeys", ()):
                if key["reference"].get("resource"):
                    key["reference"]["resource"] += str(number)
            tables.append(replace(table, name=f"{table.name}{number}", schema=schema))
    Case(tuple(tables)).write(tmp_path)
    both(tmp_path)


@pytest.mark.parametrize(
    "damage",
    ["short", "long", "blank", "open quote", "quote after", "line break", "latin", "nul"],
)
def test_damaged_rows(damage: str, tmp_path: Path) -> None:
    folder = package(tmp_path, "rows.csv")
    write_csv(folder / "rows.csv", rows_of(200, 0.1), COLUMNS)
    lines = (folder / "rows.csv").read_bytes().splitlines(keepends=True)
    lines[77] = {
        "short": b"r0000076,a\n",
        "long": lines[77].rstrip(b"\n") + b",,\n",
        "blank": b"\n" + lines[77],
        "open quote": lines[77].replace(b"words", b'"words'),
        "quote after": lines[77].replace(b"words about row", b'"words" about'),
        "line break": lines[77]
        .replace(b"words about row", b'"words\nabout\nrow"')
        .replace(b'" ', b' "'),
        "latin": lines[77].replace(b"words", b"w\xf6rds"),
        "nul": lines[77].replace(b"words", b"w\0rds"),
    }[damage]
    (folder / "rows.csv").write_bytes(b"".join(lines))
    both(folder)


#: With SPARK_ROWS=1000000 there are more rows; damaged are as many, for that is what is compared.
ROWS = int(os.environ.get("SPARK_ROWS", "100000"))
DAMAGED = 10_000


def test_many_damaged_rows(tmp_path: Path) -> None:
    folder = package(tmp_path, "rows.csv")
    write_csv(folder / "rows.csv", rows_of(ROWS, DAMAGED / ROWS), COLUMNS)
    report = both(folder)
    assert report.rows == ROWS
    assert len(report.findings) > 8_000


def test_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    folder = package(tmp_path, "rows.csv")
    write_csv(folder / "rows.csv", rows_of(3, 0), COLUMNS)
    validate(folder, engine="spark")
    with pytest.raises(UnknownNameError, match="runs here already"):
        validate(folder, engine="spark", master="spark://127.0.0.1:1")
    with pytest.raises(UnknownNameError, match="no amount of memory"):
        validate(folder, engine="spark", memory="plenty")


def test_a_master_that_is_none_is_told(tmp_path: Path) -> None:
    """In a process that has no Spark yet."""
    folder = package(tmp_path, "rows.csv")
    write_csv(folder / "rows.csv", rows_of(3, 0), COLUMNS)
    code = f"from overseas_stations.validation import validate; validate({str(folder)!r}, engine='spark', master='no')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    last = done.stderr.splitlines()[-1]
    assert "UnknownNameError: Spark does not start with the master 'no'" in last
    assert "Master" in last


def test_the_exported_parquet(real: ost.Dataset, tmp_path: Path) -> None:
    """As Spark reads it: the same rows and values as the records."""
    # The engine of validation starts Spark, with the Java that its extra brings.
    validate(write_example(tmp_path / "package", {}), engine="spark")
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    export(real, tmp_path / "out", ["parquet"])
    for table in content_of(real).tables:
        frame = spark.read.parquet(str(tmp_path / "out" / "parquet" / f"{table.name}.parquet"))
        assert told(frame.select(*table.columns).collect()) == meant(table), table.name
