-- OS706: an organisation that nothing names
-- severity: warning
-- why: A leftover, or a misspelled id elsewhere.
-- mend: Remove the row, or correct the id that should point at it.
-- bad: {"organisations": {"org-idle": {"name": "Nobody asks", "kind": "other"}}}
-- good: {}
SELECT 'organisations' AS resource, organisations.row_no, 'organisation_id' AS field,
       organisations.organisation_id AS id, organisations.name AS value, 'nothing names it' AS message
FROM organisations
LEFT JOIN (
  SELECT attributed_to AS used FROM evidence
  UNION SELECT relies_on FROM evidence
  UNION SELECT operated_by FROM stations
  UNION SELECT authority FROM investigations
  UNION SELECT issuer FROM statements
  UNION SELECT actor FROM events
  UNION SELECT operated_by FROM figures
  UNION SELECT claimed_by FROM figures
  UNION SELECT host_party FROM cooperations
  UNION SELECT chinese_party FROM cooperations
) named ON named.used = organisations.organisation_id
WHERE named.used IS NULL
