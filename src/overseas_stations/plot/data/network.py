"""Whose claims which outlets tell: the data of the network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from overseas_stations.derive.support import supporting
from overseas_stations.plot.data.caption import Caption, caption, counted, then
from overseas_stations.records import Organisation
from overseas_stations.wording import listed

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

#: So many of each side are drawn by name; the rest is summed up.
CLAIMANTS: Final = 12
OUTLETS: Final = 20

#: Scripts that the fonts of the pictures have; other letters in brackets are left out.
_SHOWN: Final = re.compile(r"[^\u0020-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2010-\u201e]")


@dataclass(frozen=True, slots=True)
class Node:
    """A claimant or an outlet, or the rest of them in one (``several`` of them).

    ``sources`` is how many sources tell its claims (a claimant) or were read there (an outlet);
    ``own`` whether an outlet also claims something in its own name.
    """

    name: str
    sources: int
    several: int = 1
    own: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """So many sources of an outlet tell this claimant's claims; places in the two lists of nodes."""

    claimant: int
    outlet: int
    sources: int
    own: bool


@dataclass(frozen=True, slots=True)
class Network:
    """Claimants and outlets with what links them, in the order in which they are drawn."""

    caption: Caption
    claimants: tuple[Node, ...]
    outlets: tuple[Node, ...]
    links: tuple[Link, ...]


def network(dataset: Dataset, as_of: date | str | None = None) -> Network:
    """Who claimed by a day that stations exist, and through which outlets that was told.

    An outlet claims in its own name where a claimant bears its name (without "The" and what
    stands in brackets; each of the newsrooms of a joint inquiry); all others only repeat.
    """
    past, day = then(dataset, as_of)
    told: dict[tuple[str, str], set[str]] = {}
    for station in past.stations:
        for row in supporting(past.evidence_by_record.get(station.station_id, ())):
            publisher = past.sources[row.source_id].publisher
            told.setdefault((row.attributed_to, publisher), set()).add(row.source_id)
    names = {key: _name(past, key) for key, _ in told}
    own = {(key, outlet) for key, outlet in told if _bears(outlet, names[key])}
    claimant_sources = _sources((key, ids) for (key, _), ids in told.items())
    outlet_sources = _sources((outlet, ids) for (_, outlet), ids in told.items())
    speaking = {outlet for _, outlet in own}
    top_claimants = _top(claimant_sources, CLAIMANTS)
    top_outlets = _top(outlet_sources, OUTLETS)
    top_outlets = _untangled(top_outlets, top_claimants, told)

    left = [Node(names[key], len(claimant_sources[key])) for key in top_claimants]
    right = [
        Node(shown(outlet), len(outlet_sources[outlet]), own=outlet in speaking)
        for outlet in top_outlets
    ]
    place_left = {key: i for i, key in enumerate(top_claimants)}
    place_right = {outlet: i for i, outlet in enumerate(top_outlets)}
    rest = sorted(claimant_sources.keys() - place_left.keys())
    if rest:
        ids = set().union(*(claimant_sources[key] for key in rest))
        left.append(Node(f"{len(rest):,} more claimants", len(ids), len(rest)))
        place_left |= dict.fromkeys(rest, len(left) - 1)
    for claims, words in ((True, "claim too"), (False, "repeat")):
        others = sorted(
            outlet
            for outlet in outlet_sources.keys() - place_right.keys()
            if (outlet in speaking) is claims
        )
        if others:
            ids = set().union(*(outlet_sources[outlet] for outlet in others))
            right.append(Node(f"{len(others):,} more ({words})", len(ids), len(others), claims))
            place_right |= dict.fromkeys(others, len(right) - 1)
    linked: dict[tuple[int, int, bool], set[str]] = {}
    for (key, outlet), ids in told.items():
        link = (place_left[key], place_right[outlet], (key, outlet) in own)
        linked.setdefault(link, set()).update(ids)
    links = tuple(Link(a, b, len(ids), mine) for (a, b, mine), ids in sorted(linked.items()))
    repeating = len(outlet_sources) - len(speaking)
    title = f"{counted(len(claimant_sources), 'claimant')}, told by {counted(len(outlet_sources), 'outlet')}"
    text = (
        f"Network: claimants on the left, outlets on the right, lines for the sources that tell "
        f"that a station exists. {repeating} of {counted(len(outlet_sources), 'outlet')} only repeat "
        "what others claim. Told by most sources: "
        + listed(
            (f"{names[key]} {len(claimant_sources[key])}" for key in top_claimants[:3]), "nothing"
        )
        + "."
    )
    notes = (
        f"{repeating} of the outlets only repeat: no claimant bears their name. Many sources are "
        "not many claimants.",
        "Numbers: sources that tell that a station exists.",
    )
    return Network(caption(past, day, title, text, notes), tuple(left), tuple(right), links)


def _sources(pairs: Iterable[tuple[str, set[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, ids in pairs:
        found.setdefault(key, set()).update(ids)
    return found


def _top(sources: dict[str, set[str]], number: int) -> list[str]:
    return sorted(sources, key=lambda key: (-len(sources[key]), key))[:number]


def _untangled(
    outlets: list[str], claimants: list[str], told: dict[tuple[str, str], set[str]]
) -> list[str]:
    """The outlets by the middle of what they tell, so that few lines cross."""
    place = {key: i for i, key in enumerate(claimants)}

    def middle(outlet: str) -> float:
        weights = [
            (place.get(key, len(place)), len(ids))
            for (key, where), ids in told.items()
            if where == outlet
        ]
        return sum(at * weight for at, weight in weights) / sum(w for _, w in weights)

    return sorted(outlets, key=lambda outlet: (middle(outlet), outlet))


def _name(dataset: Dataset, organisation_id: str) -> str:
    found = dataset.organisations.get(organisation_id)
    return shown(found.name) if isinstance(found, Organisation) else organisation_id


def shown(name: str) -> str:
    """A name without the letters of scripts that the fonts lack, and without emptied brackets."""
    text = _SHOWN.sub("", name)
    text = re.sub(r"\(\W*\)", "", text) if text != name else text
    return " ".join(text.split()) or "(name in another script)"


def _bears(outlet: str, claimant: str) -> bool:
    """Whether the claimant bears the outlet's name."""
    names = {_plain(part) for part in re.split(r" and | with ", re.sub(r"\(.*?\)", "", claimant))}
    return _plain(outlet) in names | {_plain(claimant)}


def _plain(name: str) -> str:
    text = re.sub(r"\(.*?\)", "", name).strip().casefold()
    return text.removeprefix("the ").strip()
