"""A large dataset: its tables, whole or as known on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from overseas_stations.derive.as_of import as_day
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.large.cells import Cells
from overseas_stations.large.completeness import completeness
from overseas_stations.large.index import Index
from overseas_stations.large.store import Store
from overseas_stations.large.timeline import timeline
from overseas_stations.records import RECORDS
from overseas_stations.schema.arrow import arrow_schema

if TYPE_CHECKING:
    import pyarrow


class LargeDataset:
    """A dataset that stays in its files. Opened by :func:`overseas_stations.large.open`.

    ``as_of(day)`` gives a view on the same files; closing either closes both. When each thing was
    known is worked out when it is first needed, as far as the day asked for, and then holds for
    every earlier day as well.
    """

    def __init__(self, store: Store, index: Index, day: date | None = None) -> None:
        self._store, self._index = store, index
        self._cells = Cells(store, index, day)
        #: The day as of which it is seen; None for the whole dataset.
        self.day = day

    @classmethod
    def open(cls, folder: str | Path, memory: str, threads: int | None) -> LargeDataset:
        """As :func:`overseas_stations.large.open`."""
        store = Store.open(folder, memory, threads)
        return cls(store, Index(store))

    @property
    def version(self) -> str | None:
        """The version of the data, as its descriptor gives it."""
        return self._store.version

    def as_of(self, day: date | str) -> LargeDataset:
        """The dataset as a reader could have known it on ``day``, by the rules of ``Dataset.as_of``.

        Raises ``ValueError`` where ``day`` is no date.
        """
        wanted = as_day(day)
        if self.day is not None:
            wanted = min(wanted, self.day)
        return LargeDataset(self._store, self._index, wanted)

    def count(self, table: str) -> int:
        """How many rows a table has. Raises ``UnknownNameError`` with near names."""
        return int(self._store.value(self._cells.count(_checked(table))))

    def table(self, name: str) -> pyarrow.Table:
        """A table as Arrow, as ``Dataset.table(name).to_arrow()``, its rows in the file's order.

        Raises ``UnknownNameError`` with near names.
        """
        schema = arrow_schema(self._store.spec(_checked(name)))
        return self._store.arrow(self._cells.typed(name)).cast(schema)

    def batches(self, name: str) -> pyarrow.RecordBatchReader:
        """The same a part at a time, in no order, with vocabularies as plain strings.

        Raises ``UnknownNameError`` with near names.
        """
        return self._store.batches(self._cells.typed(_checked(name), ordered=False))

    def timeline(
        self, country_id: str | None = None, station_id: str | None = None
    ) -> pyarrow.Table:
        """Reports, statements, inquiries and events by day, with who says so.

        As ``Dataset.timeline(...).to_arrow()``. Raises ``UnknownIdError``.
        """
        return timeline(self._cells, country_id, station_id)

    def completeness(self) -> pyarrow.Table:
        """By country, the stations itemised here beside the highest and latest published figure.

        As ``Dataset.completeness().to_arrow()``.
        """
        return completeness(self._cells)

    def close(self) -> None:
        """Give up the database and what it spilled."""
        self._store.close()

    def __enter__(self) -> LargeDataset:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        then = f" as of {self.day}" if self.day else ""
        return f"<large overseas-stations {self.version or '(unversioned)'}{then}>"


def _checked(name: str) -> str:
    if name not in RECORDS:
        raise UnknownNameError(f"there is no table {name!r}{suggest(name, RECORDS)}")
    return name
