"""Every rule fires on its bad example, at the right row, and is silent on its good one.

The examples are those that `overseas-stations rules CODE` prints.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given

from overseas_stations.partial_date import PartialDate
from overseas_stations.validation import Report, validate
from overseas_stations.validation.formats import explain
from overseas_stations.validation.rules import Patch, Rule, catalogue, parse_rule
from overseas_stations.validation.sql import backwards_sql, earliest_sql, latest_sql
from tests.strategies import partial_dates

RULES = list(catalogue().values())


def _on_files(rule: Rule) -> bool:
    """Whether the bad example is a damage to a file rather than to cells."""
    return any("*" in rows for rows in rule.bad.values())


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


def test_the_example_is_clean(package: Callable[[Patch], Path]) -> None:
    report = validate(package({}))
    assert report.findings == ()
    assert report.clean
    assert {run.code for run in report.runs} == set(catalogue())


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not _on_files(rule)], ids=lambda rule: rule.code
)
def test_bad_and_good(rule: Rule, tmp_path: Path) -> None:
    from tests.conftest import write_example

    report = validate(write_example(tmp_path / "bad", rule.bad))
    skipped = {run.code: run.skipped for run in report.runs if run.skipped}
    if rule.code in skipped:
        pytest.skip(skipped[rule.code] or "")
    found = [finding for finding in report.findings if finding.code == rule.code]
    assert found, f"silent on its bad example; found {codes(report)}"
    for finding in found:
        assert finding.severity == rule.severity
        assert finding.mend == rule.mend
        lines = (tmp_path / "bad" / finding.file).read_text("utf-8").splitlines()
        assert finding.record_id.split("|")[0] in lines[finding.line - 1]
    assert validate(write_example(tmp_path / "good", rule.good)).findings == ()


def damage(code: str, folder: Path) -> str:
    """Do to the files what the bad example of a file rule says; returns the table."""
    data = folder / "data"
    if code == "OS001":
        (data / "stations.csv").unlink()
        return "stations"
    if code == "OS002":
        path = data / "stations.csv"
        path.write_text(path.read_text("utf-8").replace("city", "town", 1), "utf-8")
        return "stations"
    if code == "OS003":
        path = data / "stations.csv"
        path.write_text(path.read_text("utf-8").rstrip("\n").rpartition(",")[0] + "\n", "utf-8")
        return "stations"
    if code == "OS004":
        path = data / "organisations.csv"
        path.write_bytes(path.read_bytes().replace(b"An NGO", "Eine für alle".encode("latin-1")))
        return "organisations"
    if code == "OS005":
        path = data / "organisations.csv"
        path.write_text(path.read_text("utf-8").replace("An NGO", "x" * 200_000), "utf-8")
        return "organisations"
    if code == "OS021":
        path = data / "stations.csv"
        path.write_text(path.read_text("utf-8") + path.read_text("utf-8").splitlines()[1] + "\n")
        return "stations"
    if code == "OS601":
        path = data / "organisations.csv"
        head, *rows = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([head, *reversed(rows)]) + "\n", "utf-8")
        return "organisations"
    if code == "OS604":
        path = data / "organisations.csv"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        return "organisations"
    raise AssertionError(f"no damage written for {code}")


@pytest.mark.parametrize(
    "code", ["OS001", "OS002", "OS003", "OS004", "OS005", "OS021", "OS601", "OS604"]
)
def test_damaged_files(code: str, package: Callable[[Patch], Path]) -> None:
    folder = package({})
    table = damage(code, folder)
    assert (code, table) in {(f.code, f.table) for f in validate(folder).findings}


def test_a_year_that_no_calendar_has(package: Callable[[Patch], Path]) -> None:
    # SQL's calendar has a year 0, Python's and the record's begins with 1.
    (found,) = (
        f
        for f in validate(package({"stations": {"stn-nl-001": {"established": "0000"}}})).findings
        if f.code == "OS012"
    )
    assert (found.line, found.column, found.value) == (2, "established", "0000")


@pytest.mark.parametrize(
    ("bad", "code"),
    [("open quote", "OS003"), ("no header", "OS001"), ("missing", "OS001")],
)
def test_what_needs_an_unreadable_file_is_not_run_and_says_so(
    bad: str, code: str, package: Callable[[Patch], Path]
) -> None:
    folder = package({})
    path = folder / "data" / "organisations.csv"
    content = path.read_bytes()
    if bad == "missing":
        path.unlink()
    else:
        path.write_bytes(content.replace(b"GeoNames", b'"GeoNames') if bad == "open quote" else b"")
    report = validate(folder)
    assert (code, "organisations") in {(f.code, f.table) for f in report.findings}
    skipped = {run.code: run.skipped for run in report.runs if not run.rows}
    assert "organisations" in (skipped["OS308"] or "")
    assert not report.clean


@pytest.mark.parametrize("bad", ["not utf-8", "short row", "long row", "blank line"])
def test_a_damaged_row_does_not_hide_the_rest(bad: str, package: Callable[[Patch], Path]) -> None:
    folder = package(
        {"organisations": {"org-ministry": {"kind": "x"}, "org-zzz": {"name": "Z", "kind": "ngo"}}}
    )
    path = folder / "data" / "organisations.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    bureau, last = next(n for n, line in enumerate(lines) if b"org-bureau" in line), len(lines) - 1
    place, code = {
        "not utf-8": (bureau, "OS004"),
        "short row": (last, "OS003"),
        "long row": (last, "OS003"),
        "blank line": (bureau, "OS003"),
    }[bad]
    lines[place] = {
        "not utf-8": lines[place].replace(b"Bureau", b"B\xfcreau"),
        "short row": b"org-zzz,Z\n",
        "long row": lines[place].rstrip(b"\n") + b",more\n",
        "blank line": b"\n" + lines[place],
    }[bad]
    path.write_bytes(b"".join(lines))
    report = validate(folder)
    found = {(f.code, f.line) for f in report.findings if f.table == "organisations"}
    assert (code, place + 1) in found
    ministry = next(
        n for n, line in enumerate(b"".join(lines).splitlines(), 1) if b"org-ministry" in line
    )
    assert ("OS013", ministry) in found
    assert next(run for run in report.runs if run.code == "OS308").rows > 0


def test_line_numbers_count_line_breaks_in_cells(package: Callable[[Patch], Path]) -> None:
    folder = package({"organisations": {"org-bureau": {"name": "A\nB"}, "org-ngo": {"kind": "x"}}})
    (found,) = (f for f in validate(folder).findings if f.code == "OS013")
    lines = (folder / "data" / "organisations.csv").read_text("utf-8").splitlines()
    assert lines[found.line - 1].startswith("org-ngo,")


def test_an_accepted_warning_is_no_finding_and_stays_in_the_report(
    package: Callable[[Patch], Path],
) -> None:
    bad = catalogue()["OS304"].bad
    accepted: Patch = {**bad, "accepted_warnings": {"OS304|fig-002": {"reason": "Revised."}}}
    report = validate(package(accepted))
    assert report.findings == ()
    assert [(f.code, f.record_id) for f in report.accepted] == [("OS304", "fig-002")]


def test_an_error_cannot_be_accepted(package: Callable[[Patch], Path]) -> None:
    bad = catalogue()["OS101"].bad
    report = validate(
        package({**bad, "accepted_warnings": {"OS101|stn-nl-001": {"reason": "No."}}})
    )
    assert {"OS101", "OS801"} <= codes(report)


def test_the_future_is_counted_from_the_day_of_the_run(package: Callable[[Patch], Path]) -> None:
    folder = package({})
    assert "OS204" in codes(validate(folder, today=datetime.date(2022, 10, 1)))
    assert "OS204" not in codes(validate(folder, today=datetime.date(2026, 11, 23)))


@given(partial_dates())
def test_bounds_in_sql_are_those_of_the_record(value: PartialDate) -> None:
    sql = f"SELECT {earliest_sql('d')}, {latest_sql('d')} FROM (SELECT ? AS d)"
    (row,) = duckdb.execute(sql, [str(value)]).fetchall()
    assert row == (value.earliest, value.latest)


@given(partial_dates(), partial_dates())
def test_an_interval_runs_backwards_in_sql_when_the_record_says_so(
    one: PartialDate, other: PartialDate
) -> None:
    text = f"{str(one).partition('/')[0]}/{str(other).rpartition('/')[2]}"
    if text in ("../..",):
        return
    try:
        PartialDate(text)
        backwards = False
    except ValueError:
        backwards = True
    (found,) = duckdb.execute(
        f"SELECT {backwards_sql('d')} FROM (SELECT ? AS d)", [text]
    ).fetchone()
    assert found == backwards


def test_every_rule_is_explained() -> None:
    for rule in RULES:
        text = explain(rule)
        assert rule.title in text
        assert rule.why.endswith(".")
        assert rule.mend.endswith(".")
        assert "bad:" in text


def test_a_rule_file_without_an_explanation_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks bad, good, mend, why"):
        parse_rule("-- OS999: a title\n-- severity: error\nSELECT 1", "OS999.sql")
    with pytest.raises(ValueError, match="first line"):
        parse_rule("SELECT 1", "OS999.sql")
