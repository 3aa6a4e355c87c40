-- OS203: a cooperation ends before it starts
-- severity: error
-- why: One of the dates is wrong.
-- mend: Correct signed_on, started or ended from their sources.
-- bad: {"cooperations": {"coo-nl-001": {"ended": "2014"}}, "evidence": {"evd-000000000007":
--   {"fields": "*;country_id;kind;started;ended"}}}
-- good: {}
SELECT 'cooperations' AS resource, row_no, 'ended' AS field, cooperation_id AS id, ended AS value,
       'lies before started or signed_on' AS message
FROM cooperations
WHERE ended_latest < started_earliest OR ended_latest < signed_on_earliest
