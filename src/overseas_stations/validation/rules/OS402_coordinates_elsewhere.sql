-- OS402: coordinates are not those of the place
-- severity: error
-- why: A pin in the wrong street points at people.
-- mend: Copy the coordinates of the city from GeoNames; premises may differ by up to 50 km.
-- bad: {"stations": {"stn-nl-001": {"latitude": "52.5"}}}
-- good: {}
SELECT 'stations' AS resource, stations.row_no, 'latitude' AS field, stations.station_id AS id,
       stations.latitude || ', ' || stations.longitude AS value,
       'GeoNames has ' || CAST(gazetteer.latitude AS VARCHAR) || ', '
         || CAST(gazetteer.longitude AS VARCHAR) AS message
FROM stations
JOIN gazetteer ON CAST(gazetteer.geonames_id AS VARCHAR) = stations.geonames_id
WHERE CASE WHEN stations.premises IS NULL
           THEN ABS(TRY_CAST(stations.latitude AS DOUBLE) - gazetteer.latitude) > 0.000001
             OR ABS(TRY_CAST(stations.longitude AS DOUBLE) - gazetteer.longitude) > 0.000001
           ELSE 12742 * ASIN(SQRT(
                  POWER(SIN(RADIANS(TRY_CAST(stations.latitude AS DOUBLE) - gazetteer.latitude) / 2), 2)
                + COS(RADIANS(gazetteer.latitude)) * COS(RADIANS(TRY_CAST(stations.latitude AS DOUBLE)))
                * POWER(SIN(RADIANS(TRY_CAST(stations.longitude AS DOUBLE) - gazetteer.longitude) / 2), 2)
                )) > 50 END
