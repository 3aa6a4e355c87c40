-- OS401: coordinates and GeoNames id do not stand together
-- severity: error
-- why: Coordinates that no register gives cannot be checked.
-- mend: Fill geonames_id, latitude and longitude together.
-- bad: {"stations": {"stn-nl-001": {"latitude": ""}}}
-- good: {}
SELECT 'stations' AS resource, row_no, 'geonames_id' AS field, station_id AS id,
       COALESCE(geonames_id, '') AS value, 'geonames_id, latitude and longitude go together' AS message
FROM stations
WHERE (geonames_id IS NULL) <> (latitude IS NULL) OR (latitude IS NULL) <> (longitude IS NULL)
