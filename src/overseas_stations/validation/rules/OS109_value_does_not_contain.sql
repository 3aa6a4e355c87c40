-- OS109: a supporting value does not contain the cell
-- severity: error
-- why: A source supports a date less precisely, or tells part of a list; anything else is a
--   dispute.
-- mend: Set relation to disputes, or correct the value. Only dates and lists take a supporting
--   value.
-- bad: {"evidence": {"evd-000000000002": {"relation": "supports", "value": "2019"}}}
-- good: {"evidence": {"evd-000000000002": {"relation": "supports", "value": "2018"}}}
WITH told AS (
  SELECT claims.row_no, claims.evidence_id, claims.value, cells.value AS cell, cells.type, cells.resource,
         cells.id, cells.field
  FROM claims
  JOIN cells
    ON cells.resource = claims.record_table
   AND cells.id = claims.record_id
   AND cells.field = claims.field
  WHERE claims.relation = 'supports' AND claims.value IS NOT NULL
),
bounds AS (
  SELECT told.row_no, told.evidence_id, told.value, told.cell, dates.earliest, dates.latest,
         CASE WHEN told.value LIKE '%/%' THEN SUBSTR(told.value, 1, STRPOS(told.value, '/') - 1)
              ELSE told.value END AS start_text,
         CASE WHEN told.value LIKE '%/%' THEN SUBSTR(told.value, STRPOS(told.value, '/') + 1)
              ELSE told.value END AS end_text
  FROM told
  JOIN dates ON dates.resource = told.resource AND dates.id = told.id AND dates.field = told.field
  WHERE told.type = 'date'
),
days AS (
  SELECT *,
         TRY_CAST(REGEXP_EXTRACT(
           CASE LENGTH(start_text) WHEN 4 THEN start_text || '-01-01'
                WHEN 7 THEN start_text || '-01' ELSE start_text END,
           '\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z') AS DATE) AS first_day,
         TRY_CAST(REGEXP_EXTRACT(
           CASE LENGTH(end_text) WHEN 4 THEN end_text || '-12-31'
                WHEN 7 THEN end_text || '-01' ELSE end_text END,
           '\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z') AS DATE) AS last_day
  FROM bounds
)
SELECT 'evidence' AS resource, row_no, 'value' AS field, evidence_id AS id, value,
       'does not contain ' || cell AS message
FROM days
WHERE NOT (COALESCE(first_day <= earliest, start_text = '..')
           AND COALESCE(CASE LENGTH(end_text) WHEN 7 THEN LAST_DAY(last_day) ELSE last_day END >= latest,
                        end_text = '..'))
UNION ALL
SELECT 'evidence' AS resource, parts.row_no, 'value' AS field, parts.evidence_id AS id, parts.item AS value,
       'is no item of the list ' || parts.cell AS message
FROM (
  SELECT row_no, evidence_id, cell, UNNEST(STRING_SPLIT(value, ';')) AS item
  FROM told WHERE type = 'list'
) parts
WHERE ';' || parts.cell || ';' NOT LIKE '%;' || parts.item || ';%'
UNION ALL
SELECT 'evidence' AS resource, row_no, 'value' AS field, evidence_id AS id, value,
       'a supporting value is for dates and lists' AS message
FROM told
WHERE type NOT IN ('date', 'list')
