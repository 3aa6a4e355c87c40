-- OS304: a claimant's number falls
-- severity: warning
-- why: A later, lower number by the same claimant is a correction, another measure, or a slip. The
--   order is that of the reference periods; without one, of the days first told.
-- mend: Check the measure, scope and operator; if it is right, accept the warning with the reason.
-- bad: {"figures": {"fig-001": {"reference_period": "2022-09"}, "fig-002": {"scope": "country",
--   "country_id": "NL", "measure": "stations", "value": "1", "qualifier": "exact",
--   "reference_period": "2022-12", "claimed_by": "org-ngo"}}, "evidence": {"evd-000000000006":
--   {"fields": "*;scope;country_id;measure;value;qualifier;claimed_by;reference_period"},
--   "evd-000000000090": {"record_table": "figures", "record_id": "fig-002", "fields":
--   "*;scope;country_id;measure;value;qualifier;claimed_by;reference_period", "source_id":
--   "src-ngo-0001", "attributed_to": "org-ngo", "relation": "supports"}}, "sources":
--   {"src-ngo-0001": {"published_on": "2022-12-05"}}}
-- good: {"figures": {"fig-001": {"reference_period": "2022-09"}, "fig-002": {"scope": "country",
--   "country_id": "NL", "measure": "stations", "value": "3", "qualifier": "exact",
--   "reference_period": "2022-12", "claimed_by": "org-ngo"}}, "evidence": {"evd-000000000006":
--   {"fields": "*;scope;country_id;measure;value;qualifier;claimed_by;reference_period"},
--   "evd-000000000090": {"record_table": "figures", "record_id": "fig-002", "fields":
--   "*;scope;country_id;measure;value;qualifier;claimed_by;reference_period", "source_id":
--   "src-ngo-0001", "attributed_to": "org-ngo", "relation": "supports"}}, "sources":
--   {"src-ngo-0001": {"published_on": "2022-12-05"}}}
WITH told AS (
  SELECT claims.record_id, MIN(known.known_on) AS known_on
  FROM claims JOIN known ON known.source_id = claims.source_id
  WHERE claims.record_table = 'figures' AND claims.relation = 'supports'
  GROUP BY claims.record_id
),
counted AS (
  SELECT figures.*,
         TRY_CAST(REGEXP_EXTRACT(value, '\A-?[0-9]+\z') AS BIGINT) AS low,
         TRY_CAST(REGEXP_EXTRACT(COALESCE(value_to, value), '\A-?[0-9]+\z') AS BIGINT) AS high,
         CASE WHEN reference_period IS NULL THEN told.known_on ELSE reference_period_earliest END AS begins,
         CASE WHEN reference_period IS NULL THEN told.known_on ELSE reference_period_latest END AS ends
  FROM figures JOIN told ON told.record_id = figures.figure_id
)
SELECT 'figures' AS resource, later.row_no, 'value' AS field, later.figure_id AS id, later.value,
       'is below ' || MIN(earlier.value || ' of ' || earlier.figure_id) || ', an earlier count' AS message
FROM counted later
JOIN counted earlier
  ON earlier.claimed_by = later.claimed_by
 AND earlier.measure = later.measure
 AND earlier.scope = later.scope
 AND COALESCE(earlier.region, '') = COALESCE(later.region, '')
 AND COALESCE(earlier.country_id, '') = COALESCE(later.country_id, '')
 AND COALESCE(earlier.operated_by, '') = COALESCE(later.operated_by, '')
 AND COALESCE(earlier.per_measure, '') = COALESCE(later.per_measure, '')
 AND earlier.ends < later.begins
 AND earlier.low > later.high
WHERE later.measure <> 'additional_stations'
  AND later.qualifier IN ('exact', 'at_least')
  AND earlier.qualifier <> 'up_to'
GROUP BY later.row_no, later.figure_id, later.value
