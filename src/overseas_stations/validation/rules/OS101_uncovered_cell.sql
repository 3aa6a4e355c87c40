-- OS101: a filled cell has no source
-- severity: error
-- why: Every cell is somebody's claim; without evidence nobody can tell whose.
-- mend: Add the column to the fields of an evidence row whose source says it, or empty the cell.
-- bad: {"evidence": {"evd-000000000001": {"fields": "*;country_id;city;operated_by;activities"}}}
-- good: {}
SELECT cells.resource, cells.row_no, cells.field, cells.id, cells.value,
       'no supporting evidence names this cell' AS message
FROM cells
LEFT JOIN (
  SELECT DISTINCT record_table, record_id, field FROM claims WHERE relation = 'supports'
) covered
  ON covered.record_table = cells.resource
 AND covered.record_id = cells.id
 AND covered.field = cells.field
WHERE covered.field IS NULL
