-- OS303: proceedings that do not say what they are about
-- severity: error
-- why: A fraud case must not pass for a police station case.
-- mend: Fill concerns_station for referral to prosecutors, arrest, charges, plea, conviction,
--   acquittal and sentence, and only there.
-- bad: {"events": {"evt-nl-001": {"kind": "arrest"}}}
-- good: {"events": {"evt-nl-001": {"kind": "arrest", "concerns_station": "no"}}, "evidence":
--   {"evd-000000000005": {"fields":
--   "*;kind;occurred_on;actor;country_id;station_ids;concerns_station"}}}
SELECT 'events' AS resource, row_no, 'concerns_station' AS field, event_id AS id,
       COALESCE(concerns_station, '') AS value, 'does not fit the kind ' || kind AS message
FROM events
WHERE (concerns_station IS NULL) = (kind IN ('referred_to_prosecutors', 'arrest', 'charges_filed',
                                             'guilty_plea', 'conviction', 'acquittal', 'sentence'))
