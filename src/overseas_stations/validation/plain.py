"""The plain frictionless tool on the descriptor: what anybody would run, as a check of ours."""

from __future__ import annotations

from pathlib import Path

from overseas_stations.errors import MissingExtraError
from overseas_stations.storage import DESCRIPTOR, open_package
from overseas_stations.validation.engines.duckdb import INSTALL


def frictionless_errors(path: str | Path) -> list[str]:
    """What ``frictionless validate`` says of a package, a line an error; empty when valid.

    Raises ``PackageError`` where the package's paths are not safe to read, before the tool sees
    it, and ``MissingExtraError`` without the ``validate`` extra.
    """
    package = open_package(path)
    try:
        from frictionless import Package
    except ImportError as error:
        raise MissingExtraError(f"this check needs frictionless: {INSTALL}") from error
    report = Package(str(package.folder / DESCRIPTOR)).validate()
    rows = report.flatten(["name", "rowNumber", "fieldName", "type", "message"])
    return [" ".join(str(cell) for cell in row if cell is not None) for row in rows]
