"""How complete the list is, by country: what is itemised beside what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from overseas_stations.derive.known import appeared_on
from overseas_stations.derive.status import statuses
from overseas_stations.derive.support import supporting
from overseas_stations.desk.records import CountryCompleteness
from overseas_stations.desk.shortfall import LESSER, Gathered, upper, warning
from overseas_stations.desk.words import name
from overseas_stations.records import Country, Figure, Station
from overseas_stations.vocabulary import FigureScope, Measure

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset, Table


def completeness(dataset: Dataset) -> Table[CountryCompleteness]:
    """A row for each country with a station, a number of stations, an inquiry or a statement.

    ``warning`` says in words why the number of rows is not the number of stations.
    """
    from overseas_stations.dataset import Table

    told = _Told(dataset)
    rows = [
        CountryCompleteness.model_validate(told.row(country))
        for country in dataset.countries
        if told.concerns(country.country_id)
    ]
    return Table(CountryCompleteness, rows, dataset)


class _Told:
    """What is known of every country, gathered once."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._appeared = appeared_on(dataset)
        self._statuses = statuses(dataset)
        self._stations: dict[str, list[Station]] = {}
        for station in dataset.stations:
            self._stations.setdefault(station.country_id, []).append(station)
        self._figures: dict[str, list[Figure]] = {}
        self._regional: dict[str, list[Figure]] = {}
        for figure in self._standing_figures():
            if figure.scope == FigureScope.COUNTRY and figure.country_id:
                self._figures.setdefault(figure.country_id, []).append(figure)
            elif figure.scope == FigureScope.REGION and figure.region:
                self._regional.setdefault(figure.region, []).append(figure)
        self._inquiries = Counter(i.country_id for i in dataset.investigations)
        self._statements = Counter(c for s in dataset.statements for c in s.about_country_ids)

    def concerns(self, country_id: str) -> bool:
        """Whether anything is known of it."""
        about = (self._stations, self._figures, self._inquiries, self._statements)
        return any(country_id in each for each in about)

    def row(self, country: Country) -> dict[str, Any]:
        """The country's row."""
        key = country.country_id
        stations = self._stations.get(key, [])
        figures = [f for f in self._figures.get(key, ()) if f.value is not None]
        highest = max(figures, key=self._height, default=None)
        latest = max(figures, key=self._lateness, default=None)
        return {
            "country_id": key,
            "country_name": country.name,
            "stations_itemised": len(stations),
            **self._of("highest", highest),
            **self._of("latest", latest),
            "inquiries": self._inquiries[key],
            "statements": self._statements[key],
            "looked_until": country.looked_until,
            "warning": warning(self._gathered(key, stations, highest)),
        }

    def _standing_figures(self) -> Iterator[Figure]:
        rows = self._dataset.evidence_by_record
        for figure in self._dataset.figures.where(measure=Measure.STATIONS):
            if figure.per_measure is None and supporting(rows.get(figure.figure_id, ())):
                yield figure

    def _height(self, figure: Figure) -> tuple[int, bool, int]:
        """By its upper end; a total before one bureau's, the earlier known before the later."""
        known = self._appeared.get(figure.figure_id, date.max)
        return upper(figure), figure.operated_by is None, -known.toordinal()

    def _lateness(self, figure: Figure) -> tuple[date, bool, str]:
        known = self._appeared.get(figure.figure_id, date.min)
        return known, figure.operated_by is None, figure.figure_id

    def _of(self, which: str, figure: Figure | None) -> dict[str, Any]:
        if figure is None:
            return {}
        return {
            f"{which}_value": upper(figure),
            f"{which}_qualifier": str(figure.qualifier),
            f"{which}_claimed_by": figure.claimed_by,
            f"{which}_figure_id": figure.figure_id,
            f"{which}_known_on": self._appeared.get(figure.figure_id),
        }

    def _gathered(
        self, country_id: str, stations: Sequence[Station], highest: Figure | None
    ) -> Gathered:
        """What the warning is made from."""
        ids = {s.station_id for s in stations}
        alike = {s.station_id for s in stations if s.possibly_same_as}
        alike |= {other for s in stations for other in s.possibly_same_as}
        gone = Counter(self._statuses[key].status for key in ids)
        places = {place for s in stations for place in (s.city, s.region) if place}
        run_by = highest.operated_by if highest else None
        return Gathered(
            rows=len(stations),
            alike=len(alike & ids),
            nowhere=sum(not (s.city or s.region or s.premises) for s in stations),
            lesser=sum(s.designation in LESSER for s in stations),
            not_found=gone["not_substantiated"],
            closed=gone["closure_ordered"] + gone["reported_closed"],
            highest=highest,
            claimed_by=name(self._dataset, highest.claimed_by if highest else None),
            run_by=name(self._dataset, run_by) if run_by else None,
            regional=sorted(places & self._regional.keys()),
            has_figures=country_id in self._figures,
        )
