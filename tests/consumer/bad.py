# pyright: strict
"""What a strict checker must reject: a field that does not exist, and a wrong type."""

import overseas_stations as ost
from overseas_stations.records import Station

ost.load().stations["stn-nl-001"].town
Station(station_id="stn-nl-001", country_id=31)
