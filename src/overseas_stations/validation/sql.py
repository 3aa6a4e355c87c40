"""The pieces of SQL that checks are made of, in the part of DuckDB's dialect that translates.

Names, patterns and constants reach a query only through :func:`name_sql` and :func:`text_sql`;
cells never do.
"""

from __future__ import annotations

#: Space as XML Schema's numbers and dates may be surrounded by it.
_SPACE = r"[ \t\n\r]*"

#: Whole numbers. They are read as 64-bit integers, which is what Arrow and Parquet hold.
INTEGER = r"[+-]?[0-9]+"

#: Numbers, with the three special values of Table Schema.
NUMBER = r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|INF|-INF)"

#: A year that a calendar has: there is none before 1.
YEAR = r"(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"

MONTH = r"(?:0[1-9]|1[0-2])"

_COMMON = rf"{YEAR}-(?:{MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29"

#: A day that the Gregorian calendar has, 29 February in leap years alone.
DAY = rf"(?:{_COMMON}|{_LEAP})"

#: A point of a partial date.
POINT = rf"(?:{YEAR}(?:-{MONTH})?|{DAY})"

PARTIAL_DATE = rf"(?:{POINT}(?:/(?:{POINT}|\.\.))?|\.\./{POINT})"


def name_sql(name: str) -> str:
    """An identifier, quoted."""
    return '"' + name.replace('"', '""') + '"'


def text_sql(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


def matches_sql(column: str, pattern: str) -> str:
    """Whether the whole cell matches a portable pattern."""
    return f"REGEXP_MATCHES({column}, {text_sql(whole(pattern))})"


def whole(pattern: str) -> str:
    """The pattern for a whole cell; ``$`` would let a line break stand after it."""
    return rf"\A(?:{pattern})\z"


def spaced(pattern: str) -> str:
    """The pattern with space allowed around it."""
    return f"{_SPACE}{pattern}{_SPACE}"


def start_sql(date: str) -> str:
    """The first side of a partial date, as text."""
    return f"(CASE WHEN {date} LIKE '%/%' THEN SUBSTR({date}, 1, STRPOS({date}, '/') - 1) ELSE {date} END)"


def end_sql(date: str) -> str:
    """The second side of a partial date, as text; of a point the point itself."""
    return f"(CASE WHEN {date} LIKE '%/%' THEN SUBSTR({date}, STRPOS({date}, '/') + 1) ELSE {date} END)"


def first_day_sql(point: str) -> str:
    """The first day of a year, month or day, as a DATE; NULL for anything else."""
    return (
        f"TRY_CAST(CASE LENGTH({point}) WHEN 4 THEN {point} || '-01-01' "
        f"WHEN 7 THEN {point} || '-01' WHEN 10 THEN {point} END AS DATE)"
    )


def last_day_sql(point: str) -> str:
    """The last day of a year, month or day, as a DATE; NULL for anything else."""
    return (
        f"CASE LENGTH({point}) WHEN 4 THEN TRY_CAST({point} || '-12-31' AS DATE) "
        f"WHEN 7 THEN LAST_DAY(TRY_CAST({point} || '-01' AS DATE)) "
        f"WHEN 10 THEN TRY_CAST({point} AS DATE) END"
    )


def earliest_sql(date: str) -> str:
    """The first day that a partial date admits; NULL where open or no date."""
    return first_day_sql(start_sql(date))


def latest_sql(date: str) -> str:
    """The last day that a partial date admits; NULL where open or no date."""
    return last_day_sql(end_sql(date))


def backwards_sql(date: str) -> str:
    """Whether an interval closed at both sides ends before it begins, at either's bounds."""
    start, end = start_sql(date), end_sql(date)
    return (
        f"({date} LIKE '%/%' AND ({first_day_sql(start)} > {first_day_sql(end)} "
        f"OR {last_day_sql(start)} > {last_day_sql(end)}))"
    )
