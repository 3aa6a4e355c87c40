-- OS803: a retired id is replaced by one that does not stand
-- severity: error
-- why: Whoever looks up the old id is sent to a record that is not there.
-- mend: Name the id that stands for it now, not one that was retired in turn; else empty the cell.
-- bad: {"retired": {"stn-nl-009": {"replaced_by": "stn-nl-008", "reason": "Told twice.",
--   "retired_in": "0.2.0"}}}
-- good: {"retired": {"stn-nl-009": {"replaced_by": "stn-nl-001", "reason": "Told twice.",
--   "retired_in": "0.2.0"}}}
SELECT 'retired' AS resource, retired.row_no, 'replaced_by' AS field, retired.id,
       retired.replaced_by AS value, 'is the id of no record' AS message
FROM retired
LEFT JOIN (
  SELECT id FROM records
  UNION ALL
  SELECT source_id AS id FROM sources
  UNION ALL
  SELECT organisation_id AS id FROM organisations
  UNION ALL
  SELECT country_id AS id FROM countries
  UNION ALL
  SELECT evidence_id AS id FROM evidence
) AS used ON used.id = retired.replaced_by
WHERE retired.replaced_by IS NOT NULL AND used.id IS NULL
