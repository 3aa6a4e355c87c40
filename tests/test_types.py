"""Types hold from outside: two strict checkers on a consumer's files."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import overseas_stations as ost

HERE = Path(__file__).parent / "consumer"


FILES = ("good.py", "bad.py", "public.py")


def mypy(cache: Path) -> dict[str, list[str]]:
    """The errors in each file. All in one go: the package and what it needs are read once."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}",
         "--output=json", *FILES],
        capture_output=True, text=True, cwd=HERE,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert not done.stderr
    found: dict[str, list[str]] = {name: [] for name in FILES}
    for line in done.stdout.splitlines():
        error = json.loads(line)
        found[error["file"]].append(error["message"])
    return found


def pyright() -> dict[str, list[str]]:
    """The same of the other, of files that ask for the strict mode themselves."""
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, *FILES],
        capture_output=True, text=True, cwd=HERE,
    )  # fmt: skip
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == len(FILES)
    found: dict[str, list[str]] = {name: [] for name in FILES}
    for told in report["generalDiagnostics"]:
        if told["severity"] == "error":
            found[Path(told["file"]).name].append(told["message"])
    return found


def test_mypy(tmp_path: Path) -> None:
    found = mypy(tmp_path)
    assert found["good.py"] == []
    assert found["public.py"] == []
    bad = "\n".join(found["bad.py"])
    assert '"Station" has no attribute "town"' in bad
    assert 'Argument "country_id"' in bad
    assert 'keyword argument "contry_id" for "where"' in bad
    assert "Literal['offise']" in bad
    assert 'Argument "geonames_id" to "where"' in bad
    assert 'keyword argument "nothing_like_it"' in bad


def test_pyright() -> None:
    found = pyright()
    assert found["good.py"] == []
    assert found["public.py"] == []
    bad = "\n".join(found["bad.py"])
    assert '"town"' in bad
    assert '"country_id"' in bad
    assert 'No parameter named "contry_id"' in bad
    assert '"Literal[\'offise\']" cannot be assigned to parameter "host_type"' in bad
    assert '"Literal[\'2759794\']" cannot be assigned to parameter "geonames_id"' in bad
    assert 'No parameter named "nothing_like_it"' in bad


def public_names() -> set[str]:
    """What the package gives away: its names, and the attributes of a dataset and a table."""
    ds = ost.load()
    found = {*ost.__all__}
    for thing in (ds, ds.stations):
        found |= {name for name in dir(thing) if not name.startswith("_")}
    return found


def test_a_users_script_touches_every_public_name() -> None:
    tree = ast.parse((HERE / "public.py").read_text("utf-8"))
    touched = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    touched |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert public_names() - touched == set()


def test_a_users_script_runs() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "public.py")], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith(" stations\n")
