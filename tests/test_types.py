"""Types hold from outside: two strict checkers on a consumer's files."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import overseas_stations as ost

HERE = Path(__file__).parent / "consumer"


def mypy(name: str, cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}",
         str(HERE / name)],
        capture_output=True, text=True, cwd=cache,
    )  # fmt: skip


def pyright(name: str) -> list[str]:
    """The errors in a file, which asks for the strict mode itself."""
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable,
         str(HERE / name)],
        capture_output=True, text=True, cwd=HERE,
    )  # fmt: skip
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == 1
    return [d["message"] for d in report["generalDiagnostics"] if d["severity"] == "error"]


def test_mypy(tmp_path: Path) -> None:
    good = mypy("good.py", tmp_path)
    assert good.returncode == 0, good.stdout
    bad = mypy("bad.py", tmp_path)
    assert '"Station" has no attribute "town"' in bad.stdout
    assert 'Argument "country_id"' in bad.stdout
    assert 'keyword argument "contry_id" for "where"' in bad.stdout
    assert "Literal['offise']" in bad.stdout
    assert 'Argument "geonames_id" to "where"' in bad.stdout
    assert 'keyword argument "nothing_like_it"' in bad.stdout
    public = mypy("public.py", tmp_path)
    assert public.returncode == 0, public.stdout


def test_pyright() -> None:
    assert pyright("good.py") == []
    bad = "\n".join(pyright("bad.py"))
    assert '"town"' in bad
    assert '"country_id"' in bad
    assert 'No parameter named "contry_id"' in bad
    assert '"Literal[\'offise\']" cannot be assigned to parameter "host_type"' in bad
    assert '"Literal[\'2759794\']" cannot be assigned to parameter "geonames_id"' in bad
    assert 'No parameter named "nothing_like_it"' in bad
    assert pyright("public.py") == []


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
