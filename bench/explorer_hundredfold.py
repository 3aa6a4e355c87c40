"""The explorer over a release a hundred times the real one, in a browser on a desk.

The site is an ordinary one whose tables are a hundred times as long; the documents of single
records are not written, for the script draws any record at any such address. Stations of a copy
lie a few degrees from where the real ones do, so that the map has a point for each.

A letter typed is timed from its event to the frame that shows what was found. Frames are counted
while the mouse drags the map about and while keys zoom and move it.

Prints a table and rewrites it in ``docs/performance.md``. Run: ``python bench/explorer_hundredfold.py``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import thousandfold
from explorer_shared import afresh, browser, median, serving, write_block
from playwright.sync_api import Browser, Page
from validation import table

from overseas_stations.site import build
from overseas_stations.site.build import READ

COPIES = 100
RUNS = 3
TYPED = ("police station", "rotterdam", "zwolle", "xylophone")

#: From the whole world into the middle of Europe, where the map is fullest, and about there.
KEYS = ["+", "ArrowUp", "ArrowUp", "+", "ArrowUp", "ArrowUp", "+", *["ArrowLeft", "ArrowRight"] * 3]

#: What is aimed at.
TYPED_MS, FRAMES = 100, 30

#: How each derived table is copied: what changes in which column (``thousandfold`` has the rest).
RECORD = "record_id || printf('%04d', copy)"
ORGANISATION = "LEFT({0}, 4) || printf('c%04d-', copy) || SUBSTR({0}, 5)"
DERIVED = {
    "history": {
        "record_id": RECORD,
        "on_word_of": f"LIST_TRANSFORM(on_word_of, lambda x: {ORGANISATION.format('x')})",
    },
    "cell_history": {"record_id": RECORD},
    "source_days": {"source_id": ORGANISATION.format("source_id")},
    "stations_flat": {
        "station_id": "station_id || printf('%04d', copy)",
        "operated_by": ORGANISATION.format("operated_by"),
        "latitude": "latitude + CAST(HASH(copy, station_id) % 400 AS DOUBLE) / 100 - 2",
        "longitude": "longitude + CAST(HASH(station_id, copy) % 400 AS DOUBLE) / 100 - 2",
    },
}


def multiply(site: Path, work: Path) -> int:
    """Put tables a hundred times as long into a site; gives how many records it has then."""
    subprocess.run([sys.executable, thousandfold.__file__, str(work), str(COPIES)], check=True)
    held = site / "release" / "parquet"
    with duckdb.connect() as database:
        for name, changed in DERIVED.items():
            columns = ", ".join(f"{made} AS {column}" for column, made in changed.items())
            key = "station_id" if name == "stations_flat" else next(iter(changed))
            database.execute(f"""
                COPY (
                    SELECT t.* REPLACE ({columns})
                    FROM '{held}/{name}.parquet' AS t, range({COPIES}) AS c(copy)
                    ORDER BY {key}
                ) TO '{work}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)
            """)
        for name in READ:
            (work / f"{name}.parquet").replace(held / f"{name}.parquet")
        told = database.execute(f"SELECT COUNT(*) FROM '{held}/stations.parquet'").fetchone()
    assert told is not None
    return int(told[0])


# -- what the reader does ------------------------------------------------------------------------

#: Counts the frames from one call to the next.
COUNT_FRAMES = """() => {
    const times = [];
    let going = true;
    const frame = (now) => { times.push(now); if (going) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    window.stopCounting = () => { going = false; return times; };
}"""

#: From the event of each letter to the frame that shows the answer.
TIME_LETTERS = """() => {
    window.letters = [];
    document.querySelector("#q").addEventListener("input", (event) => {
        const begun = event.timeStamp;
        // The second frame begins when the first, which has the answer, is drawn.
        requestAnimationFrame(() => requestAnimationFrame(() => {
            window.letters.push(performance.now() - begun);
        }));
    }, { capture: true });
}"""


def frames(page: Page) -> tuple[float, float]:
    """Frames a second since counting began, and the longest pause in milliseconds."""
    times: list[float] = page.evaluate("stopCounting()")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return 1000 * len(gaps) / (times[-1] - times[0]), max(gaps)


def look(launched: Browser, root: str) -> dict[str, float]:
    """Open the start page, move the map, then search."""
    seen: dict[str, float] = {}
    with afresh(launched, viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(600_000)
        page = context.new_page()
        page.goto(root)
        page.wait_for_selector(".map-disc")
        seen["start page usable, s"] = page.evaluate("performance.now()") / 1000
        page.wait_for_selector(".entries")
        seen["start page complete, s"] = page.evaluate("performance.now()") / 1000
        page.wait_for_timeout(1000)
        stage = page.locator(".map-stage")
        stage.scroll_into_view_if_needed()
        box = stage.bounding_box()
        assert box is not None
        stage.focus()
        page.evaluate(COUNT_FRAMES)
        for key in KEYS:
            page.keyboard.press(key)
            page.wait_for_timeout(250)
        seen["keys: frames a second"], seen["keys: longest pause, ms"] = frames(page)
        seen["discs in view"] = page.locator(".map-disc").count()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate(COUNT_FRAMES)
        for turn in (1, -1, 1, -1):
            page.mouse.move(x + 200 * turn, y + 90 * turn, steps=40)
        seen["drag: frames a second"], seen["drag: longest pause, ms"] = frames(page)
        page.mouse.up()

        page.goto(f"{root}search.html")
        page.wait_for_selector("main [aria-busy=false]")
        seen["search ready, s"] = page.evaluate("performance.now()") / 1000
        page.evaluate(TIME_LETTERS)
        for words in TYPED:
            page.fill("#q", "")
            page.locator("#q").press_sequentially(words, delay=300)
        page.wait_for_timeout(500)
        letters: list[float] = page.evaluate("letters")
        seen["typed letter, median ms"], seen["typed letter, worst ms"] = (
            median(letters),
            max(letters),
        )
        session = context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        seen["memory of the search page, MiB"] = (
            session.send("Runtime.getHeapUsage")["usedSize"] / 2**20
        )
    return seen


def main() -> None:
    """Measure, print, and bring the page up to it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        site, work = Path(made) / "site", Path(made) / "tables"
        build(site)
        stations = multiply(site, work)
        held = sum(
            (site / "release" / "parquet" / f"{name}.parquet").stat().st_size for name in READ
        )
        with serving(site) as root, browser() as launched:
            runs = [look(launched, root) for _ in range(RUNS)]
    found = {what: median([run[what] for run in runs]) for what in runs[0]}
    lines = [[what, re.sub(r"\.0+$", "", f"{value:,.1f}")] for what, value in found.items()]
    goals: list[tuple[str, str, bool, float]] = [
        (
            "typed letter, worst ms",
            f"≤ {TYPED_MS}",
            found["typed letter, worst ms"] <= TYPED_MS,
            found["typed letter, worst ms"],
        ),
        *(
            (
                f"{how}: frames a second",
                f"≥ {FRAMES}",
                found[f"{how}: frames a second"] >= FRAMES,
                found[f"{how}: frames a second"],
            )
            for how in ("keys", "drag")
        ),
    ]
    text = (
        f"Measured on {date.today():%-d %B %Y} on {os.cpu_count()} cores, load after it "
        f"{os.getloadavg()[0]:.1f}: {stations:,} stations, tables of {held / 1e6:.0f} MB, medians of {RUNS}.\n\n"
        + table([f"{COPIES} times the data", "measured"], lines)
        + "\n"
        + table(
            ["target", "aimed at", "measured"],
            [
                [what, goal, f"{value:.0f}: {'met' if met else 'missed'}"]
                for what, goal, met, value in goals
            ],
        )
    )
    write_block("explorer-hundredfold", text)


if __name__ == "__main__":
    main()
