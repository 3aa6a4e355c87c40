"""What an export format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overseas_stations.dataset import Table


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name (also its folder's), title, file ending, media type and writer.

    ``write`` takes a table, the file to write and the data version.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    write: Callable[[Table[Any], Path, str], None]
