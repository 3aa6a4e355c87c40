"""How complete the list is, by country: what is itemised beside what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from overseas_stations.derive.known import appeared_on
from overseas_stations.derive.status import StationStatus, statuses
from overseas_stations.derive.support import supporting
from overseas_stations.desk.records import CountryCompleteness
from overseas_stations.desk.words import count, figure_number, name
from overseas_stations.records import Country, Figure, Station
from overseas_stations.vocabulary import Designation, FigureScope, Measure

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
            "warning": " ".join(self._warnings(key, stations, highest)) or None,
        }

    def _standing_figures(self) -> Iterator[Figure]:
        rows = self._dataset.evidence_by_record
        for figure in self._dataset.figures.where(measure=Measure.STATIONS):
            if figure.per_measure is None and supporting(rows.get(figure.figure_id, ())):
                yield figure

    def _height(self, figure: Figure) -> tuple[int, bool, int]:
        """By its upper end; a total before one bureau's, the earlier known before the later."""
        known = self._appeared.get(figure.figure_id, date.max)
        return _upper(figure), figure.operated_by is None, -known.toordinal()

    def _lateness(self, figure: Figure) -> tuple[date, bool, str]:
        known = self._appeared.get(figure.figure_id, date.min)
        return known, figure.operated_by is None, figure.figure_id

    def _of(self, which: str, figure: Figure | None) -> dict[str, Any]:
        if figure is None:
            return {}
        return {
            f"{which}_value": _upper(figure),
            f"{which}_qualifier": str(figure.qualifier),
            f"{which}_claimed_by": figure.claimed_by,
            f"{which}_figure_id": figure.figure_id,
            f"{which}_known_on": self._appeared.get(figure.figure_id),
        }

    def _warnings(
        self, country_id: str, stations: Sequence[Station], highest: Figure | None
    ) -> Iterator[str]:
        yield from self._beside_figures(country_id, stations, highest)
        yield from _of_rows(stations, self._statuses)

    def _beside_figures(
        self, country_id: str, stations: Sequence[Station], highest: Figure | None
    ) -> Iterator[str]:
        rows = count(len(stations), "row")
        if highest is not None:
            who = name(self._dataset, highest.claimed_by)
            if len(stations) < _upper(highest):
                yield f"{rows} here, but {who} publishes {figure_number(highest)} stations."
            elif len(stations) > _upper(highest):
                yield (
                    f"{rows} here, more than any published count ({figure_number(highest)}, {who}): "
                    "they put together what several claimants name."
                )
            if highest.operated_by:
                run_by = name(self._dataset, highest.operated_by)
                yield f"The highest number is of {run_by} alone."
            return
        places = {place for s in stations for place in (s.city, s.region) if place}
        regional = sorted(places & self._regional.keys())
        if regional:
            yield f"A number was published for {', '.join(regional)} only, none for the country."
        elif country_id in self._figures:
            yield "Somebody says that there are some, without a number."
        elif stations:
            yield "Nobody published a number of stations for the country."


def _of_rows(
    stations: Sequence[Station], statuses_by_id: dict[str, StationStatus]
) -> Iterator[str]:
    """What of the rows themselves keeps their number from being one of stations."""
    alike = {s.station_id for s in stations if s.possibly_same_as}
    alike |= {other for s in stations for other in s.possibly_same_as}
    alike &= {s.station_id for s in stations}
    if alike:
        yield f"{count(len(alike), 'row')} may be the same place as another row."
    nowhere = [s for s in stations if not (s.city or s.region or s.premises)]
    if nowhere:
        verb = "names" if len(nowhere) == 1 else "name"
        yield f"{count(len(nowhere), 'row')} {verb} no place within the country."
    other = [
        s
        for s in stations
        if s.designation in (Designation.SERVICE_CENTRE, Designation.CONTACT_POINT)
    ]
    if other:
        what = (
            "is said to be a service centre or contact point"
            if len(other) == 1
            else "are said to be service centres or contact points"
        )
        yield f"{count(len(other), 'row')} {what}."
    gone = Counter(statuses_by_id[s.station_id].status for s in stations)
    if gone["not_substantiated"]:
        yield f"An authority looked for {gone['not_substantiated']} of them and found no sign."
    closed = gone["closure_ordered"] + gone["reported_closed"]
    if closed:
        verb = "is" if closed == 1 else "are"
        yield f"{count(closed, 'row')} {verb} reported or ordered closed."


def _upper(figure: Figure) -> int:
    return figure.value_to if figure.value_to is not None else figure.value or 0
