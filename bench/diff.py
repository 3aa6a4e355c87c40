"""What a diff of two million-row tables costs: ours, cell by cell, beside git's, line by line.

Each measurement is a process of its own, by turns; the peak of memory is the highest of any run.
Prints a table and rewrites it in ``docs/performance.md``. Run: ``make bench`` or
``python bench/diff.py``, on a machine that does nothing else.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from validation import PAGE, make, table

ROWS = 1_000_000
RUNS = 5


def changed(old: Path, new: Path) -> None:
    """A copy of a package: one row in a hundred another tone, a thousand gone, a thousand new."""
    import duckdb

    new.mkdir()
    for name in ("datapackage.json", "places.csv"):
        (new / name).write_bytes((old / name).read_bytes())
    duckdb.execute(f"""
        COPY (
            SELECT * REPLACE (
                CASE WHEN CAST(RIGHT(mention_id, 2) AS INTEGER) = 7 THEN 'unclear' ELSE tone END
                AS tone
            )
            FROM read_csv('{old / "mentions.csv"}', all_varchar = true)
            WHERE mention_id >= 'mtn-00001000'
            UNION ALL
            SELECT printf('mtn-%08d', 50000000 + i), 'stn-001', 'The Daily', '2023-01-01',
                'neutral', NULL, 'New'
            FROM range(1000) AS r(i)
        ) TO '{new / "mentions.csv"}' (HEADER)
    """)


def timed(command: list[str]) -> tuple[float, float]:
    """The seconds of a process and its peak of memory in MiB."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return time.perf_counter() - begun, used.ru_maxrss / 2**10


def main() -> None:
    """Measure, print, and bring the page up to it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        make(old, ROWS)
        changed(old, new)
        ours = [sys.executable, "-m", "overseas_stations", "diff", str(old), str(new)]
        files = [str(side / "mentions.csv") for side in (old, new)]
        commands = {
            "ours, cell by cell": ours,
            "git diff, line by line": ["git", "diff", "--no-index", "--stat", *files],
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                taken[name].append(timed(command))
    medians = {name: statistics.median(s for s, _ in runs) for name, runs in taken.items()}
    first = next(iter(medians.values()))
    rows = [
        [
            name,
            f"{medians[name]:.2f}",
            f"{medians[name] / first:.2f}",
            f"{max(m for _, m in runs):,.0f}",
        ]
        for name, runs in taken.items()
    ]
    text = f"Measured on {date.today():%-d %B %Y} on {os.cpu_count()} cores.\n\n" + table(
        ["two tables of a million rows", "seconds", "x ours", "peak MiB"], rows
    )
    print(text, end="")
    block = re.compile(r"(<!-- diff: [^\n]*-->\n).*?(<!-- /diff -->)", re.DOTALL)
    page = PAGE.read_text("utf-8")
    PAGE.write_text(block.sub(lambda m: m[1] + text + m[2], page), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
