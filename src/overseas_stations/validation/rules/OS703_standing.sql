-- OS703: a standing without its source
-- severity: error
-- why: That something was retracted is a claim too.
-- mend: Fill standing_source, or set standing to stands.
-- bad: {"sources": {"src-ngo-0001": {"standing": "retracted"}}}
-- good: {"sources": {"src-ngo-0001": {"standing": "retracted", "standing_source":
--   "src-gov-0001"}}}
SELECT 'sources' AS resource, row_no, 'standing_source' AS field, source_id AS id,
       COALESCE(standing_source, '') AS value, 'does not fit standing ' || standing AS message
FROM sources
WHERE (standing_source IS NULL) <> (standing = 'stands')
