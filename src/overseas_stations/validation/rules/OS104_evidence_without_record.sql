-- OS104: evidence for a record that does not exist
-- severity: error
-- why: It supports nothing, or it supported a record that was removed without a retirement.
-- mend: Correct record_table and record_id, or remove the row.
-- bad: {"evidence": {"evd-000000000001": {"record_id": "stn-nl-007"}}}
-- good: {}
SELECT 'evidence' AS resource, evidence.row_no, 'record_id' AS field, evidence.evidence_id AS id,
       evidence.record_id AS value, 'is no record of ' || evidence.record_table AS message
FROM evidence
LEFT JOIN records
  ON records.resource = evidence.record_table AND records.id = evidence.record_id
WHERE records.id IS NULL
