"""The command ``plot``: a picture of the data, for any day, into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from overseas_stations import load
from overseas_stations.cli.options import DataOption
from overseas_stations.cli.output import console, fail, plain, progress


def plot(
    picture: Annotated[str, typer.Argument(help="map, timeline, stances or network.")],
    out: Annotated[Path, typer.Option("--out", help="A .svg, .png, .pdf or .html file.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As known on this day: YYYY-MM-DD.")
    ] = None,
    library: Annotated[
        str | None,
        typer.Option("--library", help="matplotlib (paper), altair (screen; the one for .html)."),
    ] = None,
    width: Annotated[
        int, typer.Option("--width", help="In pixels: 960 for a page, 390 for a phone.")
    ] = 960,
    data: DataOption = None,
) -> None:
    """Draw a picture of the data, titled with version and day, and print its alt text."""
    from overseas_stations.plot import save

    chosen = library or ("altair" if out.suffix.lower() == ".html" else "matplotlib")
    drawing = load(data).plot[picture]
    try:
        with progress("drawing"):
            save(drawing(as_of, library=chosen, width=width), out)  # type: ignore[call-overload]
    except ValueError as error:
        fail(error, 2)
    console.print(f"wrote {plain(out)}")
    console.print(plain(drawing.alt_text(as_of)))


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("plot")(plot)
