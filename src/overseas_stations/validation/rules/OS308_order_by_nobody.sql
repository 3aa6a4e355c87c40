-- OS308: a finding by an authority that has none
-- severity: warning
-- why: An order to close, a charge or a finding that a station exists takes public authority.
-- mend: Correct actor; what an outlet reports is reported_closed or reported_active.
-- bad: {"events": {"evt-nl-001": {"actor": "org-ngo"}}, "evidence": {"evd-000000000005":
--   {"attributed_to": "org-ngo"}}}
-- good: {}
SELECT 'events' AS resource, events.row_no, 'actor' AS field, events.event_id AS id,
       COALESCE(events.actor, '') AS value, 'is no authority that could do this' AS message
FROM events
LEFT JOIN organisations ON organisations.organisation_id = events.actor
WHERE events.kind IN ('ordered_closed', 'found_to_exist', 'charges_filed', 'sentence', 'conviction')
  AND events.actor IS NOT NULL
  AND COALESCE(organisations.kind, '') NOT IN ('ministry', 'police', 'intelligence', 'prosecutor',
                                               'court', 'government', 'local_government')
