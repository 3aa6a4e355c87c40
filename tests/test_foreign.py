"""Packages that are not ours: every form of file, what is not checked, and what may not be read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overseas_stations.errors import PackageError, UnknownNameError
from overseas_stations.validation import Report, validate

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"pattern": "m-[0-9]+"}},
    {"name": "day", "type": "date"},
    {"name": "score", "type": "number", "constraints": {"maximum": 100}},
]
ROWS = [
    ("m-1", "2022-01-01", "1.5"),
    ("m-2", "2022-02-30", "2"),
    ("x", "", "101"),
    ("m-4", "2022-02-28", "1e2"),
]
EXPECTED = {("OS012", 2, "day"), ("OS014", 3, "id"), ("OS015", 3, "score")}


def package(folder: Path, path: object, **more: Any) -> Path:
    """A package of one table of ``FIELDS`` at ``path``; ``more`` goes into the resource."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = {"fields": FIELDS, "primaryKey": "id"}
    resource = {"name": "mentions", "path": path, "schema": schema, **more}
    text = json.dumps({"name": "elsewhere", "resources": [resource]})
    (folder / "datapackage.json").write_text(text, "utf-8")
    return folder


def csv_bytes(rows: list[tuple[str, ...]], header: str = "id,day,score", comma: str = ",") -> bytes:
    lines = [header.replace(",", comma), *(comma.join(row) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def cells(report: Report) -> set[tuple[str, int, str]]:
    """The findings by code, row of the table and column."""
    return {(f.code, f.line - 1, f.column) for f in report.findings}


def test_the_same_findings_from_every_form(tmp_path: Path) -> None:
    plain = package(tmp_path / "csv", "m.csv")
    (plain / "m.csv").write_bytes(csv_bytes(ROWS))
    assert cells(validate(plain)) == EXPECTED

    packed = package(tmp_path / "gz", "m.csv.gz")
    (packed / "m.csv.gz").write_bytes(gzip.compress(csv_bytes(ROWS)))
    assert cells(validate(packed)) == EXPECTED

    tabbed = package(tmp_path / "tsv", "m.tsv")
    (tabbed / "m.tsv").write_bytes(csv_bytes(ROWS, comma="\t"))
    assert cells(validate(tabbed)) == EXPECTED

    windows = package(tmp_path / "crlf", "m.csv", encoding="cp1252")
    (windows / "m.csv").write_bytes(csv_bytes(ROWS).replace(b"\n", b"\r\n"))
    assert cells(validate(windows)) == EXPECTED

    bare = package(tmp_path / "bare", "m.csv", dialect={"header": False, "delimiter": ";"})
    (bare / "m.csv").write_bytes(csv_bytes(ROWS, comma=";").partition(b"\n")[2])
    assert {(c, n + 1, col) for c, n, col in cells(validate(bare))} == EXPECTED

    columnar = package(tmp_path / "parquet", "m.parquet")
    columns = dict(zip(("id", "day", "score"), zip(*ROWS, strict=True), strict=True))
    pq.write_table(pa.table({k: list(v) for k, v in columns.items()}), columnar / "m.parquet")
    assert {(c, n + 1, col) for c, n, col in cells(validate(columnar))} == EXPECTED


def test_typed_parquet(tmp_path: Path) -> None:
    folder = package(tmp_path, "m.parquet")
    table = pa.table(
        {
            "id": ["m-1", "m-2", "m-2", None],
            "day": pa.array([19000, None, 1, 2], pa.int32()).cast(pa.date32()),
            "score": [1.0, 100.5, float("nan"), None],
        }
    )
    pq.write_table(table, folder / "m.parquet")
    report = validate(folder)
    found = {(f.code, f.line, f.column, f.value) for f in report.findings}
    assert found == {
        ("OS015", 2, "score", "100.5"),
        ("OS015", 3, "score", "NaN"),
        ("OS021", 2, "id", "m-2"),
        ("OS021", 3, "id", "m-2"),
        ("OS021", 4, "id", ""),
    }


def test_a_glob_and_a_list_are_one_table_and_each_finding_names_its_file(tmp_path: Path) -> None:
    for name, path in {"glob": "m/*.csv", "list": ["m/a.csv", "m/b.csv", "m/c.csv"]}.items():
        folder = package(tmp_path / name, path)
        (folder / "m").mkdir()
        (folder / "m" / "a.csv").write_bytes(csv_bytes(ROWS[:2]))
        (folder / "m" / "b.csv").write_bytes(csv_bytes([]))
        (folder / "m" / "c.csv").write_bytes(csv_bytes([*ROWS[2:], ROWS[0]]))
        report = validate(folder)
        assert {(f.code, f.file, f.line) for f in report.findings} == {
            ("OS012", "m/a.csv", 3),
            ("OS014", "m/c.csv", 2),
            ("OS015", "m/c.csv", 2),
            ("OS021", "m/a.csv", 2),
            ("OS021", "m/c.csv", 4),
        }
        assert report.rows == 5


def test_partitions_are_columns(tmp_path: Path) -> None:
    folder = package(tmp_path, "m/**/*.csv")
    for day, rows in {"2022-01-01": ROWS[:1], "2022-13-01": ROWS[3:]}.items():
        (folder / "m" / f"day={day}").mkdir(parents=True)
        content = csv_bytes([(a, c) for a, _, c in rows], "id,score")
        (folder / "m" / f"day={day}" / "part.csv").write_bytes(content)
    (found,) = validate(folder).findings
    assert (found.code, found.file, found.line, found.value) == (
        "OS012", "m/day=2022-13-01/part.csv", 2, "2022-13-01",
    )  # fmt: skip


def test_a_cell_that_does_not_parse_stops_nothing(tmp_path: Path) -> None:
    folder = package(tmp_path, "m.csv")
    rows = [(f"m-{n}", "no day", "no number") for n in range(3000)]
    (folder / "m.csv").write_bytes(csv_bytes([*rows, ("m-0", "2022-01-01", "101")]))
    report = validate(folder, max_findings=5)
    run = {run.code: run for run in report.runs}
    assert (run["OS012"].found, run["OS012"].failing, run["OS012"].rows) == (6000, 3000, 3001)
    assert (run["OS015"].found, run["OS021"].found) == (1, 2)
    assert len([f for f in report.findings if f.code == "OS012"]) == 5
    everything = validate(folder, max_findings=None)
    assert len(everything.findings) == 6003
    assert everything.to_arrow().num_rows == 6003


def test_what_is_not_known_is_said_to_be_not_checked(tmp_path: Path) -> None:
    fields = [
        {"name": "id", "constraints": {"pattern": "(?=m).*"}},
        {"name": "when", "type": "datetime", "constraints": {"required": True, "minimum": "2020"}},
        {"name": "day", "type": "date", "format": "any"},
        {"name": "n", "type": "integer", "constraints": {"jsonSchema": {}, "minimum": 1}},
    ]
    schema = {
        "fields": fields,
        "foreignKeys": [{"fields": "id", "reference": {"resource": "gone", "fields": "id"}}],
    }
    resources = [
        {"name": "t", "path": "t.csv", "schema": schema},
        {"name": "sheet", "path": "s.xlsx", "schema": {"fields": [{"name": "a"}]}},
        {"name": "inline", "data": [{"a": 1}], "schema": {"fields": [{"name": "a"}]}},
        {"name": "bare", "path": "t.csv"},
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), "utf-8")
    (tmp_path / "t.csv").write_text("id,when,day,n\nx,,yesterday,0\n", "utf-8")
    report = validate(tmp_path)
    assert {(u.table, u.column, u.constraint) for u in report.unchecked} == {
        ("t", "id", "pattern"),
        ("t", "id", "foreignKeys"),
        ("t", "when", "type"),
        ("t", "when", "minimum"),
        ("t", "day", "type"),
        ("t", "n", "jsonSchema"),
        ("sheet", "", "resource"),
        ("inline", "", "resource"),
        ("bare", "", "schema"),
    }
    assert {(f.code, f.column) for f in report.findings} == {("OS011", "when"), ("OS015", "n")}
    skipped = {run.code for run in report.runs if run.skipped and not run.rows}
    assert {"OS101", "OS801"} <= skipped


def test_nothing_seen_is_never_clean(tmp_path: Path) -> None:
    folder = package(tmp_path, "m.csv")
    (folder / "m.csv").write_bytes(csv_bytes([]))
    report = validate(folder)
    assert not report.findings
    assert not report.clean


@pytest.mark.parametrize(
    "path",
    ["../outside.csv", "/etc/passwd", "http://127.0.0.1:9/m.csv", "file:///etc/passwd", "link.csv",
     "folder/m.csv", "*/m.csv", "../*.csv", ["m.csv", "../outside.csv"], "", None, 7],
)  # fmt: skip
def test_a_path_that_leaves_the_folder_is_refused(path: object, tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_bytes(csv_bytes(ROWS))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "m.csv").write_bytes(csv_bytes(ROWS))
    folder = package(tmp_path / "package", path)
    (folder / "m.csv").write_bytes(csv_bytes(ROWS))
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PackageError, match="mentions"):
        validate(folder)


@pytest.mark.parametrize("schema", ["http://127.0.0.1:9/schema.json", "../schema.json"])
def test_a_schema_elsewhere_is_not_fetched(schema: str, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(json.dumps({"fields": FIELDS}), "utf-8")
    folder = package(tmp_path / "package", "m.csv", schema=schema)
    (folder / "m.csv").write_bytes(csv_bytes(ROWS))
    with pytest.raises(PackageError, match=r"nothing is fetched|leads out"):
        validate(folder)


def test_a_schema_in_a_file_of_the_package_is_read(tmp_path: Path) -> None:
    folder = package(tmp_path, "m.csv", schema="schema.json")
    (folder / "schema.json").write_text(json.dumps({"fields": FIELDS}), "utf-8")
    (folder / "m.csv").write_bytes(csv_bytes(ROWS))
    assert cells(validate(folder)) == EXPECTED


def test_bombs_end_in_a_clear_error(tmp_path: Path) -> None:
    folder = package(tmp_path / "gz", "m.csv.gz")
    with gzip.open(folder / "m.csv.gz", "wb") as bomb:
        bomb.write(b"id,day,score\n")
        for _ in range(400):
            bomb.write(b"m-1,,\n" * 200_000)
    (found,) = validate(folder).findings
    assert found.code == "OS001"
    assert "times its size" in found.message

    deep = tmp_path / "deep"
    deep.mkdir()
    (deep / "datapackage.json").write_text('{"resources": ' + "[" * 200_000 + "]" * 200_000 + "}")
    with pytest.raises(PackageError, match="not JSON that can be read"):
        validate(deep)

    (tmp_path / "package.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(PackageError, match="unpack it"):
        validate(tmp_path / "package.zip")


def test_nothing_of_the_folder_is_imported_and_names_are_only_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = """x"); ATTACH '/tmp/never.db'; --"""
    fields = [{"name": name, "type": "string", "constraints": {"pattern": "a'|b", "enum": ["a'"]}}]
    folder = package(tmp_path, "m.csv", schema={"fields": fields, "primaryKey": [name]})
    (folder / "m.csv").write_text(
        '"' + name.replace('"', '""') + "\"\n'; DROP TABLE raw_0; --\na'\n"
    )
    for module in ("frictionless_x", "duckdb", "sqlglot", "pyarrow", "sitecustomize"):
        (folder / f"{module}.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(folder)
    found = validate(folder).findings
    assert {(f.code, f.line, f.column) for f in found} == {("OS013", 2, name), ("OS014", 2, name)}
    assert not Path("/tmp/never.db").exists()


def test_wrong_arguments_are_told(tmp_path: Path) -> None:
    folder = package(tmp_path, "m.csv")
    (folder / "m.csv").write_bytes(csv_bytes(ROWS))
    with pytest.raises(UnknownNameError, match="did you mean duckdb"):
        validate(folder, engine="duckbd")
    with pytest.raises(UnknownNameError, match="no amount of memory"):
        validate(folder, memory="plenty")


def test_a_file_of_broken_rows_is_given_up_on(tmp_path: Path) -> None:
    folder = package(tmp_path, "m.csv")
    (folder / "m.csv").write_bytes(csv_bytes([('"m"1', "", "")] * 1500))
    report = validate(folder)
    assert (report.findings[0].code, report.findings[0].line) == ("OS001", 0)
    assert {run.code: run.found for run in report.runs}["OS003"] == 1000
    assert not report.clean


def test_damage_in_a_partition_is_found_at_its_line(tmp_path: Path) -> None:
    folder = package(tmp_path, "m/**/*.csv")
    for day in ("2022-01-01", "2022-13-01"):
        (folder / "m" / f"day={day}").mkdir(parents=True)
        (folder / "m" / f"day={day}" / "part.csv").write_bytes(b"id,score\nm-1,2\n\nm-2\n")
    found = {(f.code, f.file, f.line) for f in validate(folder).findings}
    first, second = "m/day=2022-01-01/part.csv", "m/day=2022-13-01/part.csv"
    assert found == {
        *(("OS003", file, line) for file in (first, second) for line in (3, 4)),
        *(("OS021", file, line) for file in (first, second) for line in (2, 4)),
        *(("OS012", second, line) for line in (2, 4)),
    }
