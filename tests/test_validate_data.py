"""The data of this checkout is clean, and a damage to it is found and named."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import pytest

from overseas_stations.canonical import csv_text, format_folder
from overseas_stations.derive import known_on
from overseas_stations.schema.spec import RECORD_TABLES, table_spec
from overseas_stations.storage import read_rows
from overseas_stations.validation import validate
from overseas_stations.validation.engines.duckdb import DuckDBEngine
from tests.conftest import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def drop(folder: Path, table: str, key: str) -> None:
    """Delete one row, by its id."""
    spec = table_spec(table)
    path = folder / "data" / f"{table}.csv"
    rows = [row for _, row in read_rows(path)]
    left = [row for row in rows if row[spec.key[0]] != key]
    assert len(left) == len(rows) - 1
    path.write_text(csv_text(spec.columns, left), "utf-8", newline="\n")


def rows_of(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_data_is_clean_and_every_rule_saw_rows() -> None:
    report = validate(ROOT)
    assert report.findings == ()
    assert report.errors == report.warnings == 0
    unseen = {run.code for run in report.runs if run.rows == 0 and not run.skipped}
    assert unseen <= {"OS801"}, "a rule that saw no row has checked nothing"


def test_the_data_is_in_canonical_form() -> None:
    assert format_folder(ROOT / "data", write=False) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_deleted_source_or_organisation_orphans_whatever_points_at_it(
    seed: int, copy: Path
) -> None:
    pick = random.Random(seed)
    table = ("sources", "organisations")[seed % 2]
    column = {"sources": "source_id", "organisations": "attributed_to"}[table]
    gone = pick.choice(rows_of("evidence"))[column]
    drop(copy, table, gone)
    orphans = [f for f in validate(copy).findings if f.code == "OS022"]
    assert gone in {f.value for f in orphans}


@pytest.mark.parametrize("seed", range(4))
def test_a_cell_whose_only_evidence_goes_is_named(seed: int, copy: Path) -> None:
    covered: dict[tuple[str, str], list[str]] = {}
    for row in rows_of("evidence"):
        for field in row["fields"].split(";") if row["relation"] == "supports" else ():
            covered.setdefault((row["record_id"], field), []).append(row["evidence_id"])
    alone = sorted((cell, ids[0]) for cell, ids in covered.items() if len(ids) == 1)
    (record, field), evidence = random.Random(seed).choice(alone)
    drop(copy, "evidence", evidence)
    found = {(f.record_id, f.column, f.code) for f in validate(copy).findings}
    expected = (record, "", "OS102") if field == "*" else (record, field, "OS101")
    assert expected in found


def test_the_day_a_source_was_known_is_the_same_in_sql_and_in_python(tmp_path: Path) -> None:
    import overseas_stations as ost
    from overseas_stations.schema.table_schema import descriptor
    from overseas_stations.validation.compiler import compile_resource
    from overseas_stations.validation.files import resolve
    from overseas_stations.validation.relations import views
    from overseas_stations.validation.run import own_table
    from overseas_stations.validation.session import Table

    resources = {r["name"]: r for r in descriptor()["resources"]}
    columns = [f["name"] for f in resources["sources"]["schema"]["fields"]]
    for folder in (ROOT, ROOT / "tests" / "hard_cases"):
        engine = DuckDBEngine([folder], tmp_path, "512MB")
        files = resolve(folder, resources["sources"])
        engine.read("raw", files, range(len(columns)), width=len(columns), keep=True)
        plan = compile_resource(resources["sources"], resources, columns)
        table = Table("sources", files, plan, "raw")
        engine.define("sources", own_table(table, resources["sources"]))
        assert dict(engine.rows(views()["known"][0])) == known_on(ost.load(folder))
        engine.close()


def test_ids_are_never_derived_again(copy: Path) -> None:
    """An evidence row keeps its id when its cells are corrected; only a new row is given one."""
    path = copy / "data" / "evidence.csv"
    spec = table_spec("evidence")
    rows = [row for _, row in read_rows(path)]
    before = [row["evidence_id"] for row in rows]
    for row in rows[:50]:
        row["note"] = "Read again."
    rows.append({**rows[0], "evidence_id": "", "note": "A new row."})
    path.write_text(csv_text(spec.columns, rows), "utf-8", newline="\n")
    assert format_folder(copy / "data") == [path]
    after = [row["evidence_id"] for _, row in read_rows(path)]
    assert set(before) < set(after)
    assert len(after) == len(before) + 1
    assert format_folder(copy / "data") == []


def test_nothing_is_written_when_one_file_cannot_be_formatted(copy: Path) -> None:
    from overseas_stations.errors import PackageError

    events = copy / "data" / "events.csv"
    events.write_bytes(events.read_bytes().replace(b"\n", b"\r\n"))
    damaged = events.read_bytes()
    (copy / "data" / "retired.csv").write_text("id,why\n")
    with pytest.raises(PackageError, match="missing or unknown columns"):
        format_folder(copy / "data")
    assert events.read_bytes() == damaged


def test_no_evidence_speaks_of_a_table_without_evidence() -> None:
    assert {row["record_table"] for row in rows_of("evidence")} <= RECORD_TABLES
