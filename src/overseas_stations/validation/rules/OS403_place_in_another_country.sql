-- OS403: a GeoNames id is unknown or of another country
-- severity: error
-- why: The city of the same name elsewhere is the usual slip.
-- mend: Look the city up in GeoNames within the record's country.
-- bad: {"stations": {"stn-nl-001": {"geonames_id": "3117735", "latitude": "40.4165", "longitude":
--   "-3.70256"}}}
-- good: {}
SELECT 'stations' AS resource, stations.row_no, 'geonames_id' AS field, stations.station_id AS id,
       stations.geonames_id AS value,
       CASE WHEN gazetteer.geonames_id IS NULL THEN 'is not in GeoNames'
            ELSE 'is ' || gazetteer.name || ' in ' || gazetteer.country_id END AS message
FROM stations
LEFT JOIN gazetteer ON CAST(gazetteer.geonames_id AS VARCHAR) = stations.geonames_id
WHERE stations.geonames_id IS NOT NULL
  AND COALESCE(gazetteer.country_id, '') <> stations.country_id
