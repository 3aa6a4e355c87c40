"""The version that a change asks for, computed from the data: see `docs/releasing.md`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from overseas_stations.errors import PackageError
from overseas_stations.release.diff import Diff, TableDiff
from overseas_stations.release.schema_changes import LEVELS, Level
from overseas_stations.wording import count

#: What maintainers note for themselves; its rows come and go.
HOUSEKEEPING = ("curation_log", "accepted_warnings")

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Demand:
    """A difference that asks for a version of this level at least."""

    level: Level
    why: str


def parts(version: str) -> tuple[int, int, int]:
    """The three numbers of a version. Raises ``PackageError`` where it has not three."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise PackageError(f"{version!r} is no version: write three numbers, such as 1.2.0")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def least(version: str, level: Level | None) -> str:
    """The least version after ``version`` for a change of a level; itself where nothing changed."""
    major, minor, patch = parts(version)
    if level is None:
        return version
    bumped = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
    }
    return ".".join(map(str, bumped[level]))


def gravest(found: list[Demand]) -> Level | None:
    """The highest level that is asked for."""
    return max((d.level for d in found), key=LEVELS.index, default=None)


def demands(diff: Diff) -> list[Demand]:
    """What each difference asks for, the gravest first."""
    found = [
        Demand(c.level, f"{c.table}{'.' if c.column else ''}{c.column}: {c.what}")
        for c in diff.schema
    ]
    for table in diff.tables.values():
        found += _of_rows(diff, table)
    return in_order(found)


def in_order(found: Iterable[Demand]) -> list[Demand]:
    """The gravest first."""
    return sorted(found, key=lambda demand: -LEVELS.index(demand.level))


def label_changes(diff: Diff) -> dict[str, dict[str, int]]:
    """How many values changed in columns that readers see as names, by table and column."""
    found = {}
    for table in diff.tables.values():
        labels = diff.labels(table.name)
        changed = {c: n for c, n in table.changed_cells.items() if c in labels}
        if changed:
            found[table.name] = changed
    return found


def _of_rows(diff: Diff, table: TableDiff) -> Iterator[Demand]:
    name = table.name
    more: Level = "patch" if name in HOUSEKEEPING else "minor"
    if table.counts["added"]:
        yield Demand(more, f"{name}: {count(table.counts['added'], 'row')} added")
    if table.counts["retired"]:
        yield Demand("minor", f"{name}: {count(table.counts['retired'], 'row')} retired")
    if table.counts["removed"] and name in HOUSEKEEPING:
        yield Demand("patch", f"{name}: {count(table.counts['removed'], 'row')} removed")
    new = {c.column for c in diff.schema if c.table == name and c.what == "column added"}
    labels = diff.labels(name)
    for column, changed in table.changed_cells.items():
        if column in labels and column not in new:
            yield Demand(
                "minor", f"{name}.{column}: {count(changed, 'cell')} changed in a column of names"
            )
        elif column not in new:
            yield Demand("patch", f"{name}.{column}: {count(changed, 'cell')} corrected")
