"""The canonical form of ``data/``: one way to write each row, so that diffs are small.

UTF-8 without a byte order mark, LF, Unicode's composed form (NFC), minimal quotes, columns in
schema order, rows sorted by primary key, numbers as short as they read back, no space at either
end of a cell.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from unicodedata import normalize

from overseas_stations.atomic import write_whole
from overseas_stations.cells import CellError, key_order, read_value, write_value
from overseas_stations.errors import PackageError
from overseas_stations.schema.spec import FieldSpec, TableSpec, all_tables
from overseas_stations.storage import read_header, read_rows

Row = Mapping[str, str]

_MUST_QUOTE = re.compile(r'[,"\r\n]')
_MUST_QUOTE_ROW = re.compile(r'["\r\n]')
# Control characters and line breaks, and what has no width: soft hyphen, zero-width space, marks of
# direction that reorder what follows. The joiners and plain marks that scripts need are left out.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b\u2028-\u202e\u2060-\u2069\ufeff]")


def has_stray_space(cell: str) -> bool:
    """Whether a cell has space at an end, or a control or invisible character anywhere."""
    return cell != cell.strip() or _UNSEEN.search(cell) is not None


def sort_key(spec: TableSpec, row: Row) -> tuple[tuple[int, int, str], ...]:
    """What rows are sorted by: the key's cells, whole numbers by value."""
    return key_order(
        int(row[field.name])
        if field.type == "integer" and row[field.name].isdecimal()
        else row[field.name]
        for field in spec.key_fields
    )


def canonical_cell(field: FieldSpec, cell: str) -> str:
    """A cell in canonical form. One that does not fit its column is only trimmed and composed."""
    plain = (cell if cell.isascii() else normalize("NFC", cell)).strip()
    if plain and field.type in ("integer", "number"):
        try:
            return write_value(read_value(field, plain))
        except CellError:
            return plain
    return plain


def csv_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as CSV text (RFC 4180, but LF), a cell quoted only where it must be."""
    lines = [_line(columns)]
    lines += (_line([row[column] for column in columns]) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Sequence[str]) -> str:
    plain = ",".join(cells)
    # Most rows need no quotes, which one look at the whole row tells.
    if plain.count(",") == len(cells) - 1 and not _MUST_QUOTE_ROW.search(plain):
        return plain
    return ",".join(map(_quoted, cells))


def _quoted(cell: str) -> str:
    # The csv module leaves a lone carriage return bare when lines end in LF, and then cannot
    # read its own file.
    return '"' + cell.replace('"', '""') + '"' if _MUST_QUOTE.search(cell) else cell


def evidence_id(row: Row) -> str:
    """The id that an evidence row is given at birth: from a SHA-256 over its other cells.

    The cells are hashed as a JSON array, whose quotes keep a boundary between two of them from
    moving unseen. Once given, the id stays, whatever becomes of the row.
    """
    cells = [cell for column, cell in sorted(row.items()) if column != "evidence_id"]
    text = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    return f"evd-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def canonical_text(spec: TableSpec, rows: Iterable[Row]) -> str:
    """A table's rows as the canonical file's text; evidence without an id is given one.

    Raises ``PackageError`` where a row has other columns than the table.
    """
    tidy = []
    columns = spec.columns
    numbers = [field for field in spec.fields if field.type in ("integer", "number")]
    for row in rows:
        if tuple(row) != columns:
            _refuse_columns(spec, row)
        texts = list(row.values())
        cells = dict(row)
        # Most rows are as they should be, which is quicker told of all their cells at once.
        tidy_already = "".join(texts).isascii() and [text.strip() for text in texts] == texts
        for field in numbers if tidy_already else spec.fields:
            cells[field.name] = canonical_cell(field, row[field.name])
        if spec.name == "evidence" and not cells["evidence_id"]:
            cells["evidence_id"] = evidence_id(cells)
        tidy.append(cells)
    return csv_text(columns, sorted(tidy, key=lambda row: sort_key(spec, row)))


def _refuse_columns(spec: TableSpec, columns: Iterable[str]) -> None:
    odd = set(columns) ^ set(spec.columns)
    if odd:
        raise PackageError(
            f"{spec.name}: missing or unknown columns ({', '.join(sorted(odd))}); "
            "the header must be the schema's"
        )


def format_folder(data: Path, *, write: bool = True) -> list[Path]:
    """Bring every table of a folder into canonical form; returns the files that differ from it.

    With ``write=False`` nothing is changed. Raises ``PackageError`` for a file that is no CSV of
    the schema's columns; no file is written unless all can be.
    """
    texts: dict[Path, str] = {}
    for spec in all_tables():
        path = data / f"{spec.name}.csv"
        _refuse_columns(spec, read_header(path))
        text = canonical_text(spec, (row for _, row in read_rows(path)))
        if path.read_bytes() != text.encode():
            texts[path] = text
    if write:
        for path, text in texts.items():
            write_whole(path, text.encode())
    return list(texts)
