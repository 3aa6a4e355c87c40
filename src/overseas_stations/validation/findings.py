"""What a check found, and which checks ran at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from overseas_stations.wording import visible

if TYPE_CHECKING:
    import pyarrow as pa

    from overseas_stations.validation.plan import Unchecked

Severity = Literal["error", "warning"]

#: How much of a cell a finding shows.
_SHOWN = 120


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: where, what, and how to mend it.

    ``line`` is the line of the file on which the row begins (of a Parquet file the row's number,
    from 1), 0 for the file as a whole. ``record_id`` is the row's primary key, its parts joined
    by ``|``. ``value`` is shortened, its control characters escaped. ``file`` is named from the
    package's folder.
    """

    code: str
    table: str
    file: str
    line: int
    column: str
    record_id: str
    value: str
    message: str
    severity: Severity
    mend: str


def shown(value: object, most: int = _SHOWN) -> str:
    """A value as a finding shows it: on one line, and not without end."""
    text = str(value)
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return visible(cut)


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What became of one rule in a run.

    ``rows`` is how many rows it looked at, ``found`` how many findings it has (also those beyond
    the cap), ``failing`` in how many rows. A rule with ``skipped`` did not run on everything, and
    why; one that ran on no row has looked at nothing.
    """

    code: str
    title: str
    severity: Severity
    rows: int
    found: int
    failing: int
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a run, and beside them the run report: what ran on what, and what did not.

    ``tables`` gives the rows seen by table. ``findings`` holds the first of each code, as many
    as were asked for; ``runs`` the true counts. ``unchecked`` names the parts of a schema that
    no check stands for.
    """

    package: str
    engine: str
    tables: dict[str, int]
    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    runs: tuple[RuleRun, ...]
    unchecked: tuple[Unchecked, ...]

    def found(self, severity: Severity | None = None) -> int:
        """How many findings there are, of one severity or of both, those beyond the cap too."""
        return sum(run.found for run in self.runs if severity in (None, run.severity))

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return self.found("error")

    @property
    def warnings(self) -> int:
        """How many of the findings are warnings."""
        return self.found("warning")

    @property
    def rows(self) -> int:
        """How many rows were read, over all tables."""
        return sum(self.tables.values())

    @property
    def clean(self) -> bool:
        """Nothing was found, and something was looked at."""
        return not self.found() and self.looked

    @property
    def looked(self) -> bool:
        """Whether any rule saw any row."""
        return self.rows > 0 and any(run.rows for run in self.runs)

    def to_arrow(self) -> pa.Table:
        """The findings as an Arrow table: the columns of :class:`Finding`, in their order."""
        import pyarrow as pa

        schema = pa.schema(
            [(f.name, pa.int64() if f.name == "line" else pa.string()) for f in fields(Finding)]
        )
        return pa.Table.from_pylist([asdict(finding) for finding in self.findings], schema=schema)

    def to_dict(self) -> dict[str, Any]:
        """The whole report in plain data, as the JSON output has it."""
        return {
            "package": self.package,
            "engine": self.engine,
            "clean": self.clean,
            "errors": self.errors,
            "warnings": self.warnings,
            "tables": self.tables,
            "findings": [asdict(finding) for finding in self.findings],
            "accepted": [asdict(finding) for finding in self.accepted],
            "rules": [asdict(run) for run in self.runs],
            "unchecked": [asdict(part) for part in self.unchecked],
        }


def chosen(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether a code was asked for; a code may be a prefix: ``OS1`` stands for all on evidence."""
    return (not select or code.startswith(tuple(select))) and not (
        ignore and code.startswith(tuple(ignore))
    )
