"""Data Packages made at random: schemas of every type that we compile, and tables that nearly fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from overseas_stations.validation import structure

Descriptor = dict[str, Any]


def listed(names: list[str] | str) -> list[str]:
    """Column names as a list, which a schema may give as a single one."""
    return [names] if isinstance(names, str) else names


@dataclass(frozen=True)
class Table:
    """One resource: its schema, the rows of its file, and how that is written."""

    name: str
    schema: Descriptor
    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] | None = None
    delimiter: str = ","
    line_end: str = "\n"
    ends_open: bool = False
    quote_all: bool = False
    #: Under another name than utf-8 we read it row by row, without the engine's own reader.
    encoding: str = "utf-8"

    @property
    def fields(self) -> dict[str, Descriptor]:
        return {f["name"]: f for f in self.schema["fields"]}

    @property
    def columns(self) -> list[str]:
        return list(self.fields)

    @property
    def numbers(self) -> range:
        """The numbers of its rows, counted from 1, the header being the first."""
        return range(2, len(self.rows) + 2)

    @property
    def labels(self) -> list[str]:
        return list(self.columns if self.header is None else self.header)

    def cell(self, row: int, column: str) -> str | None:
        """A cell as written; rows are counted from 1, the header being the first."""
        cells = dict(zip(self.labels, self.rows[row - 2], strict=False))
        return cells.get(column)

    def filled(self, row: int, column: str) -> str | None:
        """A cell that is there and no missing value."""
        cell = self.cell(row, column)
        return None if cell in self.missing(column) else cell

    def missing(self, column: str) -> list[str]:
        found = self.fields[column].get("missingValues", self.schema.get("missingValues", [""]))
        return [value["value"] if isinstance(value, dict) else value for value in found]

    def text(self) -> str:
        """The CSV file. A row without cells is a blank line."""
        special = (self.delimiter, '"', "\n", "\r")

        def written(cell: str) -> str:
            if self.quote_all or any(char in cell for char in special):
                return '"' + cell.replace('"', '""') + '"'
            return cell

        lines = []
        for row in (tuple(self.labels), *self.rows):
            lone = len(row) == 1 and row[0] == ""
            lines.append('""' if lone else self.delimiter.join(map(written, row)))
        # Without a line end a blank line would be none.
        last = self.line_end if not (self.ends_open and lines[-1]) else ""
        return self.line_end.join(lines) + last

    def descriptor(self) -> Descriptor:
        # All of it: frictionless guesses what is not declared, even which line is the header.
        dialect = {
            "header": True,
            "headerRows": [1],
            "delimiter": self.delimiter,
            "lineTerminator": self.line_end,
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
        }
        return {
            "name": self.name,
            "type": "table",
            "path": f"{self.name}.csv",
            "format": "csv",
            "encoding": self.encoding,
            "dialect": dialect,
            "schema": self.schema,
        }


@dataclass(frozen=True)
class Case:
    """A Data Package, and from how many bytes on we take a table for a large one."""

    tables: tuple[Table, ...]
    held: int = structure.HELD

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)

    def write(self, folder: Path) -> None:
        descriptor = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "generated",
            "resources": [table.descriptor() for table in self.tables],
        }
        (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
        for table in self.tables:
            (folder / f"{table.name}.csv").write_text(table.text(), "utf-8", newline="")

    def smaller(self) -> Iterator[Case]:
        """The package with a little less in it, each time something else."""
        for number, table in enumerate(self.tables):
            fields = table.schema["fields"]
            less = [
                {k: v for k, v in table.schema.items() if k != key}
                for key in table.schema
                if key != "fields"
            ]
            for at, descriptor in enumerate(fields):
                for key in descriptor.keys() & {"constraints", "missingValues"}:
                    left = {k: v for k, v in descriptor.items() if k != key}
                    less.append({**table.schema, "fields": [*fields[:at], left, *fields[at + 1 :]]})
                for key in descriptor.get("constraints", {}):
                    kept = {k: v for k, v in descriptor["constraints"].items() if k != key}
                    left = {**descriptor, "constraints": kept}
                    less.append({**table.schema, "fields": [*fields[:at], left, *fields[at + 1 :]]})
            tables = [
                replace(table, rows=table.rows[:at] + table.rows[at + 1 :])
                for at in range(len(table.rows))
            ]
            tables += [replace(table, schema=schema) for schema in less]
            for one in tables:
                yield replace(self, tables=(*self.tables[:number], one, *self.tables[number + 1 :]))


# -- what the cells are made of ------------------------------------------------------------------


def words(text: str, *more: str) -> list[str]:
    """The words of a text, and what holds space."""
    return [*text.split(), *more]


NONSENSE = words(
    """x - ? NA null None true 0 1 " "" ' a,b a;b|c é e\u0301 ß 𝒳 1/2 2022-01-05""",
    *("", " ", "\n", "a\nb", "a\r\nb", "\r", "\t", "a b", "\u00a0"),
)
NUMBERS = words(
    """0 1 -1 +1 007 -0 00 2 10 12 1. .5 -.5 1.0 1.50 +.0 1e3 1E+3 1e-3 e1 1e 1e1.5 1_000 1__0 _1
    1,000 1.000,5 1'000 1,5 NaN nan -NaN INF -INF +INF inf Infinity nan1 ٣ １２ --1 1- +-1 0x10
    1e999 -1e999 1e-999 9223372036854775807 9223372036854775808 -9223372036854775808
    -9223372036854775809 9007199254740993 9007199254740992 0.1 0.10000000000000000001
    $5 5% -$5 $-5 1e5% ½ ① ² 1.2.3 . + 12,34,5""",
    *("1 000", " 1", "1 ", "\t1", "1\n", "\u00a01", "1\u2003", "\x0b1", "- 1", "€ 1,5", "1 2"),
)
DATES = words(
    """2022-01-05 2022-1-5 2022-01-5 2022-02-30 2024-02-29 2023-02-29 0000-01-01 2022-13-01
    2022-00-10 2022-01-32 22-01-05 2022/01/05 2022-01-05T00:00:00 ٢٠٢٢-٠١-٠٥ ٢٠٢٢-01-05 9999-12-31
    0001-01-01 1900-02-29 2000-02-29 10000-01-01 1000-01-01 -2022-01-05 2022-12-31 2022-1-50""",
    *("2022-01-05 ", " 2022-01-05", "2022-01- 5", "2022-01-05\n"),
)
STRPTIME = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "fmt:%m/%d/%Y", "%Y%m%d", "%Yw%m.%d", "%%%Y(%d)%m"]
STRPTIME += ["%d %m\u00a0 %Y"]
UNKNOWN_STRPTIME = ["%y-%m-%d", "%d %B %Y", "%Y-%j", "%Y-%m", "any"]
YEARS = words(
    "2022 0000 0001 9999 999 10000 -202 +202 2_22 ٢٠٢٢ 20a2 1999 2000",
    *(" 202", "202 ", "2022 ", "2022\n"),
)
MONTHS = words(
    """2022-01 2022-1 2022-13 2022-00 0000-01 22-01 +2022-01 2022-01-01 -2022-01 20220-1 2_022-01
    ٢٠٢٢-٠١ 2022-12 1999-12""",
    *(" 2022-01", "2022- 1", "2022-01\n"),
)
BOOLEANS = words("true True TRUE tRUE 1 false False FALSE 0 yes no ja 2", " true")
EMAILS = words(
    """a@example.org a.b+c@example.co.uk a@b a@b.c a..b@example.org .a@example.org a@-b.org a@b-.org
    a@b_c.org a@bücher.de ä@example.org @b.org a@[1.2.3.4] a@1.2.3.4 a@b.c1 a@b..org a@b.org.
    a,b@example.org a@b@c.org a@EXAMPLE.ORG a@xn--bcher-kva.de a(b)@c.org""",
    *('"a b"@example.org', "a b@example.org", "a@example.org\n", "a" * 65 + "@b.org"),
)
URIS = words(
    """http://example.org/ urn:x a: http: example.org //example.org 1a:b a+b-c.d:e :x http://[::1]/
    http://ü/ mailto:a@b é:x""",
    *("http://a b", "http://a\nb", "a:\u00a0"),
)
UUIDS = words(
    """12345678-1234-1234-1234-123456789abc 12345678-1234-1234-1234-123456789ABC
    {12345678-1234-1234-1234-123456789abc} 12345678123412341234123456789abc
    urn:uuid:12345678-1234-1234-1234-123456789abc 12345678-1234-1234-1234-123456789abg
    1234567812341234-1234-123456789abc １2345678-1234-1234-1234-123456789abc"""
)
BASE64 = words("YQ== YWI= YWJj YQ YQ= Y ==== YW-_ YQ==YQ== é YR==", "YW Jj", "YWJj\n")
PATTERNS = words(
    r"""[a-z]+ a|b x? \d+ \w+ (a|b)*c .* [^a] a\sb ^x$ x$ (?P<n>a). a{0,2} [é-ü]? (?=a)a (a)\1 \bx
    (?i:X) [0-9]{4}-[0-9]{2}-[0-9]{2}"""
)
#: Names of columns that may clash with those of a query, or break it.
NAMES = [
    "id",
    "c0",
    "v1",
    "w0",
    "row_no",
    "r0",
    "a b",
    'say "x"',
    "it's",
    "SELECT",
    "ä",
    "a;b",
    "t0",
    "Id",
]

_BOUNDED = ("integer", "number", "date", "year", "yearmonth")
_MISSING = [
    [""],
    ["", "-"],
    ["-"],
    [],
    ["", "NA", "0"],
    [{"value": "", "label": "none"}, {"value": "-"}],
]


# -- tables --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A field without its constraints, and what makes its cells and the values of constraints."""

    descriptor: Descriptor
    cell: Callable[[], str]
    literal: Callable[[], Any]


class Maker:
    """Makes packages from one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.choice = random.choice

    def case(self) -> Case:
        """Two tables, with keys between and within them."""
        first = self.table("one", None)
        held = self.choice([structure.HELD, structure.HELD, len(first.text().encode()), 0])
        return Case((first, self.table("two", first)), held)

    def ragged(self) -> Case:
        """Tables in which some rows are too short or too long, and some lines blank."""

        def damaged(row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
            yield row[: self.random.randint(0, len(row))] if self.seldom() else row
            if self.seldom():
                yield (*row, *self.several(NONSENSE, 1, 2))
            if self.seldom():
                yield ()

        case = self.case()
        return replace(
            case,
            tables=tuple(
                replace(table, rows=tuple(one for row in table.rows for one in damaged(row)))
                for table in case.tables
            ),
        )

    def headed(self) -> Case:
        """Tables whose header is not quite the schema's, and their schemas' views on that."""
        case = self.case()
        found = []
        for table in case.tables:
            columns = table.columns
            header = self.random.sample(
                columns, self.choice([len(columns)] * 3 + [self.random.randint(1, len(columns))])
            )
            if self.random.random() < 0.4:
                header.insert(
                    self.random.randint(0, len(header)), self.choice(["", "new", "ID", *NAMES])
                )
            if table.name == "one":
                # Where frictionless cannot open a table, it opens none that points at it.
                header = list(dict.fromkeys(header))
            header = self.choice([columns, header, header, header])
            match = self.choice([None, "exact", "equal", "subset", "superset", "partial"])
            schema = table.schema | ({} if match is None else {"fieldsMatch": match})
            rows = tuple(
                tuple(
                    row[columns.index(name)] if name in columns else self.choice(NONSENSE)
                    for name in header
                )
                for row in table.rows
            )
            found.append(replace(table, header=tuple(header), schema=schema, rows=rows))
        return replace(case, tables=tuple(found))

    def seldom(self) -> bool:
        return self.random.random() < 0.25

    def several(self, of: Sequence[Any], least: int, most: int) -> list[Any]:
        return [self.choice(of) for _ in range(self.random.randint(least, most))]

    def lone(self, names: list[str]) -> list[str] | str:
        """Column names as a schema may give them: a single one without a list."""
        return names[0] if len(names) == 1 and self.seldom() else names

    def table(self, name: str, other: Table | None) -> Table:
        columns = self.random.sample(NAMES, self.random.randint(1, 4))
        kinds = [self.kind() for _ in columns]
        fields = [{"name": c, **kind.descriptor} for c, kind in zip(columns, kinds, strict=True)]
        # Of few cells each, so that values meet again.
        pools = [[self.cell(kind) for _ in range(self.random.randint(1, 6))] for kind in kinds]
        for descriptor in fields:
            if self.random.random() < 0.15:
                descriptor["missingValues"] = self.choice(_MISSING)
        schema: Descriptor = {"fields": fields}
        if self.random.random() < 0.6:
            schema["missingValues"] = self.choice(_MISSING)
        if self.random.random() < 0.6:
            keys = [
                self.foreign_key(name, fields, pools, other)
                for _ in range(self.random.randint(1, 2))
            ]
            schema["foreignKeys"] = [key for key in keys if key]
        for descriptor, kind in zip(fields, kinds, strict=True):
            if constraints := self.constraints(descriptor, kind):
                descriptor["constraints"] = constraints
        if self.random.random() < 0.5 and (able := _able(fields)):
            own = self.random.sample(able, min(len(able), self.random.randint(1, 2)))
            schema["primaryKey"] = self.lone([fields[n]["name"] for n in own])
        rows = [tuple(map(self.choice, pools)) for _ in range(self.random.randint(0, 9))]
        return Table(
            name,
            schema,
            tuple(rows),
            delimiter=self.choice([",", ",", ",", ";", "\t", "|"]),
            line_end=self.choice(["\n", "\n", "\r\n"]),
            ends_open=self.seldom(),
            quote_all=self.seldom(),
            encoding=self.choice(["utf-8", "utf-8", "utf_8"]),
        )

    def cell(self, kind: Kind) -> str:
        if self.random.random() < 0.15:
            return self.choice(["", "-", "NA", "0"])
        return self.choice(NONSENSE) if self.random.random() < 0.1 else kind.cell()

    def foreign_key(
        self, name: str, fields: list[Descriptor], pools: list[list[str]], other: Table | None
    ) -> Descriptor | None:
        """A key to the other table or this one; mostly its columns are made to fit."""
        target = self.choice([None, other, other])
        theirs = target.schema["fields"] if target else fields
        able, there = _able(fields), _able(theirs)
        count = min(len(able), len(there), self.random.randint(1, 2))
        if not count:
            return None
        own, to = self.random.sample(able, count), self.random.sample(there, count)
        for here, far in zip(own, to, strict=True):
            if self.random.random() < 0.8:
                kept = {k: v for k, v in theirs[far].items() if k not in ("name", "constraints")}
                fields[here] = {"name": fields[here]["name"], **kept}
                cells = [row[far] for row in target.rows] if target else pools[far]
                pools[here] = [*self.random.sample(cells, min(len(cells), 3)), *pools[here][:1]]
        return {
            "fields": self.lone([fields[n]["name"] for n in own]),
            "reference": {
                "resource": target.name if target else self.choice(["", name]),
                "fields": self.lone([theirs[n]["name"] for n in to]),
            },
        }

    def constraints(self, descriptor: Descriptor, kind: Kind) -> Descriptor:
        of = descriptor.get("type")
        found: Descriptor = {}
        if self.random.random() < 0.4:
            found["required"] = self.choice([True, True, True, False])
        if of != "list" and self.seldom():
            found["unique"] = True
        # A column of a foreign key may have another type now than it was made for.
        if kind.descriptor != {
            k: v for k, v in descriptor.items() if k not in ("name", "missingValues")
        }:
            return found
        # frictionless breaks on a bound that it cannot read.
        if of in _BOUNDED and descriptor.get("format") not in UNKNOWN_STRPTIME:
            for word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
                if self.seldom():
                    found[word] = kind.literal()
        if of != "list" and self.seldom():
            unreadable = self.choice([["?"], [None]]) if self.random.random() < 0.15 else []
            found["enum"] = [kind.literal() for _ in range(self.random.randint(1, 4))] + unreadable
        if of in ("string", "list"):
            for word in ("minLength", "maxLength"):
                if self.seldom():
                    found[word] = self.random.randint(0, 4)
        if of == "string" and self.seldom():
            found["pattern"] = self.choice(PATTERNS)
        return found

    # -- types -----------------------------------------------------------------------------------

    def kind(self) -> Kind:
        makers = [self.integers, self.numbers, self.booleans, self.dates, self.years]
        makers += [self.yearmonths, self.strings, self.strings, self.lists, self.anys]
        return self.choice(makers)()

    def dress(self) -> Descriptor:
        return self.choice([{}, {}, {}, {"bareNumber": True}, {"bareNumber": False}])

    def integers(self) -> Kind:
        made: Descriptor = {"type": "integer", **self.dress()}
        group = self.choice(["", "", "", ",", ".", " ", "'"])
        if group:
            made["groupChar"] = group

        def small() -> int:
            return self.random.randint(-9, 9)

        def cell() -> str:
            grouped = f"{small()}{group}000"
            return self.choice([str(small()), str(small()), grouped, self.choice(NUMBERS)])

        return Kind(made, cell, lambda: self.choice([small(), str(small())]))

    def numbers(self) -> Kind:
        made: Descriptor = {"type": "number", **self.dress()}
        point = self.choice([".", ".", ","])
        group = self.choice(["", "", "", " ", "'", "." if point == "," else ","])
        if point == "," or self.seldom():
            made["decimalChar"] = point
        if group:
            made["groupChar"] = group

        def tenths() -> float:
            return self.random.randint(-30, 30) / 10

        def cell() -> str:
            written = str(tenths()).replace(".", point)
            return self.choice([written, written, f"1{group}000{point}5", self.choice(NUMBERS)])

        def literal() -> Any:
            return self.choice(
                [tenths(), self.random.randint(-3, 3), str(tenths()).replace(".", point)]
            )

        return Kind(made, cell, literal)

    def booleans(self) -> Kind:
        sets = [
            ({}, ["true", "0"]),
            ({"trueValues": ["yes", "ja"], "falseValues": ["no"]}, ["yes", "ja", "no"]),
        ]
        sets += [
            ({"trueValues": ["1"], "falseValues": ["0"]}, ["1", "0"]),
            ({"trueValues": []}, ["0"]),
        ]
        sets += [({"trueValues": ["x", "0"], "falseValues": ["0"]}, ["x", "0"])]
        sets += [({"trueValues": ["it's"], "falseValues": []}, ["it's"])]
        more, known = self.choice(sets)
        return Kind(
            {"type": "boolean", **more},
            lambda: self.choice([*known, *known, self.choice(BOOLEANS)]),
            lambda: self.choice([*known, True, False, "true"]),
        )

    def dates(self) -> Kind:
        form = self.choice(["default"] * 8 + STRPTIME * 2 + UNKNOWN_STRPTIME)
        written = form.removeprefix("fmt:") if "%" in form else "%Y-%m-%d"

        def literal() -> str:
            return (date(2022, 1, 1) + timedelta(self.random.randrange(60))).strftime(written)

        def cell() -> str:
            text = literal()
            near = [
                text.replace("0", "", 1),
                text + " ",
                text.upper(),
                text.replace("1", "3"),
                text.replace("0", " "),
            ]
            return self.choice([text, text, text, self.choice(near), self.choice(DATES)])

        return Kind({"type": "date", "format": form}, cell, literal)

    def years(self) -> Kind:
        def near() -> int:
            return self.random.randint(1998, 2003)

        return Kind(
            {"type": "year"},
            lambda: self.choice([str(near()), self.choice(YEARS)]),
            lambda: self.choice([near(), str(near())]),
        )

    def yearmonths(self) -> Kind:
        def near() -> str:
            return f"{self.random.randint(2021, 2022)}-{self.random.randint(1, 12):02}"

        return Kind({"type": "yearmonth"}, lambda: self.choice([near(), self.choice(MONTHS)]), near)

    def text(self) -> str:
        return (
            self.choice(NONSENSE)
            if self.random.random() < 0.5
            else "".join(self.several("abcxé0 ", 0, 4))
        )

    def strings(self) -> Kind:
        forms = {"email": EMAILS, "uri": URIS, "uuid": UUIDS, "binary": BASE64}
        form = self.choice(["default"] * 6 + list(forms))
        if form == "default":
            return Kind({"type": "string"}, self.text, self.text)
        return Kind(
            {"type": "string", "format": form},
            lambda: self.choice(forms[form]),
            lambda: self.choice(forms[form]),
        )

    def lists(self) -> Kind:
        item = self.choice(["string", "integer", "number", "boolean", "date"] * 2 + ["datetime"])
        delimiter = self.choice([",", ",", ";", "|", " ", " ", ", ", "--", "."])
        good = {"integer": "7", "number": "7.5", "boolean": "true", "date": "2022-01-05"}.get(
            item, "x"
        )
        odd = {"integer": NUMBERS, "number": NUMBERS, "boolean": BOOLEANS, "date": DATES}.get(
            item, NONSENSE
        )

        def cell() -> str:
            items = [good] * self.random.randint(1, 4)
            if self.random.random() < 0.6:
                items[self.random.randrange(len(items))] = self.choice(odd)
            return delimiter.join(items)

        more = {} if delimiter == "," else {"delimiter": delimiter}
        return Kind({"type": "list", "itemType": item, **more}, cell, lambda: None)

    def anys(self) -> Kind:
        return Kind(self.choice([{}, {"type": "any"}]), self.text, self.text)


def _able(fields: Sequence[Descriptor]) -> list[int]:
    """The columns that a key can be of; frictionless breaks on lists in keys."""
    return [n for n, descriptor in enumerate(fields) if descriptor.get("type") != "list"]
