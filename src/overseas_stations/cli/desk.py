"""Commands of the researcher's desk: each asks the dataset one question, for any day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overseas_stations import load
from overseas_stations.cli.options import AsOfOption, DataOption, JsonOption
from overseas_stations.cli.output import console, grid, plain, print_json
from overseas_stations.errors import UnknownNameError

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset, Table


def opened(data: Path | None, as_of: str | None) -> Dataset:
    """The dataset that a command asks. Raises ``UnknownNameError`` where ``as_of`` is no day."""
    dataset = load(data)
    if as_of is None:
        return dataset
    try:
        return dataset.as_of(as_of)
    except ValueError as error:
        raise UnknownNameError(f"--as-of {error}") from error


def timeline(
    country: Annotated[str | None, typer.Option("--country", help="About this country.")] = None,
    station: Annotated[str | None, typer.Option("--station", help="About this station.")] = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List reports, statements, inquiries and events by day, with who says so."""
    rows = opened(data, as_of).timeline(country_id=country, station_id=station)
    columns = ("sort_day", "day", "kind", "record_id", "by", "claimants", "summary")
    _print_table(rows, columns, as_json)


def history(
    record_id: str,
    field: Annotated[str, typer.Argument(help="A column, or status, assessment, outcome …")],
    as_of: AsOfOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show each value of a field, from when until when it held, on whose word, by which rule."""
    rows = opened(data, as_of).history(record_id, field)
    columns = ("field", "value", "known_from", "known_until", "on_word_of", "because")
    _print_table(rows, columns, as_json)


def claimants(
    record_id: str, as_of: AsOfOption = None, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Show who claims a record, since when, through which outlets, and which of these repeat."""
    from overseas_stations.desk.words import known_since

    found = opened(data, as_of).claimants(record_id)
    if as_json:
        print_json([asdict(claimant) for claimant in found])
        return
    for claimant in found:
        marks = ["independent" if claimant.independent else "not independent"]
        marks += ["withdrawn"] if claimant.withdrawn else []
        marks += [f"relies on {each}" for each in claimant.relies_on]
        who = f"[bold]{plain(claimant.name)}[/] ({plain(claimant.organisation_id)})"
        since = known_since(claimant.since, dated=claimant.dated)
        console.print(f"{who}, {since}: {plain(', '.join(marks))}")
        for outlet in claimant.outlets:
            for telling in outlet.tellings:
                notes = f", repeats {' < '.join(telling.repeats)}" if telling.repeats else ""
                if telling.withdrawn_by:
                    notes += f", withdrawn as {telling.withdrawn_by} says"
                on = telling.published_on or "undated"
                line = f"  {outlet.publisher}, {on} [{telling.source_id}]{notes}"
                console.print(plain(line))
    console.print(f"{len(found)} claimants")


def explain(
    record_id: str,
    field: Annotated[str, typer.Argument(help="A column, or status, assessment, outcome …")],
    as_of: AsOfOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain a value: the rule in words, the steps, and the evidence that led to it."""
    found = opened(data, as_of).explain(record_id, field)
    if as_json:
        print_json(found.to_dict())
        return
    for line in str(found).splitlines():
        console.print(plain(line))


def completeness(
    as_of: AsOfOption = None, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Show, by country, what is itemised beside what was published, with a warning in words."""
    rows = opened(data, as_of).completeness()
    columns = (
        "country_id", "stations_itemised", "highest_value", "highest_claimed_by", "latest_value",
        "latest_claimed_by", "inquiries", "statements", "looked_until", "warning",
    )  # fmt: skip
    _print_table(rows, columns, as_json)


def contradictions(
    as_of: AsOfOption = None, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Show what sources hold against one another, side by side."""
    found = opened(data, as_of).contradictions()
    if as_json:
        print_json([asdict(each) for each in found])
        return
    table = grid("table", "field", "record", "value", "says", "record", "value", "says")
    for each in found:
        sides = ((s.record_id, s.value, s.claimant or "") for s in (each.one, each.other))
        cells = (each.table, each.field, *(cell for side in sides for cell in side))
        table.add_row(*map(plain, cells))
    console.print(table)
    console.print(f"{len(found)} contradictions")


def cite(
    output: Annotated[str, typer.Option("--format", help="apa, bibtex or csl-json.")] = "apa",
    as_of: AsOfOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print how to cite the dataset at its version; --json is --format csl-json."""
    typer.echo(opened(data, as_of).cite(_format(output, as_json)), nl=False)


def bibliography(
    ids: Annotated[list[str], typer.Argument(help="Records, or sources.")],
    field: Annotated[
        str | None, typer.Option("--field", help="Only what is behind this column.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="bibtex or csl-json.")] = "bibtex",
    as_of: AsOfOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the sources behind records for a reference manager; --json is --format csl-json."""
    found = opened(data, as_of).bibliography(ids, field, _format(output, as_json))
    typer.echo(found, nl=False)


def _format(output: str, as_json: bool) -> Any:
    """The format asked for; the library refuses one that there is none of."""
    return "csl-json" if as_json else output


def _print_table(rows: Table[Any], columns: Iterable[str], as_json: bool) -> None:
    if as_json:
        print_json(rows.to_dicts())
        return
    from overseas_stations.cells import write_value

    shown = [*columns]
    table = grid(*shown)
    for row in rows:
        table.add_row(*(plain(write_value(getattr(row, column))) for column in shown))
    console.print(table)
    console.print(f"{len(rows)} rows")


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (
        timeline, history, claimants, explain, completeness, contradictions, cite, bibliography,
    ):  # fmt: skip
        app.command(command.__name__)(command)
