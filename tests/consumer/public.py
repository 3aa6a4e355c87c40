# pyright: strict
"""A user's script that touches every public name; two strict checkers accept it, and it runs."""

import sys
from typing import assert_type

import pandas
import polars

import overseas_stations as ost
from overseas_stations import Dataset, PartialDate, Table
from overseas_stations.derive import Assessment, Contradiction
from overseas_stations.desk import Claimant, Dispute, Explanation
from overseas_stations.desk.records import CountryCompleteness, PastValue, TimelineEntry
from overseas_stations.desk.sql import QueryResult
from overseas_stations.records import (
    AcceptedWarning,
    Cooperation,
    Country,
    CurationLogEntry,
    Event,
    Evidence,
    Figure,
    Investigation,
    Organisation,
    Record,
    Retired,
    ReturnCase,
    Source,
    Statement,
    Station,
)
from overseas_stations.vocabulary import EventKind, HostType

ds: Dataset = ost.load()
assert_type(ost.__version__, str)
assert_type(ost.data_version, str)
assert_type(ds.version, str | None)
established: PartialDate = PartialDate("2018-06")
parquet: str = ost.parquet_path("stations")

# Tables.
assert_type(ds.sources, Table[Source])
assert_type(ds.organisations, Table[Organisation])
assert_type(ds.countries, Table[Country])
assert_type(ds.stations, Table[Station])
assert_type(ds.investigations, Table[Investigation])
assert_type(ds.statements, Table[Statement])
assert_type(ds.events, Table[Event])
assert_type(ds.figures, Table[Figure])
assert_type(ds.cooperations, Table[Cooperation])
assert_type(ds.return_cases, Table[ReturnCase])
assert_type(ds.evidence, Table[Evidence])
assert_type(ds.retired, Table[Retired])
assert_type(ds.curation_log, Table[CurationLogEntry])
assert_type(ds.accepted_warnings, Table[AcceptedWarning])
names: list[str] = [table.name for table in ds.tables]
by_name: str = ds.table("stations").name
derived: str = ds.derived("station_status").name
assert_type(ds.record("stn-nl-001"), Record)
assert_type(ds.evidence_for("stn-nl-001", "city"), Table[Evidence])
assert_type(ds.evidence_by_record["stn-nl-001"], tuple[Evidence, ...])
again: Dataset = Dataset.from_records([*ds.countries, *ds.stations], ds.version)

# One table.
stations = ds.stations
assert_type(stations.kind, type[Station])
assert_type(stations.columns, tuple[str, ...])
assert_type(stations.ids(), tuple[str, ...])
assert_type(stations.get("stn-nl-001") is None, bool)
assert_type(stations.index(stations[0]), int)
assert_type(stations.count(stations[0]), int)
assert_type(stations.to_pandas(), pandas.DataFrame)
assert_type(stations.to_polars(), polars.DataFrame)
points: object = stations.to_geopandas()
# PyArrow has no types of its own, so what comes of it is unknown to a strict checker.
text = str(stations.to_arrow())  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
cities: list[object] = [row["city"] for row in stations.to_dicts()]

# Conditions: a value, any of several, an empty cell.
assert_type(stations.where(country_id="NL", city=["Amsterdam", None]), Table[Station])
assert_type(stations.where(host_type={"office", HostType.ONLINE}), Table[Station])
assert_type(stations.where(established=PartialDate("2018-06"), operated_by=None), Table[Station])
assert_type(ds.events.where(kind=EventKind.MOVED, station_ids="stn-nl-001"), Table[Event])
assert_type(ds.figures.where(value=range(50, 60)), Table[Figure])
assert_type(ds.timeline(country_id="NL").where(kind="event"), Table[TimelineEntry])

# The desk.
assert_type(ds.as_of("2022-12-05"), Dataset)
assert_type(ds.timeline(station_id="stn-nl-001"), Table[TimelineEntry])
assert_type(ds.history("stn-nl-001", "status"), Table[PastValue])
assert_type(ds.assessment("stn-nl-001"), Assessment)
assert_type(ds.disputed("stn-nl-001"), Dispute)
assert_type(ds.claimants("stn-nl-001"), tuple[Claimant, ...])
assert_type(ds.explain("stn-nl-001", "status"), Explanation)
assert_type(ds.contradictions(), tuple[Contradiction, ...])
assert_type(ds.completeness(), Table[CountryCompleteness])
assert_type(ds.cite("bibtex"), str)
assert_type(ds.bibliography(["stn-nl-001"], "city", "csl-json"), str)
assert_type(ds.plot.map.alt_text(), str)
assert_type(ds.country_panel("year", start="2022"), pandas.DataFrame)

found = ds.sql("SELECT city FROM stations WHERE country_id = $country", country="NL")
assert_type(found, QueryResult)
assert_type(found.columns, tuple[str, ...])
assert_type(found.to_pandas(), pandas.DataFrame)
assert_type(found.to_polars(), polars.DataFrame)

sys.stdout.write(f"{len(ds.stations)} {by_name}\n")
