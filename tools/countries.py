"""Bring ``data/countries.csv`` up to the packages that ship ISO 3166, UN M49 and join codes.

Run from the top of a checkout: ``python tools/countries.py``. ``looked_until`` is kept.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pycountry

from overseas_stations.canonical import canonical_text
from overseas_stations.schema.spec import table_spec
from overseas_stations.storage import read_rows

#: country_converter says America where UN M49 says Americas.
_M49_REGION = {"America": "Americas"}


def countries() -> list[dict[str, str]]:
    """Every ISO 3166-1 entry with its UN M49 region and Gleditsch-Ward code."""
    table = files("country_converter").joinpath("country_data.tsv").read_text("utf-8")
    extra = {row["ISO2"]: row for row in csv.DictReader(table.splitlines(), delimiter="\t")}
    rows = []
    for country in pycountry.countries:
        more = extra.get(country.alpha_2, {})
        region = more.get("continent", "")
        rows.append(
            {
                "country_id": country.alpha_2,
                "iso3": country.alpha_3,
                "iso_numeric": country.numeric,
                "name": country.name,
                "region": _M49_REGION.get(region, region),
                "subregion": more.get("UNregion", ""),
                "cow_code": "",
                "gw_code": more.get("GWcode", ""),
                "vdem_code": "",
                "looked_until": "",
            }
        )
    return rows


def main() -> None:
    """Rewrite the file."""
    path = Path("data/countries.csv")
    looked = {row["country_id"]: row["looked_until"] for _, row in read_rows(path)}
    rows = countries()
    for row in rows:
        row["looked_until"] = looked.get(row["country_id"], "")
    path.write_text(canonical_text(table_spec("countries"), rows), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
