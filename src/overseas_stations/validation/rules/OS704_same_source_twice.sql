-- OS704: one address stands for two sources
-- severity: error
-- why: One document read twice is one source: counting it twice would fake a second publisher.
-- mend: Merge the rows.
-- bad: {"sources": {"src-gov-0001": {"url": "https://www.example.org/report"}}}
-- good: {}
SELECT 'sources' AS resource, row_no, 'url' AS field, source_id AS id, url AS value,
       'the address stands on another row too' AS message
FROM (SELECT *, COUNT(*) OVER (PARTITION BY url) AS twins FROM sources WHERE url IS NOT NULL)
WHERE twins > 1
