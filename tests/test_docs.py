"""Every snippet in the README and the docs runs; every link inside them resolves."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import overseas_stations as ost
from overseas_stations.cli.main import app
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

#: What a snippet shows and a test must not run within itself, or cannot: the package is not yet
#: on any index, and these two are what runs this test.
_NOT_RUN = {"pip install overseas-stations", "make export", "make test"}

#: Its commands follow upon one another: tests/test_releasing_page.py walks them.
_WALKED = "releasing.md"


def snippets(page: Path, language: str) -> list[str]:
    return [code for lang, code in _FENCE.findall(page.read_text("utf-8")) if lang == language]


def test_every_fence_is_of_a_language_that_is_run() -> None:
    for page in PAGES:
        for language, _ in _FENCE.findall(page.read_text("utf-8")):
            assert language in ("python", "console", "r"), f"{page}: {language}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python(page: Path) -> None:
    code = "\n".join(snippets(page, "python"))
    if code:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


#: Each command once, with the first page that shows it.
CONSOLE = {
    line.removeprefix("$ "): page.name
    for page in reversed(PAGES)
    if page.name != _WALKED
    for code in snippets(page, "console")
    for line in code.splitlines()
}


@pytest.mark.parametrize(("command", "page"), CONSOLE.items())
def test_console(command: str, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: that the program itself runs is tests/test_cli.py's business."""
    if command in _NOT_RUN:
        return
    program, *arguments = shlex.split(command)
    assert program == "overseas-stations", f"{page}: {command}"
    for name in ("data", "schema", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("datapackage.json", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert done.stdout


def _run_in(page: Path) -> list[str]:
    """The words of every command that a page runs."""
    return re.findall(r"^ *\$ overseas-stations ([^\n]+)$", page.read_text("utf-8"), re.MULTILINE)


def _commands() -> list[str]:
    spec = importlib.util.spec_from_file_location("command_pages", ROOT / "tools/command_pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "tools"))
    return list(module.commands())


def test_every_command_is_run_on_some_page() -> None:
    run = [call for page in PAGES for call in _run_in(page)]
    missing = [
        name for name in _commands() if not any(c == name or c.startswith(f"{name} ") for c in run)
    ]
    assert not missing, f"no page shows {missing}"


def test_every_public_name_is_used_in_a_snippet() -> None:
    """A method nobody shows is one that nobody finds."""
    code = "\n".join(s for page in PAGES for s in snippets(page, "python"))
    names = {
        *(f"ost.{name}" for name in ost.__all__ if name not in ("Dataset", "Table", "PartialDate")),
        *(
            f".{n}"
            for kind in (ost.Dataset, ost.Table)
            for n in vars(kind)
            if not n.startswith("_")
        ),
    }
    missing = sorted(n for n in names if not re.search(rf"{re.escape(n)}\b", code))
    assert not missing, f"no snippet uses {missing}"


HOW_TO = sorted((ROOT / "docs" / "howto").glob("*.md"))


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.name)
def test_a_page_and_its_commands_link_to_one_another(page: Path) -> None:
    text = page.read_text("utf-8")
    linked = re.findall(r"\]\(\.\./reference/commands\.md#([a-z-]+)\)", text)
    run = {
        name for call in _run_in(page) for name in _commands() if f"{call} ".startswith(f"{name} ")
    }
    assert {name.replace(" ", "-") for name in run} == set(linked)
    commands = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    for name in run:
        section = commands.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert f"(../howto/{page.name})" in section


def test_r(tmp_path: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not installed on this machine")
    from overseas_stations import load
    from overseas_stations.export import export

    export(load(ROOT), tmp_path / "build" / "export")
    (code,) = snippets(ROOT / "README.md", "r")
    done = subprocess.run(
        [rscript, "-e", code], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert "NL" in done.stdout


def test_the_site_is_built_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    """What `make docs` does; a page asks for no script, style or picture from elsewhere."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", str(tmp_path)],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        html = page.read_text("utf-8")
        fetched = re.findall(
            r"<(?:script|img|link|iframe)\b[^>]*?(?:src|href)=\"(https?:[^\"]+)", html
        )
        assert not fetched, page.name


def test_links_inside_resolve() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize(
    "tool",
    [
        "gazetteer",
        "readme",
        "quality",
        "country_pages",
        "rule_pages",
        "differences",
        "coverage_page",
        "command_pages",
    ],
)
def test_what_is_generated_from_the_data_is_fresh(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tools/{tool}.py", "--check"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_the_version_is_one() -> None:
    import tomllib

    from overseas_stations import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f'"version": "{__version__}"' in (ROOT / "datapackage.json").read_text("utf-8")
