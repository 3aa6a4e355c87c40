"""The country panel: a row for each country and month or year, to put beside other panels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from overseas_stations.derive.known import appeared_on, dated_on
from overseas_stations.derive.support import Parties, supporting
from overseas_stations.desk.frames import arrow_to_pandas
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Country, Event, Record, Statement
from overseas_stations.schema.panel import PANEL, PLACED, stance_column
from overseas_stations.schema.spec import RECORD_TABLES, table_spec
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.vocabulary import EventKind, OrganisationKind, Stance

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from overseas_stations.dataset import Dataset

Frequency = Literal["month", "year"]

#: Every frequency by its name.
FREQUENCIES: dict[str, Frequency] = {"month": "month", "year": "year"}

#: The events that end an inquiry; a finding, a charge or a sentence may leave it open.
CLOSING = frozenset(
    {
        EventKind.CLOSED_NO_OFFENCE,
        EventKind.CLOSED_WITHOUT_CHARGES,
        EventKind.CLOSED_RESULT_WITHHELD,
    }
)

#: What a Chinese body says of stations themselves.
DENIALS = frozenset({Stance.DENIES_EXISTENCE, Stance.DENIES_POLICE_ROLE})

_CLOSURES = {
    EventKind.ORDERED_CLOSED: "closures_ordered",
    EventKind.REPORTED_CLOSED: "closures_reported",
}

#: Something that counts in a column: the country, the column and the day it is put on.
Count = tuple[str, str, date]


def country_panel(
    dataset: Dataset,
    freq: Frequency = "month",
    start: date | str | None = None,
    end: date | str | None = None,
    *,
    all_countries: bool = False,
) -> pandas.DataFrame:
    """:func:`panel_table` as a pandas frame, what each column counts in ``attrs``.

    Raises as that, and ``MissingExtraError`` without pandas.
    """
    frame = arrow_to_pandas(panel_table(dataset, freq, start, end, all_countries=all_countries))
    frame.attrs |= {"table": "country_panel", "notice": NOTICE, "placed": PLACED}
    frame.attrs |= {"data_version": dataset.version or ""}
    return frame


def panel_table(
    dataset: Dataset,
    freq: Frequency = "month",
    start: date | str | None = None,
    end: date | str | None = None,
    *,
    all_countries: bool = False,
) -> pyarrow.Table:
    """A row for each country and period, countries by code, periods in order: the columns of ``PANEL``.

    Every country has every period from that of ``start`` to that of ``end``, which are days,
    months or years and by default the first and the last with anything known. Stocks carry what
    was before ``start``. Countries are those that any record concerns, or all. Where a record
    falls is said in ``schema.panel.PLACED``.

    Raises ``UnknownNameError`` for another frequency, or where ``start`` or ``end`` is no date.
    """
    import pyarrow as pa

    if freq not in FREQUENCIES:
        raise UnknownNameError(f"there is no frequency {freq!r}{suggest(freq, FREQUENCIES)}")
    counts = list(_counts(dataset))
    days = [day for _, _, day in counts]
    first = _bound(start, min(days, default=None))
    last = _bound(end, max(days, default=None))
    periods = list(_periods(freq, first, last)) if first and last else []
    counted = _Counted(freq, counts)
    concerned = set(_concerned(dataset))
    rows = [
        row
        for country in dataset.countries
        if periods and (all_countries or country.country_id in concerned)
        for row in _rows(country, periods, counted, freq)
    ]
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "day": pa.date32(),
        "boolean": pa.bool_(),
    }
    schema = pa.schema(
        [pa.field(c.name, types[c.type], metadata={"description": c.description}) for c in PANEL]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _counts(dataset: Dataset) -> Iterator[Count]:
    """Everything that counts somewhere."""
    standing = _Standing(dataset)
    dated = dated_on(dataset)
    for station in dataset.stations:
        rows = supporting(dataset.evidence_by_record.get(station.station_id, ()))
        days = [dated[row.source_id] for row in rows if row.source_id in dated]
        if days:
            yield station.country_id, "stations_first_reported", min(days)
    closing: dict[str, date] = {}
    for event in dataset.events:
        day = standing.day(event, event.occurred_on)
        if day is None:
            continue
        yield from _closures(event, day)
        if event.investigation_id and event.kind in CLOSING:
            known = closing.get(event.investigation_id, day)
            closing[event.investigation_id] = min(day, known)
    for inquiry in dataset.investigations:
        day = standing.day(inquiry, inquiry.opened)
        if day is None:
            continue
        yield inquiry.country_id, "inquiries_opened", day
        ended = closing.get(inquiry.investigation_id)
        if ended:
            yield inquiry.country_id, "inquiries_ended", max(day, ended)
    parties = Parties(dataset.organisations)
    for statement in dataset.statements:
        day = standing.day(statement, statement.made_on)
        if day:
            columns = list(_statement_columns(statement, parties))
            for country in statement.about_country_ids:
                yield from ((country, column, day) for column in columns)


def _closures(event: Event, day: date) -> Iterator[Count]:
    column = _CLOSURES.get(event.kind)
    if column:
        yield event.country_id, column, day


def _statement_columns(statement: Statement, parties: Parties) -> Iterator[str]:
    yield "statements"
    yield from (stance_column(stance) for stance in Stance if stance in statement.stances)
    issuer = parties.get(statement.issuer)
    mission = (
        issuer is not None
        and issuer.country_id == "CN"
        and issuer.kind is OrganisationKind.DIPLOMATIC_MISSION
    )
    if mission or parties.is_chinese_authority(statement.issuer):
        yield "statements_by_china"
        if DENIALS & set(statement.stances):
            yield "denials_by_china"


class _Standing:
    """On which day a record counts, if it does."""

    def __init__(self, dataset: Dataset) -> None:
        self._rows = dataset.evidence_by_record
        self._appeared = appeared_on(dataset)

    def day(self, record: Record, when: PartialDate | None) -> date | None:
        """The day by the rule of ``PLACED``; None for what no claim supports, or is known nowhen."""
        key = record.primary_key
        known = self._appeared.get(key)
        if known is None or not supporting(self._rows.get(key, ())):
            return None
        return min(when.latest, known) if when and when.latest else known


class _Counted:
    """What counts, by country and column, put into periods."""

    def __init__(self, freq: Frequency, counts: Iterable[Count]) -> None:
        self._freq: Frequency = freq
        self._days: dict[tuple[str, str], list[date]] = {}
        for country, column, day in counts:
            self._days.setdefault((country, column), []).append(day)

    def first(self, country: str, column: str) -> date | None:
        """The first day of anything that the column counts."""
        return min(self._days.get((country, column), ()), default=None)

    def in_periods(self, country: str, column: str) -> Counter[date]:
        """How much falls into each period."""
        return Counter(_period(self._freq, day) for day in self._days.get((country, column), ()))


def _rows(
    country: Country, periods: list[date], counted: _Counted, freq: Frequency
) -> Iterator[dict[str, Any]]:
    """A country's rows; its stocks begin with what falls before the first period."""
    key = country.country_id
    about = {
        "iso2": key,
        "iso3": country.iso3,
        "cow_code": country.cow_code,
        "gw_code": country.gw_code,
        "vdem_code": country.vdem_code,
        "country": country.name,
    }
    looked = country.looked_until and country.looked_until.latest
    reported = counted.first(key, "stations_first_reported")
    flows = {
        column.name: counted.in_periods(key, column.name)
        for column in PANEL
        if column.role == "flow"
    }
    before = {
        name: sum(n for period, n in found.items() if period < periods[0])
        for name, found in flows.items()
    }
    stations = before["stations_first_reported"]
    inquiries = before["inquiries_opened"] - before["inquiries_ended"]
    for period in periods:
        after = _next(freq, period)
        now = {name: found[period] for name, found in flows.items()}
        stations += now["stations_first_reported"]
        inquiries += now["inquiries_opened"] - now["inquiries_ended"]
        yield {
            **about,
            "period": period,
            "year": period.year,
            "looked": looked is not None and after <= looked,
            "first_report": reported if reported and reported < after else None,
            "stations_reported": stations,
            "inquiries_open": inquiries,
            **now,
        }


def _concerned(dataset: Dataset) -> Iterator[str]:
    """The countries that any column of a record table names."""
    for name in sorted(RECORD_TABLES):
        columns = [f.name for f in table_spec(name).fields if f.references == "countries"]
        for record in dataset.table(name):
            for column in columns:
                value = getattr(record, column)
                yield from (value,) if isinstance(value, str) else value or ()


def _period(freq: Frequency, day: date) -> date:
    """The first day of the period that a day falls into."""
    return day.replace(day=1) if freq == "month" else day.replace(month=1, day=1)


def _next(freq: Frequency, period: date) -> date:
    """The first day after a period."""
    if freq == "year" or period.month == 12:
        return date(period.year + 1, 1, 1)
    return period.replace(month=period.month + 1)


def _periods(freq: Frequency, first: date, last: date) -> Iterator[date]:
    """Every period from that of one day to that of another."""
    period = _period(freq, first)
    while period <= last:
        yield period
        period = _next(freq, period)


def _bound(given: date | str | None, known: date | None) -> date | None:
    """A given day, month or year, by its first day, or else the known one."""
    if given is None or isinstance(given, date):
        return given or known
    try:
        return PartialDate(given).earliest
    except ValueError as error:
        raise UnknownNameError(f"{given!r} is no day: write 2022, 2022-10 or 2022-10-27") from error
