"""``CHANGELOG.md`` in the form of Keep a Changelog: the section of each version, and its day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CHANGELOG = "CHANGELOG.md"

_HEADING = re.compile(
    r"^## +\[?(?P<version>[0-9]+\.[0-9]+\.[0-9]+|Unreleased)\]?(?: +[-–] +(?P<day>[0-9-]+))?[^\n]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One version's section: its day, None where it has none, and its text below the heading."""

    version: str
    day: date | None
    text: str


def sections(text: str) -> tuple[Section, ...]:
    """The sections of a changelog, in its order. Raises ``ValueError`` for a day that is none."""
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)] * bool(headings)
    return tuple(
        Section(
            heading["version"],
            date.fromisoformat(heading["day"]) if heading["day"] else None,
            text[heading.end() : end].strip(),
        )
        for heading, end in zip(headings, ends, strict=True)
    )


def section(folder: Path, version: str) -> Section | None:
    """A version's section in a folder's changelog, None where there is no such file or section."""
    path = folder / CHANGELOG
    if not path.is_file():
        return None
    return next((s for s in sections(path.read_text("utf-8")) if s.version == version), None)
