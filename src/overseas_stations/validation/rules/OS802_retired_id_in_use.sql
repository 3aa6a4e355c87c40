-- OS802: a retired id stands in its table
-- severity: error
-- why: Whoever kept the id from before would take the record for another; an id is never given
--   again.
-- mend: Remove the row, or give a new record the next free id; an id that was never released need
--   not be retired.
-- bad: {"retired": {"stn-nl-001": {"reason": "Told twice.", "retired_in": "0.2.0"}}}
-- good: {"retired": {"stn-nl-009": {"reason": "Told twice.", "retired_in": "0.2.0"}}}
SELECT used.resource, used.row_no, '' AS field, used.id, used.id AS value,
       'was retired in ' || retired.retired_in AS message
FROM (
  SELECT resource, row_no, id FROM records
  UNION ALL
  SELECT 'sources' AS resource, row_no, source_id AS id FROM sources
  UNION ALL
  SELECT 'organisations' AS resource, row_no, organisation_id AS id FROM organisations
  UNION ALL
  SELECT 'countries' AS resource, row_no, country_id AS id FROM countries
  UNION ALL
  SELECT 'evidence' AS resource, row_no, evidence_id AS id FROM evidence
) AS used
JOIN retired ON retired.id = used.id
