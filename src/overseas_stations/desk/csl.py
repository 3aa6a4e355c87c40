"""Dates and bodies as CSL-JSON has them."""

from __future__ import annotations

from typing import Any

from overseas_stations.partial_date import PartialDate


def body(name: str) -> list[dict[str, str]]:
    """A body as an author: its name is never taken apart."""
    return [{"literal": name}]


def csl_date(value: PartialDate) -> dict[str, Any]:
    """A date as ``date-parts`` of its precision, an interval as two; words for an open one."""
    first, slash, last = str(value).partition("/")
    if not slash:
        return {"date-parts": [_parts(first)]}
    if first == "..":
        return {"literal": f"by {last}"}
    if last == "..":
        return {"literal": f"not before {first}"}
    return {"date-parts": [_parts(first), _parts(last)]}


def _parts(point: str) -> list[int]:
    return [int(part) for part in point.split("-")]
