-- OS204: a date lies in the future
-- severity: error
-- why: Only what has happened is entered.
-- mend: Correct the date; what is announced for a later day waits until a source says that it
--   happened.
-- bad: {"sources": {"src-ngo-0001": {"accessed_on": "2999-01-01"}}}
-- good: {}
SELECT dates.resource, dates.row_no, dates.field, dates.id, dates.value,
       'lies after the day of this run, ' || CAST(run.today AS VARCHAR) AS message
FROM dates
CROSS JOIN run
WHERE dates.earliest > run.today
