"""What could be derived, and from when until when: each value with its span of days.

The law is that on every day a value is what its rule says of ``as_of(day)``. Here each record is
followed by itself, over the days on which something that it depends on became known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from overseas_stations.cells import write_value
from overseas_stations.derive.as_of import Replay, State
from overseas_stations.derive.assessment import ASSESSED, Assessment, assess, independent_of
from overseas_stations.derive.status import StationStatus, outcomes_after, status_after
from overseas_stations.derive.support import Parties, claimants, in_order
from overseas_stations.derived_records import CellHistoryRow, DerivationRule, HistoryRow
from overseas_stations.records import Event, Investigation, Record, Statement
from overseas_stations.schema.spec import RECORD_TABLES, table_spec
from overseas_stations.vocabulary import Stance

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Told(NamedTuple):
    """A derived value, on whose word it holds, and by which rule."""

    value: str
    on_word_of: tuple[str, ...]
    rule: DerivationRule


def history(dataset: Dataset, station_id: str) -> tuple[tuple[date, StationStatus], ...]:
    """A station's statuses, each with the day on which it became known. Raises ``UnknownIdError``."""
    station = dataset.stations[station_id]
    past = _Past(dataset)
    told = spans(past.days(station), lambda day: {"": past.status(station_id, day)})
    return tuple((since, status) for _, status, since, _ in told)


def history_rows(dataset: Dataset) -> list[HistoryRow]:
    """Every derived value of every record with its span."""
    past = _Past(dataset)
    return [
        row
        for name in RECORD_TABLES
        for record in dataset.table(name)
        for row in _rows(past, record)
    ]


def cell_rows(dataset: Dataset) -> list[CellHistoryRow]:
    """Every value that a cell of the record tables showed, with its span."""
    return [
        row
        for name in RECORD_TABLES
        for record in dataset.table(name)
        for row in _cell_rows(dataset._replay, record)
    ]


def _cell_rows(replay: Replay, record: Record) -> Iterator[CellHistoryRow]:
    key = record.primary_key
    columns = [field.name for field in table_spec(record.table).fields if not field.is_key]

    def shown(day: date) -> dict[str, str]:
        state = replay.at(key, day)
        cells = {c: write_value(getattr(state.record, c)) for c in columns} if state else {}
        return {column: cell for column, cell in cells.items() if cell}

    for column, cell, since, until in spans(replay.days(key), shown):
        yield CellHistoryRow.model_validate(
            {
                "record_table": record.table,
                "record_id": key,
                "field": column,
                "value": cell,
                "known_from": since,
                "known_until": until,
            }
        )


def history_of(dataset: Dataset, record_id: str) -> list[HistoryRow]:
    """Every derived value of one record with its span. Raises ``UnknownIdError``."""
    return _rows(_Past(dataset), dataset.record(record_id))


def _rows(past: _Past, record: Record) -> list[HistoryRow]:
    return [
        HistoryRow.model_validate(
            {
                "record_table": record.table,
                "record_id": record.primary_key,
                "field": field,
                "value": told.value,
                "known_from": since,
                "known_until": until,
                "on_word_of": told.on_word_of,
                "rule": told.rule,
            }
        )
        for field, told, since, until in past.spans(record)
    ]


def spans(
    days: Iterable[date], values: Callable[[date], Mapping[str, T]]
) -> Iterator[tuple[str, T, date, date | None]]:
    """The longest spans in which each field kept its value: field, value, first day, day after.

    ``days`` are those, in order, on which ``values`` may change. The day after is None where the
    value holds to the end.
    """
    held: dict[str, tuple[T, date]] = {}
    for day in days:
        now = values(day)
        for field, (value, since) in [*held.items()]:
            if field not in now or now[field] != value:
                del held[field]
                yield field, value, since, day
        for field, value in now.items():
            held.setdefault(field, (value, day))
    for field, (value, since) in held.items():
        yield field, value, since, None


class _Past:
    """A dataset's past, indexed: for each record, which others it depends on."""

    def __init__(self, dataset: Dataset) -> None:
        self._replay = dataset._replay
        self._parties = Parties(dataset.organisations)
        #: The events of each station and inquiry, the denials about each station and country:
        #: whatever may have been one on some day.
        self._events: dict[str, list[str]] = {}
        self._denials: dict[str, list[str]] = {}
        for event in dataset.events:
            inquiries = self._replay.shown(event, "investigation_id")
            for key in {*event.station_ids, *inquiries}:
                self._events.setdefault(key, []).append(event.event_id)
        for statement in dataset.statements:
            if Stance.DENIES_EXISTENCE in statement.stances:
                for key in {*statement.station_ids, *statement.about_country_ids}:
                    self._denials.setdefault(key, []).append(statement.statement_id)

    def spans(self, record: Record) -> Iterator[tuple[str, Told, date, date | None]]:
        """The spans of all that is derived for one record."""
        key = record.primary_key
        days = self.days(record)
        if not days:
            return
        yield "known", self._appearance(key, days[0]), days[0], None
        if record.table == "investigations":
            yield from spans(days, lambda day: self._outcomes(key, day))
        elif record.table in ASSESSED:
            yield from spans(days, lambda day: self._standing(key, day))

    def days(self, record: Record) -> list[date]:
        """The days on which anything that is derived for this record may have changed."""
        others = [*self._events.get(record.primary_key, ())]
        if record.table in ASSESSED:
            others += self._denials_of(record)
        own = self._replay.days(record.primary_key)
        days = {*own, *(day for key in others for day in self._replay.days(key))}
        return sorted(day for day in days if own and day >= own[0])

    def status(self, station_id: str, day: date) -> StationStatus:
        """A station's status as known that day."""
        return status_after(self._events_of(station_id, day), self._parties)

    def _appearance(self, key: str, day: date) -> Told:
        return Told("yes", claimants(self._at(key, day).supporting), DerivationRule.APPEARANCE)

    def _outcomes(self, key: str, day: date) -> dict[str, Told]:
        inquiry = cast("Investigation", self._at(key, day).record)
        found = outcomes_after(inquiry, self._events_of(key, day))
        return {
            f"outcome:{station}" if station else "outcome": self._after(
                outcome.outcome, outcome.event_id, outcome.actor, day
            )
            for station, outcome in found.items()
        }

    def _standing(self, key: str, day: date) -> dict[str, Told]:
        """What is derived that day for a record that is assessed."""
        state = self._at(key, day)
        events = self._events_of(key, day)
        denials = [
            statement
            for statement in self._told(Statement, self._denials_of(state.record), day)
            if Stance.DENIES_EXISTENCE in statement.stances
        ]
        found = assess(state.record, state.rows, events, denials, self._parties)
        told = {
            "assessment": _level(found),
            "disputed": Told(found.disputed, found.disputed_by, DerivationRule.DENIALS),
        }
        if state.record.table == "stations":
            status = status_after(events, self._parties)
            told["status"] = self._after(status.status, status.event_id, status.actor, day)
        return told

    def _after(self, value: str, event_id: str | None, actor: str | None, day: date) -> Told:
        """A value that an event gave, on the word of its actor or else of whoever tells it."""
        if event_id is None:
            return Told(value, (), DerivationRule.NO_EVENT)
        word = (actor,) if actor else self._word(event_id, day)
        return Told(value, word, DerivationRule.LAST_EVENT)

    def _word(self, key: str, day: date) -> tuple[str, ...]:
        rows = self._at(key, day).supporting
        return independent_of(rows, self._parties) or claimants(rows)

    def _at(self, key: str, day: date) -> State:
        state = self._replay.at(key, day)
        if state is None:
            raise LookupError(f"{key} was not known on {day}")
        return state

    def _events_of(self, key: str, day: date) -> list[Event]:
        """The events with support left that may concern a station or inquiry, in order."""
        told = self._told(Event, self._events.get(key, ()), day)
        return in_order(
            (event for event in told if key in (*event.station_ids, event.investigation_id)),
            self._replay.appeared,
        )

    def _denials_of(self, record: Record) -> set[str]:
        """The statements that may ever have denied this record."""
        about = {record.primary_key, *self._replay.shown(record, "country_id")}
        return {statement for key in about for statement in self._denials.get(key, ())}

    def _told(self, kind: type[R], keys: Iterable[str], day: date) -> list[R]:
        """The records that were there that day with support left, as they were."""
        states = (self._replay.at(key, day) for key in keys)
        return [s.record for s in states if s and s.supporting and isinstance(s.record, kind)]


def _level(found: Assessment) -> Told:
    if found.acknowledged_by and found.level == "acknowledged":
        return Told(found.level, found.acknowledged_by, DerivationRule.FINDING)
    word = found.independent or found.claimants
    return Told(found.level, word, DerivationRule.INDEPENDENT_CLAIMANTS)
