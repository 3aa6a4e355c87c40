"""A checkout of the small example dataset, from which tests build releases."""

from __future__ import annotations

import shutil
from pathlib import Path

from overseas_stations import __version__
from overseas_stations.release.build import build
from overseas_stations.schema.files import write_schema
from overseas_stations.validation.rules import Patch
from tests.conftest import ROOT, write_example

CHANGELOG = f"# Changelog\n\n## [{__version__}] - 2026-01-31\n\n### Added\n\n- Everything.\n"


def checkout(folder: Path, patch: Patch | None = None) -> Path:
    """What a release is built from, with the example as its data."""
    write_example(folder, patch or {})
    write_schema(folder)
    for name in ("pyproject.toml", "CITATION.cff", "LICENSE-DATA"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("corrections-log.md", "methodology.md"):
        shutil.copy(ROOT / "docs" / name, folder / "docs" / name)
    (folder / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    return folder


def build_example(folder: Path, out: Path) -> Path:
    """A release of the example."""
    return build(checkout(folder), out, against=None).folder
