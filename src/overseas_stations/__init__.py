"""overseas-stations: who says what about reported Chinese overseas police service stations.

A list of allegations with their sources, not of findings. ``load()`` gives the bundled data.
Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from overseas_stations.version import __version__

# Not from typing, which alone takes half of what a bare interpreter does; checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from overseas_stations.dataset import Dataset, Table
    from overseas_stations.partial_date import PartialDate

#: The version of the bundled data: package and data share one.
data_version = __version__

__all__ = [
    "Dataset",
    "PartialDate",
    "Table",
    "__version__",
    "data_version",
    "load",
    "parquet_path",
]

_LAZY = {
    "Dataset": "overseas_stations.dataset",
    "Table": "overseas_stations.dataset",
    "PartialDate": "overseas_stations.partial_date",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_LAZY[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load(path: str | Path | None = None) -> Dataset:
    """The bundled dataset, or the package in the folder ``path`` (with ``datapackage.json``).

    A table's records are read and built when the table is first used. A release of any version
    with the same major number is read; what a newer one has besides is kept: further columns, and
    members of vocabularies that are unknown here, as plain text.

    Raises ``PackageError`` where there is no readable package, or one of another major version,
    and on first use ``RecordError`` for a bad cell.
    """
    from overseas_stations.dataset import Dataset
    from overseas_stations.storage import bundled_package, open_package, read_records

    package = bundled_package(data_version) if path is None else open_package(path)
    return Dataset(lambda kind: read_records(package, kind), package.version, package.kinds)


def parquet_path(table: str) -> str:
    """The bundled Parquet file of a table, for DuckDB, Spark, R and other readers.

    In a checkout the file is made from ``data/`` when it is missing or older. Raises
    ``UnknownNameError`` for an unknown table.
    """
    from overseas_stations.export import bundled_parquet

    return str(bundled_parquet(table, load))
