"""The country panel: balanced, its sums those of the records, its months those of its years."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import overseas_stations as ost
from overseas_stations.cli.main import app
from overseas_stations.derive import appeared_on, first_reported_on
from overseas_stations.derive.support import supporting
from overseas_stations.desk.panel import panel_table
from overseas_stations.errors import UnknownNameError
from overseas_stations.schema.panel import PANEL, stance_column
from overseas_stations.vocabulary import Stance
from tests.conftest import ROOT

FLOWS = [column.name for column in PANEL if column.role == "flow"]


@pytest.fixture(scope="module")
def monthly(real: ost.Dataset) -> pd.DataFrame:
    return real.country_panel("month")


def standing(ds: ost.Dataset, table: str) -> list[Any]:
    appeared = appeared_on(ds)
    return [
        record
        for record in ds.table(table)
        if record.primary_key in appeared
        and supporting(ds.evidence_by_record.get(record.primary_key, ()))
    ]


def check_laws(ds: ost.Dataset) -> None:
    monthly = panel_table(ds, "month").to_pandas()
    yearly = panel_table(ds, "year").to_pandas()
    # Balanced, without gaps.
    assert len(monthly) == monthly["iso2"].nunique() * monthly["period"].nunique()
    assert not monthly.duplicated(["iso2", "period"]).any()
    # Months add up to years, and stocks at the end of December are those of the year.
    added = monthly.groupby(["iso2", "year"])[FLOWS].sum()
    assert added.equals(yearly.set_index(["iso2", "year"])[FLOWS])
    last = monthly.groupby(["iso2", "year"])[["stations_reported", "inquiries_open"]].last()
    assert last.equals(yearly.set_index(["iso2", "year"])[["stations_reported", "inquiries_open"]])
    # Sums over periods are counts over records.
    total = monthly[FLOWS].sum()
    statements = standing(ds, "statements")
    assert total["statements"] == sum(len(s.about_country_ids) for s in statements)
    for stance in Stance:
        wanted = sum(len(s.about_country_ids) for s in statements if stance in s.stances)
        assert total[stance_column(stance)] == wanted
    events = [str(event.kind) for event in standing(ds, "events")]
    assert total["closures_ordered"] == events.count("ordered_closed")
    assert total["closures_reported"] == events.count("reported_closed")
    assert total["inquiries_opened"] == len(standing(ds, "investigations"))
    reported = [first_reported_on(ds, key) for key in ds.stations.ids()]
    assert total["stations_first_reported"] == sum(day is not None for day in reported)
    # Stocks follow from flows.
    for _, rows in monthly.groupby("iso2"):
        assert rows["stations_reported"].is_monotonic_increasing
        assert (rows["stations_first_reported"].cumsum() == rows["stations_reported"]).all()
        opened = rows["inquiries_opened"].cumsum() - rows["inquiries_ended"].cumsum()
        assert (opened == rows["inquiries_open"]).all()
        assert (rows["inquiries_open"] >= 0).all()
        assert (rows["first_report"].notna() == (rows["stations_reported"] > 0)).all()
    assert (monthly["denials_by_china"] <= monthly["statements_by_china"]).all()
    assert (monthly["statements_by_china"] <= monthly["statements"]).all()


def test_the_laws_hold_of_the_data(real: ost.Dataset) -> None:
    check_laws(real)


@given(st.data())
@settings(max_examples=12)
def test_the_laws_hold_of_any_part(real: ost.Dataset, data: st.DataObject) -> None:
    """Of the data with evidence, events or statements left out or put on other days."""
    tables = [*real.sources, *real.organisations, *real.countries, *real.stations]
    keep = data.draw(st.integers(1, 7))
    shift = data.draw(st.integers(0, 6))
    for name in ("investigations", "statements", "events"):
        tables += [r for n, r in enumerate(real.table(name)) if (n + shift) % keep == 0]
    ids = {record.primary_key for record in tables}
    drop = data.draw(st.integers(2, 9))
    rows = [r for r in real.evidence if r.record_id in ids]
    tables += [row for n, row in enumerate(rows) if (n + shift) % drop]
    check_laws(ost.Dataset.from_records(tables))


def test_every_column_is_described(monthly: pd.DataFrame) -> None:
    assert list(monthly.columns) == [column.name for column in PANEL]
    assert monthly.attrs["columns"] == {column.name: column.description for column in PANEL}
    assert monthly.attrs["data_version"] == ost.data_version
    assert "last day that its date admits" in monthly.attrs["placed"]
    assert {str(monthly[c].dtype) for c in FLOWS} == {"Int64"}
    assert str(monthly["period"].dtype) == "datetime64[ms]"


def test_a_part_of_the_time_keeps_what_was_before(real: ost.Dataset, monthly: pd.DataFrame) -> None:
    part = real.country_panel("month", start="2022-11", end=date(2023, 2, 14))
    assert part["period"].nunique() == 4
    same = monthly[monthly["period"].between("2022-11-01", "2023-02-01")]
    pd.testing.assert_frame_equal(part, same.reset_index(drop=True))


def test_all_countries_have_rows_of_nothing(real: ost.Dataset) -> None:
    rows = real.country_panel("year", start="2022", end="2022", all_countries=True)
    assert list(rows["iso2"]) == list(real.countries.ids())
    assert rows.loc[rows["iso2"] == "TV", FLOWS].sum().sum() == 0


def test_ireland_in_october_2022(monthly: pd.DataFrame) -> None:
    rows = monthly[monthly["iso2"] == "IE"].set_index("period")
    assert rows.loc["2022-10-01", "closures_ordered"] == 1
    assert rows.loc["2022-08-01", "stations_reported"] == 0
    assert rows.loc["2022-10-01", "stations_reported"] >= 1
    assert rows.loc["2022-10-01", "iso3"] == "IRL"


def test_nothing_known_is_no_row() -> None:
    empty = ost.Dataset.from_records([]).country_panel("year")
    assert empty.empty
    assert list(empty.columns) == [column.name for column in PANEL]


def test_mistakes_are_told(real: ost.Dataset) -> None:
    with pytest.raises(UnknownNameError, match="did you mean month"):
        real.country_panel("moth")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="write 2022, 2022-10"):
        real.country_panel("year", start="last year")


@pytest.mark.parametrize("name", ["panel.csv", "panel.parquet"])
def test_the_command_writes_the_same(name: str, real: ost.Dataset, tmp_path: Path) -> None:
    out = tmp_path / name
    arguments = ["panel", "--freq", "year", "--out", str(out), "--data", str(ROOT)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    expected = panel_table(real, "year")
    if out.suffix == ".parquet":
        assert pq.read_table(out).equals(expected)
    else:
        read = pd.read_csv(out, keep_default_na=False, dtype=str)
        assert list(read["iso2"]) == expected["iso2"].to_pylist()
        assert [int(n) for n in read["statements"]] == expected["statements"].to_pylist()
    assert CliRunner().invoke(app, ["panel", "--out", str(tmp_path / "a.xls")]).exit_code == 2


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("panel_example", ROOT / "examples" / "panel.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_joins_a_panel_of_another_package(
    real: ost.Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    made = example()
    rows = made.joined(real)
    assert len(rows) > 400, "nearly every country and both years are in both panels"
    found = made.answer(rows)
    assert list(found.index) == ["fewest", "few", "many", "most"]
    assert found["stations"].sum() == rows.loc[rows["year"] == 2022, "stations_reported"].sum()
    assert (found["inquired"] <= found["reported"]).all()
    made.main()
    assert "What this cannot show" in capsys.readouterr().out
