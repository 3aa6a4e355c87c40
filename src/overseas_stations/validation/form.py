"""The canonical form of the CSV files that maintainers edit: order, composition, space, bytes.

A whole file is screened first; only one that differs from what ``fmt`` writes is looked at cell
by cell.
"""

from __future__ import annotations

from pathlib import Path
from unicodedata import is_normalized

from overseas_stations import canonical
from overseas_stations.errors import PackageError
from overseas_stations.schema.spec import table_spec
from overseas_stations.storage import read_rows
from overseas_stations.validation.session import Session, Table

CODES = ("OS601", "OS602", "OS603", "OS604")


def check_form(run: Session, table: Table) -> None:
    """Check one of the dataset's own tables."""
    files = table.files
    if files.parquet or table.plan.guarded or any(path.suffix == ".gz" for path in files.paths):
        for code in CODES:
            run.skipped(code, "the canonical form is that of data/, not of an export")
        return
    if table.broken:
        for code in CODES:
            run.skipped(code, f"{table.name} {table.broken}")
        return
    if files.encoding != "utf-8":
        message = f"is declared to be {files.encoding}, not UTF-8"
        run.report("OS604", table.name, run.place(table.name, 0), "", files.encoding, message)
    for path in files.paths:
        try:
            rows = list(read_rows(path))
        except PackageError as error:
            # What is wrong with its rows was reported where they were read.
            for code in CODES[:3]:
                run.skipped(code, str(error).removeprefix(f"{path}:").strip())
            run.ran("OS604", table.rows)
            run.report(
                "OS604", table.name, (run.named(path), 1), "", "", "differs from what fmt writes"
            )
            return
        for code in CODES:
            run.ran(code, len(rows))
        expected = canonical.canonical_text(table_spec(table.name), (row for _, row in rows))
        content = path.read_bytes()
        # What fmt leaves alone may still be what nobody sees: a line break in a cell, say.
        hidden = (
            expected.count("\n") != len(rows) + 1 or not expected.replace("\n", "").isprintable()
        )
        if hidden or content != expected.encode():
            _explain(run, table, path, rows, content, expected)


def _explain(
    run: Session,
    table: Table,
    path: Path,
    rows: list[tuple[int, dict[str, str]]],
    content: bytes,
    expected: str,
) -> None:
    """In what the file differs: by row and cell where that can be said, else by line."""
    spec = table_spec(table.name)
    explained = False
    previous: tuple[tuple[int, int, str], ...] = ()
    failing: dict[str, set[int]] = {code: set() for code in CODES}

    def found(code: str, line: int, column: str, key: str, value: str, message: str) -> None:
        nonlocal explained
        explained = True
        if run.wants(code):
            run.add(code, table.name, (run.named(path), line), column, key, value, message)
            run.count(code, 1, int(line not in failing[code]))
            failing[code].add(line)

    for line, row in rows:
        key = "|".join(row[column] for column in spec.key)
        now = canonical.sort_key(spec, row)
        if now < previous:
            found("OS601", line, ",".join(spec.key), key, key, "belongs above the row before it")
        previous = now
        for column, cell in row.items():
            if not is_normalized("NFC", cell):
                found("OS602", line, column, key, cell, "is not composed (NFC)")
            if canonical.has_stray_space(cell):
                found(
                    "OS603",
                    line,
                    column,
                    key,
                    cell,
                    "has stray space, or a character that cannot be seen",
                )
    if not explained and content != expected.encode():
        theirs, ours = content.split(b"\n"), expected.encode().split(b"\n")
        pairs = zip(theirs, ours, strict=False)
        # Where none differs, the last lacks its end.
        line = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), len(theirs))
        shown = theirs[line - 1].decode("utf-8", "backslashreplace")
        found("OS604", line, "", "", shown, "differs from what fmt writes")
