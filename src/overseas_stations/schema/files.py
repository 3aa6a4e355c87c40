"""The generated files of the schema: write them, or say what is stale."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from overseas_stations.schema.arrow import describe_arrow
from overseas_stations.schema.codebook import codebook_text
from overseas_stations.schema.conditions import conditions_text
from overseas_stations.schema.json_schema import json_schema_text
from overseas_stations.schema.spec import all_tables, derived_tables
from overseas_stations.schema.table_schema import descriptor_text
from overseas_stations.schema.typescript import typescript_text


def schema_files() -> dict[str, str]:
    """Every generated file's text, by its path from the top of the repository."""
    return {
        "datapackage.json": descriptor_text(),
        "schema/arrow.json": describe_arrow(),
        **{
            f"schema/json/{spec.name}.schema.json": json_schema_text(spec)
            for spec in (*all_tables(), *derived_tables())
        },
        "docs/codebook.md": codebook_text(),
        "src/overseas_stations/conditions.pyi": conditions_text(),
        "explorer/src/data/schema.ts": typescript_text(),
    }


def write_schema(root: Path) -> list[Path]:
    """Write the files under ``root``; returns those that changed."""
    changed = []
    for name, text in schema_files().items():
        path = root / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            changed.append(path)
    return changed


def check_schema(root: Path) -> str:
    """A unified diff from the files under ``root`` to what they should be; empty when fresh."""
    diff: list[str] = []
    for name, text in schema_files().items():
        path = root / name
        old = path.read_text("utf-8") if path.is_file() else ""
        diff += unified_diff(
            old.splitlines(keepends=True), text.splitlines(keepends=True), name, f"{name} (fresh)"
        )
    return "".join(diff)
