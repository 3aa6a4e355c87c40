-- OS705: a source derives from itself
-- severity: error
-- why: Then nobody wrote it first, and the day on which it was known cannot be told.
-- mend: Correct derived_from: it points at the earlier source.
-- bad: {"sources": {"src-ngo-0001": {"derived_from": "src-gov-0001"}, "src-gov-0001":
--   {"derived_from": "src-ngo-0001"}}}
-- good: {"sources": {"src-gov-0001": {"derived_from": "src-ngo-0001"}}}
WITH RECURSIVE above(source_id, member, depth) AS (
  SELECT source_id, derived_from, 1 FROM sources WHERE derived_from IS NOT NULL
  UNION ALL
  SELECT above.source_id, parent.derived_from, above.depth + 1
  FROM above
  JOIN sources parent ON parent.source_id = above.member
  WHERE parent.derived_from IS NOT NULL AND above.depth < 16 AND above.member <> above.source_id
)
SELECT DISTINCT 'sources' AS resource, sources.row_no, 'derived_from' AS field, sources.source_id AS id,
       sources.derived_from AS value, 'leads back to the source itself' AS message
FROM above
JOIN sources ON sources.source_id = above.source_id
WHERE above.member = above.source_id
