-- OS106: evidence supports an empty cell
-- severity: error
-- why: The source tells something that the record does not show.
-- mend: Fill the cell with what the source says, or take the column out of fields.
-- bad: {"evidence": {"evd-000000000001": {"fields":
--   "*;country_id;city;operated_by;established;activities;district"}}}
-- good: {}
SELECT 'evidence' AS resource, claims.row_no, 'fields' AS field, claims.evidence_id AS id,
       claims.field AS value, 'the cell of ' || claims.record_id || ' is empty' AS message
FROM claims
JOIN records ON records.resource = claims.record_table AND records.id = claims.record_id
JOIN columns
  ON columns.resource = claims.record_table
 AND columns.field = claims.field
 AND columns.wants_evidence
LEFT JOIN cells
  ON cells.resource = claims.record_table
 AND cells.id = claims.record_id
 AND cells.field = claims.field
WHERE claims.relation = 'supports' AND cells.field IS NULL
