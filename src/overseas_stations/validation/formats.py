"""A report as text, as JSON and as annotations for GitHub; a rule explained."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from overseas_stations.validation.excerpt import excerpts
from overseas_stations.validation.findings import Finding, Report
from overseas_stations.validation.rules import Patch, Rule
from overseas_stations.wording import count, visible

Formatter = Callable[[Report, Sequence[str] | None], None]

#: How many findings of a code the text shows unless told; the true count stands beside them.
SHOWN = 20


def _line(text: str = "") -> None:
    sys.stdout.write(f"{visible(text)}\n")


def headline(report: Report) -> str:
    """What was checked, in a line."""
    ran = sum(run.rows > 0 for run in report.runs)
    unchecked = len(report.unchecked)
    return (
        f"checked {count(len(report.tables), 'table')}, {count(report.rows, 'row')}, "
        f"{count(ran, 'rule')} ({len(report.runs) - ran} not run) with {report.engine}: "
        f"{count(report.errors, 'error')}, {count(report.warnings, 'warning')}"
        + (f", {len(report.accepted)} accepted" if report.accepted else "")
        + (f"; {count(unchecked, 'part')} of the schema not checked" if unchecked else "")
    )


def _spans(codes: Sequence[str], every: Sequence[str]) -> str:
    """Codes in words: three and more that follow one another in the catalogue as a span."""
    spans: list[list[str]] = []
    for code in codes:
        if spans and every.index(code) == every.index(spans[-1][-1]) + 1:
            spans[-1].append(code)
        else:
            spans.append([code])
    return ", ".join(
        f"{span[0]} to {span[-1]}" if len(span) > 2 else ", ".join(span) for span in spans
    )


def as_text(report: Report, also: Sequence[str] | None) -> None:
    """For people: findings by code, each with its line, then the run report."""
    _line(headline(report))
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_code[finding.code].append(finding)
    lines = excerpts(Path(report.package), report.findings)
    counts = {run.code: run for run in report.runs}
    for code, findings in by_code.items():
        run = counts[code]
        _line()
        _line(
            f"{code} {run.severity}: {run.found} found in {count(run.failing, 'row')}: {run.title}"
        )
        for f in findings:
            place = f"{f.file}:{f.line}" if f.line else f.file
            value = f"'{f.value}'" if f.value else ""  # its control characters are escaped already
            what = " ".join(part for part in (f.record_id, f.column, value, f.message) if part)
            _line(f"  {place}: {what}")
            for line in lines.get(f, ()):
                _line(f"      {line}")
        if run.found > len(findings):
            _line(f"  … and {run.found - len(findings)} more")
        _line(f"  mend: {findings[0].mend}")
    _line()
    _line("rules run:")
    for run in report.runs:
        if run.rows:
            partly = f"; not on everything: {run.skipped}" if run.skipped else ""
            _line(f"  {run.code} {run.title}: {count(run.rows, 'row')}, {run.found} found{partly}")
    skipped: dict[str, list[str]] = defaultdict(list)
    for run in report.runs:
        if not run.rows:
            skipped[run.skipped or "no row was there to check"].append(run.code)
    if skipped:
        _line("rules not run:")
    for why, codes in skipped.items():
        _line(f"  {_spans(codes, list(counts))}: {why}")
    if report.unchecked:
        _line("not checked:")
    for part in report.unchecked:
        _line(
            f"  {'.'.join(filter(None, (part.table, part.column)))} {part.constraint}: {part.why}"
        )
    if also is not None:
        _line()
        _line(f"frictionless: {'valid' if not also else f'{len(also)} errors'}")
        for error in also[:SHOWN]:
            _line(f"  {error}")


def as_json(report: Report, also: Sequence[str] | None) -> None:
    """For programs: the whole report."""
    value = report.to_dict()
    if also is not None:
        value |= {"frictionless": list(also), "clean": report.clean and not also}
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _escaped(text: str, *, value: bool = False) -> str:
    """Text for a workflow command; in a property's value the separators are escaped too."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if value else text


def as_github(report: Report, also: Sequence[str] | None) -> None:
    """Annotations that GitHub shows beside the line, files named from the working folder."""
    folder, here = Path(report.package).resolve(), Path.cwd()
    prefix = folder.relative_to(here) if folder.is_relative_to(here) else Path()
    for f in report.findings:
        place = f"file={_escaped((prefix / f.file).as_posix(), value=True)},line={max(f.line, 1)}"
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
