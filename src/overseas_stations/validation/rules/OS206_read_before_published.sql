-- OS206: a source was published after it was read
-- severity: error
-- why: One of the two dates is wrong.
-- mend: Correct published_on or accessed_on.
-- bad: {"sources": {"src-ngo-0001": {"accessed_on": "2021-05-01"}}}
-- good: {}
SELECT 'sources' AS resource, row_no, 'published_on' AS field, source_id AS id, published_on AS value,
       'lies after it was read on ' || accessed_on AS message
FROM sources
WHERE published_on_earliest > accessed_on_latest
