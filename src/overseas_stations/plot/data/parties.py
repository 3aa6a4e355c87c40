"""Who speaks: the host's authorities, China's authorities and missions, or anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from overseas_stations.derive.support import Parties
from overseas_stations.records import Statement
from overseas_stations.vocabulary import OrganisationKind

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

Group = Literal["host", "chinese", "other"]

#: Each group's name for readers, in the order in which they are shown.
GROUPS: Final[dict[Group, str]] = {
    "host": "Host authorities",
    "chinese": "Chinese authorities and missions",
    "other": "Parliaments, associations, others",
}


class Speakers:
    """The issuers of statements, by group.

    A host authority is one of the country that its statement is about; where a statement is about
    no single country, one of any country said to host a station. An authority that speaks about
    another country is among the others.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._parties = Parties(dataset.organisations)
        self._hosts = frozenset(station.country_id for station in dataset.stations)

    def group(self, statement: Statement) -> Group:
        """Whose statement it is."""
        issuer = self._parties.get(statement.issuer)
        if issuer is None:
            return "other"
        if self._parties.is_chinese_authority(issuer.organisation_id) or (
            issuer.country_id == "CN" and issuer.kind is OrganisationKind.DIPLOMATIC_MISSION
        ):
            return "chinese"
        own = statement.about_country_ids or self._hosts
        if self._parties.is_authority(issuer.organisation_id) and issuer.country_id in own:
            return "host"
        return "other"
