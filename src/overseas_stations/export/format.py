"""What an export format is, and what it is given to write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from overseas_stations.dataset import Dataset, Table
from overseas_stations.records import Record
from overseas_stations.schema.spec import TableSpec, spec_of
from overseas_stations.schema.table_schema import NOTICE

NOTICE_FILE = "NOTICE.txt"


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: a dataset with what is derived of it, its version and day of release.

    ``day`` is None where it is no release. Nothing else may reach the bytes of a format: no
    clock, no locale, no order of hashes.
    """

    dataset: Dataset
    derived: tuple[Table[Any], ...]
    version: str
    day: date | None = None

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """All tables, the cited before the citing, the derived last."""
        return (*self.dataset.tables, *self.derived)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name (also its folder's), title, media type and writer.

    ``write`` takes the content and a folder of its own, which it fills, and returns the rows of
    each data file by the file's name, or raises ``OSError`` where it cannot write. Whatever it
    writes carries the notice.
    """

    name: str
    title: str
    media_type: str
    write: Callable[[Content, Path], dict[str, int]]


def write_notice(folder: Path) -> None:
    """Put the notice beside files that have no place for it in them."""
    (folder / NOTICE_FILE).write_text(f"{NOTICE}\n", "utf-8", newline="\n")


def spec_for(table: Table[Any]) -> TableSpec:
    """What a table's records declare, which may be of another version's release."""
    kind: type[Record] = table.kind
    return spec_of(kind)
