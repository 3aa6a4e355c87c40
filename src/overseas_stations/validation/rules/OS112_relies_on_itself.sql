-- OS112: a claimant relies on itself
-- severity: error
-- why: Reliance says on whose word a claimant builds; its own word needs no mark.
-- mend: Empty relies_on, or name the other claimant.
-- bad: {"evidence": {"evd-000000000001": {"relies_on": "org-ngo"}}}
-- good: {"evidence": {"evd-000000000001": {"relies_on": "org-bureau"}}}
SELECT 'evidence' AS resource, row_no, 'relies_on' AS field, evidence_id AS id, relies_on AS value,
       'is the claimant itself' AS message
FROM evidence
WHERE relies_on = attributed_to
