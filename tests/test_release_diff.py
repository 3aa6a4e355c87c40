"""What differs between two published forms: old and the difference give new, whatever they hold."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overseas_stations import load
from overseas_stations.canonical import csv_text
from overseas_stations.cells import write_record
from overseas_stations.dataset import Dataset
from overseas_stations.errors import PackageError
from overseas_stations.export import export
from overseas_stations.records import Record
from overseas_stations.release.diff import Diff, patched
from overseas_stations.release.published import published
from overseas_stations.release.telling import TELLINGS
from overseas_stations.schema.spec import all_tables
from overseas_stations.schema.table_schema import descriptor_text
from overseas_stations.storage import read_rows
from tests.conftest import write_example
from tests.strategies import TEXTS, records
from tests.test_wheel import build


@contextmanager
def folders(*sides: Mapping[str, str]) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as name:
        made = []
        for number, files in enumerate(sides):
            folder = Path(name) / str(number)
            for path, text in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, "utf-8", newline="\n")
            made.append(folder)
        yield made


def package(found: Sequence[Record]) -> dict[str, str]:
    """The files of a dataset of these records, in canonical form."""
    dataset = Dataset.from_records(found)
    tables = {
        f"data/{table.name}.csv": csv_text(table.columns, map(write_record, table))
        for table in dataset.tables
    }
    return {"datapackage.json": descriptor_text(), **tables}


def holds(diff: Diff, new: Mapping[str, str], folder: Path, path: str = "data/{}.csv") -> None:
    """Old and what differs are new, to the byte; and the counts are those of the rows."""
    for name, table in diff.tables.items():
        old = [row for _, row in read_rows(folder / path.format(name))]
        changes = list(table.rows())
        assert patched(old, table, changes) == new[path.format(name)]
        assert Counter(c.kind for c in changes) == Counter(table.counts)
        assert [c.id for c in changes] == [c.id for c in table.rows()]


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[list[Record], list[Record]]:
    """Records, and what may have become of them: some gone, some others, some changed."""
    old: dict[tuple[str, str], Record] = {}
    new: dict[tuple[str, str], Record] = {}
    for spec in draw(st.permutations(all_tables()))[: draw(st.integers(1, 3))]:
        for record in draw(st.lists(records(spec), max_size=5)):
            at = (spec.name, record.primary_key)
            old[at] = record
            fate = draw(st.sampled_from(["kept", "kept", "gone", "changed"]))
            if fate == "kept":
                new[at] = record
            elif fate == "changed":
                other = draw(records(spec))
                key = {column: getattr(record, column) for column in spec.key}
                new[at] = other.model_copy(update=key)
        for record in draw(st.lists(records(spec), max_size=2)):
            new.setdefault((spec.name, record.primary_key), record)
    return list(old.values()), list(new.values())


@settings(max_examples=30, deadline=None)
@given(two_versions())
def test_old_and_what_differs_are_new(versions: tuple[list[Record], list[Record]]) -> None:
    old, new = package(versions[0]), package(versions[1])
    with folders(old, new) as (before, after), Diff(before, after) as diff:
        holds(diff, new, before)
        assert diff.differs == (old != new)
        assert not diff.schema
        for told in TELLINGS.values():
            assert "".join(told(diff, None))
        found = json.loads("".join(TELLINGS["json"](diff, None)))
        for name, table in diff.tables.items():
            assert len(found["tables"][name]["changes"]) == sum(table.counts.values())


CELLS = TEXTS | st.sampled_from(["", "", "a", "=1+1", "'", "'=", '"', "a,b", "a\nb", "é"])


@st.composite
def foreign(draw: st.DrawFn) -> dict[str, str]:
    """A package of one table that is not ours: some columns, some rows, a key or none."""
    columns = draw(st.lists(st.sampled_from("bcdef"), unique=True, max_size=4))
    ids = draw(st.lists(st.integers(-5, 30).map(str), unique=True, max_size=6))
    rows = [{"a": i, **{c: draw(CELLS) for c in columns}} for i in sorted(ids, key=int)]
    schema: dict[str, Any] = {
        "fields": [{"name": "a", "type": "integer"}, *({"name": c} for c in columns)],
        "primaryKey": "a",
    }
    ordered = sorted(rows, key=lambda row: int(row["a"]) if row["a"].isdecimal() else -1)
    # The canonical order: whole numbers by value, what is none of them after, as text.
    ordered = [r for r in ordered if r["a"].isdecimal()] + sorted(
        (r for r in rows if not r["a"].isdecimal()), key=lambda r: r["a"]
    )
    resource = {"name": 'it\'s "t"', "path": "t.csv", "schema": schema}
    return {
        "datapackage.json": json.dumps({"name": "x", "version": "1.0.0", "resources": [resource]}),
        "t.csv": csv_text(["a", *columns], ordered),
    }


@settings(max_examples=40, deadline=None)
@given(foreign(), foreign())
def test_also_where_columns_came_and_went(old: dict[str, str], new: dict[str, str]) -> None:
    with folders(old, new) as (before, after), Diff(before, after) as diff:
        (table,) = diff.tables.values()
        rows = [row for _, row in read_rows(before / "t.csv")]
        assert patched(rows, table, table.rows()) == new["t.csv"]
        gone = {c.column for c in diff.schema if c.what == "column removed"}
        come = {c.column for c in diff.schema if c.what == "column added"}
        header, other = (text["t.csv"].splitlines()[0].split(",") for text in (old, new))
        assert gone == set(header) - set(other)
        assert come == set(other) - set(header)


@given(*[st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), max_size=8)] * 2)
@settings(max_examples=40, deadline=None)
def test_rows_without_a_key_are_counted(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    schema = {"fields": [{"name": "p"}, {"name": "q"}]}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    made = [
        {
            "datapackage.json": json.dumps({"resources": [resource]}),
            "t.csv": "".join(f"{','.join(row)}\n" for row in [("p", "q"), *rows]),
        }
        for rows in (old, new)
    ]
    with folders(*made) as (before, after), Diff(before, after) as diff:
        counts = diff.tables["t"].counts
        assert counts["added"] == (Counter(new) - Counter(old)).total()
        assert counts["removed"] == (Counter(old) - Counter(new)).total()
        assert not counts["changed"]


def test_a_renamed_column_is_seen(tmp_path: Path) -> None:
    made = [
        {
            "datapackage.json": json.dumps(
                {
                    "resources": [
                        {
                            "name": "t",
                            "path": "t.csv",
                            "schema": {"fields": [{"name": "a"}, {"name": n}], "primaryKey": "a"},
                        }
                    ]
                }
            ),
            "t.csv": f"a,{n}\n1,x\n2,y\n",
        }
        for n in ("old", "new")
    ]
    with folders(*made) as (before, after), Diff(before, after) as diff:
        (removed,) = [c for c in diff.schema if c.what == "column removed"]
        assert removed.level == "major"
        assert "new holds its values now" in removed.means


def test_the_evidence_stands_beside_what_it_speaks_for(tmp_path: Path) -> None:
    old = write_example(tmp_path / "old", {})
    evidence = next(row for row in load(old).evidence if row.record_id == "stn-nl-001")
    new = write_example(
        tmp_path / "new",
        {
            "stations": {"stn-nl-001": {"city": "Leiden"}},
            "evidence": {evidence.evidence_id: {"locator": "p. 9"}},
        },
    )
    with Diff(old, new) as diff:
        assert diff.tables["stations"].changed_cells == {"city": 1}
        assert [c.id for c in diff.evidence_of["stn-nl-001"]] == [evidence.evidence_id]
        text = "".join(TELLINGS["text"](diff, 20))
        assert text.index("~ stn-nl-001") < text.index(f"evidence ~ {evidence.evidence_id}")
        assert "  NL\n" in text


def test_every_published_form_is_read_alike(tmp_path: Path) -> None:
    """A checkout, its wheel, an export, an archive of it, a git revision: nothing differs."""
    folder = write_example(tmp_path / "checkout", {})
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"],
        ["tag", "v0"],
    ):
        subprocess.run(["git", "-C", folder, *command], check=True)
    export(load(folder), tmp_path / "export", ["csv", "parquet"])
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as archive:
        for path in sorted((tmp_path / "export").rglob("*")):
            archive.write(path, Path("release-1") / path.relative_to(tmp_path / "export"))
    with tarfile.open(tmp_path / "release.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "export", "release-1")
    references: list[str | Path] = [
        folder,
        folder / "datapackage.json",
        tmp_path / "export",
        tmp_path / "release.zip",
        tmp_path / "release.tar.gz",
        "v0",
    ]
    for reference in references[1:]:
        with Diff(folder, reference, repository=folder) as diff:
            assert not diff.differs, reference
            assert diff.tables["stations"].new_rows == diff.tables["stations"].old_rows > 0


def test_a_wheel_is_a_published_form(tmp_path: Path) -> None:
    from tests.conftest import ROOT

    with Diff(ROOT, build(tmp_path)) as diff:
        assert not diff.differs
        assert len(diff.tables) == 14


@pytest.mark.parametrize("reference", ["nothing", "--output=x", "no.whl", "HEAD~100000", "@{"])
def test_what_is_no_published_form_is_refused(reference: str, tmp_path: Path) -> None:
    folder = write_example(tmp_path / "here", {})
    with pytest.raises(PackageError, match="no "), Diff(folder, reference, repository=tmp_path):
        pass


def _zip(path: Path, name: str, mode: int = 0o100644, content: bytes = b"{}") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name)
        member.external_attr = mode << 16
        archive.writestr(member, content)
    return path


def test_a_hostile_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = tmp_path / "outside"
    for name in ("../outside/x", "/outside/x", "..\\outside\\x", "C:x"):
        with (
            pytest.raises(PackageError, match="leads out"),
            published(_zip(tmp_path / "a.zip", name)),
        ):
            pass
    with (
        pytest.raises(PackageError, match="link"),
        published(_zip(tmp_path / "b.zip", "datapackage.json", 0o120777, b"/etc/passwd")),
    ):
        pass
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        with tarfile.open(tmp_path / "c.tar.gz", "w:gz") as tar:
            member = tarfile.TarInfo("datapackage.json")
            member.type, member.linkname = kind, "/etc/passwd"
            tar.addfile(member)
        with (
            pytest.raises(PackageError, match="link or a device"),
            published(tmp_path / "c.tar.gz"),
        ):
            pass
    with tarfile.open(tmp_path / "d.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("../outside/x")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(PackageError, match="leads out"), published(tmp_path / "d.tar.gz"):
        pass
    monkeypatch.setattr("overseas_stations.release.published.MOST_BYTES", 2**20)
    with (
        pytest.raises(PackageError, match="unpacks to more"),
        published(_zip(tmp_path / "e.zip", "x", content=b"\0" * 2**21)),
    ):
        pass
    (tmp_path / "f.zip").write_bytes(b"no zip")
    with pytest.raises(PackageError, match="not an archive"), published(tmp_path / "f.zip"):
        pass
    assert not outside.exists()


def test_a_damaged_side_is_refused(tmp_path: Path) -> None:
    old = write_example(tmp_path / "old", {})
    new = write_example(tmp_path / "new", {})
    with (new / "data" / "stations.csv").open("a", encoding="utf-8") as file:
        file.write("stn-nl-777\n")
    with pytest.raises(PackageError, match=r"stations\.csv cannot be compared"), Diff(old, new):
        pass
    new = write_example(tmp_path / "twice", {})
    path = new / "data" / "stations.csv"
    path.write_text(path.read_text("utf-8") + path.read_text("utf-8").splitlines(True)[-1], "utf-8")
    with pytest.raises(PackageError, match="on several rows"), Diff(old, new):
        pass
