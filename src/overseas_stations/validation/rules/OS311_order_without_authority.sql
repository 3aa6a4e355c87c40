-- OS311: a statement orders what its issuer cannot
-- severity: warning
-- why: Only an authority of the country in question can order a station closed there, or announce
--   an inquiry of its own. The stance also covers demands: a reader must not take one for an order.
-- mend: Correct the issuer or the stance; where it is a demand, accept the warning and say whose.
-- bad: {"organisations": {"org-ministry": {"country_id": "ES"}}}
-- good: {}
SELECT 'statements' AS resource, statements.row_no, 'stances' AS field, statements.statement_id AS id,
       statements.stances AS value,
       statements.issuer || CASE
         WHEN organisations.kind IN ('ministry', 'police', 'intelligence', 'prosecutor', 'court',
                                     'government', 'local_government')
         THEN ' is no authority of ' || COALESCE(statements.about_country_ids, 'that country')
         ELSE ' is no authority' END AS message
FROM statements
JOIN organisations ON organisations.organisation_id = statements.issuer
WHERE (';' || statements.stances || ';' LIKE '%;orders_closure;%'
       OR ';' || statements.stances || ';' LIKE '%;announces_investigation;%')
  AND NOT (
    organisations.kind IN ('ministry', 'police', 'intelligence', 'prosecutor', 'court', 'government',
                           'local_government')
    AND ';' || COALESCE(statements.about_country_ids, organisations.country_id, '') || ';'
        LIKE '%;' || COALESCE(organisations.country_id, '?') || ';%'
  )
