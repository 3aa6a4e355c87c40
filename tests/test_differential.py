"""On generated packages the findings are those of frictionless, cell by cell, but for DIFFERENCES.

Both validators read the same files; what each finds is put as (table, row, column, code), and the
two sets must be equal. ``CODES`` and ``CONSTRAINTS`` say which of frictionless's errors is which of
our codes. Where we mean to differ, an entry of ``DIFFERENCES`` says where exactly, and why.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from frictionless import Package
from frictionless.schema import Field
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from overseas_stations.validation import structure, validate
from overseas_stations.validation.regex import NotPortableError, portable
from tests.generated import UNKNOWN_STRPTIME, Case, Descriptor, Maker, Table, listed

#: More examples, or other ones: ``DIFFERENTIAL_EXAMPLES=2000 DIFFERENTIAL_SEED=7 pytest …``.
EXAMPLES = int(os.environ.get("DIFFERENTIAL_EXAMPLES", "200"))
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "1"))

#: Our code for each type of error that frictionless has for a table.
CODES = {
    "extra-label": "OS002",
    "missing-label": "OS002",
    "blank-label": "OS002",
    "duplicate-label": "OS002",
    "incorrect-label": "OS002",
    "blank-header": "OS002",
    "unmatched-header": "OS002",
    "error": "OS002",  # two labels alike where columns go by their names
    "blank-row": "OS003",
    "extra-cell": "OS003",
    "missing-cell": "OS003",
    "type-error": "OS012",
    "primary-key": "OS021",
    "foreign-key": "OS022",
    "unique-error": "OS023",
}

#: Our code for each constraint that a constraint-error can name.
CONSTRAINTS = {
    "required": "OS011",
    "enum": "OS013",
    "pattern": "OS014",
    "minimum": "OS015",
    "maximum": "OS015",
    "exclusiveMinimum": "OS015",
    "exclusiveMaximum": "OS015",
    "minLength": "OS016",
    "maxLength": "OS016",
}

KEYS = ("OS021", "OS022", "OS023")

# -- findings of both ----------------------------------------------------------------------------


class Found(NamedTuple):
    """One finding. Rows are counted from 1, the header being the first; 0 is the whole file."""

    table: str
    row: int
    column: str
    code: str


@dataclass
class Both:
    """What the two found in one package."""

    case: Case
    ours: set[Found]
    theirs: set[Found]
    #: The constraints that frictionless names for a finding.
    named: Mapping[Found, set[str]]
    #: The rows that frictionless names as the earlier ones of its duplicates.
    twins: set[Found]
    #: What we said is not checked: table, column, constraint.
    unchecked: set[tuple[str, str, str]]


def compare(case: Case) -> Both:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case.write(folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(structure, "HELD", case.held)
            report = validate(folder, max_findings=None)
        ours = {
            Found(f.table, row_on(case.table(f.table), f.line), f.column, f.code)
            for f in report.findings
        }
        theirs, named, twins = frictionless_findings(case, folder)
    unchecked = {(part.table, part.column, part.constraint) for part in report.unchecked}
    return Both(case, ours, theirs, named, twins, unchecked)


def row_on(table: Table, line: int) -> int:
    """The number of the row that begins on a line."""
    lines = io.BytesIO(table.text().encode())
    reader = csv.reader((text.decode() for text in lines), delimiter=table.delimiter)
    begins, number = 1, 1
    for _ in reader:
        if begins >= line:
            break
        begins, number = reader.line_num + 1, number + 1
    assert begins == line, f"no row begins on line {line}"
    return number


def frictionless_findings(
    case: Case, folder: Path
) -> tuple[set[Found], dict[Found, set[str]], set[Found]]:
    """Its findings, the constraints that they name, and the rows named as the first of two."""
    report = Package(str(folder / "datapackage.json")).validate(limit_errors=10**9)
    assert not report.errors, report.errors
    found: set[Found] = set()
    named: dict[Found, set[str]] = {}
    twins: set[Found] = set()
    for task in report.tasks:
        for error in task.errors:
            constraint = error.note.split('"')[1] if error.type == "constraint-error" else ""
            code = CONSTRAINTS.get(constraint) or CODES[error.type]
            column = getattr(error, "field_name", "") if code not in ("OS002", "OS003") else ""
            if code == "OS021":
                column = ",".join(listed(case.table(task.name).schema["primaryKey"]))
            if code == "OS022":
                column = ",".join(error.field_names)
            one = Found(task.name, getattr(error, "row_number", 1), column, code)
            found.add(one)
            named.setdefault(one, set()).add(constraint)
            if twin := re.fullmatch("the same as in the row at position ([0-9]+)", error.note):
                twins.add(one._replace(row=int(twin[1])))
    return found, named, twins


# -- where we mean to differ ---------------------------------------------------------------------


@dataclass(frozen=True)
class Odd:
    """A finding that only one of the two has."""

    both: Both
    found: Found

    @property
    def is_ours(self) -> bool:
        return self.found in self.both.ours

    @property
    def code(self) -> str:
        return self.found.code

    @property
    def table(self) -> Table:
        return self.both.case.table(self.found.table)

    @property
    def field(self) -> Descriptor:
        """The column's field; of a finding about a key or a row, an empty one."""
        return self.table.fields.get(self.found.column, {})

    @property
    def text(self) -> str | None:
        """The cell as written; of a finding about a key or a row, none."""
        return self.table.cell(self.found.row, self.found.column) if self.field else None

    def key(self) -> Iterator[tuple[Table, str, str | None]]:
        """The columns that a finding about a key compares, each with the row's own cell.

        Without a cell where frictionless reads no value in it.
        """
        if self.code not in KEYS:
            return
        columns = self.found.column.split(",")
        own = [self.table.filled(self.found.row, column) for column in columns]
        for n, (column, cell) in enumerate(zip(columns, own, strict=True)):
            if cell is not None and value(self.table.fields[column], cell) is None:
                own[n] = None
        yield from ((self.table, column, cell) for column, cell in zip(columns, own, strict=True))
        for key in self.table.schema.get("foreignKeys", ()) if self.code == "OS022" else ():
            if listed(key["fields"]) == columns:
                target = self.both.case.table(key["reference"]["resource"] or self.table.name)
                theirs = listed(key["reference"]["fields"])
                yield from (
                    (target, column, cell) for column, cell in zip(theirs, own, strict=True)
                )


@dataclass(frozen=True)
class Difference:
    """One thing that we judge otherwise than frictionless, and mean to.

    ``finding`` says of a finding that only one of the two has whether this is why. Where the cause
    is how a cell is read, ``cell`` says instead of which cells that is so, and ``reads`` what we
    make of one: "less" where only frictionless reads a value in it, "more" where only we do,
    "otherwise" where the values differ. That explains findings about such a cell, and about a key
    in which its value stands. ``examples`` are packages on which the two do differ.
    """

    name: str
    reason: str
    examples: Sequence[Case]
    finding: Callable[[Odd], bool] = lambda _: False
    cell: Callable[[Descriptor, str], bool] = lambda _field, _text: False
    reads: str = "less"

    def explains(self, odd: Odd) -> bool:
        if self.finding(odd) or any(self._is_in_key(*place) for place in odd.key()):
            return True
        if not odd.field or odd.found.row < 2:
            return False
        cell = odd.table.filled(odd.found.row, odd.found.column)
        if not self._is_cell(odd.table, odd.found.column, cell):
            return False
        if odd.code == "OS012":
            return self.reads == ("less" if odd.is_ours else "more")
        constraint = odd.code in ("OS013", "OS014", "OS015", "OS016")
        return constraint and self.reads in ("otherwise", "more" if odd.is_ours else "less")

    def _is_cell(self, table: Table, column: str, text: str | None) -> bool:
        """Whether this is about such a cell, which is not a missing value."""
        if text is None:
            return False
        descriptor = table.fields[column]
        is_read = value(descriptor, text) is not None
        return is_read == (self.reads != "more") and self.cell(descriptor, text)

    def _is_in_key(self, table: Table, column: str, own: str | None) -> bool:
        """Whether this is about a cell of the column that one of the two may take for our own.

        Either it stands for the same value, or in both one of the two reads none.
        """
        descriptor = table.fields[column]
        return any(
            self._is_cell(table, column, cell)
            and (own is None or loose(descriptor, cell) == loose(descriptor, own))
            for cell in {table.filled(row, column) for row in table.numbers}
        )


@cache
def _reader(descriptor: str) -> Callable[[str], Any]:
    kept = {
        k: v for k, v in json.loads(descriptor).items() if k not in ("constraints", "missingValues")
    }
    reader = Field.from_descriptor(kept).create_value_reader()
    return lambda text: reader(text)


def value(descriptor: Descriptor, text: str) -> Any:
    """The value that frictionless reads in a cell, None where it reads none."""
    return _reader(json.dumps(descriptor))(text)


def loose(descriptor: Descriptor, text: str | None) -> str:
    """A cell's value as anybody might read it: spellings of one value give the same."""
    if text is None:
        return ""
    read = value(descriptor, text)
    if read is None:
        read = value(
            {
                "name": "x",
                "type": "number",
                "bareNumber": False,
                "groupChar": descriptor.get("groupChar", ""),
            },
            text,
        )
    if isinstance(read, (int, Decimal)):
        return repr(float(read))
    return text if read is None else str(read)


def items(descriptor: Descriptor, text: str) -> list[tuple[str, str]]:
    """The single values in a cell, each with its type."""
    if descriptor.get("type") == "list":
        parts = text.split(descriptor.get("delimiter", ","))
        return [(descriptor.get("itemType", "string"), part) for part in parts]
    return [(descriptor.get("type", "any"), text)]


def holding(*kinds: str, of: str) -> Callable[[Descriptor, str], bool]:
    """Cells of one of these types in which a pattern is found."""
    return lambda descriptor, text: any(
        kind in kinds and re.search(of, part) for kind, part in items(descriptor, text)
    )


def _beyond_64_bits(descriptor: Descriptor, text: str) -> bool:
    return descriptor.get("type") == "integer" and not -(2**63) <= value(descriptor, text) < 2**63


def _rounded(descriptor: Descriptor, text: str) -> bool:
    read = value(descriptor, text) if descriptor.get("type") == "number" else Decimal(0)
    return read.is_finite() and Decimal(repr(float(read))) != read


def _rounded_integer(odd: Odd) -> bool:
    """A foreign key from integers to numbers, or the other way round, with a large value."""
    cells = list(odd.key())
    kinds = {table.fields[column].get("type") for table, column, _ in cells}
    return (
        odd.code == "OS022"
        and {"integer", "number"} <= kinds
        and any(re.search("[0-9]{16}", cell or "") for _, _, cell in cells)
    )


def _is_nan(odd: Odd) -> bool:
    return any(
        table.fields[column].get("type") == "number"
        and cell
        and loose(table.fields[column], cell) == "nan"
        for table, column, cell in odd.key()
    )


def _spelt_otherwise(descriptor: Descriptor, text: str) -> bool:
    return any(
        kind == "number"
        and re.search("[a-z]{3}", part, re.I)
        and not re.fullmatch(r"\s*(nan|-?inf)\s*", part, re.I)
        for kind, part in items(descriptor, text)
    )


def _grouped_integer(descriptor: Descriptor, text: str) -> bool:
    group = descriptor.get("groupChar")
    return descriptor.get("type") == "integer" and bool(group) and group in text


def _short_date(descriptor: Descriptor, text: str) -> bool:
    return descriptor.get("format", "default") == "default" and any(
        kind == "date" and (len(part) < 10 or "- " in part)
        for kind, part in items(descriptor, text)
    )


def _of_format(form: str, more: Callable[[str], bool]) -> Callable[[Descriptor, str], bool]:
    return lambda descriptor, text: (
        (descriptor.get("type"), descriptor.get("format")) == ("string", form) and more(text)
    )


def _whole_pattern(odd: Odd) -> bool:
    """A pattern that says otherwise of the whole cell than of what "^" and "$" around it leave."""
    if odd.code != "OS014" or odd.text is None:
        return False
    return odd.is_ours == (re.fullmatch(odd.field["constraints"]["pattern"], odd.text) is None)


def _unchecked(constraint: str, may_be: Callable[[Descriptor], bool]) -> Callable[[Odd], bool]:
    """Findings on what we said is not checked, where it is such that we may say so."""

    def holds(odd: Odd) -> bool:
        if constraint == "type":
            places = list(odd.key()) or [(odd.table, odd.found.column, None)]
            return any(
                may_be(table.fields.get(column, {}))
                and (table.name, column, "type") in odd.both.unchecked
                for table, column, _ in places
            )
        named = odd.both.named.get(odd.found)
        said = (odd.found.table, odd.found.column, constraint) in odd.both.unchecked
        return not odd.is_ours and named == {constraint} and said and may_be(odd.field)

    return holds


def _uncompiled_type(descriptor: Descriptor) -> bool:
    if descriptor.get("type") == "date":
        return descriptor.get("format") in UNKNOWN_STRPTIME
    return descriptor.get("itemType") in ("datetime", "time")


def _held_delimiter(descriptor: Descriptor) -> bool:
    return descriptor.get("type") == "list" and set(descriptor.get("delimiter", ",")) <= set(
        "+-.0123456789"
    )


def _strange_member(descriptor: Descriptor) -> bool:
    textual = descriptor.get("type", "any") in ("string", "any")
    return any(
        (not isinstance(member, str) if textual else value(descriptor, member) is None)
        for member in descriptor["constraints"]["enum"]
    )


def _not_portable(descriptor: Descriptor) -> bool:
    try:
        portable(descriptor["constraints"]["pattern"])
    except NotPortableError:
        return True
    return False


def _all_missing(odd: Odd) -> bool:
    table, row = odd.table, odd.found.row
    if row < 2 or odd.code not in ("OS003", "OS011"):
        return False
    return odd.is_ours == (odd.code == "OS011") and all(
        table.filled(row, column) is None for column in table.columns
    )


def _earlier_twin(odd: Odd) -> bool:
    return odd.is_ours and odd.found in odd.both.twins


def _boolean_as_number(odd: Odd) -> bool:
    kinds = {table.fields[column].get("type") for table, column, _ in odd.key()}
    return (
        odd.code == "OS022"
        and odd.is_ours
        and "boolean" in kinds
        and bool(kinds & {"integer", "number", "year"})
    )


def _lacking_cell(odd: Odd) -> bool:
    """A cell that a short row lacks, where empty is not among the missing values; or one like it."""
    row = odd.found.row
    own = [(odd.table, odd.found.column, odd.text)] if odd.field and odd.code not in KEYS else []
    return row > 1 and any(
        not cell
        and "" not in table.missing(column)
        and any(table.cell(number, column) is None for number in ([row] if own else table.numbers))
        for table, column, cell in own or odd.key()
    )


def _blank_line(odd: Odd) -> bool:
    line = odd.found.row > 1 and odd.table.rows[odd.found.row - 2] == ()
    return odd.code == "OS021" and not odd.is_ours and line


def _long(odd: Odd) -> bool:
    return odd.code == "OS005" and odd.is_ours and len((odd.text or "").encode()) > 131_072


def _unique_key(odd: Odd) -> bool:
    keys = odd.table.schema.get("uniqueKeys", ())
    return odd.code == "OS023" and odd.is_ours and odd.found.column.split(",") in keys


def _by_name(odd: Odd) -> bool:
    """The rows of a table whose columns frictionless does not know by their names.

    That is so below a header that is not the schema's, where it is to be matched in order, and
    below one in which a column stands twice.
    """
    labels, match = odd.table.labels, odd.table.schema.get("fieldsMatch", "exact")
    known = labels == odd.table.columns if match == "exact" else len(set(labels)) == len(labels)
    return odd.found.row > 1 and not known


def _headed_otherwise(odd: Odd) -> bool:
    """A foreign key from or to a table whose header is not the schema's."""
    tables = {table.name for table, _, _ in odd.key()}
    heads = {Found(name, 1, "", "OS002") for name in tables}
    return odd.code == "OS022" and not odd.is_ours and bool(heads & odd.both.ours)


def _absent_target(odd: Odd) -> bool:
    """A foreign key that points at columns which a table may lack, and does."""
    said = (odd.found.table, odd.found.column, "foreignKeys") in odd.both.unchecked
    lacks = any(column not in table.labels for table, column, _ in odd.key())
    return odd.code == "OS022" and not odd.is_ours and said and lacks


def _header_of_lines(odd: Odd) -> bool:
    return odd.is_ours and odd.code == "OS002" and any("\n" in name for name in odd.table.columns)


def _one(descriptor: Descriptor, *cells: str, **schema: Any) -> Case:
    """A package of one table with one column, and a second that numbers the rows."""
    fields_ = [{"name": "x", **descriptor}, {"name": "n"}]
    rows = tuple((cell, str(number)) for number, cell in enumerate(cells))
    return Case((Table("one", {"fields": fields_, **schema}, rows),))


def _two(ours: Descriptor, cell: str, theirs: Descriptor, other: str) -> Case:
    """A package in which a cell of one table points at that of another."""
    key = {"fields": ["x"], "reference": {"resource": "one", "fields": ["x"]}}
    there = _one(theirs, other).tables[0]
    return Case((there, replace(_one(ours, cell, foreignKeys=[key]).tables[0], name="two")))


_NUMERIC = ("integer", "number")
_UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

DIFFERENCES = (
    Difference(
        "underscore in a number",
        "Python reads 1_000; Table Schema has no such number, and other readers refuse it.",
        [
            _one({"type": "integer"}, "1_000"),
            _one({"type": "number"}, "1_0.5"),
            _one({"type": "year"}, "2_22"),
            _one({"type": "list", "itemType": "integer"}, "1_0,2"),
        ],
        cell=holding(*_NUMERIC, "year", of="_"),
    ),
    Difference(
        "digits of other scripts",
        "Python reads every decimal digit of Unicode; XML Schema, and so Table Schema, 0 to 9.",
        [
            _one({"type": "integer"}, "٣"),
            _one({"type": "number"}, "１２"),
            _one({"type": "date"}, "٢٠٢٢-01-05"),
            _one({"type": "year"}, "٢٠٢٢"),
            _one({"type": "yearmonth"}, "٢٠٢٢-٠١"),
        ],
        cell=holding(*_NUMERIC, "date", "year", "yearmonth", of=r"(?![0-9])\d"),
    ),
    Difference(
        "other space around a number",
        "XML Schema ignores space, tab and line breaks around a number; Python all of Unicode's.",
        [_one({"type": "integer"}, "\u00a01"), _one({"type": "number"}, "1\u2003")],
        cell=holding(
            *_NUMERIC,
            of=r"\A[^\S \t\n\r]|[^\S \t\n\r]\Z|[^\S \t\n\r][ \t\n\r]+\Z|\A[ \t\n\r]+[^\S \t\n\r]",
        ),
    ),
    Difference(
        "integer beyond 64 bits",
        "Arrow, Parquet and most databases have no column for it.",
        [_one({"type": "integer"}, "9223372036854775808")],
        cell=_beyond_64_bits,
    ),
    Difference(
        "numbers are compared as float64",
        "That is what readers load them as; frictionless compares decimals of any length.",
        [
            _one({"type": "number", "constraints": {"enum": [0.1]}}, "0.10000000000000000001"),
            _one(
                {"type": "number", "constraints": {"unique": True}}, "0.1", "0.10000000000000000001"
            ),
        ],
        cell=_rounded,
        reads="otherwise",
    ),
    Difference(
        "large integers are compared with numbers as float64",
        "A foreign key from integers to numbers compares them as numbers.",
        [_two({"type": "integer"}, "9007199254740993", {"type": "number"}, "9007199254740992")],
        finding=_rounded_integer,
    ),
    Difference(
        "NaN is NaN",
        "In a key NaN is a value like others: it stands twice if it stands on two rows.",
        [_one({"type": "number", "constraints": {"unique": True}}, "NaN", "NaN")],
        finding=_is_nan,
    ),
    Difference(
        "NaN and INF spelt otherwise",
        "Table Schema has NaN, INF and -INF in any case; Python reads Infinity, +inf and nan1 too.",
        [_one({"type": "number"}, cell) for cell in ("Infinity", "+INF", "-NaN", "nan1")],
        cell=_spelt_otherwise,
    ),
    Difference(
        "group characters in integers",
        "Table Schema has groupChar for integers since version 2; frictionless for numbers alone.",
        [_one({"type": "integer", "groupChar": ","}, "1,000")],
        cell=_grouped_integer,
        reads="more",
    ),
    Difference(
        "month or day of one digit",
        "A date in the default format is yyyy-mm-dd; strptime reads 2022-1-5 too, and a space.",
        [_one({"type": "date"}, cell) for cell in ("2022-1-5", "2022-01-5", "2022-01- 5")],
        cell=_short_date,
    ),
    Difference(
        "space for a digit of the day",
        "For %d strptime reads a space and a digit; in no example of Table Schema does one stand.",
        [_one({"type": "date", "format": "%d.%m.%Y"}, " 5.01.2022")],
        cell=lambda d, t: "%d" in d.get("format", "") and holding("date", of=" [1-9]")(d, t),
    ),
    Difference(
        "year with a sign or space",
        "A year is YYYY; frictionless reads whatever of four characters Python takes for a number.",
        [_one({"type": "year"}, cell) for cell in ("+202", " 202")],
        cell=holding("year", of=r"[+\s]"),
    ),
    Difference(
        "yearmonth of other lengths",
        "A month is YYYY-MM; frictionless reads any two numbers around a hyphen.",
        [_one({"type": "yearmonth"}, cell) for cell in ("2022-1", "22-01", "20220-1", " 2022-01")],
        cell=holding("yearmonth", of=r"\A(?!\d{4}-\d\d\Z)"),
    ),
    Difference(
        "e-mail addresses",
        "We read what needs no quotes, at a domain of ASCII labels; frictionless caps the length of "
        "the parts, wants the last label to be of letters, and takes names of domains in Unicode.",
        [
            _one({"type": "string", "format": "email"}, "a@1.2.3.4"),
            _one({"type": "string", "format": "email"}, "a@b.c"),
            _one({"type": "string", "format": "email"}, "a" * 65 + "@example.org"),
        ],
        cell=_of_format(
            "email",
            lambda text: (
                re.fullmatch(r".{65,}@.*|.*@.*\.([a-z]|[^.]*[0-9-][^.]*)", text, re.I) is not None
            ),
        ),
        reads="more",
    ),
    Difference(
        "domain names in Unicode",
        "In an e-mail address we read the ASCII form, xn--…, which mail servers understand.",
        [_one({"type": "string", "format": "email"}, "a@bücher.de")],
        cell=_of_format("email", lambda text: not text.rpartition("@")[2].isascii()),
    ),
    Difference(
        "space in a URI",
        "RFC 3986 has none; frictionless looks for a scheme only.",
        [_one({"type": "string", "format": "uri"}, "http://a b")],
        cell=_of_format("uri", lambda text: re.search(r"\s", text) is not None),
    ),
    Difference(
        "UUIDs in other forms",
        "RFC 9562 writes one with four hyphens; Python reads braces, a prefix and none as well.",
        [_one({"type": "string", "format": "uuid"}, "{12345678-1234-1234-1234-123456789abc}")],
        cell=_of_format("uuid", lambda text: not re.fullmatch(_UUID, text)),
    ),
    Difference(
        "characters that are not of base64",
        "Python drops what is not of the alphabet, and what follows the padding; RFC 4648 refuses it.",
        [_one({"type": "string", "format": "binary"}, cell) for cell in ("YW Jj", "YQ==YQ==")],
        cell=_of_format("binary", lambda text: not re.fullmatch("[A-Za-z0-9+/]*={0,2}", text)),
    ),
    Difference(
        "a pattern is one for the whole cell",
        "frictionless puts ^ and $ around it: ^a|b$ takes what begins with a or ends with b, and $ "
        "lets a line break follow.",
        [
            _one({"type": "string", "constraints": {"pattern": "a|b"}}, "ax"),
            _one({"type": "string", "constraints": {"pattern": "a"}}, "a\n"),
        ],
        finding=_whole_pattern,
    ),
    Difference(
        "patterns that engines read differently",
        "Lookaround, backreferences, word boundaries and flags are said to be not checked.",
        [_one({"type": "string", "constraints": {"pattern": "(?=a)a"}}, "b")],
        finding=_unchecked("pattern", _not_portable),
    ),
    Difference(
        "an enumeration with a member that is no value",
        "We say that it is not checked; frictionless drops the member.",
        [_one({"type": "integer", "constraints": {"enum": [1, "x"]}}, "2")],
        finding=_unchecked("enum", _strange_member),
    ),
    Difference(
        "types that are not compiled",
        "Dates in any format or with names of months, lists of times: said to be not checked.",
        [
            _one({"type": "date", "format": "any"}, "x"),
            _one({"type": "date", "format": "%d %B %Y"}, "x"),
            _one({"type": "list", "itemType": "datetime"}, "x"),
        ],
        finding=_unchecked("type", _uncompiled_type),
    ),
    Difference(
        "a list whose items may hold its delimiter",
        "No pattern tells 1.2 from 1 and 2: said to be not checked.",
        [_one({"type": "list", "itemType": "number", "delimiter": "."}, "1.2.x")],
        finding=_unchecked("type", _held_delimiter),
    ),
    Difference(
        "a row of nothing but missing values",
        "It is blank for frictionless, and nothing else; for us so is a blank line alone, and in "
        "others the required cells are named.",
        [_one({"constraints": {"required": True}}, "", n=1, missingValues=["", "0"])],
        finding=_all_missing,
    ),
    Difference(
        "all rows of a duplicate",
        "Which of them is wrong nobody knows; frictionless names all but the first.",
        [
            _one({"constraints": {"unique": True}}, "a", "a"),
            _one({}, "a", "a", primaryKey=["x"]),
        ],
        finding=_earlier_twin,
    ),
    Difference(
        "a boolean is no number",
        "In Python True is 1, so that frictionless finds true in a column of integers.",
        [_two({"type": "boolean"}, "true", {"type": "integer"}, "1")],
        finding=_boolean_as_number,
    ),
    Difference(
        "the cells that a short row lacks",
        "We read them as empty ones, frictionless as missing, also where empty is a value.",
        [
            Case(
                (
                    Table(
                        "one",
                        {
                            "fields": [{"name": "a"}, {"name": "b", "type": "integer"}],
                            "missingValues": ["-"],
                        },
                        (("x",),),
                    ),
                )
            )
        ],
        finding=_lacking_cell,
    ),
    Difference(
        "a cell too long for the csv module",
        "Readers that keep to its limit refuse the file; frictionless lifts the limit.",
        [_one({}, "x" * 131_073)],
        finding=_long,
    ),
    Difference(
        "a blank line is no row",
        "It is reported as what it is; frictionless says besides that its key is empty.",
        [
            Case(
                (
                    Table(
                        "one",
                        {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a"]},
                        ((),),
                    ),
                )
            )
        ],
        finding=_blank_line,
    ),
    Difference(
        "unique keys",
        "Table Schema has uniqueKeys since version 2; frictionless does not check them.",
        [_one({}, "a", "a", uniqueKeys=[["x"]])],
        finding=_unique_key,
    ),
    Difference(
        "columns go by their names",
        "Below a header that is not the schema's we read each column as that which it is called; "
        "frictionless as that in its place.",
        [
            Case(
                (
                    Table(
                        "one",
                        {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]},
                        (("x", "1"),),
                        ("b", "a"),
                    ),
                )
            )
        ],
        finding=_by_name,
    ),
    Difference(
        "keys of a table with another header",
        "What its rows point at, and what points at them, is said to be not checked.",
        [
            Case(
                (
                    replace(_one({}, "a").tables[0], header=("x", "m")),
                    _two({}, "b", {}, "a").tables[1],
                )
            )
        ],
        finding=_headed_otherwise,
    ),
    Difference(
        "keys that point at columns which are not there",
        "Where a table may have fewer columns than the schema: said to be not checked.",
        [
            Case(
                (
                    Table(
                        "one",
                        {"fields": [{"name": "x"}, {"name": "n"}], "fieldsMatch": "superset"},
                        (("1",),),
                        ("n",),
                    ),
                    _two({}, "b", {}, "a").tables[1],
                )
            )
        ],
        finding=_absent_target,
    ),
    Difference(
        "a column's name of several lines",
        "The first line of a file is its header; we report the name as unknown.",
        [Case((Table("one", {"fields": [{"name": "a\nb"}]}, (("x",),)),))],
        finding=_header_of_lines,
    ),
)


def unexplained(both: Both) -> list[Odd]:
    """The findings that only one of the two has, without those that an entry explains."""
    odd = [Odd(both, found) for found in sorted(both.ours ^ both.theirs)]
    return [one for one in odd if not any(entry.explains(one) for entry in DIFFERENCES)]


# -- tests ---------------------------------------------------------------------------------------


def _told(odd: Sequence[Odd]) -> str:
    return "\n".join(
        f"only {'ours' if one.is_ours else 'theirs'}: {one.found} {one.text!r} {one.field} "
        f"{sorted(one.both.named.get(one.found, ()))}"
        for one in odd
    )


def _compared(make: Callable[[Maker], Case], examples: int) -> Counter[str]:
    """Compare so many packages; returns how many schemas there were, and findings of both."""
    compared: Counter[str] = Counter()

    @seed(SEED)
    @settings(max_examples=examples, database=None, phases=[Phase.generate])
    @given(st.randoms(use_true_random=True))
    def run(random: Random) -> None:
        case = make(Maker(random))
        both = compare(case)
        if unexplained(both):
            both = _smallest(case)
            raise AssertionError(f"{_told(unexplained(both))}\n{both.case}")
        compared["schemas"] += len(case.tables)
        compared.update(found.code for found in both.ours & both.theirs)

    run()
    return compared


def _smallest(case: Case) -> Both:
    """As little of a package as still has a finding that nothing explains."""
    both = compare(case)
    for less in case.smaller():
        if unexplained(compare(less)):
            return _smallest(less)
    return both


def test_findings_are_those_of_frictionless() -> None:
    compared = _compared(Maker.case, EXAMPLES)
    assert compared["schemas"] >= 300
    codes = (*CONSTRAINTS.values(), "OS012", *KEYS)
    few = {code: compared[code] for code in codes if compared[code] < 30}
    assert not few, f"the two hardly ever agree that something is wrong: {few}"


def test_rows_too_short_too_long_or_blank() -> None:
    compared = _compared(Maker.ragged, EXAMPLES // 4)
    assert compared["OS003"] > 100
    assert compared["OS012"] > 100


def test_headers_that_are_not_the_schemas() -> None:
    compared = _compared(Maker.headed, EXAMPLES // 4)
    assert compared["OS002"] > 10
    assert compared["OS012"] > 50


@pytest.mark.parametrize("entry", DIFFERENCES, ids=lambda entry: entry.name)
def test_each_difference_is_needed(entry: Difference) -> None:
    for case in entry.examples:
        both = compare(case)
        odd = [Odd(both, found) for found in both.ours ^ both.theirs]
        assert odd, "no longer a difference"
        others = [other for other in DIFFERENCES if other is not entry]
        assert any(not any(other.explains(one) for other in others) for one in odd), (
            "explained by others"
        )
        assert not unexplained(both), _told(unexplained(both))


def test_a_unique_key_with_a_part_missing_is_like_no_other() -> None:
    """As in SQL, which Table Schema follows here; frictionless does not check these keys."""
    schema = {"fields": [{"name": "a"}, {"name": "b"}], "uniqueKeys": [["a", "b"]]}
    rows = (("1", ""), ("1", ""), ("1", "2"), ("1", "2"), ("", "2"), ("", ""), ("", ""))
    both = compare(Case((Table("one", schema, rows),)))
    assert {found for found in both.ours if found.code == "OS023"} == {
        Found("one", 4, "a,b", "OS023"),
        Found("one", 5, "a,b", "OS023"),
    }
