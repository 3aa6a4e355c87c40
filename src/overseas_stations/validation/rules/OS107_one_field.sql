-- OS107: a dispute or a value names several fields
-- severity: error
-- why: A dispute, and a value of its own, is about one thing; otherwise nobody can tell which.
-- mend: Split the row: one for each field.
-- bad: {"evidence": {"evd-000000000002": {"fields": "city;established"}}}
-- good: {}
SELECT 'evidence' AS resource, row_no, 'fields' AS field, evidence_id AS id, fields AS value,
       CASE WHEN relation = 'disputes' THEN 'a dispute names exactly one field'
            ELSE 'a row with a value names exactly one field' END AS message
FROM evidence
WHERE fields LIKE '%;%' AND (relation = 'disputes' OR value IS NOT NULL)
