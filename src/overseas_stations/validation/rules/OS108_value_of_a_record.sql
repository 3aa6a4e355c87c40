-- OS108: a value is given for the record itself
-- severity: error
-- why: That a record exists has no value; it is supported or disputed.
-- mend: Empty the value, or name the column it belongs to.
-- bad: {"evidence": {"evd-000000000002": {"fields": "*"}}}
-- good: {}
SELECT 'evidence' AS resource, row_no, 'value' AS field, evidence_id AS id, value,
       'the field * has no value' AS message
FROM evidence
WHERE fields = '*' AND value IS NOT NULL
