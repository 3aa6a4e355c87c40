"""The command line: each command, its exit codes, and that it says what the Python call says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import overseas_stations as ost
from overseas_stations.cli.main import app
from overseas_stations.overview import explained, overview
from overseas_stations.validation import validate
from overseas_stations.validation.rules import Patch, catalogue
from tests.conftest import ROOT


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "overseas_stations", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
    )


def test_info_is_the_overview(real: ost.Dataset) -> None:
    assert json.loads(run("info", "--json").stdout) == json.loads(json.dumps(overview(real)))
    text = run("info").stdout
    assert ost.data_version in text
    assert "allegations" in text


def test_list_filters_by_any_column(real: ost.Dataset) -> None:
    result = run(
        "list", "statements", "--about-country", "GB", "--stances", "reports_closure", "--json"
    )
    wanted = real.statements.where(about_country_ids="GB", stances="reports_closure")
    assert json.loads(result.stdout) == wanted.to_dicts()
    assert len(wanted) > 0
    assert (
        run("list", "stations", "--country", "NL")
        .stdout.rstrip()
        .endswith(f"{len(real.stations.where(country_id='NL'))} stations")
    )
    numbers = json.loads(run("list", "figures", "--value=54", "--json").stdout)
    assert {row["value"] for row in numbers} == {54}


def test_show_names_sources_and_disputes(real: ost.Dataset) -> None:
    result = run("show", "stn-nl-001")
    assert result.returncode == 0
    assert "not_substantiated, by Amsterdam Police" in result.stdout
    assert "disputes this" in result.stdout
    assert json.loads(run("show", "stn-nl-001", "--json").stdout) == explained(real, "stn-nl-001")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "stn-nl-01"], "did you mean stn-nl-001"),
        (["list", "station"], "did you mean stations"),
        (["list", "stations", "--contry", "NL"], "did you mean country_id"),
        (["list", "stations", "--country"], "needs a value"),
        (["list", "stations", "NL"], "write --COLUMN VALUE"),
        (["rules", "OS1011"], "did you mean OS111 or OS101 or OS011?"),
        (["validate", "/nonexistent"], "no datapackage.json here"),
        (["validate", "--format", "xml"], "choose text, json, github"),
        (["validate", "--with", "magic"], "choose frictionless"),
        (["validate", "--engine", "spork"], "choose duckdb, spark"),
        (["validate", "--master", "local[2]"], "goes with --engine spark"),
        (["validate", "--memory", "lots"], "write 512MB or 2GB"),
        (["export", "--format", "parket", "--out", "/tmp/never"], "did you mean parquet"),
        (["fmt", "--data", "/nonexistent"], "no such folder"),
        (["schema", "--root", "/nonexistent"], "not the top of a checkout"),
    ],
)
def test_a_mistake_is_one_line_on_stderr_with_the_mend(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_validate_exit_codes_and_formats(package: Callable[[Patch], Path]) -> None:
    clean = run("validate", ROOT)
    assert clean.returncode == 0
    assert "0 errors, 0 warnings" in clean.stdout.splitlines()[0]
    assert "rules run:" in clean.stdout
    bad = package(catalogue()["OS101"].bad)
    found = run("validate", bad)
    assert found.returncode == 1
    assert "data/stations.csv:2: stn-nl-001 established '2018-06'" in found.stdout
    value = json.loads(run("validate", bad, "--format", "json").stdout)
    assert [f["code"] for f in value["findings"]] == ["OS101"]
    assert {run["code"] for run in value["rules"]} == set(catalogue())
    github = run("validate", bad, "--format", "github").stdout
    assert github.startswith("::error file=data/stations.csv,line=2,title=OS101::stn-nl-001")


def test_the_text_shows_the_line_with_the_cell_marked(package: Callable[[Patch], Path]) -> None:
    folder = package(
        {"stations": {"stn-nl-001": {"established": "2018-02-30", "premises": "漢字, 1"}}}
    )
    lines = run("validate", folder, "--select", "OS012").stdout.splitlines()
    where = next(n for n, line in enumerate(lines) if line.startswith("  data/stations.csv:2: "))
    assert lines[where].endswith("stn-nl-001 established '2018-02-30' is no such date")
    shown, marks = lines[where + 1], lines[where + 2]
    assert shown.startswith("      2 | ")
    # Every CJK character is two columns wide.
    at = marks.index("^") - sum(ord(c) > 0x2E80 for c in shown)
    assert shown[at : at + marks.count("^")] == "2018-02-30"
    assert any(line.startswith("  mend: ") for line in lines)


def test_the_first_line_says_what_was_checked() -> None:
    first = run("validate", ROOT).stdout.splitlines()[0]
    report = validate(ROOT)
    rules = sum(run.rows > 0 for run in report.runs)
    assert first.startswith(
        f"checked {len(report.tables)} tables, {report.rows} rows, {rules} rules"
    )


def test_json_is_the_report(package: Callable[[Patch], Path]) -> None:
    folder = package(catalogue()["OS101"].bad)
    found = json.loads(run("validate", folder, "--format", "json").stdout)
    assert found == json.loads(json.dumps(validate(folder).to_dict()))


def test_what_was_not_asked_for_was_not_run_and_is_not_clean(
    package: Callable[[Patch], Path],
) -> None:
    result = run("validate", package({}), "--select", "OS016")
    assert result.returncode == 2
    assert "no rule saw any row" in result.stderr


def test_validate_selects_ignores_and_fails_as_told(package: Callable[[Patch], Path]) -> None:
    warned = package(catalogue()["OS304"].bad)
    assert run("validate", warned).returncode == 1
    assert run("validate", warned, "--fail-on", "error").returncode == 0
    assert run("validate", warned, "--ignore", "OS3").returncode == 0
    assert run("validate", warned, "--select", "OS1").returncode == 0
    assert run("validate", warned, "--select", "OS304").returncode == 1
    assert "choose warning or error" in run("validate", warned, "--fail-on", "never").stderr


def test_the_text_shows_as_many_as_told_and_counts_all(package: Callable[[Patch], Path]) -> None:
    bad = package({"organisations": {f"org-x{n}": {"name": "X", "kind": "x"} for n in range(5)}})
    shown = run("validate", bad, "--select", "OS013", "--max-findings", "2").stdout
    assert "OS013 error: 5 found" in shown
    assert "… and 3 more" in shown


def test_an_empty_package_is_never_clean(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": []}')
    result = run("validate", tmp_path)
    assert result.returncode == 2
    assert "no rule saw any row" in result.stderr


def test_validate_with_frictionless() -> None:
    result = run("validate", "--with", "frictionless")
    assert result.returncode == 0
    assert "frictionless: valid" in result.stdout


def test_rules() -> None:
    listed = run("rules").stdout
    assert all(code in listed for code in catalogue())
    explained_rule = run("rules", "os101").stdout
    assert "SELECT cells.resource" in explained_rule
    assert "good:" in explained_rule
    assert json.loads(run("rules", "OS101", "--json").stdout)["code"] == "OS101"


def test_export_prints_what_it_wrote(tmp_path: Path, real: ost.Dataset) -> None:
    result = run("export", "--out", tmp_path / "out", "--format", "parquet", "--json")
    written = json.loads(result.stdout)
    assert written["parquet/stations.parquet"] == len(real.stations)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "NOTICE.txt", "datapackage.json", "parquet",
    ]  # fmt: skip


def test_fmt_and_schema_check(package: Callable[[Patch], Path], tmp_path: Path) -> None:
    folder = package({}) / "data"
    assert run("fmt", "--data", folder, "--check").returncode == 0
    path = folder / "organisations.csv"
    path.write_text(path.read_text("utf-8").replace("An NGO", " An NGO "), "utf-8")
    assert run("fmt", "--data", folder, "--check").returncode == 1
    assert run("fmt", "--data", folder).returncode == 0
    assert run("fmt", "--data", folder, "--check").returncode == 0
    assert run("schema", "--check").returncode == 0
    (tmp_path / "pyproject.toml").touch()
    assert run("schema", "--check", "--root", tmp_path).returncode == 1


def test_no_colour_and_no_escape_where_nobody_looks(package: Callable[[Patch], Path]) -> None:
    folder = package({"organisations": {"org-ngo": {"name": "A [bold]red[/bold] \x1b[31mNGO"}}})
    result = run("show", "org-ngo", "--data", folder)
    assert "\x1b" not in result.stdout
    assert "[bold]red[/bold]" in result.stdout


def test_without_the_extra_the_install_line_is_given(tmp_path: Path) -> None:
    (tmp_path / "duckdb.py").write_text("raise ImportError('not here')")
    result = subprocess.run(
        [sys.executable, "-m", "overseas_stations", "validate", str(ROOT)],
        capture_output=True, text=True, env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert result.returncode == 2
    assert "pip install 'overseas-stations[validate]'" in result.stderr


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    assert commands
    for name in commands:
        assert f"overseas-stations {name}" in readme, name
