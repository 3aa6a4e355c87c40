"""The closed vocabularies: every enum of the dataset, every member with its meaning.

A member *is* its string, so ``event.kind == "searched"`` holds and Arrow, CSV and JSON carry
plain text. Adding a member breaks no reader; renaming or removing one is a major release.
"""

from __future__ import annotations

from enum import StrEnum


class Vocabulary(StrEnum):
    """A string enum whose members carry their definition in ``meaning``."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Vocabulary:
        """A member of this value, with its meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class SourceKind(Vocabulary):
    """What sort of document a source is."""

    NGO_REPORT = "ngo_report", "A report that a non-governmental organisation published."
    NGO_SITE = "ngo_site", "A page of a non-governmental organisation's site."
    NEWS = "news", "A news outlet's story, its own or taken from an agency."
    GOVERNMENT = "government", "A page or paper of a government or ministry."
    PARLIAMENT = "parliament", "A parliamentary paper, transcript or a member's own page."
    COURT = "court", "A judgment or a paper filed with a court."
    POLICE = "police", "A page or paper of a police force, prosecutors included."
    EMBASSY = "embassy", "A page of a diplomatic mission."
    STATE_MEDIA = "state_media", "An outlet that a state owns and directs."
    ACADEMIC = "academic", "A scholarly article, thesis or chapter, think tanks included."
    ENCYCLOPEDIA = "encyclopedia", "An encyclopedia entry or its mirror."
    BLOG = "blog", "A personal or campaign page."
    AGGREGATOR = "aggregator", "A page that copies or collects other outlets' stories."
    REFERENCE = "reference", "A register of codes or places: ISO 3166, GeoNames, UN M49."


class ReadScope(Vocabulary):
    """How much of a source the curators read."""

    FULL = "full", "All of it."
    BEGINNING = "beginning", "Its beginning, about 2,000 characters, or an excerpt."
    SECONDARY = "secondary", "None of it: known only because a source that was read names it."


class Standing(Vocabulary):
    """Whether the publisher still stands by a source. For display; it changes no derived value."""

    STANDS = "stands", "Nothing is known against it."
    CORRECTED = "corrected", "The publisher amended it."
    RETRACTED = "retracted", "The publisher took it back."


class OrganisationKind(Vocabulary):
    """What sort of body an organisation is."""

    NGO = "ngo", "A non-governmental organisation."
    MEDIA = "media", "A news outlet, agency or broadcaster, or a joint inquiry of several."
    MINISTRY = "ministry", "A ministry or department of a national government."
    POLICE = "police", "A police force or a unit of one, China's bureaus apart."
    PUBLIC_SECURITY_BUREAU = "public_security_bureau", "A police bureau of the PRC."
    INTELLIGENCE = "intelligence", "An intelligence or domestic security service."
    PROSECUTOR = "prosecutor", "A prosecution service."
    COURT = "court", "A court."
    PARLIAMENT = "parliament", "A parliament, one of its chambers or committees."
    PARLIAMENTARIAN = "parliamentarian", "Members of a parliament who speak for themselves."
    PARTY = "party", "A political party or its parliamentary group."
    DIPLOMATIC_MISSION = "diplomatic_mission", "An embassy, consulate or mission."
    GOVERNMENT = "government", "A national government or its head, as a whole."
    LOCAL_GOVERNMENT = "local_government", "A municipal, provincial or state government."
    INTERGOVERNMENTAL = "intergovernmental", "A body of several states, the EU included."
    THINK_TANK = "think_tank", "A policy research institute."
    UNIVERSITY = "university", "A university or a scholar writing from one."
    BUSINESS = "business", "A company."
    ASSOCIATION = "association", "An association, such as one of people from one place in China."
    INDIVIDUAL = "individual", "One person described by role, never named."
    UNNAMED = "unnamed", "Sources that nobody names ('intelligence sources'); never corroborate."
    OTHER = "other", "Any other body."


#: The kinds that speak with public authority: a deputy, a party and a mission do not.
AUTHORITY_KINDS = frozenset(
    {
        OrganisationKind.MINISTRY,
        OrganisationKind.POLICE,
        OrganisationKind.INTELLIGENCE,
        OrganisationKind.PROSECUTOR,
        OrganisationKind.COURT,
        OrganisationKind.GOVERNMENT,
        OrganisationKind.LOCAL_GOVERNMENT,
    }
)


class HostType(Vocabulary):
    """What is said to house a station."""

    ASSOCIATION = "association", "An association's premises."
    BUSINESS = "business", "A shop, restaurant, hotel, agency or other company's premises."
    OFFICE = "office", "An office of its own."
    ONLINE = "online", "No premises: a video link, chat group or mobile service."
    OTHER = "other", "Anything else."


class Designation(Vocabulary):
    """What a station is said to be."""

    POLICE_SERVICE_STATION = "police_service_station", "An overseas police (service) station."
    SERVICE_CENTRE = "service_centre", "A service centre for Chinese nationals abroad."
    CONTACT_POINT = "contact_point", "A contact or liaison point, or a contact person's office."
    UNSPECIFIED = "unspecified", "The sources say that something exists, not what it is."


class Activity(Vocabulary):
    """What is said to be done at a station."""

    DOCUMENTS = "documents", "Licences, papers and other administrative services."
    PERSUADE_TO_RETURN = "persuade_to_return", "Pressing people to go back to China."
    MONITORING = "monitoring", "Watching or intimidating people abroad."
    LIAISON = "liaison", "Liaison with the host's or China's police or with the community."
    OTHER = "other", "Anything else."


class StatementScope(Vocabulary):
    """Which part of the world a statement speaks about."""

    COUNTRY = "country", "The countries in about_country_ids."
    REGION = "region", "The region named in region."
    WORLD = "world", "Stations anywhere."
    UNSTATED = "unstated", "The telling does not say."


class FigureScope(Vocabulary):
    """Which part of the world a figure counts."""

    COUNTRY = "country", "The country in country_id."
    REGION = "region", "The region named in region: a group of countries, or part of one."
    WORLD = "world", "All countries."


class Channel(Vocabulary):
    """By which channel a statement was made."""

    PRESS_CONFERENCE = "press_conference", "Said to the press in person."
    WRITTEN_REPLY = "written_reply", "A written answer to an outlet's or citizen's question."
    INTERVIEW = "interview", "An interview or a spoken reply to one outlet."
    SOCIAL_MEDIA = "social_media", "A post."
    PARLIAMENT = "parliament", "Said in, or written to, a parliament or its committee."
    PRESS_RELEASE = "press_release", "A published statement of the issuer's own."
    OTHER = "other", "Another channel, a note to a government among them."


class Stance(Vocabulary):
    """What a statement says on the allegation: on stations, not on patrols or other cooperation.

    One statement may say several things; ``other`` stands alone.
    """

    CONFIRMS = (
        "confirms",
        "Asserts that such a station or activity exists or existed; presupposing it is not enough.",
    )
    DENIES_EXISTENCE = (
        "denies_existence",
        "Says that there are no such stations, anywhere or in the country.",
    )
    DENIES_POLICE_ROLE = (
        "denies_police_role",
        "Says that what exists is no police station or does no police work; also a body of itself.",
    )
    DENIES_AUTHORISATION = (
        "denies_authorisation",
        "Says that it gave no permission for them, or has no agreement that would allow them.",
    )
    NO_EVIDENCE = "no_evidence", "Says that it found, or has, no sign or knowledge of them."
    DECLINES_COMMENT = "declines_comment", "Refuses to say, or leaves the question open."
    ANNOUNCES_INVESTIGATION = (
        "announces_investigation",
        "Says that it, or a body under it, looks or will look into it, checks still going on included.",
    )
    REPORTS_FINDING = (
        "reports_finding",
        "Reports what an inquiry or case came to: something found, charged or concluded.",
    )
    ORDERS_CLOSURE = (
        "orders_closure",
        "Orders or demands that they close, with or without the power to.",
    )
    REPORTS_CLOSURE = (
        "reports_closure",
        "Says that they are closed, shut down or paused, or have ceased.",
    )
    CONDEMNS = (
        "condemns",
        "Calls them, if need be should they exist, illegal, unacceptable or a breach of sovereignty.",
    )
    OTHER = "other", "Says something else on the subject, and nothing of the above."


class EventKind(Vocabulary):
    """What happened."""

    SITE_VISITED = "site_visited", "Officials or reporters went to the place."
    SEARCHED = "searched", "A search under legal powers."
    FOUND_TO_EXIST = "found_to_exist", "An authority or court found that the station existed."
    NOT_FOUND = "not_found", "An authority looked and found no station or no sign of one."
    ORDERED_CLOSED = "ordered_closed", "An authority ordered or demanded closure."
    REPORTED_CLOSED = "reported_closed", "Somebody says that it closed or ceased."
    REPORTED_ACTIVE = "reported_active", "Somebody says that it is, or is again, at work."
    MOVED = "moved", "It is said to have moved within the city."
    PUT_TO_OTHER_USE = "put_to_other_use", "The premises serve something else now."
    PROTEST_NOTE = "protest_note", "A formal diplomatic protest."
    REFERRED_TO_PROSECUTORS = "referred_to_prosecutors", "Police sent a case to prosecutors."
    ARREST = "arrest", "Somebody was arrested."
    CHARGES_FILED = "charges_filed", "Criminal charges were filed."
    GUILTY_PLEA = "guilty_plea", "A defendant pleaded guilty."
    CONVICTION = "conviction", "A court convicted at trial."
    ACQUITTAL = "acquittal", "A court acquitted."
    SENTENCE = "sentence", "A court passed sentence."
    CLOSED_NO_OFFENCE = "closed_no_offence", "An inquiry ended: no offence was found."
    CLOSED_WITHOUT_CHARGES = "closed_without_charges", "An inquiry ended without charges."
    CLOSED_RESULT_WITHHELD = "closed_result_withheld", "An inquiry ended; its result is not public."
    LAWSUIT_FILED = "lawsuit_filed", "A civil suit was filed."
    PARLIAMENTARY_DEBATE = "parliamentary_debate", "A parliament or committee took it up."
    EXPULSION = "expulsion", "A diplomat or other official was told to leave."
    OTHER = "other", "Another dated thing, a season of joint patrols among them."


class Concern(Vocabulary):
    """Whether criminal proceedings were about the station itself."""

    YES = "yes", "About the station or work done for it."
    NO = "no", "About something else, such as a subsidy."
    UNCLEAR = "unclear", "The sources do not tell."


class Measure(Vocabulary):
    """What a figure counts."""

    STATIONS = "stations", "Stations in all."
    ADDITIONAL_STATIONS = "additional_stations", "Stations beyond those counted before."
    SERVICE_CENTRES = "service_centres", "Overseas service centres, a different network."
    CONTACT_POINTS = "contact_points", "Contact or liaison points."
    COUNTRIES = "countries", "Countries with stations."
    CITIES = "cities", "Cities with stations."
    INVESTIGATING_COUNTRIES = "investigating_countries", "Countries that opened inquiries."
    JURISDICTIONS = "jurisdictions", "Police jurisdictions in China that run stations."
    STAFF = "staff", "People who work at stations."
    RETURNS = "returns", "People said to have been persuaded to return."


class Qualifier(Vocabulary):
    """How a number is qualified where it was printed."""

    EXACT = "exact", "The number itself."
    AT_LEAST = "at_least", "That many or more."
    MORE_THAN = "more_than", "More than that many ('over 100')."
    ABOUT = "about", "Roughly that many."
    NEARLY = "nearly", "A little under that many ('almost 100')."
    UP_TO = "up_to", "That many at the most."
    SOME = "some", "An unstated number, at least one: no value is printed."


class CooperationKind(Vocabulary):
    """What sort of police cooperation."""

    AGREEMENT = "agreement", "A signed agreement, memorandum or protocol."
    JOINT_PATROLS = "joint_patrols", "A programme of joint patrols; its seasons are events."
    LIAISON = "liaison", "Liaison officers or offices that both states agreed."
    TRAINING = "training", "Training or equipment."
    TWINNING = "twinning", "A partnership of towns or local bodies."
    OTHER = "other", "Another form."


class ReturnOutcome(Vocabulary):
    """How a reported coerced-return case ended."""

    RETURNED = "returned", "The person went back to China."
    ATTEMPTED = "attempted", "A return was attempted and failed."
    PRESSURED = "pressured", "The person was pressed (calls, threats); no attempt to take them."
    UNKNOWN = "unknown", "The sources do not tell."


class Relation(Vocabulary):
    """How a source bears on what it speaks to."""

    SUPPORTS = "supports", "It says so, in full or, with a value, less precisely or in part."
    DISPUTES = "disputes", "It says otherwise of exactly one field ('*': that the record exists)."


class RecordTable(Vocabulary):
    """The tables whose every cell needs evidence."""

    STATIONS = "stations", "Stations."
    INVESTIGATIONS = "investigations", "Investigations."
    STATEMENTS = "statements", "Statements."
    EVENTS = "events", "Events."
    FIGURES = "figures", "Figures."
    COOPERATIONS = "cooperations", "Cooperations."
    RETURN_CASES = "return_cases", "Return cases."


class LeftOut(Vocabulary):
    """Why a fact of the dossier is used by no evidence row."""

    DUPLICATE_OF = "duplicate_of", "The same source tells it twice; the other telling is used."
    OCCASION_UNKNOWN = "occasion_unknown", "A statement that fits no single occasion."
    ADJACENT = "adjacent", "About a different thing: service centres, scam raids, trade offices."
    OFF_TOPIC = "off_topic", "Not about the subject."
    TOO_WEAK = "too_weak", "Too vague, speculative or garbled to enter."
    PRIVATE_PERSON = "private_person", "Cannot be told without a private person."
    UNREADABLE = "unreadable", "The text read does not bear the fact out."
