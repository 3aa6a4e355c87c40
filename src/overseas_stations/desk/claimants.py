"""Who claims that a record exists, through whom it was told, and who only repeats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from overseas_stations.cells import write_value
from overseas_stations.derive.assessment import independent_claimants
from overseas_stations.derive.known import dated_on, known_on
from overseas_stations.derive.support import supporting
from overseas_stations.desk.words import name
from overseas_stations.records import Evidence, Source
from overseas_stations.vocabulary import Relation

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Telling:
    """One source that tells a claim.

    ``repeats`` is the chain of sources that it republishes or retells, the nearest first; empty
    where none is known. ``withdrawn_by`` is the source that says the claim was retracted there.
    """

    source_id: str
    title: str | None
    published_on: str
    known_on: date | None
    repeats: tuple[str, ...]
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher with the sources in which it tells the claim, the first known first."""

    publisher: str
    tellings: tuple[Telling, ...]

    @property
    def only_repeats(self) -> bool:
        """Whether each of its sources repeats another."""
        return all(telling.repeats for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class Claimant:
    """One who says in its own name that the record exists.

    ``since`` is the day its word was first known, and ``dated`` whether that is a source's own day
    and not the one on which the curators read it; ``relies_on`` those on whose word it builds;
    ``independent`` whether it counts as a claimant of its own (nobody named stands behind it, and
    it has a name); ``withdrawn`` whether every telling was withdrawn.
    """

    organisation_id: str
    name: str
    since: date | None
    dated: bool
    relies_on: tuple[str, ...]
    independent: bool
    withdrawn: bool
    outlets: tuple[Outlet, ...]


def claimants(dataset: Dataset, record_id: str) -> tuple[Claimant, ...]:
    """Who claims that a record exists, the first known first.

    Outlets that relay a claimant are listed under it: they are no claimants, however many.
    Raises ``UnknownIdError``. A record of a table without evidence has none.
    """
    dataset.record(record_id)
    rows = dataset.evidence_by_record.get(record_id, ())
    independent = independent_claimants(dataset, supporting(rows))
    told: dict[str, list[Evidence]] = {}
    for row in rows:
        if row.relation is Relation.SUPPORTS and "*" in row.fields:
            told.setdefault(row.attributed_to, []).append(row)
    known, dated = known_on(dataset), dated_on(dataset)
    found = []
    for who, own in told.items():
        since = min((known[r.source_id] for r in own if r.source_id in known), default=None)
        found.append(
            Claimant(
                organisation_id=who,
                name=name(dataset, who),
                since=since,
                dated=since in {dated.get(row.source_id, date.max) for row in own},
                relies_on=tuple(sorted({row.relies_on for row in own if row.relies_on})),
                independent=who in independent,
                withdrawn=all(row.withdrawn_by for row in own),
                outlets=_outlets(dataset, own, known),
            )
        )
    return tuple(sorted(found, key=lambda c: (c.since or date.max, c.organisation_id)))


def _outlets(
    dataset: Dataset, rows: Iterable[Evidence], known: dict[str, date]
) -> tuple[Outlet, ...]:
    by_publisher: dict[str, list[Telling]] = {}
    ordered = sorted(rows, key=lambda r: (known.get(r.source_id, date.max), r.source_id))
    for row in ordered:
        source = dataset.sources[row.source_id]
        by_publisher.setdefault(source.publisher, []).append(
            Telling(
                row.source_id,
                source.title,
                write_value(source.published_on),
                known.get(row.source_id),
                repeated(dataset, source),
                row.withdrawn_by,
            )
        )
    return tuple(Outlet(publisher, tuple(told)) for publisher, told in by_publisher.items())


def repeated(dataset: Dataset, source: Source) -> tuple[str, ...]:
    """The sources that a source repeats, the nearest first; a chain that runs in a circle ends."""
    chain: list[str] = []
    at: Source | None = source
    while at and at.derived_from and at.derived_from not in (source.source_id, *chain):
        chain.append(at.derived_from)
        at = dataset.sources.get(at.derived_from)
    return tuple(chain)
