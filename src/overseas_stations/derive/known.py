"""When something was known: each source, each cell, each record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from overseas_stations.derived_records import DayBasis
from overseas_stations.records import Record, Source
from overseas_stations.schema.spec import RECORD_TABLES, table_spec
from overseas_stations.vocabulary import Relation

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


class SourceDay(NamedTuple):
    """The day on which a source was known, and what says so."""

    day: date
    basis: DayBasis


def source_days(dataset: Dataset) -> dict[str, SourceDay]:
    """The day on which each source was known, and what says so, by source id.

    The last day of ``published_on``; without one, the earliest of ``archived_on`` and the known
    day of anything derived from it (where both are the same day, it is the archive that says so);
    else ``accessed_on``. A source with none of these is absent.
    """
    return _days(dataset, read=True)


def known_on(dataset: Dataset) -> dict[str, date]:
    """The day on which each source was known, by source id: see :func:`source_days`."""
    return {key: known.day for key, known in _days(dataset, read=True).items()}


def dated_on(dataset: Dataset) -> dict[str, date]:
    """The day on which each source was known by a date of its own, or of a copy or retelling.

    Unlike :func:`known_on` without those that are known only from the day the curators read them:
    that day says nothing on when they told what they tell.
    """
    return {key: known.day for key, known in _days(dataset, read=False).items()}


def _days(dataset: Dataset, *, read: bool) -> dict[str, SourceDay]:
    derived: dict[str, list[Source]] = {}
    for source in dataset.sources:
        if source.derived_from:
            derived.setdefault(source.derived_from, []).append(source)

    def day_of(source: Source, above: frozenset[str]) -> SourceDay | None:
        if source.published_on and source.published_on.latest:
            return SourceDay(source.published_on.latest, DayBasis.PUBLISHED)
        found: list[SourceDay] = []
        if source.archived_on and source.archived_on.latest:
            found.append(SourceDay(source.archived_on.latest, DayBasis.ARCHIVED))
        above = above | {source.source_id}
        for child in derived.get(source.source_id, ()):
            told = day_of(child, above) if child.source_id not in above else None
            if told:
                found.append(SourceDay(told.day, DayBasis.RETOLD))
        if found:
            return min(found, key=lambda told: told.day)  # of the same day the first: the archive
        if read and source.accessed_on and source.accessed_on.latest:
            return SourceDay(source.accessed_on.latest, DayBasis.READ)
        return None

    days = ((s.source_id, day_of(s, frozenset())) for s in dataset.sources)
    return {source_id: known for source_id, known in days if known}


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
    only = {kind.table} & RECORD_TABLES
    return _first_supported(dataset, only)[kind.table] if only else {}


def appeared_on(dataset: Dataset) -> dict[str, date]:
    """The day on which each record of the record tables appeared: its required cells supported."""
    days: dict[str, date] = {}
    for name, supported in _first_supported(dataset).items():
        required = _required(name)
        for record in dataset.table(name):
            cells = [supported.get((record.primary_key, column)) for column in required]
            if None not in cells:
                days[record.primary_key] = max(day for day in cells if day)
    return days


def _first_supported(
    dataset: Dataset, only: Collection[str] = RECORD_TABLES
) -> dict[str, dict[tuple[str, str], date]]:
    """The same for several record tables, in one pass over the evidence."""
    tables: dict[str, dict[tuple[str, str], date]] = {name: {} for name in only}
    known = known_on(dataset)
    for row in dataset.evidence:
        day = known.get(row.source_id)
        if row.record_table not in only or row.relation is not Relation.SUPPORTS or day is None:
            continue
        days = tables[row.record_table]
        for column in row.fields:
            cell = (row.record_id, column)
            days[cell] = min(day, days.get(cell, day))
    return tables


def _required(table: str) -> list[str]:
    return [f.name for f in table_spec(table).fields if f.required and f.wants_evidence]
