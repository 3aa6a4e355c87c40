-- OS702: the day of reading does not fit how much was read
-- severity: error
-- why: A source that nobody read has no day of reading, and one that was read has one.
-- mend: Fill accessed_on, or empty it for read_scope secondary.
-- bad: {"sources": {"src-ngo-0001": {"accessed_on": ""}}}
-- good: {}
SELECT 'sources' AS resource, row_no, 'accessed_on' AS field, source_id AS id,
       COALESCE(accessed_on, '') AS value, 'does not fit read_scope ' || read_scope AS message
FROM sources
WHERE (accessed_on IS NULL) <> (read_scope = 'secondary')
