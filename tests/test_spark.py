"""Spark finds what DuckDB finds: on the real data, on every rule's bad example, on foreign files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overseas_stations.errors import UnknownNameError
from overseas_stations.validation import Report, validate
from overseas_stations.validation.rules import Rule, catalogue
from tests.conftest import ROOT, write_example

#: One process starts Spark once.
pytestmark = pytest.mark.xdist_group("spark")


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


def test_the_real_data() -> None:
    assert both(ROOT).clean


@pytest.mark.parametrize(
    "rule",
    [rule for rule in catalogue().values() if rule.sql],
    ids=lambda rule: rule.code,
)
def test_every_rule(rule: Rule, tmp_path: Path) -> None:
    report = both(write_example(tmp_path, rule.bad), select=[rule.code])
    run = next(run for run in report.runs if run.code == rule.code)
    if run.skipped and not run.rows:
        pytest.skip(run.skipped)
    assert run.found > 0


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


def test_a_million_damaged_rows(tmp_path: Path) -> None:
    folder = package(tmp_path, "rows.csv")
    write_csv(folder / "rows.csv", rows_of(1_000_000, 0.01), COLUMNS)
    report = both(folder)
    assert report.rows == 1_000_000
    assert len(report.findings) > 8_000


def test_a_master_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    folder = package(tmp_path, "rows.csv")
    write_csv(folder / "rows.csv", rows_of(3, 0), COLUMNS)
    validate(folder, engine="spark")
    with pytest.raises(UnknownNameError, match="runs here already"):
        validate(folder, engine="spark", master="spark://127.0.0.1:1")
    with pytest.raises(UnknownNameError, match="no amount of memory"):
        validate(folder, engine="spark", memory="plenty")
