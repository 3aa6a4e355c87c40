-- OS102: no source says that a record exists
-- severity: error
-- why: A record is a claim too: at least one source must say that this station, inquiry or event
--   is.
-- mend: Name * in the fields of an evidence row whose source tells of it.
-- bad: {"evidence": {"evd-000000000001": {"fields":
--   "country_id;city;operated_by;established;activities"}}}
-- good: {}
SELECT records.resource, records.row_no, '' AS field, records.id, '' AS value,
       'no supporting evidence names *' AS message
FROM records
LEFT JOIN (
  SELECT DISTINCT record_table, record_id FROM claims WHERE relation = 'supports' AND field = '*'
) told
  ON told.record_table = records.resource AND told.record_id = records.id
WHERE told.record_id IS NULL
