"""The derived tables that exports write beside the stored ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from overseas_stations.cells import key_order
from overseas_stations.derive.assessment import assessments
from overseas_stations.derive.history import cell_rows, history_rows
from overseas_stations.derive.known import dated_on, known_on, source_days
from overseas_stations.derive.labels import country_name, labels, location_precision
from overseas_stations.derive.status import statuses
from overseas_stations.derive.support import Parties, supporting
from overseas_stations.derived_records import (
    DERIVED,
    FlatStation,
    SourceDayRow,
    StationStatusRow,
)
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.records import Record, Source, Station

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset, Table


def derived_tables(
    dataset: Dataset, names: Collection[str] | None = None
) -> tuple[Table[Any], ...]:
    """The tables of ``DERIVED``, computed: what holds at the release, and what held before it.

    With ``names`` only those, in the order of ``DERIVED``, and nothing is computed for the others.
    Of a part of a dataset too: what a record points at and the part leaves out stays unknown.

    Raises ``UnknownNameError`` for a name that no derived table has.
    """
    from overseas_stations.dataset import Table

    for name in names or ():
        if name not in DERIVED:
            raise UnknownNameError(f"there is no derived table {name!r}{suggest(name, DERIVED)}")
    told = _Derived(dataset)
    return tuple(
        Table(kind, _ROWS[name](told), dataset)
        for name, kind in DERIVED.items()
        if names is None or name in names
    )


class _Derived:
    """What several derived tables are made from, computed when the first of them is asked for."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def stations(self) -> _Stations:
        """What is derived of stations."""
        return _Stations(self.dataset)


def _source_rows(dataset: Dataset) -> Iterable[SourceDayRow]:
    days = source_days(dataset)
    for source in dataset.sources:
        known = days.get(source.source_id)
        if known:
            yield SourceDayRow.model_validate(
                {"source_id": source.source_id, "known_on": known.day, "basis": known.basis}
            )


def _sorted(rows: Iterable[Record]) -> list[Record]:
    return sorted(rows, key=lambda row: key_order(str(getattr(row, c)) for c in row.key))


#: How the rows of each derived table are made, in the order of their keys.
_ROWS: dict[str, Callable[[_Derived], Iterable[Record]]] = {
    "station_status": lambda told: map(told.stations.status_row, told.dataset.stations),
    "history": lambda told: _sorted(history_rows(told.dataset)),
    "stations_flat": lambda told: map(told.stations.flat_row, told.dataset.stations),
    "cell_history": lambda told: _sorted(cell_rows(told.dataset)),
    "source_days": lambda told: _source_rows(told.dataset),
}


class _Stations:
    """What is derived of all stations, computed once for their two tables."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._parties = Parties(dataset.organisations)
        self._statuses = statuses(dataset)
        self._assessments = assessments(dataset)
        self._labels = labels(dataset)
        self._known = known_on(dataset)
        self._dated = dated_on(dataset)

    def status_row(self, station: Station) -> StationStatusRow:
        """The station's status and assessment."""
        key = station.station_id
        assessment = asdict(self._assessments[key])
        return StationStatusRow.model_validate(
            {
                "station_id": key,
                **asdict(self._statuses[key]),
                "assessment": assessment.pop("level"),
                **assessment,
                **self._reported(key),
            }
        )

    def flat_row(self, station: Station) -> FlatStation:
        """The station with what is shown of it."""
        key = station.station_id
        assessment = self._assessments[key]
        operator = self._parties.get(station.operated_by)
        first = self._first_source(key)
        return FlatStation.model_validate(
            {
                "station_id": key,
                "label": self._labels[key],
                "country_id": station.country_id,
                "country_name": country_name(self._dataset, station.country_id),
                "region": station.region,
                "city": station.city,
                "latitude": station.latitude,
                "longitude": station.longitude,
                "location_precision": location_precision(self._dataset, key),
                "operated_by": station.operated_by,
                "operator_name": operator and operator.name,
                "status": self._statuses[key].status,
                "assessment": assessment.level,
                "disputed": assessment.disputed,
                "claimant_count": len(assessment.claimants),
                "claimants": assessment.claimants,
                "independent_count": len(assessment.independent),
                "first_source_id": first and first.source_id,
                "first_source_url": first and first.url,
                **self._reported(key),
            }
        )

    def _sources(self, key: str) -> set[str]:
        """The sources that say it exists, whoever withdrew left out."""
        rows = self._dataset.evidence_by_record.get(key, ())
        return {row.source_id for row in supporting(rows)}

    def _reported(self, key: str) -> dict[str, date | None]:
        days = [self._dated[source] for source in self._sources(key) if source in self._dated]
        return {
            "first_reported_on": min(days, default=None),
            "last_reported_on": max(days, default=None),
        }

    def _first_source(self, key: str) -> Source | None:
        """The first by its own date; where none has one, the first that was read."""

        def order(source_id: str) -> tuple[date, date, str]:
            dated = self._dated.get(source_id, date.max)
            return dated, self._known.get(source_id, date.max), source_id

        listed = self._sources(key) & {*self._dataset.sources.ids()}
        first = min(listed, key=order, default=None)
        return None if first is None else self._dataset.sources[first]
