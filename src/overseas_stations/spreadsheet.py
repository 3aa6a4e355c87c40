"""Cells that a spreadsheet would run as a formula, made harmless and made whole again.

A text cell that begins with ``= + - @``, a tab or a carriage return gets an apostrophe in front;
one that already begins with apostrophes before such a sign gets one more, so that taking one
away gives back every cell exactly.
"""

from __future__ import annotations

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")


def guard(cell: str) -> str:
    """The cell as it may be opened in a spreadsheet. A plain number is left as it is."""
    return f"'{cell}" if _RUNS.match(cell) and not _NUMBER.fullmatch(cell) else cell


def unguard(cell: str) -> str:
    """What :func:`guard` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
