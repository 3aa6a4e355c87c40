-- OS202: an inquiry concludes before it opens
-- severity: error
-- why: One of the two dates is wrong.
-- mend: Correct the event's date or opened from their sources; keep both tellings as evidence.
-- bad: {"events": {"evt-nl-001": {"kind": "closed_without_charges", "investigation_id":
--   "inv-nl-001", "occurred_on": "2022-08-01"}}, "evidence": {"evd-000000000005": {"fields":
--   "*;kind;occurred_on;actor;country_id;station_ids;investigation_id"}}}
-- good: {}
SELECT 'events' AS resource, events.row_no, 'occurred_on' AS field, events.event_id AS id,
       events.occurred_on AS value,
       investigations.investigation_id || ' opened later, ' || investigations.opened AS message
FROM events
JOIN investigations ON investigations.investigation_id = events.investigation_id
WHERE events.kind IN ('closed_no_offence', 'closed_without_charges', 'closed_result_withheld',
                      'not_found', 'charges_filed', 'conviction', 'acquittal', 'sentence')
  AND events.occurred_on_latest < investigations.opened_earliest
