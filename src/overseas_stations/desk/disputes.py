"""Who stands against a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overseas_stations.derive.assessment import Dispute as Manner
from overseas_stations.derive.assessment import assessment

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Dispute:
    """Whether a record is disputed: ``how`` is ``no``, ``directly`` or ``generally``, ``by`` whom.

    It is true where somebody disputes the record.
    """

    how: Manner
    by: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.how != "no"

    def __str__(self) -> str:
        return f"{self.how} ({', '.join(self.by)})" if self.by else self.how


def disputed(dataset: Dataset, record_id: str) -> Dispute:
    """Who denies a station, event, cooperation or return case, and how.

    Raises ``UnknownIdError``, and ``UnknownNameError`` for a record of another table.
    """
    found = assessment(dataset, record_id)
    return Dispute(found.disputed, found.disputed_by)
