"""How a station is shown: its name for readers, and what its place on a map stands for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from overseas_stations.derived_records import LocationPrecision
from overseas_stations.records import Country, Organisation, Source, Station
from overseas_stations.vocabulary import Relation, SourceKind

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


def label(dataset: Dataset, station_id: str) -> str:
    """A station's name for readers: ``Amsterdam (Lishui)``, numbered where two are alike.

    The place is the city, else region, else premises, else the country's name; the operator is
    its name without "Public Security Bureau". Raises ``UnknownIdError``.
    """
    dataset.stations[station_id]
    return labels(dataset)[station_id]


def labels(dataset: Dataset) -> dict[str, str]:
    """Every station's label, by id."""
    plain = {station.station_id: _plain_label(dataset, station) for station in dataset.stations}
    alike = Counter(plain.values())
    numbers: Counter[str] = Counter()
    found: dict[str, str] = {}
    for key, text in plain.items():
        numbers[text] += 1
        found[key] = text if alike[text] == 1 else f"{text} {numbers[text]}"
    return found


def _plain_label(dataset: Dataset, station: Station) -> str:
    place = (
        station.city
        or station.region
        or station.premises
        or country_name(dataset, station.country_id)
    )
    operator = dataset.organisations.get(station.operated_by or "")
    if not isinstance(operator, Organisation):
        return place
    return f"{place} ({operator.name.removesuffix(' Public Security Bureau')})"


def country_name(dataset: Dataset, country_id: str) -> str:
    """A country's name; its code in a dataset that is only a part and leaves the country out."""
    country = dataset.countries.get(country_id)
    return country.name if isinstance(country, Country) else country_id


def location_precision(dataset: Dataset, station_id: str) -> LocationPrecision:
    """What a pin for this station may stand for. Raises ``UnknownIdError``.

    ``premises`` where somebody other than a register of places tells the coordinates and
    premises are named; ``city`` for any other coordinates, and where only the city is known.
    """
    station = dataset.stations[station_id]
    if station.latitude is not None and station.premises:
        for row in dataset.evidence_by_record.get(station_id, ()):
            source = dataset.sources.get(row.source_id)
            if (
                "latitude" in row.fields
                and row.relation is Relation.SUPPORTS
                and row.withdrawn_by is None
                and isinstance(source, Source)
                and source.kind is not SourceKind.REFERENCE
            ):
                return LocationPrecision.PREMISES
    if station.latitude is not None or station.city:
        return LocationPrecision.CITY
    return LocationPrecision.REGION if station.region else LocationPrecision.COUNTRY
