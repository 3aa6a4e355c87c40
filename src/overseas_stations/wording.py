"""Small pieces of text that many parts of the package tell people: numbers, lists, odd characters."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def visible(text: str) -> str:
    """The text on one line, control characters and what cannot be seen as escapes."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def count(number: int, one: str, several: str | None = None) -> str:
    """``1 source``, ``2 sources``."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def listed(words: Iterable[str], none: str = "nobody") -> str:
    """``a``, ``a and b``, ``a, b and c``; ``none`` where there are none."""
    *most, last = [*words] or [none]
    return f"{', '.join(most)} and {last}" if most else last
