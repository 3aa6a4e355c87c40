"""Who says what about which country: the data of the matrix of stances."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from overseas_stations.derive.labels import country_name
from overseas_stations.plot.data.caption import Caption, caption, counted, then
from overseas_stations.plot.data.parties import GROUPS, Group, Speakers
from overseas_stations.vocabulary import Stance
from overseas_stations.wording import listed

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

#: The row of statements about a region, the world, or nothing that they name.
NO_COUNTRY: Final = "No single country"

#: Each stance's name for readers, from assent to denial; one that is not named stands as it is.
STANCES: Final = {
    "confirms": "Confirms",
    "announces_investigation": "Announces inquiry",
    "reports_finding": "Reports finding",
    "orders_closure": "Orders closure",
    "reports_closure": "Reports closure",
    "condemns": "Condemns",
    "declines_comment": "Declines comment",
    "no_evidence": "No evidence",
    "denies_authorisation": "Denies permission",
    "denies_police_role": "Denies police role",
    "denies_existence": "Denies existence",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class Stances:
    """Counts of statements by (group, country, stance); ``statements`` by group, each once."""

    caption: Caption
    countries: tuple[str, ...]
    stances: tuple[str, ...]
    counts: dict[tuple[Group, str, str], int]
    statements: dict[Group, int]

    def about(self, group: Group) -> tuple[str, ...]:
        """The countries about which this group takes a stance, in the order of all."""
        own = {country for whose, country, _ in self.counts if whose == group}
        return tuple(country for country in self.countries if country in own)


def stances(dataset: Dataset, as_of: date | str | None = None) -> Stances:
    """How many of the statements known on a day take which stance about which country, by who speaks."""
    past, day = then(dataset, as_of)
    speakers = Speakers(past)
    counts: Counter[tuple[Group, str, str]] = Counter()
    by_group: Counter[Group] = Counter()
    about: Counter[str] = Counter()
    by_stance: Counter[tuple[Group, str]] = Counter()
    for statement in past.statements:
        group = speakers.group(statement)
        by_group[group] += 1
        names = [country_name(past, key) for key in statement.about_country_ids] or [NO_COUNTRY]
        about.update(names)
        for stance in statement.stances:
            by_stance[group, str(stance)] += 1
            counts.update((group, name, str(stance)) for name in names)
    countries = sorted(
        (name for name in about if name != NO_COUNTRY), key=lambda name: (-about[name], name)
    )
    if NO_COUNTRY in about:
        countries.append(NO_COUNTRY)
    known = [*STANCES, *sorted({stance for _, stance in by_stance} - set(STANCES))]
    total = sum(by_group.values())
    reach = counted(len(about.keys() - {NO_COUNTRY}), "country", "countries")
    title = f"What {counted(total, 'statement')} say about stations in {reach}"
    told = "Matrix of countries by stances, one panel for each kind of speaker. " + " ".join(
        _told(group, by_group, by_stance) for group in GROUPS
    )
    notes = (
        "Country names are those of ISO 3166.",
        "A statement counts once for each stance it takes and each country it is about.",
        "Host authorities: ministries, police, services, courts and governments of the country.",
    )
    return Stances(
        caption(past, day, title, told, notes),
        tuple(countries),
        tuple(known),
        dict(counts),
        {group: by_group[group] for group in GROUPS},
    )


def _told(group: Group, by_group: Counter[Group], by_stance: Counter[tuple[Group, str]]) -> str:
    own = [
        (n, stance)
        for (whose, stance), n in by_stance.items()
        if whose == group and stance != Stance.OTHER
    ]
    own.sort(key=lambda item: (-item[0], item[1]))
    often = listed((f"{stance_name(stance).lower()} {n}" for n, stance in own[:3]), "nothing")
    most = f", most often: {often}" if own else ""
    return f"{GROUPS[group]}: {counted(by_group[group], 'statement')}{most}."


def stance_name(stance: str) -> str:
    """A stance's name for readers."""
    return STANCES.get(stance, stance.replace("_", " ").capitalize())
