"""The derived tables say of every day what the rules say of the dataset as it was known that day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ost
from overseas_stations import derive
from overseas_stations.cells import CellError, key_order, read_record, write_record, write_value
from overseas_stations.dataset import Dataset, Table
from overseas_stations.derive.as_of import Replay
from overseas_stations.derived_records import (
    DERIVED,
    CellHistoryRow,
    DayBasis,
    DerivationRule,
    HistoryRow,
    SourceDayRow,
)
from overseas_stations.errors import UnknownNameError
from overseas_stations.records import RECORDS, Record, Source
from overseas_stations.schema.arrow import read_parquet_rows
from overseas_stations.schema.json_schema import json_schema_text
from overseas_stations.schema.spec import (
    RECORD_TABLES,
    FieldSpec,
    TableSpec,
    all_tables,
    derived_tables,
    table_spec,
)
from overseas_stations.schema.table_schema import descriptor, table_schema
from overseas_stations.validation.rules import Patch
from overseas_stations.vocabulary import Relation
from tests.strategies import records

HARD = Path(__file__).parent / "hard_cases"

#: What is derived on a day: (record, field) to the value and on whose word it holds.
Values = dict[tuple[str, str], tuple[str, tuple[str, ...]]]


# ---------------------------------------------------------------------------------------------
# The law, the long way: the whole dataset as of the day, and the rules asked of it
# ---------------------------------------------------------------------------------------------


def computed(ds: Dataset, day: date) -> Values:
    then = ds.as_of(day)
    found: Values = {}

    def word(key: str) -> tuple[str, ...]:
        rows = [
            row
            for row in then.evidence_for(key, "*")
            if row.relation is Relation.SUPPORTS and not row.withdrawn_by
        ]
        who = tuple(sorted({row.attributed_to for row in rows}))
        return derive.independent_claimants(then, rows) or who

    def whose(event_id: str | None, actor: str | None) -> tuple[str, ...]:
        return () if event_id is None else (actor,) if actor else word(event_id)

    for name in RECORD_TABLES:
        found |= {(key, "known"): ("yes", ()) for key in then.table(name).ids()}
    for key, status in derive.statuses(then).items():
        found[key, "status"] = status.status, whose(status.event_id, status.actor)
    for key, told in derive.assessments(then).items():
        if told.level == "acknowledged":
            found[key, "assessment"] = told.level, told.acknowledged_by
        else:
            found[key, "assessment"] = told.level, told.independent or told.claimants
        found[key, "disputed"] = told.disputed, told.disputed_by
    for key, outcomes in derive.all_outcomes(then).items():
        for station, outcome in outcomes.items():
            field = f"outcome:{station}" if station else "outcome"
            found[key, field] = outcome.outcome, whose(outcome.event_id, outcome.actor)
    return found


def held_on(rows: Iterable[Any], day: date) -> Iterator[Any]:
    """As an application would: known_from <= day < known_until, or no known_until."""
    for row in rows:
        if row.known_from <= day and (row.known_until is None or day < row.known_until):
            yield row


def looked_up(rows: Iterable[HistoryRow], day: date) -> Values:
    return {
        (row.record_id, row.field): (row.value, () if row.field == "known" else row.on_word_of)
        for row in held_on(rows, day)
    }


def tables(ds: Dataset) -> dict[str, Table[Any]]:
    return {table.name: table for table in derive.derived_tables(ds)}


def check_history(ds: Dataset, days: Iterable[date]) -> None:
    rows = tables(ds)["history"]
    assert len(rows.ids()) == len(rows), "the keys are unique"
    for day in days:
        assert looked_up(rows, day) == computed(ds, day), day
    spans: dict[tuple[str, str], list[HistoryRow]] = {}
    for row in rows:
        assert row.known_until is None or row.known_from < row.known_until
        spans.setdefault((row.record_id, row.field), []).append(row)
    for told in spans.values():
        for one, other in pairwise(told):
            assert one.known_until is not None
            assert one.known_until <= other.known_from
            if one.known_until == other.known_from:
                assert (one.value, one.on_word_of, one.rule) != (
                    other.value,
                    other.on_word_of,
                    other.rule,
                )


def check_cells(ds: Dataset, days: Iterable[date]) -> None:
    """``cell_history`` shows on each day the filled cells of ``as_of``, and nothing else."""
    rows: Table[CellHistoryRow] = tables(ds)["cell_history"]
    assert len(rows.ids()) == len(rows), "the keys are unique"
    for day in days:
        then = ds.as_of(day)
        wanted = sorted(
            (name, record.primary_key, field.name, cell)
            for name in RECORD_TABLES
            for record in then.table(name)
            for field in table_spec(name).fields
            if not field.is_key and (cell := write_value(getattr(record, field.name)))
        )
        shown = ((r.record_table, r.record_id, r.field, r.value) for r in held_on(rows, day))
        assert sorted(shown) == wanted, day
    for one, other in pairwise(rows):
        assert one.known_until is None or one.known_from < one.known_until
        if (one.record_id, one.field) == (other.record_id, other.field):
            assert one.known_until is not None
            assert one.known_until <= other.known_from
            assert one.value != other.value or one.known_until < other.known_from


def check_source_days(ds: Dataset) -> None:
    """``source_days`` is ``known_on``, and each basis is the one that the rule comes to first."""
    rows: Table[SourceDayRow] = tables(ds)["source_days"]
    known = derive.known_on(ds)
    assert {row.source_id: row.known_on for row in rows} == known
    for row in rows:
        source: Source = ds.sources[row.source_id]
        own = {
            DayBasis.PUBLISHED: source.published_on and source.published_on.latest,
            DayBasis.ARCHIVED: source.archived_on and source.archived_on.latest,
            DayBasis.READ: source.accessed_on and source.accessed_on.latest,
        }
        assert own.get(row.basis, row.known_on) == row.known_on
        if own[DayBasis.PUBLISHED]:
            assert row.basis is DayBasis.PUBLISHED
        elif row.basis is DayBasis.RETOLD:
            assert ds.sources.where(derived_from=row.source_id)
            assert own[DayBasis.ARCHIVED] is None or row.known_on < own[DayBasis.ARCHIVED]
        elif row.basis is DayBasis.READ:
            assert own[DayBasis.ARCHIVED] is None


def check_station_history(ds: Dataset, days: Iterable[date]) -> None:
    """``history`` tells each status of a station on the first day of it."""
    found: dict[str, list[tuple[date, derive.StationStatus]]] = {s: [] for s in ds.stations.ids()}
    for day in days:
        for key, status in derive.statuses(ds.as_of(day)).items():
            if not found[key] or found[key][-1][1] != status:
                found[key].append((day, status))
    for key, told in found.items():
        assert list(derive.history(ds, key)) == told


# ---------------------------------------------------------------------------------------------
# Small generated datasets: everything happens within ten days
# ---------------------------------------------------------------------------------------------

#: Every day on which a generated source can have become known, and the ones beside.
_ALL_DAYS = [
    *(date(2021, 12, 30) + timedelta(days=n) for n in range(13)),
    date(2022, 1, 30),
    date(2022, 1, 31),
    date(2022, 2, 1),
]
_TEN = st.integers(1, 9).map(lambda n: f"2022-01-0{n}")
_DATES = st.one_of(_TEN, st.sampled_from(["2021", "2022-01", "../2022-01-04", "2022-01-03/.."]))
_ORGANISATIONS = {
    "org-ngo": ("ngo", "ES"),
    "org-paper": ("media", "NL"),
    "org-ministry": ("ministry", "NL"),
    "org-bureau": ("public_security_bureau", "CN"),
    "org-court": ("court", "US"),
    "org-unnamed": ("unnamed", None),
}
_STATIONS, _SOURCES = ("stn-nl-001", "stn-nl-002"), tuple(f"src-x-000{n}" for n in range(1, 7))
_INQUIRIES = ("inv-nl-001", "inv-nl-002")
_KINDS = (
    "ordered_closed", "reported_closed", "reported_active", "moved", "not_found", "found_to_exist",
    "found_to_exist", "closed_without_charges", "conviction", "searched",
)  # fmt: skip


def _make(table: str, **values: Any) -> Record:
    return RECORDS[table].model_validate(values)


def _world(told: Iterable[Record], rows: Iterable[dict[str, Any]]) -> Dataset:
    """A dataset of these records and evidence rows, with the countries and organisations."""
    return Dataset.from_records(
        [
            *told,
            *(
                _make("evidence", evidence_id=f"evd-{number:012x}", **row)
                for number, row in enumerate(rows)
            ),
            *(
                _make("organisations", organisation_id=key, name=key, kind=kind, country_id=country)
                for key, (kind, country) in _ORGANISATIONS.items()
            ),
            *(
                _make("countries", country_id=key, iso3=f"{key}X", iso_numeric="001", name=key)
                for key in ("NL", "DE")
            ),
        ]
    )


def _some(items: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(items), max_size=2, unique=True).map(tuple)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def _otherwise(draw: st.DrawFn, field: FieldSpec, value: Any) -> str:
    """What a source may hold for a cell instead: another date, country or inquiry, or a part."""
    if field.type == "list":
        return str(draw(st.sampled_from(value)))
    if field.type == "date":
        return str(draw(_DATES))
    return draw(st.sampled_from(("NL", "DE") if field.references == "countries" else _INQUIRIES))


@st.composite
def _told(draw: st.DrawFn, record: Record) -> list[dict[str, Any]]:
    """One source's telling of a record: of all, of a part, otherwise in one cell, or against it."""
    filled = {
        f.name: f
        for f in table_spec(record.table).fields
        if f.wants_evidence and getattr(record, f.name) not in (None, ())
    }
    columns = ("*", *filled)
    shared = {
        "record_table": record.table,
        "record_id": record.primary_key,
        "source_id": draw(st.sampled_from(_SOURCES)),
        "attributed_to": draw(st.sampled_from(sorted(_ORGANISATIONS))),
        "relies_on": draw(_maybe(st.sampled_from(sorted(_ORGANISATIONS)))),
        "relation": "supports",
        "withdrawn_by": draw(st.sampled_from((None, None, *_SOURCES))),
    }
    match draw(st.sampled_from(("whole", "whole", "part", "otherwise", "otherwise", "disputes"))):
        case "part":
            return [{**shared, "fields": draw(_some(columns)) or columns}]
        case "otherwise":
            names = [
                name
                for name, f in filled.items()
                if f.type in ("date", "list") or f.references in ("countries", "investigations")
            ]
            name = draw(st.sampled_from(names))
            value = draw(_otherwise(filled[name], getattr(record, name)))
            rest = tuple(column for column in columns if column != name)
            return [
                {**shared, "fields": rest},
                {**shared, "fields": (name,), "value": value},
            ]
        case "disputes":
            return [{**shared, "fields": ("*",), "relation": "disputes"}]
    return [{**shared, "fields": columns}]


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """A few claims about two stations, told, withdrawn, denied and judged in any order."""

    countries = st.sampled_from(("NL", "NL", "DE"))
    actors = _maybe(st.sampled_from(sorted(_ORGANISATIONS)))
    told: list[Record] = [
        _make("stations", station_id=key, country_id=draw(countries), city=f"City {key}")
        for key in _STATIONS
    ]
    told += [
        _make(
            "investigations", investigation_id=key, country_id="NL", authority="org-ministry",
            station_ids=draw(_some(_STATIONS)), looked_until=draw(_maybe(_DATES)),
        )
        for key in _INQUIRIES
    ]  # fmt: skip
    told += [
        _make(
            "events", event_id=f"evt-nl-00{n}", kind=draw(st.sampled_from(_KINDS)),
            occurred_on=draw(_maybe(_DATES)), actor=draw(actors), country_id=draw(countries),
            station_ids=draw(_some(_STATIONS)), investigation_id=draw(_maybe(st.sampled_from(_INQUIRIES))),
        )
        for n in range(1, draw(st.integers(1, 5)))
    ]  # fmt: skip
    told += [
        _make(
            "statements", statement_id=f"stm-nl-00{n}", issuer=draw(st.sampled_from(sorted(_ORGANISATIONS))),
            scope="country", about_country_ids=draw(_some(("NL", "DE"))), station_ids=draw(_some(_STATIONS)),
            stances=draw(st.sampled_from((("denies_existence",), ("condemns", "denies_existence")))),
        )
        for n in range(1, draw(st.integers(1, 3)))
    ]  # fmt: skip
    told.append(
        _make(
            "return_cases", return_case_id="ret-nl-001", country_id="NL", outcome="returned",
            occurred_on=draw(_maybe(_DATES)), station_ids=draw(_some(_STATIONS)),
        )
    )  # fmt: skip
    rows = [
        row
        for record in told
        for _ in range(draw(st.integers(1, 3)))
        for row in draw(_told(record))
    ]
    sources = [
        _make(
            "sources", source_id=key, url=f"https://example.org/{key}", publisher="X", kind="news",
            read_scope="full", standing="stands", published_on=draw(_maybe(_DATES)),
            archived_on=draw(_maybe(_TEN)), accessed_on=draw(st.sampled_from((None, "2022-01-09"))),
            derived_from=draw(_maybe(st.sampled_from(_SOURCES[:n]))) if n else None,
        )
        for n, key in enumerate(_SOURCES)
    ]  # fmt: skip
    return _world([*told, *sources], rows)


@given(datasets())
@settings(max_examples=200)
def test_generated_pasts_follow_the_law(ds: Dataset) -> None:
    check_history(ds, _ALL_DAYS)


@given(datasets())
@settings(max_examples=60)
def test_generated_cells_are_shown_as_by_as_of(ds: Dataset) -> None:
    check_cells(ds, _ALL_DAYS)


@given(datasets())
def test_generated_sources_have_the_day_on_which_they_were_known(ds: Dataset) -> None:
    check_source_days(ds)


@given(datasets())
def test_a_record_by_itself_is_as_in_the_whole(ds: Dataset) -> None:
    replay = Replay(ds)
    for day in _ALL_DAYS:
        then = ds.as_of(day)
        for name in RECORD_TABLES:
            for key in ds.table(name).ids():
                state = replay.at(key, day)
                assert (state and state.record) == then.table(name).get(key)
                assert (state.rows if state else ()) == then.evidence_by_record.get(key, ())


def _first_told_otherwise(record: Record, column: str, value: str) -> Dataset:
    """A record that one source tells otherwise, the next day one in full; others are told between."""
    key = record.primary_key
    others = [
        _make("stations", station_id="stn-nl-001", country_id="NL"),
        _make("investigations", investigation_id="inv-nl-001", country_id="NL", authority="org-ngo"),
        _make("investigations", investigation_id="inv-nl-002", country_id="NL", authority="org-ngo"),
        _make(
            "statements", statement_id="stm-nl-009", issuer="org-bureau", scope="country",
            about_country_ids=("DE",), stances=("denies_existence",),
        ),
    ]  # fmt: skip
    told = [record, *(other for other in others if other.primary_key != key)]
    shared = {"attributed_to": "org-ngo", "relation": "supports"}
    rows = []
    for other in told:
        row = {**shared, "record_table": other.table, "record_id": other.primary_key}
        columns = [f.name for f in table_spec(other.table).fields if f.wants_evidence]
        filled = ("*", *(c for c in columns if getattr(other, c) not in (None, ())))
        if other is record:
            rest = tuple(c for c in filled if c != column)
            rows += [
                {**row, "fields": rest, "source_id": "src-x-0002"},
                {**row, "fields": (column,), "source_id": "src-x-0002", "value": value},
                {**row, "fields": filled, "source_id": "src-x-0004"},
            ]
        else:
            late = other.primary_key in ("stm-nl-009", "inv-nl-002")
            rows.append({**row, "fields": filled, "source_id": f"src-x-000{3 if late else 1}"})
    sources = [
        _make(
            "sources", source_id=f"src-x-000{n}", url="https://example.org/x", publisher="X",
            kind="news", read_scope="full", standing="stands", published_on=f"2022-01-0{n}",
        )
        for n in range(1, 5)
    ]  # fmt: skip
    return _world([*told, *sources], rows)


@pytest.mark.parametrize(
    ("record", "column", "value", "field", "values"),
    [
        (
            _make("stations", station_id="stn-nl-001", country_id="NL"),
            "country_id", "DE", "stn-nl-001 disputed", "no generally no",
        ),
        (
            _make(
                "events", event_id="evt-nl-001", kind="conviction", country_id="NL",
                investigation_id="inv-nl-001",
            ),
            "investigation_id", "inv-nl-002", "inv-nl-002 outcome", "conviction none_reported",
        ),
        (
            _make(
                "statements", statement_id="stm-nl-001", issuer="org-bureau", scope="country",
                about_country_ids=("NL",), stances=("condemns", "denies_existence"),
            ),
            "stances", "condemns", "stn-nl-001 disputed", "no generally",
        ),
    ],
)  # fmt: skip
def test_what_was_first_told_otherwise_counts_as_it_was_told(
    record: Record, column: str, value: str, field: str, values: str
) -> None:
    ds = _first_told_otherwise(record, column, value)
    check_history(ds, _ALL_DAYS)
    check_cells(ds, _ALL_DAYS)
    rows = tables(ds)["history"]
    assert " ".join(r.value for r in rows if f"{r.record_id} {r.field}" == field) == values


@given(datasets())
@settings(max_examples=60)
def test_generated_statuses_are_told_on_their_first_day(ds: Dataset) -> None:
    check_station_history(ds, _ALL_DAYS)


@given(datasets())
def test_generated_tables_hold_what_the_functions_say(ds: Dataset) -> None:
    check_release(ds)


# ---------------------------------------------------------------------------------------------
# The hard cases and the real data
# ---------------------------------------------------------------------------------------------


@cache
def hard() -> Dataset:
    return ost.load(HARD)


@pytest.fixture(scope="module")
def derived(real: Dataset) -> dict[str, Table[Any]]:
    return tables(real)


def spread(first: date, last: date, count: int) -> Iterator[date]:
    for n in range(count):
        yield first + (last - first) * n / (count - 1)


def test_the_hard_cases_follow_the_law_on_every_day_of_news() -> None:
    days = sorted({*derive.known_on(hard()).values(), derive.latest_day(hard())})
    news = [day for day in days if day >= date(2022, 8, 1)]
    days = [*news, *(day - timedelta(days=1) for day in news[::4])]
    check_history(hard(), days)
    check_cells(hard(), days)
    check_source_days(hard())


def test_the_hard_cases_tell_each_status_on_its_first_day() -> None:
    check_station_history(hard(), sorted({*derive.known_on(hard()).values()}))


def test_the_real_past_follows_the_law(real: Dataset) -> None:
    check_history(real, spread(date(2022, 9, 1), derive.latest_day(real), 30))


def test_the_real_cells_are_shown_as_by_as_of(real: Dataset) -> None:
    check_cells(real, spread(date(2022, 9, 1), derive.latest_day(real), 12))


def test_what_the_cells_show_last_is_the_release(
    real: Dataset, derived: dict[str, Table[Any]]
) -> None:
    last = {(r.record_id, r.field): r.value for r in derived["cell_history"] if not r.known_until}
    for name in RECORD_TABLES:
        for record in real.table(name):
            cells = write_record(record)
            cells.pop(table_spec(name).key[0])
            for column, cell in cells.items():
                assert last.pop((record.primary_key, column), "") == cell
    assert not last


def test_the_real_sources_have_the_day_on_which_they_were_known(real: Dataset) -> None:
    check_source_days(real)


@pytest.mark.parametrize(
    ("dates", "retelling", "day", "basis"),
    [
        ({"published_on": "2022-01", "archived_on": "2022-01-01"}, "2022-01-02", "2022-01-31", "published"),
        ({"published_on": "2022-01/..", "archived_on": "2022-01-03"}, "2022-01-04", "2022-01-03", "archived"),
        ({"archived_on": "2022-01-03"}, "2022-01-03", "2022-01-03", "archived"),
        ({"archived_on": "2022-01-03"}, "2022-01-02", "2022-01-02", "retold"),
        ({"accessed_on": "2022-01-01"}, "2022-01-02", "2022-01-02", "retold"),
        ({"accessed_on": "2022-01-05"}, None, "2022-01-05", "read"),
        ({"published_on": "2022-01/.."}, None, None, None),
    ],
)  # fmt: skip
def test_a_source_is_known_from_what_dates_it_first(
    dates: dict[str, str], retelling: str | None, day: str | None, basis: str | None
) -> None:
    told: dict[str, Any] = {"publisher": "X", "kind": "news", "url": "https://example.org/x"}
    told |= {"read_scope": "full", "standing": "stands"}
    ds = Dataset.from_records(
        [
            _make("sources", source_id="src-x-0001", **told, **dates),
            _make(
                "sources", source_id="src-x-0002", **told, derived_from="src-x-0001",
                published_on=retelling,
            ),
        ]
    )  # fmt: skip
    check_source_days(ds)
    rows = [row for row in tables(ds)["source_days"] if row.source_id == "src-x-0001"]
    wanted = [(day, basis)] if day else []
    assert [(str(row.known_on), row.basis) for row in rows] == wanted


def test_what_still_holds_is_what_the_release_says(
    real: Dataset, derived: dict[str, Table[Any]]
) -> None:
    now = looked_up(derived["history"], derive.latest_day(real))
    for row in derived["station_status"]:
        assert now[row.station_id, "status"][0] == row.status
        assert now[row.station_id, "assessment"][0] == row.assessment
        assert now[row.station_id, "disputed"] == (row.disputed, row.disputed_by)


def test_history_is_quick(real: Dataset) -> None:
    list(real.evidence)
    start = perf_counter()
    derive.derived_tables(real)
    # A third of a second on an idle machine; replaying every day takes twenty.
    assert perf_counter() - start < 3


# ---------------------------------------------------------------------------------------------
# station_status and stations_flat
# ---------------------------------------------------------------------------------------------


def check_release(ds: Dataset) -> None:
    found = tables(ds)
    assert list(found) == list(DERIVED)
    for name, table in found.items():
        assert table.kind is DERIVED[name]
        assert len(table.ids()) == len(table)
        assert [*table] == sorted(table, key=lambda r: key_order(str(getattr(r, c)) for c in r.key))
    status, flat = found["station_status"], found["stations_flat"]
    assert status.ids() == flat.ids() == ds.stations.ids()
    for station in ds.stations:
        key = station.station_id
        row, shown = status[key], flat[key]
        then, told = derive.status(ds, key), derive.assessment(ds, key)
        assert (row.status, row.event_id, row.actor, row.occurred_on) == (
            then.status, then.event_id, then.actor, then.occurred_on,
        )  # fmt: skip
        assert (row.assessment, row.claimants, row.independent) == (
            told.level, told.claimants, told.independent,
        )  # fmt: skip
        assert (row.operator_acknowledged, row.acknowledged_by) == (
            told.operator_acknowledged, told.acknowledged_by,
        )  # fmt: skip
        assert (row.disputed, row.disputed_by) == (told.disputed, told.disputed_by)
        days = derive.first_reported_on(ds, key), derive.last_reported_on(ds, key)
        assert (row.first_reported_on, row.last_reported_on) == days
        assert (shown.first_reported_on, shown.last_reported_on) == days
        assert (shown.status, shown.assessment, shown.disputed) == (
            then.status, told.level, told.disputed,
        )  # fmt: skip
        assert (shown.claimants, shown.claimant_count) == (told.claimants, len(told.claimants))
        assert shown.independent_count == len(told.independent)
        assert shown.label == derive.label(ds, key)
        assert shown.location_precision == derive.location_precision(ds, key)
        assert shown.country_name == ds.countries[station.country_id].name
        for column in ("country_id", "region", "city", "latitude", "longitude", "operated_by"):
            assert getattr(shown, column) == getattr(station, column)
        if shown.first_source_id:
            assert shown.first_source_url == ds.sources[shown.first_source_id].url
            assert derive.dated_on(ds).get(shown.first_source_id) == shown.first_reported_on


def test_the_release_is_what_the_functions_say(real: Dataset) -> None:
    check_release(real)


def test_only_what_is_asked_for_is_derived(
    real: Dataset, derived: dict[str, Table[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nobody asked for this")

    for name in ("history_rows", "cell_rows", "source_days"):
        monkeypatch.setattr(f"overseas_stations.derive.tables.{name}", refuse)
    found = derive.derived_tables(real, ["stations_flat", "station_status"])
    assert [table.name for table in found] == ["station_status", "stations_flat"]
    assert all([*table] == [*derived[table.name]] for table in found)
    assert derive.derived_tables(real, []) == ()
    assert len(real.sql("SELECT station_id FROM station_status")) == len(real.stations)
    with pytest.raises(UnknownNameError, match="did you mean cell_history"):
        derive.derived_tables(real, ["cell_histori"])


def test_batches_equal_their_single_calls() -> None:
    ds = hard()
    for key, told in derive.assessments(ds).items():
        assert told == derive.assessment(ds, key)
    assert derive.all_outcomes(ds) == {
        key: derive.outcomes(ds, key) for key in ds.investigations.ids()
    }
    assert derive.labels(ds) == {key: derive.label(ds, key) for key in ds.stations.ids()}


@pytest.mark.parametrize("spec", all_tables(), ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=8)
def test_a_part_of_a_dataset_has_its_derived_tables(spec: TableSpec, data: st.DataObject) -> None:
    rows = {r.primary_key: r for r in data.draw(st.lists(records(spec), max_size=3))}
    assert list(tables(Dataset.from_records(rows.values()))) == list(DERIVED)


def test_stations_alone_are_named_by_codes() -> None:
    part = Dataset.from_records([*hard().stations, *hard().evidence])
    for row in tables(part)["stations_flat"]:
        assert row.country_name == row.country_id
        assert row.first_source_id is row.first_reported_on is None
        assert row.claimants


def test_a_read_day_is_no_day_of_reporting(package: Callable[[Patch], Path]) -> None:
    undated: Patch = {"sources": {"src-ngo-0001": {"published_on": "", "archived_on": ""}}}
    ds = ost.load(package(undated))
    rows = [r for r in ds.evidence_for("stn-nl-001", "*") if r.source_id == "src-ngo-0001"]
    assert rows
    assert "src-ngo-0001" in derive.known_on(ds)
    assert "src-ngo-0001" not in derive.dated_on(ds)
    first = derive.first_reported_on(ds, "stn-nl-001")
    others = {r.source_id for r in ds.evidence_for("stn-nl-001", "*")} - {"src-ngo-0001"}
    assert first == min((derive.dated_on(ds)[s] for s in others), default=None)


def test_a_pin_stands_for_premises_only_where_a_source_prints_their_place(
    package: Callable[[Patch], Path],
) -> None:
    place = {"latitude": "52.4", "longitude": "4.9", "premises": "an office building"}
    row = {"fields": "latitude;longitude", "record_table": "stations", "record_id": "stn-nl-001"}
    row |= {"attributed_to": "org-safeguard-defenders", "relation": "supports"}

    def precision(kind: str) -> str:
        patch: Patch = {
            "stations": {"stn-nl-001": place},
            "sources": {"src-ngo-0001": {"kind": kind}},
            "evidence": {"evd-0000000000ff": {**row, "source_id": "src-ngo-0001"}},
        }
        return str(derive.location_precision(ost.load(package(patch)), "stn-nl-001"))

    assert precision("ngo_report") == "premises"
    assert precision("reference") == "city"


@pytest.mark.parametrize(
    ("filled", "precision"),
    [
        ({"city": "Amsterdam"}, "city"),
        ({"city": "", "latitude": "", "longitude": "", "region": "North"}, "region"),
        ({"city": "", "latitude": "", "longitude": "", "region": ""}, "country"),
    ],
)
def test_location_precision_is_of_the_finest_place_named(
    package: Callable[[Patch], Path], filled: dict[str, str], precision: str
) -> None:
    ds = ost.load(package({"stations": {"stn-nl-001": filled}}))
    assert derive.location_precision(ds, "stn-nl-001") == precision


# ---------------------------------------------------------------------------------------------
# The faces of the schema
# ---------------------------------------------------------------------------------------------


def test_a_derived_table_is_no_stored_one(real: Dataset) -> None:
    assert not DERIVED.keys() & RECORDS.keys()
    assert [spec.name for spec in all_tables()] == list(RECORDS)
    assert [spec.name for spec in derived_tables()] == list(DERIVED)
    listed = {resource["name"] for resource in descriptor()["resources"]}
    assert listed == set(RECORDS)
    for spec in derived_tables():
        assert spec.is_derived
        assert not spec.has_evidence
        with pytest.raises(UnknownNameError):
            real.table(spec.name)


@pytest.mark.parametrize("spec", derived_tables(), ids=lambda spec: spec.name)
def test_every_column_is_described_with_an_example_that_fits(spec: TableSpec) -> None:
    cells = {}
    for field in spec.fields:
        assert field.description.endswith(".")
        assert field.example is not None
        value = field.example
        cells[field.name] = write_value(tuple(value) if field.type == "list" else value)
    record = read_record(spec.record, cells)
    assert write_record(record) == cells


@pytest.mark.parametrize("spec", derived_tables(), ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=25)
def test_records_survive_cells(spec: TableSpec, data: st.DataObject) -> None:
    record = data.draw(records(spec))
    assert read_record(spec.record, write_record(record)) == record


@pytest.mark.parametrize("name", DERIVED)
def test_the_real_rows_survive_cells_arrow_and_parquet(
    derived: dict[str, Table[Any]], name: str, tmp_path: Path
) -> None:
    table = derived[name]
    assert [read_record(table.kind, write_record(row)) for row in table] == [*table]
    path = tmp_path / f"{name}.parquet"
    pq.write_table(table.to_arrow(), path)
    read = [read_record(table.kind, cells) for _, cells in read_parquet_rows(path, table.kind)]
    assert read == [*table]


def test_days_and_booleans_are_real_ones_in_every_face(derived: dict[str, Table[Any]]) -> None:
    arrow = derived["history"].to_arrow()
    assert arrow.schema.field("known_from").type == pa.date32()
    assert not arrow.schema.field("known_from").nullable
    assert arrow.schema.field("known_until").nullable
    status = derived["station_status"].to_arrow()
    assert status.schema.field("operator_acknowledged").type == pa.bool_()
    assert {"occurred_on_earliest", "occurred_on_latest"} <= set(status.schema.names)
    fields = {
        f["name"]: f["type"] for spec in derived_tables() for f in table_schema(spec)["fields"]
    }
    assert fields["known_until"] == "date"
    assert fields["operator_acknowledged"] == "boolean"
    for table in derived.values():
        schema = json.loads(json_schema_text(table_spec(table.name)))
        validator = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.FormatChecker()
        )
        for value in table.to_dicts()[:50]:
            validator.validate(value)


@pytest.mark.parametrize("cell", ["20220912", "1662940800", "2022-09", "2022-W37-1", "yesterday"])
def test_a_day_has_one_form(cell: str) -> None:
    row = {"record_table": "stations", "record_id": "stn-nl-001", "field": "known", "value": "yes"}
    with pytest.raises(CellError, match="known_from"):
        read_record(HistoryRow, {**row, "rule": "appearance", "known_from": cell})


def test_foreign_keys_point_at_stored_tables() -> None:
    for spec in derived_tables():
        for field in spec.fields:
            assert field.references is None or field.references in RECORDS
    assert table_spec("station_status").field("station_id").references == "stations"


def test_every_rule_and_field_of_the_history_is_used(derived: dict[str, Table[Any]]) -> None:
    rows: Table[HistoryRow] = derived["history"]
    assert {row.rule for row in rows} == set(DerivationRule)
    fields = Counter(row.field.partition(":")[0] for row in rows)
    assert set(fields) == {"known", "status", "assessment", "disputed", "outcome"}
