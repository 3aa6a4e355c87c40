"""What follows from the claims: computed each time it is asked for, never stored.

Every value at a date is the value over ``as_of(date)``, so that each rule is said once, for the
dataset as it stands, and replays for any day. The rules are those of ``docs/methodology.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from overseas_stations.cells import read_value, write_value
from overseas_stations.errors import UnknownNameError
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import (
    RECORDS,
    Event,
    Evidence,
    Figure,
    Investigation,
    Organisation,
    Record,
    Source,
    Station,
)
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, table_spec
from overseas_stations.vocabulary import (
    AUTHORITY_KINDS,
    Concern,
    EventKind,
    OrganisationKind,
    Qualifier,
    Relation,
    Stance,
    Standing,
)

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

R = TypeVar("R", bound=Record)

# ---------------------------------------------------------------------------------------------
# When something was known
# ---------------------------------------------------------------------------------------------


def known_on(dataset: Dataset) -> dict[str, date]:
    """The day on which each source was known, by source id.

    The last day of ``published_on``; without one, the earliest of ``archived_on`` and the known
    day of anything derived from it; else ``accessed_on``. A source with none of these is absent.
    """
    derived: dict[str, list[Source]] = {}
    for source in dataset.sources:
        if source.derived_from:
            derived.setdefault(source.derived_from, []).append(source)

    def day_of(source: Source, above: frozenset[str]) -> date | None:
        if source.published_on and source.published_on.latest:
            return source.published_on.latest
        days = [source.archived_on.latest] if source.archived_on else []
        above = above | {source.source_id}
        days += [
            day_of(child, above)
            for child in derived.get(source.source_id, ())
            if child.source_id not in above
        ]
        found = [day for day in days if day]
        if found:
            return min(found)
        return source.accessed_on.latest if source.accessed_on else None

    days = ((s.source_id, day_of(s, frozenset())) for s in dataset.sources)
    return {source_id: day for source_id, day in days if day}


def latest_day(dataset: Dataset) -> date:
    """The first day on which everything in the dataset was known."""
    days = list(known_on(dataset).values())
    for name in ("countries", "investigations"):
        days += [
            r.looked_until.latest
            for r in dataset.table(name)
            if r.looked_until and r.looked_until.latest
        ]
    return max(days, default=date.min)


def first_supported_on(dataset: Dataset, kind: type[Record]) -> dict[tuple[str, str], date]:
    """The day on which each filled cell of a table was first supported, by (id, column)."""
    days: dict[tuple[str, str], date] = {}
    if kind.table not in RECORD_TABLES:
        return days
    known = known_on(dataset)
    for row in dataset.evidence:
        day = known.get(row.source_id)
        if row.record_table != kind.table or row.relation is not Relation.SUPPORTS or day is None:
            continue
        for column in row.fields:
            cell = (row.record_id, column)
            days[cell] = min(day, days.get(cell, day))
    return days


def appeared_on(dataset: Dataset) -> dict[str, date]:
    """The day on which each record of the record tables appeared: its required cells supported."""
    days: dict[str, date] = {}
    for name in RECORD_TABLES:
        spec = table_spec(name)
        supported = first_supported_on(dataset, spec.record)
        required = [field.name for field in spec.fields if field.required and field.wants_evidence]
        for record in dataset.table(name):
            cells = [supported.get((record.primary_key, column)) for column in required]
            if None not in cells:
                days[record.primary_key] = max(day for day in cells if day)
    return days


def _day(day: date | str) -> date:
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise ValueError(f"{day!r} is no day: write YYYY-MM-DD, such as 2022-12-05") from error


# ---------------------------------------------------------------------------------------------
# as_of
# ---------------------------------------------------------------------------------------------


def as_of(dataset: Dataset, day: date | str) -> Dataset:
    """The dataset as a reader could have known it on ``day``.

    A record appears once its required cells are supported. A cell shows its value once a
    supporting row without a ``value`` was known; until then the most precise known ``value`` of
    a date, or the known part of a list; else nothing. Free text, the curators' notes included,
    shows once all rows that it was written from were known. ``standing`` and ``withdrawn_by``
    show from the day their own source was known. Countries, retired ids, the curation log and
    accepted warnings belong to the release, not to the day, and stay.

    Raises ``ValueError`` where ``day`` is no date.
    """
    from overseas_stations.dataset import Dataset

    end = _day(day)
    known = {source_id for source_id, on in known_on(dataset).items() if on <= end}
    appeared = {key for key, on in appeared_on(dataset).items() if on <= end}
    supports: dict[tuple[str, str], list[Evidence]] = {}
    for row in dataset.evidence:
        for column in row.fields if row.relation is Relation.SUPPORTS else ():
            supports.setdefault((row.record_id, column), []).append(row)

    kept: list[Record] = []
    for name in RECORDS:
        if name in RECORD_TABLES:
            kept += (
                _record_then(record, supports, dataset, known, appeared, end)
                for record in dataset.table(name)
                if record.primary_key in appeared
            )
    evidence = [
        row.model_copy(update=None if row.withdrawn_by in known else {"withdrawn_by": None})
        for row in dataset.evidence
        if row.source_id in known and row.record_id in appeared
    ]
    kept += evidence
    kept += (_source_then(source, known) for source in dataset.sources if source.source_id in known)
    hidden = _mentioned([*dataset.evidence, *_all_records(dataset)]) - _mentioned(kept)
    kept += (o for o in dataset.organisations if o.organisation_id not in hidden)
    kept += (_looked_then(country, end) for country in dataset.countries)
    kept += (*dataset.retired, *dataset.curation_log, *dataset.accepted_warnings)
    return Dataset.from_records(kept, dataset.version)


def _all_records(dataset: Dataset) -> Iterator[Record]:
    for name in RECORD_TABLES:
        yield from dataset.table(name)


def _mentioned(records: Iterable[Record]) -> set[str]:
    """The organisations that these records point at."""
    found: set[str] = set()
    for record in records:
        for column in _organisation_columns(record.table):
            found.add(getattr(record, column) or "")
    return found


def _organisation_columns(table: str) -> tuple[str, ...]:
    return tuple(f.name for f in table_spec(table).fields if f.references == "organisations")


def _source_then(source: Source, known: set[str]) -> Source:
    update: dict[str, Any] = {}
    if source.derived_from and source.derived_from not in known:
        update["derived_from"] = None
    if source.standing_source and source.standing_source not in known:
        update |= {"standing": Standing.STANDS, "standing_source": None}
    return source.model_copy(update=update)


def _looked_then(record: R, end: date) -> R:
    looked = getattr(record, "looked_until", None)
    seen = looked is None or (looked.latest is not None and looked.latest <= end)
    return record if seen else record.model_copy(update={"looked_until": None})


def _record_then(
    record: Record,
    supports: Mapping[tuple[str, str], Sequence[Evidence]],
    dataset: Dataset,
    known: set[str],
    appeared: set[str],
    end: date,
) -> Record:
    update: dict[str, Any] = {}
    for field in table_spec(record.table).fields:
        value = getattr(record, field.name)
        if field.is_key or value in (None, ()):
            continue
        if field.wants_evidence:
            value = _cell_then(
                field, value, supports.get((record.primary_key, field.name), ()), known
            )
        elif field.kind == "text":
            rows = dataset.evidence_by_record.get(record.primary_key, ())
            value = value if all(row.source_id in known for row in rows) else None
        if field.references in RECORD_TABLES:
            value = _still_there(value, appeared)
        update[field.name] = value
    return _looked_then(record.model_copy(update=update), end)


def _still_there(value: Any, appeared: set[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(item for item in value if item in appeared)
    return value if value in appeared else None


def _cell_then(field: FieldSpec, value: Any, rows: Sequence[Evidence], known: set[str]) -> Any:
    seen = [row for row in rows if row.source_id in known]
    absent = () if field.type == "list" else None
    if field.kind == "text":
        return value if rows and len(seen) == len(rows) else absent
    if any(row.value is None for row in seen):
        return value
    told = [read_value(field, row.value) for row in seen if row.value is not None]
    if field.type == "list":
        members = {item for part in told for item in part}
        return tuple(item for item in value if item in members)
    return min(told, key=_breadth, default=absent)


def _breadth(value: Any) -> tuple[float, str]:
    """How imprecise a date is, in days; the text breaks ties."""
    if not isinstance(value, PartialDate):
        return math.inf, str(value)
    if value.earliest is None or value.latest is None:
        return math.inf, str(value)
    return (value.latest - value.earliest).days, str(value)


# ---------------------------------------------------------------------------------------------
# Status and outcome
# ---------------------------------------------------------------------------------------------

Status = Literal["reported", "closure_ordered", "reported_closed", "not_substantiated"]

_STATUS: dict[EventKind, Status] = {
    EventKind.ORDERED_CLOSED: "closure_ordered",
    EventKind.REPORTED_CLOSED: "reported_closed",
    EventKind.NOT_FOUND: "not_substantiated",
    EventKind.FOUND_TO_EXIST: "reported",
    EventKind.REPORTED_ACTIVE: "reported",
    EventKind.MOVED: "reported",
}

_OUTCOMES = frozenset(
    {
        EventKind.CLOSED_NO_OFFENCE,
        EventKind.CLOSED_WITHOUT_CHARGES,
        EventKind.CLOSED_RESULT_WITHHELD,
        EventKind.FOUND_TO_EXIST,
        EventKind.NOT_FOUND,
        EventKind.CHARGES_FILED,
        EventKind.GUILTY_PLEA,
        EventKind.CONVICTION,
        EventKind.ACQUITTAL,
        EventKind.SENTENCE,
    }
)


@dataclass(frozen=True, slots=True)
class StationStatus:
    """A station's status and whose event gave it; ``event_id`` is None for none."""

    status: Status
    event_id: str | None
    actor: str | None
    occurred_on: PartialDate | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an inquiry came to for one station (``station_id`` None: for it as a whole).

    ``outcome`` is an event kind or ``none_reported``; ``looked_until`` then says until when the
    curators looked. ``concerns_station`` tells proceedings about the station from others.
    """

    station_id: str | None
    outcome: str
    event_id: str | None
    actor: str | None
    occurred_on: PartialDate | None
    concerns_station: Concern | None
    looked_until: PartialDate | None


def _standing_events(dataset: Dataset) -> list[Event]:
    """The events with support left, in order: by the day they happened, the day known, then id.

    That day is the last on which the event can have happened: the last that ``occurred_on``
    admits, and never after the day on which the event was known. An event without a date, or one
    that is open at its end, so stands on the day on which it became known.
    """
    appeared = appeared_on(dataset)
    rows = dataset.evidence_by_record

    def order(event: Event) -> tuple[date, date, str]:
        known = appeared.get(event.event_id, date.max)
        last = event.occurred_on.latest if event.occurred_on else None
        return min(last or known, known), known, event.event_id

    return sorted((e for e in dataset.events if _supporting(rows.get(e.event_id, ()))), key=order)


def _supporting(rows: Iterable[Evidence]) -> list[Evidence]:
    """The rows that say the record exists and were not withdrawn."""
    return [
        row
        for row in rows
        if row.relation is Relation.SUPPORTS and "*" in row.fields and row.withdrawn_by is None
    ]


def statuses(dataset: Dataset) -> dict[str, StationStatus]:
    """The status of every station: the last of its events that says something about it.

    ``ordered_closed`` gives ``closure_ordered``, ``reported_closed`` gives ``reported_closed``,
    ``not_found`` by an authority ``not_substantiated``; ``reported_active``, ``moved`` or nothing
    give ``reported``. ``found_to_exist`` gives ``reported`` after ``not_substantiated`` and else
    changes nothing: that a station existed does not reopen it. Other kinds change nothing.
    """
    found = {s.station_id: StationStatus("reported", None, None, None) for s in dataset.stations}
    for event in _standing_events(dataset):
        status = _STATUS.get(event.kind)
        if status is None or (
            event.kind is EventKind.NOT_FOUND and not _is_authority(dataset, event.actor)
        ):
            continue
        for station_id in event.station_ids:
            before = found.get(station_id)
            if before and (
                event.kind is not EventKind.FOUND_TO_EXIST or before.status == "not_substantiated"
            ):
                found[station_id] = StationStatus(
                    status, event.event_id, event.actor, event.occurred_on
                )
    return found


def status(dataset: Dataset, station_id: str) -> StationStatus:
    """One station's status. Raises ``UnknownIdError``."""
    dataset.stations[station_id]
    return statuses(dataset)[station_id]


def outcomes(dataset: Dataset, investigation_id: str) -> dict[str | None, Outcome]:
    """What an inquiry came to, for each of its stations (or for None where it names none).

    The last of its events that ends or decides something for that station; an event of the
    inquiry that names no station is about all of them. Raises ``UnknownIdError``.
    """
    inquiry = dataset.investigations[investigation_id]
    events = [
        event
        for event in _standing_events(dataset)
        if event.investigation_id == investigation_id and event.kind in _OUTCOMES
    ]
    named = list(inquiry.station_ids)
    for event in events:
        named += [station for station in event.station_ids if station not in named]
    stations: list[str | None] = [*named] or [None]
    return {station: _outcome(inquiry, station, events) for station in stations}


def _outcome(inquiry: Investigation, station: str | None, events: Sequence[Event]) -> Outcome:
    concerning = [e for e in events if not e.station_ids or station in e.station_ids]
    if not concerning:
        return Outcome(station, "none_reported", None, None, None, None, inquiry.looked_until)
    last = concerning[-1]
    return Outcome(
        station,
        last.kind.value,
        last.event_id,
        last.actor,
        last.occurred_on,
        last.concerns_station,
        inquiry.looked_until,
    )


def history(dataset: Dataset, station_id: str) -> tuple[tuple[date, StationStatus], ...]:
    """A station's statuses, each with the day on which it became known. Raises ``UnknownIdError``."""
    dataset.stations[station_id]
    events = {e.event_id for e in dataset.events if station_id in e.station_ids}
    known = known_on(dataset)
    rows = [r for r in dataset.evidence if r.record_id in events or r.record_id == station_id]
    days = {known[s] for r in rows for s in (r.source_id, r.withdrawn_by) if s in known}
    found: list[tuple[date, StationStatus]] = []
    for day in sorted(days):
        now = statuses(as_of(dataset, day)).get(station_id)
        if now and (not found or found[-1][1] != now):
            found.append((day, now))
    return tuple(found)


# ---------------------------------------------------------------------------------------------
# Assessment
# ---------------------------------------------------------------------------------------------

ASSESSED = ("stations", "events", "cooperations", "return_cases")


@dataclass(frozen=True, slots=True)
class Assessment:
    """How well a record is supported, and who stands against it.

    ``level`` is ``unsupported``, ``single_claimant``, ``corroborated`` or ``acknowledged``;
    ``independent`` the claimants that count, each at the end of its chain of reliance;
    ``operator_acknowledged`` whether a Chinese authority says it itself; ``disputed`` ``no``,
    ``directly`` or ``generally``.
    """

    level: Literal["unsupported", "single_claimant", "corroborated", "acknowledged"]
    claimants: tuple[str, ...]
    independent: tuple[str, ...]
    operator_acknowledged: bool
    disputed: Literal["no", "directly", "generally"]


def _is_authority(dataset: Dataset, organisation_id: str | None) -> bool:
    found = dataset.organisations.get(organisation_id or "")
    return isinstance(found, Organisation) and found.kind in AUTHORITY_KINDS


def _is_chinese_authority(dataset: Dataset, organisation_id: str) -> bool:
    found = dataset.organisations.get(organisation_id)
    return (
        isinstance(found, Organisation)
        and found.country_id == "CN"
        and (found.kind in AUTHORITY_KINDS or found.kind is OrganisationKind.PUBLIC_SECURITY_BUREAU)
    )


def _is_unnamed(dataset: Dataset, organisation_id: str) -> bool:
    found = dataset.organisations.get(organisation_id)
    return isinstance(found, Organisation) and found.kind is OrganisationKind.UNNAMED


def independent_claimants(dataset: Dataset, rows: Iterable[Evidence]) -> tuple[str, ...]:
    """The claimants on whose own word the rows rest: the ends of every chain of ``relies_on``.

    A claimant that relies on another in one row relies on it, even where other tellings of its
    claim leave that out. Two that rely on the same third are one. ``unnamed`` sources never
    count, nor does whoever stands only behind them.
    """
    reliance: dict[str, set[str]] = {}
    for row in rows:
        if not _is_unnamed(dataset, row.attributed_to):
            on = reliance.setdefault(row.attributed_to, set())
            if row.relies_on:
                on.add(row.relies_on)
    ends: set[str] = set()
    seen: set[str] = set()
    queue = list(reliance)
    while queue:
        claimant = queue.pop()
        if claimant in seen or _is_unnamed(dataset, claimant):
            continue
        seen.add(claimant)
        # Whoever has no row of its own here is known only as the one relied upon: an end.
        on = reliance.get(claimant, set())
        if not on:
            ends.add(claimant)
        queue += on
    return tuple(sorted(ends))


def assessment(dataset: Dataset, key: str) -> Assessment:
    """How well a station, event, cooperation or return case is supported.

    ``acknowledged``: a ``found_to_exist`` event, not withdrawn, by an authority of the host
    state or a court (stations only). ``corroborated``: two or more independent claimants.

    Raises ``UnknownIdError``, and ``UnknownNameError`` for a record of another table, of which
    :func:`publishers` counts who tells it.
    """
    record = dataset.record(key)
    if record.table not in ASSESSED:
        raise UnknownNameError(
            f"{key} is in {record.table}; an assessment is of {', '.join(ASSESSED)}; "
            "of statements and figures ask publishers()"
        )
    rows = dataset.evidence_by_record.get(key, ())
    supporting = _supporting(rows)
    independent = independent_claimants(dataset, supporting)
    level: Literal["unsupported", "single_claimant", "corroborated", "acknowledged"]
    if not supporting:
        level = "unsupported"
    elif isinstance(record, Station) and _acknowledged(dataset, record):
        level = "acknowledged"
    else:
        level = "corroborated" if len(independent) > 1 else "single_claimant"
    claimants = sorted({row.attributed_to for row in supporting})
    return Assessment(
        level,
        tuple(claimants),
        independent,
        any(_is_chinese_authority(dataset, claimant) for claimant in claimants),
        _disputed(dataset, record, rows),
    )


def _acknowledged(dataset: Dataset, station: Station) -> bool:
    for event in dataset.events:
        actor = dataset.organisations.get(event.actor or "")
        if (
            event.kind is EventKind.FOUND_TO_EXIST
            and station.station_id in event.station_ids
            and isinstance(actor, Organisation)
            and (
                actor.kind is OrganisationKind.COURT
                or (actor.kind in AUTHORITY_KINDS and actor.country_id == station.country_id)
            )
            and _supporting(dataset.evidence_by_record.get(event.event_id, ()))
        ):
            return True
    return False


def _disputed(
    dataset: Dataset, record: Record, rows: Iterable[Evidence]
) -> Literal["no", "directly", "generally"]:
    denials = [
        s
        for s in dataset.statements
        if Stance.DENIES_EXISTENCE in s.stances
        and _supporting(dataset.evidence_by_record.get(s.statement_id, ()))
    ]
    if any(
        row.relation is Relation.DISPUTES and "*" in row.fields and row.withdrawn_by is None
        for row in rows
    ) or any(record.primary_key in denial.station_ids for denial in denials):
        return "directly"
    country = getattr(record, "country_id", None)
    return "generally" if any(country in d.about_country_ids for d in denials) else "no"


def publishers(dataset: Dataset, key: str) -> tuple[str, ...]:
    """Who publishes a record's telling: of a statement or a figure, how widely it is told."""
    dataset.record(key)
    rows = _supporting(dataset.evidence_by_record.get(key, ()))
    return tuple(sorted({dataset.sources[row.source_id].publisher for row in rows}))


# ---------------------------------------------------------------------------------------------
# Contradictions
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: what is held, by whom, and where it stands."""

    value: str
    claimant: str | None
    record_id: str
    evidence_id: str | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that cannot both be so.

    ``kind`` is ``evidence`` (a source disputes a cell) or ``figures`` (two numbers for the same
    thing). ``field`` is the disputed column, or the measure.
    """

    kind: Literal["evidence", "figures"]
    table: str
    field: str
    one: Side
    other: Side


def contradictions(dataset: Dataset) -> tuple[Contradiction, ...]:
    """Disputed cells, and figures that cannot both hold, side by side with who says what."""
    return (*_disputes(dataset), *_conflicting_figures(dataset))


def _disputes(dataset: Dataset) -> Iterator[Contradiction]:
    for row in dataset.evidence:
        if row.relation is not Relation.DISPUTES or row.withdrawn_by:
            continue
        field = row.fields[0]
        record = dataset.table(row.record_table)[row.record_id]
        held = "exists" if field == "*" else write_value(getattr(record, field))
        holders = sorted(
            {
                r.attributed_to
                for r in dataset.evidence_by_record[row.record_id]
                if r.relation is Relation.SUPPORTS and field in r.fields and not r.withdrawn_by
            }
        )
        yield Contradiction(
            "evidence",
            row.record_table,
            field,
            Side(held, ", ".join(holders) or None, row.record_id, None),
            Side(row.value or "denied", row.attributed_to, row.record_id, row.evidence_id),
        )


#: How far a rounded number may lie from the true one: a tenth, our reading of "about".
ROUGHLY = 0.1


def figure_bounds(figure: Figure) -> tuple[float, float]:
    """The smallest and the largest true number that a figure allows, both included.

    ``about`` allows a tenth either way, ``nearly`` a tenth below.
    """
    low = float(figure.value or 0)
    high = float(figure.value_to if figure.value_to is not None else low)
    match figure.qualifier:
        case Qualifier.AT_LEAST:
            return low, math.inf
        case Qualifier.MORE_THAN:
            return low + 1, math.inf
        case Qualifier.UP_TO:
            return 0, high
        case Qualifier.ABOUT:
            return low * (1 - ROUGHLY), high * (1 + ROUGHLY)
        case Qualifier.NEARLY:
            return low * (1 - ROUGHLY), high
        case Qualifier.SOME:
            return 1, math.inf
        case Qualifier.EXACT:
            return low, high


def _could_coincide(one: Figure, other: Figure) -> bool:
    """Whether two figures may be about the same time.

    A figure without a period may be about any, but not against its own claimant: whoever
    publishes another number later has updated it, not contradicted itself.
    """
    if one.reference_period is None or other.reference_period is None:
        return one.claimed_by != other.claimed_by
    a, b = one.reference_period, other.reference_period
    return (a.earliest or date.min) <= (b.latest or date.max) and (b.earliest or date.min) <= (
        a.latest or date.max
    )


def _conflicting_figures(dataset: Dataset) -> Iterator[Contradiction]:
    alike: dict[tuple[Any, ...], list[Figure]] = {}
    rows = dataset.evidence_by_record
    for figure in dataset.figures:
        if _supporting(rows.get(figure.figure_id, ())):
            counts = (
                figure.scope,
                figure.region,
                figure.country_id,
                figure.operated_by,
                figure.measure,
                figure.per_measure,
                figure.per_value,
            )
            alike.setdefault(counts, []).append(figure)
    for group in alike.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                (low, high), (low2, high2) = figure_bounds(one), figure_bounds(other)
                if _could_coincide(one, other) and (high < low2 or high2 < low):
                    yield Contradiction(
                        "figures", "figures", one.measure.value, _side(one), _side(other)
                    )


def _side(figure: Figure) -> Side:
    number = "–".join(str(n) for n in (figure.value, figure.value_to) if n is not None)
    return Side(f"{figure.qualifier} {number}".strip(), figure.claimed_by, figure.figure_id, None)


# ---------------------------------------------------------------------------------------------
# Reading aids
# ---------------------------------------------------------------------------------------------


def label(dataset: Dataset, station_id: str) -> str:
    """A station's name for readers: ``Amsterdam (Lishui)``, numbered where two are alike.

    The place is the city, else region, else premises, else the country's name; the operator is
    its name without "Public Security Bureau". Raises ``UnknownIdError``.
    """
    station = dataset.stations[station_id]
    plain = _plain_label(dataset, station)
    alike = [s.station_id for s in dataset.stations if _plain_label(dataset, s) == plain]
    return plain if len(alike) == 1 else f"{plain} {alike.index(station_id) + 1}"


def _plain_label(dataset: Dataset, station: Station) -> str:
    place = (
        station.city
        or station.region
        or station.premises
        or dataset.countries[station.country_id].name
    )
    operator = dataset.organisations.get(station.operated_by or "")
    if not isinstance(operator, Organisation):
        return place
    return f"{place} ({operator.name.removesuffix(' Public Security Bureau')})"
