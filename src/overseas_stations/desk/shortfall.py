"""Why a number of rows is no number of stations, in words, from what was gathered of a country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from overseas_stations.desk.words import figure_number
from overseas_stations.records import Figure
from overseas_stations.vocabulary import Designation
from overseas_stations.wording import count

#: What a row may be said to be that is less than a station.
LESSER = (Designation.SERVICE_CENTRE, Designation.CONTACT_POINT)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of one country's list: numbers of its rows, and the highest one published."""

    rows: int
    #: Rows that may be the same place as another, name no place, are said to be less than a
    #: station, were looked for in vain, are reported or ordered closed.
    alike: int
    nowhere: int
    lesser: int
    not_found: int
    closed: int
    #: The highest figure with its claimant's name and, where it counts one bureau's, that one's.
    highest: Figure | None
    claimed_by: str
    run_by: str | None
    #: The places of these rows for which alone a number was published, in order.
    regional: Sequence[str]
    #: Whether anybody says that there are some.
    has_figures: bool


def upper(figure: Figure) -> int:
    """A figure's number; of a range the upper end."""
    return figure.value_to if figure.value_to is not None else figure.value or 0


def warning(told: Gathered) -> str | None:
    """The warning; None where nothing says so."""
    return " ".join([*_beside_figures(told), *_of_rows(told)]) or None


def _beside_figures(told: Gathered) -> Iterator[str]:
    rows, highest = count(told.rows, "row"), told.highest
    if highest is not None:
        who = told.claimed_by
        if told.rows < upper(highest):
            yield f"{rows} here, but {who} publishes {figure_number(highest)} stations."
        elif told.rows > upper(highest):
            yield (
                f"{rows} here, more than any published count ({figure_number(highest)}, {who}): "
                "they put together what several claimants name."
            )
        if told.run_by:
            yield f"The highest number is of {told.run_by} alone."
    elif told.regional:
        yield f"A number was published for {', '.join(told.regional)} only, none for the country."
    elif told.has_figures:
        yield "Somebody says that there are some, without a number."
    elif told.rows:
        yield "Nobody published a number of stations for the country."


def _of_rows(told: Gathered) -> Iterator[str]:
    if told.alike:
        yield f"{count(told.alike, 'row')} may be the same place as another row."
    if told.nowhere:
        verb = "names" if told.nowhere == 1 else "name"
        yield f"{count(told.nowhere, 'row')} {verb} no place within the country."
    if told.lesser:
        what = (
            "is said to be a service centre or contact point"
            if told.lesser == 1
            else "are said to be service centres or contact points"
        )
        yield f"{count(told.lesser, 'row')} {what}."
    if told.not_found:
        yield f"An authority looked for {told.not_found} of them and found no sign."
    if told.closed:
        verb = "is" if told.closed == 1 else "are"
        yield f"{count(told.closed, 'row')} {verb} reported or ordered closed."
