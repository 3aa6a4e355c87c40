"""Types hold from outside: two strict checkers on a consumer's files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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


def test_pyright() -> None:
    assert pyright("good.py") == []
    bad = "\n".join(pyright("bad.py"))
    assert '"town"' in bad
    assert '"country_id"' in bad
