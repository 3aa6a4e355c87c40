"""The plain frictionless tool on the descriptor: what anybody would run, as a check of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from overseas_stations.errors import missing_extra
from overseas_stations.storage import DESCRIPTOR, confined, read_descriptor


class _Offline:
    """In place of a session of HTTP: that tool would fetch a profile, or a file that another names."""

    def get(self, *_: Any, **__: Any) -> NoReturn:
        raise OSError("nothing is fetched")


def frictionless_errors(path: str | Path) -> list[str]:
    """What ``frictionless validate`` says of a package, a line an error; empty when valid.

    Raises ``PackageError`` where the package's paths are not safe to read, before the tool sees
    it, and ``MissingExtraError`` without the ``validate`` extra.
    """
    place = Path(path)
    _, declared = read_descriptor(place)
    _confine(place if place.is_dir() else place.parent, declared)
    try:
        from frictionless import FrictionlessException, Package, system
    except ImportError as error:
        raise missing_extra("this check needs frictionless", "validate") from error
    with system.use_context(http_session=_Offline()):
        try:
            report = Package(str(place / DESCRIPTOR if place.is_dir() else place)).validate()
        except FrictionlessException as error:
            return [f"{one.type} {one.note}" for one in error.reasons or [error.error]]
    found = [("", error) for error in report.errors]
    found += [(task.name, error) for task in report.tasks for error in task.errors]
    return [
        " ".join(
            str(part)
            for part in (
                table,
                getattr(error, "row_number", ""),
                getattr(error, "field_name", ""),
                error.type,
                error.message,
            )
            if part
        )
        for table, error in found
    ]


def _confine(folder: Path, declared: Any) -> None:
    """Every path of a descriptor must lie in its folder, and be no address."""
    resources = declared.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        for key in ("path", "schema", "dialect"):
            value = resource.get(key) if isinstance(resource, dict) else None
            for target in value if isinstance(value, list) else [value]:
                if isinstance(target, str):
                    confined(folder, str(resource.get("name")), target)
