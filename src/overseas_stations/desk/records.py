"""The tables that the desk answers with: computed when asked for, in no export."""

from __future__ import annotations

from pydantic import Field

from overseas_stations.fields import (
    Code,
    CountryId,
    Day,
    FigureId,
    Label,
    OrganisationId,
    SourceId,
    StationId,
    Text,
)
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Record
from overseas_stations.vocabulary import RecordTable, Vocabulary


class TimelineKind(Vocabulary):
    """What an entry of the timeline is."""

    REPORT = (
        "report",
        "Somebody's word on a station, figure, cooperation or return case is first known.",
    )
    STATEMENT = "statement", "A body that governs or is concerned speaks."
    INVESTIGATION = "investigation", "An authority begins to look into it."
    EVENT = "event", "Something happens."


class TimelineEntry(Record, table="timeline", key=("sort_day", "kind", "record_id")):
    """Derived. One dated thing: a report, a statement, an inquiry that began, an event."""

    sort_day: Day = Field(
        description="The day it is put on: the last that day admits, and never after the day on "
        "which it was known; without a date, the day on which it was known.",
        examples=["2022-10-27"],
    )
    day: PartialDate | None = Field(
        default=None,
        description="Its date as precisely as it is given; of a report, its first source's. "
        "Empty where none is given.",
        examples=["2022-10"],
    )
    kind: TimelineKind = Field(description="What it is.", examples=["report"])
    record_table: RecordTable = Field(description="The table of the record.", examples=["stations"])
    record_id: Code = Field(description="The record.", examples=["stn-nl-001"])
    country_ids: tuple[CountryId, ...] = Field(
        default=(), description="The countries it is about.", examples=[["NL"]]
    )
    station_ids: tuple[StationId, ...] = Field(
        default=(),
        description="The stations it is about; of an event of an inquiry that names none, those "
        "that the inquiry names.",
        examples=[["stn-nl-001"]],
    )
    by: OrganisationId | None = Field(
        default=None,
        description="Whose statement, inquiry or act it is. Empty for reports.",
        examples=["org-nl-mfa"],
    )
    claimants: tuple[OrganisationId, ...] = Field(
        default=(),
        description="Who says so in its own name; of a report, whose word is first known that day.",
        examples=[["org-safeguard-defenders"]],
    )
    source_ids: tuple[SourceId, ...] = Field(
        default=(),
        description="Where it was read; of a report, the sources of that day.",
        examples=[["src-ngo-0001"]],
    )
    withdrawn: bool = Field(
        description="Whether every row behind it was withdrawn.", examples=[False]
    )
    summary: Text = Field(
        description="What it is, in a sentence.", examples=["Amsterdam is named."]
    )


class CellRule(Vocabulary):
    """By which rule of the methodology a cell showed a value."""

    IN_FULL = "told_in_full", "A source that tells the cell in full was known by then."
    ROUGHLY = "told_roughly", "Only less precise tellings were known: the most precise of them."
    IN_PART = "told_in_part", "Only parts of the list were known by then."
    WITH_HINDSIGHT = (
        "written_later",
        "Free text, shown once all rows that it was written from were known.",
    )
    CURATED = "curated", "The curators' own cell, to which no source speaks."
    IDENTITY = "identity", "The record's id, from the day the record appeared."


class PastValue(Record, table="past_values", key=("field", "known_from")):
    """Derived. A value that a reader could have seen or derived on every day of one span."""

    record_table: RecordTable = Field(description="The table of the record.", examples=["stations"])
    record_id: Code = Field(description="The record.", examples=["stn-nl-001"])
    field: Code = Field(
        description="The column, or what is derived; outcome: and a station's id is the outcome "
        "for that station.",
        examples=["status"],
    )
    value: Text = Field(description="Its value on those days.", examples=["closure_ordered"])
    known_from: Day = Field(description="The first of those days.", examples=["2022-11-01"])
    known_until: Day | None = Field(
        default=None,
        description="The first day after them; empty where it is still so.",
        examples=["2023-02-14"],
    )
    on_word_of: tuple[OrganisationId, ...] = Field(
        default=(),
        description="On whose word it holds; of a column, on whose word it did on the first day.",
        examples=[["org-nl-mfa"]],
    )
    rule: Code = Field(description="By which rule it holds.", examples=["last_event"])
    because: Text = Field(
        description="That rule in words.", examples=["The last event known by then decides."]
    )


class CountryCompleteness(Record, table="completeness"):
    """Derived. One country: what is itemised here beside what was published about it."""

    country_id: CountryId = Field(description="The country.", examples=["NL"])
    country_name: Label = Field(description="Its name.", examples=["Netherlands"])
    stations_itemised: int = Field(
        description="How many stations have a row here.", examples=[2], ge=0
    )
    highest_value: int | None = Field(
        default=None,
        description="The highest number of stations that anybody published for the country, the "
        "upper end of a range; withdrawn ones are left out.",
        examples=[3],
        ge=0,
    )
    highest_qualifier: Code | None = Field(
        default=None, description="How that number is qualified.", examples=["at_least"]
    )
    highest_claimed_by: OrganisationId | None = Field(
        default=None, description="Who puts it forward.", examples=["org-safeguard-defenders"]
    )
    highest_figure_id: FigureId | None = Field(
        default=None, description="The figure.", examples=["fig-001"]
    )
    highest_known_on: Day | None = Field(
        default=None, description="The day on which it was first known.", examples=["2022-12-05"]
    )
    latest_value: int | None = Field(
        default=None,
        description="The number that became known last, of the claims with a number.",
        examples=[2],
        ge=0,
    )
    latest_qualifier: Code | None = Field(
        default=None, description="How that number is qualified.", examples=["exact"]
    )
    latest_claimed_by: OrganisationId | None = Field(
        default=None, description="Who puts it forward.", examples=["org-rtl-nieuws-ftm"]
    )
    latest_figure_id: FigureId | None = Field(
        default=None, description="The figure.", examples=["fig-002"]
    )
    latest_known_on: Day | None = Field(
        default=None, description="The day on which it was first known.", examples=["2022-10-25"]
    )
    inquiries: int = Field(
        description="How many inquiries by its authorities are known.", examples=[1], ge=0
    )
    statements: int = Field(
        description="How many statements about it are known.", examples=[12], ge=0
    )
    looked_until: PartialDate | None = Field(
        default=None,
        description="Until when the curators looked for news of it.",
        examples=["2026-11-23"],
    )
    warning: Text | None = Field(
        default=None,
        description="Why the number of rows is not the number of stations; empty where nothing says so.",
        examples=["One of these rows names no place within the country."],
    )
