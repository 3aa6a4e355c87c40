-- OS305: a record names a station of another country
-- severity: error
-- why: An order in one country closes no station in another.
-- mend: Correct country_id or station_ids.
-- bad: {"events": {"evt-nl-001": {"country_id": "ES"}}}
-- good: {}
SELECT items.resource, items.row_no, items.field, items.id, items.item AS value,
       'is in ' || stations.country_id || ', the record in ' || records.country_id AS message
FROM items
JOIN records ON records.resource = items.resource AND records.id = items.id
JOIN stations ON stations.station_id = items.item
WHERE items.field = 'station_ids'
  AND items.resource <> 'return_cases'
  AND records.country_id IS NOT NULL
  AND records.country_id <> stations.country_id
