"""The same answers for datasets that are too large for typed records.

:func:`open` takes a folder with a package of Parquet or CSV files and gives a
:class:`LargeDataset`, which is asked as a ``Dataset`` is and answers in Arrow tables. DuckDB does
the work, within a given memory, spilling to a temporary folder. The rules are made from what the
records declare; where one has to be said a second time, in SQL, tests hold it against
``overseas_stations.derive`` and ``overseas_stations.desk``.
"""

from __future__ import annotations

from pathlib import Path

from overseas_stations.large.dataset import LargeDataset
from overseas_stations.large.store import MEMORY

__all__ = ["MEMORY", "LargeDataset", "open"]


def open(folder: str | Path, *, memory: str = MEMORY, threads: int | None = None) -> LargeDataset:
    """The package in ``folder``, or of the descriptor that this names.

    ``memory`` is what DuckDB may hold, such as ``512MB``; what is more goes to a temporary folder,
    which :meth:`LargeDataset.close` takes away. Cells are taken to fit the schema: validate a
    package first.

    Raises ``PackageError`` where there is no readable package, ``MissingExtraError`` without
    DuckDB, ``UnknownNameError`` where ``memory`` is no amount. An answer that even so needs more
    memory raises ``MemoryError``.
    """
    return LargeDataset.open(folder, memory=memory, threads=threads)
