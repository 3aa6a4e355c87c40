# pyright: strict
"""A user's script: what a strict checker infers of the public face is asserted here."""

from typing import assert_type

import overseas_stations as ost
from overseas_stations import Dataset, PartialDate, Table
from overseas_stations.records import Evidence, Station
from overseas_stations.vocabulary import HostType

ds = ost.load()
assert_type(ds, Dataset)
assert_type(ds.stations, Table[Station])
assert_type(ds.stations["stn-nl-001"], Station)
assert_type(ds.stations[0], Station)
assert_type(ds.stations[:3], Table[Station])
assert_type(ds.stations.where(country_id="NL"), Table[Station])
assert_type(ds.stations["stn-nl-001"].city, str | None)
assert_type(ds.stations["stn-nl-001"].established, PartialDate | None)
assert_type(ds.stations["stn-nl-001"].host_type, HostType | None)
assert_type(ds.evidence_for("stn-nl-001"), Table[Evidence])
assert_type(ds.as_of("2022-12-05"), Dataset)
assert_type(ost.parquet_path("stations"), str)
assert_type(ost.data_version, str)
for record in ds.stations:
    assert_type(record, Station)
