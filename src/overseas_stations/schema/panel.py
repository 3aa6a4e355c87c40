"""The columns of the country panel, each with what it counts: for the frame, and for the docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from overseas_stations.vocabulary import Stance

#: ``key`` names the row; ``flow`` counts what falls into the period; ``stock`` what holds at its end.
Role = Literal["key", "flow", "stock"]

#: Where a thing whose date is less precise than the period is put.
PLACED = (
    "A record is put on the last day that its date admits, and never after the day on which it was "
    "known; without a date, on the day on which it was known. Records whose claims were all "
    "withdrawn count nowhere. A statement about several countries counts once in each; one about "
    "a region or the world is about no country."
)


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """One column of the panel."""

    name: str
    role: Role
    type: Literal["string", "integer", "day", "boolean"]
    description: str


def stance_column(stance: Stance) -> str:
    """The name of the column that counts statements of a stance."""
    return f"statements_{stance.value}"


#: Every column in order.
PANEL: tuple[PanelColumn, ...] = (
    PanelColumn("iso2", "key", "string", "ISO 3166-1 alpha-2 code: country_id of the tables."),
    PanelColumn("iso3", "key", "string", "ISO 3166-1 alpha-3 code."),
    PanelColumn("cow_code", "key", "integer", "Correlates of War country code."),
    PanelColumn("gw_code", "key", "integer", "Gleditsch-Ward country code."),
    PanelColumn("vdem_code", "key", "integer", "V-Dem country id."),
    PanelColumn("country", "key", "string", "Its name."),
    PanelColumn("period", "key", "day", "First day of the month or year."),
    PanelColumn("year", "key", "integer", "The year of the period."),
    PanelColumn(
        "looked", "key", "boolean",
        "Whether the curators looked for news of the country beyond the period, so that 0 is none found.",
    ),
    PanelColumn(
        "first_report", "stock", "day",
        "The day on which a station there was first reported, from the period it falls into on.",
    ),
    PanelColumn(
        "stations_first_reported", "flow", "integer",
        "Itemised stations whose first dated source is of this period; without one they count nowhere.",
    ),
    PanelColumn(
        "stations_reported", "stock", "integer",
        "Itemised stations first reported in or before this period; closed ones stay counted.",
    ),
    PanelColumn("inquiries_opened", "flow", "integer", "Inquiries that began or were announced."),
    PanelColumn(
        "inquiries_ended", "flow", "integer",
        "Inquiries with their first closing event (closed_…); never before the inquiry itself.",
    ),
    PanelColumn(
        "inquiries_open", "stock", "integer",
        "Inquiries opened and not known to have ended by the end of the period.",
    ),
    PanelColumn("closures_ordered", "flow", "integer", "Events that order or demand closure."),
    PanelColumn("closures_reported", "flow", "integer", "Events that report a closure."),
    PanelColumn("statements", "flow", "integer", "Statements about the country, whoever's."),
    *(
        PanelColumn(
            stance_column(stance), "flow", "integer", f"Statements: {stance.meaning[0].lower()}{stance.meaning[1:]}"
        )
        for stance in Stance
    ),
    PanelColumn(
        "statements_by_china", "flow", "integer",
        "Statements about the country by China's authorities, police bureaus and missions.",
    ),
    PanelColumn(
        "denials_by_china", "flow", "integer",
        "Those of them that deny that stations exist or that they do police work.",
    ),
)  # fmt: skip
