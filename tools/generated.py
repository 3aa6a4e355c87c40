"""What the tools that generate documentation share: write what is stale, or say that it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

_BLOCK = re.compile(r"(<!-- (\w+): [^\n]*-->\n).*?(<!-- /\2 -->)", re.DOTALL)


def filled(path: Path, blocks: Mapping[str, Callable[[], str]]) -> dict[Path, str]:
    """A page with each of its marked blocks made anew by the block's name."""
    text = path.read_text("utf-8")
    return {path: _BLOCK.sub(lambda match: match[1] + blocks[match[2]]() + match[3], text)}


def bring_up(fresh: Mapping[Path, str], folder: Path | None = None) -> int:
    """Write the files that differ; with ``--check`` only name them, and return 1 if there are any.

    ``folder`` holds nothing but generated pages: one that is no longer made is removed.
    """
    known = {*fresh, *(folder.glob("*.md") if folder else ())}
    stale = sorted(
        path for path in known if not path.is_file() or path.read_text("utf-8") != fresh.get(path)
    )
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path}: stale: run python {sys.argv[0]}", file=sys.stderr)
        return int(bool(stale))
    for path in stale:
        if path in fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fresh[path], "utf-8", newline="\n")
        else:
            path.unlink()
    return 0
