"""Reports, statements, inquiries and events in one order of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from overseas_stations.cells import key_order
from overseas_stations.derive.known import appeared_on, dated_on, known_on
from overseas_stations.derive.labels import labels
from overseas_stations.desk.records import TimelineEntry, TimelineKind
from overseas_stations.desk.words import describe
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Evidence, Record, Source
from overseas_stations.vocabulary import Relation

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset, Table

#: The tables whose records somebody reports; the column that says whose act the others are, and
#: that of its day.
REPORTED = ("stations", "figures", "cooperations", "return_cases")
WHOSE = {"statements": "issuer", "investigations": "authority", "events": "actor"}
DATE = {"statements": "made_on", "investigations": "opened", "events": "occurred_on"}
KIND = {
    **dict.fromkeys(REPORTED, TimelineKind.REPORT),
    "statements": TimelineKind.STATEMENT,
    "investigations": TimelineKind.INVESTIGATION,
    "events": TimelineKind.EVENT,
}


def timeline(
    dataset: Dataset, country_id: str | None = None, station_id: str | None = None
) -> Table[TimelineEntry]:
    """Every dated thing, or those about a country or a station, by day and then id.

    A record that somebody reports has an entry for each day on which a further claimant's word
    on it was first known; statements, inquiries and events have one each. A statement about the
    world or a region is about no country.

    Raises ``UnknownIdError`` for an unknown country or station.
    """
    from overseas_stations.dataset import Table

    if country_id is not None:
        dataset.countries[country_id]
    if station_id is not None:
        dataset.stations[station_id]
    made = _Entries(dataset)
    entries = [
        TimelineEntry.model_validate(entry)
        for entry in made.all()
        if (country_id is None or country_id in entry["country_ids"])
        and (station_id is None or station_id in entry["station_ids"])
    ]
    entries.sort(key=lambda e: (e.sort_day, key_order([e.record_id])))
    return Table(TimelineEntry, entries, dataset)


class _Entries:
    """The entries of one dataset, before they are checked and put in order."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._known = known_on(dataset)
        self._dated = dated_on(dataset)
        self._appeared = appeared_on(dataset)
        self._labels = labels(dataset)

    def all(self) -> Iterator[dict[str, Any]]:
        """Those of every record that has appeared."""
        for name in (*REPORTED, *WHOSE):
            for record in self._dataset.table(name):
                if record.primary_key in self._appeared:
                    yield from self._of(record)

    def _of(self, record: Record) -> Iterator[dict[str, Any]]:
        rows = [
            row
            for row in self._dataset.evidence_by_record.get(record.primary_key, ())
            if row.relation is Relation.SUPPORTS and "*" in row.fields
        ]
        shared = {
            "record_table": record.table,
            "record_id": record.primary_key,
            "country_ids": self._countries(record),
            "station_ids": self._stations(record),
            "summary": describe(self._dataset, record, self._labels),
        }
        if record.table in REPORTED:
            for day, told in self._by_first_day(record, rows).items():
                given = self._day_given(told)
                yield {**shared, "kind": KIND[record.table], **_dated(given, day), **_told(told)}
            return
        given = getattr(record, DATE[record.table])
        known = self._appeared[record.primary_key]
        last = min(given.latest if given and given.latest else known, known)
        by = getattr(record, WHOSE[record.table])
        yield {
            **shared, "kind": KIND[record.table], "by": by, **_dated(given, last), **_told(rows)
        }  # fmt: skip

    def _by_first_day(self, record: Record, rows: Iterable[Evidence]) -> dict[date, list[Evidence]]:
        """The rows that first tell each claimant's word, by the day they were known."""
        days: dict[str, dict[date, list[Evidence]]] = {}
        for row in rows:
            day = self._known.get(row.source_id)
            if day is not None:
                days.setdefault(row.attributed_to, {}).setdefault(day, []).append(row)
        first: dict[date, list[Evidence]] = {}
        for told in days.values():
            day = min(told)
            since = max(day, self._appeared[record.primary_key])
            first.setdefault(since, []).extend(told[day])
        return first

    def _day_given(self, rows: Iterable[Evidence]) -> PartialDate | None:
        """The date of the most precise source among these; ``../day`` where a copy dates it."""
        found: list[PartialDate] = []
        for row in rows:
            source = self._dataset.sources.get(row.source_id)
            if isinstance(source, Source) and source.published_on:
                found.append(source.published_on)
            elif row.source_id in self._dated:
                found.append(PartialDate(f"../{self._dated[row.source_id]}"))
        return min(found, key=_breadth, default=None)

    def _countries(self, record: Record) -> tuple[str, ...]:
        own = getattr(record, "about_country_ids", None)
        if own is None:
            own = [getattr(record, "country_id", None)]
        of_stations = (
            self._dataset.stations[key].country_id
            for key in getattr(record, "station_ids", ())
            if key in self._dataset.stations
        )
        return tuple(dict.fromkeys(key for key in (*own, *of_stations) if key))

    def _stations(self, record: Record) -> tuple[str, ...]:
        if record.table == "stations":
            return (record.primary_key,)
        named: tuple[str, ...] = getattr(record, "station_ids", ())
        inquiry = self._dataset.investigations.get(getattr(record, "investigation_id", None) or "")
        if named or inquiry is None or record.table == "investigations":
            return named
        return tuple(inquiry.station_ids)


def _dated(given: PartialDate | None, sort_day: date) -> dict[str, Any]:
    return {"day": given, "sort_day": sort_day}


def _told(rows: Iterable[Evidence]) -> dict[str, Any]:
    told = [*rows]
    return {
        "claimants": tuple(sorted({row.attributed_to for row in told})),
        "source_ids": tuple(sorted({row.source_id for row in told})),
        "withdrawn": bool(told) and all(row.withdrawn_by for row in told),
    }


def _breadth(value: PartialDate) -> tuple[int, str]:
    """How imprecise a date is, in days; the text breaks ties."""
    days = (value.latest or date.max) - (value.earliest or date.min)
    return days.days, str(value)
