"""The kinds of column. What a column *means* is said here once, by its type.

Keys, foreign keys and rules are bound to a kind, never to a column's name: a field typed
``SourceId`` is a foreign key to ``sources`` wherever it stands (unless it is that table's own
key), and whatever is ``Text`` may hold no e-mail address, phone number or URL.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, StringConstraints

from overseas_stations.partial_date import PartialDate

#: What joins the items of a list in a CSV cell.
LIST_DELIMITER = ";"

KindName = Literal["text", "title", "label", "name", "code", "url", "column"]


class Kind(NamedTuple):
    """What sort of text a column holds.

    ``text`` the project's own prose; ``title`` a document's title; ``label`` a name shown to
    readers, whose changed values are announced apart; ``name`` any other proper name or role;
    ``code`` an identifier somebody else assigned; ``url`` an address; ``column`` names of columns.
    """

    name: KindName


class Identifies(NamedTuple):
    """The column holds ids of this table: its key there, a foreign key elsewhere."""

    table: str


class Known(NamedTuple):
    """How a partial date is read.

    ``day``: some day in it, at most the day on which its first source was known; ``ends``: the
    same without that bound, for what may lie after the claim; ``period``: all of it.
    """

    how: Literal["day", "ends", "period"]


class Curated(NamedTuple):
    """The curators' own column: no source speaks to it, and none need."""


def read_day(text: str) -> date:
    """The day that ``YYYY-MM-DD`` names; no other form. Raises ``ValueError``."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"{text!r} is no day: write YYYY-MM-DD, such as 2022-12-05")
    return day


Text = Annotated[str, Kind("text"), StringConstraints(min_length=1)]
Title = Annotated[str, Kind("title"), StringConstraints(min_length=1)]
Label = Annotated[str, Kind("label"), StringConstraints(min_length=1)]
Name = Annotated[str, Kind("name"), StringConstraints(min_length=1)]
Code = Annotated[str, Kind("code"), StringConstraints(min_length=1)]
Url = Annotated[str, Kind("url"), StringConstraints(pattern=r"^https?://[^\s/]+\S*$")]
Sha256 = Annotated[str, Kind("code"), StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Language = Annotated[str, Kind("code"), StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
Alpha3 = Annotated[str, Kind("code"), StringConstraints(pattern=r"^[A-Z]{3}$")]
IsoNumeric = Annotated[str, Kind("code"), StringConstraints(pattern=r"^[0-9]{3}$")]
RuleCode = Annotated[str, Kind("code"), StringConstraints(pattern=r"^OS[0-9]{3}$")]
Version = Annotated[str, Kind("code"), StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
ColumnName = Annotated[str, Kind("column"), StringConstraints(pattern=r"^(\*|[a-z][a-z0-9_]*)$")]

SomeDay = Annotated[PartialDate, Known("day")]
EndDay = Annotated[PartialDate, Known("ends")]
Period = Annotated[PartialDate, Known("period")]

#: A whole day that is computed, so never less precise. Pydantic alone would take a timestamp too.
Day = Annotated[date, BeforeValidator(lambda v: read_day(v) if isinstance(v, str) else v)]

LookedUntil = Annotated[PartialDate, Known("ends"), Curated()]
Remark = Annotated[Text, Curated()]

SourceId = Annotated[
    str, Identifies("sources"), StringConstraints(pattern=r"^src-[a-z0-9]+(-[a-z0-9]+)*-[0-9]{4}$")
]
OrganisationId = Annotated[
    str, Identifies("organisations"), StringConstraints(pattern=r"^org-[a-z0-9]+(-[a-z0-9]+)*$")
]
CountryId = Annotated[str, Identifies("countries"), StringConstraints(pattern=r"^[A-Z]{2}$")]
StationId = Annotated[
    str, Identifies("stations"), StringConstraints(pattern=r"^stn-[a-z]{2}-[0-9]{3,}$")
]
InvestigationId = Annotated[
    str, Identifies("investigations"), StringConstraints(pattern=r"^inv-[a-z]{2}-[0-9]{3,}$")
]
StatementId = Annotated[
    str, Identifies("statements"), StringConstraints(pattern=r"^stm-[a-z]{2}-[0-9]{3,}$")
]
EventId = Annotated[
    str, Identifies("events"), StringConstraints(pattern=r"^evt-[a-z]{2}-[0-9]{3,}$")
]
FigureId = Annotated[str, Identifies("figures"), StringConstraints(pattern=r"^fig-[0-9]{3,}$")]
CooperationId = Annotated[
    str, Identifies("cooperations"), StringConstraints(pattern=r"^coo-[a-z]{2}-[0-9]{3,}$")
]
ReturnCaseId = Annotated[
    str, Identifies("return_cases"), StringConstraints(pattern=r"^ret-[a-z]{2}-[0-9]{3,}$")
]
EvidenceId = Annotated[
    str, Identifies("evidence"), StringConstraints(pattern=r"^evd-[0-9a-f]{12}$")
]

PossiblySameAs = Annotated[tuple[StationId, ...], Curated()]
