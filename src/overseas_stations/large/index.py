"""When each thing was known: tables made for a dataset, as far as the last day that is asked for.

Rows are joined on numbers: ``n`` is a row's number in its file, ``g`` a record's among the records
of all tables. Whatever never became known did so on the day ``infinity``, which is after every day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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

#: What a row of evidence names that speaks to the record's existence.
STAR = "*"


#: How often the rows of a further day are looked for by themselves; then all that are left are.
STEPS = 3

#: What is made from the evidence that the index holds, and is made again when it holds more.
_FROM_EVIDENCE = ("appeared_index", "organisation_index", "told_index")

#: The columns of evidence that mention an organisation.
_CLAIMS = ("attributed_to", "relies_on")


class Index:
    """The tables of days, each made when first asked for; a method gives a table's name.

    Of the evidence the index holds what was known by the last day that was asked for: most
    questions are about one day, and looking up the rest takes longer than the answer. What is made
    from it may lack whatever became known later, or say that it never did.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._reached: date | None = None
        self._whole = self._claimed = False
        self._steps = 0

    def until(self, day: date | None, *, claimants: bool = False) -> Index:
        """This index, holding at least what was known by ``day``, or all where that is None.

        With ``claimants`` it also holds who claims what, which few questions want.
        """
        enough = self._whole or bool(day and self._reached and day <= self._reached)
        if enough and (self._claimed or not claimants):
            return self
        for name in self._made_from_evidence():
            self.store.forget(name)
        if claimants and not self._claimed:
            if enough:
                day = self._reached
            self.store.forget("evidence_index")
            self._reached, self._whole, self._claimed = None, False, True
        else:
            self._steps += 1
            if self._steps > STEPS:
                day = None
        self.store.extend("evidence_index", self._evidence(self._reached, day))
        self._reached, self._whole = day, day is None
        return self

    def _made_from_evidence(self) -> Iterator[str]:
        yield from _FROM_EVIDENCE
        for name in NUMBERED:
            yield f"{name}_told"
            yield from (f"{name}_{f.name}_dates" for f in self.store.spec(name).fields)

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
        """Of each source: when it was known, and known by a date of its own or of a copy."""
        return self.store.once("source_index", self._sources)

    def _sources(self) -> str:
        told = self.store.once("source_told", lambda: _told_below(self.retellings()))
        return f"""
            SELECT b.n, b.source_id,
                COALESCE(CASE WHEN t.root IS NULL THEN COALESCE(published, archived)
                    ELSE t.dated END, {NEVER}) AS dated,
                COALESCE(CASE WHEN t.root IS NULL THEN COALESCE(published, archived, accessed)
                    ELSE t.known END, {NEVER}) AS known
            FROM ({self._source_dates()}) AS b LEFT JOIN {told} AS t ON t.root = b.n
        """

    def retellings(self) -> str:
        """Of each undated source that is retold, by ``root``: itself and all below, by ``n``."""
        return self.store.once("source_retellings", self._retellings)

    def _retellings(self) -> str:
        base = self._source_dates()
        # Only below what has no date of its own does it matter when something was retold.
        children = (
            f"SELECT b.*, p.n AS parent FROM ({base}) AS b JOIN ({base}) AS p "
            "ON p.source_id = b.derived_from WHERE p.published IS NULL"
        )
        return _retellings(base, self.store.once("source_children", lambda: children))

    def _source_dates(self) -> str:
        named = {"published": "published_on", "archived": "archived_on", "accessed": "accessed_on"}
        days = ", ".join(f"{short}.latest AS {short}" for short in named)
        joins = " ".join(
            f"LEFT JOIN {self.dates('sources', column)} AS {short} ON {short}.text = o.{column}"
            for short, column in named.items()
        )
        return (
            f"SELECT CAST(o.n AS INTEGER) AS n, o.source_id, o.derived_from, {days} "
            f"FROM {self.store.source('sources')} AS o {joins}"
        )

    def records(self) -> str:
        """The number and id of every record."""
        return self.store.once("record_index", self._records)

    def _records(self) -> str:
        return " UNION ALL ".join(
            f"SELECT CAST(n + {first} AS INTEGER) AS g, {name_sql(self.store.spec(name).key[0])} AS id "
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
        """Of each row that the index holds: its record by number, its columns as a mask, its day.

        ``told`` is whether it holds a value of its own.
        """
        return name_sql("evidence_index")

    def _evidence(self, after: date | None, until: date | None) -> str:
        """The rows whose source was known after a day and until one, of which either may be open."""
        on = f"COALESCE(s.known, {NEVER})" if until is None else "s.known"
        claimant = joined = ""
        if self._claimed:
            organisations = self.store.source("organisations")
            claimant = ", CAST(o.n AS INTEGER) AS claimant"
            joined = f"LEFT JOIN {organisations} AS o ON o.organisation_id = e.attributed_to"
        spans = [f"{on} > {_day_sql(after)}"] if after else []
        spans += [f"{on} <= {_day_sql(until)}"] if until else []
        return f"""
            SELECT CAST(e.n AS INTEGER) AS n, r.g, {on} AS day, {self._mask()} AS mask,
                e.relation = {text_sql(Relation.SUPPORTS.value)} AS supports,
                e.value IS NOT NULL AS told{claimant}
            FROM {self.store.source("evidence")} AS e
            {"LEFT JOIN" if until is None else "JOIN"} {self.sources()} AS s ON s.source_id = e.source_id
            JOIN {self.records()} AS r ON r.id = e.record_id
            {joined}
            WHERE {" AND ".join(spans) or "TRUE"}
        """

    def _mask(self) -> str:
        """The columns that a row names as bits: numbers of an enumeration, so that no text is kept."""
        columns = f"ENUM ({', '.join(map(text_sql, self._places))})[]"
        bits = (
            f"LIST_TRANSFORM(TRY_CAST(e.fields AS {columns}), "
            "lambda x: CAST(1 AS BIGINT) << ENUM_CODE(x))"
        )
        return f"COALESCE(LIST_AGGREGATE({bits}, 'bit_or'), 0)"

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place in a mask of ``*`` and of each column, whatever its table, that wants evidence."""
        names = [STAR]
        for name in NUMBERED:
            names += [field.name for field in self.store.spec(name).fields if field.wants_evidence]
        return {name: at for at, name in enumerate(dict.fromkeys(names))}

    def names(self, column: str, mask: str = "mask") -> str:
        """Whether a mask has the bit of a column, or of ``*``."""
        return f"({mask} & {1 << self._places[column]} <> 0)"

    def withdrawals(self) -> str:
        """Of each row of evidence that was withdrawn, by ``n``: the day on which that was known."""
        return self.store.once(
            "withdrawal_index",
            lambda: (
                f"SELECT e.n, COALESCE(s.known, {NEVER}) AS day FROM {self.store.source('evidence')} AS e "
                f"LEFT JOIN {self.sources()} AS s ON s.source_id = e.withdrawn_by "
                "WHERE e.withdrawn_by IS NOT NULL"
            ),
        )

    def firsts(self, name: str) -> str:
        """A query for the days on which a table's dates were first supported, by ``n``.

        Of the columns whose last day that bounds: ``c_first`` of a column ``c``.
        """
        first, end = self.ranges[name]
        days = "".join(
            f", MIN(day) FILTER (supports AND {self.names(field.name)}) AS {name_sql(field.name + '_first')}"
            for field in self.store.spec(name).fields
            if field.known == "day" and field.wants_evidence
        )
        return (
            f"SELECT g - {first} AS n{days} FROM {self.evidence()} "
            f"WHERE g >= {first} AND g < {end} GROUP BY g"
        )

    def appeared(self) -> str:
        """When each record of any table appeared, by ``g``: its required cells supported.

        ``named_0``, ``named_1``…: when its columns that point at organisations show in full.
        """
        return self.store.once("appeared_index", self._appeared)

    def _appeared(self) -> str:
        most = max(len(_naming(self.store.spec(name))) for name in NUMBERED)
        parts = []
        for name, (first, end) in self.ranges.items():
            spec = self.store.spec(name)
            firsts = (
                f"COALESCE(MIN(day) FILTER (supports AND {self.names(column)}), {NEVER})"
                for column in _required(spec)
            )
            named = [
                f"MIN(day) FILTER (supports AND NOT told AND {self.names(column)})"
                for column in _naming(spec)
            ]
            named += ["CAST(NULL AS DATE)"] * (most - len(named))
            columns = "".join(f", {day} AS named_{at}" for at, day in enumerate(named))
            parts.append(
                f"SELECT g, GREATEST({', '.join(firsts)}) AS appeared{columns} FROM {self.evidence()} "
                f"WHERE g >= {first} AND g < {end} GROUP BY g"
            )
        return " UNION ALL ".join(parts)

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
                f"SELECT i.g, i.day, i.mask, e.value FROM {self.store.source('evidence')} AS e "
                f"JOIN {self.evidence()} AS i USING (n) WHERE i.supports AND i.told AND e.value IS NOT NULL"
            ),
        )
        rows = f"SELECT g - {first} AS n, * FROM {told} WHERE g >= {first} AND g < {end}"
        parts = [
            f"SELECT n, {at} AS place, day, value, {_breadth(field)} AS breadth "
            f"FROM rows WHERE {self.names(field.name)}"
            for at, field in enumerate(self.store.spec(name).fields)
            if may_be_told(field)
        ]
        return f"WITH rows AS MATERIALIZED ({rows}) {' UNION ALL '.join(parts)}"

    def unmentioned(self) -> str:
        """The ``id`` of each organisation that nothing ever mentions."""
        return self.store.once("organisations_unmentioned", self._unmentioned)

    def _unmentioned(self) -> str:
        evidence = self.store.source("evidence")
        mentions = [f"SELECT {column} AS id FROM {evidence}" for column in _CLAIMS]
        mentions += [
            f"SELECT {name_sql(field.name)} AS id FROM {self.store.source(name)}"
            for name, _, field in organisation_columns(self.store)
        ]
        return (
            f"SELECT o.organisation_id AS id FROM {self.store.source('organisations')} AS o "
            f"ANTI JOIN ({' UNION ALL '.join(mentions)}) AS m ON m.id = o.organisation_id"
        )

    def organisations(self) -> str:
        """Of each organisation mentioned by what the index holds, by ``id``: since when it was."""
        return self.store.once("organisation_index", self._organisations)

    def _organisations(self) -> str:
        evidence = self.store.source("evidence")
        seen = (
            "SELECT i.n, i.claimant, GREATEST(i.day, a.appeared) AS since "
            f"FROM {self.evidence()} AS i JOIN {self.appeared()} AS a USING (g)"
        )
        parts = [
            "SELECT o.organisation_id AS id, s.since FROM ("
            f"SELECT claimant, MIN(since) AS since FROM ({seen}) GROUP BY claimant) AS s "
            f"JOIN {self.store.source('organisations')} AS o ON o.n = s.claimant",
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
                f"JOIN {self.appeared()} AS a ON a.g = t.n + {first} "
                f"WHERE t.{column} IS NOT NULL"
            )
        mentions = " UNION ALL ".join(parts)
        return f"SELECT id, MIN(since) AS since FROM ({mentions}) WHERE since < {NEVER} GROUP BY id"


def _day_sql(day: date) -> str:
    return f"DATE {text_sql(day.isoformat())}"


def organisation_columns(store: Store) -> Iterator[tuple[str, int, FieldSpec]]:
    """The columns of record tables that point at organisations, numbered within their table."""
    for name in NUMBERED:
        spec = store.spec(name)
        for at, column in enumerate(_naming(spec)):
            yield name, at, spec.field(column)


def may_be_told(field: FieldSpec) -> bool:
    """Whether a source may hold another value for a column, which then shows until the cell does."""
    return field.wants_evidence and field.kind != "text"


def _required(spec: TableSpec) -> list[str]:
    return [f.name for f in spec.fields if f.required and f.wants_evidence]


def _naming(spec: TableSpec) -> list[str]:
    return [f.name for f in spec.fields if f.references == "organisations"]


def _breadth(field: FieldSpec) -> str:
    """What the tellings of a cell are put in order by, as :func:`derive.as_of` does."""
    if field.type == "date":
        days = f"{latest_sql('value')} - {earliest_sql('value')}"
        return f"ROW(COALESCE({days}, 2147483647), value)"
    kind = {"integer": "BIGINT", "number": "DOUBLE"}.get(field.type)
    text = f"CAST(CAST(value AS {kind}) AS VARCHAR)" if kind else "value"
    return f"ROW(2147483647, {text})"


def _retellings(base: str, children: str) -> str:
    """Of each source without a date that is retold: itself and what retells it, with the way there.

    A way ends at what has a date of its own, and never comes by one source twice.
    """
    return f"""
        WITH RECURSIVE below AS (
            SELECT n AS root, n, [n] AS way, published, archived, accessed FROM ({base})
            WHERE published IS NULL AND n IN (SELECT parent FROM {children})
            UNION ALL
            SELECT b.root, c.n, LIST_APPEND(b.way, c.n), c.published, c.archived, c.accessed
            FROM below AS b JOIN {children} AS c ON c.parent = b.n
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
