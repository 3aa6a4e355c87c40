"""What the rules share: which rows count, what is still told, and who is who."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from overseas_stations.derive.known import appeared_on
from overseas_stations.records import Event, Evidence, Organisation, Statement
from overseas_stations.vocabulary import AUTHORITY_KINDS, OrganisationKind, Relation, Stance

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset, Table


def supporting(rows: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The rows that say the record exists and were not withdrawn."""
    return tuple(
        row
        for row in rows
        if row.relation is Relation.SUPPORTS and "*" in row.fields and row.withdrawn_by is None
    )


def claimants(rows: Iterable[Evidence]) -> tuple[str, ...]:
    """Who puts these rows forward."""
    return tuple(sorted({row.attributed_to for row in rows}))


def in_order(events: Iterable[Event], appeared: Mapping[str, date]) -> list[Event]:
    """Events by the day they happened, the day known, then id.

    That day is the last on which the event can have happened: the last that ``occurred_on``
    admits, and never after the day on which the event was known. An event without a date, or one
    that is open at its end, so stands on the day on which it became known.
    """

    def order(event: Event) -> tuple[date, date, str]:
        known = appeared.get(event.event_id, date.max)
        last = event.occurred_on.latest if event.occurred_on else None
        return min(last or known, known), known, event.event_id

    return sorted(events, key=order)


def standing_events(dataset: Dataset) -> list[Event]:
    """The events with support left, in order."""
    rows = dataset.evidence_by_record
    standing = (e for e in dataset.events if supporting(rows.get(e.event_id, ())))
    return in_order(standing, appeared_on(dataset))


def standing_denials(dataset: Dataset) -> list[Statement]:
    """The statements with support left that say there are no stations."""
    rows = dataset.evidence_by_record
    return [
        s
        for s in dataset.statements
        if Stance.DENIES_EXISTENCE in s.stances and supporting(rows.get(s.statement_id, ()))
    ]


class Parties:
    """The organisations, asked what the rules ask of them."""

    def __init__(self, organisations: Table[Organisation]) -> None:
        self._organisations = organisations

    def get(self, organisation_id: str | None) -> Organisation | None:
        """The organisation, if there is one of that id."""
        found = self._organisations.get(organisation_id or "")
        return found if isinstance(found, Organisation) else None

    def is_authority(self, organisation_id: str | None) -> bool:
        """Whether it speaks with public authority."""
        found = self.get(organisation_id)
        return found is not None and found.kind in AUTHORITY_KINDS

    def is_chinese_authority(self, organisation_id: str) -> bool:
        """Whether it does so for China, its police bureaus included."""
        found = self.get(organisation_id)
        return (
            found is not None
            and found.country_id == "CN"
            and (
                found.kind in AUTHORITY_KINDS
                or found.kind is OrganisationKind.PUBLIC_SECURITY_BUREAU
            )
        )

    def is_unnamed(self, organisation_id: str) -> bool:
        """Whether it stands for sources that nobody names."""
        found = self.get(organisation_id)
        return found is not None and found.kind is OrganisationKind.UNNAMED

    def can_acknowledge(self, organisation_id: str | None, country_id: str) -> bool:
        """Whether its finding counts for that country: its authority, or any court."""
        found = self.get(organisation_id)
        return found is not None and (
            found.kind is OrganisationKind.COURT
            or (found.kind in AUTHORITY_KINDS and found.country_id == country_id)
        )
