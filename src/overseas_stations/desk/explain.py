"""Why a field has its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.desk.explain_cell import explain_cell
from overseas_stations.desk.explain_derived import DERIVATIONS
from overseas_stations.desk.explanation import Explanation
from overseas_stations.desk.history import field_kind

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


def explain(dataset: Dataset, record_id: str, field: str) -> Explanation:
    """The value of a column or derived field, the rule, the steps and the evidence behind it.

    Derived fields are ``known`` (any record), ``status`` (stations), ``assessment`` and
    ``disputed`` (stations, events, cooperations, return cases), ``outcome`` and ``outcome:`` with
    a station's id (inquiries). ``*`` asks why the record is here at all.

    Raises ``UnknownIdError``; ``UnknownNameError`` for a field that the record does not have, and
    for a record of a table that has no evidence.
    """
    record = dataset.record(record_id)
    kind = field_kind(record, "known" if field == "*" else field)
    if field == "*" or kind == "cell":
        return explain_cell(dataset, record, field)
    name, _, station = field.partition(":")
    found = DERIVATIONS[name](dataset, record, station or None)
    return Explanation(record_id, record.table, field, *found)
