-- OS110: a statement is supported by another than its issuer
-- severity: error
-- why: A statement is its issuer's, wherever it was read; an outlet only tells it.
-- mend: Set attributed_to to the issuer; an outlet that tells it otherwise disputes one field.
-- bad: {"evidence": {"evd-000000000004": {"attributed_to": "org-ngo"}}}
-- good: {}
SELECT 'evidence' AS resource, evidence.row_no, 'attributed_to' AS field, evidence.evidence_id AS id,
       evidence.attributed_to AS value, 'the issuer is ' || statements.issuer AS message
FROM evidence
JOIN statements ON statements.statement_id = evidence.record_id
WHERE evidence.record_table = 'statements'
  AND evidence.relation = 'supports'
  AND evidence.attributed_to <> statements.issuer
