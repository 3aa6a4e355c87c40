"""A release is built whole or not at all, and the same commit gives the same bytes anywhere."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import overseas_stations as ost
from overseas_stations import __version__
from overseas_stations.atomic import replaced_folder
from overseas_stations.derive import derived_tables
from overseas_stations.errors import BusyError, PackageError, ReleaseRefusedError
from overseas_stations.export import FORMATS
from overseas_stations.release.build import build
from overseas_stations.release.check import check, derived_otherwise
from overseas_stations.release.diff import Diff
from overseas_stations.release.released import released
from overseas_stations.release.semver import parts
from overseas_stations.release.sums import SUMS, files
from overseas_stations.release.verify import verify
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.vocabulary import EventKind
from tests.conftest import ROOT
from tests.releases import CHANGELOG, checkout

#: How many builds are killed; `python -m tests.kill_release 1000 FOLDER` kills more.
KILLS = 200


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("checkout") / "here")


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, tmp_path_factory.mktemp("releases") / __version__, against=None).folder


def test_it_holds_all_that_is_promised(built: Path) -> None:
    names = set(files(built))
    assert {
        "datapackage.json", "croissant.json", "dataset.jsonld", "CITATION.cff", ".zenodo.json",
        "README.md", "RELEASE-NOTES.md", "CHANGELOG.md", "corrections-log.md", "codebook.md",
        "LICENSE-DATA", "NOTICE.txt", SUMS, "csv/stations.csv", "csv/history.csv",
        "parquet/evidence.parquet", "parquet/station_status.parquet", "jsonl/stations_flat.jsonl",
        "geojson/stations.geojson", "sqlite/overseas-stations.sqlite", "sqlite/metadata.json",
        "xlsx/overseas-stations.xlsx",
    } <= names  # fmt: skip
    assert {name.split("/")[0] for name in names if "/" in name} == set(FORMATS)
    assert verify(built).passed
    for name in ("README.md", "NOTICE.txt", ".zenodo.json", "croissant.json", "dataset.jsonld"):
        assert NOTICE.split(":")[0] in (built / name).read_text("utf-8"), name


def test_it_is_read_back(root: Path, built: Path) -> None:
    ds = ost.load(built)
    assert ds == ost.load(root)
    assert ds.version == __version__
    with Diff(root, built) as diff:
        assert not diff.differs
    descriptor = json.loads((built / "datapackage.json").read_text("utf-8"))
    rows = {r["name"]: r["rows"] for r in descriptor["resources"] if r.get("type") == "table"}
    tables = (*ds.tables, *derived_tables(ds))
    assert rows == {table.name: len(table) for table in tables}
    assert {r["name"] for r in descriptor["resources"] if r.get("derived")} == {
        table.name for table in derived_tables(ds)
    }


def test_frictionless_finds_it_valid(built: Path) -> None:
    from frictionless import Package

    report = Package(str(built / "datapackage.json")).validate()
    assert report.valid, report.flatten(["taskNumber", "rowNumber", "fieldNumber", "note"])[:5]


def test_its_day_is_the_changelogs_or_that_of_the_environment(
    root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "date-released: 2026-01-31\n" in (built / "CITATION.cff").read_text("utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    other = build(root, tmp_path / "1", against=None)
    assert other.day.isoformat() == "1970-01-02"
    assert '"created": "1970-01-02T00:00:00Z"' in (other.folder / "datapackage.json").read_text(
        "utf-8"
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(PackageError, match="SOURCE_DATE_EPOCH"):
        build(root, tmp_path / "2", against=None)


def test_built_elsewhere_it_is_the_same(root: Path, built: Path, tmp_path: Path) -> None:
    """In other folders, of files in another order, in another zone, locale, umask and hash seed."""
    here = tmp_path / "anders wo"
    here.mkdir()
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    random.Random(7).shuffle(paths)
    for path in paths:
        copy = here / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    environment = {
        **os.environ, "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C",
        "PYTHONHASHSEED": "77",
    }  # fmt: skip
    program = [sys.executable, "-m", "overseas_stations", "release", "build", "--first"]
    subprocess.run(
        [*program, "--out", str(here / "out"), "--root", str(here)],
        check=True, capture_output=True, env=environment, umask=0o077, cwd=here,
    )  # fmt: skip
    done = subprocess.run(
        ["diff", "-r", str(built), str(here / "out")], capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""
    for one in built.rglob("*"):
        other = here / "out" / one.relative_to(built)
        assert one.stat().st_mode == other.stat().st_mode


def test_the_sdist_is_the_same_twice(tmp_path: Path) -> None:
    made = []
    for number, (zone, mask) in enumerate([("UTC", 0o022), ("Asia/Tokyo", 0o077)]):
        out = tmp_path / str(number)
        subprocess.run(
            [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(out), str(ROOT)],
            check=True, capture_output=True, umask=mask,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number), "SOURCE_DATE_EPOCH": "1700000000"},
        )  # fmt: skip
        (sdist,) = out.glob("*.tar.gz")
        made.append(sdist.read_bytes())
    assert made[0] == made[1]


def test_a_changed_rule_of_derivation_asks_for_a_minor_version(
    root: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old release's own data, derived as it is now, is no longer what it published."""
    assert not list(derived_otherwise(built))
    assert check(built, root).level is None
    rules = sys.modules["overseas_stations.derive.status"]
    assert rules.STATUS_AFTER[EventKind.ORDERED_CLOSED] == "closure_ordered"
    monkeypatch.setitem(rules.STATUS_AFTER, EventKind.ORDERED_CLOSED, "reported_closed")
    found = check(built, root)
    assert found.level == "minor"
    assert any("derived otherwise than before" in demand.why for demand in found.demands)


# -- refusals ------------------------------------------------------------------------------------


def _refused(root: Path, out: Path, **more: Any) -> ReleaseRefusedError:
    with pytest.raises(ReleaseRefusedError) as caught:
        build(root, out, **{"against": None, **more})
    assert not out.exists()
    assert not out.parent.exists() or not any(out.parent.iterdir())
    return caught.value


def test_data_with_findings_is_refused(tmp_path: Path) -> None:
    root = checkout(tmp_path / "bad", {"stations": {"stn-nl-001": {"country_id": "XX"}}})
    error = _refused(root, tmp_path / "out" / "1")
    assert any("OS022 data/stations.csv" in problem for problem in error.problems)


def test_stale_schema_files_are_refused(tmp_path: Path) -> None:
    root = checkout(tmp_path / "bad")
    (root / "docs" / "codebook.md").write_text("Old.\n", "utf-8")
    assert _refused(root, tmp_path / "out" / "1").problems == ("docs/codebook.md",)


@pytest.mark.parametrize(
    "text", ["# Changelog\n", f"## [{__version__}]\n\nx\n", "## [99.0.0] - 2026-01-01\n\nx\n"]
)
def test_a_version_without_its_section_is_refused(text: str, tmp_path: Path) -> None:
    root = checkout(tmp_path / "bad")
    (root / "CHANGELOG.md").write_text(text, "utf-8")
    assert "has no section" in str(_refused(root, tmp_path / "out" / "1"))


def test_a_version_that_understates_is_refused_and_one_that_does_not_is_built(
    tmp_path: Path,
) -> None:
    """Against an older release of another version number, with the notes made from the diff."""
    old = checkout(tmp_path / "old")
    path = old / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    new = checkout(tmp_path / "new", {"stations": {"stn-nl-001": {"city": "Leiden"}}})
    path.write_text(json.dumps({**descriptor, "version": __version__}), "utf-8")
    error = _refused(new, tmp_path / "out" / "1", against=old)
    assert any("understates what changed" in problem for problem in error.problems)
    major, minor, patch = parts(__version__)
    before = f"{major}.{minor}.{patch - 1}" if patch else f"{major}.{minor - 1}.9"
    path.write_text(json.dumps({**descriptor, "version": before}), "utf-8")
    made = build(new, tmp_path / "out" / "1", against=old)
    notes = (made.folder / "RELEASE-NOTES.md").read_text("utf-8")
    assert "- Everything." in notes
    assert "- `stations`: 1 row corrected (`city` 1)" in notes
    assert re.search(r"`stn-nl-001`: city .* → Leiden", notes)


@pytest.mark.parametrize("content", ["file", "foreign", "checkout"])
def test_what_no_release_made_is_not_replaced(content: str, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    if content == "file":
        out.write_text("x", "utf-8")
    elif content == "foreign":
        out.mkdir()
        (out / "thesis.txt").write_text("x", "utf-8")
    else:
        shutil.copytree(root, out)
    with pytest.raises(PackageError, match=r"no release made|is a file"):
        build(root, out, against=None)
    assert out.is_file() or any(out.iterdir())


def test_the_descriptor_of_an_edited_package_is_no_released_one(root: Path, built: Path) -> None:
    edited = json.loads((root / "datapackage.json").read_text("utf-8"))
    with pytest.raises(PackageError, match="not the descriptor of a release"):
        released(edited, "here")
    whole = json.loads((built / "datapackage.json").read_text("utf-8"))
    assert released(whole, "here").version == __version__
    for part in whole:
        with pytest.raises(PackageError, match="not the descriptor of a release"):
            released({name: value for name, value in whole.items() if name != part}, "here")
        with pytest.raises(PackageError):
            released({**whole, "further": 1}, "here")


# -- interruptions -------------------------------------------------------------------------------


def test_killed_at_any_point_it_leaves_a_whole_release(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill_release", str(KILLS), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    killed = int(done.stdout.split()[0])
    assert KILLS // 2 < killed <= KILLS


def test_a_full_disk_leaves_what_was_there(root: Path, built: Path, tmp_path: Path) -> None:
    """No file may grow beyond 40 kB, which is how a quota shows."""
    target = Path(shutil.copytree(built, tmp_path / "releases" / "1"))
    code = f"from overseas_stations.release.build import build; build({str(root)!r}, {str(target)!r}, against=None)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )  # fmt: skip
    assert done.returncode == 1
    assert "PackageError" in done.stderr
    assert "cannot be written" in done.stderr
    assert verify(target).passed
    assert [path.name for path in target.parent.iterdir()] == ["1"]


def test_the_second_of_two_builds_says_so(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "releases" / "1"
    with replaced_folder(target) as fresh:
        (fresh / "x").write_text("x", "utf-8")
        with pytest.raises(BusyError, match="another process is writing it"):
            build(root, target, against=None)
        program = [sys.executable, "-m", "overseas_stations", "release", "build", "--first"]
        done = subprocess.run(
            [*program, "--out", str(target), "--root", str(root)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert "another process is writing it" in done.stderr
    assert [path.name for path in target.parent.iterdir()] == ["1"]
    assert CHANGELOG in (root / "CHANGELOG.md").read_text("utf-8")
