"""The laws of partial dates."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from overseas_stations import PartialDate
from tests.strategies import partial_dates


@given(partial_dates())
def test_text_is_the_value(value: PartialDate) -> None:
    assert PartialDate(str(value)) == value
    assert hash(PartialDate(str(value))) == hash(value)
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.deepcopy(value) == value


@given(partial_dates())
def test_json_round_trip(value: PartialDate) -> None:
    adapter = TypeAdapter(PartialDate)
    assert adapter.validate_json(adapter.dump_json(value)) == value


@given(partial_dates())
def test_bounds_are_in_order_and_contained(value: PartialDate) -> None:
    if value.earliest and value.latest:
        assert value.earliest <= value.latest
    for day in (value.earliest, value.latest):
        if day:
            assert value.contains(day)
            assert value.contains(PartialDate(day.isoformat()))
    if value.earliest and value.earliest > date.min:
        assert not value.contains(value.earliest - timedelta(days=1))
    if value.latest and value.latest < date.max:
        assert not value.contains(value.latest + timedelta(days=1))


@given(partial_dates(), partial_dates(), partial_dates())
def test_containment_is_a_preorder(a: PartialDate, b: PartialDate, c: PartialDate) -> None:
    assert a.contains(a)
    if a.contains(b) and b.contains(c):
        assert a.contains(c)
    if a.contains(b) and b.contains(a):
        assert (a.earliest, a.latest) == (b.earliest, b.latest)


@given(partial_dates(), partial_dates(), partial_dates())
def test_order_is_total(a: PartialDate, b: PartialDate, c: PartialDate) -> None:
    assert (a < b) + (b < a) + (a == b) == 1
    if a < b and b < c:
        assert a < c


@given(partial_dates(), partial_dates())
def test_order_follows_the_first_day(a: PartialDate, b: PartialDate) -> None:
    if a.earliest is None and b.earliest is not None:
        assert a < b
    if a.earliest and b.earliest and a.earliest < b.earliest:
        assert a < b
    if a.earliest == b.earliest and a.latest is not None and b.latest is None:
        assert a < b


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2022-10-27", date(2022, 10, 27), date(2022, 10, 27), "day"),
        ("2022-01/2022-02", date(2022, 1, 1), date(2022, 2, 28), "interval"),
        ("../2020-01", None, date(2020, 1, 31), "open"),
        ("2016/..", date(2016, 1, 1), None, "open"),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "month"),
    ],
)
def test_examples(text: str, earliest: date | None, latest: date | None, precision: str) -> None:
    value = PartialDate(text)
    assert (value.earliest, value.latest, value.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    ["", "22", "2022-13", "2022-02-30", "2022-1", "20221027", "2022-W01", "2022/", "/2022", "../..",
     "2023/2022", "2022-10/2022-09", "2022~", "0000", " 2022", "2022\n", "2022-10-27T00:00"],
)  # fmt: skip
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"form|calendar|swap"):
        PartialDate(text)


def test_immutable() -> None:
    value = PartialDate("2022")
    with pytest.raises(AttributeError, match="immutable"):
        value.earliest = None  # type: ignore[misc]
    with pytest.raises(AttributeError, match="immutable"):
        del value.latest


@given(st.one_of(st.integers(), st.none(), st.dates()))
def test_pydantic_refuses_what_is_no_text(value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(PartialDate).validate_python(value)
