"""How commands print: text for people, JSON for programs, errors in a line on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from overseas_stations.wording import visible

__all__ = ["console", "escape", "fail", "grid", "plain", "print_json", "progress", "stderr"]

#: Rich drops colour and control codes by itself where the output is no terminal.
console = Console(highlight=False, soft_wrap=True)
if not console.is_terminal:
    # Nobody's window: a row stays a line for grep and awk.
    console.width = 10_000
stderr = Console(stderr=True, highlight=False, soft_wrap=True)

#: Progress is shown only for what takes longer than this many seconds.
_PATIENCE = 1.0


def plain(text: object) -> str:
    """Text safe to print: markup and control characters of the data show as themselves."""
    return escape(visible(str(text)))


def print_json(value: Any) -> None:
    """A value as JSON on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def fail(message: object, code: int) -> None:
    """One line on stderr, and the exit code."""
    stderr.print(f"[red]error:[/] {plain(message)}")
    raise SystemExit(code)


def grid(*columns: str, title: str | None = None) -> Table:
    """An empty table with these headings."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """A bar on stderr that names the current step, once the work takes over a second."""
    begun = time.monotonic()
    bar = Progress(
        SpinnerColumn(),
        BarColumn(bar_width=20),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=stderr,
        transient=True,
    )
    task = bar.add_task(what, total=None)

    def step(name: str) -> None:
        if not bar.live.is_started and time.monotonic() - begun > _PATIENCE and stderr.is_terminal:
            bar.start()
        bar.update(task, description=plain(f"{what}: {name}"))

    try:
        yield step
    finally:
        if bar.live.is_started:
            bar.stop()
