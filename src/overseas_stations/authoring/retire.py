"""A record moves out: its id is retired, its evidence with it or on to the record that stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overseas_stations.authoring.cells import problems_of, row_of
from overseas_stations.authoring.claims import CLAIMANT, claimed_columns
from overseas_stations.authoring.handover import (
    Successors,
    evidence_of,
    join_twins,
    log,
    move,
    remove,
)
from overseas_stations.authoring.ids import PREFIXES
from overseas_stations.authoring.references import named_in, references
from overseas_stations.authoring.refused import refuse_if
from overseas_stations.authoring.tables import Row, Tables, csv_folder, editing
from overseas_stations.cells import split_list
from overseas_stations.errors import RetiredIdError, UnknownIdError, suggest
from overseas_stations.schema.spec import TableSpec, table_spec
from overseas_stations.vocabulary import LeftOut

#: What two records must have in common for one to stand for the other.
_COMMON = {"stations": "country_id", **CLAIMANT}


@dataclass(frozen=True, slots=True)
class Retirement:
    """What one retirement did.

    ``retired``: every row entered in that table, evidence ids among them. ``repointed``: the
    cells that point at the successor now. ``moved``: the evidence rows that speak for it now.
    ``left``: evidence id and column of what was told of the old record and of nothing now.
    """

    id: str
    table: str
    retired: tuple[Row, ...]
    repointed: tuple[str, ...]
    moved: tuple[str, ...]
    left: tuple[str, ...]


def retire(
    folder: str | Path,
    record_id: str,
    *,
    reason: str,
    version: str,
    replaced_by: str | None = None,
    left_out: str | None = None,
    write: bool = True,
) -> Retirement:
    """Move a record out of a folder of CSV files and enter its id in ``retired``.

    With ``replaced_by``, a record of the same table, whatever points at the old id points there
    from now on, and the evidence goes on to speak for it as ``merge`` tells. Without, the
    evidence goes too, the id of each row retired with it; where anything else points at the
    record the call is refused with the list. Organisations that nothing names any more go with it,
    and acceptances of its warnings.

    ``version`` is the one whose release retires it. ``left_out`` says, where the curation log has
    facts that no evidence uses any more, why they are left out. An evidence row may be retired
    by itself where others cover its record. With ``write`` false nothing is written.

    All files are written or none. Raises ``AuthoringRefusedError``, ``UnknownIdError``
    (``RetiredIdError`` for an id that was retired before), and ``BusyError`` where another
    process is writing.
    """
    if write:
        with editing(folder) as tables:
            return _retire(tables, record_id, reason, version, replaced_by, left_out)
    tables = Tables(csv_folder(folder))
    return _retire(tables, record_id, reason, version, replaced_by, left_out)


def _retire(
    tables: Tables,
    record_id: str,
    reason: str,
    version: str,
    replaced_by: str | None,
    left_out: str | None,
) -> Retirement:
    spec, record = _found(tables, record_id)
    entry = _entry(record_id, reason, version, replaced_by or "")
    refuse_if(_problems(tables, spec, record, entry, left_out))
    retired = [entry]
    named = named_in(tables, "organisations")
    (key,) = spec.key
    tables.keep(spec.name, [row for row in tables.rows(spec.name) if row[key] != record_id])
    stand: Successors = {}
    left: list[str] = []
    if spec.name == "evidence":
        refuse_if(_uncovered(tables, record))
        stand[record_id] = (replaced_by,) if replaced_by else ()
    elif successor := tables.find(spec.name, replaced_by or ""):
        stand, left = move(tables, spec, record, successor)
    else:
        stand = remove(tables, evidence_of(tables, spec.name, record_id))
    moved = {each for ids in stand.values() for each in ids} if spec.name != "evidence" else set()
    repointed, touched = _repoint(tables, spec, record_id, replaced_by)
    twins = join_twins(tables, moved | touched)
    stand = {old: tuple(_end(twins, new) for new in ids) for old, ids in stand.items()}
    log(tables, twins | stand, left_out)
    for old, ids in (twins | stand).items():
        if old not in tables.ids("evidence") and old != record_id:
            why = (
                f"Says the same as {ids[0]} since {replaced_by} stands for {record_id}."
                if ids
                else f"Evidence of {record_id}, which was retired."
            )
            retired.append(_entry(old, why, version, ids[0] if ids else ""))
    for idle in sorted((named - named_in(tables, "organisations")) & tables.ids("organisations")):
        rows = tables.rows("organisations")
        tables.keep("organisations", [row for row in rows if row["organisation_id"] != idle])
        retired.append(_entry(idle, f"Nothing names it since {record_id} was retired.", version))
    for row in retired:
        _enter(tables, row)
    return Retirement(
        record_id,
        spec.name,
        tuple(retired),
        tuple(repointed),
        tuple(sorted(moved - twins.keys())),
        tuple(left),
    )


def _entry(gone: str, reason: str, version: str, replaced_by: str = "") -> Row:
    """A row of ``retired``, in canonical form."""
    cells = {"id": gone, "replaced_by": replaced_by, "reason": reason, "retired_in": version}
    return row_of(table_spec("retired"), cells)[0]


def _found(tables: Tables, record_id: str) -> tuple[TableSpec, Row]:
    gone = tables.find("retired", record_id)
    if gone:
        raise RetiredIdError(
            f"{record_id} was retired in {gone['retired_in']}: {gone['reason']}",
            gone["replaced_by"] or None,
        )
    ids: set[str] = set()
    for table in (*PREFIXES, "evidence"):
        row = tables.find(table, record_id)
        if row is not None:
            return table_spec(table), row
        ids |= tables.ids(table)
    raise UnknownIdError(
        f"no record that can be retired has the id {record_id!r}{suggest(record_id, ids)}"
    )


def _problems(
    tables: Tables, spec: TableSpec, record: Row, entry: Row, left_out: str | None
) -> Iterator[str]:
    yield from problems_of(table_spec("retired"), entry)
    if left_out is not None and left_out not in list(LeftOut):
        yield f"left_out: {left_out!r} is not one of {', '.join(LeftOut)}"
    replaced_by = entry["replaced_by"]
    if not replaced_by:
        return
    successor = tables.find(spec.name, replaced_by)
    if successor is None or replaced_by == entry["id"]:
        near = suggest(replaced_by, tables.ids(spec.name) - {entry["id"]})
        yield f"replaced_by: {replaced_by!r} is no other record of {spec.name}{near}"
        return
    common = _COMMON.get(spec.name)
    if common and record[common] != successor[common]:
        yield (
            f"replaced_by: the {common} of {replaced_by} is {successor[common]}, not "
            f"{record[common]}, so it is another record"
        )


def _uncovered(tables: Tables, gone: Row) -> Iterator[str]:
    """The cells that no evidence supports once this row is gone."""
    spec = table_spec(gone["record_table"])
    record = tables.find(spec.name, gone["record_id"])
    covered = {
        column
        for row in evidence_of(tables, spec.name, gone["record_id"])
        if row["relation"] == "supports"
        for column in split_list(row["fields"])
    }
    for column in ("*", *claimed_columns(spec, record)) if record else ():
        if column not in covered:
            yield f"{gone['record_id']} {column}: no other evidence says so"


def _repoint(
    tables: Tables, spec: TableSpec, record_id: str, replaced_by: str | None
) -> tuple[list[str], set[str]]:
    """Put the successor where the old id stands; without one, refuse with the places.

    Returns the places and the evidence rows among them. The curation log is seen to apart.
    """
    places = [
        place
        for place in references(tables, spec.name, record_id)
        if place.spec.name != "curation_log"
    ]
    if replaced_by is None:
        refuse_if(f"{place} points at {record_id}" for place in places)
        return [], set()
    for place in places:
        place.put(record_id, replaced_by)
    evidence = [place.row for place in places if place.spec.name == "evidence"]
    for row in evidence:
        if row["relies_on"] == row["attributed_to"]:
            # Two claimants that turned out to be one: nobody relies on its own word.
            row["relies_on"] = ""
    return [str(place) for place in places], {row["evidence_id"] for row in evidence}


def _end(twins: Successors, evidence_id: str) -> str:
    return twins.get(evidence_id, (evidence_id,))[0]


def _enter(tables: Tables, entry: Row) -> None:
    """Enter an id as retired; what an earlier one was replaced by goes on to its successor."""
    for earlier in tables.rows("retired"):
        if earlier["replaced_by"] == entry["id"]:
            earlier["replaced_by"] = entry["replaced_by"]
    tables.add("retired", entry)
    accepted = tables.rows("accepted_warnings")
    tables.keep("accepted_warnings", [row for row in accepted if row["record_id"] != entry["id"]])
