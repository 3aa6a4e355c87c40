-- OS504: a text that a spreadsheet would run
-- severity: warning
-- why: What begins with = + - or @ is a formula to whoever opens the file in a spreadsheet, and may
--   send what is there elsewhere.
-- mend: Take the sign out; if the text truly begins so, accept the warning with the reason.
-- bad: {"organisations": {"org-ngo": {"name": "=HYPERLINK(\"http://example.org\")"}}}
-- good: {"organisations": {"org-ngo": {"name": "An NGO = one"}}}
SELECT resource, row_no, field, id, value, 'begins like a formula' AS message
FROM (
  SELECT resource, row_no, field, id, value FROM texts
  UNION ALL
  SELECT 'curation_log' AS resource, row_no, 'file' AS field,
         file || '|' || url || '|' || fact AS id, file AS value
  FROM curation_log
  UNION ALL
  SELECT 'retired' AS resource, row_no, 'id' AS field, id, id AS value FROM retired
) AS written
WHERE REGEXP_MATCHES(value, '\A[=+@-]')
  AND NOT REGEXP_MATCHES(value, '\A[+-]?[0-9]+([.][0-9]+)?\z')
