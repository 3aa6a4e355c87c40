"""Tables full of hostile values are shown by the explorer harmlessly: as text, whole, in its place."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect

from overseas_stations.schema.spec import TableSpec, table_spec
from overseas_stations.site.build import READ
from overseas_stations.site.pages import KINDS
from tests.explorer_browser import DESKTOP, PHONE, Watched, follow, serve, visit

HOSTILE = (
    "<script>window.pwned = 1</script>",
    '<img src=x onerror="window.pwned = 1">',
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned = 1</script>",
    "turned \u202egnp.exe about",
    '=HYPERLINK("https://elsewhere.invalid/","x")',
    '"><svg onload="window.pwned = 1">',
    "a null \x00 within",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "https://elsewhere.invalid/</a><script>window.pwned = 1</script>",
    "\u2066turned\u2069 and \u200bunseen\ufeff",
    "+1+cmd",
    "JaVaScRiPt:window.pwned=1//https://x",
    "unbroken" * 400,
    "-2+3",
    "\x1b[31mred\x07\r\n\r\n{{7*7}}${7*7}",
)
LONG = "<b>long</b>" * 9_100

#: What is asked of every page: what on it is not harmless.
HARM = r"""() => {
  const wrong = [];
  if (window.pwned) wrong.push("a script ran");
  const sign = /[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/;
  for (const part of document.querySelectorAll("main, #panel"))
    if (sign.test(part.textContent)) {
      const deepest = [...part.querySelectorAll("*")].filter((e) => sign.test(e.textContent)).at(-1);
      wrong.push(["unseen", deepest.tagName, deepest.textContent.slice(0, 80)]);
    }
  if (sign.test(document.title)) wrong.push("unseen in the title");
  for (const element of document.querySelectorAll("*")) {
    if (["IMG", "IFRAME", "OBJECT", "EMBED", "BASE", "B"].includes(element.tagName))
      wrong.push(element.outerHTML.slice(0, 200));
    if (element.tagName === "SCRIPT" && new URL(element.src).origin !== location.origin)
      wrong.push(element.outerHTML.slice(0, 200));
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) wrong.push([element.tagName, name]);
      if (["aria-label", "title", "data-label", "alt"].includes(name) && sign.test(value))
        wrong.push(["unseen", element.tagName, name, value.slice(0, 80)]);
      if (["href", "src", "action", "formaction", "xlink:href"].includes(name)) {
        const url = new URL(value, document.baseURI);
        if (!["http:", "https:"].includes(url.protocol)) wrong.push([element.tagName, value]);
        if (element.tagName === "A" && url.origin !== location.origin && !element.relList.contains("noreferrer"))
          wrong.push(["tells from where", value]);
      }
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.querySelectorAll("main *")]
      .filter((e) => e.getBoundingClientRect().right > clientWidth + 1).slice(0, 3)
      .map((e) => `${e.tagName}.${e.className.baseVal ?? e.className}`.slice(0, 40));
    wrong.push(["wide", scrollWidth, clientWidth, ...wide]);
  }
  return wrong.slice(0, 12);
}"""


def hostile_column(spec: TableSpec, place: int, name: str, column: pa.ChunkedArray) -> list[Any]:
    """A column of text with hostile values: free text in each row, all else in some."""
    field = next((field for field in spec.fields if field.name == name), None)
    free = field is not None and field.type == "string" and not (
        field.is_key or field.references or field.vocabulary or field.pattern
    )  # fmt: skip
    values: list[Any] = column.to_pylist()
    for row, before in enumerate(values):
        if not free and (row + place) % 7 != 3:
            continue
        if name in spec.key and row < len(values) - 3:
            continue
        value = LONG if row % 61 == 60 and free else HOSTILE[(row + place) % len(HOSTILE)]
        if pa.types.is_list(column.type):
            values[row] = [value, *(before or ())]
        else:
            values[row] = value
    return values


@pytest.fixture(scope="module")
def hostile(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose tables are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(site / "assets", folder / "assets")
    for path in (*site.glob("*.*"), *site.glob("*/index.html")):
        target = folder / path.relative_to(site)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
    released = folder / "release" / "parquet"
    released.mkdir(parents=True)
    for name in READ:
        table = pq.read_table(site / "release" / "parquet" / f"{name}.parquet")
        for place, field in enumerate(table.schema):
            kind = field.type.value_type if pa.types.is_list(field.type) else field.type
            if pa.types.is_string(kind) or pa.types.is_large_string(kind):
                column = hostile_column(table_spec(name), place, field.name, table.column(place))
                table = table.set_column(place, field, pa.array(column, field.type))
        pq.write_table(table, released / f"{name}.parquet", compression="zstd")
    yield from serve(folder)


@pytest.fixture(scope="module")
def watch(chromium: Browser) -> Iterator[Watched]:
    """The contexts of this module."""
    watching = Watched(chromium)
    yield watching
    watching.close()


@pytest.fixture(scope="module", params=["desk", "phone"])
def shared(request: pytest.FixtureRequest, watch: Watched, hostile: str) -> Page:
    """A page that the tests share, at a desk and on a phone."""
    return watch.page(hostile, viewport=PHONE if request.param == "phone" else DESKTOP)


@pytest.fixture
def page(watch: Watched, shared: Page) -> Iterator[Page]:
    """The shared page, for one test, which fails where anything went wrong."""
    yield shared
    watch.check()


@pytest.mark.parametrize(
    "path", [*(f"{kind}/index.html" for kind in KINDS), "timeline.html", "index.html"]
)
def test_a_list_is_harmless(page: Page, hostile: str, path: str) -> None:
    follow(page, f"{hostile}{path}")
    assert page.evaluate(HARM) == []
    text = page.locator("main").inner_text()
    if path != "index.html":
        assert "⟨U+" in text
        assert "<script>" in text or "<img" in text


@pytest.mark.parametrize(
    "path",
    [
        *("stations/stn-it-002.html", "countries/IT.html", "countries/DE.html"),
        *("statements/stm-ro-001.html", "events/evt-fr-003.html", "figures/fig-003.html"),
        *("investigations/inv-nl-001.html", "cooperations/coo-it-001.html"),
        *("organisations/org-safeguard-defenders.html", "sources/src-hotnews-0900.html"),
    ],
)
def test_a_record_and_its_panels_are_harmless(page: Page, hostile: str, path: str) -> None:
    follow(page, f"{hostile}{path}")
    page.locator("main h1").wait_for()
    assert page.evaluate(HARM) == []
    buttons = page.locator("main .why")
    for place in range(0, min(buttons.count(), 8), 3):
        buttons.nth(place).click()
        expect(page.locator(".panel").locator("p, .told").first).to_be_visible()
        assert page.evaluate(HARM) == []
        page.keyboard.press("Escape")


def test_search_is_harmless(page: Page, hostile: str) -> None:
    for query in ("script", "window pwned", "javascript", "<img src=x onerror=alert(1)>", "gnp"):
        follow(page, f"{hostile}search.html?q={query}")
        expect(page.locator("main [role=status]")).to_contain_text("found.")
        assert page.evaluate(HARM) == []
    expect(page.locator("main")).to_contain_text("⟨U+202E⟩gnp")


def test_the_map_as_a_table_is_harmless(page: Page, hostile: str) -> None:
    follow(page, f"{hostile}index.html")
    page.locator(".map-twin summary").click()
    assert page.evaluate(HARM) == []
    page.locator(".map-twin summary").click()


def test_a_text_too_long_is_cut_until_asked_for(page: Page, hostile: str) -> None:
    follow(page, f"{hostile}organisations/index.html")
    longer = page.get_by_role("button", name="Show all").first
    row = page.locator("tbody tr", has=longer).first.get_attribute("id")
    cell = page.locator(f"tr[id='{row}']").locator("th, td").first
    assert len(cell.inner_text()) < 3000
    longer.click()
    page.wait_for_function(
        "([row, least]) => document.getElementById(row).textContent.length > least",
        arg=[row, len(LONG)],
    )
    assert page.url.endswith("organisations/index.html"), "it leads nowhere"
    assert page.evaluate(HARM) == []


def test_files_to_take_away_run_nothing(page: Page, hostile: str) -> None:
    follow(page, f"{hostile}stations/index.html")
    taken = {}
    for form in ("CSV", "JSON"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=form, exact=True).click()
        taken[form] = coming.value.path().read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(taken["CSV"], newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]
    assert not [cell for cell in cells if cell.startswith(("+", "-")) and "cmd" in cell]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    # JSON is for machines, which get what the table holds.
    records = json.loads(taken["JSON"])["records"]
    assert {HOSTILE[0], HOSTILE[4], HOSTILE[7]} <= {record["summary"] for record in records}


def test_the_policy_stops_what_would_still_get_in(page: Page, watch: Watched, hostile: str) -> None:
    visit(page, f"{hostile}about.html")
    watch.check()
    pwned, violated = page.evaluate(
        """async () => {
          const violated = [];
          addEventListener("securitypolicyviolation", (e) => violated.push(e.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.pwned = 1";
          const image = document.createElement("img");
          image.src = "https://elsewhere.invalid/x.png";
          const frame = document.createElement("iframe");
          frame.src = "https://elsewhere.invalid/";
          document.body.append(script, image, frame);
          await fetch("https://elsewhere.invalid/").catch(() => undefined);
          while (violated.length < 4) await new Promise((done) => setTimeout(done, 10));
          for (const element of [script, image, frame]) element.remove();
          return [window.pwned ?? null, violated];
        }"""
    )
    assert pwned is None
    assert {"script-src-elem", "img-src", "frame-src", "connect-src"} <= set(violated)
    watch.wrong.clear()
