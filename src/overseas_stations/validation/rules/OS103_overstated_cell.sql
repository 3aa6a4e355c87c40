-- OS103: a cell says more than its evidence
-- severity: error
-- why: A date more precise than any source, or a list with an item that none tells, is a guess.
-- mend: Widen the cell to what the sources say together, or add the source that says the rest.
-- bad: {"evidence": {"evd-000000000002": {"relation": "supports", "value": "2018"},
--   "evd-000000000001": {"fields": "*;country_id;city;operated_by;activities"}}}
-- good: {"evidence": {"evd-000000000002": {"relation": "supports", "value": "2018"}}}
WITH partial AS (
  SELECT record_table, record_id, field
  FROM claims
  WHERE relation = 'supports'
  GROUP BY record_table, record_id, field
  HAVING COUNT(*) = COUNT(value)
)
SELECT cells.resource, cells.row_no, cells.field, cells.id, cells.value,
       'every source for this date tells it less precisely' AS message
FROM cells
JOIN partial
  ON partial.record_table = cells.resource
 AND partial.record_id = cells.id
 AND partial.field = cells.field
LEFT JOIN claims exact_value
  ON exact_value.record_table = cells.resource
 AND exact_value.record_id = cells.id
 AND exact_value.field = cells.field
 AND exact_value.relation = 'supports'
 AND exact_value.value = cells.value
WHERE cells.type = 'date' AND exact_value.row_no IS NULL
UNION ALL
SELECT items.resource, items.row_no, items.field, items.id, items.item AS value,
       'no source for this list tells this item' AS message
FROM items
JOIN partial
  ON partial.record_table = items.resource
 AND partial.record_id = items.id
 AND partial.field = items.field
LEFT JOIN (
  SELECT record_table, record_id, field, UNNEST(STRING_SPLIT(value, ';')) AS item
  FROM claims
  WHERE relation = 'supports' AND value IS NOT NULL
) told
  ON told.record_table = items.resource
 AND told.record_id = items.id
 AND told.field = items.field
 AND told.item = items.item
WHERE told.item IS NULL
