"""The tables as they were known on a day, as ``SELECT`` texts made from what the records declare.

This is :func:`overseas_stations.derive.as_of`, said a second time in SQL; tests hold the two
together, cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.large.index import NEVER, STAR, Index, may_be_told, organisation_columns
from overseas_stations.large.store import Store
from overseas_stations.schema.spec import RECORD_TABLES, FieldSpec, TableSpec
from overseas_stations.validation.sql import latest_sql, name_sql, text_sql
from overseas_stations.vocabulary import Standing

_NONE = "CAST([] AS VARCHAR[])"


class Cells:
    """The tables of a dataset as known on ``day``, or whole where that is None."""

    def __init__(self, store: Store, index: Index, day: date | None) -> None:
        self.store, self.day = store, day
        self._index = index

    @property
    def index(self) -> Index:
        """When everything was known that was known by the day."""
        return self._index.until(self.day)

    def with_texts(self) -> None:
        """Have the index hold all: whether a text shows depends on what was known only later.

        Before a query is put together: what is made from the index is made anew when it grows.
        """
        self._index.until(None)

    def known(self, on: str) -> str:
        """Whether a day was reached by then. Of the whole dataset everything is known."""
        return "TRUE" if self.day is None else f"({on} <= DATE {text_sql(self.day.isoformat())})"

    def rows(self, name: str, *, texts: bool = True) -> str:
        """A table's rows as known, with its stored columns and ``n``.

        Without ``texts`` the free text of records is left out, and the index need not hold all.
        """
        if self.day is None:
            columns = ", ".join(map(name_sql, self.store.spec(name).columns))
            return f"SELECT n, {columns} FROM {self.store.source(name)}"
        if name in RECORD_TABLES:
            if texts:
                self.with_texts()
            return self._records(name, texts)
        special = {
            "evidence": self._evidence,
            "sources": self._sources,
            "organisations": self._organisations,
        }
        return special[name]() if name in special else self._kept(name)

    def count(self, name: str) -> str:
        """How many those are: a query that reads no more than it must."""
        if self.day is None or name not in (*RECORD_TABLES, "evidence", "sources", "organisations"):
            return f"SELECT COUNT(*) FROM {self.store.source(name)}"
        if name in RECORD_TABLES:
            return f"SELECT COUNT(*) FROM ({self._there(name)})"
        if name == "sources":
            return f"SELECT COUNT(*) FROM {self._index.sources()} WHERE {self.known('known')}"
        if name == "evidence":
            return f"SELECT COUNT(*) FROM {self._evidence_kept()}"
        return f"SELECT COUNT(*) FROM ({self._organisations()})"

    def typed(self, name: str, *, ordered: bool = True) -> str:
        """The same with the days that accompany each partial date, as Arrow has them."""
        if name in RECORD_TABLES:
            self.with_texts()
        spec = self.store.spec(name)
        dates = [field for field in spec.fields if field.type == "date"]
        columns: list[str] = []
        for field in spec.fields:
            columns.append(f"t.{name_sql(field.name)}")
            if field in dates:
                columns += _bounds(field, name in RECORD_TABLES)
        joins = "".join(
            f" LEFT JOIN {self.index.dates(name, f.name)} AS {name_sql(f'{f.name}_bounds')} "
            f"ON {name_sql(f'{f.name}_bounds')}.text = t.{name_sql(f.name)}"
            for f in dates
        )
        days = (
            f" LEFT JOIN ({self.index.firsts(name)}) AS d USING (n)"
            if name in RECORD_TABLES
            else ""
        )
        order = " ORDER BY t.n" if ordered else ""
        return f"SELECT {', '.join(columns)} FROM ({self.rows(name)}) AS t{joins}{days}{order}"

    def standing(self, name: str) -> str:
        """The numbers ``g`` of a table's records that somebody still says exist."""
        first, end = self.index.ranges[name]
        later = "TRUE" if self.day is None else self.known("day")
        return (
            f"SELECT g FROM {self.index.evidence()} WHERE g >= {first} AND g < {end} AND supports "
            f"AND {self.index.names(STAR)} AND {self.known('day')} "
            f"AND n NOT IN (SELECT n FROM {self.index.withdrawals()} WHERE {later})"
        )

    def dated(self) -> str:
        """When each source was dated by itself or what of its copies and retellings was known.

        That is :func:`derive.dated_on` of the dataset as known; of undated sources there is no row.
        """
        index, retold = self._index.sources(), self._index.retellings()
        days = f"SELECT n, dated FROM {index} WHERE dated < {NEVER}"
        if self.day is None:
            return days
        return (
            f"{days} AND n NOT IN (SELECT root FROM {retold}) UNION ALL "
            f"SELECT b.root AS n, MIN(COALESCE(published, archived)) AS dated FROM {retold} AS b "
            f"JOIN {index} AS s ON s.n = b.n WHERE {self.known('s.known')} "
            "GROUP BY b.root HAVING dated IS NOT NULL"
        )

    def _records(self, name: str, texts: bool) -> str:
        spec = self.store.spec(name)
        cells = "".join(
            f", {self._cell(spec, f)} AS {name_sql(f.name)}"
            for f in spec.fields
            if texts or f.kind != "text"
        )
        joins = "".join(self._joins(spec))
        return (
            f"SELECT t.n{cells} FROM {self.store.source(name)} AS t "
            f"JOIN ({self._there(name)}) AS a USING (n) "
            f"JOIN ({self._seen(name, texts)}) AS d USING (n){joins}"
        )

    def _there(self, name: str) -> str:
        """The records of a table that had appeared, by ``n``."""
        first, end = self.index.ranges[name]
        return (
            f"SELECT g - {first} AS n FROM {self.index.appeared()} "
            f"WHERE g >= {first} AND g < {end} AND {self.known('appeared')}"
        )

    def _seen(self, name: str, texts: bool) -> str:
        """What rows known by the day named of each record, as masks.

        ``seen`` are all columns, ``plain`` those for which a row had no value of its own. With
        ``texts`` also ``unseen``, which rows name that were not known yet, and whether there are
        any such.
        """
        first, end = self.index.ranges[name]
        known = self.known("day")
        masks = {
            "seen": f"BIT_OR(mask) FILTER (supports AND {known})",
            "plain": f"BIT_OR(mask) FILTER (supports AND NOT told AND {known})",
        }
        if texts:
            masks["unseen"] = f"BIT_OR(mask) FILTER (supports AND NOT {known})"
        found = "".join(f", COALESCE({mask}, 0) AS {which}" for which, mask in masks.items())
        return (
            f"SELECT g - {first} AS n, BOOL_AND({known}) AS all_known{found} FROM {self.index.evidence()} "
            f"WHERE g >= {first} AND g < {end} GROUP BY g"
        )

    def _joins(self, spec: TableSpec) -> Iterator[str]:
        if any(may_be_told(field) for field in spec.fields):
            yield f" LEFT JOIN ({self._told_now(spec)}) AS w USING (n)"
        for field in spec.fields:
            if field.references not in RECORD_TABLES:
                continue
            alias, column = name_sql(f"{field.name}_there"), name_sql(field.name)
            there = self._there(field.references)
            target = self.store.spec(field.references).key[0]
            source = self.store.source(field.references)
            ids = f"SELECT r.{name_sql(target)} AS id FROM {source} AS r JOIN ({there}) USING (n)"
            if field.type == "list":
                items = (
                    f"SELECT n, UNNEST({column}) AS id FROM {self.store.source(spec.name)} "
                    f"WHERE LEN({column}) > 0"
                )
                yield (
                    f" LEFT JOIN (SELECT n, LIST(id) AS ids FROM ({items}) JOIN ({ids}) USING (id) "
                    f"GROUP BY n) AS {alias} USING (n)"
                )
            else:
                yield f" LEFT JOIN ({ids}) AS {alias} ON {alias}.id = {self._shown(spec, field)}"

    def _told_now(self, spec: TableSpec) -> str:
        """What was told of cells by then: the most precise, or of lists every part."""
        found = []
        for at, field in enumerate(spec.fields):
            if may_be_told(field):
                kept = "LIST(value)" if field.type == "list" else "ARG_MIN(value, breadth)"
                found.append(f"{kept} FILTER (place = {at}) AS {name_sql(field.name)}")
        return (
            f"SELECT n, {', '.join(found)} FROM {self.index.told(spec.name)} "
            f"WHERE {self.known('day')} GROUP BY n"
        )

    def _cell(self, spec: TableSpec, field: FieldSpec) -> str:
        """One cell as known: shown in full, in part, as first told, or empty."""
        column = f"t.{name_sql(field.name)}"
        shown = self._shown(spec, field)
        if field.is_key:
            return column
        if field.references in RECORD_TABLES:
            there = f"{name_sql(f'{field.name}_there')}"
            if field.type == "list":
                kept = f"COALESCE({there}.ids, {_NONE})"
                shown = f"LIST_FILTER({shown}, lambda x: LIST_CONTAINS({kept}, x))"
            else:
                shown = f"{there}.id"
        if field.name == "looked_until":
            return self._looked_then(shown)
        return shown

    def _shown(self, spec: TableSpec, field: FieldSpec) -> str:
        column = f"t.{name_sql(field.name)}"
        absent = _NONE if field.type == "list" else "NULL"
        if field.is_key:
            return column
        if not field.wants_evidence:
            if field.kind != "text":
                return column
            return f"CASE WHEN d.all_known THEN {column} END"
        names = self.index.names
        if field.kind == "text":
            on = f"{names(field.name, 'd.seen')} AND NOT {names(field.name, 'd.unseen')}"
            return f"CASE WHEN {on} THEN {column} ELSE {absent} END"
        on = names(field.name, "d.plain")
        told = f"w.{name_sql(field.name)}"
        if field.type == "list":
            parts = f"STRING_SPLIT(ARRAY_TO_STRING({told}, {text_sql(LIST_DELIMITER)}), {text_sql(LIST_DELIMITER)})"
            told = f"LIST_FILTER({column}, lambda x: COALESCE(LIST_CONTAINS({parts}, x), FALSE))"
        elif field.type in ("integer", "number"):
            told = f"CAST({told} AS {'BIGINT' if field.type == 'integer' else 'DOUBLE'})"
        empty = f"{column} IS NULL" if field.type != "list" else f"LEN({column}) = 0"
        return f"CASE WHEN {on} OR {empty} THEN {column} ELSE {told} END"

    def _looked_then(self, column: str) -> str:
        return f"CASE WHEN {self.known(latest_sql(column))} THEN {column} END"

    def _kept(self, name: str) -> str:
        """A table that belongs to the release, not to the day."""
        cells = ", ".join(
            f"{self._looked_then('t.looked_until') if column == 'looked_until' else 't.' + name_sql(column)} "
            f"AS {name_sql(column)}"
            for column in self.store.spec(name).columns
        )
        return f"SELECT t.n, {cells} FROM {self.store.source(name)} AS t"

    def _evidence_kept(self) -> str:
        return (
            f"(SELECT i.n FROM {self.index.evidence()} AS i JOIN {self.index.appeared()} AS a USING (g) "
            f"WHERE {self.known('i.day')} AND {self.known('a.appeared')})"
        )

    def _evidence(self) -> str:
        cells = self._columns(
            "evidence",
            {"withdrawn_by": f"CASE WHEN {self.known('w.day')} THEN t.withdrawn_by END"},
        )
        return (
            f"SELECT t.n, {cells} FROM {self.store.source('evidence')} AS t "
            f"JOIN {self._evidence_kept()} AS i USING (n) "
            f"LEFT JOIN {self.index.withdrawals()} AS w USING (n)"
        )

    def _sources(self) -> str:
        known = f"SELECT source_id FROM {self._index.sources()} WHERE {self.known('known')}"
        standing = f"(t.standing_source IS NULL OR t.standing_source IN ({known}))"
        stands = text_sql(Standing.STANDS.value)
        cells = self._columns(
            "sources",
            {
                "derived_from": f"CASE WHEN t.derived_from IN ({known}) THEN t.derived_from END",
                "standing_source": f"CASE WHEN {standing} THEN t.standing_source END",
                "standing": f"CASE WHEN {standing} THEN t.standing ELSE {stands} END",
            },
        )
        return (
            f"SELECT t.n, {cells} FROM {self.store.source('sources')} AS t "
            f"JOIN {self._index.sources()} AS d USING (n) WHERE {self.known('d.known')}"
        )

    def _columns(self, name: str, otherwise: dict[str, str]) -> str:
        return ", ".join(
            f"{otherwise.get(column, 't.' + name_sql(column))} AS {name_sql(column)}"
            for column in self.store.spec(name).columns
        )

    def _organisations(self) -> str:
        """All but those that are mentioned only by what was not known."""
        index = self._index.until(self.day, claimants=True)
        shown = [
            f"SELECT id FROM {index.unmentioned()}",
            f"SELECT id FROM {index.organisations()} WHERE {self.known('since')}",
        ]
        shown += [self._told_of(name, at, f) for name, at, f in organisation_columns(self.store)]
        return (
            f"SELECT t.n, {self._columns('organisations', {})} FROM {self.store.source('organisations')} AS t "
            f"SEMI JOIN ({' UNION ALL '.join(shown)}) AS o ON o.id = t.organisation_id"
        )

    def _told_of(self, name: str, at: int, field: FieldSpec) -> str:
        """The organisations that a column named by then only as first told."""
        first, _ = self.index.ranges[name]
        place = self.store.spec(name).columns.index(field.name)
        return (
            f"SELECT ARG_MIN(w.value, w.breadth) AS id FROM {self.index.told(name)} AS w "
            f"JOIN {self.index.appeared()} AS a ON a.g = w.n + {first} "
            f"JOIN {self.store.source(name)} AS t ON t.n = w.n "
            f"WHERE w.place = {place} AND {self.known('w.day')} AND {self.known('a.appeared')} "
            f"AND NOT COALESCE({self.known(f'a.named_{at}')}, FALSE) AND t.{name_sql(field.name)} IS NOT NULL "
            "GROUP BY w.n"
        )


def _bounds(field: FieldSpec, supported: bool) -> list[str]:
    """A date's first and last day; the last at most the day on which it was first supported."""
    bounds = name_sql(f"{field.name}_bounds")
    earliest, latest = f"{bounds}.earliest", f"{bounds}.latest"
    if supported and field.known == "day":
        first = f"NULLIF(d.{name_sql(field.name + '_first')}, CAST('infinity' AS DATE))"
        latest = (
            f"CASE WHEN {bounds}.text IS NULL THEN NULL WHEN {first} IS NULL OR {latest} <= {first} "
            f"THEN {latest} ELSE GREATEST({first}, {earliest}) END"
        )
    return [
        f"{earliest} AS {name_sql(field.name + '_earliest')}",
        f"{latest} AS {name_sql(field.name + '_latest')}",
    ]
