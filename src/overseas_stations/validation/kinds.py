"""The types of fields: when a cell is not of its type, what its value is, how constants are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from overseas_stations.validation import sql
from overseas_stations.validation.plan import Descriptor
from overseas_stations.validation.regex import literal, portable
from overseas_stations.validation.sql import matches_sql, text_sql, whole

_DEFAULT_TRUE = ("true", "True", "TRUE", "1")
_DEFAULT_FALSE = ("false", "False", "FALSE", "0")

# Of an address that needs no quotes (RFC 5322, with the letters of RFC 6532).
_ATOM = r"""[^\x00- \x7f"(),.:;<>@\[\\\]\s]+"""
_EMAIL = (
    rf"{_ATOM}(?:\.{_ATOM})*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:\S*"
_BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_FORMATS = {"email": _EMAIL, "uuid": _UUID, "uri": _URI, "binary": _BASE64}

# What stands around a number that is not bare: a currency, a percent sign.
_DRESSED = r"\A[^0-9-]*([\x{0}-\x{10ffff}]*?)[^0-9]*\z"

# What a space in a format of strptime stands for.
_ANY_SPACE = portable(r"\s+")

#: The directives of strptime that a date's format may use, as patterns with a group each.
_DIRECTIVES = {"Y": "([0-9]{4})", "m": "(1[0-2]|0?[1-9])", "d": "(3[01]|[12][0-9]|0?[1-9])"}


class NotCheckedError(Exception):
    """Something that the compiler does not know; the text says what and why."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: when a cell is wrong, its typed value, and how a constraint's value is written."""

    name: str
    wrong: str | None
    value: str
    literal: Callable[[Any], str] | None
    ordered: bool = False
    message: str = ""
    sort: str = "text"


def kind_of(field: Descriptor, cell: str) -> Kind:
    """A field's type over a cell's SQL. Raises ``NotCheckedError`` for one that is not known here."""
    name = field.get("type", "any")
    if field.get("kind") == "partial_date":
        wrong = f"{cell} IS NOT NULL AND (NOT {matches_sql(cell, sql.PARTIAL_DATE)} OR {sql.backwards_sql(cell)})"
        return Kind("date", wrong, cell, None, message="is no such date")
    make = _KINDS.get(name) if isinstance(name, str) else None
    if make is None:
        raise NotCheckedError(f"the type {name!r} is not known here")
    return make(field, cell)


def _any(field: Descriptor, cell: str) -> Kind:
    return Kind("any", None, cell, _text_literal)


def _text_literal(value: Any) -> str:
    if not isinstance(value, str):
        raise NotCheckedError(f"{value!r} is no text")
    return text_sql(value)


def _string(field: Descriptor, cell: str) -> Kind:
    form = field.get("format", "default")
    if form == "default" or field.get("kind") == "list":
        return Kind("string", None, cell, _text_literal)
    pattern = _FORMATS.get(form)
    if pattern is None:
        raise NotCheckedError(f"the format {form!r} of a string is not known here")
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, portable(pattern))}"
    return Kind("string", wrong, cell, _text_literal, message=f"is no {form}")


def _plain_number(field: Descriptor, cell: str) -> str:
    """The cell without what stands around and between its digits."""
    text = cell
    if field.get("bareNumber", True) is False:
        text = f"REGEXP_EXTRACT({text}, {text_sql(_DRESSED)}, 1)"
    group, point = field.get("groupChar", ""), field.get("decimalChar", ".")
    if not isinstance(group, str) or not isinstance(point, str) or len(point) != 1:
        raise NotCheckedError("groupChar and decimalChar must be characters")
    if group:
        text = f"REPLACE({text}, {text_sql(group)}, '')"
    if point != ".":
        # A point that is no decimal character has no place in a number: make it none.
        text = f"REPLACE(REPLACE({text}, '.', '?'), {text_sql(point)}, '.')"
    return text


def _integer(field: Descriptor, cell: str) -> Kind:
    text = _plain_number(field, cell)
    value = f"TRY_CAST({text} AS BIGINT)"
    wrong = f"{cell} IS NOT NULL AND ({value} IS NULL OR NOT {matches_sql(text, sql.spaced(sql.INTEGER))})"
    return Kind("integer", wrong, value, _integer_literal(field), True, sort="number")


def _undressed(field: Descriptor, value: Any) -> str:
    """A bound or member as :func:`_plain_number` leaves a cell; written as text it is like one."""
    text = str(value)
    if not isinstance(value, str):
        return "" if isinstance(value, bool) else text
    if field.get("bareNumber", True) is False:
        text = re.sub(r"\A[^0-9-]*|[^0-9]*\Z", "", text)
    text = text.replace(field.get("groupChar") or "", "")
    if field.get("decimalChar", ".") != ".":
        text = text.replace(".", "?").replace(field["decimalChar"], ".")
    return text.strip()


def _integer_literal(field: Descriptor) -> Callable[[Any], str]:
    def written(value: Any) -> str:
        text = _undressed(field, value)
        if not re.fullmatch(sql.INTEGER, text):
            raise NotCheckedError(f"{value!r} is no integer")
        if not -(2**63) <= int(text) < 2**63:
            raise NotCheckedError(f"{value!r} is beyond 64 bits")
        return f"CAST({text_sql(str(int(text)))} AS BIGINT)"

    return written


def _number(field: Descriptor, cell: str) -> Kind:
    text = _plain_number(field, cell)
    value = f"TRY_CAST({text} AS DOUBLE)"
    wrong = f"{cell} IS NOT NULL AND ({value} IS NULL OR NOT {matches_sql(text, sql.spaced(sql.NUMBER))})"
    return Kind("number", wrong, value, _number_literal(field), True, sort="number")


def _number_literal(field: Descriptor) -> Callable[[Any], str]:
    def written(value: Any) -> str:
        text = _undressed(field, value)
        if not re.fullmatch(sql.NUMBER, text):
            raise NotCheckedError(f"{value!r} is no number")
        return f"CAST({text_sql(repr(float(text)))} AS DOUBLE)"

    return written


def _boolean(field: Descriptor, cell: str) -> Kind:
    true = field.get("trueValues", _DEFAULT_TRUE)
    false = field.get("falseValues", _DEFAULT_FALSE)
    if not all(isinstance(value, str) for value in (*true, *false)):
        raise NotCheckedError("trueValues and falseValues must be texts")

    def among(values: Sequence[str]) -> str:
        return f"{cell} IN ({', '.join(map(text_sql, values))})" if values else "FALSE"

    value = f"CASE WHEN {among(false)} THEN FALSE WHEN {among(true)} THEN TRUE END"

    def written(member: Any) -> str:
        if member in (True, False) and isinstance(member, bool):
            return str(member).upper()
        if member in false or member in true:
            return str(member not in false).upper()
        raise NotCheckedError(f"{member!r} is no boolean")

    wrong = f"{cell} IS NOT NULL AND ({value}) IS NULL"
    return Kind("boolean", wrong, value, written, sort="boolean")


def _date(field: Descriptor, cell: str) -> Kind:
    form = field.get("format", "default")
    if form == "default":
        value = f"TRY_CAST({cell} AS DATE)"
        # What an engine reads as a day and writes as it stood is one: quicker than a pattern.
        same = f"STRLEN({cell}) = 10 AND {cell} >= '0001' AND CAST({value} AS VARCHAR) = {cell}"
        wrong = f"{cell} IS NOT NULL AND NOT COALESCE({same}, FALSE)"
        return Kind("date", wrong, value, _date_literal, True, sort="date")
    pattern, order = _strptime(form)
    year, month, day = (
        f"REGEXP_EXTRACT({cell}, {text_sql(whole(pattern))}, {order.index(part) + 1})"
        for part in "Ymd"
    )
    # The calendar judges it in the standard's own form; without a match that is no date.
    iso = f"({year} || '-' || LPAD({month}, 2, '0') || '-' || LPAD({day}, 2, '0'))"
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(iso, sql.DAY)}"
    return Kind(
        "date",
        wrong,
        f"TRY_CAST({iso} AS DATE)",
        _strptime_literal(form),
        ordered=True,
        message=f"is no date like {form}",
        sort="date",
    )


def _strptime(form: object) -> tuple[str, str]:
    """A strptime format as a pattern, and the order of its groups."""
    if not isinstance(form, str) or form == "any":
        raise NotCheckedError(f"the format {form!r} of a date may be anything")
    pattern, order = "", ""
    rest = iter(form.removeprefix("fmt:"))
    for char in rest:
        if char == "%":
            directive = next(rest, "")
            if directive == "%":
                pattern += literal("%")
                continue
            if directive not in _DIRECTIVES or directive in order:
                raise NotCheckedError(f"the directive %{directive} of a date is not known here")
            pattern += _DIRECTIVES[directive]
            order += directive
        elif char.isspace():
            pattern = pattern.removesuffix(_ANY_SPACE) + _ANY_SPACE
        else:
            # strptime knows no case.
            pattern += f"(?:{'|'.join(sorted({literal(char.lower()), literal(char.upper())}))})"
    if sorted(order) != ["Y", "d", "m"]:
        raise NotCheckedError(f"the format {form!r} names no whole day")
    return pattern, order


def _date_literal(value: Any) -> str:
    if not re.fullmatch(sql.DAY, str(value)):
        raise NotCheckedError(f"{value!r} is no date")
    return f"CAST({text_sql(str(value))} AS DATE)"


def _strptime_literal(form: str) -> Callable[[Any], str]:
    from datetime import datetime

    def written(value: Any) -> str:
        try:
            return _date_literal(
                datetime.strptime(str(value), form.removeprefix("fmt:")).date().isoformat()
            )
        except ValueError:
            raise NotCheckedError(f"{value!r} is no date like {form}") from None

    return written


def _year(field: Descriptor, cell: str) -> Kind:
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, '[0-9]{4}')}"
    value = f"TRY_CAST({cell} AS BIGINT)"
    return Kind("year", wrong, value, _integer_literal({}), True, sort="number")


def _yearmonth(field: Descriptor, cell: str) -> Kind:
    pattern = f"[0-9]{{4}}-{sql.MONTH}"

    def written(value: Any) -> str:
        if not re.fullmatch(pattern, str(value)):
            raise NotCheckedError(f"{value!r} is no yearmonth")
        return text_sql(str(value))

    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, pattern)}"
    return Kind("yearmonth", wrong, cell, written, True, sort="yearmonth")


# Of each type that a list's items may have: the characters in one, space aside, and its pattern.
_ITEMS = {
    "integer": ("0123456789+-", sql.INTEGER),
    "number": ("0123456789+-.eEnNaAiIfF", sql.NUMBER),
    "boolean": ("trueTRUEfalsFALS01", "|".join((*_DEFAULT_TRUE, *_DEFAULT_FALSE))),
    "date": ("0123456789-", sql.DAY),
}


def _list(field: Descriptor, cell: str) -> Kind:
    delimiter, item = field.get("delimiter", ","), field.get("itemType", "string")
    if not isinstance(delimiter, str) or not delimiter:
        raise NotCheckedError("the delimiter of a list must be a text")
    if item == "string":
        return Kind("list", None, cell, None)
    if item not in _ITEMS:
        raise NotCheckedError(f"the item type {item!r} of a list is not known here")
    held, one = _ITEMS[item]
    spaces = " \t\n\r" if item in ("integer", "number") else ""
    if not set(delimiter) <= set(held + spaces):
        one = sql.spaced(one, spaces) if spaces else one
    elif delimiter in tuple(spaces):
        one = sql.spaced(one, spaces.replace(delimiter, ""))
    else:
        raise NotCheckedError(f"an item of this type may hold the delimiter {delimiter!r}")
    pattern = f"(?:{one})(?:{literal(delimiter)}(?:{one}))*"
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, pattern)}"
    return Kind("list", wrong, cell, None, message=f"has an item that is no {item}")


_KINDS: dict[str, Callable[[Descriptor, str], Kind]] = {
    "any": _any,
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "year": _year,
    "yearmonth": _yearmonth,
    "list": _list,
}
