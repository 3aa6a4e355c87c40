"""Asking a person at a terminal for what a new record lacks."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import typer

from overseas_stations.authoring.cells import problems_of_cell
from overseas_stations.authoring.claims import CLAIMANT
from overseas_stations.authoring.places import COLUMNS as LOOKED_UP
from overseas_stations.authoring.tables import Tables
from overseas_stations.cli.output import plain, stderr
from overseas_stations.schema.spec import FieldSpec, TableSpec, table_spec

Answers = dict[str, str]

#: Columns that new_record fills, so that nobody need be asked.
_FILLED = {"stations": LOOKED_UP, "sources": ("standing", "standing_source")}


def somebody_is_there() -> bool:
    """Whether there is anybody to ask."""
    return sys.stdin.isatty()


def ask(tables: Tables, spec: TableSpec, cells: Answers, evidence: list[Answers]) -> bool:
    """Fill in what is missing; whether anything was.

    Where no column was given at all, each is asked for; else those that a record must have, and
    its evidence. Nothing is asked where nothing is missing.
    """
    wanted = list(_unanswered(spec, cells))
    for field in wanted:
        cells[field.name] = _answer(tables, spec, field)
    needs_evidence = spec.has_evidence and not evidence
    if needs_evidence:
        evidence += _ask_evidence(tables, spec, cells)
    return bool(wanted) or needs_evidence


def _unanswered(spec: TableSpec, cells: Answers) -> Iterator[FieldSpec]:
    filled = _FILLED.get(spec.name, ())
    everything = not cells
    for field in spec.fields:
        asked = (field.required or everything) and not field.is_key and field.name not in filled
        if asked and not cells.get(field.name):
            yield field


def _ask_evidence(tables: Tables, spec: TableSpec, cells: Answers) -> Iterator[Answers]:
    evidence = table_spec("evidence")
    number = 1
    while True:
        typer.echo(f"Evidence {number}" if number == 1 else f"Evidence {number} (empty: no more)")
        source = _answer(tables, evidence, evidence.field("source_id"), required=number == 1)
        if not source:
            return
        row = {"source_id": source}
        for name in ("attributed_to", "fields", "locator"):
            if name == "attributed_to" and spec.name in CLAIMANT:
                row[name] = cells[CLAIMANT[spec.name]]
                continue
            field = evidence.field(name)
            # Without fields a row speaks to all that is filled.
            needed = field.required and name != "fields"
            row[name] = _answer(tables, evidence, field, required=needed)
        yield row
        number += 1


def _answer(
    tables: Tables, spec: TableSpec, field: FieldSpec, *, required: bool | None = None
) -> str:
    """One cell, asked for again until it fits; empty where it need not be filled."""
    needed = field.required if required is None else required
    hint = f" ({', '.join(field.vocabulary)})" if field.vocabulary else ""
    several = " Several are joined by ;." if field.type == "list" else ""
    skip = "" if needed else " Empty: none."
    names_columns = field.kind == "column"
    if names_columns:
        skip = " Empty: * and every filled column."
    typer.echo(f"{field.description}{several}{skip}{hint}")
    while True:
        given = str(typer.prompt(field.name, default="", show_default=False)).strip()
        if names_columns:
            given = given.replace(",", ";")
        problems = list(problems_of_cell(tables, spec, field.name, given)) if given else []
        if needed and not given:
            problems = [f"{field.name}: is needed"]
        if not problems:
            return given
        for problem in problems:
            stderr.print(plain(problem))
