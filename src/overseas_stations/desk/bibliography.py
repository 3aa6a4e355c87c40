"""The sources behind records or cells, for a reference manager."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from overseas_stations.cells import write_value
from overseas_stations.desk import bibtex, csl
from overseas_stations.desk.explain import explain
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.records import Source
from overseas_stations.vocabulary import SourceKind

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

BibliographyFormat = Literal["bibtex", "csl-json"]

#: The type of each kind of source in biblatex and in CSL, and whether its publisher is its author.
_TYPES: dict[str, tuple[str, str, bool]] = {
    SourceKind.NGO_REPORT: ("report", "report", True),
    SourceKind.NGO_SITE: ("online", "webpage", True),
    SourceKind.NEWS: ("online", "article-newspaper", False),
    SourceKind.GOVERNMENT: ("online", "webpage", True),
    SourceKind.PARLIAMENT: ("online", "webpage", True),
    SourceKind.COURT: ("online", "webpage", True),
    SourceKind.POLICE: ("online", "webpage", True),
    SourceKind.EMBASSY: ("online", "webpage", True),
    SourceKind.STATE_MEDIA: ("online", "article-newspaper", False),
    SourceKind.ACADEMIC: ("online", "webpage", False),
    SourceKind.ENCYCLOPEDIA: ("online", "entry-encyclopedia", False),
    SourceKind.BLOG: ("online", "post-weblog", False),
    SourceKind.AGGREGATOR: ("online", "webpage", False),
    SourceKind.REFERENCE: ("online", "webpage", True),
}
#: Of a kind that only another version's release knows.
_OTHER = ("online", "webpage", False)


def bibliography(
    dataset: Dataset,
    ids: str | Iterable[str],
    field: str | None = None,
    format: BibliographyFormat = "bibtex",
) -> str:
    """The sources of records, or of one field of them, each once, in the order of their ids.

    ``ids`` are one id or several: of records, whose evidence is taken (disputes included), or of
    sources. ``field`` is a column, ``*``, or a derived field such as ``status``. The keys of the
    entries are the sources' ids.

    Raises ``UnknownIdError``, ``UnknownNameError`` for a field that a record does not have or an
    unknown format.
    """
    if format not in BIBLIOGRAPHY_FORMATS:
        known = ", ".join(BIBLIOGRAPHY_FORMATS)
        raise UnknownNameError(
            f"there is no format {format!r}; choose {known}{suggest(format, BIBLIOGRAPHY_FORMATS)}"
        )
    wanted = [ids] if isinstance(ids, str) else ids
    found = {source for key in wanted for source in _sources(dataset, key, field)}
    return BIBLIOGRAPHY_FORMATS[format]([dataset.sources[key] for key in sorted(found)])


def _sources(dataset: Dataset, key: str, field: str | None) -> set[str]:
    if field is not None:
        return {proof.source_id for proof in explain(dataset, key, field).evidence}
    if isinstance(dataset.record(key), Source):
        return {key}
    return {row.source_id for row in dataset.evidence_by_record.get(key, ())}


def _bibtex(sources: Iterable[Source]) -> str:
    return "\n".join(map(_bibtex_entry, sources))


def _bibtex_entry(source: Source) -> str:
    kind, _, is_author = _TYPES.get(source.kind, _OTHER)
    return bibtex.entry(
        kind,
        source.source_id,
        {
            "author": source.publisher if is_author else None,
            "title": _title(source),
            "institution" if kind == "report" else "organization": source.publisher,
            **bibtex.dates(source.published_on),
            "url": source.url,
            "urldate": write_value(source.accessed_on),
            "langid": source.language,
            "note": _note(source),
        },
    )


def _csl_json(sources: Iterable[Source]) -> str:
    return json.dumps([_csl_item(s) for s in sources], ensure_ascii=False, indent=2) + "\n"


def _csl_item(source: Source) -> dict[str, Any]:
    _, kind, is_author = _TYPES.get(source.kind, _OTHER)
    item: dict[str, Any] = {"id": source.source_id, "type": kind, "title": _title(source)}
    if is_author:
        item["author"] = csl.body(source.publisher)
    item["publisher" if kind == "report" else "container-title"] = source.publisher
    if source.published_on:
        item["issued"] = csl.csl_date(source.published_on)
    if source.accessed_on:
        item["accessed"] = csl.csl_date(source.accessed_on)
    given = {"URL": source.url, "language": source.language, "note": _note(source)}
    return item | {name: value for name, value in given.items() if value}


def _title(source: Source) -> str:
    """Its title; where the curators have none, a description in brackets."""
    return source.title or f"[Page of {source.publisher}, without a title here]"


def _note(source: Source) -> str | None:
    """What a reader of a bibliography must know: where a copy is, that it no longer stands."""
    parts = []
    if source.archived_url:
        parts.append(f"Archived: {source.archived_url}")
    if source.standing != "stands":
        parts.append(f"The publisher {source.standing} it")
    return "; ".join(parts) or None


BIBLIOGRAPHY_FORMATS: dict[str, Callable[[Iterable[Source]], str]] = {
    "bibtex": _bibtex,
    "csl-json": _csl_json,
}
