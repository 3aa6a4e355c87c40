"""A new record with its evidence: checked whole, then written in canonical place, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from overseas_stations.authoring import places
from overseas_stations.authoring.cells import dangling, problems_of, row_of
from overseas_stations.authoring.claims import claimed_columns, evidence_problems, evidence_rows
from overseas_stations.authoring.ids import PREFIXES, id_problem, next_id
from overseas_stations.authoring.refused import refuse_if
from overseas_stations.authoring.tables import Row, Tables, csv_folder, editing
from overseas_stations.canonical import evidence_id
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.schema.spec import TableSpec, table_spec

Cells = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that may be written: its id, its row, and the rows of its evidence."""

    table: str
    id: str
    record: Row
    evidence: tuple[Row, ...]


def new_record(
    folder: str | Path,
    table: str,
    cells: Cells,
    evidence: Sequence[Cells] = (),
    *,
    place: bool = True,
) -> str:
    """Write a new record with its evidence into a folder of CSV files; returns its id.

    ``cells`` gives values by column, text as in a CSV cell or Python's own. The id is the next
    one unless the cells name one. ``evidence`` gives, for each source, values by column of that
    table: ``source_id`` and ``attributed_to`` (which a statement's issuer and a figure's claimant
    need not repeat); ``fields`` are all filled columns and ``*`` unless named, and ``relation``
    is ``supports``. A source and an organisation need no evidence. A station's ``geonames_id``,
    ``latitude`` and ``longitude`` are looked up by its city unless ``place`` is false.

    Both files are written or neither. Raises ``AuthoringRefusedError`` with what is wrong,
    ``UnknownNameError`` for an unknown table, ``MissingExtraError`` where a city is to be looked
    up without GeoNames, and ``BusyError`` where another process is writing.
    """
    with editing(folder) as tables:
        made = _draft(tables, table, cells, evidence, place)
        tables.add(table, made.record)
        for row in made.evidence:
            tables.add("evidence", row)
    return made.id


def draft(
    folder: str | Path,
    table: str,
    cells: Cells,
    evidence: Sequence[Cells] = (),
    *,
    place: bool = True,
) -> Draft:
    """What :func:`new_record` would write, and nothing is written. Raises as it does."""
    return _draft(Tables(csv_folder(folder)), table, cells, evidence, place)


def _draft(
    tables: Tables, table: str, cells: Cells, evidence: Sequence[Cells], place: bool
) -> Draft:
    if table not in PREFIXES:
        raise UnknownNameError(
            f"no record is added to a table {table!r}{suggest(table, PREFIXES)}; "
            f"choose {', '.join(PREFIXES)}"
        )
    spec = table_spec(table)
    (key,) = spec.key
    record, problems = row_of(spec, cells)
    if table == "sources":
        # One that is entered as retracted says so; nobody would type the other.
        record["standing"] = record["standing"] or "stands"
    problems += problems_of(spec, record)
    problems += dangling(tables, spec, record)
    problems += _own_problems(tables, spec, record)
    refuse_if(problems)
    told = claimed_columns(spec, record)
    located = table == "stations" and place and places.locate(record)
    if located:
        evidence = [*evidence, places.EVIDENCE]
        told = [column for column in told if column not in places.COLUMNS]
    record[key] = record[key] or next_id(tables, table, record)
    refuse_if(problems_of(spec, record))
    rows, problems = evidence_rows(spec, record, evidence, told)
    if spec.has_evidence:
        # The register's row, which nobody typed, is no evidence that there is a station.
        typed = rows[: len(rows) - located]
        problems += evidence_problems(tables, spec, record, rows if typed else [])
    elif rows:
        problems.append(f"a record of {table} takes no evidence")
    refuse_if(problems)
    rows = [row | {"evidence_id": evidence_id(row)} for row in rows]
    refuse_if(_twins(tables, rows))
    return Draft(table, record[key], record, tuple(rows))


def _own_problems(tables: Tables, spec: TableSpec, record: Row) -> Iterator[str]:
    (key,) = spec.key
    if record[key] and (problem := id_problem(tables, spec.name, record[key])):
        yield problem
    if spec.name == "sources":
        for row in tables.rows("sources"):
            if record["url"] and row["url"] == record["url"]:
                yield f"url: is that of {row['source_id']} already; one document is one source"


def _twins(tables: Tables, rows: Sequence[Row]) -> Iterator[str]:
    """Evidence that is there twice: its id, made from all its cells, would be too."""
    seen = tables.ids("evidence") | tables.ids("retired")
    for number, row in enumerate(rows, 1):
        if row["evidence_id"] in seen:
            yield f"evidence {number}: a row that says the same is or was there; leave it out"
        seen.add(row["evidence_id"])
