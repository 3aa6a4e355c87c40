"""`docs/releasing.md` is walked as it is written, in a repository of its own, to a release."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from overseas_stations import __version__
from overseas_stations.release.semver import least
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "releasing.md"
NEXT = least(__version__, "minor")

#: Another environment, another test's work (tests/test_wheel.py), or what this test does by hand.
_ELSEWHERE = ("make figures", "python -m build", "python -m venv", "reader/bin/")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """This checkout's files as the last release, tagged."""
    here = tmp_path / "checkout"
    names = ["src", "data", "docs", "schema", "datapackage.json", "pyproject.toml", "CHANGELOG.md"]
    for name in [*names, "CITATION.cff", "LICENSE-DATA"]:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, here / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            here.mkdir(exist_ok=True)
            shutil.copy(source, here)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "The last one"],
        ["tag", f"v{__version__}"],
    ):
        subprocess.run(["git", "-C", here, *command], check=True)
    return here


def _in_this_version(text: str) -> str:
    """The page's example numbers as those of this checkout."""
    return text.replace("0.2.0", NEXT).replace("0.1.0", __version__)


def _run(line: str, here: Path) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(line)
    assert program == "overseas-stations", line
    return subprocess.run(
        [sys.executable, "-m", "overseas_stations", *arguments],
        capture_output=True, text=True, cwd=here, check=False,
        env={**os.environ, "PYTHONPATH": str(here / "src")},
    )  # fmt: skip


def _edit(path: Path, pattern: str, text: str) -> None:
    changed, count = re.subn(pattern, text, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, path
    path.write_text(changed, "utf-8")


def test_the_path_leads_to_a_release(repository: Path) -> None:
    """The maintainer's own edits are made where the page asks for them."""
    lines = re.findall(r"^ *\$ (.+)$", _in_this_version(PAGE.read_text("utf-8")), re.MULTILINE)
    assert lines[0] == "overseas-stations sources due"
    checks = 0
    for line in lines:
        if line.startswith(_ELSEWHERE):
            continue
        if line.startswith("overseas-stations validate"):
            # Something new: a name that readers see, which asks for a minor version.
            organisations = repository / "data" / "organisations.csv"
            _edit(organisations, r"^(org-safeguard-defenders,)[^,]*", r"\1The Safeguard Defenders")
        if line == "overseas-stations schema":
            _edit(repository / "src/overseas_stations/version.py", r'"[0-9.]+"', f'"{NEXT}"')
            _edit(repository / "CITATION.cff", r"^version: .*$", f"version: {NEXT}")
            heading = f"## [Unreleased]\n\n## [{NEXT}] - 2026-12-01"
            _edit(repository / "CHANGELOG.md", r"^## \[Unreleased\]", heading)
        done = _run(line, repository)
        expected = 0
        if line.startswith("overseas-stations release check"):
            # Before the version is set it is refused, after it is not.
            checks += 1
            expected = 1 if checks == 1 else 0
            assert NEXT in done.stdout
        assert done.returncode == expected, f"{line}\n{done.stdout}\n{done.stderr}"
    assert checks == 2
    notes = (repository / "releases" / NEXT / "RELEASE-NOTES.md").read_text("utf-8")
    assert "Names changed in `organisations`: `name` (1). Join on ids." in notes
