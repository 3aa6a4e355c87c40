-- OS205: a source has no day on which it was known
-- severity: error
-- why: Without one, nothing that rests on it can be shown for any date.
-- mend: Fill published_on, archived_on or accessed_on, or name the source derived from it.
-- bad: {"sources": {"src-gov-0001": {"published_on": "", "accessed_on": "", "read_scope":
--   "secondary"}}}
-- good: {"sources": {"src-gov-0001": {"accessed_on": "", "read_scope": "secondary"}}}
SELECT 'sources' AS resource, sources.row_no, 'published_on' AS field, sources.source_id AS id, '' AS value,
       'no date says when it was known' AS message
FROM sources
JOIN known ON known.source_id = sources.source_id
WHERE known.known_on IS NULL
