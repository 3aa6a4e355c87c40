"""What is written around every picture: what it shows, of which version, as known on which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from overseas_stations.derive import latest_day
from overseas_stations.schema.table_schema import NOTICE

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

# Not strftime's, which are the reader's locale's: the same picture anywhere.
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

LICENCE: Final = "Data: overseas-stations, CC BY 4.0."


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a picture: ``title``, ``dated``, the ``notes`` in small print, ``alt_text``."""

    title: str
    dated: str
    notes: tuple[str, ...]
    alt_text: str


def caption(
    dataset: Dataset, day: date, title: str, told: str, notes: Iterable[str] = ()
) -> Caption:
    """The caption of a picture of ``dataset``, which stands as known on ``day``.

    ``told`` is what the picture says in words, with its main figures, for the alt text.
    """
    dated = f"Data version {dataset.version or '(none)'}, as known on {in_words(day)}"
    kept = tuple(note for note in notes if note)
    return Caption(
        title,
        dated,
        (*kept, NOTICE, LICENCE),
        " ".join((f"{title}. {dated}.", told, *kept, NOTICE)),
    )


def then(dataset: Dataset, as_of: date | str | None) -> tuple[Dataset, date]:
    """The dataset as known on a day, and that day; without one as it stands, and its last day.

    Raises ``ValueError`` where ``as_of`` is no date.
    """
    if as_of is None:
        return dataset, latest_day(dataset)
    day = as_of if isinstance(as_of, date) else None
    past = dataset.as_of(as_of)
    return past, day or date.fromisoformat(str(as_of))


def in_words(day: date) -> str:
    """A day in English: 5 December 2022."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 station, 2 stations."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
