"""Bring the list of deliberate differences in docs/validation.md up to the tests that hold them.

Run from the top of a checkout: ``python tools/differences.py``; ``--check`` only compares, and
exits 1 if the page is stale.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from generated import bring_up, filled


def differences() -> str:
    """A row a difference, with its reason."""
    sys.path.insert(0, str(Path.cwd()))
    found = import_module("tests.test_differential").DIFFERENCES
    rows = [f"| {one.name} | {one.reason.replace('|', chr(92) + '|')} |" for one in found]
    return "\n".join(["| | why |", "|---|---|", *rows]) + "\n"


def main() -> int:
    """Rewrite the block, or compare it."""
    return bring_up(filled(Path("docs/validation.md"), {"differences": differences}))


if __name__ == "__main__":
    sys.exit(main())
