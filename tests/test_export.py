"""Exports: readable by others, the same bytes, whole or not at all."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import overseas_stations as ost
from overseas_stations.atomic import replaced_folder, write_whole
from overseas_stations.errors import PackageError, UnknownNameError
from overseas_stations.export import export
from overseas_stations.schema.arrow import bound_columns
from overseas_stations.schema.spec import TableSpec, all_tables
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.validation import validate
from overseas_stations.validation.plain import frictionless_errors
from overseas_stations.validation.rules import Patch
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("export") / "out"
    export(ost.load(ROOT), out)
    return out


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("spec", all_tables(), ids=lambda spec: spec.name)
def test_duckdb_polars_and_pandas_read_the_documented_types(
    spec: TableSpec, exported: Path, real: ost.Dataset
) -> None:
    path = exported / "parquet" / f"{spec.name}.parquet"
    rows = len(real.table(spec.name))
    relation = duckdb.sql(f"SELECT * FROM '{path}'")
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    polars = pl.read_parquet(path)
    pandas = pd.read_parquet(path)
    assert (len(relation), polars.height, len(pandas)) == (rows, rows, rows)
    for field in spec.fields:
        expected = {"integer": "BIGINT", "number": "DOUBLE", "list": "VARCHAR[]"}
        assert types[field.name] == expected.get(field.type, "VARCHAR")
        if field.type == "list":
            assert polars.schema[field.name] == pl.List(pl.String)
        if field.vocabulary and field.type != "list":
            assert polars.schema[field.name] == pl.Categorical
            assert str(pandas[field.name].dtype) == "category"
        for bound in bound_columns(field):
            assert types[bound] == "DATE"
            assert polars.schema[bound] == pl.Date


def test_metadata_carries_version_notice_and_descriptions(exported: Path) -> None:
    schema = pq.read_schema(exported / "parquet" / "stations.parquet")
    assert schema.metadata[b"data_version"].decode() == ost.data_version
    assert schema.metadata[b"notice"].decode() == NOTICE
    assert schema.field("city").metadata[b"description"]
    column = (
        pq.ParquetFile(exported / "parquet" / "evidence.parquet").metadata.row_group(0).column(0)
    )
    assert column.compression == "ZSTD"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_export_loads_and_validates(form: str, tmp_path: Path, real: ost.Dataset) -> None:
    export(real, tmp_path / "out", [form])
    assert ost.load(tmp_path / "out") == real
    assert validate(tmp_path / "out").findings == ()


def test_the_plain_tool_reads_the_exported_csv(exported: Path) -> None:
    assert frictionless_errors(exported) == []


def test_same_bytes_from_another_folder_on_another_day(exported: Path, tmp_path: Path) -> None:
    code = (
        "import sys, overseas_stations as ost; from overseas_stations.export import export\n"
        "export(ost.load(sys.argv[1]), sys.argv[2])"
    )
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LANG": "C", "PYTHONHASHSEED": "7"}
    shutil.copytree(ROOT / "data", tmp_path / "elsewhere" / "data")
    shutil.copy(ROOT / "datapackage.json", tmp_path / "elsewhere")
    for path in (tmp_path / "elsewhere" / "data").iterdir():
        os.utime(path, (1, 1))
    arguments = [str(tmp_path / "elsewhere"), str(tmp_path / "out")]
    subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, cwd=tmp_path, env=environment
    )
    assert files(tmp_path / "out") == files(exported)


def test_a_formula_is_made_safe_and_said_so(
    package: Callable[[Patch], Path], tmp_path: Path
) -> None:
    name = '=HYPERLINK("http://example.org","x")'
    ds = ost.load(package({"organisations": {"org-ngo": {"name": name}}}))
    export(ds, tmp_path / "out")
    text = (tmp_path / "out" / "csv" / "organisations.csv").read_text("utf-8")
    assert "\"'=HYPERLINK" in text
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert all(resource["spreadsheetSafe"] for resource in descriptor["resources"])
    assert ost.load(tmp_path / "out").organisations["org-ngo"].name == name


_EXPORTER = """
import sys, time, overseas_stations as ost
from overseas_stations.export import export
ds = ost.load(sys.argv[1]); [len(t) for t in ds.tables]
print("ready", flush=True)
export(ds, sys.argv[2])
"""


def test_kill_in_the_middle_leaves_the_old_export_whole(exported: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(exported, out)
    shutil.rmtree(out / "parquet")  # the old export is told from the new by its formats
    old, new = files(out), files(exported)
    pick = random.Random(1)
    interrupted = 0
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", _EXPORTER, str(ROOT), str(out)], stdout=subprocess.PIPE
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(pick.uniform(0, 1))  # it derives for a third of that, then it writes
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        now = files(out)
        assert now in (old, new)
        interrupted += now == old
        if now == new:
            shutil.rmtree(out / "parquet")
            shutil.copy(exported / "datapackage.json", out)
    assert interrupted, "no kill came in time to prove anything"
    export(ost.load(ROOT), out)
    assert files(out) == new
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing is left over"


def test_a_folder_of_others_is_never_replaced(tmp_path: Path, real: ost.Dataset) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(PackageError, match="holds files that no export made"):
        export(real, tmp_path)
    assert (tmp_path / "thesis.docx").read_text() == "years of work"
    with pytest.raises(PackageError, match="is a file"):
        export(real, tmp_path / "thesis.docx")


def test_an_unknown_format_writes_nothing(tmp_path: Path, real: ost.Dataset) -> None:
    with pytest.raises(UnknownNameError, match="did you mean parquet"):
        export(real, tmp_path / "out", ["parket"])
    assert not (tmp_path / "out").exists()


def test_an_error_in_the_middle_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").write_text("old")
    with pytest.raises(RuntimeError, match="halfway"), replaced_folder(target) as fresh:
        (fresh / "new").write_text("new")
        raise RuntimeError("halfway")
    assert files(tmp_path) == {"out/old": b"old"}


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]
