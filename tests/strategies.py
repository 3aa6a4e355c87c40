"""Hypothesis strategies for every record, made from what the records declare."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Record
from overseas_stations.schema.spec import FieldSpec, TableSpec

_DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))

_ASCII = st.characters(min_codepoint=33, max_codepoint=126)

#: Any text that UTF-8 can carry; NUL is no text and no CSV reader agrees on it.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20
)


@st.composite
def points(draw: st.DrawFn) -> str:
    """A year, a month or a day."""
    day = draw(_DAYS).isoformat()
    return day[: draw(st.sampled_from((4, 7, 10)))]


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """Every accepted form."""
    form = draw(st.sampled_from(("point", "interval", "until", "since")))
    if form == "point":
        return PartialDate(draw(points()))
    if form == "until":
        return PartialDate("../" + draw(points()))
    if form == "since":
        return PartialDate(draw(points()) + "/..")
    one, other = PartialDate(draw(points())), PartialDate(draw(points()))
    bounds = [(value.earliest or date.min, value.latest or date.max) for value in (one, other)]
    (first, last), (first2, last2) = bounds
    if first <= first2 and last <= last2:
        return PartialDate(f"{one}/{other}")
    return PartialDate(f"{other}/{one}") if first2 <= first and last2 <= last else one


def _values(field: FieldSpec) -> st.SearchStrategy[Any]:
    if field.type == "date":
        return partial_dates()
    if field.type == "day":
        return _DAYS
    if field.type == "boolean":
        return st.booleans()
    if field.vocabulary:
        return st.sampled_from(list(field.vocabulary))
    if field.pattern:
        return st.from_regex(field.pattern.replace("$", r"\Z"), fullmatch=True, alphabet=_ASCII)
    if field.type == "integer":
        low = field.minimum if field.minimum is not None else field.exclusive_minimum
        return st.integers(int(low) + 1 if low is not None else -(2**63), 2**63 - 1)
    if field.type == "number":
        return st.floats(field.minimum, field.maximum, allow_nan=False, allow_infinity=False)
    return TEXTS


def _field(field: FieldSpec) -> st.SearchStrategy[Any]:
    if field.type == "list":
        item = _values(_item(field))
        return st.lists(item, min_size=int(field.required), max_size=3).map(tuple)
    return _values(field) if field.required or field.is_key else st.none() | _values(field)


def _item(field: FieldSpec) -> FieldSpec:
    from dataclasses import replace

    return replace(field, type="string")


def records(spec: TableSpec) -> st.SearchStrategy[Record]:
    """Valid records of one table."""
    return st.fixed_dictionaries({field.name: _field(field) for field in spec.fields}).map(
        lambda values: spec.record(**values)
    )
