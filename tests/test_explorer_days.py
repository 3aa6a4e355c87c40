"""The explorer as of a day shows what the Python library says of that day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from overseas_stations import derive
from overseas_stations.cells import write_record, write_value
from overseas_stations.dataset import Dataset
from tests.explorer_browser import DRAWN, GO, Watched, follow, settle, visit

Opened = Callable[..., Page]

STATUSES = ("reported", "closure_ordered", "reported_closed", "not_substantiated")


def held(rows: Iterable[Any], day: date) -> Iterator[Any]:
    for row in rows:
        if row.known_from <= day and (row.known_until is None or day < row.known_until):
            yield row


class Known:
    """What the release's own tables say of a day."""

    def __init__(self, ds: Dataset) -> None:
        found = {t.name: t for t in derive.derived_tables(ds, ["history", "cell_history"])}
        self.ds = ds
        self.history, self.cells = found["history"], found["cell_history"]
        self.changes = sorted({row.known_from for row in self.history})
        self.last = derive.latest_day(ds)

    def days(self) -> list[date]:
        """More than thirty days spread over the history, the quiet ones between two included."""
        spread = [day for day in self.changes[::8] if day < self.last]
        quiet = [
            one + timedelta(days=1)
            for one in self.changes[:-1:60]
            if one + timedelta(days=1) not in self.changes
        ]
        return [*sorted({*spread, *quiet}), self.last]

    def on(self, day: date) -> dict[str, Any]:
        """What lists and counts of the explorer should say."""
        derived: dict[str, dict[str, str]] = {}
        for row in held(self.history, day):
            derived.setdefault(row.record_id, {})[row.field] = row.value
        cells: dict[str, dict[str, str]] = {}
        tables: dict[str, set[str]] = {}
        for row in held(self.cells, day):
            cells.setdefault(row.record_id, {})[row.field] = row.value
            tables.setdefault(row.record_table, set()).add(row.record_id)
        stations = tables.get("stations", set())
        states = {
            k: [derived[k][f] for f in ("status", "assessment", "disputed")] for k in stations
        }
        counts: dict[str, Counter[str]] = {c: Counter() for c in self.ds.countries.ids()}
        for key, told in states.items():
            here = counts[cells[key]["country_id"]]
            here.update(("stations", *told[:2]))
            here["denied"] += told[2] != "no"
        for key in tables.get("investigations", ()):
            counts[cells[key]["country_id"]]["inquiries"] += 1
        for key in tables.get("statements", ()):
            for country in filter(None, cells[key].get("about_country_ids", "").split(";")):
                counts[country]["statements"] += 1
        rows = [
            [
                country,
                count["stations"],
                count["reported"],
                count["closure_ordered"] + count["reported_closed"],
                count["not_substantiated"],
                *(count[level] for level in ("acknowledged", "corroborated", "single_claimant")),
                *(count[name] for name in ("denied", "inquiries", "statements")),
            ]
            for country, count in counts.items()
        ]
        tallies = {
            field: Counter(told[place] for told in states.values())
            for place, field in enumerate(("status", "assessment", "disputed"))
        }
        chips = {
            self.ds.countries[country].name: count["stations"]
            for country, count in counts.items()
            if count["stations"]
        }
        return {
            "stations": states,
            "countries": sorted(rows, key=lambda row: -row[1]),
            "start": {"tallies": tallies, "chips": chips, "of": [len(stations), len(chips)]},
        }


@pytest.fixture(scope="module")
def known(real: Dataset) -> Known:
    return Known(real)


#: Goes to the lists and the start page of a day, and gives what on them is not as it should be.
COMPARE = f"""async ([root, day, wanted]) => {{
  const go = {GO};
  const wrong = [];
  const numbers = (row) => [row.id, ...[...row.cells].slice(1, 11).map((c) => Number(c.textContent))];
  const rows = () => [...document.querySelectorAll("main tbody tr")];
  const at = (path, page) => `${{root}}${{path}}?as_of=${{day}}` + (page ? `&page=${{page}}` : "");
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const seek = async (read, holds, what) => {{
    if (!(await drawn(() => holds(read())))) wrong.push([what, read()]);
  }};

  const pages = Math.ceil(wanted.countries.length / 100);
  for (let page = 1; page <= (wanted.all ? pages : 1); page++) {{
    await go(at("countries/index.html", page));
    const part = wanted.countries.slice(100 * (page - 1), 100 * page);
    const read = () => rows().map(numbers);
    if (!(await drawn(() => same(read(), part)))) {{
      const told = read();
      wrong.push(["countries", part.length, told.length,
        part.flatMap((row, i) => same(row, told[i]) ? [] : [[row, told[i] ?? null]]).slice(0, 3)]);
    }}
  }}

  const states = wanted.stations;
  const known = Object.keys(states).length;
  const state = (row) => ["Status", "Assessment", "Denied"].map((label) =>
    [...row.querySelector(`[data-label=${{label}}] .state`).classList].at(-1));
  const seen = new Set();
  for (let page = 1; page <= Math.max(1, Math.ceil(known / 100)); page++) {{
    await go(at("stations/index.html", page));
    const fits = (row) => states[row.id] && same(state(row), states[row.id]);
    const count = Math.min(100, known - 100 * (page - 1));
    await seek(() => rows().map((row) => [row.id, ...state(row)]),
      (told) => told.length === count && !(page > 1 && seen.has(told[0]?.[0])) && rows().every(fits),
      `stations, page ${{page}}`);
    for (const row of rows()) seen.add(row.id);
  }}
  if (seen.size !== known) wrong.push(["stations in all", seen.size, known]);

  await go(at("index.html"));
  const start = () => {{
    const tallies = {{}};
    for (const field of ["status", "assessment", "disputed"])
      tallies[field] = Object.fromEntries(
        [...document.querySelectorAll(`#tally-${{field}} li`)]
          .map((li) => [li.dataset.value, Number(li.querySelector(".count").textContent)]).sort());
    const chips = Object.fromEntries([...document.querySelectorAll(".chips a")].map((a) =>
      [a.querySelector("bdi").textContent, Number(a.querySelector(".count").textContent)]).sort());
    const of = [...document.querySelectorAll("#count strong")].map((s) => parseInt(s.textContent));
    return {{ tallies, chips, of }};
  }};
  const sorted = (pairs) => Object.fromEntries(Object.entries(pairs).sort());
  const expected = {{
    tallies: Object.fromEntries(Object.entries(wanted.start.tallies).map(([f, t]) => [f, sorted(t)])),
    chips: sorted(wanted.start.chips),
    of: wanted.start.of,
  }};
  await seek(start, (told) => same(told, expected), "start");
  return wrong;
}}"""


def test_counts_and_states_of_thirty_days_are_pythons(
    opened: Opened, served: str, known: Known
) -> None:
    days = known.days()
    assert len(days) > 30
    assert days[0] == known.changes[0]
    page = opened()
    page.evaluate(DRAWN)
    before = None
    changed = 0
    # Forth and back between far days, so that what is left over from another would be seen.
    for place, day in enumerate([known.last, *days[:-1:2], *days[1:-1:2][::-1]]):
        wanted = known.on(day)
        changed += wanted != before
        before = wanted
        wrong = page.evaluate(COMPARE, [served, str(day), {**wanted, "all": place % 8 == 0}])
        assert not wrong, f"{day}: {json.dumps(wrong, ensure_ascii=False)[:2000]}"
    assert changed > 25


def test_what_the_tables_say_of_a_day_is_what_the_rules_say_of_it(known: Known) -> None:
    for day in known.days()[4::9]:
        then = known.ds.as_of(day)
        assessments, statuses = derive.assessments(then), derive.statuses(then)
        assert known.on(day)["stations"] == {
            key: [statuses[key].status, assessments[key].level, assessments[key].disputed]
            for key in then.stations.ids()
        }


def cells_of(row: dict[str, Any], columns: Iterable[str]) -> dict[str, str]:
    """A record of the page's JSON as the cells of CSV."""
    return {
        name: ";".join(value) if isinstance(value, list) else write_value(value)
        for name in columns
        if (value := row[name]) not in (None, [], "")
    }


@pytest.mark.parametrize("day", ["2022-10-26", "2022-12-05", "2023-04-20"])
def test_the_cells_and_evidence_of_a_day_are_pythons(
    desk: Page, served: str, real: Dataset, day: str
) -> None:
    then = real.as_of(day)
    for kind in ("stations", "investigations", "statements", "events", "figures", "sources"):
        follow(desk, f"{served}{kind}/index.html?as_of={day}")
        expect(desk.locator("main [role=status]")).to_contain_text(f"{len(then.table(kind))} ")
        with desk.expect_download() as coming:
            desk.get_by_role("button", name="JSON", exact=True).click()
        assert coming.value.suggested_filename.endswith(f"{kind}-as-of-{day}.json")
        told = json.loads(coming.value.path().read_text("utf-8"))
        assert told["as_of"] == day
        records = {next(iter(row.values())): row for row in told["records"]}
        assert records.keys() == set(then.table(kind).ids())
        for record in then.table(kind):
            key = record.primary_key
            cells = {name: cell for name, cell in write_record(record).items() if cell}
            assert cells_of(records[key], type(record).model_fields) == cells
            if kind != "sources":
                evidence = {row["evidence_id"]: row for row in records[key]["evidence"]}
                assert evidence.keys() == set(then.evidence_for(key).ids())
                for row in then.evidence_for(key):
                    assert evidence[row.evidence_id]["withdrawn_by"] == row.withdrawn_by


def test_a_cell_that_changed_is_shown_as_it_was(desk: Page, served: str, known: Known) -> None:
    spans: dict[tuple[str, str, str], list[Any]] = {}
    for row in known.cells:
        if row.field in ("summary", "premises", "note", "city"):
            spans.setdefault((row.record_table, row.record_id, row.field), []).append(row)
    changed = [(key, rows) for key, rows in spans.items() if len({r.value for r in rows}) > 1]
    late = [
        (key, rows)
        for key, rows in spans.items()
        if len(rows) == 1
        and any(r.known_from > rows[0].known_from - timedelta(days=1) for r in rows)
        and key[0] == "stations"
    ]
    first = {r.record_id: r.known_from for r in known.history if r.field == "known"}
    for (kind, key, field), rows in [*changed[:3], *late[::25]]:
        for row in rows:
            # A link cannot lead from another day to the last, which is shown without one.
            go = visit if row.known_from == known.last else follow
            go(desk, f"{served}{kind}/{key}.html?as_of={row.known_from}")
            cell = desk.locator(
                "dl.fields > div", has=desk.locator(f"dt:text-is('{field.title()}')")
            )
            expect(cell.locator("dd bdi").first).to_have_text(row.value)
        begins = rows[0].known_from
        if first[key] < begins:
            follow(desk, f"{served}{kind}/{key}.html?as_of={begins - timedelta(days=1)}")
            expect(desk.locator("main .soft", has_text="Not known on")).to_contain_text(field)


# ---------------------------------------------------------------------------------------------
# The control
# ---------------------------------------------------------------------------------------------


def test_the_day_stands_in_the_address_and_goes_along(opened: Opened, real: Dataset) -> None:
    page = opened("stations/index.html")
    then = real.as_of("2022-12-05")
    page.get_by_label("As known on").fill("2022-12-05")
    page.get_by_label("As known on").press("Tab")
    expect(page).to_have_url(page.url.split("?")[0] + "?as_of=2022-12-05")
    expect(page.locator("main [role=status]")).to_have_text(f"{len(then.stations)} stations")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Statements").click()
    expect(page.locator("main [role=status]")).to_have_text(f"{len(then.statements)} statements")
    page.locator("tbody th a").first.click()
    settle(page)
    page.locator("dl.fields a").first.click()
    settle(page)
    assert "?as_of=2022-12-05" in page.url
    assert page.get_by_label("As known on").input_value() == "2022-12-05"
    page.reload()
    settle(page)
    assert page.get_by_label("As known on").input_value() == "2022-12-05"
    page.get_by_role("link", name="Overseas stations").click()
    expect(page.locator("#count")).to_contain_text(f"{len(then.stations)} stations")
    expect(page.locator("#count")).to_contain_text("as known on 5 December 2022")
    page.get_by_role("button", name="Back to the latest").click()
    expect(page.locator("#count")).to_contain_text(f"{len(real.stations)} stations")
    assert "as_of" not in page.url
    page.go_back()
    settle(page)
    assert "as_of=2022-12-05" in page.url


def test_the_slider_steps_over_the_days_of_news(opened: Opened, known: Known) -> None:
    page = opened("stations/index.html")
    slider = page.get_by_role("slider")
    expect(slider).to_be_enabled()
    days = sorted({day for day in derive.known_on(known.ds).values() if day <= known.last})
    assert int(slider.get_attribute("max") or 0) == len(days) - 1
    slider.focus()
    for step, key in ((1, "ArrowLeft"), (2, "ArrowLeft"), (1, "ArrowRight")):
        slider.press(key)
        day = days[-1 - step]
        expect(page.get_by_label("As known on")).to_have_value(str(day))
        assert slider.get_attribute("aria-valuetext") == f"{day.day} {day:%B %Y}"
        count = len(known.on(day)["stations"])
        expect(page.locator("main [role=status]")).to_have_text(f"{count} stations")
    slider.press("Home")
    expect(page.get_by_label("As known on")).to_have_value(str(days[0]))


@pytest.mark.parametrize(
    "told", ["2022-13-45", "yesterday", "2999-01-01", "2022-12", "<script>", "2022-02-30"]
)
def test_what_is_no_day_of_the_history_shows_the_release(
    desk: Page, served: str, real: Dataset, told: str
) -> None:
    visit(desk, f"{served}stations/index.html?as_of={told}")
    expect(desk.locator("main [role=status]")).to_have_text(f"{len(real.stations)} stations")
    expect(desk.locator(".dateline")).to_contain_text("the latest")


def test_a_record_that_was_not_known_yet_says_so(desk: Page, served: str, known: Known) -> None:
    late = max(
        (r for r in known.history if r.field == "known" and r.record_table == "stations"),
        key=lambda r: r.known_from,
    )
    before = late.known_from - timedelta(days=1)
    follow(desk, f"{served}stations/{late.record_id}.html?as_of={before}")
    expect(desk.locator("h1")).to_have_text("Not known")
    expect(desk.locator("main")).to_contain_text(f"{before.day} {before:%B %Y}")
    follow(desk, f"{served}search.html?q={late.record_id}&as_of={before}")
    expect(desk.locator("main [role=status]")).to_have_text("0 records found.")


def test_before_anything_was_known_everything_is_empty(watched: Watched, served: str) -> None:
    page = watched.page(served, "index.html?as_of=1990-01-01")
    expect(page.locator("#count")).to_contain_text("0 stations")
    for path in ("stations/index.html", "timeline.html", "countries/RO.html"):
        visit(page, f"{path}?as_of=1990-01-01")
