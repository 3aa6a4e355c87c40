"""The country panel beside another one: are more stations reported in countries with more people?

The other panel is the yearly population of every country, 1960 to 2022, as the World Bank has it
and the package great-tables ships it (``great_tables.data.countrypops``). The two join on ISO codes
and the year, as with V-Dem on ``vdem_code`` or with Gleditsch-Ward data on ``gw_code``.

Run: ``python examples/panel.py``
"""

from __future__ import annotations

import pandas as pd
from great_tables.data import countrypops

import overseas_stations as ost


def joined(dataset: ost.Dataset) -> pd.DataFrame:
    """A row a country and year, of all countries, with its population in that year."""
    panel = dataset.country_panel("year", start="2021", end="2022", all_countries=True)
    people = countrypops[["country_code_3", "year", "population"]]
    people = people.rename(columns={"country_code_3": "iso3"})
    return panel.merge(people, on=["iso3", "year"], validate="one_to_one")


def answer(rows: pd.DataFrame) -> pd.DataFrame:
    """By size of country at the end of 2022: how many had a report, and an inquiry if they had."""
    then = rows[rows["year"] == 2022].copy()
    then["people"] = pd.qcut(then["population"], 4, labels=["fewest", "few", "many", "most"])
    then["reported"] = then["stations_reported"] > 0
    then["inquired"] = then["reported"] & (then["inquiries_open"] + then["inquiries_ended"] > 0)
    groups = then.groupby("people", observed=True)
    return groups.agg(
        countries=("iso3", "size"),
        reported=("reported", "sum"),
        stations=("stations_reported", "sum"),
        inquired=("inquired", "sum"),
    )


LIMITS = """\
What this cannot show: why. Larger countries have more of everything that brings a report about:
cities, emigrants from the places whose bureaus published lists, journalists, and claimants who
look there. It counts itemised stations that somebody reports, fewer than the highest figure
published, and none of them is thereby proven; where nobody looked, 0 is no finding."""


def main() -> None:
    """Print the table and what it cannot show."""
    print(answer(joined(ost.load())).to_string())
    print(LIMITS)


if __name__ == "__main__":
    main()
