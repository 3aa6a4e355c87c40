"""How complete a large list is, by country: gathered in SQL, told in the words of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow

from overseas_stations.derive.status import STATUS_AFTER
from overseas_stations.desk.records import CountryCompleteness
from overseas_stations.desk.shortfall import LESSER, Gathered, upper, warning
from overseas_stations.large.cells import Cells
from overseas_stations.large.index import NEVER
from overseas_stations.records import Figure
from overseas_stations.schema.arrow import to_arrow
from overseas_stations.validation.sql import text_sql
from overseas_stations.vocabulary import AUTHORITY_KINDS, EventKind, FigureScope, Measure

#: The columns of a figure that a row of completeness is made from.
_FIGURE = ("figure_id", "value", "value_to", "qualifier", "claimed_by", "operated_by")


def completeness(cells: Cells) -> pyarrow.Table:
    """As :func:`overseas_stations.desk.completeness`: a row a country, of which there are few."""
    found = cells.store.arrow(_query(cells)).to_pylist()
    rows = [CountryCompleteness.model_validate(_row(told)) for told in found]
    return to_arrow(CountryCompleteness, rows)


def statuses(cells: Cells) -> str:
    """The status of each station that an event gave one: the rule of ``derive.statuses``.

    The last event that is no finding decides; a finding after ``not_found`` makes it reported again.
    """
    found, not_found = text_sql(EventKind.FOUND_TO_EXIST.value), text_sql(EventKind.NOT_FOUND.value)
    first, _ = cells.index.ranges["events"]
    named = " ".join(
        f"WHEN {text_sql(k.value)} THEN {text_sql(s)}" for k, s in STATUS_AFTER.items()
    )
    order = "LEAST(COALESCE(b.latest, appeared), appeared), appeared, e.event_id"
    return f"""
        SELECT station_id, CASE
            WHEN ARG_MAX(kind, rank) FILTER (kind <> {found}) = {not_found}
                AND MAX(rank) FILTER (kind = {found}) > MAX(rank) FILTER (kind <> {found})
            THEN {text_sql(STATUS_AFTER[EventKind.FOUND_TO_EXIST])}
            ELSE CASE ARG_MAX(kind, rank) FILTER (kind <> {found}) {named} END END AS status
        FROM (
            SELECT e.kind, UNNEST(e.station_ids) AS station_id, ROW_NUMBER() OVER (ORDER BY {order}) AS rank
            FROM (
                SELECT t.*, COALESCE(d.appeared, {NEVER}) AS appeared
                FROM ({cells.rows("events", texts=False)}) AS t
                LEFT JOIN {cells.index.appeared()} AS d ON d.g = t.n + {first}
            ) AS e
            LEFT JOIN {cells.index.dates("events", "occurred_on")} AS b ON b.text = e.occurred_on
            LEFT JOIN {cells.store.source("organisations")} AS o ON o.organisation_id = e.actor
            WHERE e.kind IN ({_listed(k.value for k in STATUS_AFTER)})
                AND e.n + {first} IN ({cells.standing("events")})
                AND (e.kind <> {not_found} OR COALESCE(o.kind, '') IN ({_listed(AUTHORITY_KINDS)}))
        )
        GROUP BY station_id
    """


def _query(cells: Cells) -> str:
    """One row a country that anything is known of, with all numbers of it."""
    first, _ = cells.index.ranges["figures"]
    of = ", ".join(f"{column} := {column}" for column in (*_FIGURE, "known"))
    return f"""
        WITH stations_then AS MATERIALIZED ({cells.rows("stations", texts=False)}),
        told AS MATERIALIZED (
            SELECT f.*, NULLIF(d.appeared, {NEVER}) AS known FROM ({cells.rows("figures", texts=False)}) AS f
            LEFT JOIN {cells.index.appeared()} AS d ON d.g = f.n + {first}
            WHERE f.measure = {text_sql(Measure.STATIONS.value)} AND f.per_measure IS NULL
                AND f.n + {first} IN ({cells.standing("figures")})
        ),
        numbers AS (SELECT * FROM told WHERE scope = {text_sql(FigureScope.COUNTRY.value)}
            AND country_id IS NOT NULL),
        highest AS (
            SELECT country_id, STRUCT_PACK({of}) AS highest FROM numbers WHERE value IS NOT NULL
            QUALIFY ROW_NUMBER() OVER (PARTITION BY country_id ORDER BY COALESCE(value_to, value) DESC,
                operated_by IS NULL DESC, known NULLS LAST, n) = 1
        ),
        latest AS (
            SELECT country_id, STRUCT_PACK({of}) AS latest FROM numbers WHERE value IS NOT NULL
            QUALIFY ROW_NUMBER() OVER (PARTITION BY country_id ORDER BY known DESC NULLS LAST,
                operated_by IS NULL DESC, figure_id DESC) = 1
        ),
        alike AS (
            SELECT s.country_id, COUNT(DISTINCT o.station_id) AS alike FROM (
                SELECT country_id, UNNEST(LIST_PREPEND(station_id, possibly_same_as)) AS other
                FROM stations_then WHERE LEN(possibly_same_as) > 0
            ) AS s
            JOIN stations_then AS o ON o.station_id = s.other AND o.country_id = s.country_id
            GROUP BY s.country_id
        ),
        itemised AS (
            SELECT country_id, COUNT(*) AS rows,
                COUNT(*) FILTER (COALESCE(city, region, premises) IS NULL) AS nowhere,
                COUNT(*) FILTER (designation IN ({_listed(LESSER)})) AS lesser,
                COUNT(*) FILTER (status = 'not_substantiated') AS not_found,
                COUNT(*) FILTER (status IN ('closure_ordered', 'reported_closed')) AS closed
            FROM stations_then LEFT JOIN ({statuses(cells)}) USING (station_id) GROUP BY country_id
        ),
        regional AS (
            SELECT country_id, LIST_SORT(LIST(DISTINCT place)) AS regional FROM (
                SELECT country_id, UNNEST([city, region]) AS place FROM stations_then
            ) WHERE place IN (SELECT region FROM told
                WHERE scope = {text_sql(FigureScope.REGION.value)} AND region IS NOT NULL)
            GROUP BY country_id
        ),
        inquiries AS (SELECT country_id, COUNT(*) AS inquiries FROM ({cells.rows("investigations", texts=False)}) GROUP BY 1),
        uttered AS (
            SELECT country_id, COUNT(*) AS statements FROM (
                SELECT UNNEST(about_country_ids) AS country_id FROM ({cells.rows("statements", texts=False)})
            ) GROUP BY country_id
        ),
        counted AS (SELECT country_id, COUNT(*) AS figures FROM numbers GROUP BY country_id),
        names AS (
            SELECT organisation_id, name FROM {cells.store.source("organisations")}
            WHERE organisation_id IN (
                SELECT UNNEST([highest.claimed_by, highest.operated_by]) FROM highest
            )
        )
        SELECT c.country_id, c.name, c.looked_until, i.rows, i.nowhere, i.lesser, i.not_found, i.closed,
            a.alike, r.regional, q.inquiries, s.statements, f.figures, h.highest, l.latest,
            w.name AS claimed_by, b.name AS run_by
        FROM ({cells.rows("countries")}) AS c
        LEFT JOIN itemised AS i USING (country_id) LEFT JOIN alike AS a USING (country_id)
        LEFT JOIN regional AS r USING (country_id) LEFT JOIN inquiries AS q USING (country_id)
        LEFT JOIN uttered AS s USING (country_id) LEFT JOIN counted AS f USING (country_id)
        LEFT JOIN highest AS h USING (country_id) LEFT JOIN latest AS l USING (country_id)
        LEFT JOIN names AS w ON w.organisation_id = h.highest.claimed_by
        LEFT JOIN names AS b ON b.organisation_id = h.highest.operated_by
        WHERE COALESCE(i.rows, q.inquiries, s.statements, f.figures) IS NOT NULL
        ORDER BY c.n
    """


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(text_sql(str(value)) for value in values))


def _row(told: dict[str, Any]) -> dict[str, Any]:
    """A country's row, from what was gathered of it."""
    numbers = {
        name: told[name] or 0
        for name in ("rows", "alike", "nowhere", "lesser", "not_found", "closed")
    }
    highest = _figure(told["highest"])
    gathered = Gathered(
        **numbers,
        highest=highest,
        claimed_by=told["claimed_by"] or (highest.claimed_by if highest else ""),
        run_by=told["run_by"] or (highest.operated_by if highest else None),
        regional=told["regional"] or (),
        has_figures=bool(told["figures"]),
    )
    return {
        "country_id": told["country_id"],
        "country_name": told["name"],
        "stations_itemised": numbers["rows"],
        **_of("highest", told["highest"]),
        **_of("latest", told["latest"]),
        "inquiries": told["inquiries"] or 0,
        "statements": told["statements"] or 0,
        "looked_until": told["looked_until"],
        "warning": warning(gathered),
    }


def _figure(told: dict[str, Any] | None) -> Figure | None:
    if told is None:
        return None
    shared = {"scope": FigureScope.COUNTRY, "measure": Measure.STATIONS}
    return Figure.model_validate({**shared, **{column: told[column] for column in _FIGURE}})


def _of(which: str, told: dict[str, Any] | None) -> dict[str, Any]:
    figure = _figure(told)
    if told is None or figure is None:
        return {}
    return {
        f"{which}_value": upper(figure),
        f"{which}_qualifier": figure.qualifier,
        f"{which}_claimed_by": figure.claimed_by,
        f"{which}_figure_id": figure.figure_id,
        f"{which}_known_on": told["known"],
    }
