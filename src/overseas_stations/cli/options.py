"""Options that many commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="A package's folder instead of the bundled data."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs.")]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="What a reader could have known that day."),
]
