"""Large datasets are asked in SQL; every answer is that of the typed records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings

import overseas_stations as ost
from overseas_stations import large
from overseas_stations.canonical import csv_text
from overseas_stations.cells import write_record
from overseas_stations.dataset import Dataset
from overseas_stations.records import RECORDS
from overseas_stations.schema.table_schema import descriptor_text
from tests.test_derived_tables import _ALL_DAYS, HARD, datasets

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
    assert plain(found.timeline()) == plain(ds.timeline().to_arrow())
    assert plain(found.completeness()) == plain(ds.completeness().to_arrow())


def test_the_whole_is_the_dataset(real: Dataset) -> None:
    with large.open(ROOT) as found:
        check_tables(found, real)


def test_the_real_data_as_of_any_day(real: Dataset) -> None:
    with large.open(ROOT) as found:
        for day in DAYS:
            check_tables(found.as_of(day), real.as_of(day))


def test_the_hard_cases_as_of_any_day() -> None:
    ds = ost.load(HARD)
    with large.open(HARD) as found:
        for day in DAYS:
            check_tables(found.as_of(day), ds.as_of(day))


@given(datasets())
@settings(max_examples=20)
def test_generated_datasets_as_of_any_day(ds: Dataset) -> None:
    with opened(ds) as found:
        check_tables(found, ds)
        for day in _ALL_DAYS[::3]:
            check_tables(found.as_of(day), ds.as_of(day))
