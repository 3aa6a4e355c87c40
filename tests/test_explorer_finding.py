"""The explorer shows the sources of a cell, finds records, and gives what was found to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from overseas_stations import derive
from overseas_stations.dataset import Dataset
from overseas_stations.schema.spec import RECORD_TABLES, table_spec
from tests.explorer_browser import PHONE, follow, settle

Opened = Callable[..., Page]


# ---------------------------------------------------------------------------------------------
# The sources of a cell
# ---------------------------------------------------------------------------------------------


def words(day: Any) -> str:
    """A day or a month in words; an interval is left to the page."""
    if day is None:
        return "no date"
    if "/" in str(day) or not day.earliest:
        return ""
    month = f"{day.earliest:%B %Y}"
    return {10: f"{day.earliest.day} {month}", 7: month}.get(len(str(day)), str(day))


def group_of(row: Any) -> str:
    if row.relation == "disputes":
        return "Says otherwise"
    return "Says so in part, or less precisely" if row.value else "Says so"


def check_panel(panel: Locator, ds: Dataset, key: str, field: str) -> None:
    """The panel names claimants, publishers, days and addresses as the library does."""
    panel.locator(".told, p").first.wait_for()
    told = panel.evaluate(
        """(panel) => [...panel.querySelectorAll(".told")].map((section) => [
          section.querySelector("h4").textContent,
          [...section.querySelectorAll(":scope > ul > li")].map((li) => [
            li.querySelector("a").textContent,
            [...li.querySelectorAll(".reads > li")].map((read) => [
              read.textContent, read.querySelector("a[rel~=external]")?.getAttribute("href") ?? null,
            ]),
          ]),
        ])"""
    )
    rows = list(ds.evidence_for(key, field))
    assert rows
    names = {row.attributed_to: ds.organisations[row.attributed_to].name for row in rows}
    shown = [
        (title, claimant, text, url)
        for title, claimants in told
        for claimant, reads in claimants
        for text, url in reads
    ]
    assert len(shown) == len(rows)
    for row in rows:
        source = ds.sources[row.source_id]
        mine = [
            entry
            for entry in shown
            if entry[:2] == (group_of(row), names[row.attributed_to])
            and unquote(entry[3] or "") == unquote(source.url or "")
            and source.publisher in entry[2]
            and words(source.published_on) in entry[2]
            and (row.locator or "") in entry[2]
        ]
        assert mine, (row, shown)


def open_cell(page: Page, column: str) -> Locator:
    """The button of a cell on a record's page."""
    label = page.locator("dl.fields > div", has=page.locator(f"dt:text-is({json.dumps(column)})"))
    return label.get_by_role("button", name="Sources for")


CELLS = [
    ("stn-ie-001", "established", "Established"),
    ("stn-es-006", "city", "City"),
    ("fig-200", "value", "Value"),
    ("fig-003", "qualifier", "Qualifier"),
    ("stm-it-001", "stances", "Stances"),
    ("evt-nl-002", "occurred_on", "Occurred on"),
    ("coo-hr-002", "signed_on", "Signed on"),
    ("inv-nl-001", "station_ids", "Station"),
]


@pytest.mark.parametrize(("key", "field", "column"), CELLS)
def test_a_cell_shows_who_says_so_where(
    desk: Page, served: str, real: Dataset, key: str, field: str, column: str
) -> None:
    follow(desk, f"{served}{real.record(key).table}/{key}.html")
    open_cell(desk, column).click()
    panel = desk.locator(".panel")
    check_panel(panel, real, key, field)
    denied = key in (told := derive.assessments(real)) and told[key].disputed != "no"
    assert panel.locator(".denied").count() == int(denied)
    desk.keyboard.press("Escape")
    expect(panel).to_have_count(0)


@pytest.mark.parametrize("key", ["stn-nl-001", "stn-de-001", "stn-ie-001"])
def test_a_derived_value_tells_since_when_and_on_whose_word(
    desk: Page, served: str, real: Dataset, key: str
) -> None:
    follow(desk, f"{served}stations/{key}.html")
    for field in ("status", "assessment", "disputed"):
        now = real.history(key, field)[-1]
        if now.value == "no":
            continue
        desk.get_by_role("button", name=f"Sources for {field}:").click()
        panel = desk.get_by_role("dialog")
        check_panel(panel, real, key, "*")
        said = panel.locator("p").first
        day = now.known_from
        expect(said).to_contain_text(f"since {day.day} {day:%B %Y}")
        for organisation in now.on_word_of:
            expect(said).to_contain_text(real.organisations[organisation].name)
        denial = real.history(key, "disputed")[-1]
        if denial.value != "no":
            expect(panel.locator(".denied")).to_contain_text("Denial")
            for organisation in denial.on_word_of:
                name = real.organisations[organisation].name
                expect(panel.locator(".denied")).to_contain_text(name)
        desk.keyboard.press("Escape")


def test_the_panel_on_a_day_names_only_what_was_known(
    desk: Page, served: str, real: Dataset
) -> None:
    key, day = "stn-ie-001", "2022-10-28"
    then = real.as_of(day)
    assert 0 < len(then.evidence_for(key, "*")) < len(real.evidence_for(key, "*"))
    follow(desk, f"{served}stations/{key}.html?as_of={day}")
    expect(desk.locator("main .told").first).to_be_visible()
    desk.get_by_role("button", name="Sources for status:").click()
    check_panel(desk.get_by_role("dialog"), then, key, "*")
    desk.keyboard.press("Escape")


def test_every_filled_cell_that_evidence_names_has_its_sources(
    desk: Page, served: str, real: Dataset
) -> None:
    for table in RECORD_TABLES:
        spec = table_spec(table)
        fullest = max(
            real.table(table), key=lambda r: sum(bool(v) for v in r.model_dump().values())
        )
        follow(desk, f"{served}{table}/{fullest.primary_key}.html")
        marked = desk.evaluate(
            "[...document.querySelectorAll('dl.fields > div')].map((d) => d.querySelector('.why') !== null)"
        )
        filled = [
            f
            for f in spec.fields
            if not f.is_key and getattr(fullest, f.name) not in (None, "", ())
        ]
        assert marked == [f.wants_evidence for f in filled], table


def test_a_panel_opens_on_hovering_and_closes_after(opened: Opened) -> None:
    page = opened("stations/index.html")
    cell = page.locator("td .sourced").first
    panel = page.get_by_role("dialog")
    cell.hover()
    expect(panel).to_be_visible()
    panel.hover()
    page.locator("h1").hover()
    expect(panel).to_have_count(0)
    # What a tap opened stays, until something else is tapped.
    cell.get_by_role("button").click()
    expect(panel).to_be_focused()
    page.locator("h1").hover()
    page.wait_for_timeout(350)  # longer than one that only hovering opened stays
    expect(panel).to_be_visible()
    page.locator("h1").click()
    expect(panel).to_have_count(0)


def test_a_panel_opens_by_the_keyboard_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened("stations/stn-ie-001.html")
    button = open_cell(page, "Established")
    panel = page.get_by_role("dialog")
    page.locator("dl.fields a").first.focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("(b) => b === document.activeElement"):
            break
    expect(panel).to_be_visible()
    expect(button).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_focused()
    expect(panel.locator(".told")).not_to_have_count(0)
    page.keyboard.press("Tab")
    expect(panel.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Tab")
    assert panel.evaluate("(p) => p.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_a_panel_opens_by_a_tap_and_fits_a_phone(opened: Opened) -> None:
    page = opened("stations/index.html", viewport=PHONE, has_touch=True, is_mobile=True)
    button = page.locator("td .sourced .why").first
    button.tap()
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    expect(panel.locator(".told")).not_to_have_count(0)
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"]
    panel.get_by_role("button", name="Close").tap()
    expect(panel).to_have_count(0)
    button.tap()
    panel.locator("a.id").first.tap()
    settle(page)
    assert "/sources/" in page.url
    expect(panel).to_have_count(0)


def test_marks_differ_in_shape_and_word(desk: Page, served: str) -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for path in ("timeline.html", "stations/index.html", "stations/index.html?order=-%40status"):
        follow(desk, f"{served}{path}")
        for kind, name, shape, word in desk.evaluate(
            """[...document.querySelectorAll("main .voice, main .state")].map((mark) => [
              mark.classList[0], mark.classList[1],
              mark.querySelector("path")?.getAttribute("d") ?? "", mark.textContent])"""
        ):
            found.setdefault(f"{kind} {name}", set()).add((shape, word))
    assert all(len(marks) == 1 for marks in found.values()), "a mark has one shape and one word"
    voices = {name: marks.copy().pop() for name, marks in found.items() if "voice" in name}
    told = {"voice allegation", "voice finding", "voice denial", "voice official"}
    assert voices.keys() >= told
    assert {word for _, word in voices.values()} >= {"Allegation", "Official finding", "Denial"}
    for values in (
        voices,
        {n: found[f"state {n}"].copy().pop() for n in ("reported", "closure_ordered", "reported_closed", "not_substantiated")},
        {n: found[f"state {n}"].copy().pop() for n in ("single_claimant", "corroborated", "acknowledged")},
    ):  # fmt: skip
        shapes = [shape for shape, _ in values.values()]
        assert all(shapes)
        assert len(set(shapes)) == len(shapes)
        assert len({word for _, word in values.values()}) == len(values)


# ---------------------------------------------------------------------------------------------
# Search and filters
# ---------------------------------------------------------------------------------------------


def hits(page: Page, query: str) -> list[str]:
    """The ids found, once the search has answered this query."""
    page.locator("#q").fill(query)
    page.wait_for_function(
        "(q) => new URL(location.href).searchParams.get('q') === q"
        " && !document.querySelector('[aria-busy=true]')",
        arg=query,
    )
    found: list[str] = page.locator(".hits .id").all_inner_texts()
    return found


def test_search_finds_beginnings_of_words_accents_folded_and_chinese(
    opened: Opened, real: Dataset
) -> None:
    page = opened("search.html")
    total = sum(
        len(real.table(kind)) for kind in (*RECORD_TABLES, "countries", "organisations", "sources")
    )
    expect(page.locator("main [role=status]")).to_contain_text(f"{total:,} records")
    in_city = {s.station_id: s.city for s in real.stations if s.city}
    for query, city in (
        ("sao", "São Paulo"),
        ("SÃO pau", "São Paulo"),
        ("dusseld", "Düsseldorf"),
        ("bogota", "Bogotá"),
        ("vina mar", "Viña del Mar"),
        ("dobroesti", "Dobroești"),
    ):
        found = hits(page, query)
        wanted = {key for key, name in in_city.items() if name == city}
        assert wanted
        assert wanted <= set(found), query
    for query, key in (
        ("福州警侨", "stn-jp-001"),
        ("公安部", "org-cn-mps"),
        ("外交部", "org-cn-mfa"),
        ("safeg defend", "org-safeguard-defenders"),
        ("stm-ro-001", "stm-ro-001"),
    ):
        assert key in hits(page, query), query
    dublin = {key for key, name in in_city.items() if name == "Dublin"}
    assert dublin <= set(hits(page, "dubl"))
    # Only the beginnings of words count, and of several all must be there.
    assert not dublin & set(hits(page, "ublin"))
    assert not dublin & set(hits(page, "dubl zzzz"))
    assert hits(page, "<script>alert(1)</script>") == []
    page.locator("#q").fill("")
    expect(page.locator("main [role=status]")).to_contain_text("can be searched")


def test_what_is_typed_is_found_and_stands_in_the_address(opened: Opened) -> None:
    page = opened("index.html")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
    page.locator("#q").click()
    page.keyboard.type("nantong doh")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.locator(".hits a", has_text="Dobroești").first.click()
    settle(page)
    assert page.locator("h1").inner_text().startswith("Dobroești")
    page.go_back()
    expect(page.locator("#q")).to_have_value("nantong ")


Filter = dict[str, str]

FILTERS: list[tuple[str, Filter, str | None]] = [
    ("stations", {"country_id": "IT", "status": "reported"}, None),
    ("stations", {"country_id": "DE", "status": "reported", "disputed": "generally"}, None),
    ("stations", {"assessment": "corroborated", "operated_by": "org-fuzhou-psb"}, None),
    ("stations", {"status": "closure_ordered"}, "2022-12-05"),
    ("statements", {"about_country_ids": "IT", "stances": "denies_authorisation"}, None),
    ("investigations", {"country_id": "NL"}, "2022-12-05"),
    ("events", {"kind": "searched"}, None),
    ("figures", {"measure": "stations", "claimed_by": "org-safeguard-defenders"}, None),
    ("sources", {"kind": "parliament", "language": "en"}, None),
    ("organisations", {"kind": "ministry", "country_id": "NL"}, None),
    ("countries", {"region": "Europe", "subregion": "Southern Europe"}, None),
    ("cooperations", {"country_id": "IT"}, None),
    ("return_cases", {"outcome": "returned"}, None),
]


def filtered(ds: Dataset, kind: str, query: Filter) -> dict[str, Any]:
    """The records that have every one of these values, by Python."""
    states = derive.statuses(ds), derive.assessments(ds)
    found = {}
    for record in ds.table(kind):
        key = record.primary_key
        for name, value in query.items():
            if kind == "stations" and name in ("status", "assessment", "disputed"):
                status, told = states[0][key], states[1][key]
                has = {
                    "status": status.status,
                    "assessment": told.level,
                    "disputed": told.disputed,
                }[name]
            else:
                has = getattr(record, name)
            if value not in (has if isinstance(has, tuple) else (has,)):
                break
        else:
            found[key] = record
    return found


def take(page: Page, form: str) -> str:
    with page.expect_download() as coming:
        page.get_by_role("button", name=form, exact=True).click()
    return coming.value.path().read_text("utf-8")


def unique(texts: Iterable[str | None]) -> set[str]:
    return {text for text in texts if text}


@pytest.mark.parametrize(("kind", "query", "day"), FILTERS)
def test_filters_agree_with_python_and_the_files_hold_what_is_shown(
    desk: Page, served: str, real: Dataset, kind: str, query: Filter, day: str | None
) -> None:
    ds = real.as_of(day) if day else real
    wanted = filtered(ds, kind, query)
    assert 0 < len(wanted) <= 100
    desk.goto("about:blank")
    desk.goto(
        f"{served}{kind}/index.html?{urlencode({**query, **({'as_of': day} if day else {})})}"
    )
    settle(desk)
    ids = desk.evaluate("[...document.querySelectorAll('main tbody tr')].map((row) => row.id)")
    assert sorted(ids) == sorted(wanted)
    assert desk.locator("main [role=status]").inner_text().startswith(f"{len(wanted)} ")
    rows = list(csv.DictReader(io.StringIO(take(desk, "CSV"), newline="")))
    records = json.loads(take(desk, "JSON"))["records"]
    assert [row["id"] for row in rows] == ids
    assert [next(iter(record.values())) for record in records] == ids
    for row, record in zip(rows, records, strict=True):
        key = row["id"]
        if kind in RECORD_TABLES:
            told = list(ds.evidence_for(key))
        elif kind == "sources":
            told = list(ds.evidence.where(source_id=key))
        else:
            told = []
        assert {e["evidence_id"] for e in record["evidence"]} == {e.evidence_id for e in told}
        assert set(row["sources"].split()) == unique(ds.sources[e.source_id].url for e in told)
        for column, relation in (("claimants", "supports"), ("disputed_by", "disputes")):
            names = {ds.organisations[e.attributed_to].name for e in told if e.relation == relation}
            assert unique(row[column].split("; ")) == names


def test_filters_by_hand_and_their_way_back(opened: Opened, real: Dataset) -> None:
    page = opened("stations/index.html")
    status = page.locator("main [role=status]")
    page.locator(".filters").get_by_label("Country").select_option("IT")
    assert "country_id=IT" in page.url
    italy = len(filtered(real, "stations", {"country_id": "IT"}))
    expect(status).to_have_text(f"{italy} stations of {len(real.stations)}")
    page.get_by_label("Contains").fill("mila")
    expect(status).to_contain_text(f" of {len(real.stations)}")
    names = page.locator("tbody th a").all_inner_texts()
    assert names
    assert all("Milan" in name for name in names)
    page.locator("tbody th a").first.click()
    settle(page)
    page.go_back()
    expect(page.get_by_label("Contains")).to_have_value("mila")
    assert page.locator("tbody th a").all_inner_texts() == names
    page.get_by_role("button", name="Clear filters").click()
    expect(status).to_have_text(f"{len(real.stations)} stations")
    assert "?" not in page.url


def test_columns_order_the_list(opened: Opened, real: Dataset) -> None:
    page = opened("countries/index.html")
    column = page.get_by_role("columnheader", name="Statements")
    column.get_by_role("button").click()
    expect(column).to_have_attribute("aria-sort", "ascending")
    column.get_by_role("button").click()
    expect(column).to_have_attribute("aria-sort", "descending")
    counts = {
        country: sum(country in row.about_country_ids for row in real.statements)
        for country in real.countries.ids()
    }
    told = [int(t) for t in page.locator("td[data-label=Statements]").all_inner_texts()]
    assert told == sorted(counts.values(), reverse=True)[:100]
