"""An explanation: a value, the rule that gave it, the steps, and the evidence that led to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from overseas_stations.cells import write_value
from overseas_stations.derive.known import known_on
from overseas_stations.desk.words import name
from overseas_stations.records import Evidence, Source
from overseas_stations.wording import count

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

#: How many sources of one claim are printed; ``evidence`` has all of them.
_PRINTED = 5


@dataclass(frozen=True, slots=True)
class Proof:
    """One evidence row with its source, as plain text."""

    evidence_id: str
    record_id: str
    source_id: str
    publisher: str
    title: str | None
    published_on: str
    known_on: date | None
    claimant: str
    claimant_name: str
    relies_on: str | None
    relation: str
    value: str | None
    withdrawn_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a field of a record has its value.

    ``rule`` says in words how it comes about, ``steps`` how it did here, in order; ``evidence``
    are the rows that led to it, the first known first. Printed, it is plain English.
    """

    record_id: str
    table: str
    field: str
    value: str
    rule: str
    steps: tuple[str, ...]
    evidence: tuple[Proof, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as plain, JSON-ready values."""
        found = asdict(self)
        for proof in found["evidence"]:
            proof["known_on"] = write_value(proof["known_on"]) or None
        return {**found, "steps": [*self.steps], "evidence": [*found["evidence"]]}

    def __str__(self) -> str:
        lines = [f"{self.field} of {self.record_id}: {self.value or '(nothing entered)'}"]
        lines += [f"Rule: {self.rule}", *(f"  {step}" for step in self.steps)]
        if self.evidence:
            lines += ["Evidence:", *(f"  {line}" for line in _told(self.evidence))]
        return "\n".join(lines)


def proofs(dataset: Dataset, rows: Iterable[Evidence]) -> tuple[Proof, ...]:
    """Evidence rows with their sources, each once, the first known first."""
    known = known_on(dataset)
    unique = {row.evidence_id: row for row in rows}
    ordered = sorted(
        unique.values(), key=lambda row: (known.get(row.source_id, date.max), row.evidence_id)
    )
    return tuple(_proof(dataset, row, known.get(row.source_id)) for row in ordered)


def _proof(dataset: Dataset, row: Evidence, known: date | None) -> Proof:
    source = dataset.sources.get(row.source_id)
    listed = source if isinstance(source, Source) else None
    return Proof(
        row.evidence_id,
        row.record_id,
        row.source_id,
        listed.publisher if listed else row.source_id,
        listed.title if listed else None,
        write_value(listed.published_on) if listed else "",
        known,
        row.attributed_to,
        name(dataset, row.attributed_to),
        row.relies_on,
        str(row.relation),
        row.value,
        row.withdrawn_by,
        row.note,
    )


def _told(evidence: Iterable[Proof]) -> Iterator[str]:
    """The evidence in words: a line for each record, claimant, relation and value."""

    def claim(proof: Proof) -> tuple[str, ...]:
        return (
            proof.record_id,
            proof.relation,
            proof.claimant_name,
            proof.value or "",
            proof.withdrawn_by or "",
        )

    # Sorting is stable: within a claim the first known stays first.
    for (record_id, relation, who, value, withdrawn), group in groupby(
        sorted(evidence, key=claim), key=claim
    ):
        sources = [*group]
        says = "disputes" if relation == "disputes" else "supports"
        held = f" ({value})" if value else ""
        taken_back = f", withdrawn as {withdrawn} says" if withdrawn else ""
        shown = "; ".join(
            f"{s.publisher}{f', {s.title!r}' if s.title else ''}, "
            f"{s.published_on or 'undated'} [{s.source_id}]"
            for s in sources[:_PRINTED]
        )
        more = f"; and {len(sources) - _PRINTED} more" if len(sources) > _PRINTED else ""
        yield (
            f"{who} {says} {record_id}{held}{taken_back}, "
            f"in {count(len(sources), 'source')}: {shown}{more}"
        )
