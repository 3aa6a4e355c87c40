"""From a Table Schema to checks: each constraint a predicate that is true of an offending row.

Made from the descriptor alone, so any Data Package whose fields are of these types can be
checked: string, integer, number, boolean, date, year, yearmonth, list, any, and this project's
partial dates. What a schema asks beyond that is said to be not checked, never passed over.

A table's cells reach the checks as relations with positional names, so that no name of a foreign
schema can clash or mislead: ``row_no``, the row's number from 1; ``r0`` … the cells as read,
NULL where empty; ``c0`` … the same, NULL where the value is missing; ``w0`` … whether the cell is not of its type;
``v0`` … the typed value, NULL where missing or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from overseas_stations.validation import sql
from overseas_stations.validation.regex import NotPortableError, literal, portable
from overseas_stations.validation.sql import matches_sql, name_sql, text_sql, whole

Descriptor = Mapping[str, Any]

#: A cell beyond this many bytes is refused by readers that keep to the csv module's limit.
LONGEST_CELL = 131_072

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

_BOUNDS = (
    ("minimum", "<", "less than"),
    ("exclusiveMinimum", "<=", "not more than"),
    ("maximum", ">", "more than"),
    ("exclusiveMaximum", ">=", "not less than"),
)


class _NotChecked(Exception):
    """Something that the compiler does not know; the text says what and why."""


@dataclass(frozen=True, slots=True)
class CellCheck:
    """A check of one column, row by row: all of a table's run in one scan."""

    code: str
    column: int
    predicate: str
    message: str


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """A check across rows: ``OS021`` a primary key, ``OS023`` a unique column, ``OS022`` a foreign key.

    ``target`` and ``theirs`` are the resource and columns that a foreign key points at; with
    ``delimiter`` the column is a list, each item of which points there.
    """

    code: str
    columns: tuple[int, ...]
    target: str = ""
    theirs: tuple[str, ...] = ()
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A part of a schema that no check stands for: which, and why."""

    table: str
    column: str
    constraint: str
    why: str


@dataclass(frozen=True, slots=True)
class _Column:
    """One column compiled: how its cell is read, typed and compared.

    Only values of one ``sort`` compare; it is empty where the type is not known.
    """

    missing: tuple[str, ...]
    wrong: str | None
    value: str
    sort: str


@dataclass
class Plan:
    """A resource's schema, compiled: its columns, its checks, and what is not checked."""

    table: str
    names: tuple[str, ...]
    key: tuple[int, ...]
    columns: list[_Column] = field(default_factory=list)
    cells: list[CellCheck] = field(default_factory=list)
    keys: list[KeyCheck] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)
    #: The foreign keys that the first scan found to hold; no second one is needed for them.
    kept: list[KeyCheck] = field(default_factory=list)
    guarded: bool = False
    #: Whether the cells are text, in which an empty one is not yet a missing one.
    text: bool = True

    @property
    def long_cells(self) -> list[CellCheck]:
        """The checks for cells of inordinate length, made only where a row has such a length."""
        message = f"is longer than {LONGEST_CELL} bytes"
        return [
            CellCheck("OS005", number, f"STRLEN(c{number}) > {LONGEST_CELL}", message)
            for number in range(len(self.columns))
        ]

    def id_of(self, cells: Sequence[Any]) -> str:
        """A row's id, from its key's cells: joined by ``|``."""
        return "|".join("" if cell is None else str(cell) for cell in cells)

    def read(self, source: str, extra: str = "") -> str:
        """The cells of a relation of ``r…`` columns, missing values as NULL.

        ``extra`` names further columns of ``source`` to keep.
        """
        cells = ", ".join(
            f"{self._cell(number, column)} AS c{number}"
            for number, column in enumerate(self.columns)
        )
        return f"SELECT {extra}{cells} FROM {source}"

    def written(self, number: int) -> str:
        """A cell as its author wrote it."""
        raw = f"r{number}"
        if self.guarded:
            # An export for spreadsheets puts an apostrophe before what one would run.
            raw = f"(CASE WHEN REGEXP_MATCHES({raw}, {text_sql(_GUARDED)}) THEN SUBSTR({raw}, 2) ELSE {raw} END)"
        return raw

    def _cell(self, number: int, column: _Column) -> str:
        raw = self.written(number)
        # An engine reads empty text as NULL.
        if self.text and "" not in column.missing:
            raw = f"COALESCE({raw}, '')"
        marks = [text_sql(mark) for mark in column.missing if mark]
        return f"CASE WHEN {raw} IN ({', '.join(marks)}) THEN NULL ELSE {raw} END" if marks else raw

    def typed(
        self, source: str, extra: str = "", keep: Callable[[int], bool] = lambda _: True
    ) -> str:
        """The cells of a relation with ``w…`` and ``v…``, for the columns that ``keep`` names."""
        wrong = ", ".join(
            f"COALESCE({column.wrong}, FALSE) AS w{number}"
            for number, column in enumerate(self.columns)
            if column.wrong and keep(number)
        )
        cells = ", ".join(f"c{number}" for number in range(len(self.columns)))
        values = ", ".join(
            (
                f"CASE WHEN NOT w{number} THEN {column.value} END AS v{number}"
                if column.wrong
                else f"{column.value} AS v{number}"
            )
            for number, column in enumerate(self.columns)
            if keep(number)
        )
        first = f"SELECT {extra}{cells}{', ' if wrong else ''}{wrong} FROM ({self.read(source, extra)}) AS t0"
        return f"SELECT *{', ' if values else ''}{values} FROM ({first}) AS t1"


_GUARDED = "\\A'+[=+@\\t\\r-]"


def fields_of(resource: Descriptor) -> Sequence[Descriptor]:
    """The field descriptors of a resource."""
    found: Sequence[Descriptor] = resource["schema"]["fields"]
    return found


def names(value: object) -> tuple[str, ...]:
    """Column names as the standard allows them: a name or a list of them."""
    return (value,) if isinstance(value, str) else tuple(map(str, value or ()))  # type: ignore[call-overload]


def compile_resource(
    resource: Descriptor, resources: Mapping[str, Descriptor], present: Sequence[str]
) -> Plan:
    """The checks of a resource's schema.

    ``resources`` are all of the package's, by name, for foreign keys; ``present`` the columns
    that the files have, in the schema's order: a column that is not there is checked by the
    header's rule alone.
    """
    schema = resource["schema"]
    here = {name: number for number, name in enumerate(present)}
    plan = Plan(
        table=str(resource["name"]),
        names=tuple(present),
        key=tuple(here[n] for n in names(schema.get("primaryKey")) if n in here),
        guarded=resource.get("spreadsheetSafe") is True,
    )
    for descriptor in fields_of(resource):
        if descriptor["name"] in here:
            _compile_field(plan, descriptor, here[descriptor["name"]], schema)
    _compile_keys(plan, resource, resources, here)
    return plan


def _compile_field(plan: Plan, field: Descriptor, number: int, schema: Descriptor) -> None:
    cell = f"c{number}"

    def unchecked(constraint: str, why: str) -> None:
        plan.unchecked.append(Unchecked(plan.table, str(field["name"]), constraint, why))

    def check(code: str, predicate: str, message: str) -> None:
        plan.cells.append(CellCheck(code, number, predicate, message))

    try:
        missing = _missing_values(field.get("missingValues", schema.get("missingValues", [""])))
    except _NotChecked as error:
        missing = ("",)
        unchecked("missingValues", str(error))
    constraints: Mapping[str, Any] = field.get("constraints") or {}
    if constraints.get("required"):
        check("OS011", f"{cell} IS NULL", "the cell is empty and must not be")
    try:
        kind = _kind(field, cell)
    except _NotChecked as error:
        unchecked("type", str(error))
        kind = _Kind(str(field.get("type")), None, cell, None, sort="")
    plan.columns.append(_Column(missing, kind.wrong, kind.value, kind.sort))
    if kind.wrong:
        check("OS012", f"w{number}", kind.message or f"is no {kind.name}")
    for name, bound in constraints.items():
        if name in ("required", "unique"):
            continue
        try:
            for code, predicate, message in _constraint(kind, f"v{number}", name, bound, field):
                check(code, predicate, message)
        except _NotChecked as error:
            unchecked(name, str(error))
    if constraints.get("unique"):
        plan.keys.append(KeyCheck("OS023", (number,)))


def _missing_values(declared: object) -> tuple[str, ...]:
    """Missing values are texts, or since version 2 objects with a value and a label."""
    if not isinstance(declared, list):
        raise _NotChecked("must be a list; taken as empty cells alone")
    found = [value.get("value") if isinstance(value, dict) else value for value in declared]
    if not all(isinstance(value, str) for value in found):
        raise _NotChecked("must be texts; taken as empty cells alone")
    return tuple(dict.fromkeys(found))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type: when a cell is wrong, its typed value, and how a constraint's value is written."""

    name: str
    wrong: str | None
    value: str
    literal: Callable[[Any], str] | None
    ordered: bool = False
    message: str = ""
    sort: str = "text"


def _kind(field: Descriptor, cell: str) -> _Kind:
    name = field.get("type", "any")
    if field.get("kind") == "partial_date":
        wrong = f"{cell} IS NOT NULL AND (NOT {matches_sql(cell, sql.PARTIAL_DATE)} OR {sql.backwards_sql(cell)})"
        return _Kind("date", wrong, cell, None, message="is no such date")
    make = _KINDS.get(name) if isinstance(name, str) else None
    if make is None:
        raise _NotChecked(f"the type {name!r} is not known here")
    return make(field, cell)


def _any(field: Descriptor, cell: str) -> _Kind:
    return _Kind("any", None, cell, _text_literal)


def _text_literal(value: Any) -> str:
    if not isinstance(value, str):
        raise _NotChecked(f"{value!r} is no text")
    return text_sql(value)


def _string(field: Descriptor, cell: str) -> _Kind:
    form = field.get("format", "default")
    if form == "default" or field.get("kind") == "list":
        return _Kind("string", None, cell, _text_literal)
    pattern = _FORMATS.get(form)
    if pattern is None:
        raise _NotChecked(f"the format {form!r} of a string is not known here")
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, portable(pattern))}"
    return _Kind("string", wrong, cell, _text_literal, message=f"is no {form}")


def _plain_number(field: Descriptor, cell: str) -> str:
    """The cell without what stands around and between its digits."""
    text = cell
    if field.get("bareNumber", True) is False:
        text = f"REGEXP_EXTRACT({text}, {text_sql(_DRESSED)}, 1)"
    group, point = field.get("groupChar", ""), field.get("decimalChar", ".")
    if not isinstance(group, str) or not isinstance(point, str) or len(point) != 1:
        raise _NotChecked("groupChar and decimalChar must be characters")
    if group:
        text = f"REPLACE({text}, {text_sql(group)}, '')"
    if point != ".":
        # A point that is no decimal character has no place in a number: make it none.
        text = f"REPLACE(REPLACE({text}, '.', '?'), {text_sql(point)}, '.')"
    return text


def _integer(field: Descriptor, cell: str) -> _Kind:
    text = _plain_number(field, cell)
    value = f"TRY_CAST({text} AS BIGINT)"
    wrong = f"{cell} IS NOT NULL AND ({value} IS NULL OR NOT {matches_sql(text, sql.spaced(sql.INTEGER))})"
    return _Kind("integer", wrong, value, _integer_literal(field), True, sort="number")


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
            raise _NotChecked(f"{value!r} is no integer")
        if not -(2**63) <= int(text) < 2**63:
            raise _NotChecked(f"{value!r} is beyond 64 bits")
        return f"CAST({text_sql(str(int(text)))} AS BIGINT)"

    return written


def _number(field: Descriptor, cell: str) -> _Kind:
    text = _plain_number(field, cell)
    value = f"TRY_CAST({text} AS DOUBLE)"
    wrong = f"{cell} IS NOT NULL AND ({value} IS NULL OR NOT {matches_sql(text, sql.spaced(sql.NUMBER))})"
    return _Kind("number", wrong, value, _number_literal(field), True, sort="number")


def _number_literal(field: Descriptor) -> Callable[[Any], str]:
    def written(value: Any) -> str:
        text = _undressed(field, value)
        if not re.fullmatch(sql.NUMBER, text):
            raise _NotChecked(f"{value!r} is no number")
        return f"CAST({text_sql(repr(float(text)))} AS DOUBLE)"

    return written


def _boolean(field: Descriptor, cell: str) -> _Kind:
    true = field.get("trueValues", _DEFAULT_TRUE)
    false = field.get("falseValues", _DEFAULT_FALSE)
    if not all(isinstance(value, str) for value in (*true, *false)):
        raise _NotChecked("trueValues and falseValues must be texts")

    def among(values: Sequence[str]) -> str:
        return f"{cell} IN ({', '.join(map(text_sql, values))})" if values else "FALSE"

    value = f"CASE WHEN {among(false)} THEN FALSE WHEN {among(true)} THEN TRUE END"

    def written(member: Any) -> str:
        if member in (True, False) and isinstance(member, bool):
            return str(member).upper()
        if member in false or member in true:
            return str(member not in false).upper()
        raise _NotChecked(f"{member!r} is no boolean")

    wrong = f"{cell} IS NOT NULL AND ({value}) IS NULL"
    return _Kind("boolean", wrong, value, written, sort="boolean")


def _date(field: Descriptor, cell: str) -> _Kind:
    form = field.get("format", "default")
    if form == "default":
        value = f"TRY_CAST({cell} AS DATE)"
        # What an engine reads as a day and writes as it stood is one: quicker than a pattern.
        same = f"STRLEN({cell}) = 10 AND {cell} >= '0001' AND CAST({value} AS VARCHAR) = {cell}"
        wrong = f"{cell} IS NOT NULL AND NOT COALESCE({same}, FALSE)"
        return _Kind("date", wrong, value, _date_literal, True, sort="date")
    pattern, order = _strptime(form)
    year, month, day = (
        f"REGEXP_EXTRACT({cell}, {text_sql(whole(pattern))}, {order.index(part) + 1})"
        for part in "Ymd"
    )
    # The calendar judges it in the standard's own form; without a match that is no date.
    iso = f"({year} || '-' || LPAD({month}, 2, '0') || '-' || LPAD({day}, 2, '0'))"
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(iso, sql.DAY)}"
    return _Kind(
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
        raise _NotChecked(f"the format {form!r} of a date may be anything")
    pattern, order = "", ""
    rest = iter(form.removeprefix("fmt:"))
    for char in rest:
        if char == "%":
            directive = next(rest, "")
            if directive == "%":
                pattern += literal("%")
                continue
            if directive not in _DIRECTIVES or directive in order:
                raise _NotChecked(f"the directive %{directive} of a date is not known here")
            pattern += _DIRECTIVES[directive]
            order += directive
        elif char.isspace():
            pattern = pattern.removesuffix(_ANY_SPACE) + _ANY_SPACE
        else:
            # strptime knows no case.
            pattern += f"(?:{'|'.join(sorted({literal(char.lower()), literal(char.upper())}))})"
    if sorted(order) != ["Y", "d", "m"]:
        raise _NotChecked(f"the format {form!r} names no whole day")
    return pattern, order


def _date_literal(value: Any) -> str:
    if not re.fullmatch(sql.DAY, str(value)):
        raise _NotChecked(f"{value!r} is no date")
    return f"CAST({text_sql(str(value))} AS DATE)"


def _strptime_literal(form: str) -> Callable[[Any], str]:
    from datetime import datetime

    def written(value: Any) -> str:
        try:
            return _date_literal(
                datetime.strptime(str(value), form.removeprefix("fmt:")).date().isoformat()
            )
        except ValueError:
            raise _NotChecked(f"{value!r} is no date like {form}") from None

    return written


def _year(field: Descriptor, cell: str) -> _Kind:
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, '[0-9]{4}')}"
    value = f"TRY_CAST({cell} AS BIGINT)"
    return _Kind("year", wrong, value, _integer_literal({}), True, sort="number")


def _yearmonth(field: Descriptor, cell: str) -> _Kind:
    pattern = f"[0-9]{{4}}-{sql.MONTH}"

    def written(value: Any) -> str:
        if not re.fullmatch(pattern, str(value)):
            raise _NotChecked(f"{value!r} is no yearmonth")
        return text_sql(str(value))

    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, pattern)}"
    return _Kind("yearmonth", wrong, cell, written, True, sort="yearmonth")


# Of each type that a list's items may have: the characters in one, space aside, and its pattern.
_ITEMS = {
    "integer": ("0123456789+-", sql.INTEGER),
    "number": ("0123456789+-.eEnNaAiIfF", sql.NUMBER),
    "boolean": ("trueTRUEfalsFALS01", "|".join((*_DEFAULT_TRUE, *_DEFAULT_FALSE))),
    "date": ("0123456789-", sql.DAY),
}


def _list(field: Descriptor, cell: str) -> _Kind:
    delimiter, item = field.get("delimiter", ","), field.get("itemType", "string")
    if not isinstance(delimiter, str) or not delimiter:
        raise _NotChecked("the delimiter of a list must be a text")
    if item == "string":
        return _Kind("list", None, cell, None)
    if item not in _ITEMS:
        raise _NotChecked(f"the item type {item!r} of a list is not known here")
    held, one = _ITEMS[item]
    spaces = " \t\n\r" if item in ("integer", "number") else ""
    if not set(delimiter) <= set(held + spaces):
        one = sql.spaced(one, spaces) if spaces else one
    elif delimiter in tuple(spaces):
        one = sql.spaced(one, spaces.replace(delimiter, ""))
    else:
        raise _NotChecked(f"an item of this type may hold the delimiter {delimiter!r}")
    pattern = f"(?:{one})(?:{literal(delimiter)}(?:{one}))*"
    wrong = f"{cell} IS NOT NULL AND NOT {matches_sql(cell, pattern)}"
    return _Kind("list", wrong, cell, None, message=f"has an item that is no {item}")


_KINDS: dict[str, Callable[[Descriptor, str], _Kind]] = {
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


def _constraint(
    kind: _Kind, value: str, name: str, bound: Any, field: Descriptor
) -> Iterator[tuple[str, str, str]]:
    """The predicates of one constraint: (code, predicate, message)."""
    for word, sign, meaning in _BOUNDS:
        if name == word:
            if not kind.ordered or kind.literal is None:
                raise _NotChecked(f"no bound is known for a {kind.name}")
            # NaN is within no bounds; the engines hold it for the greatest number.
            nan = f" OR ISNAN({value})" if kind.name == "number" else ""
            yield "OS015", f"{value} {sign} {kind.literal(bound)}{nan}", f"is {meaning} {bound}"
            return
    if name == "enum":
        if kind.literal is None or not isinstance(bound, list) or not bound:
            raise _NotChecked(f"no enumeration is known for a {kind.name}")
        members = ", ".join(kind.literal(member) for member in bound)
        yield "OS013", f"{value} NOT IN ({members})", "is not in the vocabulary"
    elif name in ("minLength", "maxLength"):
        if kind.name not in ("string", "any", "list") or not isinstance(bound, int):
            raise _NotChecked(f"no length is known for a {kind.name}")
        yield from _length(kind, value, name, bound, field)
    elif name == "pattern":
        if kind.name == "date" and field.get("kind") == "partial_date":
            return  # stricter already: its type is a pattern and a calendar
        if kind.name not in ("string", "any") or not isinstance(bound, str):
            raise _NotChecked(f"no pattern is known for a {kind.name}")
        yield _pattern(value, bound, field)
    else:
        raise _NotChecked("this constraint is not known here")


def _length(
    kind: _Kind, value: str, name: str, bound: int, field: Descriptor
) -> Iterator[tuple[str, str, str]]:
    length, unit = f"LENGTH({value})", "characters"
    if kind.name == "list":
        delimiter = text_sql(str(field.get("delimiter", ",")))
        length = f"(LENGTH({value}) - LENGTH(REPLACE({value}, {delimiter}, ''))) / LENGTH({delimiter}) + 1"
        unit = "items"
    if name == "minLength":
        yield "OS016", f"{length} < {bound}", f"has fewer than {bound} {unit}"
    else:
        yield "OS016", f"{length} > {bound}", f"has more than {bound} {unit}"


def _pattern(value: str, pattern: str, field: Descriptor) -> tuple[str, str, str]:
    try:
        predicate = f"NOT {matches_sql(value, portable(pattern))}"
    except NotPortableError as error:
        raise _NotChecked(f"engines do not agree on it: {error}") from error
    if "itemCategories" in field:
        return "OS013", predicate, "has an item that is not in the vocabulary"
    return "OS014", predicate, f"does not match {pattern}"


def _compile_keys(
    plan: Plan, resource: Descriptor, resources: Mapping[str, Descriptor], here: Mapping[str, int]
) -> None:
    schema = resource["schema"]

    def unchecked(columns: Sequence[str], constraint: str, why: str) -> None:
        plan.unchecked.append(Unchecked(plan.table, ",".join(columns), constraint, why))

    key = names(schema.get("primaryKey"))
    if key and all(name in here for name in key):
        plan.keys.insert(0, KeyCheck("OS021", tuple(here[name] for name in key)))
    elif key:
        unchecked(key, "primaryKey", "the files lack its columns")
    for unique in schema.get("uniqueKeys", ()):
        columns = names(unique)
        if all(name in here for name in columns):
            plan.keys.append(KeyCheck("OS023", tuple(here[name] for name in columns)))
        else:
            unchecked(columns, "uniqueKeys", "the files lack its columns")
    for foreign in schema.get("foreignKeys", ()):
        columns, theirs = names(foreign.get("fields")), names(foreign["reference"].get("fields"))
        target = foreign["reference"].get("resource") or plan.table
        if target not in resources:
            unchecked(columns, "foreignKeys", f"the package has no resource {target!r}")
        elif not columns or len(columns) != len(theirs):
            unchecked(columns, "foreignKeys", "its two sides differ in length")
        elif not all(name in here for name in columns):
            unchecked(columns, "foreignKeys", "the files lack its columns")
        else:
            plan.keys.append(
                KeyCheck("OS022", tuple(here[name] for name in columns), target, theirs)
            )
    for declared in fields_of(resource):
        target = declared.get("references")
        if isinstance(target, str) and target in resources and declared["name"] in here:
            theirs = names(resources[target]["schema"].get("primaryKey"))[:1]
            if theirs:
                delimiter = str(declared.get("delimiter", ","))
                plan.keys.append(
                    KeyCheck("OS022", (here[declared["name"]],), target, theirs, delimiter)
                )


def column_sql(name: str, number: int) -> str:
    """A column under its own name, for the rules."""
    return f"c{number} AS {name_sql(name)}"
