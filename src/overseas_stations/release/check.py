"""Whether a new version keeps its promises to whoever reads the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overseas_stations import load
from overseas_stations.derive import derived_tables
from overseas_stations.derived_records import DERIVED
from overseas_stations.errors import PackageError, RecordError
from overseas_stations.release.changelog import CHANGELOG, section
from overseas_stations.release.diff import Diff
from overseas_stations.release.schema_changes import Level
from overseas_stations.release.semver import (
    HOUSEKEEPING,
    Demand,
    demands,
    gravest,
    in_order,
    label_changes,
    least,
    parts,
)
from overseas_stations.storage import open_package, read_records
from overseas_stations.version import __version__
from overseas_stations.wording import count

#: Of what vanished so many are named one by one.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of a release, and how to mend it."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to.

    ``level`` is the gravest change, None where nothing changed; ``least`` the least version that
    it asks for; ``labels`` how many values changed in columns of names, by table and column.
    """

    old: str
    declared: str
    level: Level | None
    least: str
    demands: tuple[Demand, ...]
    labels: dict[str, dict[str, int]]
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problems


def check(
    against: str | Path,
    new: str | Path = ".",
    *,
    repository: str | Path = ".",
    memory: str = "512MB",
) -> Verdict:
    """Check a version against the one before it; see :class:`Diff` for what each may be.

    Raises ``PackageError`` where one cannot be read, or the old one declares no version.
    """
    with Diff(against, new, repository=repository, memory=memory) as diff:
        return verdict(diff)


def verdict(diff: Diff) -> Verdict:
    """What an open :class:`Diff` asks for, and whether it is met."""
    old, declared = diff.versions
    # Another major version's values are not this library's to derive.
    alike = parts(old)[0] == parts(__version__)[0]
    rules = derived_otherwise(diff.old.folder) if alike else ()
    asked = in_order([*demands(diff), *rules])
    level = gravest(asked)
    wanted = least(old, level)
    problems = [
        *_version(old, declared, asked, wanted),
        *_changelog(diff, declared),
        *_vanished(diff),
        *_floors(diff),
        *_retirements(diff, declared),
    ]
    return Verdict(old, declared, level, wanted, tuple(asked), label_changes(diff), tuple(problems))


def derived_otherwise(release: Path) -> Iterator[Demand]:
    """Where this library derives other values from a release's own data than the release did.

    Then a rule changed, not a claim. A package without derived tables promised none.
    """
    package = open_package(release)
    promised = DERIVED.keys() & package.files.keys()
    tables = {table.name: table for table in derived_tables(load(release), promised)}
    for name in tables:
        kind = DERIVED[name]
        try:
            published = {r.primary_key: r for r in read_records(package, kind)}
        except RecordError as error:
            yield Demand("minor", f"{name}: derived otherwise than before ({error.column})")
            continue
        now = {record.primary_key: record for record in tables[name]}
        other = sum(published.get(key) != now.get(key) for key in published.keys() | now.keys())
        if other:
            yield Demand("minor", f"{name}: {count(other, 'row')} derived otherwise than before")


def _version(old: str, declared: str, asked: list[Demand], wanted: str) -> Iterator[Problem]:
    try:
        understated = parts(declared) < parts(wanted)
    except PackageError as error:
        yield Problem(
            str(error), "Set the version in version.py and run `overseas-stations schema`."
        )
        return
    if understated:
        reason = asked[0] if asked else None
        forced = f": {reason.level} because of {reason.why}" if reason else ""
        yield Problem(
            f"version {declared} understates what changed since {old}; {wanted} is the least{forced}",
            f"Set {wanted} or higher in version.py, run `overseas-stations schema`, and head the "
            f"changelog's section with it.",
        )


def _changelog(diff: Diff, declared: str) -> Iterator[Problem]:
    if not diff.differs:
        return
    mend = (
        f"Head a section of {CHANGELOG} `## [{declared}] - YYYY-MM-DD` and say there what changed."
    )
    try:
        found = section(diff.new.folder, declared)
    except ValueError as error:
        yield Problem(f"{CHANGELOG}: {error}", mend)
        return
    if found is None:
        yield Problem(f"{CHANGELOG} has no section for {declared}", mend)
    elif found.day is None or not found.text:
        lacks = "no day" if found.day is None else "nothing in it"
        yield Problem(f"{CHANGELOG}: the section for {declared} has {lacks}", mend)


def _vanished(diff: Diff) -> Iterator[Problem]:
    mend = "Retire it with `overseas-stations retire`, or put it back; an id is never just gone."
    for table in diff.tables.values():
        gone = table.counts["removed"]
        if not gone or table.name in HOUSEKEEPING:
            continue
        for change in table.rows(["removed"], _NAMED):
            yield Problem(f"{table.name}: {change.id} vanished without a retirement", mend)
        if gone > _NAMED:
            yield Problem(f"{table.name}: {gone - _NAMED} more vanished without one", mend)


def _floors(diff: Diff) -> Iterator[Problem]:
    mend = "Retire what went, or put it back: per country the records never fall without it."
    for table in diff.tables.values():
        if table.name in HOUSEKEEPING:
            continue
        for country, (had, has, retired) in diff.per_country(table.name).items():
            if has < had - retired:
                where = country or "no country"
                yield Problem(
                    f"{table.name} of {where}: {had} before, {has} now, {retired} retired", mend
                )


def _retirements(diff: Diff, declared: str) -> Iterator[Problem]:
    table = diff.tables.get("retired")
    for change in table.rows(["added"]) if table else ():
        given = next((c.new for c in change.cells if c.column == "retired_in"), "")
        if given and given != declared:
            yield Problem(
                f"retired: {change.id} says that {given} retired it; this is {declared}",
                f"Write {declared} there.",
            )
