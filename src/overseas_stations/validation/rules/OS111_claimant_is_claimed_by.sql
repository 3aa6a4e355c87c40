-- OS111: a figure is supported by another than its claimant
-- severity: error
-- why: Another claimant's number is another figure, even if the numbers agree.
-- mend: Set attributed_to to claimed_by, or enter a figure of its own.
-- bad: {"evidence": {"evd-000000000006": {"attributed_to": "org-ministry"}}}
-- good: {}
SELECT 'evidence' AS resource, evidence.row_no, 'attributed_to' AS field, evidence.evidence_id AS id,
       evidence.attributed_to AS value, 'the figure is claimed by ' || figures.claimed_by AS message
FROM evidence
JOIN figures ON figures.figure_id = evidence.record_id
WHERE evidence.record_table = 'figures'
  AND evidence.relation = 'supports'
  AND evidence.attributed_to <> figures.claimed_by
