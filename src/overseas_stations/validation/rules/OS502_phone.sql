-- OS502: a phone number in a text
-- severity: error
-- why: Nobody is to be reached through this dataset.
-- mend: Take the number out.
-- bad: {"organisations": {"org-ngo": {"name": "Some NGO +31 20 555 0123"}}}
-- good: {"organisations": {"org-ngo": {"name": "Some NGO 2022-2023"}}}
SELECT resource, row_no, field, id, value, 'holds a phone number' AS message
FROM texts
WHERE REGEXP_MATCHES(value, '([+]|(^|[^0-9A-Za-z-])00)[1-9][0-9]{0,2}[ ()./-]*[0-9]{1,4}[ ()./-]*[0-9]{2,4}[ ()./-]*[0-9]{2,4}')
   OR REGEXP_MATCHES(value, '(^|[^0-9A-Za-z-])[(]?0[0-9]{1,4}[)]?[ /.-][0-9]{3,4}[ .-]?[0-9]{3,4}($|[^0-9-])')
