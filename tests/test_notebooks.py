"""The notebooks of `examples/` run from a clean checkout, and hold what they print now."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_they_run_and_their_outputs_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "tools/notebooks.py", "--check"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
