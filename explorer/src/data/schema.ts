// Made by `overseas-stations schema` from records.py; do not edit.
//
// A row has the columns of the Parquet file, in their order. Every date is text: a partial date as
// its source gives it (EDTF), its bounds `…_earliest` and `…_latest` and whole days as YYYY-MM-DD.
// The types of vocabularies help the compiler only: a newer release may have members that are not
// listed here.

/** What is said to be done at a station. */
export type Activity =
  | "documents"
  | "persuade_to_return"
  | "monitoring"
  | "liaison"
  | "other";

/** How well a record is supported. */
export type AssessmentLevel =
  | "unsupported"
  | "single_claimant"
  | "corroborated"
  | "acknowledged";

/** By which channel a statement was made. */
export type Channel =
  | "press_conference"
  | "written_reply"
  | "interview"
  | "social_media"
  | "parliament"
  | "press_release"
  | "other";

/** Whether criminal proceedings were about the station itself. */
export type Concern =
  | "yes"
  | "no"
  | "unclear";

/** What sort of police cooperation. */
export type CooperationKind =
  | "agreement"
  | "joint_patrols"
  | "liaison"
  | "training"
  | "twinning"
  | "other";

/** What says on which day a source was known. */
export type DayBasis =
  | "published"
  | "archived"
  | "retold"
  | "read";

/** By which rule of the methodology a value of the history holds. */
export type DerivationRule =
  | "appearance"
  | "last_event"
  | "no_event"
  | "independent_claimants"
  | "finding"
  | "denials";

/** What a station is said to be. */
export type Designation =
  | "police_service_station"
  | "service_centre"
  | "contact_point"
  | "unspecified";

/** Whether somebody stands against a record. */
export type Disputed =
  | "no"
  | "directly"
  | "generally";

/** What happened. */
export type EventKind =
  | "site_visited"
  | "searched"
  | "found_to_exist"
  | "not_found"
  | "ordered_closed"
  | "reported_closed"
  | "reported_active"
  | "moved"
  | "put_to_other_use"
  | "protest_note"
  | "referred_to_prosecutors"
  | "arrest"
  | "charges_filed"
  | "guilty_plea"
  | "conviction"
  | "acquittal"
  | "sentence"
  | "closed_no_offence"
  | "closed_without_charges"
  | "closed_result_withheld"
  | "lawsuit_filed"
  | "parliamentary_debate"
  | "expulsion"
  | "other";

/** Which part of the world a figure counts. */
export type FigureScope =
  | "country"
  | "region"
  | "world";

/** What is said to house a station. */
export type HostType =
  | "association"
  | "business"
  | "office"
  | "online"
  | "other";

/** Why a fact of the dossier is used by no evidence row. */
export type LeftOut =
  | "duplicate_of"
  | "occasion_unknown"
  | "adjacent"
  | "off_topic"
  | "too_weak"
  | "private_person"
  | "unreadable";

/** What a pin on a map may stand for. */
export type LocationPrecision =
  | "premises"
  | "city"
  | "region"
  | "country";

/** What a figure counts. */
export type Measure =
  | "stations"
  | "additional_stations"
  | "service_centres"
  | "contact_points"
  | "countries"
  | "cities"
  | "investigating_countries"
  | "jurisdictions"
  | "staff"
  | "returns";

/** What sort of body an organisation is. */
export type OrganisationKind =
  | "ngo"
  | "media"
  | "ministry"
  | "police"
  | "public_security_bureau"
  | "intelligence"
  | "prosecutor"
  | "court"
  | "parliament"
  | "parliamentarian"
  | "party"
  | "diplomatic_mission"
  | "government"
  | "local_government"
  | "intergovernmental"
  | "think_tank"
  | "university"
  | "business"
  | "association"
  | "individual"
  | "unnamed"
  | "other";

/** How a number is qualified where it was printed. */
export type Qualifier =
  | "exact"
  | "at_least"
  | "more_than"
  | "about"
  | "nearly"
  | "up_to"
  | "some";

/** How much of a source the curators read. */
export type ReadScope =
  | "full"
  | "beginning"
  | "secondary";

/** The tables whose every cell needs evidence. */
export type RecordTable =
  | "stations"
  | "investigations"
  | "statements"
  | "events"
  | "figures"
  | "cooperations"
  | "return_cases";

/** How a source bears on what it speaks to. */
export type Relation =
  | "supports"
  | "disputes";

/** How a reported coerced-return case ended. */
export type ReturnOutcome =
  | "returned"
  | "attempted"
  | "pressured"
  | "unknown";

/** What sort of document a source is. */
export type SourceKind =
  | "ngo_report"
  | "ngo_site"
  | "news"
  | "government"
  | "parliament"
  | "court"
  | "police"
  | "embassy"
  | "state_media"
  | "academic"
  | "encyclopedia"
  | "blog"
  | "aggregator"
  | "reference";

/** What a statement says on the allegation: on stations, not on patrols or other cooperation. One statement may say several things; ``other`` stands alone. */
export type Stance =
  | "confirms"
  | "denies_existence"
  | "denies_police_role"
  | "denies_authorisation"
  | "no_evidence"
  | "declines_comment"
  | "announces_investigation"
  | "reports_finding"
  | "orders_closure"
  | "reports_closure"
  | "condemns"
  | "other";

/** Whether the publisher still stands by a source. For display; it changes no derived value. */
export type Standing =
  | "stands"
  | "corrected"
  | "retracted";

/** Which part of the world a statement speaks about. */
export type StatementScope =
  | "country"
  | "region"
  | "world"
  | "unstated";

/** Where a station stands, by the last of its events that says something about that. */
export type StatusValue =
  | "reported"
  | "closure_ordered"
  | "reported_closed"
  | "not_substantiated";

/** One document that was read, or that a document which was read names. */
export interface SourcesRow {
  source_id: string;
  url: string | null;
  title: string | null;
  publisher: string;
  kind: SourceKind;
  language: string | null;
  published_on: string | null;
  published_on_earliest: string | null;
  published_on_latest: string | null;
  accessed_on: string | null;
  accessed_on_earliest: string | null;
  accessed_on_latest: string | null;
  read_scope: ReadScope;
  archived_url: string | null;
  archived_on: string | null;
  archived_on_earliest: string | null;
  archived_on_latest: string | null;
  content_sha256: string | null;
  derived_from: string | null;
  standing: Standing;
  standing_source: string | null;
}

/** Anybody who claims, denies, investigates or operates. */
export interface OrganisationsRow {
  organisation_id: string;
  name: string;
  name_local: string | null;
  kind: OrganisationKind;
  country_id: string | null;
}

/** Every ISO 3166-1 entry. Which of them are concerned follows from the records. */
export interface CountriesRow {
  country_id: string;
  iso3: string;
  iso_numeric: string;
  name: string;
  region: string | null;
  subregion: string | null;
  cow_code: number | null;
  gw_code: number | null;
  vdem_code: number | null;
  looked_until: string | null;
  looked_until_earliest: string | null;
  looked_until_latest: string | null;
}

/** One station that somebody reports. Its status and assessment are derived. */
export interface StationsRow {
  station_id: string;
  country_id: string;
  region: string | null;
  city: string | null;
  district: string | null;
  premises: string | null;
  geonames_id: number | null;
  latitude: number | null;
  longitude: number | null;
  name_local: string | null;
  operated_by: string | null;
  host_type: HostType | null;
  designation: Designation | null;
  activities: string[];
  established: string | null;
  established_earliest: string | null;
  established_latest: string | null;
  possibly_same_as: string[];
  summary: string | null;
}

/** One inquiry by one authority. Its outcome and end are derived from its events. */
export interface InvestigationsRow {
  investigation_id: string;
  country_id: string;
  authority: string;
  station_ids: string[];
  opened: string | null;
  opened_earliest: string | null;
  opened_latest: string | null;
  looked_until: string | null;
  looked_until_earliest: string | null;
  looked_until_latest: string | null;
  summary: string | null;
}

/** One public utterance on one occasion by a body that the allegation concerns or that governs. That is an authority, a parliament or its member, a diplomatic mission, an intergovernmental body, or the association or business that an allegation names. */
export interface StatementsRow {
  statement_id: string;
  issuer: string;
  speaker: string | null;
  speaker_role: string | null;
  scope: StatementScope;
  region: string | null;
  about_country_ids: string[];
  station_ids: string[];
  made_on: string | null;
  made_on_earliest: string | null;
  made_on_latest: string | null;
  channel: Channel | null;
  stances: string[];
  summary: string | null;
}

/** One dated thing that happened. */
export interface EventsRow {
  event_id: string;
  kind: EventKind;
  occurred_on: string | null;
  occurred_on_earliest: string | null;
  occurred_on_latest: string | null;
  actor: string | null;
  country_id: string;
  station_ids: string[];
  investigation_id: string | null;
  cooperation_id: string | null;
  concerns_station: Concern | null;
  summary: string | null;
}

/** One aggregate number that somebody published. Never summed, never averaged. */
export interface FiguresRow {
  figure_id: string;
  scope: FigureScope;
  region: string | null;
  country_id: string | null;
  operated_by: string | null;
  measure: Measure;
  per_measure: Measure | null;
  per_value: number | null;
  value: number | null;
  value_to: number | null;
  qualifier: Qualifier;
  reference_period: string | null;
  reference_period_earliest: string | null;
  reference_period_latest: string | null;
  claimed_by: string;
  note: string | null;
}

/** One police agreement, or one patrol programme (its seasons are events). */
export interface CooperationsRow {
  cooperation_id: string;
  country_id: string;
  kind: CooperationKind;
  host_party: string | null;
  chinese_party: string | null;
  signed_on: string | null;
  signed_on_earliest: string | null;
  signed_on_latest: string | null;
  started: string | null;
  started_earliest: string | null;
  started_latest: string | null;
  ended: string | null;
  ended_earliest: string | null;
  ended_latest: string | null;
  summary: string | null;
}

/** One reported coerced-return case, without names. State-to-state deportations are none. */
export interface ReturnCasesRow {
  return_case_id: string;
  country_id: string;
  occurred_on: string | null;
  occurred_on_earliest: string | null;
  occurred_on_latest: string | null;
  outcome: ReturnOutcome;
  station_ids: string[];
  summary: string | null;
}

/** One source that speaks for or against a record or some of its cells. */
export interface EvidenceRow {
  evidence_id: string;
  record_table: RecordTable;
  record_id: string;
  fields: string[];
  source_id: string;
  attributed_to: string;
  relies_on: string | null;
  relation: Relation;
  value: string | null;
  withdrawn_by: string | null;
  locator: string | null;
  note: string | null;
}

/** An id that is no longer in use. It is never given again. */
export interface RetiredRow {
  id: string;
  replaced_by: string | null;
  reason: string;
  retired_in: string;
}

/** What became of one fact of the dossier that the data was curated from. */
export interface CurationLogRow {
  file: string;
  url: string;
  fact: number;
  evidence_ids: string[];
  left_out: LeftOut | null;
  note: string | null;
}

/** A warning of the validator that a maintainer has judged, with the reason. */
export interface AcceptedWarningsRow {
  code: string;
  record_id: string;
  reason: string;
}

/** Derived. One station at this release: its status, and how well it is supported. */
export interface StationStatusRow {
  station_id: string;
  status: StatusValue;
  event_id: string | null;
  actor: string | null;
  occurred_on: string | null;
  occurred_on_earliest: string | null;
  occurred_on_latest: string | null;
  assessment: AssessmentLevel;
  claimants: string[];
  independent: string[];
  acknowledged_by: string[];
  operator_acknowledged: boolean;
  disputed: Disputed;
  disputed_by: string[];
  first_reported_on: string | null;
  last_reported_on: string | null;
}

/** Derived. A value that a reader could have derived for a record on every day of one span. */
export interface HistoryRow {
  record_table: RecordTable;
  record_id: string;
  field: string;
  value: string;
  known_from: string;
  known_until: string | null;
  on_word_of: string[];
  rule: DerivationRule;
}

/** Derived. One station with what a map or a list shows of it, joined from the other tables. */
export interface StationsFlatRow {
  station_id: string;
  label: string;
  country_id: string;
  country_name: string;
  region: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
  location_precision: LocationPrecision;
  operated_by: string | null;
  operator_name: string | null;
  status: StatusValue;
  assessment: AssessmentLevel;
  disputed: Disputed;
  claimant_count: number;
  claimants: string[];
  independent_count: number;
  first_source_id: string | null;
  first_source_url: string | null;
  first_reported_on: string | null;
  last_reported_on: string | null;
}

/** Derived. The value that a reader could have seen in a cell on every day of one span. For every column but the key of the tables whose cells need evidence. Days on which the cell was empty have no row, nor has a record before it appeared. */
export interface CellHistoryRow {
  record_table: RecordTable;
  record_id: string;
  field: string;
  value: string;
  known_from: string;
  known_until: string | null;
}

/** Derived. The day from which a source was known. One that nothing dates has no row. */
export interface SourceDaysRow {
  source_id: string;
  known_on: string;
  basis: DayBasis;
}

export interface Tables {
  sources: SourcesRow;
  organisations: OrganisationsRow;
  countries: CountriesRow;
  stations: StationsRow;
  investigations: InvestigationsRow;
  statements: StatementsRow;
  events: EventsRow;
  figures: FiguresRow;
  cooperations: CooperationsRow;
  return_cases: ReturnCasesRow;
  evidence: EvidenceRow;
  retired: RetiredRow;
  curation_log: CurationLogRow;
  accepted_warnings: AcceptedWarningsRow;
  station_status: StationStatusRow;
  history: HistoryRow;
  stations_flat: StationsFlatRow;
  cell_history: CellHistoryRow;
  source_days: SourceDaysRow;
}

export type TableName = keyof Tables;

/** One column, the bounds of a partial date apart. */
export interface Field {
  readonly name: string;
  /** `date` is a partial date, `day` a whole one. */
  readonly type: "string" | "integer" | "number" | "boolean" | "date" | "day" | "list";
  readonly description: string;
  /** The table whose ids the column holds; of a list, whose ids its items are. */
  readonly references?: TableName;
  /** The vocabulary that its value, or the items of its list, come from. */
  readonly vocabulary?: string;
  /** Part of the primary key. */
  readonly key?: true;
  /** A filled cell is named by evidence. */
  readonly sourced?: true;
}

/** The columns of every table, in order. */
export const FIELDS: { readonly [T in TableName]: readonly Field[] } = {
  sources: [
    { name: "source_id", type: "string", description: "Stable id: publisher and a running number.", key: true },
    { name: "url", type: "string", description: "Its address. Empty only where content_sha256 is filled." },
    { name: "title", type: "string", description: "Its title as printed; a description in brackets where the title names a private person." },
    { name: "publisher", type: "string", description: "Who published it." },
    { name: "kind", type: "string", description: "What sort of document it is.", vocabulary: "SourceKind" },
    { name: "language", type: "string", description: "Its language (BCP 47)." },
    { name: "published_on", type: "date", description: "When it was published, as precisely as it says." },
    { name: "accessed_on", type: "date", description: "When it was read. Empty where read_scope is secondary." },
    { name: "read_scope", type: "string", description: "How much of it was read.", vocabulary: "ReadScope" },
    { name: "archived_url", type: "string", description: "An archived copy of it." },
    { name: "archived_on", type: "date", description: "When that copy was made." },
    { name: "content_sha256", type: "string", description: "SHA-256 of the text that was read, where the text is kept." },
    { name: "derived_from", type: "string", description: "The source whose report it republishes or retells.", references: "sources" },
    { name: "standing", type: "string", description: "Whether its publisher stands by it. For display; it changes no derived value.", vocabulary: "Standing" },
    { name: "standing_source", type: "string", description: "The source that says it was corrected or retracted.", references: "sources" },
  ],
  organisations: [
    { name: "organisation_id", type: "string", description: "Stable id: a slug of its name.", key: true },
    { name: "name", type: "string", description: "Its name in English." },
    { name: "name_local", type: "string", description: "Its name in its own language." },
    { name: "kind", type: "string", description: "What sort of body it is.", vocabulary: "OrganisationKind" },
    { name: "country_id", type: "string", description: "Its country; a mission's is the sending state. Empty for an intergovernmental body.", references: "countries" },
  ],
  countries: [
    { name: "country_id", type: "string", description: "ISO 3166-1 alpha-2 code.", key: true },
    { name: "iso3", type: "string", description: "ISO 3166-1 alpha-3 code." },
    { name: "iso_numeric", type: "string", description: "ISO 3166-1 numeric code, three digits." },
    { name: "name", type: "string", description: "Name in ISO 3166-1 as the package pycountry gives it: no judgement of ours." },
    { name: "region", type: "string", description: "UN M49 region." },
    { name: "subregion", type: "string", description: "UN M49 subregion." },
    { name: "cow_code", type: "integer", description: "Correlates of War country code." },
    { name: "gw_code", type: "integer", description: "Gleditsch-Ward country code." },
    { name: "vdem_code", type: "integer", description: "V-Dem country id." },
    { name: "looked_until", type: "date", description: "Until when the curators looked for news of this country, so that absence is not read as 'none'." },
  ],
  stations: [
    { name: "station_id", type: "string", description: "Stable id.", key: true },
    { name: "country_id", type: "string", description: "The country said to host it.", references: "countries", sourced: true },
    { name: "region", type: "string", description: "First-level subdivision, where that is what the sources name.", sourced: true },
    { name: "city", type: "string", description: "City or municipality, in English where it has an English name.", sourced: true },
    { name: "district", type: "string", description: "District or suburb.", sourced: true },
    { name: "premises", type: "string", description: "Business or association premises said to house it; never a home.", sourced: true },
    { name: "geonames_id", type: "integer", description: "GeoNames id of the city.", sourced: true },
    { name: "latitude", type: "number", description: "Degrees north (WGS 84), of the city; of premises only where a source prints them.", sourced: true },
    { name: "longitude", type: "number", description: "Degrees east (WGS 84), as latitude.", sourced: true },
    { name: "name_local", type: "string", description: "What it is called in Chinese or the host's language.", sourced: true },
    { name: "operated_by", type: "string", description: "The public security bureau said to run it.", references: "organisations", sourced: true },
    { name: "host_type", type: "string", description: "What is said to house it.", vocabulary: "HostType", sourced: true },
    { name: "designation", type: "string", description: "What it is said to be.", vocabulary: "Designation", sourced: true },
    { name: "activities", type: "list", description: "What is said to be done there.", vocabulary: "Activity", sourced: true },
    { name: "established", type: "date", description: "When it is said to have been set up.", sourced: true },
    { name: "possibly_same_as", type: "list", description: "Other records that may be the same place, where no source equates them (the curators' hint).", references: "stations" },
    { name: "summary", type: "string", description: "What is reported of it, in the project's own words.", sourced: true },
  ],
  investigations: [
    { name: "investigation_id", type: "string", description: "Stable id.", key: true },
    { name: "country_id", type: "string", description: "The country whose authority inquires.", references: "countries", sourced: true },
    { name: "authority", type: "string", description: "Who inquires.", references: "organisations", sourced: true },
    { name: "station_ids", type: "list", description: "The stations it looks into, where they are named.", references: "stations", sourced: true },
    { name: "opened", type: "date", description: "When it began or was announced as begun.", sourced: true },
    { name: "looked_until", type: "date", description: "Until when the curators looked for its outcome." },
    { name: "summary", type: "string", description: "What is inquired into and how, in the project's own words.", sourced: true },
  ],
  statements: [
    { name: "statement_id", type: "string", description: "Stable id.", key: true },
    { name: "issuer", type: "string", description: "Whose statement it is.", references: "organisations", sourced: true },
    { name: "speaker", type: "string", description: "The public official who spoke, in office at the time.", sourced: true },
    { name: "speaker_role", type: "string", description: "The speaker's office.", sourced: true },
    { name: "scope", type: "string", description: "Which part of the world it speaks about.", vocabulary: "StatementScope", sourced: true },
    { name: "region", type: "string", description: "The region, where scope is region.", sourced: true },
    { name: "about_country_ids", type: "list", description: "The countries it speaks about.", references: "countries", sourced: true },
    { name: "station_ids", type: "list", description: "The stations it singles out; a general statement singles out none.", references: "stations", sourced: true },
    { name: "made_on", type: "date", description: "When it was made.", sourced: true },
    { name: "channel", type: "string", description: "By which channel.", vocabulary: "Channel", sourced: true },
    { name: "stances", type: "list", description: "What it says on the allegation.", vocabulary: "Stance", sourced: true },
    { name: "summary", type: "string", description: "What was said, in the project's own words.", sourced: true },
  ],
  events: [
    { name: "event_id", type: "string", description: "Stable id.", key: true },
    { name: "kind", type: "string", description: "What happened.", vocabulary: "EventKind", sourced: true },
    { name: "occurred_on", type: "date", description: "When it happened.", sourced: true },
    { name: "actor", type: "string", description: "Whose act or finding it is; for reported_… events, who reports it.", references: "organisations", sourced: true },
    { name: "country_id", type: "string", description: "Where it happened.", references: "countries", sourced: true },
    { name: "station_ids", type: "list", description: "The stations it concerns.", references: "stations", sourced: true },
    { name: "investigation_id", type: "string", description: "The inquiry it belongs to.", references: "investigations", sourced: true },
    { name: "cooperation_id", type: "string", description: "The agreement or patrol programme that it is a season, step or end of.", references: "cooperations", sourced: true },
    { name: "concerns_station", type: "string", description: "For referral to prosecutors and arrest to sentence: whether it was about the station.", vocabulary: "Concern", sourced: true },
    { name: "summary", type: "string", description: "What happened, in the project's own words.", sourced: true },
  ],
  figures: [
    { name: "figure_id", type: "string", description: "Stable id.", key: true },
    { name: "scope", type: "string", description: "Which part of the world it counts.", vocabulary: "FigureScope", sourced: true },
    { name: "region", type: "string", description: "The region, where scope is region.", sourced: true },
    { name: "country_id", type: "string", description: "The country, where scope is country.", references: "countries", sourced: true },
    { name: "operated_by", type: "string", description: "The bureau whose stations alone it counts; empty: all.", references: "organisations", sourced: true },
    { name: "measure", type: "string", description: "What it counts.", vocabulary: "Measure", sourced: true },
    { name: "per_measure", type: "string", description: "What the number is of (135 staff of 21 stations).", vocabulary: "Measure", sourced: true },
    { name: "per_value", type: "integer", description: "How many of those.", sourced: true },
    { name: "value", type: "integer", description: "The number; the lower end of a range. Empty only where none was printed.", sourced: true },
    { name: "value_to", type: "integer", description: "The upper end of a range.", sourced: true },
    { name: "qualifier", type: "string", description: "How the number is qualified.", vocabulary: "Qualifier", sourced: true },
    { name: "reference_period", type: "date", description: "The period it counts, all of it. Empty where the claim gives none.", sourced: true },
    { name: "claimed_by", type: "string", description: "Who puts the number forward in its own name.", references: "organisations", sourced: true },
    { name: "note", type: "string", description: "The curators' remark." },
  ],
  cooperations: [
    { name: "cooperation_id", type: "string", description: "Stable id.", key: true },
    { name: "country_id", type: "string", description: "China's partner country.", references: "countries", sourced: true },
    { name: "kind", type: "string", description: "What sort it is.", vocabulary: "CooperationKind", sourced: true },
    { name: "host_party", type: "string", description: "The partner country's party.", references: "organisations", sourced: true },
    { name: "chinese_party", type: "string", description: "China's party.", references: "organisations", sourced: true },
    { name: "signed_on", type: "date", description: "When it was signed.", sourced: true },
    { name: "started", type: "date", description: "When it began to run.", sourced: true },
    { name: "ended", type: "date", description: "When it ended or was suspended for good.", sourced: true },
    { name: "summary", type: "string", description: "What it provides, in the project's own words.", sourced: true },
  ],
  return_cases: [
    { name: "return_case_id", type: "string", description: "Stable id.", key: true },
    { name: "country_id", type: "string", description: "The country the person lived in.", references: "countries", sourced: true },
    { name: "occurred_on", type: "date", description: "When it happened.", sourced: true },
    { name: "outcome", type: "string", description: "How it ended.", vocabulary: "ReturnOutcome", sourced: true },
    { name: "station_ids", type: "list", description: "The stations said to have had a part.", references: "stations", sourced: true },
    { name: "summary", type: "string", description: "What is reported, without names, in the project's own words.", sourced: true },
  ],
  evidence: [
    { name: "evidence_id", type: "string", description: "Stable id, given once by fmt and never again.", key: true },
    { name: "record_table", type: "string", description: "The table of the record.", vocabulary: "RecordTable" },
    { name: "record_id", type: "string", description: "The record." },
    { name: "fields", type: "list", description: "The columns it speaks to; * is the record itself ('this exists')." },
    { name: "source_id", type: "string", description: "Where it was read.", references: "sources" },
    { name: "attributed_to", type: "string", description: "Who puts the claim forward in its own name. Whoever relays is no claimant.", references: "organisations" },
    { name: "relies_on", type: "string", description: "The claimant on whose word this one builds, adding a reading of its own.", references: "organisations" },
    { name: "relation", type: "string", description: "For or against.", vocabulary: "Relation" },
    { name: "value", type: "string", description: "What this source holds for the one field, where it is not the cell's value." },
    { name: "withdrawn_by", type: "string", description: "The source that says this claim was retracted or amended.", references: "sources" },
    { name: "locator", type: "string", description: "Where in the source: a page, section or paragraph." },
    { name: "note", type: "string", description: "The curators' remark." },
  ],
  retired: [
    { name: "id", type: "string", description: "The retired id.", key: true },
    { name: "replaced_by", type: "string", description: "The id that stands for it now." },
    { name: "reason", type: "string", description: "Why." },
    { name: "retired_in", type: "string", description: "The version that retired it." },
  ],
  curation_log: [
    { name: "file", type: "string", description: "The dossier's file, without ending.", key: true },
    { name: "url", type: "string", description: "The address of the source there.", key: true },
    { name: "fact", type: "integer", description: "The fact's number at that source, from 1.", key: true },
    { name: "evidence_ids", type: "list", description: "The evidence rows that use it.", references: "evidence" },
    { name: "left_out", type: "string", description: "Why no row uses it.", vocabulary: "LeftOut" },
    { name: "note", type: "string", description: "The curators' remark." },
  ],
  accepted_warnings: [
    { name: "code", type: "string", description: "The rule's code.", key: true },
    { name: "record_id", type: "string", description: "The record it is about.", key: true },
    { name: "reason", type: "string", description: "Why it is right as it stands." },
  ],
  station_status: [
    { name: "station_id", type: "string", description: "The station.", references: "stations", key: true },
    { name: "status", type: "string", description: "Its status.", vocabulary: "StatusValue" },
    { name: "event_id", type: "string", description: "The event that gave the status; empty where none did.", references: "events" },
    { name: "actor", type: "string", description: "Whose event that is.", references: "organisations" },
    { name: "occurred_on", type: "date", description: "When it happened, as precisely as the event's record says." },
    { name: "assessment", type: "string", description: "How well it is supported.", vocabulary: "AssessmentLevel" },
    { name: "claimants", type: "list", description: "Who says in its own name that it exists.", references: "organisations" },
    { name: "independent", type: "list", description: "The claimants that count: each at the end of its chain of reliance.", references: "organisations" },
    { name: "acknowledged_by", type: "list", description: "The host state's authorities and courts that found that it exists.", references: "organisations" },
    { name: "operator_acknowledged", type: "boolean", description: "Whether a Chinese authority says itself that it exists." },
    { name: "disputed", type: "string", description: "Whether somebody denies it.", vocabulary: "Disputed" },
    { name: "disputed_by", type: "list", description: "Who does, in that way.", references: "organisations" },
    { name: "first_reported_on", type: "day", description: "The day on which the first dated source that says it exists was known, the withdrawn left out." },
    { name: "last_reported_on", type: "day", description: "The day on which the last dated source that says it exists was known." },
  ],
  history: [
    { name: "record_table", type: "string", description: "The table of the record.", vocabulary: "RecordTable" },
    { name: "record_id", type: "string", description: "The record.", key: true },
    { name: "field", type: "string", description: "What is derived: known (any record), status (stations), assessment, disputed (stations, events, cooperations, return cases), outcome (inquiries as a whole) or outcome: and a station's id (inquiries, for that station).", key: true },
    { name: "value", type: "string", description: "Its value on those days." },
    { name: "known_from", type: "day", description: "The first of those days.", key: true },
    { name: "known_until", type: "day", description: "The first day after them; empty where it is still so at the release." },
    { name: "on_word_of", type: "list", description: "On whose word it holds, the same on all those days: the actor of the event, the claimants, who found it, who denies it; of known, the claimants of the first day. Empty where nobody gave it.", references: "organisations" },
    { name: "rule", type: "string", description: "By which rule it holds.", vocabulary: "DerivationRule" },
  ],
  stations_flat: [
    { name: "station_id", type: "string", description: "The station.", references: "stations", key: true },
    { name: "label", type: "string", description: "A name for readers: place and operator, numbered where two are alike." },
    { name: "country_id", type: "string", description: "The country said to host it.", references: "countries" },
    { name: "country_name", type: "string", description: "That country's name." },
    { name: "region", type: "string", description: "First-level subdivision." },
    { name: "city", type: "string", description: "City or municipality." },
    { name: "latitude", type: "number", description: "Degrees north (WGS 84)." },
    { name: "longitude", type: "number", description: "Degrees east (WGS 84)." },
    { name: "location_precision", type: "string", description: "What a pin on a map may stand for.", vocabulary: "LocationPrecision" },
    { name: "operated_by", type: "string", description: "The public security bureau said to run it.", references: "organisations" },
    { name: "operator_name", type: "string", description: "Its name." },
    { name: "status", type: "string", description: "Its status.", vocabulary: "StatusValue" },
    { name: "assessment", type: "string", description: "How well it is supported.", vocabulary: "AssessmentLevel" },
    { name: "disputed", type: "string", description: "Whether somebody denies it.", vocabulary: "Disputed" },
    { name: "claimant_count", type: "integer", description: "How many say in their own name that it exists." },
    { name: "claimants", type: "list", description: "Who they are.", references: "organisations" },
    { name: "independent_count", type: "integer", description: "How many of those on whose word it rests are independent of each other." },
    { name: "first_source_id", type: "string", description: "The first dated source that says it exists; where none is dated, the first that was read.", references: "sources" },
    { name: "first_source_url", type: "string", description: "Its address." },
    { name: "first_reported_on", type: "day", description: "The day on which the first dated source that says it exists was known." },
    { name: "last_reported_on", type: "day", description: "The day on which the last dated source that says it exists was known." },
  ],
  cell_history: [
    { name: "record_table", type: "string", description: "The table of the record.", vocabulary: "RecordTable" },
    { name: "record_id", type: "string", description: "The record.", key: true },
    { name: "field", type: "string", description: "The column.", key: true },
    { name: "value", type: "string", description: "What the cell showed on those days, written as in CSV: the items of a list are joined by ;." },
    { name: "known_from", type: "day", description: "The first of those days.", key: true },
    { name: "known_until", type: "day", description: "The first day after them; empty where it is still so at the release." },
  ],
  source_days: [
    { name: "source_id", type: "string", description: "The source.", references: "sources", key: true },
    { name: "known_on", type: "day", description: "From that day on it counts in what was known." },
    { name: "basis", type: "string", description: "What says so.", vocabulary: "DayBasis" },
  ],
};

/** Every vocabulary: its members with what they mean. */
export const WORDS: { readonly [vocabulary: string]: { readonly [value: string]: string } } = {
  Activity: {
    documents: "Licences, papers and other administrative services.",
    persuade_to_return: "Pressing people to go back to China.",
    monitoring: "Watching or intimidating people abroad.",
    liaison: "Liaison with the host's or China's police or with the community.",
    other: "Anything else.",
  },
  AssessmentLevel: {
    unsupported: "Every row that spoke for it was withdrawn.",
    single_claimant: "It rests on one claimant's word, or on unnamed sources.",
    corroborated: "Two or more independent claimants say so.",
    acknowledged: "The host state's authority, or a court, found that it exists.",
  },
  Channel: {
    press_conference: "Said to the press in person.",
    written_reply: "A written answer to an outlet's or citizen's question.",
    interview: "An interview or a spoken reply to one outlet.",
    social_media: "A post.",
    parliament: "Said in, or written to, a parliament or its committee.",
    press_release: "A published statement of the issuer's own.",
    other: "Another channel, a note to a government among them.",
  },
  Concern: {
    yes: "About the station or work done for it.",
    no: "About something else, such as a subsidy.",
    unclear: "The sources do not tell.",
  },
  CooperationKind: {
    agreement: "A signed agreement, memorandum or protocol.",
    joint_patrols: "A programme of joint patrols; its seasons are events.",
    liaison: "Liaison officers or offices that both states agreed.",
    training: "Training or equipment.",
    twinning: "A partnership of towns or local bodies.",
    other: "Another form.",
  },
  DayBasis: {
    published: "The last day that its date of publication admits.",
    archived: "Undated; an archive copied it that day, no later than any source derived from it was known.",
    retold: "Undated; the first source derived from it was known that day, before any archived copy.",
    read: "Undated, never archived or retold; the curators read it that day.",
  },
  DerivationRule: {
    appearance: "Every required cell was supported by then.",
    last_event: "The last event known by then that says something on it.",
    no_event: "No event known by then says anything on it.",
    independent_claimants: "The independent claimants known by then, whoever withdrew left out.",
    finding: "The host state's authority, or a court, found that it exists.",
    denials: "The denials known by then, those withdrawn left out.",
  },
  Designation: {
    police_service_station: "An overseas police (service) station.",
    service_centre: "A service centre for Chinese nationals abroad.",
    contact_point: "A contact or liaison point, or a contact person's office.",
    unspecified: "The sources say that something exists, not what it is.",
  },
  Disputed: {
    no: "Nobody does.",
    directly: "A source denies it, or a statement about this very station does.",
    generally: "A statement denies that there are any in that country.",
  },
  EventKind: {
    site_visited: "Officials or reporters went to the place.",
    searched: "A search under legal powers.",
    found_to_exist: "An authority or court found that the station existed.",
    not_found: "An authority looked and found no station or no sign of one.",
    ordered_closed: "An authority ordered or demanded closure.",
    reported_closed: "Somebody says that it closed or ceased.",
    reported_active: "Somebody says that it is, or is again, at work.",
    moved: "It is said to have moved within the city.",
    put_to_other_use: "The premises serve something else now.",
    protest_note: "A formal diplomatic protest.",
    referred_to_prosecutors: "Police sent a case to prosecutors.",
    arrest: "Somebody was arrested.",
    charges_filed: "Criminal charges were filed.",
    guilty_plea: "A defendant pleaded guilty.",
    conviction: "A court convicted at trial.",
    acquittal: "A court acquitted.",
    sentence: "A court passed sentence.",
    closed_no_offence: "An inquiry ended: no offence was found.",
    closed_without_charges: "An inquiry ended without charges.",
    closed_result_withheld: "An inquiry ended; its result is not public.",
    lawsuit_filed: "A civil suit was filed.",
    parliamentary_debate: "A parliament or committee took it up.",
    expulsion: "A diplomat or other official was told to leave.",
    other: "Another dated thing, a season of joint patrols among them.",
  },
  FigureScope: {
    country: "The country in country_id.",
    region: "The region named in region: a group of countries, or part of one.",
    world: "All countries.",
  },
  HostType: {
    association: "An association's premises.",
    business: "A shop, restaurant, hotel, agency or other company's premises.",
    office: "An office of its own.",
    online: "No premises: a video link, chat group or mobile service.",
    other: "Anything else.",
  },
  LeftOut: {
    duplicate_of: "The same source tells it twice; the other telling is used.",
    occasion_unknown: "A statement that fits no single occasion.",
    adjacent: "About a different thing: service centres, scam raids, trade offices.",
    off_topic: "Not about the subject.",
    too_weak: "Too vague, speculative or garbled to enter.",
    private_person: "Cannot be told without a private person.",
    unreadable: "The text read does not bear the fact out.",
  },
  LocationPrecision: {
    premises: "The premises: a source prints their coordinates.",
    city: "The city; its coordinates are a gazetteer's.",
    region: "The region only.",
    country: "The country only.",
  },
  Measure: {
    stations: "Stations in all.",
    additional_stations: "Stations beyond those counted before.",
    service_centres: "Overseas service centres, a different network.",
    contact_points: "Contact or liaison points.",
    countries: "Countries with stations.",
    cities: "Cities with stations.",
    investigating_countries: "Countries that opened inquiries.",
    jurisdictions: "Police jurisdictions in China that run stations.",
    staff: "People who work at stations.",
    returns: "People said to have been persuaded to return.",
  },
  OrganisationKind: {
    ngo: "A non-governmental organisation.",
    media: "A news outlet, agency or broadcaster, or a joint inquiry of several.",
    ministry: "A ministry or department of a national government.",
    police: "A police force or a unit of one, China's bureaus apart.",
    public_security_bureau: "A police bureau of the PRC.",
    intelligence: "An intelligence or domestic security service.",
    prosecutor: "A prosecution service.",
    court: "A court.",
    parliament: "A parliament, one of its chambers or committees.",
    parliamentarian: "Members of a parliament who speak for themselves.",
    party: "A political party or its parliamentary group.",
    diplomatic_mission: "An embassy, consulate or mission.",
    government: "A national government or its head, as a whole.",
    local_government: "A municipal, provincial or state government.",
    intergovernmental: "A body of several states, the EU included.",
    think_tank: "A policy research institute.",
    university: "A university or a scholar writing from one.",
    business: "A company.",
    association: "An association, such as one of people from one place in China.",
    individual: "One person described by role, never named.",
    unnamed: "Sources that nobody names ('intelligence sources'); never corroborate.",
    other: "Any other body.",
  },
  Qualifier: {
    exact: "The number itself.",
    at_least: "That many or more.",
    more_than: "More than that many ('over 100').",
    about: "Roughly that many.",
    nearly: "A little under that many ('almost 100').",
    up_to: "That many at the most.",
    some: "An unstated number, at least one: no value is printed.",
  },
  ReadScope: {
    full: "All of it.",
    beginning: "Its beginning, about 2,000 characters, or an excerpt.",
    secondary: "None of it: known only because a source that was read names it.",
  },
  RecordTable: {
    stations: "Stations.",
    investigations: "Investigations.",
    statements: "Statements.",
    events: "Events.",
    figures: "Figures.",
    cooperations: "Cooperations.",
    return_cases: "Return cases.",
  },
  Relation: {
    supports: "It says so, in full or, with a value, less precisely or in part.",
    disputes: "It says otherwise of exactly one field ('*': that the record exists).",
  },
  ReturnOutcome: {
    returned: "The person went back to China.",
    attempted: "A return was attempted and failed.",
    pressured: "The person was pressed (calls, threats); no attempt to take them.",
    unknown: "The sources do not tell.",
  },
  SourceKind: {
    ngo_report: "A report that a non-governmental organisation published.",
    ngo_site: "A page of a non-governmental organisation's site.",
    news: "A news outlet's story, its own or taken from an agency.",
    government: "A page or paper of a government or ministry.",
    parliament: "A parliamentary paper, transcript or a member's own page.",
    court: "A judgment or a paper filed with a court.",
    police: "A page or paper of a police force, prosecutors included.",
    embassy: "A page of a diplomatic mission.",
    state_media: "An outlet that a state owns and directs.",
    academic: "A scholarly article, thesis or chapter, think tanks included.",
    encyclopedia: "An encyclopedia entry or its mirror.",
    blog: "A personal or campaign page.",
    aggregator: "A page that copies or collects other outlets' stories.",
    reference: "A register of codes or places: ISO 3166, GeoNames, UN M49.",
  },
  Stance: {
    confirms: "Asserts that such a station or activity exists or existed; presupposing it is not enough.",
    denies_existence: "Says that there are no such stations, anywhere or in the country.",
    denies_police_role: "Says that what exists is no police station or does no police work; also a body of itself.",
    denies_authorisation: "Says that it gave no permission for them, or has no agreement that would allow them.",
    no_evidence: "Says that it found, or has, no sign or knowledge of them.",
    declines_comment: "Refuses to say, or leaves the question open.",
    announces_investigation: "Says that it, or a body under it, looks or will look into it, checks still going on included.",
    reports_finding: "Reports what an inquiry or case came to: something found, charged or concluded.",
    orders_closure: "Orders or demands that they close, with or without the power to.",
    reports_closure: "Says that they are closed, shut down or paused, or have ceased.",
    condemns: "Calls them, if need be should they exist, illegal, unacceptable or a breach of sovereignty.",
    other: "Says something else on the subject, and nothing of the above.",
  },
  Standing: {
    stands: "Nothing is known against it.",
    corrected: "The publisher amended it.",
    retracted: "The publisher took it back.",
  },
  StatementScope: {
    country: "The countries in about_country_ids.",
    region: "The region named in region.",
    world: "Stations anywhere.",
    unstated: "The telling does not say.",
  },
  StatusValue: {
    reported: "It is reported, and nothing later says that it closed or is not there.",
    closure_ordered: "An authority ordered or demanded that it close.",
    reported_closed: "Somebody says that it closed or ceased.",
    not_substantiated: "An authority looked and found no sign of it.",
  },
};
