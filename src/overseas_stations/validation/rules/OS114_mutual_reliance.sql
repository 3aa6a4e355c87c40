-- OS114: a claimant corroborates itself
-- severity: error
-- why: Where two claimants rely on one another for the same record, each stands on its own word in
--   the end, and two names would pass for two witnesses.
-- mend: Find out who said it first; only the other relies on it.
-- bad: {"evidence": {"evd-000000000001": {"relies_on": "org-bureau"}, "evd-000000000093":
--   {"record_table": "stations", "record_id": "stn-nl-001", "fields": "city", "source_id":
--   "src-gov-0001", "attributed_to": "org-bureau", "relies_on": "org-ngo", "relation": "supports"}}}
-- good: {"evidence": {"evd-000000000001": {"relies_on": "org-bureau"}, "evd-000000000093":
--   {"record_table": "stations", "record_id": "stn-nl-001", "fields": "city", "source_id":
--   "src-gov-0001", "attributed_to": "org-bureau", "relation": "supports"}}}
WITH RECURSIVE reliance AS (
  SELECT DISTINCT record_table, record_id, attributed_to, relies_on
  FROM evidence
  WHERE relies_on IS NOT NULL AND attributed_to <> relies_on
),
chains(record_table, record_id, attributed_to, member, depth) AS (
  SELECT record_table, record_id, attributed_to, relies_on, 1 FROM reliance
  UNION ALL
  SELECT chains.record_table, chains.record_id, chains.attributed_to, further.relies_on, chains.depth + 1
  FROM chains
  JOIN reliance further
    ON further.record_table = chains.record_table
   AND further.record_id = chains.record_id
   AND further.attributed_to = chains.member
  WHERE chains.depth < 8 AND chains.member <> chains.attributed_to
)
SELECT DISTINCT 'evidence' AS resource, evidence.row_no, 'relies_on' AS field, evidence.evidence_id AS id,
       evidence.relies_on AS value, 'leads back to ' || evidence.attributed_to AS message
FROM chains
JOIN evidence
  ON evidence.record_table = chains.record_table
 AND evidence.record_id = chains.record_id
 AND evidence.attributed_to = chains.attributed_to
WHERE chains.member = chains.attributed_to
  AND evidence.relies_on IS NOT NULL
  AND evidence.relies_on <> evidence.attributed_to
