"""What the tests share: the real data, and the small example dataset with a patch applied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import overseas_stations as ost
from overseas_stations.canonical import csv_text, sort_key
from overseas_stations.schema.spec import all_tables
from overseas_stations.schema.table_schema import descriptor_text
from overseas_stations.validation.rules import Patch, example

ROOT = Path(__file__).parent.parent

pytest_plugins = ["tests.explorer_browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spark first: it is one worker's for minutes, in which the others do the rest."""
    items.sort(key=lambda item: item.path.name != "test_spark.py")


@pytest.fixture(scope="session")
def real() -> ost.Dataset:
    """The data of this checkout."""
    return ost.load(ROOT)


def write_example(folder: Path, patch: Patch) -> Path:
    """The example dataset with a patch: rows by id, ``None`` for a row taken away."""
    tables = example()
    for table, changes in patch.items():
        spec = next(spec for spec in all_tables() if spec.name == table)
        rows = tables[table]
        for key, cells in changes.items():
            parts = key.split("|")
            row = next((r for r in rows if [r.get(c, "") for c in spec.key] == parts), None)
            if cells is None:
                assert row is not None, f"the example has no {key}"
                rows.remove(row)
                continue
            if row is None:
                row = dict(zip(spec.key, parts, strict=True))
                rows.append(row)
            row.update(cells)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for spec in all_tables():
        full = [
            {column: row.get(column, "") for column in spec.columns} for row in tables[spec.name]
        ]
        ordered = sorted(full, key=lambda row: sort_key(spec, row))
        text = csv_text(spec.columns, ordered)
        (folder / "data" / f"{spec.name}.csv").write_text(text, "utf-8", newline="\n")
    (folder / "datapackage.json").write_text(descriptor_text(), "utf-8")
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Callable[[Patch], Path]:
    """Writes the example dataset with a patch and returns its folder."""
    return lambda patch: write_example(tmp_path / "package", patch)


# A machine that is busy is no failure; CI draws the same examples each time.
settings.register_profile(
    "here", deadline=None, max_examples=45, print_blob=False, derandomize=True
)
settings.load_profile("here")
