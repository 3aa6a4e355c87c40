"""Releases of other versions: of the same major one they are read, of another they are refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import overseas_stations as ost
from overseas_stations import __version__
from overseas_stations.errors import PackageError, RecordError
from overseas_stations.export import export
from overseas_stations.records import Station
from overseas_stations.storage import read_rows
from overseas_stations.vocabulary import HostType
from tests.conftest import write_example

MAJOR, MINOR = (int(part) for part in __version__.split(".")[:2])
NEWER = f"{MAJOR}.{MINOR + 1}.0"


def redeclared(folder: Path, version: str, add: dict[str, Any], drop: tuple[str, ...] = ()) -> None:
    """Make the stations those of another version: further columns, or fewer."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["version"] = version
    schema = next(r for r in descriptor["resources"] if r["name"] == "stations")["schema"]
    schema["fields"] = [f for f in schema["fields"] if f["name"] not in drop]
    schema["fields"] += [{"name": name, **field} for name, (field, _) in add.items()]
    path.write_text(json.dumps(descriptor), "utf-8")
    data = folder / "data" / "stations.csv"
    rows = [
        {c: v for c, v in row.items() if c not in drop}
        | {name: cell for name, (_, cell) in add.items()}
        for _, row in read_rows(data)
    ]
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


FURTHER = {
    "colour": ({"type": "string", "description": "Its colour."}, "red"),
    "floors": ({"type": "integer"}, "3"),
    "rating": ({"type": "number"}, "0.5"),
    "painted_on": ({"type": "string", "kind": "partial_date"}, "2022-10"),
    "doors": ({"type": "string", "kind": "list"}, "front;back"),
}


def test_a_newer_one_keeps_what_is_unknown_here(tmp_path: Path) -> None:
    folder = write_example(tmp_path / "newer", {})
    redeclared(folder, NEWER, FURTHER)
    ds = ost.load(folder)
    station: Any = ds.stations[0]
    assert isinstance(station, Station)
    assert (station.colour, station.floors, station.rating) == ("red", 3, 0.5)
    assert station.painted_on.earliest.isoformat() == "2022-10-01"
    assert station.doors == ("front", "back")
    assert ds.stations.columns[-5:] == tuple(FURTHER)
    assert len(ds.stations.where(colour="red")) == len(ds.stations)
    arrow = ds.stations.to_arrow()
    assert arrow["floors"].to_pylist() == [3] * len(ds.stations)
    assert "painted_on_latest" in arrow.column_names
    assert ds.stations.to_pandas()["colour"].eq("red").all()
    assert ds.as_of("2199-01-01").stations.columns == ds.stations.columns
    assert ds.stations[station.station_id] == station


def test_a_newer_one_may_have_members_that_are_unknown_here(tmp_path: Path) -> None:
    folder = write_example(tmp_path / "newer", {"stations": {"stn-nl-001": {"host_type": "kiosk", "activities": "documents;tea"}}})  # fmt: skip
    with pytest.raises(RecordError, match="host_type"):
        _ = ost.load(folder).stations
    redeclared(folder, NEWER, {})
    ds = ost.load(folder)
    station = ds.stations["stn-nl-001"]
    assert station.host_type == "kiosk"
    assert station.activities == ("documents", "tea")
    others = [s.host_type for s in ds.stations if s.host_type and s is not station]
    assert all(isinstance(value, HostType) for value in others)
    assert ds.stations.to_arrow()["host_type"].to_pylist().count("kiosk") == 1
    assert ds.as_of("2199-01-01").stations


def test_a_newer_one_is_still_checked(tmp_path: Path) -> None:
    folder = write_example(tmp_path / "newer", {"stations": {"stn-nl-001": {"country_id": "nl"}}})
    redeclared(folder, NEWER, {})
    with pytest.raises(RecordError, match="country_id"):
        _ = ost.load(folder).stations


def test_an_older_one_may_lack_columns(tmp_path: Path) -> None:
    folder = write_example(tmp_path / "older", {})
    redeclared(folder, f"{MAJOR}.0.0", {}, drop=("summary", "district"))
    ds = ost.load(folder)
    assert {s.summary for s in ds.stations} == {s.district for s in ds.stations} == {None}


def test_from_parquet_too(tmp_path: Path) -> None:
    folder = write_example(tmp_path / "newer", {})
    redeclared(folder, NEWER, FURTHER)
    export(ost.load(write_example(tmp_path / "same", {})), tmp_path / "out", ["parquet"])
    ds, other = ost.load(folder), ost.load(tmp_path / "out")
    assert other.stations.ids() == ds.stations.ids()


@pytest.mark.parametrize("version", [f"{MAJOR + 1}.0.0", f"{MAJOR + 2}.3.4"])
def test_another_major_version_names_the_library_that_reads_it(
    version: str, tmp_path: Path
) -> None:
    folder = write_example(tmp_path / "other", {})
    redeclared(folder, version, {})
    major = version.split(".")[0]
    with pytest.raises(PackageError, match=rf"pip install 'overseas-stations=={major}\.\*'"):
        ost.load(folder)


def test_the_same_version_is_held_to_the_letter(tmp_path: Path) -> None:
    folder = write_example(tmp_path / "same", {})
    redeclared(folder, __version__, FURTHER)
    with pytest.raises(RecordError, match="colour"):
        _ = ost.load(folder).stations
