"""What ``info`` and ``show`` say: the dataset in counts, and a record with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from overseas_stations import derive
from overseas_stations.cells import write_value
from overseas_stations.dataset import Dataset
from overseas_stations.records import Evidence, Organisation, Source
from overseas_stations.schema.spec import RECORD_TABLES, table_spec
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.vocabulary import AUTHORITY_KINDS, OrganisationKind, Relation


def overview(dataset: Dataset) -> dict[str, Any]:
    """The dataset in counts, each taken from the data: ``version``, ``notice`` and ``counts``."""
    speakers = {s.issuer for s in dataset.statements}
    official = [
        o
        for o in dataset.organisations
        if o.organisation_id in speakers
        and (o.kind in AUTHORITY_KINDS or o.kind is OrganisationKind.DIPLOMATIC_MISSION)
    ]
    chinese = {o.organisation_id for o in official if o.country_id == "CN"}
    results = Counter(
        outcome.outcome
        for inquiry in dataset.investigations
        for outcome in derive.outcomes(dataset, inquiry.investigation_id).values()
    )
    return {
        "version": dataset.version,
        "notice": NOTICE,
        "counts": {
            "rows": {table.name: len(table) for table in dataset.tables},
            "reach": {
                "countries with a station": len({s.country_id for s in dataset.stations}),
                "countries that inquired": len({i.country_id for i in dataset.investigations}),
                "authorities and missions that spoke": len(official),
                "their countries": len({o.country_id for o in official}),
                "statements by China's authorities and missions": sum(
                    s.issuer in chinese for s in dataset.statements
                ),
                "languages of the sources": len(
                    {s.language for s in dataset.sources if s.language}
                ),
                "contradictions": len(dataset.contradictions()),
            },
            "station status": _counted(s.status for s in derive.statuses(dataset).values()),
            "assessment of stations": _counted(
                derive.assessment(dataset, s.station_id).level for s in dataset.stations
            ),
            "outcome of inquiries, by station": dict(sorted(results.items())),
        },
    }


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def explained(dataset: Dataset, record_id: str) -> dict[str, Any]:
    """A record with its derived values and, for every filled cell, who says so and who disputes it.

    A cell's ``claims`` are one for each claimant, relation, value and reliance, with the sources
    in which that claim was read: many outlets that repeat one claimant are one claim.

    Raises ``UnknownIdError`` for an unknown id.
    """
    record = dataset.record(record_id)
    spec = table_spec(record.table)
    rows = dataset.evidence_by_record.get(record_id, ())
    names = ["*"] if record.table in RECORD_TABLES else []
    cells = []
    for name in [*names, *spec.columns]:
        value = "this record exists" if name == "*" else write_value(getattr(record, name))
        told = [row for row in rows if name in row.fields]
        if value or told:
            cells.append({"field": name, "value": value, "claims": _claims(dataset, told)})
    return {
        "id": record_id,
        "table": record.table,
        "derived": _derived(dataset, record_id),
        "cells": cells,
    }


def _claims(dataset: Dataset, rows: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Evidence rows as claims, the supporting ones first, those with most sources first."""
    known = derive.known_on(dataset)
    grouped: dict[tuple[Any, ...], list[Evidence]] = {}
    for row in rows:
        claim = (row.relation, row.attributed_to, row.relies_on, row.value, row.withdrawn_by)
        grouped.setdefault(claim, []).append(row)
    claims = []
    for (relation, claimant, relies_on, value, withdrawn_by), told in grouped.items():
        told.sort(key=lambda row: (known.get(row.source_id, date.max), row.source_id))
        claims.append(
            {
                "relation": str(relation),
                "claimant": claimant,
                "claimant_name": _name(dataset, claimant),
                "relies_on": relies_on,
                "value": value,
                "withdrawn_by": withdrawn_by,
                "sources": [
                    {
                        "source_id": row.source_id,
                        "publisher": dataset.sources[row.source_id].publisher,
                        "published_on": write_value(dataset.sources[row.source_id].published_on),
                        "locator": row.locator,
                        "note": row.note,
                    }
                    for row in told
                ],
            }
        )
    claims.sort(key=lambda claim: (claim["relation"] == Relation.DISPUTES, -len(claim["sources"])))
    return claims


def in_words(dataset: Dataset, claim: Mapping[str, Any]) -> str:
    """A claim of :func:`explained` as a sentence: who says or disputes what, and where it was read."""
    verb = "disputes this" if claim["relation"] == Relation.DISPUTES else "says so"
    parts = [f"{claim['claimant_name']} {verb}"]
    if claim["value"]:
        parts.append(f"({claim['value']})")
    if claim["relies_on"]:
        parts.append(f"on the word of {_name(dataset, claim['relies_on'])}")
    if claim["withdrawn_by"]:
        parts.append(f"(withdrawn, says {claim['withdrawn_by']})")
    sources = claim["sources"]
    parts.append(f"in {len(sources)} sources:" if len(sources) > 1 else "in")
    parts.append(
        "; ".join(
            f"{s['publisher']}, {s['published_on'] or 'undated'} [{s['source_id']}]"
            for s in sources
        )
    )
    return " ".join(parts)


def _name(dataset: Dataset, organisation_id: str) -> str:
    found = dataset.organisations.get(organisation_id)
    return found.name if isinstance(found, Organisation) else organisation_id


def _derived(dataset: Dataset, record_id: str) -> dict[str, str]:
    record = dataset.record(record_id)
    found: dict[str, str] = {}
    if record.table == "stations":
        found["label"] = derive.label(dataset, record_id)
        status = derive.status(dataset, record_id)
        by = f", by {_name(dataset, status.actor)}" if status.actor else ""
        on = f", {status.occurred_on}" if status.occurred_on else ""
        found["status"] = f"{status.status}{by}{on}"
    if record.table == "investigations":
        for outcome in derive.outcomes(dataset, record_id).values():
            where = f" of {outcome.station_id}" if outcome.station_id else ""
            until = f" (looked until {outcome.looked_until})" if outcome.looked_until else ""
            nothing = until if outcome.outcome == "none_reported" else ""
            found[f"outcome{where}"] = outcome.outcome + nothing
    if record.table in derive.ASSESSED:
        result = asdict(derive.assessment(dataset, record_id))
        found["assessment"] = result["level"]
        found["independent claimants"] = ", ".join(
            _name(dataset, claimant) for claimant in result["independent"]
        )
        found["acknowledged by a Chinese authority"] = (
            "yes" if result["operator_acknowledged"] else "no"
        )
        found["disputed"] = result["disputed"]
    elif record.table in ("statements", "figures"):
        found["told by"] = f"{len(derive.publishers(dataset, record_id))} publishers"
    if isinstance(record, Source):
        day = derive.known_on(dataset).get(record_id)
        found["known on"] = str(day or "never")
    return found
