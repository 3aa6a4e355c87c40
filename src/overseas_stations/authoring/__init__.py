"""Authoring: new records with their evidence, retirements, and the sources that are due.

Each call changes a checkout's CSV files whole or not at all; undo is ``git restore data``.
"""

from __future__ import annotations

from overseas_stations.authoring.due import OLDER_THAN, Due, due_sources
from overseas_stations.authoring.new import Draft, draft, new_record
from overseas_stations.authoring.refused import AuthoringRefusedError
from overseas_stations.authoring.retire import Retirement, retire

__all__ = [
    "OLDER_THAN",
    "AuthoringRefusedError",
    "Draft",
    "Due",
    "Retirement",
    "draft",
    "due_sources",
    "new_record",
    "retire",
]
