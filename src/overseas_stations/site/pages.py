"""Which pages there are: one for every record, a list for every kind, and those that stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from overseas_stations.dataset import Dataset
from overseas_stations.derive import labels
from overseas_stations.desk.words import describe, name
from overseas_stations.records import Country, Investigation, Organisation, Record, Source
from overseas_stations.site.documents import Document
from overseas_stations.site.texts import about, corrections, downloads

#: What names are made from; every page that a script draws reads them.
NAMING = ("history", "countries", "organisations", "stations", "stations_flat")

#: The kinds with a list and a page for each record: heading and what the list is.
KINDS = {
    "stations": ("Stations", "Every station that somebody reports, with its sources."),
    "countries": ("Countries", "What is reported and answered, country by country."),
    "investigations": ("Inquiries", "Inquiries by authorities, and what they came to."),
    "statements": ("Statements", "What authorities, parliaments and missions said."),
    "events": ("Events", "Searches, findings, closures, charges, judgments."),
    "figures": ("Published figures", "Numbers that somebody published, by claimant."),
    "cooperations": ("Police cooperation", "Agreements and joint patrols between states."),
    "return_cases": ("Return cases", "Reported cases of pressure to return, without names."),
    "organisations": ("Organisations", "Who claims, denies, investigates or operates."),
    "sources": ("Sources", "Every document that was read, or that one names."),
}


def single_pages(dataset: Dataset, release: Path) -> Iterator[Document]:
    """The pages that stand alone, and the list of each kind; ``release`` holds the released files."""
    yield Document(
        "index.html",
        "Reported Chinese overseas police service stations",
        "Who says what, since when, on whose word, and who denies it.",
        tables=("countries", "stations_flat"),
    )
    for kind, (title, said) in KINDS.items():
        yield Document(f"{kind}/index.html", title, said, tables=_first(kind))
    yield Document(
        "timeline.html",
        "Timeline",
        "Reports, inquiries, statements and events by month.",
        tables=(*NAMING, "statements", "events", "investigations"),
    )
    yield Document("search.html", "Search", "Search over every record.", tables=NAMING)
    yield Document("about.html", "About", "What this list is, and is not.", about(dataset))
    yield Document(
        "downloads.html",
        "Downloads and citing",
        "Every file of the release with its hash, and how to cite it.",
        downloads(dataset, release),
    )
    yield Document("corrections.html", "Corrections", "How to ask for one.", corrections(dataset))


def record_pages(dataset: Dataset) -> Iterator[Document]:
    """A page for every record, at an address by its id that can be cited."""
    named = labels(dataset)
    for kind in KINDS:
        for record in dataset.table(kind):
            key = record.primary_key
            heading, said = _called(dataset, record, named)
            # A country's page begins with the highest number that was published for it.
            first = (*NAMING, "figures") if kind == "countries" else _first(kind)
            yield Document(f"{kind}/{key}.html", heading, said, tables=first)


def _first(kind: str) -> tuple[str, ...]:
    return NAMING if kind in NAMING else (*NAMING, kind)


def _called(dataset: Dataset, record: Record, named: dict[str, str]) -> tuple[str, str]:
    """What a record's page is headed, and what a search engine is told of it."""
    match record:
        case Source():
            return record.title or f"{record.publisher}, untitled", f"Source: {record.publisher}."
        case Organisation():
            return record.name, "What it claims, denies or is said to do."
        case Country():
            return record.name, f"What is reported in {record.name}, and what was answered."
        case Investigation():
            return f"Inquiry by {name(dataset, record.authority)}", describe(dataset, record, named)
    key = record.primary_key
    return named.get(key, key), describe(dataset, record, named)
