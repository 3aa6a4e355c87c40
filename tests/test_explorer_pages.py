"""The explorer's pages: each at its address, reached by links, with what it fetches and says."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

import overseas_stations as ost
from overseas_stations.release.sums import SUMS, read_sums
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.site.documents import BOTTOM, POLICY, TOP
from overseas_stations.site.pages import KINDS
from tests.explorer_browser import DRAWN, GO, PAGES, PHONE, Watched, follow, settle, visit

Opened = Callable[..., Page]

#: Pages that stand alone; every other lists stations, or shows one record.
PROSE = ("about.html", "downloads.html", "corrections.html")


def json_of(path: Path) -> list[dict[str, Any]]:
    """A Parquet file's rows as a script reads them: days as text."""
    rows: list[dict[str, Any]] = json.loads(
        json.dumps(pq.read_table(path).to_pylist(), default=str)
    )
    return rows


# ---------------------------------------------------------------------------------------------
# Every page
# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_page_at_its_own_address(desk: Page, real: ost.Dataset, path: str) -> None:
    response = desk.goto(path)
    assert response is not None
    before = re.search(r"<h1>(.*?)</h1>", response.text())
    settle(desk)
    assert desk.url.endswith(path)
    assert desk.locator("h1").count() == 1
    heading = desk.locator("h1").inner_text()
    assert desk.title() == f"{heading} · Overseas stations"
    assert desk.locator("header [aria-current=page]").count() <= 1
    policy = desk.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy == POLICY
    kind, _, file = path.partition("/")
    key = file.removesuffix(".html")
    if not file or key == "index":
        # Known before the script has run, and the same after.
        assert before
        assert before[1] == heading
        return
    assert desk.locator(".trail .id").inner_text() == key
    assert desk.locator(".citation bdi").inner_text() == desk.url
    record = real.record(key)
    assert record.table == kind
    if kind not in ("countries", "sources", "organisations"):
        # As many cells as the record has that are filled, each with its name.
        filled = [n for n in type(record).model_fields if getattr(record, n) not in (None, "", ())]
        assert desk.locator("dl.fields dd").count() == len(filled) - 1


def test_the_notice_stands_on_every_page_that_lists_stations(desk: Page) -> None:
    desk.evaluate(DRAWN)
    for path in PAGES:
        desk.evaluate(GO, f"{desk.evaluate('document.baseURI.match(/^.*?:[0-9]+/)[0]')}/{path}")
        told = desk.locator("main .notice")
        if path == "corrections.html":
            continue
        assert told.count() == 1, path
        assert told.inner_text() == NOTICE
        assert told.is_visible()
    assert desk.locator("footer #notice").inner_text() == NOTICE


def test_a_record_that_is_not_there_says_so(opened: Opened, served: str) -> None:
    page = opened("stations/index.html")
    follow(page, f"{served}stations/stn-xx-999.html")
    assert page.locator("h1").inner_text() == "Not known"
    assert "stn-xx-999" in page.locator("main").inner_text()
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1').textContent === 'Stations'")
    follow(page, f"{served}stations/%3Cimg%20src=x%3E.html")
    assert "<img src=x>" in page.locator("main").inner_text()


#: Follows every link of the site from the start page, breadth first, and gives all addresses that
#: are linked. Lists are followed to their last page, and of each kind of record one.
CRAWL = f"""async () => {{
  const go = {GO};
  const root = new URL("./", document.documentElement.dataset.root
    ? new URL(document.documentElement.dataset.root, location.href) : location.href).href;
  const linked = new Map(), entered = new Set(), seen = [];
  const queue = [`${{root}}index.html`];
  const pageOf = (href) => {{
    const url = new URL(href);
    if (!url.href.startsWith(root) || url.pathname.includes("/release/")) return null;
    const query = [...url.searchParams.keys()];
    return query.every((name) => name === "page") ? url.href.split("#")[0] : null;
  }};
  while (queue.length) {{
    const address = queue.shift();
    await go(address);
    const [told] = [...document.querySelectorAll(".pages span")].map((s) => s.textContent);
    seen.push([address.slice(root.length), told ?? null]);
    for (const anchor of document.querySelectorAll("a[href]")) {{
      const href = anchor.href;
      if (!linked.has(href)) linked.set(href, address.slice(root.length));
      const page = pageOf(href);
      if (!page) continue;
      const [, folder, file] = /([a-z_]+)\\/([^/?]+)\\.html/.exec(page) ?? [];
      const key = folder && file !== "index" ? folder : page;
      if (entered.has(key) || page === address) continue;
      entered.add(key);
      queue.push(page);
    }}
  }}
  return [[...linked].filter(([href]) => href.startsWith(root))
    .map(([href, from]) => [href.slice(root.length), from]), seen];
}}"""


def test_every_document_is_reached_by_links_from_the_start_page(opened: Opened, site: Path) -> None:
    page = opened()
    page.evaluate(DRAWN)
    linked, seen = page.evaluate(CRAWL)
    documents = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    found = {urlsplit(href).path for href, _ in linked}
    assert {path for path in found if path.endswith(".html")} == documents
    # Every file of the release is linked too, and nothing that is not there.
    sums = read_sums(site / "release")
    assert {path for path in found if path.startswith("release/")} == {
        f"release/{name}" for name in (*sums, SUMS)
    }
    assert all((site / path).is_file() for path in found if path), found
    kinds = {urlsplit(address).path.split("/")[0] for address, _ in seen}
    assert kinds >= {*KINDS, *(file for _, file, _ in (*TOP, *BOTTOM) if "/" not in file)}
    paged = [told for address, told in seen if address.startswith("sources/index")]
    pages = -(-len(list((site / "sources").glob("src-*"))) // 100)
    assert set(paged) == {f"Page {number} of {pages}" for number in range(1, pages + 1)}


def test_back_and_forward_lead_where_the_reader_was(opened: Opened, served: str) -> None:
    page = opened("stations/index.html")
    page.locator("tbody th a").first.click()
    settle(page)
    name = page.locator("h1").inner_text()
    assert page.evaluate("document.activeElement.id") == "main"
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1').textContent === 'Stations'")
    page.go_forward()
    page.wait_for_function(f"() => document.querySelector('h1').textContent === {json.dumps(name)}")
    settle(page)


def test_the_downloads_and_how_to_cite_within_the_app(opened: Opened, site: Path) -> None:
    page = opened("about.html")
    page.get_by_role("link", name="Downloads and citing").click()
    settle(page)
    text = page.locator("main").inner_text()
    for name, digest in read_sums(site / "release").items():
        assert name in text
        assert digest in text
    assert "@" in text
    assert "BibTeX" in text
    with page.expect_download() as coming:
        page.get_by_role("link", name="csv/stations.csv", exact=True).click()
    assert coming.value.path().read_bytes() == (site / "release/csv/stations.csv").read_bytes()


# ---------------------------------------------------------------------------------------------
# The task of the issue
# ---------------------------------------------------------------------------------------------


def test_what_romania_answered_and_to_whose_claim_in_three_taps(
    opened: Opened, real: ost.Dataset
) -> None:
    page = opened("index.html", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(".chips").get_by_role("link", name="Romania").tap()
    settle(page)
    # One tap is enough: the answer and the claimant stand on the page of the country.
    answer = page.locator(".answer").first
    assert answer.locator("h3").inner_text() == "Ministry of Internal Affairs of Romania"
    statement = real.statements["stm-ro-001"]
    assert statement.summary is not None
    said = answer.locator("li", has_text=statement.summary)
    assert said.is_visible()
    assert "denies authorisation" in said.inner_text()
    assert "5 December 2022" in said.inner_text()
    assert "Safeguard Defenders" in page.locator("section:has(> .answer) > p").inner_text()
    assert page.locator("#claims").get_by_role("link", name="Safeguard Defenders").is_visible()
    # The second tells where it was said.
    said.get_by_role("button", name="Sources for what").tap()
    panel = page.get_by_role("dialog")
    rows = real.evidence_for("stm-ro-001", "stances")
    urls = {real.sources[row.source_id].url for row in rows} - {None}
    assert urls
    for url in urls:
        expect(panel.locator(f"a[href='{url}']").first).to_be_visible()


# ---------------------------------------------------------------------------------------------
# What is fetched
# ---------------------------------------------------------------------------------------------


def test_the_app_weighs_less_than_300_kb(site: Path) -> None:
    files = [p for p in (site / "assets").iterdir() if p.suffix in (".js", ".css", ".json", ".svg")]
    names = {path.name.partition("-")[0] for path in files}
    assert names >= {"app", "countries", "icon.svg"}
    index = (site / "index.html").read_bytes()
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)
    assert weight + len(gzip.compress(index)) < 300_000


NAMING = {"history", "countries", "organisations", "stations", "stations_flat"}


def tables(watched: Watched) -> list[str]:
    """The tables that were asked for since the last look."""
    found = [Path(path).stem for path in watched.requests if path.endswith(".parquet")]
    watched.requests.clear()
    return found


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("stations/index.html", set()),
        ("countries/index.html", {"investigations", "statements"}),
        ("sources/index.html", {"sources"}),
        ("index.html", {"investigations", "statements", "events"}),
        ("about.html", set()),
    ],
)
def test_a_page_fetches_only_the_tables_that_it_needs(
    watched: Watched, served: str, real: ost.Dataset, path: str, more: set[str]
) -> None:
    page = watched.page(served, path)
    naming = set() if path in PROSE else NAMING
    asked = tables(watched)
    assert set(asked) == naming | more | {"source_days"}
    assert len(asked) == len(set(asked)), "each once"
    if path != "stations/index.html":
        return
    page.get_by_role("button", name="Sources for").first.click()
    settle(page)
    page.locator(".told").first.wait_for()
    assert sorted(tables(watched)) == ["evidence", "sources"]
    follow(page, f"{served}stations/index.html?as_of=2022-12-05")
    known = len(real.as_of("2022-12-05").stations)
    expect(page.locator("main [role=status]")).to_have_text(f"{known} stations")
    assert tables(watched) == ["cell_history"]


# ---------------------------------------------------------------------------------------------
# What was read is what was written
# ---------------------------------------------------------------------------------------------


def taken(page: Page, form: str) -> str:
    """What the page gives for a list, in a form."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=form, exact=True).click()
    return coming.value.path().read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_that_the_page_read_are_those_that_python_wrote(
    desk: Page, site: Path, kind: str
) -> None:
    visit(desk, f"{kind}/index.html")
    told = json.loads(taken(desk, "JSON"))
    parquet = site / "release" / "parquet"
    assert (told["notice"], told["table"], told["as_of"]) == (NOTICE, kind, None)
    key = next(iter(told["records"][0]))
    wanted = {row[key]: row for row in json_of(parquet / f"{kind}.parquet")}
    held: dict[str, dict[str, Any]] = {}
    for row in json_of(parquet / "history.parquet"):
        if row["known_until"] is None:
            held.setdefault(row["record_id"], {})[row["field"]] = {
                name: row[name] for name in ("value", "known_from", "on_word_of")
            }
    evidence: dict[str, list[dict[str, Any]]] = {}
    whose = "source_id" if kind == "sources" else "record_id"
    for row in json_of(parquet / "evidence.parquet"):
        evidence.setdefault(row[whose], []).append(row)
    sources = {row["source_id"]: row for row in json_of(parquet / "sources.parquet")}
    assert {row[key] for row in told["records"]} == wanted.keys()
    for row in told["records"]:
        assert row.pop("derived") == held.get(row[key], {})
        rows = row.pop("evidence")
        assert row == wanted[row[key]]
        assert [r["evidence_id"] for r in rows] == [
            r["evidence_id"] for r in evidence.get(row[key], [])
        ]
        for given, stored in zip(rows, evidence.get(row[key], []), strict=True):
            source = sources[stored["source_id"]]
            both = source | stored
            assert all(given[name] == both[name] for name in given.keys() - {"claimant"})


# ---------------------------------------------------------------------------------------------
# Without a network, and without what a browser may refuse
# ---------------------------------------------------------------------------------------------


def test_once_loaded_it_works_without_a_network(watched: Watched, served: str, site: Path) -> None:
    page = watched.page(served, "index.html", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    watched.check()
    # The worker looks for the network first where a page is asked for.
    watched.expected = re.compile(r"ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.reload()
    settle(page)
    assert page.locator("#count strong").first.inner_text().endswith(" stations")
    for path, heading in (
        ("stations/stn-ie-001.html", None),
        ("countries/RO.html?as_of=2022-12-05", "Romania"),
        ("downloads.html", "Downloads and citing"),
    ):
        visit(page, path)
        assert heading in (None, page.locator("h1").inner_text())
        assert page.locator("main a").count() > 3
    visit(page, "search.html")
    page.locator("#q").fill("dobroe")
    page.locator(".hits a", has_text="Dobroești").first.wait_for()


@pytest.mark.parametrize("how", ["rejects", "is missing", "throws away what is stored"])
def test_it_is_the_same_without_what_a_browser_may_refuse(
    watched: Watched, served: str, how: str
) -> None:
    script = {
        "rejects": "if (navigator.serviceWorker) navigator.serviceWorker.register = () => Promise.reject(new Error('no'));",
        "is missing": "delete Navigator.prototype.serviceWorker;",
        "throws away what is stored": """
          for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
            Object.defineProperty(window, name, {get() { throw new Error(`no ${name}`); }});
          Object.defineProperty(document, "cookie", {get() { throw new Error("no cookie"); }});""",
    }[how]
    context = watched.context(served, service_workers="allow")
    context.add_init_script(script)
    # Three seconds pass before the worker is asked for; here they pass at once.
    context.add_init_script(
        "const wait = setTimeout; window.setTimeout = (f, ms, ...more) =>"
        " wait(f, ms > 1000 && ms < 10000 ? 0 : ms, ...more);"
    )
    page = context.new_page()
    visit(page, "stations/index.html")
    page.locator("tbody th a").first.click()
    settle(page)
    assert page.locator(".told").count() > 0
    assert context.cookies() == []
