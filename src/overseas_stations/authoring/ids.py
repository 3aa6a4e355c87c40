"""The next id of a table. A number once given, to a record that stands or a retired one, is gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from unicodedata import normalize
from urllib.parse import urlsplit

from overseas_stations.authoring.refused import AuthoringRefusedError
from overseas_stations.authoring.tables import Tables
from overseas_stations.schema.spec import table_spec

#: What the ids of a table begin with; these are the tables that records are added to.
PREFIXES = {
    "sources": "src",
    "organisations": "org",
    "stations": "stn",
    "investigations": "inv",
    "statements": "stm",
    "events": "evt",
    "figures": "fig",
    "cooperations": "coo",
    "return_cases": "ret",
}

#: In a statement's id, for an issuer that has no country and no earlier statement.
_NO_COUNTRY = "xx"

#: Labels under which a country registers sites: the publisher's is the one before.
_SHARED = frozenset(
    {"ac", "co", "com", "edu", "gc", "go", "gob", "gouv", "gov", "govt", "gub", "mil", "ne"}
    | {"net", "or", "org"}
)


def next_id(tables: Tables, table: str, cells: Mapping[str, str]) -> str:
    """The id that a new record of these cells is given.

    Raises ``AuthoringRefusedError`` where the cells do not say enough for one.
    """
    prefix = PREFIXES[table]
    if table == "organisations":
        return _slug_id(tables, cells["name"])
    if table == "figures":
        return _numbered(tables, table, prefix)
    if table == "sources":
        return _numbered(tables, table, f"{prefix}-{publisher_slug(tables, cells)}", width=4)
    place = (
        _statement_place(tables, cells) if table == "statements" else cells["country_id"].lower()
    )
    return _numbered(tables, table, f"{prefix}-{place}")


def _numbered(tables: Tables, table: str, stem: str, width: int = 3) -> str:
    """The highest number ever given under this stem, and one."""
    given = tables.ids(table) | tables.ids("retired")
    numbers = [
        int(number)
        for number in (given_id.removeprefix(f"{stem}-") for given_id in given)
        if number.isascii() and number.isdecimal()
    ]
    return f"{stem}-{max(numbers, default=0) + 1:0{width}d}"


def _statement_place(tables: Tables, cells: Mapping[str, str]) -> str:
    """The issuer's country; of a body without one what its earlier statements have."""
    issuer = tables.find("organisations", cells["issuer"])
    if issuer and issuer["country_id"]:
        return issuer["country_id"].lower()
    earlier = Counter(
        row["statement_id"].split("-")[1]
        for row in tables.rows("statements")
        if row["issuer"] == cells["issuer"]
    )
    return earlier.most_common(1)[0][0] if earlier else _NO_COUNTRY


def _slug_id(tables: Tables, name: str) -> str:
    wanted = f"org-{slug(name)}"
    if not slug(name) or wanted in tables.ids("organisations") | tables.ids("retired"):
        raise AuthoringRefusedError(
            [f"organisation_id: {wanted!r}, made from the name, is taken or empty; give another"]
        )
    return wanted


def publisher_slug(tables: Tables, cells: Mapping[str, str]) -> str:
    """What a publisher's sources are called: as its earlier ones, else after its site.

    Of ``https://www.example.co.uk/news`` that is ``example``; without an address it is made from
    the publisher's name. Raises ``AuthoringRefusedError`` where neither gives a letter.
    """
    url, publisher = cells["url"], cells["publisher"]
    made = slug(_site(url)) or slug(publisher)
    sources = tables.rows("sources")
    by_site = [row for row in sources if url and row["url"] and _host(row["url"]) == _host(url)]
    earlier = Counter(
        row["source_id"].removeprefix("src-").rpartition("-")[0]
        for row in by_site or [row for row in sources if row["publisher"] == publisher]
    )
    if earlier:
        return max(earlier, key=lambda found: (earlier[found], found == made, found))
    if not made:
        raise AuthoringRefusedError(
            [f"source_id: {cells['publisher']!r} gives no slug; give an id, src-example-0001"]
        )
    return made


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").strip(".").removeprefix("www.")


def _site(url: str) -> str:
    """The label that the publisher registered."""
    labels = _host(url).split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _SHARED:
        labels.pop()
    return labels[-1] if labels else _host(url)


def slug(text: str) -> str:
    """Text as lower-case letters and digits of ASCII, joined by hyphens."""
    plain = normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def id_problem(tables: Tables, table: str, wanted: str) -> str | None:
    """Why an id that somebody chose cannot be given."""
    (key,) = table_spec(table).key
    retired = tables.find("retired", wanted)
    if retired:
        return f"{key}: {wanted} was retired in {retired['retired_in']} and is never given again"
    if wanted in tables.ids(table):
        return f"{key}: {wanted} is the id of another record"
    return None
