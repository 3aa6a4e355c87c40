-- OS302: the scope does not fit the place
-- severity: error
-- why: An empty place cell must not have three meanings: scope says which it is.
-- mend: Scope country names countries, region names a region, world names neither.
-- bad: {"figures": {"fig-001": {"scope": "world"}}}
-- good: {}
SELECT 'figures' AS resource, row_no, 'scope' AS field, figure_id AS id, scope AS value,
       'does not fit country_id and region' AS message
FROM figures
WHERE (scope = 'country' AND country_id IS NULL)
   OR (scope = 'region' AND region IS NULL)
   OR (scope = 'world' AND (country_id IS NOT NULL OR region IS NOT NULL))
UNION ALL
SELECT 'statements' AS resource, row_no, 'scope' AS field, statement_id AS id, scope AS value,
       'does not fit about_country_ids and region' AS message
FROM statements
WHERE (scope = 'country' AND about_country_ids IS NULL)
   OR (scope = 'region' AND region IS NULL)
   OR (scope = 'world' AND (about_country_ids IS NOT NULL OR region IS NOT NULL))
