"""A pattern made portable means in DuckDB what it means to Python, or is refused."""

from __future__ import annotations

import re
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from unicodedata import category

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from overseas_stations.validation.regex import NotPortableError, literal, portable
from overseas_stations.validation.sql import text_sql, whole

#: Characters that classes, anchors and engines disagree about.
CHARACTERS = "abAZ09_ -.é٣²Ⅻ中ß\u0301\n\r\t\x0b\x1c\x85\u00a0\u2028\u200b\U0001d4b3{}[]()|^$*+?\\,"

TEXTS = st.text(CHARACTERS, max_size=5)


def words(text: str) -> st.SearchStrategy[str]:
    """One of the words of a text."""
    return st.sampled_from(text.split())


_LITERALS = st.sampled_from(list("abAZ09_ -é²中\n,]}{")) | words(
    r"\. \^ \$ \* \+ \? \( \) \[ \] \{ \} \| \\ \- \x41 \u00e9 \U0001d4b3 \t \n \0"
)
_CLASSES = words(r". \d \D \w \W \s \S")
_MEMBERS = words(
    r"a b _ é ^ ] - a-z 0-9 à-ü +-- \] \\ \- \n \b \d \D \w \W \s \S \x41-\x5a . $ [ &&"
) | st.just(" ")
_BRACKETS = st.tuples(
    st.sampled_from(["", "^"]), st.lists(_MEMBERS, min_size=1, max_size=4).map("".join)
).map(lambda parts: f"[{parts[0]}{parts[1]}]")
_QUANTIFIERS = words("* + ? *? +? ?? {2} {0} {1,} {,2} {1,3}? {,} {} {a} {2 {3,1} ++ **")
_ODDITIES = words(r"^ $ \A \Z \b \B (?=a) (?!a) (?<=a) (a)\1 (?i:a) (?#x) (?>a) () (?:)")


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(parts, min_size=1, max_size=3)
    return (
        several.map("".join)
        | several.map("|".join)
        | several.map("|".join).map(lambda inside: f"({inside})")
        | several.map("".join).map(lambda inside: f"(?:{inside})")
        | st.tuples(parts, _QUANTIFIERS).map("".join)
    )


PATTERNS = st.recursive(
    _LITERALS | _CLASSES | _BRACKETS | _LITERALS | _ODDITIES, _grown, max_leaves=8
)

#: No grammar at all: what a parser may trip over.
SCRAPS = st.text(r"ab1,-^$.|()[]{}*+?\dwWsSxuPAZb:<>=!", max_size=10)


def matches(pattern: str, texts: Sequence[str]) -> list[bool]:
    """What DuckDB says of texts: whether a portable pattern matches the whole."""
    rows = [(number, text) for number, text in enumerate(texts)]
    marks = ", ".join("(?, ?)" for _ in rows)
    query = f"SELECT REGEXP_MATCHES(x, {text_sql(whole(pattern))}) FROM (VALUES {marks}) AS t(n, x) ORDER BY n"
    found = duckdb.execute(query, [part for row in rows for part in row])
    return [bool(row[0]) for row in found.fetchall()]


def agree(pattern: str, texts: Sequence[str]) -> str:
    """Assert that both engines say the same of a pattern, if it is portable; returns what came of it."""
    try:
        rewritten = portable(pattern)
    except NotPortableError:
        return "refused"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        python = re.compile(pattern)  # what Python does not read is not portable
    wanted = [python.fullmatch(text) is not None for text in texts]
    assert matches(rewritten, texts) == wanted, (pattern, rewritten, texts)
    return "matched" if any(wanted) else "agreed"


def test_portable_patterns_mean_the_same() -> None:
    came: Counter[str] = Counter()

    @seed(1)
    @settings(max_examples=1200, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(PATTERNS | SCRAPS | PATTERNS, st.lists(TEXTS, min_size=12, max_size=12))
    def run(pattern: str, texts: list[str]) -> None:
        came[agree(pattern, texts)] += 1

    run()
    assert came["matched"] > 150, came
    assert came["matched"] + came["agreed"] > 500, came


@pytest.mark.parametrize("pattern", [r"\w", r"\d", r"\s", "."])
def test_classes_hold_the_same_characters(pattern: str) -> None:
    """All of Unicode, but for what one of the two knows and the other does not yet."""
    characters = [chr(n) for n in range(1, sys.maxunicode + 1) if not 0xD800 <= n < 0xE000]
    known = [char for char in characters if category(char) != "Cn"]
    table = pa.table({"x": known})
    with duckdb.connect() as connection:
        connection.register("t", table)
        query = f"SELECT x FROM t WHERE REGEXP_MATCHES(x, {text_sql(whole(portable(pattern)))})"
        found = {row[0] for row in connection.execute(query).fetchall()}
    assert found == {char for char in known if re.fullmatch(pattern, char)}


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w{200}",
        r"\w{1000}",
        r"[\w-]{0,900}",
        r"[^\w\s]{500}",
        r"(\w{0,30}){30}",
        r"(\w+\s?){1000}",
        r"\D{1000}",
        r"\S{0,1000}",
        ".{1000}",
        "[^a]{0,1000}",
        "((a{10}){10}){10}",
        "(a{1000}){2}",
        "a{1001}",
        "a{" + "9" * 5000 + "}",
        "a" * 10_000,
        "é" * 10_000,
        r"\w" * 1000,
        r"\p{L}" * 1000,
        r"[\p{L}\p{N}]" * 300,
        "(" * 5000,
        "(" * 90 + ")" * 90,
        "[" * 5000,
        "x" * 10**7,
    ],
    ids=lambda pattern: pattern[:20],
)  # fmt: skip
def test_a_pattern_too_large_for_an_engine_is_refused(pattern: str) -> None:
    """What is not refused DuckDB compiles; a pattern of a foreign schema cannot end the run."""
    try:
        rewritten = portable(pattern)
    except NotPortableError:
        return
    assert len(matches(rewritten, ["any text"])) == 1


@given(TEXTS.filter(bool), TEXTS)
@settings(max_examples=200)
def test_a_literal_matches_its_text_alone(text: str, other: str) -> None:
    assert matches(literal(text), [text, other, text + "a", "a" + text]) == [
        True,
        other == text,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("a|b", "ab", False),
        ("^a|b$", "ab", False),
        ("a$", "a\n", False),
        (r"a\Z", "a\n", False),
        ("(a|ab)(c|bcd)", "abcd", True),
        ("a{,}", "aaa", True),
        ("a{}", "a{}", True),
        (".", "\r", True),
        (r"\d", "٣", True),
        (r"\w", "\u0301", False),
        (r"\s", "\u200b", False),
        ("[]^-]+", "-^]", True),
    ],
)
def test_examples(pattern: str, text: str, wanted: bool) -> None:
    assert matches(portable(pattern), [text]) == [wanted]
    assert (re.fullmatch(pattern, text) is not None) == wanted


@pytest.mark.parametrize(
    "pattern",
    [
        "a$b",
        "a$\n",
        "(a$)*",
        r"\bx",
        r"(a)\1",
        "(?=a)a",
        "(?i)a",
        "a++",
        "{1}",
        "[b-a]",
        r"\W" + "[",
        r"[\W]",
        "a)",
        "\ud800",
    ],
)
def test_what_engines_do_not_agree_on_is_refused(pattern: str) -> None:
    with pytest.raises(NotPortableError):
        portable(pattern)
