"""What sources hold against one another, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from overseas_stations.cells import write_value
from overseas_stations.derive.support import supporting
from overseas_stations.records import Figure
from overseas_stations.vocabulary import Qualifier, Relation

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: what is held, by whom, and where it stands."""

    value: str
    claimant: str | None
    record_id: str
    evidence_id: str | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that cannot both be so.

    ``kind`` is ``evidence`` (a source disputes a cell) or ``figures`` (two numbers for the same
    thing). ``field`` is the disputed column, or the measure.
    """

    kind: Literal["evidence", "figures"]
    table: str
    field: str
    one: Side
    other: Side


def contradictions(dataset: Dataset) -> tuple[Contradiction, ...]:
    """Disputed cells, and figures that cannot both hold, side by side with who says what."""
    return (*_disputes(dataset), *_conflicting_figures(dataset))


def _disputes(dataset: Dataset) -> Iterator[Contradiction]:
    for row in dataset.evidence:
        if row.relation is not Relation.DISPUTES or row.withdrawn_by:
            continue
        field = row.fields[0]
        record = dataset.table(row.record_table)[row.record_id]
        held = "exists" if field == "*" else write_value(getattr(record, field))
        holders = sorted(
            {
                r.attributed_to
                for r in dataset.evidence_by_record[row.record_id]
                if r.relation is Relation.SUPPORTS and field in r.fields and not r.withdrawn_by
            }
        )
        yield Contradiction(
            "evidence",
            row.record_table,
            field,
            Side(held, ", ".join(holders) or None, row.record_id, None),
            Side(row.value or "denied", row.attributed_to, row.record_id, row.evidence_id),
        )


#: How far a rounded number may lie from the true one: a tenth, our reading of "about".
ROUGHLY = 0.1


def figure_bounds(figure: Figure) -> tuple[float, float]:
    """The smallest and the largest true number that a figure allows, both included.

    ``about`` allows a tenth either way, ``nearly`` a tenth below.
    """
    low = float(figure.value or 0)
    high = float(figure.value_to if figure.value_to is not None else low)
    match figure.qualifier:
        case Qualifier.AT_LEAST:
            return low, math.inf
        case Qualifier.MORE_THAN:
            return low + 1, math.inf
        case Qualifier.UP_TO:
            return 0, high
        case Qualifier.ABOUT:
            return low * (1 - ROUGHLY), high * (1 + ROUGHLY)
        case Qualifier.NEARLY:
            return low * (1 - ROUGHLY), high
        case Qualifier.SOME:
            return 1, math.inf
        case Qualifier.EXACT:
            return low, high


def _could_coincide(one: Figure, other: Figure) -> bool:
    """Whether two figures may be about the same time.

    A figure without a period may be about any, but not against its own claimant: whoever
    publishes another number later has updated it, not contradicted itself.
    """
    if one.reference_period is None or other.reference_period is None:
        return one.claimed_by != other.claimed_by
    a, b = one.reference_period, other.reference_period
    return (a.earliest or date.min) <= (b.latest or date.max) and (b.earliest or date.min) <= (
        a.latest or date.max
    )


def _conflicting_figures(dataset: Dataset) -> Iterator[Contradiction]:
    alike: dict[tuple[Any, ...], list[Figure]] = {}
    rows = dataset.evidence_by_record
    for figure in dataset.figures:
        if supporting(rows.get(figure.figure_id, ())):
            counts = (
                figure.scope,
                figure.region,
                figure.country_id,
                figure.operated_by,
                figure.measure,
                figure.per_measure,
                figure.per_value,
            )
            alike.setdefault(counts, []).append(figure)
    for group in alike.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                (low, high), (low2, high2) = figure_bounds(one), figure_bounds(other)
                if _could_coincide(one, other) and (high < low2 or high2 < low):
                    yield Contradiction(
                        "figures", "figures", one.measure.value, _side(one), _side(other)
                    )


def _side(figure: Figure) -> Side:
    number = "–".join(str(n) for n in (figure.value, figure.value_to) if n is not None)
    return Side(f"{figure.qualifier} {number}".strip(), figure.claimed_by, figure.figure_id, None)
