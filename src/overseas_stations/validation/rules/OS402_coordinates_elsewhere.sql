-- OS402: coordinates are not those of the place
-- severity: error
-- why: A pin in the wrong street points at people.
-- mend: Copy the coordinates of the city from GeoNames; premises may differ by up to 50 km.
-- bad: {"stations": {"stn-nl-001": {"latitude": "52.5"}}}
-- good: {}
WITH placed AS (
  SELECT row_no, station_id, premises, geonames_id, latitude, longitude,
         TRY_CAST(REGEXP_EXTRACT(latitude, '\A-?[0-9]{1,3}([.][0-9]+)?\z') AS DOUBLE) AS north,
         TRY_CAST(REGEXP_EXTRACT(longitude, '\A-?[0-9]{1,3}([.][0-9]+)?\z') AS DOUBLE) AS east
  FROM stations
)
SELECT 'stations' AS resource, placed.row_no, 'latitude' AS field, placed.station_id AS id,
       placed.latitude || ', ' || placed.longitude AS value,
       'GeoNames has ' || CAST(gazetteer.latitude AS VARCHAR) || ', '
         || CAST(gazetteer.longitude AS VARCHAR) AS message
FROM placed
JOIN gazetteer ON CAST(gazetteer.geonames_id AS VARCHAR) = placed.geonames_id
WHERE CASE WHEN placed.premises IS NULL
           THEN ABS(placed.north - gazetteer.latitude) > 0.000001
             OR ABS(placed.east - gazetteer.longitude) > 0.000001
           ELSE 12742 * ASIN(SQRT(LEAST(1, GREATEST(0,
                  POWER(SIN(RADIANS(placed.north - gazetteer.latitude) / 2), 2)
                + COS(RADIANS(gazetteer.latitude)) * COS(RADIANS(placed.north))
                * POWER(SIN(RADIANS(placed.east - gazetteer.longitude) / 2), 2)
                )))) > 50 END
