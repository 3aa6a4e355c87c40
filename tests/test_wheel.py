"""The wheel: the same bytes twice, with the data inside, usable without development tools."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from overseas_stations import __version__
from overseas_stations.records import RECORDS
from tests.conftest import ROOT


def build(out: Path) -> Path:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True, capture_output=True, env=environment,
    )  # fmt: skip
    (wheel,) = out.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


def test_it_carries_csv_and_parquet_of_every_table(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for table in RECORDS:
        assert f"overseas_stations/_data/data/{table}.csv" in names
        assert f"overseas_stations/_data/parquet/{table}.parquet" in names
    assert {"overseas_stations/_data/datapackage.json", "overseas_stations/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE-DATA") for name in names)


def test_built_twice_it_is_the_same(wheel: Path, tmp_path: Path) -> None:
    assert build(tmp_path).read_bytes() == wheel.read_bytes()


def test_installed_alone_it_is_used_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    # With the pip of here; what is never imported need not be compiled.
    pip = [sys.executable, "-m", "pip", "--python", python]
    subprocess.run([*pip, "install", "-q", "--no-compile", str(wheel)], check=True)
    code = (
        "import overseas_stations as ost, pyarrow.parquet as pq\n"
        "ds = ost.load()\n"
        "assert pq.ParquetFile(ost.parquet_path('stations')).metadata.num_rows == len(ds.stations)\n"
        "assert ds.as_of('2022-12-05').stations\n"
        "print(ost.__version__, ds.version, len(ds.stations))"
    )
    done = subprocess.run(
        [python, "-c", code], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    version, data_version, stations = done.stdout.split()
    assert version == data_version == __version__
    assert int(stations) > 0
    program = tmp_path / "venv" / "bin" / "overseas-stations"
    info = subprocess.run(
        [program, "info"], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert "itemised" in info.stdout or "stations" in info.stdout
    # The explorer needs no Node and no extra; what a format needs is named.
    built = subprocess.run(
        [program, "site", "build", "--out", "site"],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert "Excel" in built.stdout
    assert (tmp_path / "site" / "stations" / "stn-nl-001.html").is_file()
    missing = subprocess.run([program, "validate"], capture_output=True, text=True, cwd=tmp_path)
    assert missing.returncode == 2
    assert "pip install 'overseas-stations[validate]'" in missing.stderr
