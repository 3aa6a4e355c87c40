"""What a reader could have seen of one field: each value, since when, on whose word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from overseas_stations.cells import write_value
from overseas_stations.derive.as_of import State
from overseas_stations.derive.history import history_of, spans
from overseas_stations.desk.records import CellRule, PastValue
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.records import Record
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, table_spec
from overseas_stations.vocabulary import Relation

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset, Table

#: What is derived for the records of each table, beside ``known``, which all have.
DERIVED_FIELDS = {
    "stations": ("status", "assessment", "disputed"),
    "events": ("assessment", "disputed"),
    "cooperations": ("assessment", "disputed"),
    "return_cases": ("assessment", "disputed"),
    "investigations": ("outcome",),
}


def history(dataset: Dataset, record_id: str, field: str) -> Table[PastValue]:
    """The values of a column or derived field of a record, in order, each with its span.

    A column shows what ``as_of`` would. ``outcome`` gives that for each station of an inquiry,
    ``outcome:`` with a station's id for that station alone. Days without a value have no row.

    Raises ``UnknownIdError``; ``UnknownNameError`` for a field that the record does not have, and
    for a record of a table that has no evidence.
    """
    from overseas_stations.dataset import Table

    record = dataset.record(record_id)
    kind = field_kind(record, field)
    rows = (
        _derived(dataset, record_id, field)
        if kind == "derived"
        else _cell(dataset, record, table_spec(record.table).field(field))
    )
    return Table(PastValue, map(PastValue.model_validate, rows), dataset)


def field_kind(record: Record, field: str) -> str:
    """``derived`` or ``cell``. Raises ``UnknownNameError`` where the record has no such field."""
    if record.table not in RECORD_TABLES:
        raise UnknownNameError(
            f"{record.primary_key} is in {record.table}, which no evidence speaks to; ask about "
            f"records of {', '.join(sorted(RECORD_TABLES))}"
        )
    derived = ("known", *DERIVED_FIELDS.get(record.table, ()))
    if field in derived or (field.startswith("outcome:") and "outcome" in derived):
        return "derived"
    columns = table_spec(record.table).columns
    if field not in columns:
        raise UnknownNameError(
            f"{record.table} have neither a column nor a derived field {field!r}"
            f"{suggest(field, (*derived, *columns))}"
        )
    return "cell"


def _derived(dataset: Dataset, record_id: str, field: str) -> Iterator[dict[str, Any]]:
    for row in history_of(dataset, record_id):
        if row.field == field or (field == "outcome" and row.field.startswith("outcome:")):
            yield {**row.model_dump(), "rule": row.rule.value, "because": row.rule.meaning}


def _cell(dataset: Dataset, record: Record, field: FieldSpec) -> Iterator[dict[str, Any]]:
    replay = dataset._replay
    key = record.primary_key

    def shown(day: date) -> dict[str, str]:
        state = replay.at(key, day)
        value = write_value(getattr(state.record, field.name)) if state else ""
        return {field.name: value} if value else {}

    for _, value, since, until in spans(replay.days(key), shown):
        state = replay.at(key, since)
        if state is None:
            raise LookupError(f"{key} was not known on {since}")
        rule = _rule(record, field, value, state)
        yield {
            "record_table": record.table,
            "record_id": key,
            "field": field.name,
            "value": value,
            "known_from": since,
            "known_until": until,
            "on_word_of": _word(field, state),
            "rule": rule.value,
            "because": rule.meaning,
        }


def _rule(record: Record, field: FieldSpec, value: str, state: State) -> CellRule:
    if field.is_key:
        return CellRule.IDENTITY
    if field.kind == "text":
        return CellRule.WITH_HINDSIGHT
    if field.curated:
        return CellRule.CURATED
    if any(row.value is None for row in _supports(field, state)):
        return CellRule.IN_FULL
    return CellRule.IN_PART if field.type == "list" else CellRule.ROUGHLY


def _word(field: FieldSpec, state: State) -> tuple[str, ...]:
    """Who told the cell by then; in full, where anybody did."""
    rows = _supports(field, state)
    full = [row for row in rows if row.value is None]
    return tuple(sorted({row.attributed_to for row in full or rows}))


def _supports(field: FieldSpec, state: State) -> list[Any]:
    return [
        row for row in state.rows if row.relation is Relation.SUPPORTS and field.name in row.fields
    ]
