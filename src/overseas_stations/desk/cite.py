"""How to cite the dataset at its version; the fields are those of ``CITATION.cff``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from overseas_stations.derive.known import latest_day
from overseas_stations.desk import bibtex, csl
from overseas_stations.errors import UnknownNameError, suggest

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

CitationFormat = Literal["bibtex", "apa", "csl-json"]

TITLE = "overseas-stations: sourced claims about reported Chinese overseas police service stations"
AUTHOR = "The overseas-stations maintainers"
LICENCE = "CC-BY-4.0"
KEYWORDS = ("transnational repression", "provenance", "dataset")


def cite(dataset: Dataset, format: CitationFormat = "apa") -> str:
    """The dataset at its version as a reference. Raises ``UnknownNameError`` for an unknown format.

    It gives no year of publication, which the data do not know, but until when they know things:
    the last day of ``as_of``. A release's ``CITATION.cff`` has the day of the release.
    """
    if format not in CITATION_FORMATS:
        known = ", ".join(CITATION_FORMATS)
        raise UnknownNameError(
            f"there is no format {format!r}; choose {known}{suggest(format, CITATION_FORMATS)}"
        )
    return CITATION_FORMATS[format](dataset)


def _note(dataset: Dataset) -> str:
    return f"What was known until {latest_day(dataset)}; {LICENCE}"


def _bibtex(dataset: Dataset) -> str:
    return bibtex.entry(
        "dataset",
        f"overseas-stations-{dataset.version}" if dataset.version else "overseas-stations",
        {
            "author": AUTHOR,
            "title": TITLE,
            "version": dataset.version,
            "keywords": ", ".join(KEYWORDS),
            "note": _note(dataset),
        },
    )


def _apa(dataset: Dataset) -> str:
    version = f" (Version {dataset.version})" if dataset.version else ""
    return f"{AUTHOR}. (n.d.). {TITLE}{version} [Data set]. {_note(dataset)}.\n"


def _csl_json(dataset: Dataset) -> str:
    item: dict[str, Any] = {
        "id": "overseas-stations",
        "type": "dataset",
        "title": TITLE,
        "author": csl.body(AUTHOR),
        "keyword": ", ".join(KEYWORDS),
        "note": _note(dataset),
    }
    if dataset.version:
        item["version"] = dataset.version
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


CITATION_FORMATS: dict[str, Callable[[Dataset], str]] = {
    "bibtex": _bibtex,
    "apa": _apa,
    "csl-json": _csl_json,
}
