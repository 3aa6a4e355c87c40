"""What questions to a dataset a thousand times the real one cost, in time and memory.

Each measurement is a process of its own with 512 MB for DuckDB. It opens the dataset and answers
for one day (**first**: working out when everything was known that was by then), then for a later
one (**again**: working out the rest up to that day). The floor is DuckDB that reads every column of the same files and counts.
The runs are by turns; the peak of memory is the highest of any run.

Prints a table and rewrites it in ``docs/performance.md``. Run: ``make bench`` or
``python bench/large.py``, on a machine that does nothing else.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import thousandfold
from validation import PAGE, table

from overseas_stations import large
from overseas_stations.records import RECORDS

RUNS = 2
DAYS = ("2022-12-05", "2023-04-17")

#: What is aimed at, for an answer from a dataset that is open.
SECONDS, MEBIBYTES = 2.0, 1024

FLOOR = "floor: every column read and counted"
AS_OF = "as_of, every table counted"
COMPLETENESS = "as_of, completeness"
QUESTIONS: dict[str, Callable[[large.LargeDataset], object]] = {
    AS_OF: lambda ds: [ds.count(name) for name in RECORDS],
    COMPLETENESS: lambda ds: ds.completeness(),
    "as_of, timeline of a country": lambda ds: ds.timeline(country_id="NL"),
    "as_of, every row of every table": lambda ds: [
        batch.num_rows for name in RECORDS for batch in ds.batches(name)
    ],
}


def scan(folder: Path) -> None:
    """Read every column of every file, and count its cells."""
    import duckdb

    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{large.MEMORY}'")
        for name in RECORDS:
            file = f"'{folder / f'{name}.parquet'}'"
            database.execute(f"SELECT COUNT(COLUMNS(*)) FROM {file}").fetchall()


def answer(folder: Path, question: str) -> list[float]:
    """The seconds of the first answer and of the one for another day."""
    begun = time.perf_counter()
    if question == FLOOR:
        scan(folder)
        return [time.perf_counter() - begun] * 2
    seconds = []
    with large.open(folder) as dataset:
        for day in DAYS:
            QUESTIONS[question](dataset.as_of(day))
            seconds.append(time.perf_counter() - begun)
            begun = time.perf_counter()
    return seconds


def measured(folder: Path, question: str) -> tuple[list[float], float]:
    """The same from a process of its own, with its peak of memory in MiB."""
    command = [sys.executable, __file__, str(folder), question]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{question}: exit {process.returncode}")
    return json.loads(told), used.ru_maxrss / 2**10


def report(taken: dict[str, list[tuple[list[float], float]]], rows: dict[str, int]) -> str:
    """The block of the page."""
    medians = {
        name: [statistics.median(seconds[at] for seconds, _ in runs) for at in (0, 1)]
        for name, runs in taken.items()
    }
    peaks = {name: max(peak for _, peak in runs) for name, runs in taken.items()}
    floor = medians[FLOOR][0]
    lines = [
        [name, f"{first:.2f}", f"{again:.2f}", f"{again / floor:.2f}", f"{peaks[name]:,.0f}"]
        for name, (first, again) in medians.items()
    ]
    goals: list[list[Any]] = []
    for name in (AS_OF, COMPLETENESS):
        for what, goal, found in (
            ("first, seconds", SECONDS, medians[name][0]),
            ("again, seconds", SECONDS, medians[name][1]),
            ("peak MiB", MEBIBYTES, peaks[name]),
        ):
            verdict = "met" if found <= goal else "missed"
            goals.append([f"{name}: {what}", f"≤ {goal:g}", f"{found:,.2f}: {verdict}"])
    size = ", ".join(f"{rows[name]:,} {name}" for name in ("stations", "sources", "evidence"))
    load = os.getloadavg()[0]
    return (
        f"Measured on {date.today():%-d %B %Y} on {os.cpu_count()} cores, load after it {load:.1f}: "
        f"{size}.\n\n"
        + table(
            [f"{thousandfold.COPIES:,} times the data", "first", "again", "x floor", "peak MiB"],
            lines,
        )
        + "\n"
        + table(["target", "aimed at", "measured"], goals)
    )


def main() -> None:
    """Measure, print, and bring the page up to it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made) / "large"
        # By a process of its own: a child's peak is at least what its parent holds when it starts.
        subprocess.run([sys.executable, thousandfold.__file__, str(folder)], check=True)
        with large.open(folder) as dataset:
            rows = {name: dataset.count(name) for name in RECORDS}
        taken: dict[str, list[tuple[list[float], float]]] = {q: [] for q in (FLOOR, *QUESTIONS)}
        for _ in range(RUNS):
            for question, runs in taken.items():
                runs.append(measured(folder, question))
    text = report(taken, rows)
    print(text, end="")
    block = re.compile(r"(<!-- large: [^\n]*-->\n).*?(<!-- /large -->)", re.DOTALL)
    page = PAGE.read_text("utf-8")
    PAGE.write_text(block.sub(lambda m: m[1] + text + m[2], page), "utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(answer(Path(sys.argv[1]), sys.argv[2])))
    else:
        main()
