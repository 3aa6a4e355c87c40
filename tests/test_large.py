"""Large datasets are asked in SQL; every answer is that of the typed records."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ost
from overseas_stations import large
from overseas_stations.canonical import csv_text
from overseas_stations.cells import write_record
from overseas_stations.dataset import Dataset
from overseas_stations.errors import PackageError, UnknownIdError, UnknownNameError
from overseas_stations.records import RECORDS, Record
from overseas_stations.schema.table_schema import descriptor_text
from tests.test_derived_tables import (
    _ALL_DAYS,
    _DATES,
    _ORGANISATIONS,
    _SOURCES,
    HARD,
    _make,
    _told,
    datasets,
)

ROOT = Path(__file__).parent.parent

#: Days before, in and after the reporting, the first and last possible ones, and a day of many reports.
DAYS = (
    "2016-01-01", "2018-07-01", "2020-12-31", "2022-09-12", "2022-10-26", "2022-11-01", "2022-12-04",
    "2022-12-05", "2023-01-15", "2023-04-17", "2024-06-30", "2026-11-23", "9999-12-31",
)  # fmt: skip


def write(ds: Dataset, folder: Path) -> Path:
    """The dataset as a package of CSV files."""
    (folder / "data").mkdir()
    (folder / "datapackage.json").write_text(descriptor_text(), "utf-8")
    for table in ds.tables:
        rows = [write_record(record) for record in table]
        text = csv_text(table.columns, rows)
        (folder / "data" / f"{table.name}.csv").write_text(text, "utf-8", newline="\n")
    return folder


@contextmanager
def opened(ds: Dataset) -> Iterator[large.LargeDataset]:
    with TemporaryDirectory() as folder, large.open(write(ds, Path(folder)), threads=1) as found:
        yield found


def plain(table: pa.Table) -> list[dict[str, object]]:
    return table.to_pylist()


def check_tables(found: large.LargeDataset, ds: Dataset) -> None:
    """Every table, cell by cell, with its types and its count."""
    for name in RECORDS:
        expected, got = ds.table(name).to_arrow(), found.table(name)
        assert plain(got) == plain(expected), (name, found)
        assert got.schema.equals(expected.schema, check_metadata=True)
        assert found.count(name) == len(expected)


def check_answers(found: large.LargeDataset, ds: Dataset) -> None:
    """What the desk says of it."""
    assert plain(found.timeline()) == plain(ds.timeline().to_arrow()), found
    assert plain(found.completeness()) == plain(ds.completeness().to_arrow()), found


@pytest.fixture(scope="module")
def whole() -> Iterator[large.LargeDataset]:
    with large.open(ROOT, threads=1) as found:
        yield found


def test_the_whole_is_the_dataset(whole: large.LargeDataset, real: Dataset) -> None:
    check_tables(whole, real)
    check_answers(whole, real)


@pytest.mark.parametrize("day", DAYS)
def test_the_real_data_as_of_any_day(whole: large.LargeDataset, real: Dataset, day: str) -> None:
    found, ds = whole.as_of(day), real.as_of(day)
    check_tables(found, ds)
    check_answers(found, ds)


def test_the_hard_cases_as_of_any_day() -> None:
    ds = ost.load(HARD)
    with large.open(HARD, threads=1) as found:
        check_answers(found, ds)
        for day in DAYS[3:10]:
            check_tables(found.as_of(day), ds.as_of(day))
            check_answers(found.as_of(day), ds.as_of(day))


@given(datasets())
@settings(max_examples=5)
def test_generated_datasets_as_of_any_day(ds: Dataset) -> None:
    with opened(ds) as found:
        check_tables(found, ds)
        check_answers(found, ds)
        for day in _ALL_DAYS[4:12:4]:
            check_tables(found.as_of(day), ds.as_of(day))
            check_answers(found.as_of(day), ds.as_of(day))


@st.composite
def crowded(draw: st.DrawFn) -> Dataset:
    """A generated dataset with figures and cooperations, sources that retell one another in any
    way, and organisations that some source names otherwise."""
    ds = draw(datasets())
    organisations, maybe = st.sampled_from(sorted(_ORGANISATIONS)), st.none()
    told: list[Record] = [
        _make(
            "figures", figure_id=f"fig-00{n}", scope=draw(st.sampled_from(("country", "region", "world"))),
            country_id=draw(st.sampled_from(("NL", "DE"))), region=draw(st.sampled_from(("City stn-nl-001", None))),
            operated_by=draw(maybe | organisations), measure=draw(st.sampled_from(("stations", "stations", "staff"))),
            per_measure=draw(st.sampled_from((None, None, "stations"))), per_value=draw(st.sampled_from((None, 0, 2))),
            value=draw(maybe | st.integers(0, 3)), value_to=draw(maybe | st.integers(3, 4)),
            qualifier=draw(st.sampled_from(("exact", "at_least", "some"))), claimed_by=draw(organisations),
        )
        for n in range(1, draw(st.integers(2, 6)))
    ]  # fmt: skip
    told.append(
        _make(
            "cooperations", cooperation_id="coo-nl-001", country_id="NL", kind="training",
            host_party=draw(maybe | organisations), chinese_party=draw(organisations), started=draw(maybe | _DATES),
        )
    )  # fmt: skip
    told.append(
        _make("stations", station_id="stn-nl-003", country_id="NL", city="City stn-nl-001",
            operated_by=draw(organisations), possibly_same_as=("stn-nl-001",), designation="contact_point")
    )  # fmt: skip
    rows = [row for record in told for _ in range(2) for row in draw(_told(record))]
    for record, column in ((told[0], "claimed_by"), (told[-1], "operated_by")):
        rows.append(
            {
                "record_table": record.table, "record_id": record.primary_key, "fields": (column,),
                "source_id": draw(st.sampled_from(_SOURCES)), "attributed_to": "org-paper",
                "relation": "supports", "value": draw(organisations),
            }
        )  # fmt: skip
    evidence = (
        _make("evidence", evidence_id=f"evd-{number + 2**40:012x}", **row)
        for number, row in enumerate(rows)
    )
    sources = [
        source.model_copy(update={"derived_from": draw(maybe | st.sampled_from(_SOURCES))})
        for source in ds.sources
    ]
    others = (r for table in ds.tables if table.name != "sources" for r in table)
    return Dataset.from_records([*others, *sources, *told, *evidence])


@given(crowded())
@settings(max_examples=4)
def test_crowded_datasets_as_of_any_day(ds: Dataset) -> None:
    with opened(ds) as found:
        check_answers(found, ds)
        for day in _ALL_DAYS[3:12:4]:
            check_tables(found.as_of(day), ds.as_of(day))
            check_answers(found.as_of(day), ds.as_of(day))


def check_what_little_is_read_for(found: large.LargeDataset, ds: Dataset, names: list[str]) -> None:
    """Counts, tables without free text, and completeness: answered from what was known by the day."""
    assert plain(found.completeness()) == plain(ds.completeness().to_arrow()), found
    for name in names:
        assert found.count(name) == len(ds.table(name)), (name, found)
        if name in ("organisations", "sources", "evidence"):
            assert plain(found.table(name)) == plain(ds.table(name).to_arrow()), (name, found)


#: Later and earlier days, more often than a day is looked up by itself.
_TURNS = (3, 1, 4, 5, 2, 6, 8, 7, 11)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("folder", [ROOT, HARD], ids=["real", "hard"])
def test_days_in_any_order(folder: Path, backwards: bool) -> None:
    names = sorted(RECORDS, reverse=backwards)
    ds = ost.load(folder)
    with large.open(folder, threads=1) as found:
        for turn in _TURNS:
            day = DAYS[turn]
            check_what_little_is_read_for(found.as_of(day), ds.as_of(day), names)


@given(crowded(), st.permutations(list(RECORDS)), st.permutations(_ALL_DAYS[3:12]))
@settings(max_examples=4)
def test_generated_days_in_any_order(ds: Dataset, names: list[str], days: list[str]) -> None:
    with opened(ds) as found:
        for day in days[:5]:
            check_what_little_is_read_for(found.as_of(day), ds.as_of(day), names)
        check_answers(found, ds)


@pytest.mark.parametrize("first", [*RECORDS, "timeline", "completeness"])
def test_any_question_may_be_the_first(real: Dataset, first: str) -> None:
    day = "2022-12-05"
    then = real.as_of(day)
    with large.open(ROOT, threads=1) as opened_now:
        found = opened_now.as_of(day)
        if first in RECORDS:
            assert plain(found.table(first)) == plain(then.table(first).to_arrow())
        else:
            assert plain(getattr(found, first)()) == plain(getattr(then, first)().to_arrow())


def test_parquet_is_read_as_csv_is(real: Dataset, tmp_path: Path) -> None:
    resources = []
    for name in RECORDS:
        pq.write_table(real.table(name).to_arrow(), tmp_path / f"{name}.parquet")
        resources.append({"name": name, "path": f"{name}.parquet"})
    text = json.dumps({"name": "large", "version": real.version, "resources": resources})
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    with large.open(tmp_path, memory="128MB") as found:
        check_tables(found, real)
        check_tables(found.as_of("2022-12-05"), real.as_of("2022-12-05"))


@pytest.mark.parametrize("about", [{"country_id": "NL"}, {"station_id": "stn-nl-001"}])
def test_a_timeline_is_of_a_country_or_a_station(
    whole: large.LargeDataset, real: Dataset, about: dict[str, str]
) -> None:
    assert plain(whole.timeline(**about)) == plain(real.timeline(**about).to_arrow())
    then = whole.as_of("2022-12-05")
    expected = real.as_of("2022-12-05").timeline(**about)
    assert plain(then.timeline(**about)) == plain(expected.to_arrow())


def test_views_go_back_only(whole: large.LargeDataset) -> None:
    then = whole.as_of("2022-12-05")
    assert then.as_of("2023-01-01").count("evidence") == then.count("evidence")
    assert then.as_of("2022-10-01").count("evidence") < then.count("evidence")
    assert "2022-12-05" in repr(then)
    assert whole.version


def test_parts_are_the_table(whole: large.LargeDataset) -> None:
    then = whole.as_of("2022-12-05")
    found = then.batches("sources").read_all()
    assert found.num_rows == then.count("sources")
    assert sorted(found["source_id"].to_pylist()) == then.table("sources")["source_id"].to_pylist()


def test_what_is_not_there_is_named(whole: large.LargeDataset, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="stations"):
        whole.table("station")
    with pytest.raises(UnknownNameError, match="512MB"):
        large.open(ROOT, memory="plenty")
    with pytest.raises(PackageError):
        large.open(tmp_path)
    with pytest.raises(UnknownIdError, match="ZZ"):
        whole.timeline(country_id="ZZ")
    with pytest.raises(UnknownIdError, match="stn-nl-001"):
        whole.as_of("1990-01-01").timeline(station_id="stn-nl-001")
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        whole.as_of("yesterday")


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with large.open(ROOT, threads=1) as found:
        assert found.count("stations")
        assert [*tmp_path.iterdir()]
    assert not [*tmp_path.iterdir()]


def test_too_little_memory_is_said(tmp_path: Path) -> None:
    with (
        large.open(ROOT, memory="2MB", threads=1) as found,
        pytest.raises(MemoryError, match="2MB"),
    ):
        found.timeline()


def test_columns_are_read_by_their_names(real: Dataset, tmp_path: Path) -> None:
    """In any order, and a column that an older release lacks is empty."""
    folder = write(real, tmp_path)
    path = folder / "data" / "organisations.csv"
    rows = [write_record(record) for record in real.organisations]
    path.write_text(csv_text(("name", "organisation_id", "kind"), rows), "utf-8", newline="\n")
    with large.open(folder, threads=1) as found:
        got = found.table("organisations")
        assert got["name"].to_pylist() == [o.name for o in real.organisations]
        assert got["country_id"].null_count == len(real.organisations)
    path.write_text(csv_text(("name", "kind"), rows), "utf-8", newline="\n")
    with (
        large.open(folder, threads=1) as found,
        pytest.raises(PackageError, match="organisation_id"),
    ):
        found.table("organisations")
