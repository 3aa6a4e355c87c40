"""The dataset as it was known on a day: whole, or one record at a time."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from overseas_stations.cells import read_value
from overseas_stations.derive.known import appeared_on, known_on
from overseas_stations.derive.support import supporting
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import RECORDS, Evidence, Record, Source
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, table_spec
from overseas_stations.vocabulary import Relation, Standing

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

R = TypeVar("R", bound=Record)


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

    end = as_day(day)
    replay = dataset._replay
    kept: list[Record] = []
    for name in RECORDS:
        if name in RECORD_TABLES:
            kept += (
                replay.record_on(record, end)
                for record in dataset.table(name)
                if replay.was_there(record.primary_key, end)
            )
    kept += (
        replay.row_on(row, end)
        for row in dataset.evidence
        if replay.was_known(row.source_id, end) and replay.was_there(row.record_id, end)
    )
    kept += (
        _source_then(source, replay, end)
        for source in dataset.sources
        if replay.was_known(source.source_id, end)
    )
    hidden = _mentioned([*dataset.evidence, *_all_records(dataset)]) - _mentioned(kept)
    kept += (o for o in dataset.organisations if o.organisation_id not in hidden)
    kept += (_looked_then(country, end) for country in dataset.countries)
    kept += (*dataset.retired, *dataset.curation_log, *dataset.accepted_warnings)
    return Dataset.from_records(kept, dataset.version)


def as_day(day: date | str) -> date:
    """A day, given as one or as ``YYYY-MM-DD``. Raises ``ValueError``."""
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise ValueError(f"{day!r} is no day: write YYYY-MM-DD, such as 2022-12-05") from error


@dataclass(frozen=True, slots=True)
class State:
    """What was known of one record at some time, and the rows that said so."""

    record: Record
    rows: tuple[Evidence, ...]
    supporting: tuple[Evidence, ...]


class Replay:
    """A dataset as it became known, one record at a time.

    What a record showed changes on a few days only (:meth:`days`), and is made once for each of
    them, so that a history costs what changed and not the whole dataset for each of its days.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.known = known_on(dataset)
        self.appeared = appeared_on(dataset)
        self._days: dict[str, tuple[date, ...]] = {}
        self._states: dict[tuple[str, date], State] = {}

    def was_known(self, source_id: str | None, day: date) -> bool:
        """Whether a source was known by then."""
        on = self.known.get(source_id or "")
        return on is not None and on <= day

    def was_there(self, key: str | None, day: date) -> bool:
        """Whether a record had appeared by then."""
        on = self.appeared.get(key or "")
        return on is not None and on <= day

    def days(self, key: str) -> tuple[date, ...]:
        """The days on which what is known of a record may have changed, its first the first."""
        if key not in self._days:
            self._days[key] = tuple(self._changes(key)) if key in self.appeared else ()
        return self._days[key]

    def at(self, key: str, day: date) -> State | None:
        """What was known of a record by then; None before it appeared."""
        days = self.days(key)
        past = bisect_right(days, day)
        if not past:
            return None
        since = days[past - 1]
        state = self._states.get((key, since))
        if state is None:
            rows = tuple(
                self.row_on(row, since)
                for row in self.dataset.evidence_by_record.get(key, ())
                if self.was_known(row.source_id, since)
            )
            state = State(self.record_on(self._records[key], since), rows, supporting(rows))
            self._states[key, since] = state
        return state

    def shown(self, record: Record, column: str) -> set[str]:
        """Every value that this cell, of one value, may ever have shown."""
        told = {row.value for row in self._supports.get((record.primary_key, column), ())}
        return {value for value in {*told, getattr(record, column)} if value is not None}

    def row_on(self, row: Evidence, day: date) -> Evidence:
        """An evidence row as it was that day."""
        if row.withdrawn_by is None or self.was_known(row.withdrawn_by, day):
            return row
        return row.model_copy(update={"withdrawn_by": None})

    def record_on(self, record: R, day: date) -> R:
        """A record of the record tables, which was there, as it was that day."""
        update: dict[str, Any] = {}
        for field in table_spec(record.table).fields:
            value = getattr(record, field.name)
            if field.is_key or value in (None, ()):
                continue
            if field.wants_evidence:
                value = self._cell_on(record.primary_key, field, value, day)
            elif field.kind == "text":
                rows = self.dataset.evidence_by_record.get(record.primary_key, ())
                value = value if all(self.was_known(r.source_id, day) for r in rows) else None
            if field.references in RECORD_TABLES:
                value = self._still_there(value, day)
            update[field.name] = value
        return _looked_then(record.model_copy(update=update), day)

    def _cell_on(self, key: str, field: FieldSpec, value: Any, day: date) -> Any:
        rows = self._supports.get((key, field.name), ())
        seen = [row for row in rows if self.was_known(row.source_id, day)]
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

    def _still_there(self, value: Any, day: date) -> Any:
        if isinstance(value, tuple):
            return tuple(item for item in value if self.was_there(item, day))
        return value if self.was_there(value, day) else None

    def _changes(self, key: str) -> list[date]:
        record = self._records[key]
        named: set[str] = set()
        days = {self.appeared[key]}
        for row in self.dataset.evidence_by_record.get(key, ()):
            named.add(row.value or "")
            days |= {self.known[s] for s in (row.source_id, row.withdrawn_by) if s in self.known}
        for field in table_spec(record.table).fields:
            if field.references in RECORD_TABLES:
                value = getattr(record, field.name)
                named |= set(value) if isinstance(value, tuple) else {value}
        days |= {self.appeared[other] for other in named if other in self.appeared}
        looked = getattr(record, "looked_until", None)
        if looked and looked.latest:
            days.add(looked.latest)
        return sorted(day for day in days if day >= self.appeared[key])

    @cached_property
    def _records(self) -> dict[str, Record]:
        return {record.primary_key: record for record in _all_records(self.dataset)}

    @cached_property
    def _supports(self) -> dict[tuple[str, str], list[Evidence]]:
        found: dict[tuple[str, str], list[Evidence]] = {}
        for row in self.dataset.evidence:
            for column in row.fields if row.relation is Relation.SUPPORTS else ():
                found.setdefault((row.record_id, column), []).append(row)
        return found


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


def _organisation_columns(table: str) -> Sequence[str]:
    return [f.name for f in table_spec(table).fields if f.references == "organisations"]


def _source_then(source: Source, replay: Replay, day: date) -> Source:
    update: dict[str, Any] = {}
    if source.derived_from and not replay.was_known(source.derived_from, day):
        update["derived_from"] = None
    if source.standing_source and not replay.was_known(source.standing_source, day):
        update |= {"standing": Standing.STANDS, "standing_source": None}
    return source.model_copy(update=update)


def _looked_then(record: R, end: date) -> R:
    looked = getattr(record, "looked_until", None)
    seen = looked is None or (looked.latest is not None and looked.latest <= end)
    return record if seen else record.model_copy(update={"looked_until": None})


def _breadth(value: Any) -> tuple[float, str]:
    """How imprecise a date is, in days; the text breaks ties."""
    if not isinstance(value, PartialDate):
        return math.inf, str(value)
    if value.earliest is None or value.latest is None:
        return math.inf, str(value)
    return (value.latest - value.earliest).days, str(value)
