"""What follows from the claims, as records: the tables that exports write beside the stored ones.

They are computed by :mod:`overseas_stations.derive`, so they are no part of ``RECORDS``, of
``data/`` or of the descriptor. No application needs to carry the rules out a second time: to know
what held on a day, take the row of ``history`` whose ``known_from`` is not after that day and whose
``known_until`` is after it or empty; in the same way ``cell_history`` has what each cell showed, and
``source_days`` the day from which each source was known.
"""

from __future__ import annotations

from pydantic import Field

from overseas_stations.fields import (
    Code,
    ColumnName,
    CountryId,
    Day,
    EventId,
    Label,
    Name,
    OrganisationId,
    SourceId,
    StationId,
    Text,
    Url,
)
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Record
from overseas_stations.vocabulary import RecordTable, Vocabulary


class StatusValue(Vocabulary):
    """Where a station stands, by the last of its events that says something about that."""

    REPORTED = "reported", "It is reported, and nothing later says that it closed or is not there."
    CLOSURE_ORDERED = "closure_ordered", "An authority ordered or demanded that it close."
    REPORTED_CLOSED = "reported_closed", "Somebody says that it closed or ceased."
    NOT_SUBSTANTIATED = "not_substantiated", "An authority looked and found no sign of it."


class AssessmentLevel(Vocabulary):
    """How well a record is supported."""

    UNSUPPORTED = "unsupported", "Every row that spoke for it was withdrawn."
    SINGLE_CLAIMANT = "single_claimant", "It rests on one claimant's word, or on unnamed sources."
    CORROBORATED = "corroborated", "Two or more independent claimants say so."
    ACKNOWLEDGED = "acknowledged", "The host state's authority, or a court, found that it exists."


class Disputed(Vocabulary):
    """Whether somebody stands against a record."""

    NO = "no", "Nobody does."
    DIRECTLY = "directly", "A source denies it, or a statement about this very station does."
    GENERALLY = "generally", "A statement denies that there are any in that country."


class LocationPrecision(Vocabulary):
    """What a pin on a map may stand for."""

    PREMISES = "premises", "The premises: a source prints their coordinates."
    CITY = "city", "The city; its coordinates are a gazetteer's."
    REGION = "region", "The region only."
    COUNTRY = "country", "The country only."


class DerivationRule(Vocabulary):
    """By which rule of the methodology a value of the history holds."""

    APPEARANCE = "appearance", "Every required cell was supported by then."
    LAST_EVENT = "last_event", "The last event known by then that says something on it."
    NO_EVENT = "no_event", "No event known by then says anything on it."
    INDEPENDENT_CLAIMANTS = (
        "independent_claimants",
        "The independent claimants known by then, whoever withdrew left out.",
    )
    FINDING = "finding", "The host state's authority, or a court, found that it exists."
    DENIALS = "denials", "The denials known by then, those withdrawn left out."


class DayBasis(Vocabulary):
    """What says on which day a source was known."""

    PUBLISHED = "published", "The last day that its date of publication admits."
    ARCHIVED = (
        "archived",
        "Undated; an archive copied it that day, no later than any source derived from it was known.",
    )
    RETOLD = (
        "retold",
        "Undated; the first source derived from it was known that day, before any archived copy.",
    )
    READ = "read", "Undated, never archived or retold; the curators read it that day."


class StationStatusRow(Record, table="station_status"):
    """Derived. One station at this release: its status, and how well it is supported."""

    station_id: StationId = Field(description="The station.", examples=["stn-nl-001"])
    status: StatusValue = Field(description="Its status.", examples=["closure_ordered"])
    event_id: EventId | None = Field(
        default=None,
        description="The event that gave the status; empty where none did.",
        examples=["evt-nl-001"],
    )
    actor: OrganisationId | None = Field(
        default=None, description="Whose event that is.", examples=["org-nl-mfa"]
    )
    occurred_on: PartialDate | None = Field(
        default=None,
        description="When it happened, as precisely as the event's record says.",
        examples=["2022-11-01"],
    )
    assessment: AssessmentLevel = Field(
        description="How well it is supported.", examples=["corroborated"]
    )
    claimants: tuple[OrganisationId, ...] = Field(
        default=(),
        description="Who says in its own name that it exists.",
        examples=[["org-safeguard-defenders"]],
    )
    independent: tuple[OrganisationId, ...] = Field(
        default=(),
        description="The claimants that count: each at the end of its chain of reliance.",
        examples=[["org-lishui-psb"]],
    )
    acknowledged_by: tuple[OrganisationId, ...] = Field(
        default=(),
        description="The host state's authorities and courts that found that it exists.",
        examples=[["org-us-edny"]],
    )
    operator_acknowledged: bool = Field(
        description="Whether a Chinese authority says itself that it exists.", examples=[True]
    )
    disputed: Disputed = Field(description="Whether somebody denies it.", examples=["generally"])
    disputed_by: tuple[OrganisationId, ...] = Field(
        default=(), description="Who does, in that way.", examples=[["org-cn-mfa"]]
    )
    first_reported_on: Day | None = Field(
        default=None,
        description="The day on which the first dated source that says it exists was known, the withdrawn left out.",
        examples=["2022-09-12"],
    )
    last_reported_on: Day | None = Field(
        default=None,
        description="The day on which the last dated source that says it exists was known.",
        examples=["2023-04-17"],
    )


class HistoryRow(Record, table="history", key=("record_id", "field", "known_from")):
    """Derived. A value that a reader could have derived for a record on every day of one span."""

    record_table: RecordTable = Field(description="The table of the record.", examples=["stations"])
    record_id: Code = Field(description="The record.", examples=["stn-nl-001"])
    field: Code = Field(
        description="What is derived: known (any record), status (stations), assessment, disputed "
        "(stations, events, cooperations, return cases), outcome (inquiries as a whole) or outcome: "
        "and a station's id (inquiries, for that station).",
        examples=["outcome:stn-nl-001"],
    )
    value: Code = Field(description="Its value on those days.", examples=["found_to_exist"])
    known_from: Day = Field(description="The first of those days.", examples=["2022-11-01"])
    known_until: Day | None = Field(
        default=None,
        description="The first day after them; empty where it is still so at the release.",
        examples=["2023-02-14"],
    )
    on_word_of: tuple[OrganisationId, ...] = Field(
        default=(),
        description="On whose word it holds, the same on all those days: the actor of the event, the claimants, who "
        "found it, who denies it; of known, the claimants of the first day. Empty where nobody gave it.",
        examples=[["org-nl-mfa"]],
    )
    rule: DerivationRule = Field(description="By which rule it holds.", examples=["last_event"])


class CellHistoryRow(Record, table="cell_history", key=("record_id", "field", "known_from")):
    """Derived. The value that a reader could have seen in a cell on every day of one span.

    For every column but the key of the tables whose cells need evidence. Days on which the cell
    was empty have no row, nor has a record before it appeared.
    """

    record_table: RecordTable = Field(description="The table of the record.", examples=["stations"])
    record_id: Code = Field(description="The record.", examples=["stn-nl-001"])
    field: ColumnName = Field(description="The column.", examples=["established"])
    value: Text = Field(
        description="What the cell showed on those days, written as in CSV: the items of a list are "
        "joined by ;.",
        examples=["2018-06"],
    )
    known_from: Day = Field(description="The first of those days.", examples=["2022-10-25"])
    known_until: Day | None = Field(
        default=None,
        description="The first day after them; empty where it is still so at the release.",
        examples=["2022-11-01"],
    )


class SourceDayRow(Record, table="source_days"):
    """Derived. The day from which a source was known. One that nothing dates has no row."""

    source_id: SourceId = Field(description="The source.", examples=["src-irishtimes-0001"])
    known_on: Day = Field(
        description="From that day on it counts in what was known.", examples=["2022-10-27"]
    )
    basis: DayBasis = Field(description="What says so.", examples=["published"])


class FlatStation(Record, table="stations_flat"):
    """Derived. One station with what a map or a list shows of it, joined from the other tables."""

    station_id: StationId = Field(description="The station.", examples=["stn-nl-001"])
    label: Label = Field(
        description="A name for readers: place and operator, numbered where two are alike.",
        examples=["Amsterdam (Lishui)"],
    )
    country_id: CountryId = Field(description="The country said to host it.", examples=["NL"])
    country_name: Label = Field(description="That country's name.", examples=["Netherlands"])
    region: Name | None = Field(
        default=None, description="First-level subdivision.", examples=["North Holland"]
    )
    city: Name | None = Field(
        default=None, description="City or municipality.", examples=["Amsterdam"]
    )
    latitude: float | None = Field(
        default=None, description="Degrees north (WGS 84).", examples=[52.37403], ge=-90, le=90
    )
    longitude: float | None = Field(
        default=None, description="Degrees east (WGS 84).", examples=[4.88969], ge=-180, le=180
    )
    location_precision: LocationPrecision = Field(
        description="What a pin on a map may stand for.", examples=["city"]
    )
    operated_by: OrganisationId | None = Field(
        default=None,
        description="The public security bureau said to run it.",
        examples=["org-lishui-psb"],
    )
    operator_name: Label | None = Field(
        default=None, description="Its name.", examples=["Lishui Public Security Bureau"]
    )
    status: StatusValue = Field(description="Its status.", examples=["closure_ordered"])
    assessment: AssessmentLevel = Field(
        description="How well it is supported.", examples=["corroborated"]
    )
    disputed: Disputed = Field(description="Whether somebody denies it.", examples=["generally"])
    claimant_count: int = Field(
        description="How many say in their own name that it exists.", examples=[1], ge=0
    )
    claimants: tuple[OrganisationId, ...] = Field(
        default=(), description="Who they are.", examples=[["org-safeguard-defenders"]]
    )
    independent_count: int = Field(
        description="How many of those on whose word it rests are independent of each other.",
        examples=[1],
        ge=0,
    )
    first_source_id: SourceId | None = Field(
        default=None,
        description="The first dated source that says it exists; where none is dated, the first that was read.",
        examples=["src-ngo-0001"],
    )
    first_source_url: Url | None = Field(
        default=None,
        description="Its address.",
        examples=["https://www.example.org/2022/09/12/overseas"],
    )
    first_reported_on: Day | None = Field(
        default=None,
        description="The day on which the first dated source that says it exists was known.",
        examples=["2022-09-12"],
    )
    last_reported_on: Day | None = Field(
        default=None,
        description="The day on which the last dated source that says it exists was known.",
        examples=["2023-04-17"],
    )


#: Every derived table by its name.
DERIVED: dict[str, type[Record]] = {
    record.table: record
    for record in (StationStatusRow, HistoryRow, FlatStation, CellHistoryRow, SourceDayRow)
}
