"""One Excel workbook: a sheet that says what it is, then a sheet a table.

Every text goes in as text, so that no cell is run as a formula or turned into a link, and dates as
the text of their record, since a spreadsheet knows no "2022-10".
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from overseas_stations.cells import write_value
from overseas_stations.dataset import Table
from overseas_stations.errors import PackageError, missing_extra
from overseas_stations.export.format import Content, Format, spec_for
from overseas_stations.schema.table_schema import NAME, NOTICE, descriptor

FILE = f"{NAME}.xlsx"

#: The moment that the file names where there is no day of release: any, but always the same.
_NO_DAY: Final = datetime(2000, 1, 1)  # Excel's times have no zone

#: The longest text that Excel takes in a cell.
_LONGEST = 32_767

#: Columns no wider than this many characters, and measured on so many rows.
_WIDEST, _MEASURED = 60, 200


def write(content: Content, folder: Path) -> dict[str, int]:
    """Write the workbook.

    Raises ``MissingExtraError`` without XlsxWriter, and ``PackageError`` for a text too long for
    a cell.
    """
    try:
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import FileCreateError
    except ImportError as error:
        raise missing_extra("Excel workbooks need XlsxWriter", "release") from error
    day = content.day
    made = datetime(day.year, day.month, day.day) if day else _NO_DAY
    try:
        with Workbook(str(folder / FILE)) as book:
            book.set_properties(
                {"title": descriptor()["title"], "comments": NOTICE, "created": made}
            )
            bold = book.add_format({"bold": True})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            _readme(book.add_worksheet("README"), content, bold, wrapped)
            for table in content.tables:
                _sheet(book.add_worksheet(table.name), table, bold)
    except FileCreateError as error:
        raise OSError(f"{FILE}: {error}") from error
    return {FILE: sum(len(table) for table in content.tables)}


def _readme(sheet: Any, content: Content, bold: Any, wrapped: Any) -> None:
    about = descriptor()
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 8)
    said = [
        ("title", about["title"]),
        ("notice", NOTICE),
        ("version", content.version),
        ("released on", content.day.isoformat() if content.day else ""),
        ("licence", f"{about['licenses'][0]['title']}, {about['licenses'][0]['path']}"),
        ("reading", "Dates are as precise as their source; items of a list are joined by ;"),
    ]
    for row, (name, text) in enumerate(said):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrapped)
    first = len(said) + 1
    for column, name in enumerate(("sheet", "one row is", "rows")):
        sheet.write_string(first, column, name, bold)
    for row, table in enumerate(content.tables, first + 1):
        sheet.write_string(row, 0, table.name)
        sheet.write_string(row, 1, spec_for(table).description, wrapped)
        sheet.write_number(row, 2, len(table))


def _sheet(sheet: Any, table: Table[Any], bold: Any) -> None:
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, bold)
        cells = [getattr(record, name) for record in table]
        for row, value in enumerate(cells, 1):
            _cell(sheet, row, column, value, f"{table.name} {table[row - 1].primary_key} {name}")
        longest = max((len(write_value(value)) for value in cells[:_MEASURED]), default=0)
        sheet.set_column(column, column, min(max(longest, len(name)) + 2, _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def _cell(sheet: Any, row: int, column: int, value: Any, where: str) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif text := write_value(value):
        if len(text) > _LONGEST:
            raise PackageError(f"{where}: {len(text)} characters, and Excel takes {_LONGEST}")
        sheet.write_string(row, column, text)


XLSX = Format(
    "xlsx",
    "Excel workbook",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
)
