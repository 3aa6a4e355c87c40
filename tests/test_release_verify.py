"""A release that is not as published is known by every bit of it."""

from __future__ import annotations

import random
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from overseas_stations.cli.main import app
from overseas_stations.errors import PackageError
from overseas_stations.release.sums import SUMS, files, read_sums, write_sums
from overseas_stations.release.verify import verify
from tests.releases import build_example

SEED = 20_261_128


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    return build_example(folder / "checkout", folder / "1")


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def test_the_untouched_one_is_clean(built: Path, tmp_path: Path) -> None:
    found = verify(built)
    assert found.passed, found.faults
    assert found.files == len(list(files(built))) - 1 > 50
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as archive:
        for name in files(built):
            archive.write(built / name, f"overseas-stations/{name}")
    assert verify(tmp_path / "release.zip").faults == ()


def test_a_hundred_flipped_bits_are_a_hundred_found(copy: Path) -> None:
    """Each in another copy; where it lies in a listed file, that file is named."""
    chance = random.Random(SEED)
    names = [name for name in files(copy) if (copy / name).stat().st_size]
    sizes = [(copy / name).stat().st_size for name in names]
    # Half of them by size, half in any file, so that the small ones are met too.
    chosen = [*chance.choices(names, weights=sizes, k=50), *chance.choices(names, k=49), SUMS]
    for name in chosen:
        path = copy / name
        whole = path.read_bytes()
        spoilt = bytearray(whole)
        spoilt[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        found = verify(copy)
        assert not found.passed, name
        if name != SUMS:
            assert name in {fault.file for fault in found.faults}
        path.write_bytes(whole)
    assert verify(copy).passed


def test_every_bit_of_the_list_itself(copy: Path) -> None:
    path = copy / SUMS
    whole = path.read_bytes()
    sample = [*range(600), *range(len(whole) - 80, len(whole))]
    for place in sample:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << place % 8
        path.write_bytes(spoilt)
        assert not verify(copy).passed, (place, spoilt[place])


@pytest.mark.parametrize("name", ["csv/stations.csv", "README.md", "datapackage.json"])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert f"is missing; {SUMS} lists it" in {f.what for f in verify(copy).faults if f.file == name}


def test_an_extra_file_and_a_link_are_named(copy: Path) -> None:
    (copy / "csv" / "extra.csv").write_text("a\n", "utf-8")
    (copy / "NOTICE.txt").rename(copy / "aside.txt")
    (copy / "NOTICE.txt").symlink_to("aside.txt")
    named = {fault.file: fault.what for fault in verify(copy).faults}
    assert "not of this release" in named["csv/extra.csv"]
    assert "link" in named["NOTICE.txt"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"bytes": ', '"bytes": 1', "bytes"),
        ('"hash": "sha256:', '"hash": "sha256:0', "not the descriptor of a release"),
        ('"version": "', '"version": "x', "not the descriptor of a release"),
        ('"path": "csv/stations.csv"', '"path": "csv/../../x"', "not the descriptor of a release"),
        ('"path": "csv/stations.csv"', '"path": "csv/other.csv"', "not of this release"),
        ('"description": "Stable id.', '"description": "Some id.', "another schema"),
        ('"name": "return_cases",', '"name": "returns",', "lacks the table return_cases"),
    ],
)
def test_a_descriptor_that_says_another_thing(copy: Path, old: str, new: str, what: str) -> None:
    """Though its digest is right: whoever rewrote the one may have rewritten the other."""
    path = copy / "datapackage.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    write_sums(copy)
    assert any(what in fault.what for fault in verify(copy).faults), verify(copy).faults


def test_what_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        verify(tmp_path)
    (tmp_path / "datapackage.json").write_text("{}", "utf-8")
    with pytest.raises(PackageError, match="no SHA256SUMS"):
        verify(tmp_path)


def test_the_list_is_that_of_sha256sum(built: Path) -> None:
    import subprocess

    done = subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=built, check=False)
    assert done.returncode == 0
    assert set(read_sums(built)) == set(files(built)) - {SUMS}


def test_exit_codes(built: Path, copy: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["verify", str(built)]).exit_code == 0
    (copy / "NOTICE.txt").write_text("x", "utf-8")
    done = run(app, ["verify", str(copy)])
    assert done.exit_code == 1
    assert "NOTICE.txt: is not as published" in done.output
    assert isinstance(run(app, ["verify", str(tmp_path)]).exception, PackageError)
