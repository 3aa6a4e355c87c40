-- OS105: evidence names a column that takes none
-- severity: error
-- why: A misspelled column leaves the cell that was meant uncovered.
-- mend: Name a column of that table, or * for the record itself; ids and the curators' own columns
--   take no evidence.
-- bad: {"evidence": {"evd-000000000002": {"fields": "city_name"}}}
-- good: {}
SELECT 'evidence' AS resource, claims.row_no, 'fields' AS field, claims.evidence_id AS id,
       claims.field AS value, 'is no column of ' || claims.record_table || ' that takes evidence' AS message
FROM claims
LEFT JOIN columns
  ON columns.resource = claims.record_table
 AND columns.field = claims.field
 AND columns.wants_evidence
WHERE claims.field <> '*' AND columns.field IS NULL
