-- OS201: a source tells of a day after it was published
-- severity: error
-- why: What was announced is not what happened: established, opened and made dates lie before the
--   first report.
-- mend: Correct the date or the source's published_on; leave out what was only announced.
-- bad: {"stations": {"stn-nl-001": {"established": "2023"}}}
-- good: {}
SELECT dates.resource, dates.row_no, dates.field, dates.id, dates.value,
       'lies after ' || claims.source_id || ' was known on ' || CAST(known.known_on AS VARCHAR) AS message
FROM dates
JOIN claims
  ON claims.record_table = dates.resource
 AND claims.record_id = dates.id
 AND claims.field = dates.field
JOIN known ON known.source_id = claims.source_id
WHERE dates.known = 'day'
  AND claims.relation = 'supports'
  AND claims.value IS NULL
  AND dates.earliest > known.known_on
