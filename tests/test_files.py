"""Of any bytes the validator reads what Python's csv module reads strictly, or says that it cannot."""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from overseas_stations.validation import Report, files, structure, validate

BOM = b"\xef\xbb\xbf"

#: What a reader may take for something other than text, and what DuckDB bends without a word.
ALPHABET = (b"a", b",", b'"', b"\n", b"\r", b" ", b"\xc3\xa9", b"\xff", b"\0")

#: Pieces of rows; joined at random they are seldom rows, joined with care they nearly are.
CELLS = st.sampled_from(
    [
        b"",
        b" ",
        b" a",
        b"a ",
        b"\xc3\xa9",
        b"\t",
        b'"a\nb"',
        b'"\n"',
        b'"\n\n"',
        b'"a "" b"',
        b'""""',
    ]
)
CELLS |= st.sampled_from(rb"""a ' \ #a a"b NULL \N "" "a" "a""b" "a,b" "NULL" """.split())
SCRAPS = st.sampled_from(
    [*ALPHABET, b"\r\n", b'""', b'"a"', b'"a" "b"', b"\n\n", b",\n", b"\xc2\xa0", BOM, b"\t"]
)

#: Codes for a file or a row that cannot be read as it is.
REFUSED = ("OS001", "OS003", "OS004")


class Form(NamedTuple):
    """How the files of a package are written."""

    width: int = 2
    delimiter: str = ","
    quote: str = '"'
    headed: bool = True

    @property
    def names(self) -> list[str]:
        return ["x", "y", "z"][: self.width]

    def written(self, body: bytes) -> bytes:
        """A body in this form, below its header."""
        header = ",".join(self.names).encode() + b"\n" if self.headed else b""
        marks = bytes.maketrans(b',"', (self.delimiter + self.quote).encode())
        return (header + body).translate(marks)


class Read(NamedTuple):
    """A file as Python reads it: each row's line and cells, up to the first that is wrong."""

    rows: list[tuple[int, list[str]]]
    #: What is wrong first: the line, and the codes.
    faults: set[tuple[int, str]]


def read(content: bytes, form: Form) -> Read:
    """Read a file by the csv module alone."""
    rows: list[tuple[int, list[str]]] = []
    lines = BytesIO(content.removeprefix(BOM)).readlines()
    if lines and (b"\0" in lines[0] or lines[0].startswith((b"\xff\xfe", b"\xfe\xff"))):
        return Read(rows, {(0, "OS001")})
    texts = [line.decode("utf-8", "replace") for line in lines]
    spoilt = [text.encode() != line for text, line in zip(texts, lines, strict=True)]
    reader = csv.reader(texts, strict=True, delimiter=form.delimiter, quotechar=form.quote)
    if form.headed:
        next(reader)
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return Read(rows, set())
        except csv.Error:
            return Read(rows, {(begin, "OS003")})
        faults = set()
        if any(spoilt[begin - 1 : reader.line_num]):
            faults.add((begin, "OS004"))
        if len(cells) != form.width and not (form.width == 1 and not cells):
            faults.add((begin, "OS003"))
        if faults:
            return Read(rows, faults)
        rows.append((begin, cells or [""]))


def check(contents: Sequence[bytes], form: Form, *, together: int = 1) -> int:
    """Validate a package of such files; returns how many tables the engine's own reader read.

    So many files ``together`` are one table. No cell is in the enumeration, so that each comes
    back as a finding, with its line.
    """
    fields = [
        {"name": n, "type": "string", "constraints": {"enum": ["no cell"]}} for n in form.names
    ]
    dialect = {"delimiter": form.delimiter, "quoteChar": form.quote, "header": form.headed}
    more = {"dialect": dialect, "schema": {"fields": fields, "missingValues": []}}
    named = {f"t{number}.csv": content for number, content in enumerate(contents)}
    names = list(named)
    tables = [names[at : at + together] for at in range(0, len(names), together)]
    mended: list[str] = []
    mend = structure.mend

    def spy(of: files.Files, *rest: Any) -> Any:
        mended.extend(path.name for path in of.paths)
        return mend(of, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "mend", spy)
        report = validated(named, tables, **more)
    for name, content in named.items():
        agrees(report, name, content, form, name in mended)
    return sum(table[0] not in mended for table in tables)


def validated(
    contents: Mapping[str, bytes], tables: Sequence[list[str]] = (), **more: Any
) -> Report:
    """The report on a package of these files, each a table of its own unless said otherwise."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in contents.items():
            (folder / path).write_bytes(content)
        resources = [
            {"name": paths[0].partition(".")[0], "path": paths, **more}
            for paths in tables or [[path] for path in contents]
        ]
        (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), "utf-8")
        return validate(folder, max_findings=None)


def agrees(report: Report, file: str, content: bytes, form: Form, mended: bool) -> None:
    found = [f for f in report.findings if f.file == file]
    cells = sorted((f.line, f.column, f.value) for f in found if f.code == "OS013")
    refused = sorted((f.line, f.code) for f in found if f.code in REFUSED)
    expected = read(content, form)
    wanted = sorted(
        (line, column, shown(cell))
        for line, row in expected.rows
        for column, cell in zip(form.names, row, strict=True)
    )
    if not expected.faults:
        assert not refused, content
        assert cells == wanted, content
        return
    assert refused, content
    assert mended or refused[0][1] == "OS001", content
    first = refused[0][0]
    assert {fault for fault in refused if fault[0] == first} == expected.faults, content
    assert set(wanted) <= set(cells), content


def shown(cell: str) -> str:
    """A cell as a finding shows it."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cell)


@st.composite
def bodies(draw: st.DrawFn, width: int) -> bytes:
    """Scraps, or rows with a scrap put in, a byte taken out, a line end more or none at the end."""
    if draw(st.booleans()):
        body = b"".join(draw(st.lists(SCRAPS, min_size=3, max_size=16)))
    else:
        row = st.lists(CELLS, min_size=width, max_size=width).map(b",".join)
        body = b"".join(line + b"\n" for line in draw(st.lists(row, min_size=1, max_size=5)))
        for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 3]))):
            at = draw(st.integers(0, len(body)))
            body = body[:at] + draw(SCRAPS | st.just(b"")) + body[at + draw(st.integers(0, 1)) :]
        body = body.removesuffix(b"\n") if draw(st.booleans()) else body
    return body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") if draw(st.booleans()) else body


@pytest.fixture(params=["held", "large"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are held in memory, and those whose bytes are counted beside the engine's reading."""
    if request.param == "large":
        monkeypatch.setattr(structure, "HELD", -1)


@pytest.mark.usefixtures("_size")
def test_every_short_file() -> None:
    for width, end in product((1, 2), (b"\n", b"\r\n")):
        form = Form(width)
        row = b",".join([b"a"] * width) + end
        short = [b"".join(parts) for n in range(3) for parts in product(ALPHABET, repeat=n)]
        header = form.written(b"").replace(b"\n", end)
        for before, after in ((b"", b""), (row, end + row)):
            check([header + before + body + after for body in short], form)


@st.composite
def files_of_a_form(draw: st.DrawFn) -> tuple[Form, list[bytes]]:
    """Twenty files, and the form that they have in common."""
    width = draw(st.integers(1, 3))
    delimiter, quote = draw(st.sampled_from([*[(",", '"')] * 3, (";", "'"), ("\t", '"')]))
    form = Form(width, delimiter, quote, draw(st.sampled_from([True, True, True, False])))
    contents = []
    for number, body in enumerate(draw(st.lists(bodies(width), min_size=20, max_size=20))):
        header = form.written(b"").replace(b"\n", b"\r\n" if b"\r\n" in body else b"\n")
        mark = BOM if number % 8 == 0 else b""
        contents.append(mark + header + form._replace(headed=False).written(body))
    return form, contents


@pytest.mark.usefixtures("_size")
def test_files_of_scraps_and_of_rows_gone_wrong() -> None:
    quick = 0

    @seed(1)
    @settings(max_examples=40, database=None, suppress_health_check=list(HealthCheck))
    @given(files_of_a_form())
    def run(drawn: tuple[Form, list[bytes]]) -> None:
        nonlocal quick
        form, contents = drawn
        quick += check(contents, form)

    run()
    assert quick > 100, "hardly a file was read by the engine's own reader"


@seed(1)
@settings(max_examples=10, database=None, suppress_health_check=list(HealthCheck))
@given(files_of_a_form())
def test_a_table_of_two_files(drawn: tuple[Form, list[bytes]]) -> None:
    form, contents = drawn
    sound = [
        b"" if read(content, form).faults & {(0, "OS001")} else content for content in contents
    ]
    check([content or form.written(b"") for content in sound], form, together=2)


@pytest.mark.parametrize(
    "content",
    [
        b"x,y\n",
        b"x,y",
        b"x,y\na,b\n",
        b"x,y\na,b",
        b"x,y\r\na,b\r\nc,d\r\n",
        b"x,y\r\na,b\r\nc,d",
        b'"x","y"\n"a","b"\n',
        b'x,y\n"a\nb","c, d"\n"say ""x""",\n',
        b'x,y\r\n"a\r\nb",""\r\n',
        b"x,y\n,\n\xc3\xa9, a \n",
        b'x,y\na"b,"\'"\n',
        BOM + b"x,y\na,b\n",
        b'x,y\n"' + b"a" * files._CHUNK + b'","\n"\nb,\n',
    ],
    ids=lambda content: repr(content[:40]),
)
def test_a_sound_file_is_read_by_the_engine(content: bytes) -> None:
    read_by_engine = check([content], Form()) if len(content) < 1000 else _quick(content)
    assert read_by_engine == 1


def _quick(content: bytes) -> int:
    report = validated({"t.csv": content}, schema={"fields": [{"name": "x"}, {"name": "y"}]})
    assert {f.code for f in report.findings} <= {"OS005"}
    return report.tables["t"] - 1


def test_a_file_without_a_header_is_read_by_the_engine() -> None:
    form = Form(headed=False)
    assert check([b"a,b\n", b"a,b\r\nc,d", BOM + b"a,b\n", b'"a\n","b"\n'], form) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"x,y\r\na,b\nc,d,\r\n",
        b"x,y\r\na,b\n\r\n",
        b"x,y\na,b\r\n",
        b'x,y\n"a" "b",c\n',
        b'x,y\n"a"   "b",c\n',
        b'x,y\n"" "",\n',
        b'x,y\na,b \n "c",d\n',
        b"x,y\na,b,\n",
        b"x,y\n\na,b\n",
        b"x,y\na,b\n\n",
        b"x,y\na\rb,c\n",
        b"x,y\na,b\0\n",
        b"x,y\na,\xff\n",
        b'x,y\n"a\n\xff,b\nc,d\n',
    ],
    ids=repr,
)
def test_what_the_engine_would_bend_is_not_left_to_it(content: bytes) -> None:
    """Each of these was read otherwise than by the csv module once, or might be."""
    check([content], Form())


@pytest.mark.usefixtures("_size")
def test_all_that_is_wrong_is_named_with_its_line() -> None:
    body = b'a,b\n\nc\nd,e,f\n"g,h\n\xff,i\n"j" k,l\nm,n\n'
    report = validated(
        {"t.csv": b"x,y\n" + body}, schema={"fields": [{"name": "x"}, {"name": "y"}]}
    )
    assert [(f.line, f.code) for f in sorted(report.findings, key=lambda f: (f.line, f.code))] == [
        (3, "OS003"),
        (4, "OS003"),
        (5, "OS003"),
        (6, "OS003"),
        (7, "OS004"),
        (8, "OS003"),
    ]
    assert report.tables == {"t": 5}


def test_a_header_in_the_declared_encoding() -> None:
    schema = {"fields": [{"name": "ä"}], "fieldsMatch": "superset"}
    content = "ä\nö\n".encode("latin-1")
    assert validated({"t.csv": content}, schema=schema, encoding="latin-1").clean
    report = validated({"t.csv": content}, schema=schema)
    assert {(f.code, f.line) for f in report.findings} == {("OS002", 1), ("OS004", 1), ("OS004", 2)}


@pytest.mark.parametrize("chunk", [3, 4, 5, 7])
def test_a_survey_does_not_depend_on_where_its_chunks_end(chunk: int, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(SCRAPS, max_size=12).map(b"".join), st.booleans())
    def run(body: bytes, headed: bool) -> None:
        path.write_bytes(b"x\n" + body)
        whole = files.survey(path, headed=headed, utf8=True)
        assert replace(files.survey(path, headed=headed), utf8=whole.utf8) == whole
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(files, "_CHUNK", chunk)
            assert files.survey(path, headed=headed, utf8=True) == whole

    run()


@seed(1)
@settings(max_examples=40, database=None)
@given(st.lists(st.binary(max_size=40) | st.lists(SCRAPS).map(b"".join), min_size=6, max_size=6))
def test_no_bytes_end_the_run(contents: list[bytes]) -> None:
    """Not as CSV, packed or not, nor as Parquet; what cannot be read is a finding."""
    made = {f"{kind}{n}.{kind}": c for n, c in enumerate(contents) for kind in ("csv", "parquet")}
    made |= {f"gz{n}.csv.gz": gzip.compress(content) for n, content in enumerate(contents)}
    made |= {f"bad{n}.csv.gz": content for n, content in enumerate(contents)}
    schema = {"fields": [{"name": "x", "type": "integer"}], "primaryKey": "x"}
    report = validated(made, schema=schema)
    unread = {f.table for f in report.findings if f.code in ("OS001", "OS002")}
    assert {path.partition(".")[0] for path in made if "parquet" in path} <= unread
