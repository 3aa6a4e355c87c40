"""Commands that give tables: a query in SQL, and the country panel as a file."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.atomic import write_whole
from overseas_stations.cli.desk import opened
from overseas_stations.cli.options import AsOfOption, DataOption
from overseas_stations.cli.output import console, fail, grid, plain, print_json

_FORMATS = ("table", "csv", "json")


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT over the tables of the codebook.")],
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    as_of: AsOfOption = None,
    data: DataOption = None,
) -> None:
    """Ask in SQL: DuckDB over all tables, stored and derived, and over nothing else."""
    if output not in _FORMATS:
        fail(f"there is no format {output!r}; choose {', '.join(_FORMATS)}", 2)
    found = opened(data, as_of).sql(query)
    if output == "json":
        print_json(found.to_dicts())
    elif output == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([found.columns, *found.rows])
        sys.stdout.write(text.getvalue())
    else:
        table = grid(*map(plain, found.columns))
        for row in found.rows:
            table.add_row(*("" if value is None else plain(value) for value in row))
        console.print(table)
        console.print(f"{len(found)} rows")


def panel(
    out: Annotated[Path, typer.Option("--out", help="The file to write: .csv or .parquet.")],
    freq: Annotated[str, typer.Option("--freq", help="month or year.")] = "month",
    start: Annotated[str | None, typer.Option("--start", help="The first day or month.")] = None,
    end: Annotated[str | None, typer.Option("--end", help="The last day or month.")] = None,
    all_countries: Annotated[
        bool, typer.Option("--all-countries", help="Those that no record concerns too.")
    ] = False,
    as_of: AsOfOption = None,
    data: DataOption = None,
) -> None:
    """Write a row a country and period, to put beside other panels of countries."""
    from pyarrow import BufferOutputStream, parquet
    from pyarrow import csv as arrow_csv

    from overseas_stations.desk.panel import FREQUENCIES, panel_table

    if out.suffix not in (".csv", ".parquet"):
        fail(f"{out}: name a file that ends in .csv or .parquet", 2)
    if freq not in FREQUENCIES:
        fail(f"there is no frequency {freq!r}; choose {', '.join(FREQUENCIES)}", 2)
    dataset = opened(data, as_of)
    table = panel_table(dataset, FREQUENCIES[freq], start, end, all_countries=all_countries)
    written = BufferOutputStream()
    (arrow_csv.write_csv if out.suffix == ".csv" else parquet.write_table)(table, written)
    write_whole(out, written.getvalue().to_pybytes())
    console.print(f"wrote {table.num_rows} rows to {plain(out)}")


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("sql")(sql)
    app.command("panel")(panel)
