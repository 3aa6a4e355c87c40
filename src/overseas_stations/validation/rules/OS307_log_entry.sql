-- OS307: a log entry says both or neither
-- severity: error
-- why: A fact of the dossier is used by evidence, or left out with a reason; none falls through.
-- mend: Fill evidence_ids or left_out, not both.
-- bad: {"curation_log": {"example|https://www.example.org/report|1": {"left_out": "off_topic"}}}
-- good: {}
SELECT 'curation_log' AS resource, row_no, 'left_out' AS field,
       file || '|' || url || '|' || fact AS id, COALESCE(left_out, '') AS value,
       'a fact is either used or left out' AS message
FROM curation_log
WHERE (evidence_ids IS NULL) = (left_out IS NULL)
