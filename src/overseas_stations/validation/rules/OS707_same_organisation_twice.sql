-- OS707: one organisation under two ids
-- severity: warning
-- why: Independence is counted by claimant: the same organisation under two ids would corroborate
--   itself.
-- mend: Merge the rows; where they are two, tell them apart by their names.
-- bad: {"organisations": {"org-bureau-2": {"name": "a public security bureau", "kind":
--   "public_security_bureau", "country_id": "CN"}}, "stations": {"stn-nl-001": {"operated_by":
--   "org-bureau-2"}}, "investigations": {"inv-nl-001": {"authority": "org-bureau"}}}
-- good: {}
SELECT 'organisations' AS resource, later.row_no, 'name' AS field, later.organisation_id AS id,
       later.name AS value, 'is the name of ' || MIN(earlier.organisation_id) || ' too' AS message
FROM organisations later
JOIN organisations earlier
  ON LOWER(earlier.name) = LOWER(later.name)
 AND COALESCE(earlier.country_id, '') = COALESCE(later.country_id, '')
 AND earlier.organisation_id < later.organisation_id
GROUP BY later.row_no, later.organisation_id, later.name
