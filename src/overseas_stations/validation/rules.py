"""The catalogue of rules: each a file ``rules/OS101_….sql``, read with its explanation.

A file begins with comment lines: ``-- OS101: title``, then ``-- severity:``, ``-- why:``,
``-- mend:``, and ``-- bad:`` and ``-- good:``, each a JSON patch to the example dataset
(``rules/example.json``), which the tests apply. What follows is a ``SELECT`` that returns the
offending rows as ``(resource, line, field, id, value, message)``, in the part of DuckDB's dialect that
translates to others. A file without one explains a check that the code makes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.validation.findings import Severity

FOLDER = Path(__file__).parent / "rules"

Patch = dict[str, dict[str, dict[str, str] | None]]

_FIRST = re.compile(r"-- (OS\d{3}): (.+)")
_ENTRY = re.compile(r"-- (severity|why|mend|bad|good): (.*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable code, its explanation and, where it is one, its query."""

    code: str
    title: str
    severity: Severity
    why: str
    mend: str
    bad: Patch
    good: Patch
    sql: str | None

    @property
    def structural(self) -> bool:
        """Whether it is about any table and its schema, not about this dataset's own."""
        return self.code.startswith("OS0")

    def relations(self, known: set[str]) -> set[str]:
        """Which of the known tables and views the query reads."""
        named = re.findall(r"\b(?:FROM|JOIN)\s+([a-z_]+)", self.sql or "")
        return known & set(named)


def parse_rule(text: str, origin: str) -> Rule:
    """Read a rule's file. Raises ``ValueError`` naming ``origin`` where an entry is missing."""
    lines = text.splitlines()
    head = _FIRST.fullmatch(lines[0]) if lines else None
    if not head:
        raise ValueError(f"{origin}: the first line must be '-- OS000: title'")
    entries: dict[str, str] = {}
    body = len(lines)
    current = ""
    for number, line in enumerate(lines[1:], 1):
        entry = _ENTRY.fullmatch(line)
        if entry:
            current = entry[1]
            entries[current] = entry[2]
        elif line.startswith("--") and current:
            entries[current] += " " + line.removeprefix("--").strip()
        else:
            body = number
            break
    missing = {"severity", "why", "mend", "bad", "good"} - entries.keys()
    if missing or entries["severity"] not in ("error", "warning"):
        raise ValueError(f"{origin}: lacks {', '.join(sorted(missing)) or 'a known severity'}")
    return Rule(
        code=head[1],
        title=head[2],
        severity=cast("Severity", entries["severity"]),
        why=entries["why"],
        mend=entries["mend"],
        bad=json.loads(entries["bad"]),
        good=json.loads(entries["good"]),
        sql="\n".join(lines[body:]).strip() or None,
    )


@cache
def catalogue() -> dict[str, Rule]:
    """Every rule by its code, in order."""
    rules = (
        parse_rule(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("OS*.sql"))
    )
    return {rule.code: rule for rule in rules}


def rule(code: str) -> Rule:
    """One rule. Raises ``UnknownNameError`` with near codes."""
    found = catalogue().get(code.upper())
    if found is None:
        raise UnknownNameError(f"there is no rule {code!r}{suggest(code.upper(), catalogue())}")
    return found


def example() -> dict[str, list[dict[str, Any]]]:
    """The small valid dataset that the rules' examples patch: rows by table."""
    return cast(
        "dict[str, list[dict[str, Any]]]",
        json.loads((FOLDER / "example.json").read_text("utf-8")),
    )
