"""Commands about releases: what differs, whether a version says enough, building, verifying."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.cli.options import JsonOption
from overseas_stations.cli.output import console, fail, grid, plain, print_json, progress

release = typer.Typer(
    name="release", help="Check and build a release.", no_args_is_help=True, rich_markup_mode=None
)

_ReferenceHelp = "A folder, a wheel, a .zip or .tar.gz, or a git revision."


def diff(
    old: Annotated[str, typer.Argument(help=_ReferenceHelp)],
    new: Annotated[str, typer.Argument(help=_ReferenceHelp)] = ".",
    output: Annotated[str, typer.Option("--format", help="text, json or markdown.")] = "text",
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=0, help="Rows told of a table (20; json: all); 0: all."),
    ] = None,
    memory: Annotated[
        str, typer.Option("--memory", help="What may be held before it spills to disk.")
    ] = "512MB",
) -> None:
    """Show what differs between two versions, cell by cell, with the evidence that changed."""
    from overseas_stations.release.diff import Diff
    from overseas_stations.release.telling import TELLINGS

    if output not in TELLINGS:
        fail(f"there is no format {output!r}; choose {', '.join(TELLINGS)}", 2)
    told = limit or (None if output == "json" or limit == 0 else 20)
    with Diff(old, new, memory=memory) as found:
        for piece in TELLINGS[output](found, told):
            sys.stdout.write(piece)


@release.command("check")
def check(
    against: Annotated[
        str, typer.Option("--against", help=f"The version before. {_ReferenceHelp}")
    ],
    new: Annotated[str, typer.Argument(help=f"The new version. {_ReferenceHelp}")] = ".",
    as_json: JsonOption = False,
) -> None:
    """Compute the least version that the changes ask for. Exit 0 met, 1 not met, 2 cannot run."""
    from dataclasses import asdict

    from overseas_stations.release.check import check as run

    with progress("checking"):
        found = run(against, new)
    if as_json:
        print_json({**asdict(found), "passed": found.passed})
    else:
        console.print(
            f"{plain(found.old)} to {plain(found.declared)}: "
            + (f"{found.level} changes, at least {found.least}" if found.level else "no change")
        )
        for demand in found.demands:
            console.print(f"  {demand.level}: {plain(demand.why)}")
        for table, columns in found.labels.items():
            told = ", ".join(f"{column} ({count})" for column, count in columns.items())
            console.print(f"  names changed in {plain(table)}: {plain(told)}: announce them apart")
        for problem in found.problems:
            console.print(f"[red]problem:[/] {plain(problem.what)}")
            console.print(f"  mend: {plain(problem.mend)}")
    if not found.passed:
        raise typer.Exit(1)


@release.command("build")
def build(
    out: Annotated[Path, typer.Option("--out", help="The folder to write; replaced whole.")],
    against: Annotated[
        str | None, typer.Option("--against", help=f"The version before. {_ReferenceHelp}")
    ] = None,
    first: Annotated[bool, typer.Option("--first", help="There is no version before.")] = False,
    root: Annotated[str, typer.Option("--root", help="The top of the checkout.")] = ".",
    as_json: JsonOption = False,
) -> None:
    """Validate, check, then write every format, moved into place in one step.

    Exit 0 built, 1 refused, 2 cannot run.
    """
    from overseas_stations.errors import ReleaseRefusedError
    from overseas_stations.release.build import build as run

    if first == (against is not None):
        fail("name the version before with --against, or say --first", 2)
    try:
        with progress("building") as step:
            found = run(root, out, against=against, progress=step)
    except ReleaseRefusedError as error:
        for problem in error.problems:
            console.print(f"[red]problem:[/] {plain(problem)}")
        fail(error, 1)
        return
    if as_json:
        about = {"folder": found.folder, "version": found.version, "day": found.day}
        print_json({**about, "rows": found.rows})
        return
    table = grid("file", "rows")
    for name, rows in found.rows.items():
        table.add_row(plain(name), str(rows))
    console.print(table)
    console.print(f"built {plain(found.version)} of {found.day} in {plain(found.folder)}")


def verify(
    release: Annotated[str, typer.Argument(help="A release's folder, or an archive of it.")],
    as_json: JsonOption = False,
) -> None:
    """Check that a release is what was published. Exit 0 it is, 1 it is not, 2 cannot run."""
    from dataclasses import asdict

    from overseas_stations.release.verify import verify as run

    with progress("verifying"):
        found = run(release)
    if as_json:
        print_json({**asdict(found), "passed": found.passed})
    else:
        for fault in found.faults:
            console.print(f"{plain(fault.file)}: {plain(fault.what)}")
        schema = "" if found.schema else "; its schema was not held against this library's version"
        console.print(
            f"{plain(found.name)}: version {plain(found.version or 'unknown')}, "
            f"{found.files} files, {len(found.faults)} faults{schema}"
        )
    if not found.passed:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("diff")(diff)
    app.command("verify")(verify)
    app.add_typer(release)
