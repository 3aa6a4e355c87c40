"""The program ``overseas-stations`` and its commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from overseas_stations import load
from overseas_stations.cli.authoring import register as register_authoring
from overseas_stations.cli.desk import opened
from overseas_stations.cli.desk import register as register_desk
from overseas_stations.cli.frames import register as register_frames
from overseas_stations.cli.options import AsOfOption, DataOption, JsonOption
from overseas_stations.cli.output import console, fail, grid, plain, print_json, progress
from overseas_stations.cli.plot import register as register_plot
from overseas_stations.cli.release import register as register_release
from overseas_stations.cli.site import register as register_site
from overseas_stations.errors import OverseasStationsError, UnknownNameError
from overseas_stations.version import __version__

app = typer.Typer(
    name="overseas-stations",
    help="Who says what about reported Chinese overseas police service stations: allegations "
    "with their sources, not findings.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        console.print(__version__)
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


@app.command()
def info(as_of: AsOfOption = None, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show what the dataset holds: rows by table, countries, languages, derived outcomes."""
    from overseas_stations.overview import overview

    found = overview(opened(data, as_of))
    if as_json:
        print_json(found)
        return
    console.print(f"overseas-stations {plain(found['version'])}")
    console.print(plain(found["notice"]))
    for title, counts in found["counts"].items():
        table = grid(title, "")
        for name, count in counts.items():
            table.add_row(plain(name), str(count))
        console.print()
        console.print(table)


@app.command(
    name="list",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def list_(
    context: typer.Context,
    table: str,
    as_of: AsOfOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List a table's records: list stations --country NL --city Amsterdam.

    Any column is an option; a column country_id may be called --country. A value that appears
    in a list column counts; --COLUMN "" asks for empty cells.
    """
    rows = opened(data, as_of).table(table)
    rows = rows.where(**_conditions(rows, context.args))
    if as_json:
        print_json(rows.to_dicts())
        return
    from overseas_stations.cells import write_record

    shown = [c for c in rows.columns if any(getattr(r, c) not in (None, ()) for r in rows)]
    output = grid(*shown)
    for record in rows:
        cells = write_record(record)
        output.add_row(*(plain(cells[column]) for column in shown))
    console.print(output)
    console.print(f"{len(rows)} {table}")


def _conditions(rows: Any, args: list[str]) -> dict[str, Any]:
    """``--column value`` pairs as conditions of ``where``."""
    from overseas_stations.errors import suggest

    conditions: dict[str, Any] = {}
    rest = list(args)
    while rest:
        option = rest.pop(0)
        if not option.startswith("--"):
            raise UnknownNameError(f"unexpected {option!r}; write --COLUMN VALUE")
        name, equals, value = option.removeprefix("--").partition("=")
        if not equals:
            if not rest:
                raise UnknownNameError(f"{option} needs a value; write {option} VALUE")
            value = rest.pop(0)
        column = name.replace("-", "_")
        if column not in rows.columns and f"{column}_id" in rows.columns:
            column = f"{column}_id"
        elif column not in rows.columns and f"{column}_ids" in rows.columns:
            column = f"{column}_ids"
        if column not in rows.columns:
            raise UnknownNameError(
                f"table {rows.name} has no column {column!r}{suggest(column, rows.columns)}"
            )
        kind = rows.kind.model_fields[column].annotation
        number = str(kind) in ("<class 'int'>", "int | None", "typing.Optional[int]")
        conditions[column] = int(value) if number and value.isdecimal() else value or None
    return conditions


@app.command()
def show(
    record_id: str, as_of: AsOfOption = None, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Show a record, for every cell who says it, where it was read, and who disputes it."""
    from overseas_stations.overview import explained, in_words

    dataset = opened(data, as_of)
    found = explained(dataset, record_id)
    if as_json:
        print_json(found)
        return
    console.print(f"[bold]{plain(found['id'])}[/] in {found['table']}")
    for name, value in found["derived"].items():
        console.print(f"{name} (derived): {plain(value)}")
    for cell in found["cells"]:
        console.print()
        console.print(f"[bold]{plain(cell['field'])}[/]: {plain(cell['value'])}")
        for claim in cell["claims"]:
            console.print(f"  {plain(in_words(dataset, claim))}")


@app.command()
def validate(
    path: Annotated[
        Path | None, typer.Argument(help="A package's folder, or its datapackage.json.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text, json or github.")] = "text",
    engine: Annotated[str, typer.Option("--engine", help="duckdb or spark.")] = "duckdb",
    master: Annotated[
        str | None, typer.Option("--master", help="A Spark cluster's URL (this machine).")
    ] = None,
    memory: Annotated[
        str, typer.Option("--memory", help="What the engine may hold before it spills to disk.")
    ] = "512MB",
    with_: Annotated[
        str | None, typer.Option("--with", help="frictionless: run that tool as well.")
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="Only these codes, or OS1 for OS1xx.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Not these codes; prefixes as above.")
    ] = None,
    max_findings: Annotated[
        int | None,
        typer.Option("--max-findings", min=1, help="How many of a code are given (20; 1000 else)."),
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="warning, or error: exit 0 with warnings alone.")
    ] = "warning",
) -> None:
    """Check any Data Package, this one with its rules. Exit 0 clean, 1 findings, 2 cannot run."""
    from overseas_stations.storage import BUNDLED
    from overseas_stations.validation import validate as run
    from overseas_stations.validation.formats import FORMATTERS, SHOWN
    from overseas_stations.validation.plain import frictionless_errors

    if output not in FORMATTERS:
        fail(f"there is no format {output!r}; choose {', '.join(FORMATTERS)}", 2)
    if fail_on not in ("warning", "error"):
        fail(f"there is no severity {fail_on!r}; choose warning or error", 2)
    if with_ not in (None, "frictionless"):
        fail(f"there is no tool {with_!r}; choose frictionless", 2)
    if master and engine != "spark":
        fail("--master goes with --engine spark", 2)
    with progress("validating") as step:
        report = run(
            path or BUNDLED,
            engine=engine,
            master=master,
            memory=memory,
            select=select or (),
            ignore=ignore or (),
            max_findings=max_findings or (SHOWN if output == "text" else 1000),
            progress=step,
        )
        also = frictionless_errors(path or BUNDLED) if with_ else None
    FORMATTERS[output](report, also)
    if not report.looked:
        fail("no rule saw any row, so nothing was checked", 2)
    found = report.found() if fail_on == "warning" else report.errors
    raise typer.Exit(1 if found or also else 0)


@app.command()
def rules(
    code: Annotated[str | None, typer.Argument(help="Explain this rule.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the rules, or explain one with a bad and a good example."""
    from overseas_stations.validation.formats import explain
    from overseas_stations.validation.rules import catalogue, rule

    if code:
        found = rule(code)
        if as_json:
            from dataclasses import asdict

            print_json(asdict(found))
        else:
            console.print(plain_lines(explain(found)))
        return
    if as_json:
        print_json(
            [
                {"code": r.code, "severity": r.severity, "title": r.title}
                for r in catalogue().values()
            ]
        )
        return
    table = grid("code", "severity", "title")
    for each in catalogue().values():
        table.add_row(each.code, each.severity, plain(each.title))
    console.print(table)


def plain_lines(text: str) -> str:
    """Several lines, each safe to print."""
    return "\n".join(plain(line) for line in text.splitlines())


class _ListsFormats(TyperCommand):
    """Names the formats in the help only when it is asked for: they are heavy to import."""

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        from overseas_stations.export import FORMATS

        listed = ", ".join(FORMATS)
        for parameter in self.params:
            if parameter.name == "formats":
                parameter.help = f"One of {listed}; may be repeated."  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)


@app.command(cls=_ListsFormats)
def export(
    out: Annotated[Path, typer.Option("--out", help="The folder to write; replaced whole.")],
    formats: Annotated[
        list[str] | None, typer.Option("--format", help="A format; may be repeated.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every table, as CSV and Parquet or what --format asks for, and print the row counts."""
    from overseas_stations.export import export as run

    with progress("exporting") as step:
        written = run(load(data), out, formats or ("csv", "parquet"), step)
    if as_json:
        print_json(written)
        return
    table = grid("file", "rows")
    for name, rows in written.items():
        table.add_row(plain(out / name), str(rows))
    console.print(table)


@app.command()
def fmt(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if stale.")
    ] = False,
    data: Annotated[Path, typer.Option("--data", help="The folder of the CSV files.")] = Path(
        "data"
    ),
) -> None:
    """Bring data/*.csv into canonical form and give new evidence rows their ids."""
    from overseas_stations.canonical import format_folder

    if not data.is_dir():
        fail(f"{data}: no such folder; run in a checkout, or name it with --data", 2)
    changed = format_folder(data, write=not check)
    for path in changed:
        console.print(f"{'would change' if check else 'changed'} {plain(path)}")
    if check and changed:
        raise typer.Exit(1)
    console.print(f"{len(changed)} files {'differ' if check else 'changed'}")


@app.command()
def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Compare only; exit 1 and a diff if stale.")
    ] = False,
    root: Annotated[Path, typer.Option("--root", help="The top of the checkout.")] = Path(),
) -> None:
    """Write the schema's faces (datapackage.json, schema/, docs/codebook.md), or check them."""
    from overseas_stations.schema.files import check_schema, write_schema

    if not (root / "pyproject.toml").is_file():
        fail(f"{root.absolute()}: not the top of a checkout; name it with --root", 2)
    if check:
        diff = check_schema(root)
        if diff:
            console.print(plain_lines(diff))
            fail("the schema files are stale: run overseas-stations schema", 1)
        console.print("the schema files are fresh")
        return
    changed = write_schema(root)
    for path in changed:
        console.print(f"wrote {plain(path)}")
    console.print(f"{len(changed)} files changed")


register_desk(app)
register_frames(app)
register_plot(app)
register_authoring(app)
register_release(app)
register_site(app)


def main() -> NoReturn:
    """Run the program; an error of ours is one line on stderr and exit code 2."""
    try:
        app()
    except OverseasStationsError as error:
        fail(error, 2)
    raise SystemExit(0)
