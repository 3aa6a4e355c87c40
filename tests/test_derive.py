"""The laws of time and of independence, on the real data and on generated claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ost
from overseas_stations import derive
from overseas_stations.dataset import Dataset
from overseas_stations.records import Evidence, Figure, Organisation
from overseas_stations.schema.spec import RECORD_TABLES
from overseas_stations.validation.rules import Patch
from tests.conftest import ROOT

_BEGIN, _END = date(2018, 1, 1), date(2026, 11, 30)
DAYS = st.dates(_BEGIN, _END)


@lru_cache(maxsize=1)
def data() -> Dataset:
    """The real data, read once."""
    return ost.load(ROOT)


@lru_cache(maxsize=64)
def at(day: date) -> Dataset:
    return data().as_of(day)


@given(DAYS, DAYS)
@settings(max_examples=12)
def test_time_only_adds_rows(one: date, other: date) -> None:
    early, late = at(min(one, other)), at(max(one, other))
    for name in (*RECORD_TABLES, "evidence", "sources", "organisations"):
        assert set(early.table(name).ids()) <= set(late.table(name).ids())


@given(DAYS, DAYS)
@settings(max_examples=8)
def test_looking_back_twice_is_looking_back_once(one: date, other: date) -> None:
    assert at(max(one, other)).as_of(min(one, other)) == at(min(one, other))


def test_the_last_day_shows_everything(real: Dataset) -> None:
    assert real.as_of(derive.latest_day(real)) == real


@given(DAYS)
@settings(max_examples=8)
def test_the_day_of_knowing_does_not_depend_on_the_day_of_looking(day: date) -> None:
    now = derive.appeared_on(data())
    then = derive.appeared_on(at(day))
    assert then == {key: known for key, known in now.items() if known <= day}


def test_a_withdrawal_removes_support_and_no_row(package: Callable[[Patch], Path]) -> None:
    ds = ost.load(package({"evidence": {"evd-000000000001": {"withdrawn_by": "src-gov-0001"}}}))
    before, after = ds.as_of("2022-11-01"), ds.as_of("2022-11-02")
    assert derive.assessment(before, "stn-nl-001").level == "single_claimant"
    assert derive.assessment(after, "stn-nl-001").level == "unsupported"
    assert after.stations["stn-nl-001"].city == "Amsterdam"
    assert len(after.evidence) >= len(before.evidence)


def test_standing_shows_from_the_day_its_source_was_known(
    package: Callable[[Patch], Path],
) -> None:
    patch: Patch = {
        "sources": {"src-ngo-0001": {"standing": "retracted", "standing_source": "src-gov-0001"}}
    }
    ds = ost.load(package(patch))
    assert ds.as_of("2022-11-01").sources["src-ngo-0001"].standing == "stands"
    assert ds.as_of("2022-11-02").sources["src-ngo-0001"].standing == "retracted"


def test_a_day_must_be_a_day(real: Dataset) -> None:
    with pytest.raises(ValueError, match="write YYYY-MM-DD"):
        real.as_of("December 2022")


_NAMES = [f"org-{letter}" for letter in "abcde"] + ["org-unnamed"]
_LINKS = st.lists(
    st.tuples(st.sampled_from(_NAMES), st.none() | st.sampled_from(_NAMES)), max_size=8
)


def _rows(links: list[tuple[str, str | None]]) -> list[Evidence]:
    return [
        Evidence(
            evidence_id=f"evd-{number:012x}", record_table="stations", record_id="stn-nl-001",
            fields=("*",), source_id="src-x-0001", attributed_to=claimant, relies_on=on,
            relation="supports",
        )
        for number, (claimant, on) in enumerate(links)
    ]  # fmt: skip


_CLAIMANTS = Dataset.from_records(
    Organisation(organisation_id=name, name=name, kind="unnamed" if "unnamed" in name else "media")
    for name in _NAMES
)


@given(_LINKS)
def test_independence_counts_claimants_never_outlets(links: list[tuple[str, str | None]]) -> None:
    found = derive.independent_claimants(_CLAIMANTS, _rows(links))
    assert found == derive.independent_claimants(_CLAIMANTS, _rows(links * 3))
    assert "org-unnamed" not in found
    assert set(found) <= {name for link in links for name in link if name}


@given(_LINKS, st.sampled_from(_NAMES))
def test_a_mere_follower_adds_nothing(links: list[tuple[str, str | None]], leader: str) -> None:
    before = derive.independent_claimants(_CLAIMANTS, _rows([*links, (leader, None)]))
    followed = [*links, (leader, None), ("org-follower", leader)]
    assert derive.independent_claimants(_CLAIMANTS, _rows(followed)) == before


@given(st.integers(0, 500), st.sampled_from(["exact", "about", "nearly", "up_to", "at_least"]))
def test_a_figure_never_contradicts_itself(value: int, qualifier: str) -> None:
    figure = Figure(
        figure_id="fig-001", scope="world", measure="stations", value=value, qualifier=qualifier,
        claimed_by="org-a",
    )  # fmt: skip
    low, high = derive.figure_bounds(figure)
    assert low <= high
    assert low <= value <= high


def test_history_tells_each_status_with_its_day(real: Dataset) -> None:
    told = derive.history(real, "stn-nl-001")
    days = [day for day, _ in told]
    assert days == sorted(days)
    for day, status in told:
        assert derive.status(real.as_of(day), "stn-nl-001") == status
        earlier = real.as_of(day - timedelta(days=1))
        if "stn-nl-001" in earlier.stations:
            assert derive.status(earlier, "stn-nl-001") != status
