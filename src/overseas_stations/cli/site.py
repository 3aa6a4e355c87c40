"""The commands ``site``: the explorer, built as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.cli.options import DataOption, JsonOption
from overseas_stations.cli.output import console, plain, print_json, progress

site = typer.Typer(
    name="site", help="Build the explorer.", no_args_is_help=True, rich_markup_mode=None
)


@site.callback()
def _site() -> None:
    pass


@site.command("build")
def build(
    out: Annotated[Path, typer.Option("--out", help="The folder to write; replaced whole.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build the explorer as a static site: any file host serves it, no server is needed."""
    from overseas_stations.site import build as run

    with progress("building") as step:
        found = run(out, data, step)
    if as_json:
        about = {"folder": found.folder, "version": found.version}
        print_json({**about, "documents": found.documents, "left_out": found.left_out})
        return
    for format_ in found.left_out:
        console.print(f"left out: {plain(format_)}")
    console.print(
        f"built {found.documents} pages of {plain(found.version)} in {plain(found.folder)}"
    )
    console.print(f"look at it: python -m http.server -d {plain(found.folder)}")


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(site)
