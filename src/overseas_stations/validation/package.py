"""A package's tables as its descriptor lists them: what can be checked, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from overseas_stations.errors import PackageError
from overseas_stations.records import RECORDS
from overseas_stations.schema.table_schema import descriptor
from overseas_stations.storage import confined, read_json
from overseas_stations.validation.plan import Descriptor, Unchecked


def resources_of(
    folder: Path, declared: Mapping[str, Any], own: bool
) -> tuple[dict[str, Descriptor], list[Unchecked]]:
    """The resources to check, by name, and those that cannot be.

    With ``own`` the tables are this dataset's: the library's schema holds, not the declared one.
    Raises ``PackageError`` for a descriptor that is none.
    """
    listed = declared.get("resources")
    if not isinstance(listed, list) or not all(
        isinstance(r, dict) and isinstance(r.get("name"), str) for r in listed
    ):
        raise PackageError(
            f"{folder}: not a data package descriptor; it needs resources, each with a name and a path"
        )
    found: dict[str, Descriptor] = {}
    unchecked: list[Unchecked] = []
    if own:
        theirs = {r["name"]: r for r in listed}
        twice = next((n for n in theirs if sum(r["name"] == n for r in listed) > 1), None)
        if twice:
            raise PackageError(f"{folder}: two resources are named {twice!r}")
        for resource in descriptor()["resources"]:
            kept = theirs.get(resource["name"], {"path": resource["path"]})
            carried = {
                k: v
                for k, v in kept.items()
                if k in ("path", "spreadsheetSafe", "dialect", "encoding", "format")
            }
            listed_here = "path" in theirs.get(resource["name"], {})
            found[resource["name"]] = {**resource, "format": None, **carried, "listed": listed_here}
    for resource in listed:
        name = resource["name"]
        if own and name in RECORDS:
            continue
        if name in found:
            raise PackageError(f"{folder}: two resources are named {name!r}")
        schema = resource.get("schema")
        if isinstance(schema, str):
            schema = _schema_file(folder, name, schema)
        problem = _schema_problem(schema)
        if problem:
            unchecked.append(Unchecked(name, "", "schema", problem))
        else:
            found[name] = {**resource, "schema": schema}
    return found, unchecked


def _schema_file(folder: Path, name: str, target: str) -> object:
    path = confined(folder, name, target)
    if not path.is_file():
        raise PackageError(f"resource {name!r}: its schema {target!r} is missing")
    return read_json(path, "not a table schema")


def _schema_problem(schema: object) -> str:
    if schema is None:
        return "it has no schema"
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(
        isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields
    ):
        return "its schema has no fields with names"
    names = [f["name"] for f in fields]
    return "" if len(set(names)) == len(names) else "two of its fields have one name"
