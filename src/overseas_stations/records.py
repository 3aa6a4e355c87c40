"""The dataset in one file: its typed records, one class a table, every field described.

These models are the single source of the schema. The descriptor, the Arrow schemas, the JSON
Schemas, the SQL checks and the codebook are derived from them (``overseas_stations.schema``).
A field without a default is required; the first one, or those in ``key``, are the primary key.
"""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from overseas_stations.fields import (
    Alpha3,
    Code,
    ColumnName,
    CooperationId,
    CountryId,
    EndDay,
    EventId,
    EvidenceId,
    FigureId,
    InvestigationId,
    IsoNumeric,
    Label,
    Language,
    LookedUntil,
    Name,
    OrganisationId,
    Period,
    PossiblySameAs,
    Remark,
    ReturnCaseId,
    RuleCode,
    Sha256,
    SomeDay,
    SourceId,
    StatementId,
    StationId,
    Text,
    Title,
    Url,
    Version,
)
from overseas_stations.vocabulary import (
    Activity,
    Channel,
    Concern,
    CooperationKind,
    Designation,
    EventKind,
    FigureScope,
    HostType,
    LeftOut,
    Measure,
    OrganisationKind,
    Qualifier,
    ReadScope,
    RecordTable,
    Relation,
    ReturnOutcome,
    SourceKind,
    Stance,
    Standing,
    StatementScope,
)


class Record(BaseModel):
    """One row. Immutable; an unknown field is an error."""

    # Built when first used: a process that asks for one table pays for one.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]

    @property
    def primary_key(self) -> str:
        """The record's id; where the key has several columns, their values joined by ``|``."""
        return "|".join(str(getattr(self, column)) for column in self.key)

    def __init_subclass__(cls, *, table: str, key: tuple[str, ...] = (), **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)  # type: ignore[arg-type]
        cls.table = table
        cls.key = key or (next(iter(cls.__annotations__)),)


class Source(Record, table="sources"):
    """One document that was read, or that a document which was read names."""

    source_id: SourceId = Field(
        description="Stable id: publisher and a running number.", examples=["src-irishtimes-0001"]
    )
    url: Url | None = Field(
        default=None,
        description="Its address. Empty only where content_sha256 is filled.",
        examples=["https://www.example.org/2022/10/27/stations"],
    )
    title: Title | None = Field(
        default=None,
        description="Its title as printed; a description in brackets where the title names a private person.",
        examples=["Dublin station told to close"],
    )
    publisher: Label = Field(description="Who published it.", examples=["The Irish Times"])
    kind: SourceKind = Field(description="What sort of document it is.", examples=["news"])
    language: Language | None = Field(
        default=None, description="Its language (BCP 47).", examples=["en"]
    )
    published_on: SomeDay | None = Field(
        default=None,
        description="When it was published, as precisely as it says.",
        examples=["2022-10-27"],
    )
    accessed_on: SomeDay | None = Field(
        default=None,
        description="When it was read. Empty where read_scope is secondary.",
        examples=["2026-11-23"],
    )
    read_scope: ReadScope = Field(description="How much of it was read.", examples=["full"])
    archived_url: Url | None = Field(
        default=None,
        description="An archived copy of it.",
        examples=["https://archive.example.org/2022/stations"],
    )
    archived_on: SomeDay | None = Field(
        default=None, description="When that copy was made.", examples=["2022-11-02"]
    )
    content_sha256: Sha256 | None = Field(
        default=None,
        description="SHA-256 of the text that was read, where the text is kept.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    derived_from: SourceId | None = Field(
        default=None,
        description="The source whose report it republishes or retells.",
        examples=["src-afp-0001"],
    )
    standing: Standing = Field(
        description="Whether its publisher stands by it. For display; it changes no derived value.",
        examples=["stands"],
    )
    standing_source: SourceId | None = Field(
        default=None,
        description="The source that says it was corrected or retracted.",
        examples=["src-npr-0001"],
    )


class Organisation(Record, table="organisations"):
    """Anybody who claims, denies, investigates or operates."""

    organisation_id: OrganisationId = Field(
        description="Stable id: a slug of its name.", examples=["org-safeguard-defenders"]
    )
    name: Label = Field(description="Its name in English.", examples=["Safeguard Defenders"])
    name_local: Name | None = Field(
        default=None, description="Its name in its own language.", examples=["保护卫士"]
    )
    kind: OrganisationKind = Field(description="What sort of body it is.", examples=["ngo"])
    country_id: CountryId | None = Field(
        default=None,
        description="Its country; a mission's is the sending state. Empty for an intergovernmental body.",
        examples=["ES"],
    )


class Country(Record, table="countries"):
    """Every ISO 3166-1 entry. Which of them are concerned follows from the records."""

    country_id: CountryId = Field(description="ISO 3166-1 alpha-2 code.", examples=["NL"])
    iso3: Alpha3 = Field(description="ISO 3166-1 alpha-3 code.", examples=["NLD"])
    iso_numeric: IsoNumeric = Field(
        description="ISO 3166-1 numeric code, three digits.", examples=["528"]
    )
    name: Label = Field(
        description="Name in ISO 3166-1 as the package pycountry gives it: no judgement of ours.",
        examples=["Netherlands"],
    )
    region: Label | None = Field(default=None, description="UN M49 region.", examples=["Europe"])
    subregion: Label | None = Field(
        default=None, description="UN M49 subregion.", examples=["Western Europe"]
    )
    cow_code: int | None = Field(
        default=None, description="Correlates of War country code.", examples=[210]
    )
    gw_code: int | None = Field(
        default=None, description="Gleditsch-Ward country code.", examples=[210]
    )
    vdem_code: int | None = Field(default=None, description="V-Dem country id.", examples=[91])
    looked_until: LookedUntil | None = Field(
        default=None,
        description="Until when the curators looked for news of this country, so that absence is not read as 'none'.",
        examples=["2026-11-23"],
    )


class Station(Record, table="stations"):
    """One station that somebody reports. Its status and assessment are derived."""

    station_id: StationId = Field(description="Stable id.", examples=["stn-nl-001"])
    country_id: CountryId = Field(description="The country said to host it.", examples=["NL"])
    region: Name | None = Field(
        default=None,
        description="First-level subdivision, where that is what the sources name.",
        examples=["North Holland"],
    )
    city: Name | None = Field(
        default=None,
        description="City or municipality, in English where it has an English name.",
        examples=["Amsterdam"],
    )
    district: Name | None = Field(
        default=None, description="District or suburb.", examples=["Centrum"]
    )
    premises: Name | None = Field(
        default=None,
        description="Business or association premises said to house it; never a home.",
        examples=["an office building"],
    )
    geonames_id: int | None = Field(
        default=None, description="GeoNames id of the city.", examples=[2759794], gt=0
    )
    latitude: float | None = Field(
        default=None,
        description="Degrees north (WGS 84), of the city; of premises only where a source prints them.",
        examples=[52.37403],
        ge=-90,
        le=90,
    )
    longitude: float | None = Field(
        default=None,
        description="Degrees east (WGS 84), as latitude.",
        examples=[4.88969],
        ge=-180,
        le=180,
    )
    name_local: Name | None = Field(
        default=None,
        description="What it is called in Chinese or the host's language.",
        examples=["青田警务海外服务站"],
    )
    operated_by: OrganisationId | None = Field(
        default=None,
        description="The public security bureau said to run it.",
        examples=["org-lishui-psb"],
    )
    host_type: HostType | None = Field(
        default=None, description="What is said to house it.", examples=["office"]
    )
    designation: Designation | None = Field(
        default=None, description="What it is said to be.", examples=["police_service_station"]
    )
    activities: tuple[Activity, ...] = Field(
        default=(), description="What is said to be done there.", examples=[["documents"]]
    )
    established: SomeDay | None = Field(
        default=None, description="When it is said to have been set up.", examples=["2018-06"]
    )
    possibly_same_as: PossiblySameAs = Field(
        default=(),
        description="Other records that may be the same place, where no source equates them (the curators' hint).",
        examples=[["stn-nl-002"]],
    )
    summary: Text | None = Field(
        default=None,
        description="What is reported of it, in the project's own words.",
        examples=["Reported as run from Lishui since June 2018."],
    )


class Investigation(Record, table="investigations"):
    """One inquiry by one authority. Its outcome and end are derived from its events."""

    investigation_id: InvestigationId = Field(description="Stable id.", examples=["inv-nl-001"])
    country_id: CountryId = Field(
        description="The country whose authority inquires.", examples=["NL"]
    )
    authority: OrganisationId = Field(description="Who inquires.", examples=["org-nl-mfa"])
    station_ids: tuple[StationId, ...] = Field(
        default=(),
        description="The stations it looks into, where they are named.",
        examples=[["stn-nl-001"]],
    )
    opened: SomeDay | None = Field(
        default=None, description="When it began or was announced as begun.", examples=["2022-10"]
    )
    looked_until: LookedUntil | None = Field(
        default=None,
        description="Until when the curators looked for its outcome.",
        examples=["2026-11-23"],
    )
    summary: Text | None = Field(
        default=None,
        description="What is inquired into and how, in the project's own words.",
        examples=["The ministry looks into what the two places do."],
    )


class Statement(Record, table="statements"):
    """One public utterance on one occasion by a body that the allegation concerns or that governs.

    That is an authority, a parliament or its member, a diplomatic mission, an intergovernmental
    body, or the association or business that an allegation names.
    """

    statement_id: StatementId = Field(description="Stable id.", examples=["stm-nl-001"])
    issuer: OrganisationId = Field(description="Whose statement it is.", examples=["org-nl-mfa"])
    speaker: Name | None = Field(
        default=None,
        description="The public official who spoke, in office at the time.",
        examples=["the foreign minister"],
    )
    speaker_role: Name | None = Field(
        default=None, description="The speaker's office.", examples=["Minister of Foreign Affairs"]
    )
    scope: StatementScope = Field(
        description="Which part of the world it speaks about.", examples=["country"]
    )
    region: Name | None = Field(
        default=None, description="The region, where scope is region.", examples=["Latin America"]
    )
    about_country_ids: tuple[CountryId, ...] = Field(
        default=(), description="The countries it speaks about.", examples=[["NL"]]
    )
    station_ids: tuple[StationId, ...] = Field(
        default=(),
        description="The stations it singles out; a general statement singles out none.",
        examples=[["stn-nl-001"]],
    )
    made_on: SomeDay | None = Field(
        default=None, description="When it was made.", examples=["2022-11-01"]
    )
    channel: Channel | None = Field(
        default=None, description="By which channel.", examples=["parliament"]
    )
    stances: tuple[Stance, ...] = Field(
        description="What it says on the allegation.", examples=[["orders_closure"]], min_length=1
    )
    summary: Text | None = Field(
        default=None,
        description="What was said, in the project's own words.",
        examples=["Both places must close at once, the minister tells parliament."],
    )


class Event(Record, table="events"):
    """One dated thing that happened."""

    event_id: EventId = Field(description="Stable id.", examples=["evt-nl-001"])
    kind: EventKind = Field(description="What happened.", examples=["ordered_closed"])
    occurred_on: SomeDay | None = Field(
        default=None, description="When it happened.", examples=["2022-11-01"]
    )
    actor: OrganisationId | None = Field(
        default=None,
        description="Whose act or finding it is; for reported_… events, who reports it.",
        examples=["org-nl-mfa"],
    )
    country_id: CountryId = Field(description="Where it happened.", examples=["NL"])
    station_ids: tuple[StationId, ...] = Field(
        default=(), description="The stations it concerns.", examples=[["stn-nl-001"]]
    )
    investigation_id: InvestigationId | None = Field(
        default=None, description="The inquiry it belongs to.", examples=["inv-nl-001"]
    )
    cooperation_id: CooperationId | None = Field(
        default=None,
        description="The agreement or patrol programme that it is a season, step or end of.",
        examples=["coo-hr-001"],
    )
    concerns_station: Concern | None = Field(
        default=None,
        description="For referral to prosecutors and arrest to sentence: whether it was about the station.",
        examples=["yes"],
    )
    summary: Text | None = Field(
        default=None,
        description="What happened, in the project's own words.",
        examples=["The ministry orders the places to close."],
    )


class Figure(Record, table="figures"):
    """One aggregate number that somebody published. Never summed, never averaged."""

    figure_id: FigureId = Field(description="Stable id.", examples=["fig-001"])
    scope: FigureScope = Field(
        description="Which part of the world it counts.", examples=["country"]
    )
    region: Name | None = Field(
        default=None, description="The region, where scope is region.", examples=["Europe"]
    )
    country_id: CountryId | None = Field(
        default=None, description="The country, where scope is country.", examples=["NL"]
    )
    operated_by: OrganisationId | None = Field(
        default=None,
        description="The bureau whose stations alone it counts; empty: all.",
        examples=["org-fuzhou-psb"],
    )
    measure: Measure = Field(description="What it counts.", examples=["stations"])
    per_measure: Measure | None = Field(
        default=None,
        description="What the number is of (135 staff of 21 stations).",
        examples=["stations"],
    )
    per_value: int | None = Field(
        default=None, description="How many of those.", examples=[21], ge=0
    )
    value: int | None = Field(
        default=None,
        description="The number; the lower end of a range. Empty only where none was printed.",
        examples=[2],
        ge=0,
    )
    value_to: int | None = Field(
        default=None, description="The upper end of a range.", examples=[3], ge=0
    )
    qualifier: Qualifier = Field(description="How the number is qualified.", examples=["exact"])
    reference_period: Period | None = Field(
        default=None,
        description="The period it counts, all of it. Empty where the claim gives none.",
        examples=["2022-09"],
    )
    claimed_by: OrganisationId = Field(
        description="Who puts the number forward in its own name.",
        examples=["org-safeguard-defenders"],
    )
    note: Remark | None = Field(
        default=None, description="The curators' remark.", examples=["One for each bureau."]
    )


class Cooperation(Record, table="cooperations"):
    """One police agreement, or one patrol programme (its seasons are events)."""

    cooperation_id: CooperationId = Field(description="Stable id.", examples=["coo-hr-001"])
    country_id: CountryId = Field(description="China's partner country.", examples=["HR"])
    kind: CooperationKind = Field(description="What sort it is.", examples=["joint_patrols"])
    host_party: OrganisationId | None = Field(
        default=None, description="The partner country's party.", examples=["org-hr-mup"]
    )
    chinese_party: OrganisationId | None = Field(
        default=None, description="China's party.", examples=["org-cn-mps"]
    )
    signed_on: SomeDay | None = Field(
        default=None, description="When it was signed.", examples=["2017-09-12"]
    )
    started: SomeDay | None = Field(
        default=None, description="When it began to run.", examples=["2018-07"]
    )
    ended: EndDay | None = Field(
        default=None,
        description="When it ended or was suspended for good.",
        examples=["2022-12-19"],
    )
    summary: Text | None = Field(
        default=None,
        description="What it provides, in the project's own words.",
        examples=["Officers walk together in resorts in summer."],
    )


class ReturnCase(Record, table="return_cases"):
    """One reported coerced-return case, without names. State-to-state deportations are none."""

    return_case_id: ReturnCaseId = Field(description="Stable id.", examples=["ret-fr-001"])
    country_id: CountryId = Field(description="The country the person lived in.", examples=["FR"])
    occurred_on: SomeDay | None = Field(
        default=None, description="When it happened.", examples=["2019"]
    )
    outcome: ReturnOutcome = Field(description="How it ended.", examples=["returned"])
    station_ids: tuple[StationId, ...] = Field(
        default=(), description="The stations said to have had a part.", examples=[["stn-nl-001"]]
    )
    summary: Text | None = Field(
        default=None,
        description="What is reported, without names, in the project's own words.",
        examples=["A person in a suburb is reported to have been pressed to return."],
    )


class Evidence(Record, table="evidence"):
    """One source that speaks for or against a record or some of its cells."""

    evidence_id: EvidenceId = Field(
        description="Stable id, given once by fmt and never again.", examples=["evd-0123456789ab"]
    )
    record_table: RecordTable = Field(description="The table of the record.", examples=["stations"])
    record_id: Code = Field(description="The record.", examples=["stn-nl-001"])
    fields: tuple[ColumnName, ...] = Field(
        description="The columns it speaks to; * is the record itself ('this exists').",
        examples=[["*", "country_id", "city"]],
        min_length=1,
    )
    source_id: SourceId = Field(description="Where it was read.", examples=["src-irishtimes-0001"])
    attributed_to: OrganisationId = Field(
        description="Who puts the claim forward in its own name. Whoever relays is no claimant.",
        examples=["org-safeguard-defenders"],
    )
    relies_on: OrganisationId | None = Field(
        default=None,
        description="The claimant on whose word this one builds, adding a reading of its own.",
        examples=["org-lishui-psb"],
    )
    relation: Relation = Field(description="For or against.", examples=["supports"])
    value: Text | None = Field(
        default=None,
        description="What this source holds for the one field, where it is not the cell's value.",
        examples=["2018"],
    )
    withdrawn_by: SourceId | None = Field(
        default=None,
        description="The source that says this claim was retracted or amended.",
        examples=["src-npr-0001"],
    )
    locator: Name | None = Field(
        default=None,
        description="Where in the source: a page, section or paragraph.",
        examples=["p. 12"],
    )
    note: Remark | None = Field(
        default=None, description="The curators' remark.", examples=["Told as hearsay."]
    )


class Retired(Record, table="retired"):
    """An id that is no longer in use. It is never given again."""

    id: Code = Field(description="The retired id.", examples=["stn-nl-009"])
    replaced_by: Code | None = Field(
        default=None, description="The id that stands for it now.", examples=["stn-nl-001"]
    )
    reason: Text = Field(description="Why.", examples=["The same place, told twice."])
    retired_in: Version = Field(description="The version that retired it.", examples=["1.2.0"])


class CurationLogEntry(Record, table="curation_log", key=("file", "url", "fact")):
    """What became of one fact of the dossier that the data was curated from."""

    file: Code = Field(description="The dossier's file, without ending.", examples=["eu-northwest"])
    url: Url = Field(
        description="The address of the source there.",
        examples=["https://www.example.org/2022/10/27/stations"],
    )
    fact: int = Field(description="The fact's number at that source, from 1.", examples=[1], ge=1)
    evidence_ids: tuple[EvidenceId, ...] = Field(
        default=(), description="The evidence rows that use it.", examples=[["evd-0123456789ab"]]
    )
    left_out: LeftOut | None = Field(
        default=None, description="Why no row uses it.", examples=["off_topic"]
    )
    note: Remark | None = Field(
        default=None, description="The curators' remark.", examples=["About trade offices."]
    )


class AcceptedWarning(Record, table="accepted_warnings", key=("code", "record_id")):
    """A warning of the validator that a maintainer has judged, with the reason."""

    code: RuleCode = Field(description="The rule's code.", examples=["OS321"])
    record_id: Code = Field(description="The record it is about.", examples=["fig-001"])
    reason: Text = Field(
        description="Why it is right as it stands.", examples=["The claimant revised its count."]
    )


#: Every table in the order of the design, the cited before the citing.
RECORDS: dict[str, type[Record]] = {
    record.table: record
    for record in (
        Source,
        Organisation,
        Country,
        Station,
        Investigation,
        Statement,
        Event,
        Figure,
        Cooperation,
        ReturnCase,
        Evidence,
        Retired,
        CurationLogEntry,
        AcceptedWarning,
    )
}
