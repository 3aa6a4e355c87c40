-- OS501: an e-mail address in a text
-- severity: error
-- why: Nobody is to be reached through this dataset.
-- mend: Take the address out.
-- bad: {"organisations": {"org-ngo": {"name": "Some NGO info@example.org"}}}
-- good: {}
SELECT resource, row_no, field, id, value, 'holds an e-mail address' AS message
FROM texts
WHERE REGEXP_MATCHES(value, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+[.][A-Za-z]+')
