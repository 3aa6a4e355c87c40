"""Evidence rows that go or move on, with what keeps their ids: the curation log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from overseas_stations.authoring.merge import moved
from overseas_stations.authoring.refused import AuthoringRefusedError, refuse_if
from overseas_stations.authoring.tables import Row, Tables
from overseas_stations.canonical import evidence_id
from overseas_stations.cells import split_list
from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.schema.spec import TableSpec

#: For an evidence id those that stand for it now; none where the row is gone.
Successors = dict[str, tuple[str, ...]]


def evidence_of(tables: Tables, table: str, record_id: str) -> list[Row]:
    """The evidence rows about one record."""
    return [
        row
        for row in tables.rows("evidence")
        if row["record_id"] == record_id and row["record_table"] == table
    ]


def remove(tables: Tables, rows: Sequence[Row]) -> Successors:
    """Take evidence rows out."""
    gone = {row["evidence_id"] for row in rows}
    kept = [row for row in tables.rows("evidence") if row["evidence_id"] not in gone]
    tables.keep("evidence", kept)
    return dict.fromkeys(sorted(gone), ())


def move(tables: Tables, spec: TableSpec, old: Row, new: Row) -> tuple[Successors, list[str]]:
    """Make the evidence of one record that of another.

    Returns what stands for each row, and of what nothing is left: evidence id and column.
    """
    (key,) = spec.key
    own = evidence_of(tables, spec.name, old[key])
    stand: Successors = remove(tables, own)
    left: list[str] = []
    for row in own:
        told = moved(spec, row, old, new)
        left += (f"{row['evidence_id']} {column}" for column in told.left)
        stand[row["evidence_id"]] = tuple(_placed(tables, each) for each in told.rows)
    return stand, left


def _placed(tables: Tables, row: Row) -> str:
    """Add a row, one that was split off with an id of its own; returns the id."""
    if not row["evidence_id"]:
        row["evidence_id"] = evidence_id(row)
        if row["evidence_id"] in tables.ids("retired"):
            raise AuthoringRefusedError(
                [f"{row['evidence_id']}: a row that says the same was retired; see retired.csv"]
            )
        if row["evidence_id"] in tables.ids("evidence"):
            return row["evidence_id"]
    tables.add("evidence", row)
    return row["evidence_id"]


def join_twins(tables: Tables, touched: Iterable[str]) -> Successors:
    """Of rows that say the same in every cell since they were touched, keep one."""
    changed = set(touched)
    kept: dict[tuple[str, ...], str] = {}
    twins: Successors = {}
    # Those that were not touched first, so that they stay.
    for row in sorted(tables.rows("evidence"), key=lambda each: each["evidence_id"] in changed):
        said = tuple(cell for column, cell in row.items() if column != "evidence_id")
        first = kept.setdefault(said, row["evidence_id"])
        if first != row["evidence_id"] and row["evidence_id"] in changed:
            twins[row["evidence_id"]] = (first,)
    tables.keep(
        "evidence", [row for row in tables.rows("evidence") if row["evidence_id"] not in twins]
    )
    return twins


def log(tables: Tables, stand: Mapping[str, tuple[str, ...]], left_out: str | None) -> None:
    """Write in the curation log, for each evidence row, those that stand for it now.

    A fact that no row uses any more is left out for the reason ``left_out``. Raises
    ``AuthoringRefusedError`` with the facts where there is none.
    """
    unused = []
    for entry in tables.rows("curation_log"):
        used = split_list(entry["evidence_ids"])
        if not any(each in stand for each in used):
            continue
        now = dict.fromkeys(new for each in used for new in stand.get(each, (each,)))
        entry["evidence_ids"] = LIST_DELIMITER.join(sorted(now))
        if not now:
            entry["left_out"] = left_out or ""
            unused.append(f"{entry['file']} {entry['url']} {entry['fact']}")
    if not left_out:
        refuse_if(f"left_out: say why no evidence uses this fact now: {fact}" for fact in unused)
