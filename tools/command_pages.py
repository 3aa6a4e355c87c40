"""Write ``docs/reference/commands.md`` from the program itself: every command, its arguments, options.

Each command names the pages that show it at work; which these are is read from the pages. Run from
the top of a checkout: ``python tools/command_pages.py``; ``--check`` only compares, and exits 1 if
the page is stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from generated import bring_up

from overseas_stations.cli.main import app

PAGE = Path("docs/reference/commands.md")

#: Where commands are shown; of several pages the first in this order is named first.
SHOWN = [*sorted(Path("docs/howto").glob("*.md")), *sorted(Path("docs").glob("*.md"))]

_CALL = re.compile(r"^ *\$ overseas-stations (.+)$", re.MULTILINE)


def commands() -> dict[str, Any]:
    """Every command that does something, by its words: ``release build``."""
    return dict(_walked("", typer.main.get_command(app)))


def _walked(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    for word, inner in getattr(command, "commands", {}).items():
        yield from _walked(f"{name} {word}".strip(), inner)
    if not getattr(command, "commands", None):
        yield name, command


def shown_in(name: str) -> list[Path]:
    """The pages that run a command."""
    return [
        page
        for page in SHOWN
        if any(call == name or call.startswith(f"{name} ") for call in _CALL.findall(_text(page)))
    ]


def _text(page: Path) -> str:
    return page.read_text("utf-8")


def _title(page: Path) -> str:
    return next(line for line in _text(page).splitlines() if line.startswith("# "))[2:]


def page() -> str:
    """The page's text."""
    parts = [
        "# Commands",
        "`overseas-stations` and `python -m overseas_stations` are the same. Every command is also a Python "
        "call; the pages that show the one show the other. Generated from the program; do not edit.",
    ]
    for name, command in commands().items():
        parts += [f"## {name}", _plain(command.help)]
        rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
        rows = [row for row in rows if row]
        if rows:
            parts.append("\n".join(["| | |", "|---|---|", *rows]))
        pages = [f"[{_title(p)}]({_link(p)})" for p in shown_in(name)]
        if pages:
            parts.append(f"At work: {', '.join(pages)}.")
    return "\n\n".join(parts) + "\n"


def _link(target: Path) -> str:
    return f"../{target.relative_to('docs').as_posix()}"


def _row(parameter: Any) -> str:
    if getattr(parameter, "hidden", False):
        return ""
    names = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
    told = getattr(parameter, "help", None) or ""
    return f"| `{', '.join(names)}` | {_plain(told).replace('|', chr(92) + '|')} |"


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def main() -> int:
    """Write the page, or compare it."""
    return bring_up({PAGE: page()})


if __name__ == "__main__":
    sys.exit(main())
