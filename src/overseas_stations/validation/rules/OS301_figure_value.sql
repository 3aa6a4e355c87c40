-- OS301: a figure's number does not fit its qualifier
-- severity: error
-- why: Every qualifier but some qualifies a number, some has none, and a range goes upwards.
-- mend: Give the number as printed; use some where none was.
-- bad: {"figures": {"fig-001": {"qualifier": "some"}}}
-- good: {"figures": {"fig-001": {"value_to": "3"}}, "evidence": {"evd-000000000006": {"fields":
--   "*;scope;country_id;measure;value;value_to;qualifier;claimed_by"}}}
SELECT 'figures' AS resource, row_no, 'value' AS field, figure_id AS id, COALESCE(value, '') AS value,
       CASE WHEN qualifier = 'some' THEN 'some stands where no number was printed'
            WHEN value IS NULL THEN 'the number is missing'
            ELSE 'the range does not go upwards' END AS message
FROM figures
WHERE (qualifier = 'some' AND value IS NOT NULL)
   OR (qualifier <> 'some' AND value IS NULL)
   OR TRY_CAST(REGEXP_EXTRACT(value_to, '\A-?[0-9]+\z') AS BIGINT)
      <= TRY_CAST(REGEXP_EXTRACT(value, '\A-?[0-9]+\z') AS BIGINT)
