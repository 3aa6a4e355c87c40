"""Write ``docs/coverage.md``: of every column how often it is filled, and by how much evidence.

Run from the top of a checkout: ``python tools/coverage_page.py``; ``--check`` only compares, and
exits 1 if the page is stale.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from generated import bring_up

from overseas_stations import load
from overseas_stations.dataset import Dataset
from overseas_stations.schema.spec import TableSpec, all_tables

PAGE = Path("docs/coverage.md")


def page() -> str:
    """The page's text."""
    dataset = load(Path())
    told = Counter(
        (row.record_table.value, column) for row in dataset.evidence for column in row.fields
    )
    parts = [
        "# Coverage",
        "Of every column: how many rows have a value, and how many rows of evidence speak to it. An empty cell "
        "is something that no source read tells, never something that is not so. What the columns mean stands in "
        "the [codebook](codebook.md). Generated from the data; do not edit.",
    ]
    for spec in all_tables():
        parts += [
            f"## {spec.name}",
            f"{len(dataset.table(spec.name))} rows.",
            _table(dataset, spec, told),
        ]
    return "\n\n".join(parts) + "\n"


def _table(dataset: Dataset, spec: TableSpec, told: Counter[tuple[str, str]]) -> str:
    records = dataset.table(spec.name)
    lines = ["| column | filled | of 100 | evidence rows |", "|---|---:|---:|---:|"]
    for field in spec.fields:
        filled = sum(getattr(record, field.name) not in (None, ()) for record in records)
        share = f"{100 * filled / len(records):.0f}" if len(records) else ""
        evidence = (
            str(told[spec.name, field.name]) if spec.has_evidence and field.wants_evidence else ""
        )
        name = f"[{field.name}](codebook.md#{spec.name})"
        lines.append(f"| {name} | {filled} | {share} | {evidence} |")
    return "\n".join(lines)


def main() -> int:
    """Write the page, or compare it."""
    return bring_up({PAGE: page()})


if __name__ == "__main__":
    sys.exit(main())
