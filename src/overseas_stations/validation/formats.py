"""A report as text, as JSON and as annotations for GitHub; a rule explained."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

from overseas_stations.validation.findings import Finding, Report
from overseas_stations.validation.rules import Patch, Rule

Formatter = Callable[[Report, Sequence[str] | None, int], None]

#: How many findings of one code the text shows unless told; the true count stands beside them.
SHOWN = 20


def _line(text: str = "") -> None:
    sys.stdout.write("".join(c if c.isprintable() else ascii(c)[1:-1] for c in text) + "\n")


def headline(report: Report) -> str:
    """What was checked, in a line."""
    ran = sum(run.skipped is None for run in report.runs)
    return (
        f"checked {len(report.tables)} tables, {report.rows} rows, {ran} rules "
        f"({len(report.runs) - ran} not run): {report.errors} errors, {report.warnings} warnings"
        + (f", {len(report.accepted)} accepted" if report.accepted else "")
    )


def as_text(report: Report, also: Sequence[str] | None, shown: int) -> None:
    """For people: findings by code, then the run report."""
    _line(headline(report))
    by_code: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_code.setdefault(finding.code, []).append(finding)
    for code, findings in by_code.items():
        _line()
        _line(f"{code} {findings[0].severity}: {len(findings)} found; mend: {findings[0].mend}")
        for f in findings[:shown]:
            place = f"{f.file}:{f.line}" if f.line else f.file
            what = " ".join(part for part in (f.record_id, f.column) if part)
            value = f" {f.value!r}" if f.value else ""
            _line(f"  {place}: {what}{value} {f.message}")
        if len(findings) > shown:
            _line(f"  … and {len(findings) - shown} more")
    _line()
    _line("rules run:")
    for run in report.runs:
        state = f"not run: {run.skipped}" if run.skipped else f"{run.rows} rows, {run.found} found"
        _line(f"  {run.code} {run.title}: {state}")
    if also is not None:
        _line()
        _line(f"frictionless: {'valid' if not also else f'{len(also)} errors'}")
        for error in also[:shown]:
            _line(f"  {error}")


def as_json(report: Report, also: Sequence[str] | None, shown: int) -> None:
    """For programs: every finding."""
    value = {
        "package": report.package,
        "clean": report.clean and not also,
        "tables": report.tables,
        "findings": [asdict(f) for f in report.findings],
        "accepted": [asdict(f) for f in report.accepted],
        "rules": [asdict(run) for run in report.runs],
    }
    if also is not None:
        value["frictionless"] = list(also)
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _escaped(text: str, *, value: bool = False) -> str:
    """Text for a workflow command; in a property's value the separators are escaped too."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if value else text


def as_github(report: Report, also: Sequence[str] | None, shown: int) -> None:
    """Annotations that GitHub shows beside the line."""
    for f in report.findings:
        place = f"file={_escaped(f.file, value=True)},line={max(f.line, 1)}"
        what = _escaped(f"{f.record_id} {f.column}: {f.message}. {f.mend}".strip())
        sys.stdout.write(f"::{f.severity} {place},title={f.code}::{what}\n")
    for error in also or ():
        sys.stdout.write(f"::error title=frictionless::{_escaped(error)}\n")
    _line(headline(report))


FORMATTERS: dict[str, Formatter] = {"text": as_text, "json": as_json, "github": as_github}


def explain(rule: Rule) -> str:
    """A rule in words, with its bad and good example and its query."""
    return "\n".join(
        (
            f"{rule.code} ({rule.severity}): {rule.title}",
            "",
            f"why:  {rule.why}",
            f"mend: {rule.mend}",
            "",
            "bad:",
            *example_lines(rule.bad),
            "good:",
            *example_lines(rule.good),
            "",
            rule.sql or "Checked by the code, on the file itself.",
        )
    )


def example_lines(patch: Patch) -> list[str]:
    """A rule's example in words: what it changes in the example dataset, a line each row."""
    if not patch:
        return ["  the example dataset as it is"]
    lines = []
    for table, rows in patch.items():
        for key, cells in rows.items():
            if cells is None:
                lines.append(f"  {table} {key}: removed")
            elif key == "*":
                lines += [f"  {table}: {'' if c == '*' else c + ' '}{v}" for c, v in cells.items()]
            else:
                lines.append(
                    f"  {table} {key}: " + ", ".join(f"{c} = {v!r}" for c, v in cells.items())
                )
    return lines
