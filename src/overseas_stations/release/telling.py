"""What differs, as text for people, as Markdown for a changelog and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from overseas_stations.release.diff import KINDS, CellChange, Diff, Kind, RowChange, TableDiff
from overseas_stations.release.semver import demands, gravest, label_changes, least
from overseas_stations.validation.findings import shown
from overseas_stations.wording import count

_SIGNS = {"added": "+", "changed": "~", "retired": "-", "removed": "!"}

#: How much of a cell the text shows.
_SHOWN = 100


def _shown(text: str) -> str:
    return shown(text, _SHOWN)


def headline(diff: Diff) -> str:
    """What changed, in a line, and the version that it asks for."""
    old, new = (version or "(no version)" for version in diff.versions)
    if not diff.differs:
        return f"{old} to {new}: nothing differs"
    counts = {kind: sum(t.counts[kind] for t in diff.tables.values()) for kind in KINDS}
    told = (
        ", ".join(f"{count(n, 'row')} {kind}" for kind, n in counts.items() if n)
        or "no row differs"
    )
    schema = f"; {len(diff.schema)} differences of the schema" if diff.schema else ""
    level = gravest(demands(diff))
    asks = f"; at least {least(diff.versions[0], level)}" if diff.versions[0] else ""
    return f"{old} to {new}: {told}{schema}{asks}"


def as_text(diff: Diff, limit: int | None = 20) -> Iterator[str]:
    """For people: by table, then by country; ``limit`` rows of a table (None: all)."""
    yield headline(diff)
    if diff.schema:
        yield ""
        yield "schema"
        for change in diff.schema:
            place = f"{change.table}.{change.column}" if change.column else change.table
            yield f"  {change.level}: {place}: {_shown(change.what)}. {change.means}"
    for name, columns in label_changes(diff).items():
        told = ", ".join(f"{column} ({changed})" for column, changed in columns.items())
        yield ""
        yield f"names that readers see changed in {name}: {told}; join on ids, not on names"
    evidence = diff.evidence_of
    told_with: set[str] = set()
    for table in diff.tables.values():
        if table.name != "evidence":
            told_with |= {c.id for c in table.rows(limit=limit)} & evidence.keys()
            yield from _table_text(table, evidence, limit)
    rest = {record: found for record, found in evidence.items() if record not in told_with}
    if rest:
        yield ""
        yield f"evidence for {count(len(rest), 'row')} that did not change"
        for number, (record, changes) in enumerate(rest.items()):
            if limit is not None and number == limit:
                yield f"  … and {len(rest) - limit} more"
                break
            yield f"  {_shown(record)}"
            yield from (f"    {line}" for change in changes for line in _row_text(change))


def _table_text(
    table: TableDiff, evidence: dict[str, tuple[RowChange, ...]], limit: int | None
) -> Iterator[str]:
    if not table.differs:
        return
    counts = ", ".join(f"{n} {kind}" for kind, n in table.counts.items() if n)
    yield ""
    yield f"{table.name}: {counts}"
    changes = list(table.rows(limit=limit))
    for country in sorted({change.countries for change in changes}):
        if any(change.countries for change in changes):
            yield f"  {', '.join(country) or 'no country'}"
        for change in changes:
            if change.countries == country:
                yield from (f"    {line}" for line in _row_text(change))
                for row in evidence.get(change.id, ()):
                    first, *more = _row_text(row)
                    yield f"        evidence {first}"
                    yield from (f"        {line}" for line in more)
    left = sum(table.counts.values()) - len(changes)
    if left:
        yield f"    … and {left} more"


def _row_text(change: RowChange) -> Iterator[str]:
    yield f"{_SIGNS[change.kind]} {_shown(change.id)}{'' if change.kind != 'removed' else ' (without a retirement)'}"
    for cell in change.cells:
        if cell.column not in change.key:
            yield f"    {cell.column}: {_cell_text(change, cell)}"


def _cell_text(change: RowChange, cell: CellChange) -> str:
    if change.kind == "added":
        return _shown(cell.new)
    if change.kind == "changed":
        return f"{_shown(cell.old) or '(empty)'} → {_shown(cell.new) or '(empty)'}"
    return _shown(cell.old)


def as_markdown(diff: Diff, limit: int | None = 20) -> Iterator[str]:
    """For a changelog: the headings of Keep a Changelog, by table and country."""
    parts: dict[str, tuple[Kind, ...]] = {
        "Added": ("added",),
        "Changed": ("changed",),
        "Removed": ("retired", "removed"),
    }
    if not diff.differs:
        yield "Nothing differs."
    for heading, kinds in parts.items():
        lines = [
            *_schema_lines(diff, heading),
            *(
                line
                for table in diff.tables.values()
                for kind in kinds
                for line in _table_lines(table, kind, limit)
            ),
        ]
        if lines:
            yield f"### {heading}"
            yield ""
            yield from lines
            yield ""


def _schema_lines(diff: Diff, heading: str) -> Iterator[str]:
    for change in diff.schema:
        place = f"`{change.table}.{change.column}`" if change.column else f"`{change.table}`"
        added, removed = "added" in change.what, "removed" in change.what
        if heading == ("Added" if added else "Removed" if removed else "Changed"):
            yield f"- Schema, {change.level}: {place}: {_plain(change.what)}. {change.means}"


def _table_lines(table: TableDiff, kind: Kind, limit: int | None) -> Iterator[str]:
    total = table.counts[kind]
    if not total:
        return
    changes = list(table.rows([kind], limit))
    by_country = Counter(country for change in changes for country in change.countries)
    where = ", ".join(f"{country} {n}" for country, n in sorted(by_country.items()))
    if kind == "changed":
        columns = ", ".join(f"`{c}` {n}" for c, n in table.changed_cells.items())
        yield f"- `{table.name}`: {count(total, 'row')} corrected ({columns})"
    else:
        yield f"- `{table.name}`: {count(total, 'row')} {kind}" + (f" ({where})" if where else "")
    if table.name in ("evidence", "curation_log"):
        return  # too many to name; the records that they speak for are
    for change in changes:
        told = "; ".join(
            f"{c.column} {_cell_text(change, c)}" for c in change.cells if kind == "changed"
        )
        key = change.id.replace("`", "'")
        yield f"  - `{_shown(key)}`{': ' if told else ''}{_plain(told)}"
    if total > len(changes):
        yield f"  - and {total - len(changes)} more"


def _plain(text: str) -> str:
    """Text in Markdown that stays text."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in text)


def as_json(diff: Diff, limit: int | None = None) -> Iterator[str]:
    """For programs: an object whose rows come one by one, so that no more than one is held."""
    level = gravest(demands(diff))
    head: dict[str, Any] = {
        "old": {"name": diff.old.name, "version": diff.versions[0] or None},
        "new": {"name": diff.new.name, "version": diff.versions[1] or None},
        "differs": diff.differs,
        "level": level,
        "schema": [
            {
                "table": c.table,
                "column": c.column,
                "what": c.what,
                "level": c.level,
                "means": c.means,
            }
            for c in diff.schema
        ],
        "labels": label_changes(diff),
        "only_old": diff.only_old,
        "only_new": diff.only_new,
    }
    yield json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ',\n  "tables": {'
    first = True
    for table in diff.tables.values():
        about = {
            "key": table.key,
            "columns": table.columns,
            "rows": {"old": table.old_rows, "new": table.new_rows},
            "counts": table.counts,
            "changed_cells": table.changed_cells,
        }
        yield ("" if first else ",") + f"\n    {json.dumps(table.name, ensure_ascii=False)}: "
        yield json.dumps(about, ensure_ascii=False)[:-1] + ', "changes": ['
        first = False
        for number, change in enumerate(table.rows(limit=limit)):
            row = {
                "kind": change.kind,
                "key": dict(change.key),
                "countries": change.countries,
                "cells": [{"column": c.column, "old": c.old, "new": c.new} for c in change.cells],
            }
            yield (",\n      " if number else "\n      ") + json.dumps(row, ensure_ascii=False)
        yield "]}"
    yield "\n  }\n}\n"


def _by_line(told: Callable[[Diff, int | None], Iterator[str]]) -> Callable[..., Iterator[str]]:
    def lines(diff: Diff, limit: int | None) -> Iterator[str]:
        yield from (f"{line}\n" for line in told(diff, limit))

    return lines


#: The forms, each giving pieces of text to write one after another.
TELLINGS: dict[str, Callable[[Diff, int | None], Iterator[str]]] = {
    "text": _by_line(as_text),
    "markdown": _by_line(as_markdown),
    "json": as_json,
}
