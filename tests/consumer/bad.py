# pyright: strict
"""What a strict checker must reject: a field that does not exist, and a wrong type."""

import overseas_stations as ost
from overseas_stations.records import Station

ost.load().stations["stn-nl-001"].town
Station(station_id="stn-nl-001", country_id=31)
ost.load().stations.where(contry_id="NL")
ost.load().stations.where(host_type="offise")
ost.load().stations.where(geonames_id="2759794")
ost.load().completeness().where(nothing_like_it=1)
