"""How the desk puts records into words: names, numbers, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from overseas_stations.derive.labels import country_name
from overseas_stations.records import (
    Cooperation,
    Event,
    Figure,
    Investigation,
    Organisation,
    Record,
    ReturnCase,
    Statement,
    Station,
)
from overseas_stations.wording import listed

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset


def name(dataset: Dataset, organisation_id: str | None) -> str:
    """An organisation's name; its id in a part of a dataset that leaves it out."""
    found = dataset.organisations.get(organisation_id or "")
    return found.name if isinstance(found, Organisation) else organisation_id or "nobody named"


def names(dataset: Dataset, organisation_ids: Iterable[str]) -> str:
    """Several organisations: ``A, B and C``."""
    return listed(name(dataset, each) for each in organisation_ids)


def spelled(code: object) -> str:
    """A member of a vocabulary as words."""
    return str(code).replace("_", " ")


def known_since(day: date | None, *, dated: bool) -> str:
    """Since when a word is known: the day of a source, or that on which it was read."""
    if day is None:
        return "undated"
    return f"since {day}" if dated else f"undated, read by {day}"


def figure_number(figure: Figure) -> str:
    """A figure's number with its qualifier: ``at least 102``, ``50 to 60``, ``some``."""
    if figure.value is None:
        return spelled(figure.qualifier)
    to = f" to {figure.value_to}" if figure.value_to is not None else ""
    qualifier = "" if figure.qualifier == "exact" else f"{spelled(figure.qualifier)} "
    return f"{qualifier}{figure.value}{to}"


def describe(dataset: Dataset, record: Record, labels: Mapping[str, str]) -> str:
    """A record in a sentence: its own summary, or what its cells say.

    ``labels`` are those of the stations (:func:`overseas_stations.derive.labels`).
    """
    summary = getattr(record, "summary", None)
    if summary:
        return str(summary)
    match record:
        case Station():
            what = spelled(record.designation or "station")
            return f"{labels[record.station_id]}: {what} reported."
        case Figure():
            return _figure(dataset, record)
        case Statement():
            return f"{name(dataset, record.issuer)}: {listed(map(spelled, record.stances))}."
        case Investigation():
            return f"{name(dataset, record.authority)} begins an inquiry."
        case Event():
            by = f", {name(dataset, record.actor)}" if record.actor else ""
            return _sentence(f"{spelled(record.kind)}{by}.")
        case ReturnCase():
            return f"Coerced return reported: {spelled(record.outcome)}."
        case Cooperation():
            return f"Cooperation reported: {spelled(record.kind)}."
    return record.primary_key


def _figure(dataset: Dataset, figure: Figure) -> str:
    where = {
        "world": "worldwide",
        "region": f"in {figure.region}",
        "country": f"in {country_name(dataset, figure.country_id or '')}",
    }.get(str(figure.scope), "")
    run_by = f" of {name(dataset, figure.operated_by)}" if figure.operated_by else ""
    parts = f"{figure.per_value or 'some'} {spelled(figure.per_measure)}"
    of = f" of {parts}" if figure.per_measure else ""
    by = name(dataset, figure.claimed_by)
    return _sentence(
        f"{by}: {figure_number(figure)} {spelled(figure.measure)}{of}{run_by} {where}."
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
