"""The researcher's desk: questions to a dataset, each answered with who says it and since when.

Every function takes a dataset, so that ``function(dataset.as_of(day))`` answers for that day; each
is also a method of :class:`~overseas_stations.dataset.Dataset` and a command.
"""

from overseas_stations.desk.bibliography import BIBLIOGRAPHY_FORMATS, bibliography
from overseas_stations.desk.cite import CITATION_FORMATS, cite
from overseas_stations.desk.claimants import Claimant, Outlet, Telling, claimants
from overseas_stations.desk.completeness import completeness
from overseas_stations.desk.disputes import Dispute, disputed
from overseas_stations.desk.explain import explain
from overseas_stations.desk.explanation import Explanation, Proof
from overseas_stations.desk.history import history
from overseas_stations.desk.records import (
    CellRule,
    CountryCompleteness,
    PastValue,
    TimelineEntry,
    TimelineKind,
)
from overseas_stations.desk.timeline import timeline

__all__ = [
    "BIBLIOGRAPHY_FORMATS",
    "CITATION_FORMATS",
    "CellRule",
    "Claimant",
    "CountryCompleteness",
    "Dispute",
    "Explanation",
    "Outlet",
    "PastValue",
    "Proof",
    "Telling",
    "TimelineEntry",
    "TimelineKind",
    "bibliography",
    "cite",
    "claimants",
    "completeness",
    "disputed",
    "explain",
    "history",
    "timeline",
]
