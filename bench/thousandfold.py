"""A dataset a thousand times the real one: copies of its tables, so that keys and references hold.

Copy 7 of ``stn-nl-001`` is ``stn-nl-0010007``; a source or an organisation bears the number in
front, evidence is numbered through. Countries stay what they are. Rows are in the order of their
ids. DuckDB makes it, the same every time.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

import overseas_stations as ost
from overseas_stations.records import RECORDS
from overseas_stations.schema.spec import FieldSpec, TableSpec, spec_of
from overseas_stations.schema.table_schema import descriptor
from overseas_stations.validation.sql import name_sql

COPIES = 1000

#: Tables that a larger dataset has no more of.
FIXED = ("countries", "retired", "accepted_warnings")


def make(folder: Path, copies: int = COPIES) -> None:
    """A package of Parquet files with so many copies of the bundled records."""
    folder.mkdir(parents=True)
    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '2GB'; SET temp_directory = '{folder / 'spilled'}'")
        for name, kind in RECORDS.items():
            spec = spec_of(kind)
            times = 1 if name in FIXED else copies
            database.execute(f"""
                COPY (
                    SELECT {", ".join(_columns(spec, times))}
                    FROM '{ost.parquet_path(name)}' AS t, range({times}) AS c(copy)
                    ORDER BY {", ".join(spec.key)}
                ) TO '{folder / f"{name}.parquet"}' (FORMAT parquet, COMPRESSION zstd)
            """)
    package = descriptor()
    resources = [{**r, "path": f"{r['name']}.parquet"} for r in package["resources"]]
    text = json.dumps({**package, "resources": resources})
    (folder / "datapackage.json").write_text(text, "utf-8")


def _columns(spec: TableSpec, times: int) -> list[str]:
    columns = []
    for field in spec.fields:
        made = name_sql(field.name)
        if times > 1:
            made = _copied(spec, field)
        columns.append(f"{made} AS {name_sql(field.name)}")
        if field.type == "date":
            columns += [f"{field.name}_earliest", f"{field.name}_latest"]
    return columns


def _copied(spec: TableSpec, field: FieldSpec) -> str:
    """A cell in a copy: ids with its number, everything else as it is."""
    column = name_sql(field.name)
    if spec.name == "curation_log" and field.name == "url":
        return f"{column} || '#' || copy"
    to = field.references or (field.is_key and spec.name)
    if field.name == "record_id":
        return f"{column} || printf('%04d', copy)"
    if spec.name == "evidence" and field.name == "value":
        # What a source holds instead may be ids as well.
        ids = rf"REGEXP_REPLACE({column}, '((?:stn|inv|coo)-[a-z]{{2}}-[0-9]{{3,}})', '\1' || printf('%04d', copy), 'g')"
        return f"REGEXP_REPLACE({ids}, 'org-', printf('org-c%04d-', copy), 'g')"
    if not to or to in FIXED or (spec.name == "curation_log" and field.type != "list"):
        return column
    make = _renumbered(to)
    if field.type == "list":
        return f"LIST_TRANSFORM({column}, lambda x: {make.format('x')})"
    return make.format(column)


def _renumbered(table: str) -> str:
    if table in ("sources", "organisations"):
        return "LEFT({0}, 4) || printf('c%04d-', copy) || SUBSTR({0}, 5)"
    if table == "evidence":
        return "'evd-' || LEFT(MD5({0} || copy), 12)"
    return "{0} || printf('%04d', copy)"


if __name__ == "__main__":
    import sys

    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COPIES)
