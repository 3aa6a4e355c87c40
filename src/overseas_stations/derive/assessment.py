"""How well a record is supported, by whom, since when, and who stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from overseas_stations.derive.known import dated_on
from overseas_stations.derive.support import (
    Parties,
    claimants,
    standing_denials,
    standing_events,
    supporting,
)
from overseas_stations.errors import UnknownNameError
from overseas_stations.records import Event, Evidence, Record, Statement, Station
from overseas_stations.vocabulary import EventKind, Relation

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

ASSESSED = ("stations", "events", "cooperations", "return_cases")

Level = Literal["unsupported", "single_claimant", "corroborated", "acknowledged"]
Dispute = Literal["no", "directly", "generally"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """How well a record is supported, and who stands against it.

    ``level`` is ``unsupported``, ``single_claimant``, ``corroborated`` or ``acknowledged``;
    ``independent`` the claimants that count, each at the end of its chain of reliance;
    ``operator_acknowledged`` whether a Chinese authority says it itself; ``disputed`` ``no``,
    ``directly`` or ``generally``, and ``disputed_by`` who does so; ``acknowledged_by`` whose
    findings acknowledge it.
    """

    level: Level
    claimants: tuple[str, ...]
    independent: tuple[str, ...]
    operator_acknowledged: bool
    disputed: Dispute
    acknowledged_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()


def independent_claimants(dataset: Dataset, rows: Iterable[Evidence]) -> tuple[str, ...]:
    """The claimants on whose own word the rows rest: the ends of every chain of ``relies_on``.

    A claimant that relies on another in one row relies on it, even where other tellings of its
    claim leave that out. Two that rely on the same third are one. ``unnamed`` sources never
    count, nor does whoever stands only behind them.
    """
    return independent_of(rows, Parties(dataset.organisations))


def independent_of(rows: Iterable[Evidence], parties: Parties) -> tuple[str, ...]:
    """:func:`independent_claimants`, the organisations given."""
    reliance: dict[str, set[str]] = {}
    for row in rows:
        if not parties.is_unnamed(row.attributed_to):
            on = reliance.setdefault(row.attributed_to, set())
            if row.relies_on:
                on.add(row.relies_on)
    ends: set[str] = set()
    seen: set[str] = set()
    queue = list(reliance)
    while queue:
        claimant = queue.pop()
        if claimant in seen or parties.is_unnamed(claimant):
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
    rows = dataset.evidence_by_record
    findings = (
        event
        for event in dataset.events.where(kind=EventKind.FOUND_TO_EXIST, station_ids=key)
        if supporting(rows.get(event.event_id, ()))
    )
    return assess(
        record,
        rows.get(key, ()),
        findings,
        standing_denials(dataset),
        Parties(dataset.organisations),
    )


def assessments(dataset: Dataset) -> dict[str, Assessment]:
    """The assessment of every record that has one, by id: as :func:`assessment`, in one go."""
    parties, denials = Parties(dataset.organisations), standing_denials(dataset)
    events = standing_events(dataset)
    rows = dataset.evidence_by_record
    return {
        record.primary_key: assess(
            record, rows.get(record.primary_key, ()), events, denials, parties
        )
        for name in ASSESSED
        for record in dataset.table(name)
    }


def assess(
    record: Record,
    rows: Sequence[Evidence],
    events: Iterable[Event],
    denials: Sequence[Statement],
    parties: Parties,
) -> Assessment:
    """The assessment of a record with these evidence rows.

    ``events`` and ``denials`` are those with support left; what concerns other records is passed
    over.
    """
    counted = supporting(rows)
    independent = independent_of(counted, parties)
    finders = _finders(record, events, parties) if isinstance(record, Station) else ()
    level: Level
    if not counted:
        level = "unsupported"
    elif finders:
        level = "acknowledged"
    else:
        level = "corroborated" if len(independent) > 1 else "single_claimant"
    who = claimants(counted)
    disputed, deniers = _disputed(record, rows, denials)
    return Assessment(
        level,
        who,
        independent,
        any(parties.is_chinese_authority(claimant) for claimant in who),
        disputed,
        finders,
        deniers,
    )


def _finders(station: Station, events: Iterable[Event], parties: Parties) -> tuple[str, ...]:
    found = {
        event.actor
        for event in events
        if event.kind is EventKind.FOUND_TO_EXIST
        and event.actor
        and station.station_id in event.station_ids
        and parties.can_acknowledge(event.actor, station.country_id)
    }
    return tuple(sorted(found))


def _disputed(
    record: Record, rows: Iterable[Evidence], denials: Sequence[Statement]
) -> tuple[Dispute, tuple[str, ...]]:
    directly = {
        row.attributed_to
        for row in rows
        if row.relation is Relation.DISPUTES and "*" in row.fields and row.withdrawn_by is None
    }
    directly |= {d.issuer for d in denials if record.primary_key in d.station_ids}
    if directly:
        return "directly", tuple(sorted(directly))
    country = getattr(record, "country_id", None)
    generally = {d.issuer for d in denials if country in d.about_country_ids}
    return ("generally", tuple(sorted(generally))) if generally else ("no", ())


def publishers(dataset: Dataset, key: str) -> tuple[str, ...]:
    """Who publishes a record's telling: of a statement or a figure, how widely it is told."""
    dataset.record(key)
    rows = supporting(dataset.evidence_by_record.get(key, ()))
    return tuple(sorted({dataset.sources[row.source_id].publisher for row in rows}))


def first_reported_on(dataset: Dataset, key: str) -> date | None:
    """The day on which the first source that says the record exists was known.

    Of the rows not withdrawn, and by dates of the sources themselves (:func:`dated_on`): None
    where no such source has one. Raises ``UnknownIdError``.
    """
    return min(_reported(dataset, key, dated_on(dataset)), default=None)


def last_reported_on(dataset: Dataset, key: str) -> date | None:
    """As :func:`first_reported_on`, of the last such source. Raises ``UnknownIdError``."""
    return max(_reported(dataset, key, dated_on(dataset)), default=None)


def _reported(dataset: Dataset, key: str, dated: dict[str, date]) -> list[date]:
    dataset.record(key)
    rows = supporting(dataset.evidence_by_record.get(key, ()))
    return [dated[row.source_id] for row in rows if row.source_id in dated]
