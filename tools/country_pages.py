"""Write ``docs/countries/``: a page for every country with a record, all of it from the data.

Run from the top of a checkout: ``python tools/country_pages.py``; ``--check`` only compares, and
exits 1 if a page is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from generated import bring_up

from overseas_stations import derive, load
from overseas_stations.cells import write_value
from overseas_stations.dataset import Dataset
from overseas_stations.records import Figure, Organisation, Record
from overseas_stations.schema.spec import all_tables
from overseas_stations.schema.table_schema import NOTICE

FOLDER = Path("docs/countries")

#: The record tables whose rows are of one country.
WITH_COUNTRY = tuple(
    spec.name for spec in all_tables() if spec.has_evidence and "country_id" in spec.columns
)


@cache
def dataset() -> Dataset:
    """The data of this checkout."""
    return load(Path())


@cache
def appeared() -> dict[str, Any]:
    """The day on which each record appeared."""
    return derive.appeared_on(dataset())


def name(organisation_id: str | None) -> str:
    """An organisation's name."""
    found = dataset().organisations.get(organisation_id or "")
    return found.name if isinstance(found, Organisation) else "nobody named"


def text(value: object) -> str:
    """A value as Markdown text in a table cell."""
    return write_value(value).replace("|", "\\|").replace("<", "&lt;").replace("_", "\\_") or "–"


def rows(header: Iterable[str], lines: Iterable[Iterable[object]]) -> Iterator[str]:
    """A Markdown table."""
    titles = list(header)
    yield "| " + " | ".join(titles) + " |"
    yield "|" + "---|" * len(titles)
    for line in lines:
        yield "| " + " | ".join(text(cell) for cell in line) + " |"
    yield ""


def by_date(records: Iterable[Any], column: str) -> list[Any]:
    """Records by a date column; those without a date by the day they were known."""

    def order(record: Any) -> tuple[str, str]:
        day = getattr(record, column)
        known = appeared().get(record.primary_key)
        return str((day and day.earliest) or known or ""), record.primary_key

    return sorted(records, key=order)


def tellers(record: Record) -> str:
    """Who claims it, through how many sources."""
    evidence = [
        row
        for row in dataset().evidence_by_record.get(record.primary_key, ())
        if row.relation == "supports" and "*" in row.fields
    ]
    claimants = sorted({name(row.attributed_to) for row in evidence})
    return f"{'; '.join(claimants) or '–'} ({len({row.source_id for row in evidence})} sources)"


def number(figure: Figure) -> str:
    """A figure as it was printed."""
    value = "–".join(str(n) for n in (figure.value, figure.value_to) if n is not None)
    return f"{figure.qualifier} {value}".strip().replace("exact ", "")


def page(code: str) -> str:
    """One country's page."""
    ds = dataset()
    country = ds.countries[code]
    stations = ds.stations.where(country_id=code)
    inquiries = ds.investigations.where(country_id=code)
    statuses = derive.statuses(ds)
    out = [
        f"# {country.name}",
        "",
        NOTICE,
        "",
        f"Data version {ds.version}. Looked until {country.looked_until or 'no day noted'}. "
        "Generated from the data; do not edit.",
        "",
        "## What is claimed",
        "",
    ]
    if stations:
        lines: list[tuple[object, ...]] = []
        for station in stations:
            status = statuses[station.station_id]
            judged = derive.assessment(ds, station.station_id)
            by = f" ({name(status.actor)}, {status.occurred_on})" if status.event_id else ""
            lines.append(
                (
                    station.station_id,
                    derive.label(ds, station.station_id),
                    f"{status.status}{by}",
                    judged.level,
                    tellers(station),
                    judged.disputed,
                )
            )
        out += rows(("id", "station", "status", "assessment", "claimed by", "disputed"), lines)
    else:
        out += ["No station is itemised here.", ""]
    figures = ds.figures.where(country_id=code)
    if figures:
        out += ["Numbers that somebody published:", ""]
        out += rows(
            ("id", "measure", "number", "operator", "claimed by", "period"),
            (
                (f.figure_id, f.measure, number(f), name(f.operated_by) if f.operated_by else "all",
                 name(f.claimed_by), f.reference_period)
                for f in figures
            ),
        )  # fmt: skip
    cases = ds.return_cases.where(country_id=code)
    if cases:
        out += ["Reported coerced returns:", ""]
        out += rows(
            ("id", "when", "outcome", "what is reported", "claimed by"),
            ((c.return_case_id, c.occurred_on, c.outcome, c.summary, tellers(c)) for c in cases),
        )
    out += ["## What authorities did", ""]
    if inquiries:
        ends: list[tuple[object, ...]] = []
        for inquiry in inquiries:
            for outcome in derive.outcomes(ds, inquiry.investigation_id).values():
                until = f", looked until {outcome.looked_until}"
                ends.append(
                    (
                        inquiry.investigation_id,
                        name(inquiry.authority),
                        inquiry.opened,
                        outcome.station_id,
                        outcome.outcome + (until if outcome.event_id is None else ""),
                    )
                )
        out += rows(("inquiry", "by", "opened", "station", "outcome"), ends)
    else:
        out += ["No inquiry is known.", ""]
    events = by_date(ds.events.where(country_id=code), "occurred_on")
    if events:
        out += rows(
            ("id", "when", "what", "by", "in words"),
            (
                (e.event_id, e.occurred_on, e.kind, name(e.actor) if e.actor else None, e.summary)
                for e in events
            ),
        )
    statements = by_date(ds.statements.where(about_country_ids=code), "made_on")
    out += ["## What was said", ""]
    if statements:
        out += rows(
            ("id", "when", "who", "stances", "in words"),
            (
                (s.statement_id, s.made_on, name(s.issuer), ", ".join(s.stances), s.summary)
                for s in statements
            ),
        )
    else:
        out += ["No statement about this country is recorded.", ""]
    cooperations = ds.cooperations.where(country_id=code)
    if cooperations:
        out += ["## Police cooperation", ""]
        out += rows(
            ("id", "kind", "signed", "started", "ended", "in words"),
            (
                (c.cooperation_id, c.kind, c.signed_on, c.started, c.ended, c.summary)
                for c in cooperations
            ),
        )
    out += ["## What is open", ""]
    out += list(open_questions(code))
    return "\n".join(out).rstrip() + "\n"


def open_questions(code: str) -> Iterator[str]:
    """What no source settles: counts above what is itemised, inquiries without an end, disputes."""
    ds = dataset()
    stations = ds.stations.where(country_id=code)
    counted = [
        f
        for f in ds.figures.where(country_id=code, measure="stations", operated_by=None)
        if f.value is not None
    ]
    highest = max(counted, key=lambda f: f.value_to or f.value or 0, default=None)
    if highest and (highest.value_to or highest.value or 0) > len(stations):
        yield (
            f"- {len(stations)} stations are itemised here; the highest count published is "
            f"{number(highest)}, by {name(highest.claimed_by)}."
        )
    for inquiry in ds.investigations.where(country_id=code):
        found = derive.outcomes(ds, inquiry.investigation_id).values()
        if all(outcome.outcome == "none_reported" for outcome in found):
            yield f"- {inquiry.investigation_id}, by {name(inquiry.authority)}: no source tells an end."
    records = {
        r.primary_key for table in WITH_COUNTRY for r in ds.table(table).where(country_id=code)
    }
    records |= {s.statement_id for s in ds.statements.where(about_country_ids=code)}
    for clash in contradictions():
        if clash.one.record_id in records or clash.other.record_id in records:
            sides = " against ".join(
                f"{side.value.replace('_', chr(92) + '_')} ({holders(side.claimant)})"
                for side in (clash.one, clash.other)
            )
            yield f"- {clash.one.record_id}, {clash.field.replace('*', 'existence')}: {sides}."
    yield ""


def holders(claimant: str | None) -> str:
    """The names of one or several claimants."""
    return ", ".join(name(one) for one in claimant.split(", ")) if claimant else "nobody now"


@cache
def contradictions() -> tuple[derive.Contradiction, ...]:
    """All contradictions of the data."""
    return dataset().contradictions()


def pages() -> dict[Path, str]:
    """Every page's text, the index among them."""
    ds = dataset()
    concerned = {
        r.country_id for table in WITH_COUNTRY for r in ds.table(table) if r.country_id
    } | {code for s in ds.statements for code in s.about_country_ids}
    found = {FOLDER / f"{code}.md": page(code) for code in sorted(concerned)}
    index = ["# Countries", "", NOTICE, "", "Generated from the data; do not edit.", ""]
    index += rows(
        ("country", "stations itemised", "inquiries", "statements"),
        (
            (
                f"[{ds.countries[code].name}]({code}.md)",
                len(ds.stations.where(country_id=code)),
                len(ds.investigations.where(country_id=code)),
                len(ds.statements.where(about_country_ids=code)),
            )
            for code in sorted(concerned, key=lambda code: ds.countries[code].name)
        ),
    )
    found[FOLDER / "index.md"] = "\n".join(index).rstrip() + "\n"
    return found


def main() -> int:
    """Write the pages, or compare them."""
    return bring_up(pages(), FOLDER)


if __name__ == "__main__":
    sys.exit(main())
