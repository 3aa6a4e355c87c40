"""Where stations are reported: the data of the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from overseas_stations.derive import assessments, statuses
from overseas_stations.derive.labels import country_name
from overseas_stations.plot.data.caption import Caption, caption, counted, then
from overseas_stations.records import Station
from overseas_stations.wording import listed

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

#: Each status's name for readers, in the order in which they are shown.
STATUSES: Final = {
    "reported": "Reported",
    "closure_ordered": "Closure ordered",
    "reported_closed": "Reported closed",
    "not_substantiated": "Not substantiated",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many stations of one place have this status and are contested or not."""

    status: str
    contested: bool
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """One point of the map: a city, or premises whose coordinates a source prints."""

    name: str
    country: str
    latitude: float
    longitude: float
    shares: tuple[Share, ...]

    @property
    def count(self) -> int:
        """How many stations are reported there."""
        return sum(share.count for share in self.shares)

    def discs(self) -> tuple[tuple[int, Share], ...]:
        """The shares as nested discs, the largest first, each with the count that its area stands for.

        The ring that stays visible of a disc has the area of its own share.
        """
        rest, found = self.count, []
        for share in self.shares:
            found.append((rest, share))
            rest -= share.count
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Places:
    """The stations by place; ``unplaced`` is how many of ``stations`` no coordinates are known for."""

    caption: Caption
    places: tuple[Place, ...]
    stations: int
    unplaced: int
    statuses: dict[str, int]
    contested: int


def places(dataset: Dataset, as_of: date | str | None = None) -> Places:
    """The stations known on a day by place, with their status and whether somebody denies them.

    A station stands at its city as named on that day. Where a city lies is a gazetteer's word and
    has no day, so it is taken from ``dataset`` as it stands.
    """
    past, day = then(dataset, as_of)
    status = {key: found.status for key, found in statuses(past).items()}
    assessed = assessments(past)
    contested = {s.station_id: assessed[s.station_id].disputed != "no" for s in past.stations}
    by_place: dict[tuple[float, float], list[Station]] = {}
    unplaced = 0
    for station in past.stations:
        point = _point(station, dataset)
        if point is None:
            unplaced += 1
        else:
            by_place.setdefault(point, []).append(station)
    found = [
        Place(
            _common(s.city or s.region or s.premises for s in there),
            country_name(past, there[0].country_id),
            *point,
            _shares((status[s.station_id], contested[s.station_id]) for s in there),
        )
        for point, there in by_place.items()
    ]
    found.sort(key=lambda place: (-place.count, place.latitude, place.longitude))
    total = len(past.stations)
    by_status: Counter[str] = Counter(status.values())
    counts = {name: by_status[name] for name in STATUSES}
    notes = (
        f"{counted(unplaced, 'further station')} not drawn: no city is named, or none whose place is known."
        if unplaced
        else "",
        "A point is the city, not an address; rings within a disc are its stations by status.",
        "Contested: somebody denies this station, or that there are any in its country.",
        "Shapes: Natural Earth; no judgement on borders.",
    )
    title = f"{counted(total, 'station')} reported in " + counted(
        len({s.country_id for s in past.stations}), "country", "countries"
    )
    told = (
        f"World map; {total - unplaced} stations at {counted(len(found), 'place')}. By status: "
        + listed((f"{count} {STATUSES[name].lower()}" for name, count in counts.items()), "nothing")
        + f". Contested: {sum(contested.values())}."
        + (
            f" Most at one place: {listed((f'{p.name} {p.count}' for p in found[:3]), 'nothing')}."
            if found
            else ""
        )
    )
    return Places(
        caption(past, day, title, told, notes),
        tuple(found),
        total,
        unplaced,
        counts,
        sum(contested.values()),
    )


def _point(station: Station, dataset: Dataset) -> tuple[float, float] | None:
    """Where the station stands, if its city is known and somebody says where that is."""
    for known in (station, dataset.stations.get(station.station_id)):
        if (
            isinstance(known, Station)
            and known.latitude is not None
            and known.longitude is not None
            and (known.country_id, known.city) == (station.country_id, station.city)
        ):
            return known.latitude, known.longitude
    return None


def _shares(values: Iterable[tuple[str, bool]]) -> tuple[Share, ...]:
    """Counted, in the order of the statuses, the contested of each first."""
    order = list(STATUSES)
    counts = Counter(values)
    ordered = sorted(counts, key=lambda value: (order.index(value[0]), not value[1]))
    return tuple(Share(status, denied, counts[status, denied]) for status, denied in ordered)


def _common(names: Iterable[str | None]) -> str:
    """The name that most of a place's stations give it."""
    counts = Counter(name for name in names if name)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else "unnamed place"
