"""Bring ``data/countries.csv`` up to the packages that ship ISO 3166-1, UN M49 and join codes.

ISO 3166-1 is pycountry's; the UN M49 regions and the Correlates of War, Gleditsch-Ward and V-Dem
codes are countrycode's. Run from the top of a checkout: ``python tools/countries.py``.
``looked_until`` is kept.
"""

from __future__ import annotations

from pathlib import Path

import pycountry
from countrycode import countrycode

from overseas_stations.canonical import canonical_text
from overseas_stations.schema.spec import table_spec
from overseas_stations.storage import read_rows

_FROM_COUNTRYCODE = {
    "region": "un.region.name",
    "subregion": "un.regionsub.name",
    "cow_code": "cown",
    "gw_code": "gwn",
    "vdem_code": "vdem",
}


def countries() -> list[dict[str, str]]:
    """Every ISO 3166-1 entry with its region and codes, empty where the package has none."""
    entries = sorted(pycountry.countries, key=lambda country: str(country.alpha_2))
    codes = [country.alpha_2 for country in entries]
    more = {
        column: countrycode(codes, origin="iso2c", destination=name)
        for column, name in _FROM_COUNTRYCODE.items()
    }
    return [
        {
            "country_id": country.alpha_2,
            "iso3": country.alpha_3,
            "iso_numeric": country.numeric,
            "name": country.name,
            **{
                column: "" if values[index] is None else str(values[index])
                for column, values in more.items()
            },
        }
        for index, country in enumerate(entries)
    ]


def main() -> None:
    """Rewrite the file."""
    path = Path("data/countries.csv")
    looked = {row["country_id"]: row["looked_until"] for _, row in read_rows(path)}
    rows = [{**row, "looked_until": looked.get(row["country_id"], "")} for row in countries()]
    path.write_text(canonical_text(table_spec("countries"), rows), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
