"""What the desk writes for reference managers is read back by a parser, and says what the data say."""

from __future__ import annotations

import json
import re
from typing import Any

import bibtexparser
import pytest
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from overseas_stations.dataset import Dataset
from overseas_stations.desk import BIBLIOGRAPHY_FORMATS, bibtex, csl
from overseas_stations.desk.cite import AUTHOR, KEYWORDS, LICENCE, TITLE
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import Source
from tests.conftest import ROOT
from tests.strategies import TEXTS, partial_dates

# ---------------------------------------------------------------------------------------------
# BibTeX
# ---------------------------------------------------------------------------------------------


def parsed(text: str, *, decode: bool = True) -> dict[str, dict[str, str]]:
    """The entries by key, braces taken off; nothing in the text fails to parse."""
    middleware = [LatexDecodingMiddleware()] if decode else []
    library = bibtexparser.parse_string(text, append_middleware=middleware)
    assert not library.failed_blocks
    assert len(library.entries) == len(library.blocks), "nothing but entries"
    return {
        entry.key: {field.key: field.value for field in entry.fields}
        | {"ENTRYTYPE": entry.entry_type}
        for entry in library.entries
    }


def test_every_source_is_an_entry_of_its_own(real: Dataset) -> None:
    found = parsed(real.bibliography(real.sources.ids()), decode=False)
    assert list(found) == sorted(real.sources.ids())
    for key, entry in found.items():
        source = real.sources[key]
        assert entry["ENTRYTYPE"] in ("online", "report")
        assert entry.get("url") == source.url
        assert entry.get("urldate", "") == str(source.accessed_on or "")
        assert entry.get("langid") == source.language
        assert entry.get("date", "") == str(source.published_on or "")
        if source.published_on and source.published_on.precision in ("day", "month", "year"):
            assert entry["year"] == str(source.published_on)[:4]
        assert entry["title"]


def test_titles_come_back_as_they_are(real: Dataset) -> None:
    special = [s for s in real.sources if s.title and re.search(r"[\\{}$&%#_~^]", s.title)]
    assert special
    found = parsed(real.bibliography([s.source_id for s in special]))
    for source in special:
        assert found[source.source_id]["title"] == source.title


@given(st.text("\\{}$&%#_~^ab1 é漢", min_size=1, max_size=12))
def test_what_is_escaped_is_read_back(text: str) -> None:
    entry = bibtex.entry("online", "src-x-0001", {"title": f"a{text}b"})
    # The parser's decoder reads a circumflex as the modifier letter.
    title = parsed(entry)["src-x-0001"]["title"].replace("\u02c6", "^")
    assert re.sub(r"\s+", "", title) == re.sub(r"\s+", "", f"a{text}b")


@given(TEXTS, TEXTS)
def test_no_text_breaks_an_entry(title: str, address: str) -> None:
    url = f"https://example.org/{address}".replace("\r", "").replace("\n", "")
    entry = bibtex.entry(
        "online", "src-x-0001", {"author": title, "title": title, "url": url, "note": None}
    )
    assert list(parsed(entry, decode=False)) == ["src-x-0001"]
    assert entry.count("{") - entry.count(r"\{") == entry.count("}") - entry.count(r"\}")


# ---------------------------------------------------------------------------------------------
# CSL-JSON
# ---------------------------------------------------------------------------------------------

_TEXTS = frozenset(
    ("publisher", "container-title", "title", "URL", "language", "note", "keyword", "version")
)  # fmt: skip
_TYPES = frozenset(
    (
        "article-newspaper", "dataset", "entry-encyclopedia", "post-weblog", "report", "webpage",
    )
)  # fmt: skip


def check_csl(items: Any) -> None:
    """The part of CSL's data schema that we write: nothing else is let pass."""
    assert isinstance(items, list)
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert item.keys() <= _TEXTS | {"id", "type", "author", "issued", "accessed"}
        assert item["type"] in _TYPES
        assert isinstance(item["id"], str)
        for name in _TEXTS & item.keys():
            assert isinstance(item[name], str)
            assert item[name]
        for author in item.get("author", []):
            assert author.keys() == {"literal"}
            assert isinstance(author["literal"], str)
        for name in {"issued", "accessed"} & item.keys():
            check_csl_date(item[name])


def check_csl_date(value: Any) -> None:
    if value.keys() == {"literal"}:
        assert isinstance(value["literal"], str)
        return
    assert value.keys() == {"date-parts"}
    assert 1 <= len(value["date-parts"]) <= 2
    for point in value["date-parts"]:
        assert 1 <= len(point) <= 3
        assert all(isinstance(part, int) for part in point)
        assert 1 <= (point[1:2] or [1])[0] <= 12
        assert 1 <= (point[2:3] or [1])[0] <= 31


def test_every_source_is_an_item(real: Dataset) -> None:
    items = json.loads(real.bibliography(real.sources.ids(), format="csl-json"))
    check_csl(items)
    for item in items:
        source = real.sources[item["id"]]
        assert item.get("URL") == source.url
        assert item.get("language") == source.language
        assert source.publisher in (item.get("publisher"), item.get("container-title"))
        assert ("issued" in item) == (source.published_on is not None)
        assert ("accessed" in item) == (source.accessed_on is not None)


@given(partial_dates())
def test_a_date_keeps_its_precision(value: PartialDate) -> None:
    found = csl.csl_date(value)
    check_csl_date(found)
    if value.precision == "open":
        assert str(value).replace("..", "").strip("/") in found["literal"]
        return
    points = ["-".join(f"{part:02}" for part in point) for point in found["date-parts"]]
    assert "/".join(point.rjust(4, "0") for point in points).lstrip("0") == str(value).lstrip("0")


# ---------------------------------------------------------------------------------------------
# What is chosen, and the dataset itself
# ---------------------------------------------------------------------------------------------


def keys(real: Dataset, *arguments: Any) -> list[str]:
    items = json.loads(real.bibliography(*arguments, format="csl-json"))
    assert list(parsed(real.bibliography(*arguments), decode=False)) == [i["id"] for i in items]
    return [item["id"] for item in items]


def test_the_sources_of_records_each_once(real: Dataset) -> None:
    one, two = keys(real, "stn-nl-001"), keys(real, ["stn-nl-001", "stn-nl-002"])
    assert one == sorted({row.source_id for row in real.evidence_for("stn-nl-001")})
    assert set(one) < set(two)
    assert two == sorted(set(two))
    assert keys(real, one[:2]) == one[:2]


@pytest.mark.parametrize("field", ["*", "established", "operated_by"])
def test_the_sources_of_one_cell(real: Dataset, field: str) -> None:
    rows = real.evidence_for("stn-nl-001", field)
    assert keys(real, "stn-nl-001", field) == sorted({row.source_id for row in rows})


def test_the_sources_of_a_derived_value(real: Dataset) -> None:
    event = real.explain("stn-nl-001", "status").evidence[0].record_id
    rows = real.evidence_for(event, "*")
    assert keys(real, "stn-nl-001", "status") == sorted({row.source_id for row in rows})


def test_what_no_longer_stands_says_so(real: Dataset) -> None:
    source = real.sources[0].model_copy(
        update={"standing": "retracted", "archived_url": "https://example.org/copy"}
    )
    note = "Archived: https://example.org/copy; The publisher retracted it"
    (item,) = json.loads(BIBLIOGRAPHY_FORMATS["csl-json"]([source]))
    assert item["note"] == note
    (entry,) = parsed(BIBLIOGRAPHY_FORMATS["bibtex"]([source])).values()
    assert entry["note"] == note


def test_a_source_without_a_title_is_described() -> None:
    source = Source.model_validate(
        {
            "source_id": "src-x-0001", "content_sha256": "0" * 64, "publisher": "The X",
            "kind": "news", "read_scope": "full", "standing": "stands",
        }
    )  # fmt: skip
    (item,) = json.loads(BIBLIOGRAPHY_FORMATS["csl-json"]([source]))
    check_csl([item])
    assert item["title"] == "[Page of The X, without a title here]"


def test_the_citation_is_that_of_the_citation_file(real: Dataset) -> None:
    about = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert about["title"] == TITLE
    assert [author["name"] for author in about["authors"]] == [AUTHOR]
    assert about["keywords"] == [*KEYWORDS]
    assert LICENCE in about["license"]
    assert str(about["version"]) == real.version
    (entry,) = parsed(real.cite("bibtex")).values()
    assert (entry["title"], entry["version"], entry["author"]) == (TITLE, real.version, AUTHOR)
    items = json.loads(real.cite("csl-json"))
    check_csl(items)
    assert (items[0]["type"], items[0]["version"]) == ("dataset", real.version)
    apa = real.cite("apa")
    assert apa.startswith(f"{AUTHOR}. (n.d.). {TITLE} (Version {real.version}) [Data set].")


def test_a_citation_says_until_when_things_were_known(real: Dataset) -> None:
    assert "known until 2022-12-05" in real.as_of("2022-12-05").cite()
    assert "Version" not in Dataset.from_records([]).cite()
