"""Dates as precise as their source: EDTF level 0, and of level 1 the open interval.

Definition: Extended Date/Time Format, ISO 8601-2:2019, annex A. Accepted forms are a day
(``2022-10-27``), a month (``2022-10``), a year (``2022``), an interval of two of these
(``2022-01/2022-02``), and the intervals open at one end, ``../2020-01`` ("by January 2020") and
``2016/..`` ("not before 2016"). Times, seasons and the marks ``?``, ``~`` and ``X`` are not.
"""

from __future__ import annotations

import re
from datetime import date
from functools import total_ordering
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

_POINT: Final = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"

#: The accepted forms as an anchored regular expression that every engine reads alike. What it
#: lets pass and :class:`PartialDate` does not: 30 February, and an interval that runs backwards.
PATTERN: Final = rf"^({_POINT}|{_POINT}/{_POINT}|\.\./{_POINT}|{_POINT}/\.\.)$"

Precision = Literal["day", "month", "year", "interval", "open"]

_MATCH: Final = re.compile(PATTERN).fullmatch
_PRECISION_OF_LENGTH: Final[dict[int, Precision]] = {4: "year", 7: "month", 10: "day"}


def _first_day(point: str) -> date:
    return date.fromisoformat(point + "-01-01"[len(point) - 4 :])


def _last_day(point: str) -> date:
    if len(point) == 10:
        return date.fromisoformat(point)
    if len(point) == 4:
        return date(int(point), 12, 31)
    year, month = int(point[:4]), int(point[5:])
    # The first of the next month less a day; December of year 9999 has no next month.
    return (
        date(year, 12, 31)
        if month == 12
        else date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
    )


@total_ordering
class PartialDate:
    """A day, month, year or interval, immutable and hashable.

    ``earliest`` and ``latest`` are the first and the last day it admits (``None`` at an open
    end). Two are equal when their text is. They are ordered by ``earliest``, then ``latest``,
    then text, an open beginning before every day and an open end after every day.

    Raises ``ValueError`` for text that is not of an accepted form or names no real day.
    """

    __slots__ = ("_text", "earliest", "latest")

    earliest: date | None
    latest: date | None
    _text: str

    def __init__(self, text: str) -> None:
        if not isinstance(text, str) or not _MATCH(text):
            raise ValueError(
                f"{text!r} is no date of an accepted form: write 2022, 2022-10, 2022-10-27, "
                "2022-01/2022-02, ../2020-01 or 2016/.."
            )
        start, slash, end = text.partition("/")
        try:
            earliest = None if start == ".." else _first_day(start)
            latest = None if end == ".." else _last_day(end if slash else start)
            backwards = (
                slash
                and ".." not in (start, end)
                and (_first_day(start) > _first_day(end) or _last_day(start) > _last_day(end))
            )
        except ValueError as error:
            raise ValueError(f"{text!r} names a day that the calendar does not have") from error
        if backwards:
            raise ValueError(f"{text!r} ends before it begins: swap its two sides")
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    @property
    def precision(self) -> Precision:
        """``day``, ``month``, ``year``, ``interval`` (closed) or ``open``."""
        if ".." in self._text:
            return "open"
        return _PRECISION_OF_LENGTH.get(len(self._text), "interval")

    def contains(self, other: PartialDate | date) -> bool:
        """Whether every day that ``other`` admits is one that this date admits."""
        first, last = (other, other) if isinstance(other, date) else (other.earliest, other.latest)
        starts = self.earliest is None or (first is not None and self.earliest <= first)
        ends = self.latest is None or (last is not None and last <= self.latest)
        return starts and ends

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a PartialDate is immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a PartialDate is immutable: cannot delete {name!r}")

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, PartialDate) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._order < other._order if isinstance(other, PartialDate) else NotImplemented

    @property
    def _order(self) -> tuple[bool, date, bool, date, str]:
        # Flags of their own for the open ends: a real interval may reach 0001-01-01 or 9999-12-31.
        return (
            self.earliest is not None,
            self.earliest or date.min,
            self.latest is None,
            self.latest or date.max,
            self._text,
        )

    def __hash__(self) -> int:
        return hash((PartialDate, self._text))

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"PartialDate({self._text!r})"

    def __reduce__(self) -> tuple[type[PartialDate], tuple[str]]:
        return PartialDate, (self._text,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        def parse(value: object) -> PartialDate:
            return value if isinstance(value, PartialDate) else cls(value)  # type: ignore[arg-type]

        return core_schema.no_info_plain_validator_function(
            parse, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN}
