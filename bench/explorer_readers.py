"""Readers of Parquet for the browser: ours (hyparquet with fzstd), parquet-wasm and DuckDB-WASM.

Each reads all the tables that the site reads, of the real data, to rows as plain objects. **Load**
is what the browser must fetch before, compressed. **Cold** is from the page's first moment, in a
browser that has kept nothing, to the last row; **warm** is reading the files that are there again.
The server is on the same machine: on a slow network the load comes on top.

Prints a table and rewrites it in ``docs/performance.md``. Run: ``python bench/explorer_readers.py``.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from explorer_shared import (
    PIECES,
    afresh,
    browser,
    bundle,
    median,
    packed,
    serving,
    versions,
    workshop,
    write_block,
)
from playwright.sync_api import Request
from validation import table

import overseas_stations as ost
from overseas_stations.export import export
from overseas_stations.site.build import READ

RUNS = 7
#: Later versions of DuckDB-WASM fetch their reader of Parquet from a host of DuckDB at run time.
PACKAGES = ("parquet-wasm", "apache-arrow", "@duckdb/duckdb-wasm@1.28.0")

#: Each with its page's script.
READERS = {
    "ours: hyparquet, fzstd": "reader-ours",
    "parquet-wasm, apache-arrow": "reader-wasm",
    "DuckDB-WASM, one thread": "reader-duckdb",
}

#: What a phone of the middle range takes in a second (``explorer_first_view.py``).
BYTES_A_SECOND = 1.6 * 1024 * 1024 / 8


def note(asked: list[str], request: Request) -> None:
    """Take down what a page, or a worker of it, asks for."""
    asked.append(request.url)


def prepare(folder: Path, name: str) -> Path:
    """The folder of one reader: its page, its script, and the tables."""
    out = folder / "built" / name
    shutil.copyfile(PIECES / "common.js", folder / "common.js")
    bundle(folder, [f"{name}.js"], out)
    (out / "index.html").write_text(
        f'<!doctype html><meta charset="utf-8"><title>{name}</title>'
        f'<script type="module" src="./{name}.js"></script>',
        "utf-8",
    )
    export(ost.load(), folder / "tables", ["parquet"])
    for one in READ:
        shutil.copyfile(folder / "tables" / "parquet" / f"{one}.parquet", out / f"{one}.parquet")
    return out


def main() -> None:
    """Measure, print, and bring the page up to it."""
    address = f"?tables={','.join(READ)}"
    with workshop(PACKAGES) as folder, browser() as launched:
        folders = {what: prepare(folder, name) for what, name in READERS.items()}
        taken: dict[str, list[dict[str, Any]]] = {what: [] for what in READERS}
        loads: dict[str, int] = {}
        for _ in range(RUNS):
            for what, out in folders.items():
                with serving(out) as root, afresh(launched) as context:
                    page = context.new_page()
                    asked: list[str] = []
                    context.on("request", partial(note, asked))
                    page.goto(root + address)
                    page.wait_for_function("window.measured", timeout=120_000)
                    told = page.evaluate("window.measured")
                    if "error" in told:
                        raise SystemExit(f"{what}: {told['error']}")
                    taken[what].append(told)
                    files = {out / url.removeprefix(root).split("?")[0] for url in asked}
                    loads[what] = sum(
                        len(packed(file)) for file in files if file.suffix in (".js", ".wasm")
                    )
        tools = versions(folder, PACKAGES)
    rows = {told["rows"] for runs in taken.values() for told in runs}
    if len(rows) != 1:
        raise SystemExit(f"the readers differ in what they read: {rows} rows")
    lines = [
        [
            what,
            f"{loads[what] / 1000:,.0f}",
            f"{loads[what] / BYTES_A_SECOND:.1f}",
            f"{median([told['cold'] for told in runs]):,.0f}",
            f"{median([took for told in runs for took in told['warm']]):,.0f}",
        ]
        for what, runs in taken.items()
    ]
    text = (
        f"Measured on {date.today():%-d %B %Y} on {os.cpu_count()} cores, load after it "
        f"{os.getloadavg()[0]:.1f}: {rows.pop():,} rows of {len(READ)} tables, medians of {RUNS}; "
        f"{tools}.\n\n"
        + table(["reader", "load, kB", "s at 1.6 Mbit/s", "cold, ms", "warm, ms"], lines)
    )
    write_block("explorer-readers", text)


if __name__ == "__main__":
    main()
