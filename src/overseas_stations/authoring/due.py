"""The sources that somebody should read again, or archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from overseas_stations.records import Source

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

#: A source is read again after this many days, unless somebody says otherwise.
OLDER_THAN = 365


@dataclass(frozen=True, slots=True)
class Due:
    """One source that is due, and why."""

    source_id: str
    publisher: str
    url: str
    accessed_on: str | None
    archived_on: str | None
    why: tuple[str, ...]


def due_sources(dataset: Dataset, today: date, older_than: int = OLDER_THAN) -> tuple[Due, ...]:
    """The sources that are due on a day, the one that was read longest ago first.

    Due is one without an archived copy, one that nobody has read, and one whose last reading is
    more than ``older_than`` days past. A source without an address cannot be read again and is
    never due. Those that nobody has read come first.
    """
    found = []
    for source in dataset.sources:
        why = tuple(_reasons(source, today, older_than))
        if source.url and why:
            found.append((_read_on(source) or date.min, source.source_id, _due(source, why)))
    return tuple(due for _, _, due in sorted(found, key=lambda each: each[:2]))


def _reasons(source: Source, today: date, older_than: int) -> list[str]:
    read = _read_on(source)
    reasons = []
    if read is None:
        reasons.append("never read")
    elif (days := (today - read).days) > older_than:
        reasons.append(f"read {days} days ago")
    if source.archived_url is None:
        reasons.append("never archived")
    return reasons


def _read_on(source: Source) -> date | None:
    return source.accessed_on.latest if source.accessed_on else None


def _due(source: Source, why: tuple[str, ...]) -> Due:
    return Due(
        source.source_id,
        source.publisher,
        source.url or "",
        str(source.accessed_on) if source.accessed_on else None,
        str(source.archived_on) if source.archived_on else None,
        why,
    )
