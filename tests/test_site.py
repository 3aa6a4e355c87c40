"""The site as Python puts it together: documents, released files, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import overseas_stations as ost
from overseas_stations import site
from overseas_stations.derive import latest_day
from overseas_stations.errors import PackageError
from overseas_stations.release.sums import SUMS, digest, read_sums
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.site.documents import POLICY, Document, Frame
from overseas_stations.site.pages import KINDS
from overseas_stations.validation.rules import Patch
from tests.conftest import ROOT
from tests.releases import build_example

Build = Callable[[Patch], Path]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the small example dataset, and the site that is built from it."""
    top = tmp_path_factory.mktemp("site")
    (top / "checkout").mkdir()
    release = build_example(top / "checkout", top / "release")
    site.build(top / "site", release)
    return top


class Page(HTMLParser):
    """What a document's tags say."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_record_has_a_document_at_its_id(example: Path) -> None:
    ds = ost.load(example / "release")
    for kind in KINDS:
        found = {path.stem for path in (example / "site" / kind).glob("*.html")}
        assert found == {record.primary_key for record in ds.table(kind)} | {"index"}


def test_every_document_allows_nothing_from_elsewhere_and_says_what_the_list_is(
    example: Path,
) -> None:
    for path in (example / "site").rglob("*.html"):
        page = Page(path)
        policies = [m["content"] for m in page.all("meta") if "http-equiv" in m]
        assert policies == [POLICY]
        assert "".join(page.texts).count(NOTICE) >= 1
        assert not page.all("style")
        assert all(script.get("src", "").startswith(("./", "../")) for script in page.all("script"))
        assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
        assert not any("style" in attributes for _, attributes in page.tags)


def test_every_address_in_a_document_is_a_file_of_the_site(example: Path) -> None:
    top = example / "site"
    for path in top.rglob("*.html"):
        for tag, attributes in Page(path).tags:
            address = attributes.get("href") or attributes.get("src") or ""
            parts = urlsplit(address)
            if tag == "a" and parts.scheme:
                continue
            assert not parts.scheme
            if parts.path:
                assert (path.parent / unquote(parts.path)).is_file(), f"{path}: {address}"


def test_what_is_kept_for_reading_without_a_network_is_there(example: Path) -> None:
    top = example / "site"
    kept = json.loads((top / "assets" / "offline.json").read_text("utf-8"))
    for address in kept:
        assert (top / urlsplit(address).path).is_file(), address
    assert any(address.startswith("assets/app-") for address in kept)


def test_a_release_is_taken_as_it_is(example: Path) -> None:
    assert files(example / "site" / "release") == files(example / "release")


def test_the_downloads_name_every_file_with_its_digest(example: Path) -> None:
    page = Page(example / "site" / "downloads.html")
    linked = {unquote(a["href"]) for a in page.all("a") if "download" in a}
    sums = read_sums(example / "release")
    assert linked == {f"./release/{name}".removeprefix("./") for name in sums}
    text = " ".join(page.texts)
    assert all(found in text for found in sums.values())


def test_a_release_that_is_not_as_published_is_refused(example: Path, tmp_path: Path) -> None:
    shutil.copytree(example / "release", tmp_path / "release")
    path = tmp_path / "release" / "parquet" / "stations.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(PackageError, match=r"parquet/stations\.parquet"):
        site.build(tmp_path / "site", tmp_path / "release")
    assert not (tmp_path / "site").exists()


def test_any_package_is_exported_in_every_format(package: Build, tmp_path: Path) -> None:
    built = site.build(tmp_path / "site", package({}))
    released = tmp_path / "site" / "release"
    assert built.left_out == ()
    assert {path.name for path in released.iterdir() if path.is_dir()} == {
        "csv", "parquet", "jsonl", "sqlite", "geojson", "xlsx",
    }  # fmt: skip
    sums = read_sums(released)
    assert all(digest(released / name) == found for name, found in sums.items())
    assert set(sums) | {SUMS} == set(files(released))


def test_a_format_whose_library_is_missing_is_left_out_and_named(
    package: Build, tmp_path: Path
) -> None:
    code = (
        "import sys; sys.modules['xlsxwriter'] = None\n"
        "from overseas_stations import site\n"
        "print(*site.build(sys.argv[1], sys.argv[2]).left_out)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site"), str(package({}))],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "pip install 'overseas-stations[release]'" in done.stdout
    assert not (tmp_path / "site" / "release" / "xlsx").exists()
    assert (tmp_path / "site" / "release" / "csv" / "stations.csv").is_file()


def test_built_twice_it_is_the_same(example: Path, tmp_path: Path) -> None:
    code = "import sys; from overseas_stations import site; site.build(sys.argv[1], sys.argv[2])"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site"), str(example / "release")],
        check=True,
        env={**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
    )
    assert files(tmp_path / "site") == files(example / "site")


def test_it_replaces_a_site_and_nothing_else(example: Path, tmp_path: Path) -> None:
    shutil.copytree(example / "site", tmp_path / "site")
    (tmp_path / "site" / "stations" / "stn-xx-999.html").write_text("old", "utf-8")
    site.build(tmp_path / "site", example / "release")
    assert files(tmp_path / "site") == files(example / "site")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(PackageError, match="no site made"):
        site.build(tmp_path / "mine", example / "release")
    assert files(tmp_path / "mine") == {"thesis.txt": b"mine"}
    # An export bears the dataset's name too, but is none.
    with pytest.raises(PackageError, match="no site made"):
        site.build(example / "release", example / "release")


def test_the_days_that_may_be_looked_from_are_the_datasets(example: Path) -> None:
    ds = ost.load(example / "release")
    page = Page(example / "site" / "index.html")
    (html,) = page.all("html")
    assert html["data-last"] == str(latest_day(ds))
    assert html["data-version"] == ds.version


FRAME = Frame("1.0.0", "0" * 12, latest_day(ost.load(ROOT)), latest_day(ost.load(ROOT)), (), ())


@pytest.mark.parametrize(
    "value",
    [
        "</title><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "&lt;script&gt;",
        "abc \u202e fdp.exe",
        "nul \x00 and bell \x07",
    ],
)
def test_a_hostile_value_is_text_in_a_document(value: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        FRAME.html(Document("stations/x.html", value, value)), "utf-8"
    )
    page = Page(tmp_path / "page.html")
    assert not page.all("script")
    assert not page.all("img")
    text = "".join(page.texts)
    assert not re.search(r"[\x00-\x08\u202a-\u202e\u2066-\u2069]", text)
    assert value.split()[0][:8] in text or escape(value)[:8] in text


def test_a_value_longer_than_a_heading_is_cut() -> None:
    html = FRAME.html(Document("stations/x.html", "long " * 20_000, "about"))
    assert len(html) < 10_000


def test_the_command_is_the_call(example: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "overseas_stations", "site", "build", "--out", str(tmp_path / "site"),
         "--data", str(example / "release"), "--json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["documents"] == len([*(tmp_path / "site").rglob("*.html")])
    assert files(tmp_path / "site") == files(example / "site")
