-- OS310: two stations that nothing tells apart
-- severity: warning
-- why: The same country, city and operator, and no district or premises that differ: it may be one
--   place told twice.
-- mend: Merge them where a source equates them; else name each in the other's possibly_same_as.
-- bad: {"stations": {"stn-nl-002": {"country_id": "NL", "city": "Amsterdam", "operated_by":
--   "org-bureau"}}, "evidence": {"evd-000000000092": {"record_table": "stations", "record_id":
--   "stn-nl-002", "fields": "*;country_id;city;operated_by", "source_id": "src-ngo-0001",
--   "attributed_to": "org-ngo", "relation": "supports"}}}
-- good: {"stations": {"stn-nl-002": {"country_id": "NL", "city": "Amsterdam", "operated_by":
--   "org-bureau", "possibly_same_as": "stn-nl-001"}}, "evidence": {"evd-000000000092":
--   {"record_table": "stations", "record_id": "stn-nl-002", "fields":
--   "*;country_id;city;operated_by", "source_id": "src-ngo-0001", "attributed_to": "org-ngo",
--   "relation": "supports"}}}
SELECT 'stations' AS resource, later.row_no, 'city' AS field, later.station_id AS id, later.city AS value,
       'nothing tells it from ' || earlier.station_id AS message
FROM stations later
JOIN stations earlier
  ON earlier.country_id = later.country_id
 AND earlier.city = later.city
 AND earlier.operated_by = later.operated_by
 AND earlier.station_id < later.station_id
 AND COALESCE(earlier.district, '') = COALESCE(later.district, '')
 AND COALESCE(earlier.premises, '') = COALESCE(later.premises, '')
WHERE ';' || COALESCE(later.possibly_same_as, '') || ';' NOT LIKE '%;' || earlier.station_id || ';%'
  AND ';' || COALESCE(earlier.possibly_same_as, '') || ';' NOT LIKE '%;' || later.station_id || ';%'
