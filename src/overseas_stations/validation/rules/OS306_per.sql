-- OS306: a number is of something unsaid
-- severity: error
-- why: 135 staff of 21 says nothing without what the 21 are.
-- mend: Fill per_measure: what the number is of.
-- bad: {"figures": {"fig-001": {"per_value": "21"}}, "evidence": {"evd-000000000006": {"fields":
--   "*;scope;country_id;measure;value;qualifier;claimed_by;per_value"}}}
-- good: {}
SELECT 'figures' AS resource, row_no, 'per_measure' AS field, figure_id AS id,
       COALESCE(per_measure, '') AS value, 'a per_value needs its per_measure' AS message
FROM figures
WHERE per_measure IS NULL AND per_value IS NOT NULL
