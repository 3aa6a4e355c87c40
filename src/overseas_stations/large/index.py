"""When each thing was known: tables made once for a dataset, for every day that is asked for.

Rows are joined on numbers: ``n`` is a row's number in its file, ``g`` a record's among the records
of all tables. Whatever never became known did so on the day ``infinity``, which is after every day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from overseas_stations.large.store import Store
from overseas_stations.records import RECORDS
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, TableSpec
from overseas_stations.validation.sql import earliest_sql, latest_sql, name_sql, text_sql
from overseas_stations.vocabulary import Relation

#: The record tables in the order of their numbers.
NUMBERED = tuple(name for name in RECORDS if name in RECORD_TABLES)

NEVER = "CAST('infinity' AS DATE)"

#: The bit of ``*`` in a mask; a column's is its place in the schema.
STAR = 62


class Index:
    """The tables of days, each made when first asked for; every method gives a table's name."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def dates(self, table: str, column: str) -> str:
        """Every ``text`` that a column of partial dates may show, with its first and last day."""
        return self.store.once(f"{table}_{column}_dates", lambda: self._dates(table, column))

    def _dates(self, table: str, column: str) -> str:
        spec = self.store.spec(table)
        texts = f"SELECT {name_sql(column)} AS text FROM {self.store.source(table)}"
        if spec.has_evidence and may_be_told(spec.field(column)):
            place = spec.columns.index(column)
            texts += f" UNION SELECT value FROM {self.told(table)} WHERE place = {place}"
        return (
            f"SELECT text, {earliest_sql('text')} AS earliest, {latest_sql('text')} AS latest "
            f"FROM (SELECT DISTINCT text FROM ({texts})) WHERE text IS NOT NULL"
        )

    def sources(self) -> str:
        """Of each source: when it was known, and known by a date of its own or of a copy.

        Also when its ``derived_from`` and its ``standing_source`` were known.
        """
        return self.store.once("source_index", self._sources)

    def _sources(self) -> str:
        base = self._base()
        told = self.store.once("source_told", lambda: _told_below(self.retellings()))
        days = (
            f"SELECT b.n, b.source_id, b.derived_from, b.standing_source, "
            f"CASE WHEN t.root IS NULL THEN COALESCE(published, archived) ELSE t.dated END AS dated, "
            f"CASE WHEN t.root IS NULL THEN COALESCE(published, archived, accessed) ELSE t.known END AS known "
            f"FROM {base} AS b LEFT JOIN {told} AS t ON t.root = b.n"
        )
        return f"""
            WITH days AS (
                SELECT * REPLACE (COALESCE(dated, {NEVER}) AS dated, COALESCE(known, {NEVER}) AS known)
                FROM ({days})
            )
            SELECT d.n, d.source_id, d.dated, d.known, COALESCE(p.known, {NEVER}) AS parent_known,
                COALESCE(s.known, {NEVER}) AS standing_known
            FROM days AS d
            LEFT JOIN (SELECT source_id, known FROM days) AS p ON p.source_id = d.derived_from
            LEFT JOIN (SELECT source_id, known FROM days) AS s ON s.source_id = d.standing_source
        """

    def _base(self) -> str:
        return self.store.once("source_dates", self._source_dates)

    def retellings(self) -> str:
        """Of each undated source that is retold, by ``root``: itself and all below, by ``n``."""
        return self.store.once("source_retellings", lambda: _retellings(self._base()))

    def _source_dates(self) -> str:
        source = self.store.source("sources")
        named = {"published": "published_on", "archived": "archived_on", "accessed": "accessed_on"}
        days = ", ".join(f"{short}.latest AS {short}" for short in named)
        joins = " ".join(
            f"LEFT JOIN {self.dates('sources', column)} AS {short} ON {short}.text = o.{column}"
            for short, column in named.items()
        )
        return f"""
            SELECT o.n, o.source_id, o.derived_from, o.standing_source, p.n AS parent, {days}
            FROM {source} AS o {joins}
            LEFT JOIN (SELECT n, source_id FROM {source}) AS p ON p.source_id = o.derived_from
        """

    def records(self) -> str:
        """The number and id of every record."""
        return self.store.once("record_index", self._records)

    def _records(self) -> str:
        return " UNION ALL ".join(
            f"SELECT n + {first} AS g, {name_sql(self.store.spec(name).key[0])} AS id "
            f"FROM {self.store.source(name)}"
            for name, (first, _) in self.ranges.items()
        )

    @cached_property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """The first number of each table's records, and the one after the last."""
        sizes = [self.store.value(f"SELECT COUNT(*) FROM {self.store.source(t)}") for t in NUMBERED]
        ends = [*accumulate([0, *sizes])]
        return dict(zip(NUMBERED, pairwise(ends), strict=True))

    def evidence(self) -> str:
        """Of each row: its record, source and claimant by number, its columns as a mask, its days.

        ``withdrawn`` is NULL where the row was not, else the day on which that was known.
        """
        return self.store.once("evidence_index", self._evidence)

    def _evidence(self) -> str:
        evidence, sources = self.store.source("evidence"), self.sources()
        masks = self.store.once("evidence_masks", self._masks)
        organisations = self.store.source("organisations")
        return f"""
            SELECT e.n, r.g, s.n AS source, o.n AS claimant, COALESCE(s.known, {NEVER}) AS day,
                e.relation = {text_sql(Relation.SUPPORTS.value)} AS supports, m.mask, m.required, m.naming, e.value,
                CASE WHEN e.withdrawn_by IS NOT NULL THEN COALESCE(w.known, {NEVER}) END AS withdrawn
            FROM {evidence} AS e
            JOIN {masks} AS m ON m.record_table = e.record_table AND m.fields = e.fields
            LEFT JOIN {self.records()} AS r ON r.id = e.record_id
            LEFT JOIN {sources} AS s ON s.source_id = e.source_id
            LEFT JOIN (SELECT source_id, known FROM {sources}) AS w ON w.source_id = e.withdrawn_by
            LEFT JOIN (SELECT n, organisation_id FROM {organisations}) AS o
                ON o.organisation_id = e.attributed_to
        """

    def _masks(self) -> str:
        """Every list of columns that evidence names, as bits: which, which required, which naming."""
        distinct = f"SELECT DISTINCT record_table, fields FROM {self.store.source('evidence')}"
        most = max(len(_required(self.store.spec(name))) for name in NUMBERED)
        bits: dict[str, Callable[[TableSpec], str]] = {
            "mask": lambda spec: _bits([*spec.columns], {"*": STAR}),
            # Where a table requires fewer columns than another, each row speaks to the rest.
            "required": lambda spec: _bits(
                _required(spec), spoken=range(len(_required(spec)), most)
            ),
            "naming": lambda spec: _bits(_naming(spec)),
        }
        masks = []
        for kind, bits_of in bits.items():
            cases = " ".join(
                f"WHEN {text_sql(name)} THEN {bits_of(self.store.spec(name))}" for name in NUMBERED
            )
            masks.append(f"CAST(CASE record_table {cases} END AS BIGINT) AS {kind}")
        return f"SELECT *, {', '.join(masks)} FROM ({distinct})"

    def days(self, name: str) -> str:
        """Of each record of a table, by ``n``: when it appeared, and its cells did.

        ``all_known`` is the day on which all its rows were known; of a column ``c`` that wants
        evidence ``c_on`` is the day from which its cell shows in full, and ``c_first`` that on
        which it was first supported.
        """
        return self.store.once(f"{name}_days", lambda: self._days(name))

    def _days(self, name: str) -> str:
        first, end = self.ranges[name]
        cells = ", ".join(_cell_days(self.store.spec(name)))
        return f"""
            SELECT g - {first} AS n, ANY_VALUE(a.appeared) AS appeared, MAX(day) AS all_known, {cells}
            FROM {self.evidence()} JOIN {self.appeared()} AS a USING (g)
            WHERE g >= {first} AND g < {end} GROUP BY g
        """

    def appeared(self) -> str:
        """When each record of any table appeared, by ``g``: its required cells supported.

        ``named_0``, ``named_1``…: when its columns that point at organisations show in full.
        """
        return self.store.once("appeared_index", self._appeared)

    def _appeared(self) -> str:
        most = max(len(_required(self.store.spec(name))) for name in NUMBERED)
        firsts = [
            f"COALESCE(MIN(day) FILTER (supports AND required & {1 << at} <> 0), {NEVER})"
            for at in range(most)
        ]
        named = [
            f"MIN(day) FILTER (supports AND value IS NULL AND naming & {1 << at} <> 0) AS named_{at}"
            for at in range(max(len(_naming(self.store.spec(name))) for name in NUMBERED))
        ]
        return (
            f"SELECT g, GREATEST({', '.join(firsts)}) AS appeared, "
            f"{', '.join(named)} FROM {self.evidence()} WHERE g IS NOT NULL GROUP BY g"
        )

    def told(self, name: str) -> str:
        """What rows hold instead of a table's cells, by ``n`` and the column's place.

        ``breadth`` puts the most precise before the less precise, and texts in their order.
        """
        return self.store.once(f"{name}_told", lambda: self._told(name))

    def _told(self, name: str) -> str:
        first, end = self.ranges[name]
        told = self.store.once(
            "told_index",
            lambda: (
                f"SELECT g, day, mask, value FROM {self.evidence()} "
                "WHERE supports AND value IS NOT NULL"
            ),
        )
        rows = f"SELECT g - {first} AS n, * FROM {told} WHERE g >= {first} AND g < {end}"
        parts = [
            f"SELECT n, {at} AS place, day, value, {_breadth(field)} AS breadth "
            f"FROM rows WHERE mask & {1 << at} <> 0"
            for at, field in enumerate(self.store.spec(name).fields)
            if may_be_told(field)
        ]
        return f"WITH rows AS MATERIALIZED ({rows}) {' UNION ALL '.join(parts)}"

    def organisations(self) -> str:
        """Of each organisation that anything mentions, by ``id``: since when it was mentioned."""
        return self.store.once("organisation_index", self._organisations)

    def _organisations(self) -> str:
        evidence, organisations = self.store.source("evidence"), self.store.source("organisations")
        seen = (
            f"SELECT i.n, i.claimant, GREATEST(i.day, COALESCE(a.appeared, {NEVER})) AS since "
            f"FROM {self.evidence()} AS i LEFT JOIN {self.appeared()} AS a USING (g)"
        )
        parts = [
            f"SELECT o.organisation_id AS id, s.since FROM ("
            f"SELECT claimant, MIN(since) AS since FROM ({seen}) GROUP BY claimant) AS s "
            f"JOIN {organisations} AS o ON o.n = s.claimant",
            f"SELECT e.relies_on AS id, s.since FROM {evidence} AS e JOIN ({seen}) AS s USING (n) "
            "WHERE e.relies_on IS NOT NULL",
        ]
        for name, at, field in organisation_columns(self.store):
            first, _ = self.ranges[name]
            column = name_sql(field.name)
            parts.append(
                f"SELECT t.{column} AS id, COALESCE(GREATEST(a.appeared, "
                f"COALESCE(a.named_{at}, {NEVER})), {NEVER}) AS since "
                f"FROM {self.store.source(name)} AS t "
                f"LEFT JOIN {self.appeared()} AS a ON a.g = t.n + {first} "
                f"WHERE t.{column} IS NOT NULL"
            )
        return f"SELECT id, MIN(since) AS since FROM ({' UNION ALL '.join(parts)}) GROUP BY id"


def organisation_columns(store: Store) -> Iterator[tuple[str, int, FieldSpec]]:
    """The columns of record tables that point at organisations, numbered within their table."""
    for name in NUMBERED:
        spec = store.spec(name)
        for at, column in enumerate(_naming(spec)):
            yield name, at, spec.field(column)


def may_be_told(field: FieldSpec) -> bool:
    """Whether a source may hold another value for a column, which then shows until the cell does."""
    return field.wants_evidence and field.kind != "text"


def _bits(
    columns: Sequence[str], others: Mapping[str, int] | None = None, spoken: Iterable[int] = ()
) -> str:
    """The columns that ``fields`` names as bits, by their place; those ``spoken`` always."""
    places = {**{column: at for at, column in enumerate(columns)}, **(others or {})}
    named = (
        f"CASE WHEN LIST_CONTAINS(fields, {text_sql(column)}) THEN {1 << at} ELSE 0 END"
        for column, at in places.items()
    )
    return " | ".join(["0", *named, *(str(1 << at) for at in spoken)])


def _required(spec: TableSpec) -> list[str]:
    return [f.name for f in spec.fields if f.required and f.wants_evidence]


def _naming(spec: TableSpec) -> list[str]:
    return [f.name for f in spec.fields if f.references == "organisations"]


def _cell_days(spec: TableSpec) -> Iterator[str]:
    for at, field in enumerate(spec.fields):
        if not field.wants_evidence:
            continue
        named = f"supports AND mask & {1 << at} <> 0"
        shown = "MAX(day)" if field.kind == "text" else "MIN(day)"
        plain = named if field.kind == "text" else f"{named} AND value IS NULL"
        yield f"{shown} FILTER ({plain}) AS {name_sql(field.name + '_on')}"
        yield f"MIN(day) FILTER ({named}) AS {name_sql(field.name + '_first')}"


def _breadth(field: FieldSpec) -> str:
    """What the tellings of a cell are put in order by, as :func:`derive.as_of` does."""
    if field.type == "date":
        days = f"{latest_sql('value')} - {earliest_sql('value')}"
        return f"ROW(COALESCE({days}, 2147483647), value)"
    kind = {"integer": "BIGINT", "number": "DOUBLE"}.get(field.type)
    text = f"CAST(CAST(value AS {kind}) AS VARCHAR)" if kind else "value"
    return f"ROW(2147483647, {text})"


def _retellings(base: str) -> str:
    """Of each source without a date that is retold: itself and what retells it, with the way there.

    A way ends at what has a date of its own, and never comes by one source twice.
    """
    return f"""
        WITH RECURSIVE below AS (
            SELECT n AS root, n, [n] AS way, published, archived, accessed FROM {base}
            WHERE published IS NULL AND n IN (SELECT parent FROM {base})
            UNION ALL
            SELECT b.root, c.n, LIST_APPEND(b.way, c.n), c.published, c.archived, c.accessed
            FROM below AS b JOIN {base} AS c ON c.parent = b.n
            WHERE b.published IS NULL AND NOT LIST_CONTAINS(b.way, c.n)
        )
        SELECT * FROM below
    """


def _told_below(below: str) -> str:
    """When each of those was known: a reading counts only where nothing below has any day."""
    return f"""
        WITH loud AS (
            SELECT DISTINCT root, UNNEST(way[:-2]) AS n FROM {below}
            WHERE COALESCE(published, archived, accessed) IS NOT NULL
        )
        SELECT root, MIN(COALESCE(published, archived)) AS dated,
            MIN(COALESCE(published, archived, CASE WHEN l.n IS NULL THEN accessed END)) AS known
        FROM {below} AS b LEFT JOIN loud AS l USING (root, n) GROUP BY root
    """
