"""The state of one run: the tables, what was found, and what ran on how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from overseas_stations.validation.engines import Engine
from overseas_stations.validation.files import Files
from overseas_stations.validation.findings import Finding, RuleRun, chosen, shown
from overseas_stations.validation.plan import Descriptor, Plan, Unchecked
from overseas_stations.validation.rules import catalogue

Progress = Callable[[str], None]

R = TypeVar("R")


@dataclass
class Table:
    """One resource in a run: its files and plan, and how much of it could be read."""

    name: str
    files: Files
    plan: Plan
    #: The relation of its cells as read.
    relation: str
    rows: int = 0
    #: The bytes of its longest row.
    longest: int = 0
    #: Why what needs all of this table cannot run; empty where nothing is missing.
    broken: str = ""


@dataclass
class Session:
    """One run. ``cap`` is how many findings of a code are kept, None for all."""

    folder: Path
    scratch: Path
    engine: Engine
    pool: Executor
    resources: dict[str, Descriptor]
    select: Sequence[str]
    ignore: Sequence[str]
    cap: int | None
    progress: Progress
    #: What the names of its relations begin with, where two runs share an engine.
    prefix: str = ""
    tables: dict[str, Table] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    unchecked: list[Unchecked] = field(default_factory=list)
    _found: Counter[str] = field(default_factory=Counter)
    _failing: Counter[str] = field(default_factory=Counter)
    _rows: dict[str, int] = field(default_factory=dict)
    _skipped: dict[str, list[str]] = field(default_factory=dict)

    def together(self, jobs: Iterable[Callable[[], R]]) -> Iterator[R]:
        """Run jobs side by side; their results in order. A job may query, not note findings."""
        return self.pool.map(lambda job: job(), jobs)

    def wants(self, code: str) -> bool:
        """Whether the findings of a code were asked for."""
        return chosen(code, self.select, self.ignore)

    def limit(self, more: int = 0) -> str:
        """The end of a query that returns no more findings than are kept."""
        return "" if self.cap is None else f" LIMIT {self.cap + more}"

    def place(self, table: str, row: int) -> tuple[str, int]:
        """The file, named from the package's folder, and the line of a row; 0 is the file itself."""
        known = self.tables.get(table)
        if known is None or not known.files.paths:
            return f"{table} (no file)", 0
        if row:
            known.files.recount(known.rows)
        path, line = known.files.locate(row)
        return self.named(path), line

    def named(self, path: Path) -> str:
        """A file's name from the package's folder."""
        root = self.folder.resolve()
        return str(path.relative_to(root)) if path.is_relative_to(root) else path.name

    def finding(
        self,
        code: str,
        table: str,
        place: tuple[str, int],
        column: str,
        key: str,
        value: object,
        message: str,
    ) -> Finding:
        """A finding of one of the catalogue's rules."""
        rule = catalogue()[code]
        return Finding(
            code, table, *place, column, shown(key), shown(value), message, rule.severity, rule.mend
        )

    def add(
        self,
        code: str,
        table: str,
        place: tuple[str, int],
        column: str,
        key: str,
        value: object,
        message: str,
    ) -> None:
        """Keep a finding, up to the cap. Its count is told apart, by :meth:`count`."""
        self.keep(self.finding(code, table, place, column, key, value, message))

    def keep(self, finding: Finding) -> None:
        """Keep a finding, up to the cap."""
        kept = self.findings.setdefault(finding.code, [])
        if self.cap is None or len(kept) < self.cap:
            kept.append(finding)

    def count(self, code: str, found: int, failing: int) -> None:
        """Note how many findings there are, and in how many rows."""
        self._found[code] += found
        self._failing[code] += failing

    def report(
        self,
        code: str,
        table: str,
        place: tuple[str, int],
        column: str,
        value: object,
        message: str,
    ) -> None:
        """Keep and count a finding about a file."""
        if self.wants(code):
            self.add(code, table, place, column, "", value, message)
            self.count(code, 1, 1)

    def ran(self, code: str, rows: int) -> None:
        """Note that a rule looked at so many rows; several checks may share a code."""
        if self.wants(code):
            self._rows[code] = self._rows.get(code, 0) + rows

    def has_run(self, code: str) -> bool:
        """Whether a rule ran on anything."""
        return code in self._rows

    def skipped(self, code: str, why: str) -> None:
        """Note that a rule did not run, or not on everything."""
        if self.wants(code):
            told = self._skipped.setdefault(code, [])
            if why not in told:
                told.append(why)

    def runs(self) -> tuple[RuleRun, ...]:
        """What became of every rule of the catalogue."""
        return tuple(self._run(code) for code in catalogue())

    def _run(self, code: str) -> RuleRun:
        rule = catalogue()[code]
        why = "; ".join(self._skipped.get(code, ())) or None
        if code not in self._rows and not why:
            why = "nothing here asks for it" if self.wants(code) else "not asked for"
        return RuleRun(
            code,
            rule.title,
            rule.severity,
            self._rows.get(code, 0),
            self._found[code],
            self._failing[code],
            why,
        )
