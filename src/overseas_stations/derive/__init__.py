"""What follows from the claims: computed each time it is asked for, never stored.

Every value at a date is the value over ``as_of(date)``, so that each rule is said once, for the
dataset as it stands, and replays for any day. The rules are those of ``docs/methodology.md``.
:func:`derived_tables` gives all of it as tables, for exports.
"""

from overseas_stations.derive.as_of import as_of
from overseas_stations.derive.assessment import (
    ASSESSED,
    Assessment,
    assessment,
    assessments,
    first_reported_on,
    independent_claimants,
    last_reported_on,
    publishers,
)
from overseas_stations.derive.contradictions import (
    ROUGHLY,
    Contradiction,
    Side,
    contradictions,
    figure_bounds,
)
from overseas_stations.derive.history import history
from overseas_stations.derive.known import (
    SourceDay,
    appeared_on,
    dated_on,
    first_supported_on,
    known_on,
    latest_day,
    source_days,
)
from overseas_stations.derive.labels import label, labels, location_precision
from overseas_stations.derive.status import (
    Outcome,
    StationStatus,
    Status,
    all_outcomes,
    outcomes,
    status,
    statuses,
)
from overseas_stations.derive.tables import derived_tables

__all__ = [
    "ASSESSED",
    "ROUGHLY",
    "Assessment",
    "Contradiction",
    "Outcome",
    "Side",
    "SourceDay",
    "StationStatus",
    "Status",
    "all_outcomes",
    "appeared_on",
    "as_of",
    "assessment",
    "assessments",
    "contradictions",
    "dated_on",
    "derived_tables",
    "figure_bounds",
    "first_reported_on",
    "first_supported_on",
    "history",
    "independent_claimants",
    "known_on",
    "label",
    "labels",
    "last_reported_on",
    "latest_day",
    "location_precision",
    "outcomes",
    "publishers",
    "source_days",
    "status",
    "statuses",
]
