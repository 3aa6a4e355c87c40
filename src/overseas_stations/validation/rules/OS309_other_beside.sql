-- OS309: other stands beside another stance
-- severity: error
-- why: A stance of its own says what the statement says; other means that none does.
-- mend: Take other out of the list, or the rest if nothing of it was said.
-- bad: {"statements": {"stm-nl-001": {"stances": "orders_closure;other"}}}
-- good: {"statements": {"stm-nl-001": {"stances": "other"}}}
SELECT 'statements' AS resource, row_no, 'stances' AS field, statement_id AS id, stances AS value,
       'other stands alone or not at all' AS message
FROM statements
WHERE stances LIKE '%;other%' OR stances LIKE 'other;%'
