"""What a check found, and which checks ran at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: where, what, and how to mend it.

    ``line`` is the line of the file (of a Parquet file the row), 0 for the file as a whole.
    """

    code: str
    table: str
    line: int
    column: str
    record_id: str
    value: str
    message: str
    file: str
    severity: Severity
    mend: str


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What became of one rule in a run.

    ``rows`` is how many rows it looked at; a rule with ``skipped`` did not run, and why.
    """

    code: str
    title: str
    rows: int
    found: int
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a run, and beside them the run report: which rules ran on what.

    A rule that was skipped, or that saw no row, is said to be so: it is never "clean".
    """

    package: str
    tables: dict[str, int]
    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    runs: tuple[RuleRun, ...]

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many of the findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def rows(self) -> int:
        """How many rows were read, over all tables."""
        return sum(self.tables.values())

    def only(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Report:
        """The same run with the findings of these codes alone, and without those.

        A code may be a prefix: ``OS1`` stands for all rules on evidence. The run report stays:
        what was not asked for was run all the same.
        """

        def wanted(finding: Finding) -> bool:
            chosen = not select or finding.code.startswith(tuple(select))
            return chosen and not (ignore and finding.code.startswith(tuple(ignore)))

        return replace(self, findings=tuple(filter(wanted, self.findings)))

    @property
    def clean(self) -> bool:
        """Nothing was found, and something was looked at."""
        return not self.findings and self.rows > 0
