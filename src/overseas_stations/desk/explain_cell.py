"""Why a cell has its value: who says so, who holds another, and which of them goes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

from overseas_stations.cells import CellError, read_value, write_value
from overseas_stations.derive.known import dated_on, known_on
from overseas_stations.derive.support import Parties
from overseas_stations.desk.explanation import Explanation, proofs
from overseas_stations.desk.words import known_since, name
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Evidence, Organisation, Record, Source
from overseas_stations.schema.spec import table_spec
from overseas_stations.vocabulary import OrganisationKind, Relation, SourceKind
from overseas_stations.wording import count, listed

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

_RULE = (
    "The cell shows what its supporting sources tell. Where sources differ, a court goes before "
    "the host authority's own document, that before the operator's own, that before a first-hand "
    "claimant, that before others; then the more precise, then the earlier. The rest are disputes."
)
_CURATED = "The curators' own cell: no source speaks to it, and none need."

_OFFICIAL = frozenset(
    {SourceKind.COURT, SourceKind.GOVERNMENT, SourceKind.POLICE, SourceKind.PARLIAMENT}
)


class Rank(IntEnum):
    """Whose word goes first, the first the lowest."""

    COURT = 0
    HOST_AUTHORITY = 1
    OPERATOR = 2
    FIRST_HAND = 3
    OTHER = 4


_RANKED = {
    Rank.COURT: "a court",
    Rank.HOST_AUTHORITY: "the host authority's own document",
    Rank.OPERATOR: "the operator itself",
    Rank.FIRST_HAND: "a first-hand claimant",
    Rank.OTHER: "others",
}


def explain_cell(dataset: Dataset, record: Record, field: str) -> Explanation:
    """A column of a record of the record tables; ``*`` is the record itself."""
    rows = [r for r in dataset.evidence_by_record.get(record.primary_key, ()) if field in r.fields]
    value = "exists" if field == "*" else write_value(getattr(record, field))
    curated = field in record.key or (
        field != "*" and table_spec(record.table).field(field).curated
    )
    return Explanation(
        record.primary_key,
        record.table,
        field,
        value,
        _CURATED if curated else _RULE,
        tuple(_Reasons(dataset, record, field).steps(rows)) if rows or not curated else (),
        proofs(dataset, rows),
    )


class _Reasons:
    """The steps of one cell's explanation."""

    def __init__(self, dataset: Dataset, record: Record, field: str) -> None:
        self._dataset = dataset
        self._record = record
        self._field = field
        self._known = known_on(dataset)
        self._dated = dated_on(dataset)
        self._parties = Parties(dataset.organisations)

    def steps(self, rows: Sequence[Evidence]) -> Iterator[str]:
        """Who says so, who tells less, who disputes, what was withdrawn, and why it stands."""
        held = [row for row in rows if row.withdrawn_by is None]
        full = [r for r in held if r.relation is Relation.SUPPORTS and r.value is None]
        less = [r for r in held if r.relation is Relation.SUPPORTS and r.value is not None]
        against = [r for r in held if r.relation is Relation.DISPUTES]
        yield from self._said(full, "says so")
        yield from self._said(less, "tells it less fully")
        yield from self._said(against, "disputes it")
        yield from self._said((r for r in rows if r.withdrawn_by), "said this and withdrew it")
        yield self._why(full or less, against)

    def _said(self, rows: Iterable[Evidence], says: str) -> Iterator[str]:
        told: dict[tuple[str, str | None], list[Evidence]] = {}
        for row in sorted(rows, key=lambda r: (self._day(r), r.evidence_id)):
            told.setdefault((row.attributed_to, row.value), []).append(row)
        for (claimant, value), own in told.items():
            since = self._known.get(own[0].source_id)
            relied = sorted({row.relies_on for row in own if row.relies_on})
            on = f", on the word of {listed(name(self._dataset, r) for r in relied)}"
            yield (
                f"{name(self._dataset, claimant)} {says}{f' ({value})' if value else ''}, "
                f"{known_since(since, dated=own[0].source_id in self._dated)}, "
                f"in {count(len(own), 'source')}{on if relied else ''}"
            )

    def _why(self, held: Sequence[Evidence], against: Sequence[Evidence]) -> str:
        if not held:
            return "No source that still stands by it tells it"
        if not against:
            return "It stands: no source here holds another value"
        if self._field == "*":
            return "The record stays, and the denial beside it: a dispute removes no record"
        best, other = min(map(self._rank, held)), min(map(self._rank, against))
        if best < other:
            return f"It stands: {_RANKED[best]} goes before {_RANKED[other]}"
        if best > other:
            noted = any(row.note for row in (*held, *against))
            return (
                f"By rank alone {_RANKED[other]} would go before {_RANKED[best]}: the curators "
                f"judged otherwise{', see their notes' if noted else ''}"
            )
        if all(self._less_precise(row) for row in against):
            return "It stands: of equal rank, the more precise goes first"
        if min(map(self._day, held)) < min(map(self._day, against)):
            return "It stands: of equal rank, the earlier goes first"
        return "Both are of equal rank: the curators chose, and neither word decides it"

    def _rank(self, row: Evidence) -> Rank:
        claimant = self._dataset.organisations.get(row.attributed_to)
        source = self._dataset.sources.get(row.source_id)
        if not isinstance(claimant, Organisation) or not isinstance(source, Source):
            return Rank.OTHER
        if claimant.kind is OrganisationKind.COURT:
            return Rank.COURT
        host = getattr(self._record, "country_id", None)
        if (
            self._parties.is_authority(row.attributed_to)
            and claimant.country_id == host
            and source.kind in _OFFICIAL
        ):
            return Rank.HOST_AUTHORITY
        if row.attributed_to == getattr(self._record, "operated_by", None):
            return Rank.OPERATOR
        return Rank.OTHER if row.relies_on else Rank.FIRST_HAND

    def _less_precise(self, row: Evidence) -> bool:
        """Whether what this row holds is a date that admits more days than the cell's."""
        cell = None if self._field == "*" else getattr(self._record, self._field)
        if not isinstance(cell, PartialDate) or row.value is None:
            return False
        try:
            other = read_value(table_spec(self._record.table).field(self._field), row.value)
        except CellError:
            return False  # a dispute may hold words instead of a date
        return isinstance(other, PartialDate) and _days(other) > _days(cell)

    def _day(self, row: Evidence) -> date:
        return self._known.get(row.source_id, date.max)


def _days(value: PartialDate) -> int:
    return ((value.latest or date.max) - (value.earliest or date.min)).days
