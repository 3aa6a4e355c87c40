"""A city's GeoNames id and coordinates, with the evidence for them. Never a guess."""

from __future__ import annotations

from overseas_stations.authoring.refused import AuthoringRefusedError
from overseas_stations.authoring.tables import Row
from overseas_stations.canonical import canonical_cell
from overseas_stations.cells import write_value
from overseas_stations.errors import MissingExtraError, install
from overseas_stations.schema.spec import table_spec
from overseas_stations.validation import gazetteer

#: The columns that GeoNames answers for.
COLUMNS = ("geonames_id", "latitude", "longitude")

#: How the stations cite it.
EVIDENCE = {
    "fields": ";".join(COLUMNS),
    "source_id": "src-geonames-0001",
    "attributed_to": "org-geonames",
    "relation": "supports",
}


def locate(station: Row) -> bool:
    """Fill a station's GeoNames id and coordinates; whether any was filled.

    By the id, where it is given, else by the city's name within the country. A station without
    city or with coordinates of its own is left alone. Raises ``AuthoringRefusedError`` where
    there is no such place or more than one, ``MissingExtraError`` without the register.
    """
    if station["latitude"] or station["longitude"]:
        return False
    if not (station["geonames_id"] or station["city"]):
        return False
    place = _by_id(station) if station["geonames_id"] else _by_name(station)
    values = (place[0], place[3], place[4])
    for column, value in zip(COLUMNS, values, strict=True):
        station[column] = canonical_cell(table_spec("stations").field(column), write_value(value))
    return True


def _by_id(station: Row) -> gazetteer.Place:
    wanted = station["geonames_id"]
    found = gazetteer.places([wanted])
    if found is None:
        raise _absent()
    if not found:
        raise AuthoringRefusedError([f"geonames_id: {wanted} is no place in GeoNames"])
    (place,) = found
    if place[2] != station["country_id"]:
        raise AuthoringRefusedError(
            [f"geonames_id: {wanted} is {place[1]} in {place[2]}, not in {station['country_id']}"]
        )
    return place


def _by_name(station: Row) -> gazetteer.Place:
    city, country = station["city"], station["country_id"]
    found = gazetteer.named(country, city)
    if found is None:
        raise _absent()
    if not found:
        raise AuthoringRefusedError(
            [
                f"city: GeoNames has no {city!r} in {country}; correct the name, give the "
                "geonames_id, or leave the place open with --no-place"
            ]
        )
    if len(found) > 1:
        listed = ", ".join(
            f"{place[0]} ({place[1]}, {place[3]} {place[4]}, {people} people)"
            for place, people in sorted(found, key=lambda each: -each[1])
        )
        raise AuthoringRefusedError(
            [
                f"city: GeoNames has {len(found)} places named {city!r} in {country}; give the "
                f"geonames_id of the one: {listed}"
            ]
        )
    return found[0][0]


def _absent() -> MissingExtraError:
    return MissingExtraError(
        f"a city's place is looked up in GeoNames, which needs an extra: {install('places')}; "
        "or leave the place open with --no-place"
    )
