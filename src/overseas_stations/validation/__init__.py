"""Validation: schema constraints and rules as queries, findings, and the report of what ran."""

from __future__ import annotations

from overseas_stations.validation.findings import Finding, Report, RuleRun
from overseas_stations.validation.plan import Unchecked
from overseas_stations.validation.run import validate

__all__ = ["Finding", "Report", "RuleRun", "Unchecked", "validate"]
