r"""Patterns that every engine reads alike.

A Table Schema pattern is written for Python's ``re`` (or XML Schema), DuckDB runs RE2 and Spark
Java's. They differ in what ``\d``, ``\w``, ``\s``, ``.`` and ``$`` mean, and RE2 has neither
lookaround nor backreferences. :func:`portable` rewrites a pattern with Python's meaning into the
part that the three share, or says why it cannot be.
"""

from __future__ import annotations

from typing import NamedTuple

#: RE2 repeats nothing more often than this, nested repetitions multiplied.
MOST_REPEATS = 1000

#: Nobody writes a longer pattern by hand.
MOST_CHARACTERS = 10_000

#: DuckDB gives RE2 8 MB for a pattern compiled; that is some 390,000 steps.
MOST_STEPS = 300_000

_SPACES = r"\t-\r\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_NO_SPACES = (
    r"\x{0}-\x{8}\x{e}-\x{1b}\x{21}-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}"
    r"\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff}"
)
#: What a class escape stands for between brackets, with Python's meaning for text.
_CLASSES = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": _SPACES,
    "S": _NO_SPACES,
    "w": r"\p{L}\p{N}_",
}
#: About how many steps it takes RE2 to tell what belongs to a class.
_STEPS = {"d": 100, "D": 250, "s": 20, "S": 40, "w": 1200, "W": 1200, "p": 1200, "P": 1200}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_CATEGORIES = frozenset(
    [
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "Cc",
        "Cf",
    ]
)


class NotPortableError(ValueError):
    """A pattern that the engines would not read alike, or that is none; the text says why."""


def literal(text: str) -> str:
    """A pattern that matches this text and nothing else."""
    return "".join(map(_character, text))


def portable(pattern: str) -> str:
    """The pattern in the part of the syntax that RE2 and Java share, with Python's meaning.

    Raises ``NotPortableError``.
    """
    if len(pattern) > MOST_CHARACTERS:
        raise NotPortableError("it is too large for some engines")
    reader = _Reader(pattern)
    whole = reader.alternatives()
    if reader.rest:
        raise NotPortableError("a parenthesis closes that none opened")
    if whole.steps > MOST_STEPS:
        raise NotPortableError("it is too large for some engines")
    return whole.text


def _character(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        raise NotPortableError("half of a surrogate pair")
    return char if char.isascii() and char.isalnum() else rf"\x{{{code:x}}}"


class _Piece(NamedTuple):
    """A part of a pattern, rewritten."""

    text: str
    #: About how large it is, compiled.
    steps: int = 4
    #: How often a part of it is repeated.
    repeats: int = 1
    repeatable: bool = True
    #: Whether it ends with ``$``, after which Python lets a line break follow.
    ends: bool = False


class _Reader:
    """Reads a pattern once, from left to right, and writes it anew."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    @property
    def rest(self) -> str:
        return self.pattern[self.at :]

    def next(self) -> str:
        if self.at >= len(self.pattern):
            raise NotPortableError("it ends too early")
        self.at += 1
        return self.pattern[self.at - 1]

    def take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def alternatives(self, depth: int = 0) -> _Piece:
        """``a|b``, up to a parenthesis that closes or the end."""
        if depth > 100:
            raise NotPortableError("its groups are nested too deep")
        branches: list[str] = []
        pieces: list[_Piece] = []
        while True:
            branch: list[_Piece] = []
            while self.rest and self.rest[0] not in "|)":
                if branch and branch[-1].ends:
                    raise NotPortableError("something follows a $")
                branch.append(self.quantified(depth))
            branches.append("".join(piece.text for piece in branch))
            pieces += branch
            if not self.take("|"):
                return _Piece(
                    "|".join(branches),
                    sum(piece.steps for piece in pieces),
                    max((piece.repeats for piece in pieces), default=1),
                    ends=any(piece.ends for piece in pieces),
                )

    def quantified(self, depth: int) -> _Piece:
        piece = self.atom(depth)
        quantifier, times = self.quantifier()
        if not quantifier:
            return piece
        if not piece.repeatable or piece.ends:
            raise NotPortableError("it repeats what has no width, or nothing")
        if self.rest[:1] in ("*", "?", "+", "{") and self.quantifier()[0]:
            raise NotPortableError("possessive or doubled repetition")
        if piece.repeats * times > MOST_REPEATS:
            raise NotPortableError(f"it repeats more than {MOST_REPEATS} times")
        return _Piece(piece.text + quantifier, (piece.steps + 2) * times, piece.repeats * times)

    def quantifier(self) -> tuple[str, int]:
        """The next quantifier, or nothing, and by how much it multiplies."""
        mark = self.at
        if self.take("*") or self.take("+") or self.take("?"):
            quantifier, times = self.pattern[mark], 1
        elif self.take("{"):
            inside, closed, _ = self.rest.partition("}")
            low, comma, high = inside.partition(",")
            numbers = [number for number in (low, high) if number]
            if not closed or not inside or not all(n.isascii() and n.isdigit() for n in numbers):
                self.at = mark  # Python reads a brace that is no quantifier as itself
                return "", 1
            if any(len(number) > len(str(MOST_REPEATS)) for number in numbers):
                raise NotPortableError(f"it repeats more than {MOST_REPEATS} times")
            self.at += len(inside) + 1
            if comma and high and int(high) < int(low or 0):
                raise NotPortableError("a repetition whose upper bound is the smaller")
            quantifier = "{" + (low or "0") + comma + high + "}"
            times = max(map(int, numbers), default=1)
        else:
            return "", 1
        # Lazy or greedy makes no difference to whether the whole cell matches.
        self.take("?")
        return quantifier, max(times, 1)

    def atom(self, depth: int) -> _Piece:
        """One thing that a quantifier may follow."""
        char = self.next()
        if char == "(":
            return self.group(depth)
        if char == "[":
            return self.bracket()
        if char == ".":
            return _Piece(r"[^\n]", 10)
        if char == "^":
            return _Piece(r"\A", repeatable=False)
        if char == "$":
            return _Piece(r"\z", repeatable=False, ends=True)
        self.at -= 1
        if self.quantifier()[0]:
            raise NotPortableError("it repeats nothing")
        self.at += 1
        if char != "\\":
            return _Piece(_character(char))
        char = self.next()
        if char == "A":
            return _Piece(r"\A", repeatable=False)
        if char in "Zz":
            return _Piece(r"\z", repeatable=False)
        if char == "W":
            return _Piece(r"[^\p{L}\p{N}_]", _STEPS[char])
        if char in _CLASSES:
            return _Piece(f"[{_CLASSES[char]}]", _STEPS[char])
        if char in "pP":
            return _Piece(self.category(char), _STEPS[char])
        return _Piece(_character(self.escaped(char)))

    def group(self, depth: int) -> _Piece:
        if self.take("?:"):
            pass
        elif self.take("?P<"):
            name, closed, _ = self.rest.partition(">")
            if not closed or not name.isidentifier():
                raise NotPortableError("a group's name is not closed")
            self.at += len(name) + 1
        elif self.rest.startswith("?"):
            raise NotPortableError("lookaround, a condition, a comment or flags")
        inside = self.alternatives(depth + 1)
        if not self.take(")"):
            raise NotPortableError("a parenthesis is not closed")
        return inside._replace(text=f"(?:{inside.text})")

    def category(self, sign: str) -> str:
        if not self.take("{"):
            raise NotPortableError(f"\\{sign} without a category in braces")
        name, closed, _ = self.rest.partition("}")
        if not closed or name not in _CATEGORIES:
            raise NotPortableError(f"the category {name!r}")
        self.at += len(name) + 1
        return rf"\{sign}{{{name}}}"

    def escaped(self, char: str) -> str:
        """The character that a backslash and this one stand for."""
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char in _HEX_DIGITS:
            digits = self.pattern[self.at : self.at + _HEX_DIGITS[char]]
            if len(digits) < _HEX_DIGITS[char] or not all(
                d in "0123456789abcdefABCDEF" for d in digits
            ):
                raise NotPortableError(f"\\{char} without its digits")
            self.at += len(digits)
            if int(digits, 16) > 0x10FFFF:
                raise NotPortableError("no such character")
            return chr(int(digits, 16))
        if char == "0" and not self.rest[:1].isdigit():
            return "\0"
        if char.isalnum():
            raise NotPortableError(
                f"\\{char}: a backreference, a word boundary or no escape at all"
            )
        return char

    def bracket(self) -> _Piece:
        """A character class, every character of it written by its code."""
        sign = "^" if self.take("^") else ""
        members: list[str] = []
        steps = 10
        first = True
        while True:
            char = self.next()
            if char == "]" and not first:
                return _Piece(f"[{sign}{''.join(members)}]", steps)
            first = False
            kind = self.rest[:1] if char == "\\" else ""
            low = self.member(char)
            steps += _STEPS.get(kind, 10) if len(low) > 1 else 10
            if self.rest.startswith("-") and not self.rest.startswith("-]"):
                self.at += 1
                high = self.member(self.next())
                if len(low) > 1 or len(high) > 1 or low > high:
                    raise NotPortableError("a range that does not go from one character to another")
                members.append(f"{_character(low)}-{_character(high)}")
            else:
                members.append(low if len(low) > 1 else _character(low))

    def member(self, char: str) -> str:
        """A character of a class, or what a class escape stands for."""
        if char != "\\":
            return char
        char = self.next()
        if char in _CLASSES:
            return _CLASSES[char]
        if char in "pP":
            return self.category(char)
        return self.escaped("\\" if char == "\\" else char) if char != "b" else "\b"
