"""Frames: the same values in every library, with the types that are documented."""

from __future__ import annotations

import sys
from typing import Any

import geopandas
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ost
from overseas_stations.dataset import Table
from overseas_stations.derive import derived_tables
from overseas_stations.desk.frames import ORDERED
from overseas_stations.errors import MissingExtraError, UnknownNameError
from overseas_stations.records import Record
from overseas_stations.schema.arrow import bound_columns
from overseas_stations.schema.spec import FieldSpec, TableSpec, all_tables
from overseas_stations.schema.spec import derived_tables as derived
from tests.strategies import records

SPECS = (*all_tables(), *derived())


def plain(value: Any) -> Any:
    """A frame's cell as Arrow's own Python value."""
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=8)
def test_every_value_survives(spec: TableSpec, data: st.DataObject) -> None:
    made = data.draw(st.lists(records(spec), max_size=4))
    table: Table[Record] = Table(spec.record, made)
    expected = table.to_arrow().to_pylist()
    frame = table.to_pandas()
    assert [
        {column: plain(value) for column, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ] == expected
    assert table.to_polars().to_dicts() == expected


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_types_are_those_documented(spec: TableSpec) -> None:
    table: Table[Record] = Table(spec.record, ())
    pandas, polars = table.to_pandas(), table.to_polars()
    for field in spec.fields:
        kind, enum = pandas[field.name].dtype, polars.schema[field.name]
        if field.vocabulary and field.type != "list":
            members = [member.value for member in field.vocabulary]
            assert isinstance(kind, pd.CategoricalDtype)
            assert list(kind.categories) == members
            assert kind.ordered == (field.vocabulary in ORDERED)
            assert enum == pl.Enum(members)
        else:
            assert (str(kind), enum) == expected_types(field)
        for bound in bound_columns(field):
            assert (str(pandas[bound].dtype), polars.schema[bound]) == ("datetime64[ms]", pl.Date)
    assert set(pandas.attrs["columns"]) == set(pandas.columns)
    assert pandas.attrs["table"] == spec.name


def expected_types(field: FieldSpec) -> tuple[str, Any]:
    return {
        "string": ("string", pl.String()),
        "date": ("string", pl.String()),
        "integer": ("Int64", pl.Int64()),
        "number": ("float64", pl.Float64()),
        "boolean": ("boolean", pl.Boolean()),
        "day": ("datetime64[ms]", pl.Date()),
        "list": ("object", pl.List(pl.String())),
    }[field.type]


def test_an_unknown_member_of_a_newer_release_comes_last(real: ost.Dataset) -> None:
    newer = real.stations[0].model_copy(update={"host_type": "spaceship"})
    table = Table(real.stations.kind, [newer])
    assert list(table.to_pandas()["host_type"].cat.categories)[-1] == "spaceship"
    assert table.to_polars()["host_type"].to_list() == ["spaceship"]


def test_an_assessment_compares_as_documented(real: ost.Dataset) -> None:
    status = next(t for t in derived_tables(real) if t.name == "station_status").to_pandas()
    assert (status["assessment"] >= "corroborated").sum() == sum(
        status["assessment"].isin(["corroborated", "acknowledged"])
    )


def test_points_are_where_coordinates_are(real: ost.Dataset) -> None:
    flat = next(t for t in derived_tables(real) if t.name == "stations_flat")
    for table in (real.stations, flat):
        frame = table.to_geopandas()
        assert isinstance(frame, geopandas.GeoDataFrame)
        assert frame.crs == "EPSG:4326"
        assert len(frame) == len(table)
        for record, point in zip(table, frame.geometry, strict=True):
            if record.latitude is None or record.longitude is None:
                assert point is None
            else:
                assert (point.y, point.x) == (record.latitude, record.longitude)
    with pytest.raises(UnknownNameError, match="no coordinates; stations and"):
        real.events.to_geopandas()


@pytest.mark.parametrize(
    ("library", "method", "extra"),
    [("pandas", "to_pandas", "pandas"), ("polars", "to_polars", "polars"),
     ("geopandas", "to_geopandas", "geo")],
)  # fmt: skip
def test_a_missing_library_is_named_with_its_extra(
    library: str, method: str, extra: str, real: ost.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"overseas-stations\[{extra}\]"):
        getattr(real.stations, method)()
