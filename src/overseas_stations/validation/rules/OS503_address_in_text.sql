-- OS503: an address of the web in a text
-- severity: error
-- why: Where something was read is a source, with its date and its publisher; in prose it rots
--   unseen.
-- mend: Enter it in sources and cite it with evidence.
-- bad: {"statements": {"stm-nl-001": {"summary": "See https://www.example.org for more."}},
--   "evidence": {"evd-000000000004": {"fields":
--   "*;issuer;scope;about_country_ids;made_on;stances;summary"}}}
-- good: {}
SELECT resource, row_no, field, id, value, 'holds a web address' AS message
FROM texts
WHERE kind = 'text' AND REGEXP_MATCHES(value, '(https?://|www[.])')
