"""Search in the browser over a hundred times the real records: ours, MiniSearch and uFuzzy.

The texts are the site's own, a hundred times; in each copy four words of ten are others, some of
them new. **Fill** is taking all of it in, **memory** what the page holds more than before, after a
collection. Each query is asked several times, and its time is the median; **worst at first** is the
longest that any took when it was asked for the first time.

Prints tables and rewrites them in ``docs/performance.md``. Run: ``python bench/explorer_search.py``.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import Any

from explorer_shared import (
    afresh,
    browser,
    bundle,
    median,
    serving,
    versions,
    workshop,
    write_block,
)
from playwright.sync_api import Browser
from validation import table

import overseas_stations as ost
from overseas_stations.export import export

COPIES = 100
RUNS = 5
GOAL = 100

PACKAGES = ("minisearch", "@leeoniya/ufuzzy")
TOOLS = {"ours": "ours", "minisearch": "MiniSearch", "ufuzzy": "uFuzzy"}

#: Beginnings, frequent words, rare ones, several, Chinese, accents, ids, and what is nowhere.
QUERIES = (
    *("a", "s", "p", "z", "x", "st", "po", "qu", "xy", "pol", "ams", "zwo"),
    *("police", "station", "the", "said", "ministry", "amsterdam", "Fuzhou", "prato", "Nigeria"),
    *("são paulo", "Ústí", "zagreb", "vancouver", "interpellation", "qingtian"),
    *("police station", "station police", "ministry said", "embassy denies", "italy joint patrols"),
    *("dutch foreign ministry closure", "police in amsterdam and rotterdam", "the of and in"),
    *("station nowhereatall", "police zzzz", "the said qqqq", "xylophone", "zzzz", "policeq"),
    *("警", "警务", "青田", "福州市公安局", "公安 police", "乌托邦"),
    *("stn-nl-001", "stn-it-0050042", "src-rfi"),
)


def ask(launched: Browser, root: str, tool: str, copies: int) -> dict[str, Any]:
    """Fill one tool's index in a browser of its own and ask it everything."""
    with afresh(launched) as context:
        context.set_default_timeout(600_000)
        page = context.new_page()
        session = context.new_cdp_session(page)
        page.goto(root)
        page.wait_for_function("window.ask !== undefined")

        def held() -> float:
            session.send("HeapProfiler.collectGarbage")
            told = session.send("Runtime.getHeapUsage")
            return float(told["usedSize"] + told.get("backingStorageSize", 0)) / 2**20

        page.evaluate("fill('ours', 1)")
        before = held()
        filled: dict[str, Any] = page.evaluate("([tool, n]) => fill(tool, n)", [tool, copies])
        told: dict[str, Any] = page.evaluate("([q, n]) => ask(q, n)", [list(QUERIES), RUNS])
        filled["memory"] = held() - before
    filled["first"] = max(times[0] for times in told["times"])
    filled["queries"] = dict(
        zip(QUERIES, zip(map(median, told["times"]), told["found"], strict=True), strict=True)
    )
    return filled


def main(copies: int = COPIES, tools: tuple[str, ...] = tuple(TOOLS)) -> None:
    """Measure, print, and bring the page up to it."""
    with workshop(PACKAGES) as folder, browser() as launched:
        site = folder / "built"
        bundle(folder, ["search.js"], site)
        # The explorer's own modules ask the page where the site begins, and take what is released.
        (site / "index.html").write_text(
            '<!doctype html><html data-root="./"><meta charset="utf-8"><title>search</title>'
            '<script type="module" src="./search.js"></script>',
            "utf-8",
        )
        export(ost.load(), site / "release", ["parquet"])
        with serving(site) as root:
            taken = {tool: ask(launched, root, tool, copies) for tool in tools}
        used = versions(folder, PACKAGES)
    lines = []
    for tool, told in taken.items():
        times = [took for took, _ in told["queries"].values()]
        worst = max(told["queries"], key=lambda query: told["queries"][query][0])
        over = [query for query, (took, _) in told["queries"].items() if took > GOAL]
        print(f"{tool}: worst at first {told['first']:.1f} ms")
        for query, (took, found) in told["queries"].items():
            print(f"  {query:<36}{took:>9.2f} ms{found:>6} found")
        lines.append(
            [
                TOOLS[tool],
                f"{told['took'] / 1000:.1f}",
                f"{told['memory']:,.0f}",
                f"{median(times):.1f}",
                f"{max(times):.0f}",
                f"`{worst}`",
                f"{len(over)}",
                f"{told['first']:.0f}",
            ]
        )
    first = next(iter(taken.values()))
    text = (
        f"Measured on {date.today():%-d %B %Y} on {os.cpu_count()} cores, load after it "
        f"{os.getloadavg()[0]:.1f}: {first['size']:,} records with {first['letters'] / 1e6:.0f} "
        f"million characters, {len(QUERIES)} queries, each the median of {RUNS}; {used}.\n\n"
        + table(
            [
                *("search", "fill, s", "MiB", "median, ms", "worst, ms"),
                *("the worst", f"over {GOAL} ms", "worst at first"),
            ],
            lines,
        )
    )
    if copies == COPIES and len(tools) == len(TOOLS):
        worst_of_ours = max(took for took, _ in taken["ours"]["queries"].values())
        verdict = "met" if worst_of_ours <= GOAL else "missed"
        text += "\n" + table(
            ["target", "aimed at", "measured"],
            [["ours, every query, ms", f"≤ {GOAL}", f"{worst_of_ours:.0f}: {verdict}"]],
        )
        write_block("explorer-search", text)
    else:
        print(text)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(int(sys.argv[1]), tuple(sys.argv[2:]) or ("ours",))
    else:
        main()
