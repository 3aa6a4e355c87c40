"""Loading, tables, lookups."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

import overseas_stations as ost
from overseas_stations.errors import (
    PackageError,
    RecordError,
    RetiredIdError,
    UnknownIdError,
    UnknownNameError,
)
from overseas_stations.records import Organisation, Station
from overseas_stations.validation.rules import Patch


def python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout


def test_import_is_light() -> None:
    heavy = python(
        "import sys; before = set(sys.modules); import overseas_stations\n"
        "print(sorted(set(sys.modules) - before))"
    )
    assert heavy.strip() == "['__future__', 'overseas_stations', 'overseas_stations.version']"


def test_only_the_table_asked_for_is_built() -> None:
    built = python(
        "import overseas_stations as ost, overseas_stations.records as r\n"
        "ds = ost.load(); ds.stations\n"
        "print([t for t, k in r.RECORDS.items() if k.__pydantic_complete__])\n"
        "import sys; print('pyarrow' in sys.modules)"
    )
    assert built.split("\n")[:2] == ["['stations']", "False"]


def test_a_table_is_a_sequence_and_a_mapping(real: ost.Dataset) -> None:
    stations = real.stations
    first = stations[0]
    assert stations[first.station_id] is first
    assert first in stations
    assert first.station_id in stations
    assert list(stations[:2]) == [stations[0], stations[1]]
    assert stations.ids() == tuple(record.station_id for record in stations)
    assert stations.get("stn-xx-999") is None


def test_where(real: ost.Dataset) -> None:
    dutch = real.stations.where(country_id="NL")
    assert {s.country_id for s in dutch} == {"NL"}
    assert len(dutch) == sum(s.country_id == "NL" for s in real.stations)
    assert len(real.stations.where(city=None)) == sum(s.city is None for s in real.stations)
    closing = real.statements.where(stances="orders_closure", about_country_ids=["NL", "IE"])
    assert closing
    assert all("orders_closure" in s.stances for s in closing)
    assert [s.city for s in dutch.where(established="2018-06")] == ["Amsterdam"]
    with pytest.raises(UnknownNameError, match="did you mean country_id"):
        real.stations.where(countryid="NL")


def test_an_unknown_id_suggests_near_ones(real: ost.Dataset) -> None:
    with pytest.raises(UnknownIdError, match=r"did you mean .*stn-nl-001"):
        real.stations["stn-nl-01"]
    with pytest.raises(UnknownNameError, match="did you mean stations"):
        real.table("station")
    with pytest.raises(UnknownNameError, match="did you mean established"):
        real.evidence_for("stn-nl-001", "establishd")


def test_a_retired_id_says_what_replaced_it(package: Callable[[Patch], Path]) -> None:
    ds = ost.load(
        package(
            {"retired": {"stn-nl-009": {"replaced_by": "stn-nl-001", "reason": "Told twice.",
                                        "retired_in": "1.2.0"}}}
        )
    )  # fmt: skip
    for lookup in (ds.stations.__getitem__, ds.record):
        with pytest.raises(
            RetiredIdError, match=r"retired in 1\.2\.0: Told twice.*stn-nl-001"
        ) as e:
            lookup("stn-nl-009")
        assert e.value.replaced_by == "stn-nl-001"


def test_evidence_for(real: ost.Dataset) -> None:
    rows = real.evidence_for("stn-nl-001", "established")
    assert rows
    assert all("established" in row.fields for row in rows)
    assert len(real.evidence_for("stn-nl-001")) > len(rows)


def test_frames_have_the_documented_types(real: ost.Dataset) -> None:
    frame = real.stations.to_pandas()
    assert str(frame["geonames_id"].dtype) == "Int64"
    assert str(frame["host_type"].dtype) == "category"
    polars = real.stations.to_polars()
    assert polars.height == len(real.stations)
    assert str(polars["activities"].dtype) == "List(String)"
    arrow = pa.table(real.stations)
    assert arrow.num_rows == len(real.stations)
    assert arrow.schema.field("established_latest").type == pa.date32()


def test_latest_is_at_most_the_day_it_was_known(package: Callable[[Patch], Path]) -> None:
    ds = ost.load(
        package({"stations": {"stn-nl-001": {"established": "2022"}}})
    )  # told on 2022-09-13
    (row,) = (
        ds.stations.to_arrow().select(["established_earliest", "established_latest"]).to_pylist()
    )
    assert {k: str(v) for k, v in row.items()} == {
        "established_earliest": "2022-01-01", "established_latest": "2022-09-13"
    }  # fmt: skip


def test_dicts_are_json(real: ost.Dataset) -> None:
    rows = json.loads(json.dumps(real.events[:3].to_dicts()))
    assert rows[0]["event_id"] == real.events[0].event_id


def test_representations_escape_what_they_show() -> None:
    name = "<script>alert(1)</script>\x1b[31m"
    table = ost.Table(Organisation, [Organisation(organisation_id="org-x", name=name, kind="ngo")])
    assert "<script>" not in table._repr_html_()
    assert "&lt;script&gt;" in table._repr_html_()
    assert "\x1b" not in repr(table)


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        ({"path": "../outside.csv"}, "leads out of the package"),
        ({"path": "/etc/passwd"}, "leads out of the package"),
        ({"path": "https://example.org/stations.csv"}, "nothing is fetched"),
        ({"path": "data/link.csv"}, "leads out of the package"),
        ({"path": ["a", "b"]}, "must be one file name"),
    ],
)
def test_a_hostile_path_is_refused(
    package: Callable[[Patch], Path], edit: dict[str, object], problem: str
) -> None:
    folder = package({})
    (folder.parent / "outside.csv").write_text("station_id\n")
    (folder / "data" / "link.csv").symlink_to(folder.parent / "outside.csv")
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["resources"][3].update(edit)
    path.write_text(json.dumps(descriptor), "utf-8")
    with pytest.raises(PackageError, match=problem):
        ost.load(folder)


def test_no_package_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"no datapackage\.json here"):
        ost.load(tmp_path)
    (tmp_path / "datapackage.json").write_text("[" * 100_000)
    with pytest.raises(PackageError, match="not a data package descriptor"):
        ost.load(tmp_path)


def test_a_bad_cell_names_file_line_and_column(package: Callable[[Patch], Path]) -> None:
    ds = ost.load(package({"stations": {"stn-nl-001": {"latitude": "north"}}}))
    with pytest.raises(RecordError) as caught:
        len(ds.stations)
    assert (caught.value.line, caught.value.column) == (2, "latitude")
    assert re.search(r"stations\.csv:2: latitude: .*'north'", str(caught.value))


def test_parquet_path_is_a_readable_file() -> None:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(ost.parquet_path("stations")).read()
    assert table.num_rows == len(ost.load().stations)
    assert table.schema.metadata[b"data_version"].decode() == ost.data_version
    with pytest.raises(UnknownNameError, match="did you mean stations"):
        ost.parquet_path("station")


def test_records_survive_without_a_dataset() -> None:
    table = ost.Table(Station, [Station(station_id="stn-nl-001", country_id="NL")])
    assert table.to_arrow().num_rows == 1
    with pytest.raises(UnknownIdError):
        table["stn-nl-009"]
