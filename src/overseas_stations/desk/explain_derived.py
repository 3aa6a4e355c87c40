"""Why a derived value is what it is: its rule, carried out aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from overseas_stations.cells import write_value
from overseas_stations.derive.assessment import assessment
from overseas_stations.derive.known import appeared_on, known_on
from overseas_stations.derive.status import Outcome, outcomes, status_after
from overseas_stations.derive.support import (
    Parties,
    standing_denials,
    standing_events,
    supporting,
)
from overseas_stations.desk.claimants import Claimant, claimants
from overseas_stations.desk.explanation import Proof, proofs
from overseas_stations.desk.words import known_since, name, names, spelled
from overseas_stations.errors import UnknownNameError
from overseas_stations.records import Event, Evidence, Record
from overseas_stations.schema.spec import table_spec
from overseas_stations.vocabulary import EventKind, Relation
from overseas_stations.wording import count

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


class Found(NamedTuple):
    """What an explanation says beside its record and field."""

    value: str
    rule: str
    steps: tuple[str, ...]
    evidence: tuple[Proof, ...]


def explain_status(dataset: Dataset, record: Record, _: str | None) -> Found:
    """A station's events in order, and which of them decided."""
    key = record.primary_key
    parties = Parties(dataset.organisations)
    standing = [event for event in standing_events(dataset) if key in event.station_ids]
    steps = []
    for index, event in enumerate(standing):
        after = status_after(standing[: index + 1], parties)
        gives = f"gives {after.status}" if after.event_id == event.event_id else "changes nothing"
        steps.append(f"{_event(dataset, event)}: {gives}")
    steps += [
        f"{_event(dataset, event)}: counts no more, every telling was withdrawn"
        for event in dataset.events.where(station_ids=key)
        if event not in standing
    ]
    found = status_after(standing, parties)
    if found.event_id is None:
        steps.append("No event says anything on it, so it stands as reported")
    return Found(
        found.status,
        "The last of a station's events that says something about it decides: an order to close, "
        "a report of closure, an authority that did not find it; a report of activity, a move, or "
        "nothing leave it reported. A finding that it existed lifts not_substantiated and else "
        "changes nothing.",
        tuple(steps),
        proofs(dataset, _existence(dataset, found.event_id or key)),
    )


def explain_assessment(dataset: Dataset, record: Record, _: str | None) -> Found:
    """Who claims it, who of them counts, and who found that it exists."""
    key = record.primary_key
    found = assessment(dataset, key)
    parties = Parties(dataset.organisations)
    steps = [_claim(dataset, parties, claimant) for claimant in claimants(dataset, key)]
    if found.independent:
        steps.append(f"On their own word: {names(dataset, found.independent)}")
    else:
        steps.append("Nobody who has a name says so on their own word")
    rows = [*_existence(dataset, key)]
    if found.level == "acknowledged":
        for event in dataset.events.where(kind=EventKind.FOUND_TO_EXIST, station_ids=key):
            if event.actor in found.acknowledged_by and supporting(_rows(dataset, event.event_id)):
                steps.append(f"{_event(dataset, event)}: acknowledges it")
                rows += _existence(dataset, event.event_id)
    return Found(
        found.level,
        "acknowledged where an authority of the host state, or a court, found that the station "
        "exists; corroborated where two or more independent claimants say so; unsupported where "
        "every row was withdrawn; else single_claimant. Claimants count, never outlets; whoever "
        "relies on another does not count beside it, and sources that nobody names never do.",
        tuple(steps),
        proofs(dataset, rows),
    )


def explain_disputed(dataset: Dataset, record: Record, _: str | None) -> Found:
    """Who denies it: this record, or all such stations in its country."""
    key = record.primary_key
    found = assessment(dataset, key)
    steps: list[str] = []
    rows: list[Evidence] = []
    if found.disputed == "directly":
        for row in _rows(dataset, key):
            if row.relation is Relation.DISPUTES and "*" in row.fields and not row.withdrawn_by:
                steps.append(f"{name(dataset, row.attributed_to)} denies it, in {row.source_id}")
                rows.append(row)
    country = getattr(record, "country_id", None)
    for denial in standing_denials(dataset):
        named = key in denial.station_ids
        if named if found.disputed == "directly" else country in denial.about_country_ids:
            on = write_value(denial.made_on) or "undated"
            about = "of this very record" if named else f"of any in {country}"
            issuer = name(dataset, denial.issuer)
            steps.append(f"{on}: {issuer} denies the existence {about} ({denial.statement_id})")
            rows += _existence(dataset, denial.statement_id)
    return Found(
        found.disputed,
        "directly where a source denies the record or a statement about it does; generally where "
        "a statement denies that there are any in that country; else no. What was withdrawn does "
        "not count.",
        tuple(steps or ["Nobody denies it"]),
        proofs(dataset, rows),
    )


def explain_outcome(dataset: Dataset, record: Record, station: str | None) -> Found:
    """What each of an inquiry's stations came to, or one of them.

    Raises ``UnknownNameError`` for a station that the inquiry does not concern.
    """
    key = record.primary_key
    told = outcomes(dataset, key)
    if station is not None and station not in told:
        named = ", ".join(each for each in told if each) or "no station"
        raise UnknownNameError(f"{key} does not concern {station!r}; it names {named}")
    chosen = [told[station]] if station else [*told.values()]
    deciding = {outcome.event_id for outcome in chosen}
    steps = [
        f"{_event(dataset, event)}: "
        + ("decides" if event.event_id in deciding else "decides nothing that still holds")
        for event in standing_events(dataset)
        if event.investigation_id == key and _is_about(event, station)
    ]
    steps += map(_outcome, chosen)
    rows = [row for event_id in deciding if event_id for row in _existence(dataset, event_id)]
    values = dict.fromkeys(outcome.outcome for outcome in chosen)
    return Found(
        next(iter(values)) if len(values) == 1 else "; ".join(map(_short, chosen)),
        "For each station, the last of the inquiry's events that closes it or decides something; "
        "an event that names no station is about all of them. Without one, none_reported, and "
        "looked_until says until when the curators looked.",
        tuple(steps),
        proofs(dataset, rows or _existence(dataset, key)),
    )


def explain_known(dataset: Dataset, record: Record, _: str | None) -> Found:
    """The day on which each required cell was first supported."""
    key = record.primary_key
    known = known_on(dataset)
    first: dict[str, Evidence] = {}
    for row in _rows(dataset, key):
        if row.relation is Relation.SUPPORTS and row.source_id in known:
            for column in row.fields:
                held = first.get(column)
                if held is None or known[row.source_id] < known[held.source_id]:
                    first[column] = row
    required = [f.name for f in table_spec(record.table).fields if f.required and f.wants_evidence]
    return Found(
        write_value(appeared_on(dataset).get(key)),
        "A record is known from the day on which every cell that it must have was supported by a "
        "source known by then.",
        tuple(
            f"{column}: first told by {name(dataset, first[column].attributed_to)}, "
            f"{known[first[column].source_id]}, in {first[column].source_id}"
            for column in required
            if column in first
        ),
        proofs(dataset, (first[column] for column in required if column in first)),
    )


#: How each derived field is explained; the third argument is the station of ``outcome:…``.
DERIVATIONS: dict[str, Callable[[Dataset, Record, str | None], Found]] = {
    "known": explain_known,
    "status": explain_status,
    "assessment": explain_assessment,
    "disputed": explain_disputed,
    "outcome": explain_outcome,
}


def _rows(dataset: Dataset, key: str) -> tuple[Evidence, ...]:
    return dataset.evidence_by_record.get(key, ())


def _existence(dataset: Dataset, key: str) -> Iterable[Evidence]:
    """The rows that say the record exists, the withdrawn among them."""
    return (r for r in _rows(dataset, key) if r.relation is Relation.SUPPORTS and "*" in r.fields)


def _is_about(event: Event, station: str | None) -> bool:
    """Whether an inquiry's event is about the station asked for; one that names none is."""
    return station is None or not event.station_ids or station in event.station_ids


def _event(dataset: Dataset, event: Event) -> str:
    by = f", {name(dataset, event.actor)}" if event.actor else ""
    on = write_value(event.occurred_on) or "undated"
    return f"{on}: {spelled(event.kind)}{by} ({event.event_id})"


def _claim(dataset: Dataset, parties: Parties, claimant: Claimant) -> str:
    sources = sum(len(outlet.tellings) for outlet in claimant.outlets)
    told = f"{count(sources, 'source')} of {count(len(claimant.outlets), 'publisher')}"
    on = f", on the word of {names(dataset, claimant.relies_on)}" if claimant.relies_on else ""
    note = ""
    if claimant.withdrawn:
        note = ": withdrawn, counts no more"
    elif parties.is_unnamed(claimant.organisation_id):
        note = ": nobody named, never counts"
    since = known_since(claimant.since, dated=claimant.dated)
    return f"{claimant.name} says so, {since}, in {told}{on}{note}"


def _outcome(outcome: Outcome) -> str:
    where = outcome.station_id or "The inquiry as a whole"
    until = write_value(outcome.looked_until)
    looked = f", looked until {until}" if outcome.event_id is None and until else ""
    return f"{where}: {outcome.outcome}{looked}"


def _short(outcome: Outcome) -> str:
    return f"{outcome.station_id}: {outcome.outcome}" if outcome.station_id else outcome.outcome
