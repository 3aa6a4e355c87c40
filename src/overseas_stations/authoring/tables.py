"""The rows of a folder of CSV files, to be changed together: all files are written or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from overseas_stations.atomic import replaced_folder, write_whole
from overseas_stations.canonical import canonical_text
from overseas_stations.errors import PackageError
from overseas_stations.schema.spec import TableSpec, table_spec
from overseas_stations.storage import read_header, read_rows

Row = dict[str, str]


class Tables:
    """Rows as text cells, by table; a file is read when its table is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rows: dict[str, list[Row]] = {}
        self._before: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """The table's rows, to read and to change. Raises ``PackageError`` as reading does."""
        if table not in self._rows:
            spec = table_spec(table)
            path = self.folder / f"{table}.csv"
            odd = set(read_header(path)) ^ set(spec.columns)
            if odd:
                raise PackageError(f"{path}: missing or unknown columns: {', '.join(sorted(odd))}")
            self._rows[table] = [row for _, row in read_rows(path)]
            self._before[table] = [dict(row) for row in self._rows[table]]
        return self._rows[table]

    def add(self, table: str, row: Row) -> None:
        """Add a row; columns that it does not name are empty."""
        self.rows(table).append({c: row.get(c, "") for c in table_spec(table).columns})

    def keep(self, table: str, rows: list[Row]) -> None:
        """Leave only these rows in the table."""
        self.rows(table)[:] = rows

    def ids(self, table: str) -> set[str]:
        """The ids of a table whose key is one column."""
        (key,) = table_spec(table).key
        return {row[key] for row in self.rows(table)}

    def find(self, table: str, record_id: str) -> Row | None:
        """The row with this id."""
        (key,) = table_spec(table).key
        return next((row for row in self.rows(table) if row[key] == record_id), None)

    def changed(self) -> tuple[TableSpec, ...]:
        """The tables whose rows are no longer those of the files."""
        return tuple(
            table_spec(name) for name, rows in self._rows.items() if rows != self._before[name]
        )

    def write(self, folder: Path) -> None:
        """Write each changed table's file into ``folder``, in canonical form."""
        for spec in self.changed():
            text = canonical_text(spec, self.rows(spec.name))
            write_whole(folder / f"{spec.name}.csv", text.encode())


def csv_folder(path: str | Path) -> Path:
    """The folder of the CSV files: this one, or ``data`` in it where it is a whole package.

    Raises ``PackageError`` where neither holds them.
    """
    place = Path(path)
    for folder in (place, place / "data"):
        if (folder / "sources.csv").is_file():
            # Resolved, since what is moved into place is the folder, not a link to it.
            return folder.resolve()
    raise PackageError(f"{place}: no data here; run in a checkout, or name its folder with --data")


@contextmanager
def editing(path: str | Path) -> Iterator[Tables]:
    """Tables to change. At the end the folder is exchanged, in one step, for one with the changes.

    So a kill leaves either state whole, and on an error everything stays as it was. The rows are
    read once no other process writes them, so two that are authoring at once cannot be given the
    same id. Raises ``BusyError`` where one is writing.
    """
    folder = csv_folder(path)
    with replaced_folder(folder) as fresh:
        tables = Tables(folder)
        yield tables
        shutil.copytree(folder, fresh, symlinks=True, dirs_exist_ok=True)
        tables.write(fresh)
