"""The pieces of SQL that checks are made of, in the part of DuckDB's dialect that translates.

Names, patterns and constants reach a query only through :func:`name_sql` and :func:`text_sql`;
cells never do.
"""

from __future__ import annotations

#: Whole numbers. They are read as 64-bit integers, which is what Arrow and Parquet hold.
INTEGER = r"[+-]?[0-9]+"

#: Numbers, with the three special values of Table Schema, which says that case is not respected.
NUMBER = (
    r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[nN][aA][nN]|-?[iI][nN][fF])"
)

#: A year that a calendar has: there is none before 1.
YEAR = r"(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"

MONTH = r"(?:0[1-9]|1[0-2])"

_COMMON = rf"{YEAR}-(?:{MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29"

#: A day that the Gregorian calendar has, 29 February in leap years alone.
DAY = rf"(?:{_COMMON}|{_LEAP})"

_GUARDED = "\\A'+[=+@\\t\\r-]"

# The shape alone, for a cast that knows the calendar.
_DAY_SHAPE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

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


def spaced(pattern: str, spaces: str = " \t\n\r") -> str:
    """The pattern with space allowed around it: that of XML Schema, or these characters of it."""
    space = f"[{spaces}]*"
    return f"{space}{pattern}{space}"


def unguarded_sql(cell: str) -> str:
    """A cell without the apostrophe that an export put before what a spreadsheet would run.

    As :func:`overseas_stations.spreadsheet.unguard` says it.
    """
    return f"(CASE WHEN REGEXP_MATCHES({cell}, {text_sql(_GUARDED)}) THEN SUBSTR({cell}, 2) ELSE {cell} END)"


def start_sql(date: str) -> str:
    """The first side of a partial date, as text; of a point the point itself."""
    return f"SPLIT_PART({date}, '/', 1)"


def end_sql(date: str) -> str:
    """The second side of a partial date, as text; of a point the point itself."""
    return f"SPLIT_PART({date}, '/', -1)"


def _padded(point: str, rest: str) -> str:
    """A year or month filled up to a day's length; a day as it is."""
    return f"({point} || SUBSTR({text_sql(rest)}, LENGTH({point}) - 3))"


def _day(text: str) -> str:
    """A text as a DATE, NULL where it is none: engines read other things too, each its own."""
    return f"TRY_CAST(REGEXP_EXTRACT({text}, {text_sql(whole(_DAY_SHAPE))}) AS DATE)"


def earliest_sql(date: str) -> str:
    """The first day that a partial date admits, as a DATE; NULL where open or no date."""
    return _day(_padded(start_sql(date), "-01-01"))


def latest_sql(date: str) -> str:
    """The last day that a partial date admits, as a DATE; NULL where open or no date."""
    end = end_sql(date)
    first, last = _day(f"{end} || '-01'"), _day(_padded(end, "-12-31"))
    return f"CASE LENGTH({end}) WHEN 7 THEN LAST_DAY({first}) ELSE {last} END"


def backwards_sql(date: str) -> str:
    """Whether an interval closed at both sides ends before it begins, at either's bounds.

    Texts of one length compare as their days do. Only a month's last day is not told by its
    text: such an end is that of its month.
    """
    start, end = start_sql(date), end_sql(date)
    return (
        f"({date} LIKE '%/%' AND {date} NOT LIKE '%..%' AND ("
        f"{_padded(start, '-01-01')} > {_padded(end, '-01-01')} "
        f"OR ({_padded(start, '-12-31')} > {_padded(end, '-12-31')} AND COALESCE("
        f"LAST_DAY(TRY_CAST({start} || '-01' AS DATE)) <> TRY_CAST({end} AS DATE), TRUE))))"
    )
