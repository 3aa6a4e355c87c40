-- OS701: a source has neither address nor fingerprint
-- severity: error
-- why: Nobody could find it again.
-- mend: Fill url; where there is none, the SHA-256 of the text that was read.
-- bad: {"sources": {"src-ngo-0001": {"url": ""}}}
-- good: {}
SELECT 'sources' AS resource, row_no, 'url' AS field, source_id AS id, '' AS value,
       'neither url nor content_sha256 is filled' AS message
FROM sources
WHERE url IS NULL AND content_sha256 IS NULL
