"""Reports, statements, inquiries and events of a large dataset in one order of days.

:func:`overseas_stations.desk.timeline`, said a second time in SQL; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow

from overseas_stations.desk.records import TimelineEntry
from overseas_stations.desk.timeline import DATE, KIND, REPORTED, WHOSE
from overseas_stations.errors import UnknownIdError
from overseas_stations.large import words
from overseas_stations.large.cells import Cells
from overseas_stations.large.index import NEVER, STAR
from overseas_stations.schema.arrow import arrow_schema
from overseas_stations.schema.spec import spec_of
from overseas_stations.validation.sql import earliest_sql, latest_sql, name_sql, text_sql

_NONE = "CAST([] AS VARCHAR[])"


def timeline(cells: Cells, country_id: str | None, station_id: str | None) -> pyarrow.Table:
    """The entries, all or those about a country or a station, by day and then id.

    Raises ``UnknownIdError`` for an unknown country or station.
    """
    cells.with_texts()
    about = ["TRUE"]
    for table, key, wanted in (
        ("countries", "country_id", country_id),
        ("stations", "station_id", station_id),
    ):
        if wanted is not None:
            rows = f"SELECT COUNT(*) FROM ({cells.rows(table)}) WHERE {key} = {text_sql(wanted)}"
            if not cells.store.value(rows):
                raise UnknownIdError(f"{table} has no record {wanted!r}")
            about.append(f"LIST_CONTAINS({key}s, {text_sql(wanted)})")
    found = cells.store.arrow(_query(cells, " AND ".join(about)))
    return found.cast(arrow_schema(spec_of(TimelineEntry)))


def _query(cells: Cells, about: str) -> str:
    columns = []
    for field in spec_of(TimelineEntry).fields:
        columns.append(name_sql(field.name))
        if field.type == "date":
            columns += [
                f"{earliest_sql(field.name)} AS {field.name}_earliest",
                f"{latest_sql(field.name)} AS {field.name}_latest",
            ]
    return f"""
        WITH names AS MATERIALIZED (
            SELECT organisation_id, name FROM {cells.store.source("organisations")}
        ),
        stations_then AS MATERIALIZED ({_labelled(cells)}),
        about AS MATERIALIZED (
            SELECT * FROM ({" UNION ALL ".join(_records(cells))}) WHERE {about}
        ),
        heard AS MATERIALIZED ({_heard(cells)}),
        told AS MATERIALIZED ({_told(cells)}),
        entries AS ({_reports()} UNION ALL {_acts()})
        SELECT {", ".join(columns)} FROM entries ORDER BY sort_day, record_id
    """


def _labelled(cells: Cells) -> str:
    """The stations with their labels, numbered where two are alike."""
    countries = cells.store.source("countries")
    return f"""
        SELECT * REPLACE (CASE COUNT(*) OVER (PARTITION BY label) WHEN 1 THEN label
            ELSE label || ' ' || ROW_NUMBER() OVER (PARTITION BY label ORDER BY n) END AS label)
        FROM (
            SELECT t.*, {words.label()} AS label FROM ({cells.rows("stations")}) AS t
            LEFT JOIN {countries} AS c ON c.country_id = t.country_id
            LEFT JOIN names AS b ON b.organisation_id = t.operated_by
        )
    """


def _records(cells: Cells) -> Iterator[str]:
    """Of every record that appeared: what it is about, whose it is, when, and its sentence."""
    for name in (*REPORTED, *WHOSE):
        spec = cells.store.spec(name)
        first, _ = cells.index.ranges[name]
        rows = "stations_then" if name == "stations" else f"({cells.rows(name)})"
        given, latest, bounds = "NULL", "CAST(NULL AS DATE)", ""
        if name in DATE:
            given, latest = f"t.{DATE[name]}", "w.latest"
            bounds = f"LEFT JOIN {cells.index.dates(name, DATE[name])} AS w ON w.text = {given}"
        summary = words.described(name)
        if "summary" in spec.columns:
            summary = f"COALESCE(t.summary, {summary})"
        own = "t.about_country_ids" if name == "statements" else "[t.country_id]"
        stations, places, of_stations = "[t.station_id]", own, ""
        if name != "stations":
            stations = "t.station_ids" if "station_ids" in spec.columns else _NONE
        if "station_ids" in spec.columns:
            of_stations = f"LEFT JOIN ({_hosts(rows)}) AS h ON h.n = t.n"
            places = f"LIST_CONCAT({own}, COALESCE(h.country_ids, {_NONE}))"
        if name == "events":
            inquiries = f"({cells.rows('investigations')})"
            of_stations += f" LEFT JOIN {inquiries} AS q ON q.investigation_id = t.investigation_id"
            stations = f"CASE WHEN LEN(t.station_ids) > 0 THEN t.station_ids ELSE COALESCE(q.station_ids, {_NONE}) END"
        joins = [bounds, of_stations]
        if name in words.NAMED:
            joins.append(f"LEFT JOIN names AS o ON o.organisation_id = t.{words.NAMED[name]}")
        if name == "figures":
            countries = cells.store.source("countries")
            joins.append("LEFT JOIN names AS b ON b.organisation_id = t.operated_by")
            joins.append(f"LEFT JOIN {countries} AS c ON c.country_id = t.country_id")
        yield f"""
            SELECT t.n + {first} AS g, {text_sql(name)} AS record_table,
                {text_sql(KIND[name].value)} AS kind, t.{spec.key[0]} AS record_id,
                {_distinct(places)} AS country_ids, {stations} AS station_ids,
                {f"t.{WHOSE[name]}" if name in WHOSE else "NULL"} AS "by",
                {given} AS given, {latest} AS latest, d.appeared, {summary} AS summary
            FROM {rows} AS t JOIN {cells.index.appeared()} AS d ON d.g = t.n + {first} {" ".join(joins)}
            WHERE d.appeared < {NEVER}
        """


def _hosts(rows: str) -> str:
    """The countries of each record's stations, in their order."""
    return f"""
        SELECT r.n, LIST(s.country_id ORDER BY r.place) AS country_ids FROM (
            SELECT n, UNNEST(station_ids) AS station_id,
                GENERATE_SUBSCRIPTS(station_ids, 1) AS place FROM {rows}
        ) AS r JOIN stations_then AS s ON s.station_id = r.station_id GROUP BY r.n
    """


def _distinct(items: str) -> str:
    """The items of a list that are there, each once, in order."""
    return f"LIST_FILTER({items}, lambda x, i: x IS NOT NULL AND LIST_POSITION({items}, x) = i)"


def _heard(cells: Cells) -> str:
    """The rows that say these records exist. Few: names are looked up for no others."""
    return f"""
        SELECT i.n, i.g, i.day, e.attributed_to, e.source_id FROM (
            SELECT n, g, day FROM {cells.index.evidence()}
            WHERE supports AND {cells.index.names(STAR)} AND {cells.known("day")}
                AND g IN (SELECT g FROM about)
        ) AS i JOIN {cells.store.source("evidence")} AS e USING (n)
    """


def _told(cells: Cells) -> str:
    """The rows that say these records exist, with the day that each source gives of itself."""
    withdrawn = "x.n IS NOT NULL" if cells.day is None else cells.known("x.day")
    day = "COALESCE(s.published_on, '../' || d.dated)"
    breadth = (
        "COALESCE(w.latest, d.dated, DATE '9999-12-31') - COALESCE(w.earliest, DATE '0001-01-01')"
    )
    undated = "w.text IS NOT NULL AND w.latest IS NULL"
    breadth = f"CASE WHEN {undated} THEN DATE '9999-12-31' - w.earliest ELSE {breadth} END"
    return f"""
        SELECT i.g, i.day, o.n AS claimant, o.organisation_id AS attributed_to, s.source_id,
            COALESCE({withdrawn}, FALSE) AS withdrawn, {day} AS given, {breadth} AS breadth
        FROM heard AS i
        JOIN {cells.store.source("organisations")} AS o ON o.organisation_id = i.attributed_to
        JOIN {cells.store.source("sources")} AS s ON s.source_id = i.source_id
        LEFT JOIN {cells.index.withdrawals()} AS x ON x.n = i.n
        LEFT JOIN {cells.index.dates("sources", "published_on")} AS w ON w.text = s.published_on
        LEFT JOIN ({cells.dated()}) AS d ON d.n = s.n
    """


_WORD = """
    COALESCE(LIST_SORT(LIST(DISTINCT attributed_to) FILTER (attributed_to IS NOT NULL)), CAST([] AS VARCHAR[])) AS claimants,
    COALESCE(LIST_SORT(LIST(DISTINCT source_id) FILTER (source_id IS NOT NULL)), CAST([] AS VARCHAR[])) AS source_ids,
    COALESCE(BOOL_AND(withdrawn), FALSE) AS withdrawn
"""


def _reports() -> str:
    """An entry for each day on which a further claimant's word on a record was first known."""
    return f"""
        SELECT a.record_table, a.record_id, a.kind, a.country_ids, a.station_ids, a."by", a.summary,
            r.sort_day, r.day, r.claimants, r.source_ids, r.withdrawn
        FROM about AS a JOIN (
            SELECT g, sort_day, ARG_MIN(given, ROW(breadth, given)) FILTER (given IS NOT NULL) AS day, {_WORD}
            FROM (
                SELECT t.*, GREATEST(t.day, b.appeared) AS sort_day FROM told AS t
                JOIN (SELECT g, appeared FROM about WHERE kind = 'report') AS b USING (g)
                WHERE t.day < {NEVER}
                QUALIFY t.day = MIN(t.day) OVER (PARTITION BY t.g, t.claimant)
            ) GROUP BY g, sort_day
        ) AS r USING (g)
    """


def _acts() -> str:
    """One entry for each statement, inquiry and event."""
    return f"""
        SELECT a.record_table, a.record_id, a.kind, a.country_ids, a.station_ids, a."by", a.summary,
            LEAST(COALESCE(a.latest, a.appeared), a.appeared) AS sort_day, a.given AS day,
            COALESCE(r.claimants, {_NONE}) AS claimants, COALESCE(r.source_ids, {_NONE}) AS source_ids,
            COALESCE(r.withdrawn, FALSE) AS withdrawn
        FROM about AS a LEFT JOIN (SELECT g, {_WORD} FROM told GROUP BY g) AS r USING (g)
        WHERE a.kind <> 'report'
    """
