-- OS113: a dispute does not say what is held instead
-- severity: error
-- why: Against a value of a vocabulary, only another value tells a reader what the source holds.
-- mend: Fill value with the member that the source holds; a source that denies the record disputes
--   *.
-- bad: {"events": {"evt-nl-001": {}}, "evidence": {"evd-000000000091": {"record_table": "events",
--   "record_id": "evt-nl-001", "fields": "kind", "source_id": "src-ngo-0001", "attributed_to":
--   "org-ngo", "relation": "disputes"}}}
-- good: {"evidence": {"evd-000000000091": {"record_table": "events", "record_id": "evt-nl-001",
--   "fields": "kind", "source_id": "src-ngo-0001", "attributed_to": "org-ngo", "relation":
--   "disputes", "value": "site_visited"}}}
SELECT 'evidence' AS resource, claims.row_no, 'value' AS field, claims.evidence_id AS id, '' AS value,
       'disputes ' || claims.field || ' of ' || claims.record_id || ' without another value' AS message
FROM claims
JOIN columns
  ON columns.resource = claims.record_table
 AND columns.field = claims.field
 AND columns.categorical
WHERE claims.relation = 'disputes' AND claims.value IS NULL
