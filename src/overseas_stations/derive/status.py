"""What became of stations and inquiries: the last event that says something about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from overseas_stations.derive.support import Parties, standing_events
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Event, Investigation
from overseas_stations.vocabulary import Concern, EventKind

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

Status = Literal["reported", "closure_ordered", "reported_closed", "not_substantiated"]

#: The status that each kind of event gives; others give none.
STATUS_AFTER: dict[EventKind, Status] = {
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


def statuses(dataset: Dataset) -> dict[str, StationStatus]:
    """The status of every station: the last of its events that says something about it.

    ``ordered_closed`` gives ``closure_ordered``, ``reported_closed`` gives ``reported_closed``,
    ``not_found`` by an authority ``not_substantiated``; ``reported_active``, ``moved`` or nothing
    give ``reported``. ``found_to_exist`` gives ``reported`` after ``not_substantiated`` and else
    changes nothing: that a station existed does not reopen it. Other kinds change nothing.
    """
    events: dict[str, list[Event]] = {s.station_id: [] for s in dataset.stations}
    for event in standing_events(dataset):
        for station_id in event.station_ids:
            if station_id in events:
                events[station_id].append(event)
    parties = Parties(dataset.organisations)
    return {key: status_after(about_it, parties) for key, about_it in events.items()}


def status_after(events: Iterable[Event], parties: Parties) -> StationStatus:
    """The status after a station's standing events, in order."""
    found = StationStatus("reported", None, None, None)
    for event in events:
        status = STATUS_AFTER.get(event.kind)
        if status is None:
            continue
        if event.kind is EventKind.NOT_FOUND and not parties.is_authority(event.actor):
            continue
        if event.kind is EventKind.FOUND_TO_EXIST and found.status != "not_substantiated":
            continue
        found = StationStatus(status, event.event_id, event.actor, event.occurred_on)
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
    return outcomes_after(dataset.investigations[investigation_id], standing_events(dataset))


def all_outcomes(dataset: Dataset) -> dict[str, dict[str | None, Outcome]]:
    """What every inquiry came to, by its id: as :func:`outcomes`, in one go."""
    events = standing_events(dataset)
    return {i.investigation_id: outcomes_after(i, events) for i in dataset.investigations}


def outcomes_after(inquiry: Investigation, events: Iterable[Event]) -> dict[str | None, Outcome]:
    """What an inquiry came to after the standing events, in order; those of others are passed over."""
    own = [
        event
        for event in events
        if event.investigation_id == inquiry.investigation_id and event.kind in _OUTCOMES
    ]
    named = list(inquiry.station_ids)
    for event in own:
        named += [station for station in event.station_ids if station not in named]
    stations: list[str | None] = [*named] or [None]
    return {station: _outcome(inquiry, station, own) for station in stations}


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
