"""Table Schema constraints as SQL: each a predicate that is true of an offending row.

Made from the descriptor alone, so that any table whose fields are of these types can be checked.
Names and patterns reach the SQL only through :func:`name_sql` and :func:`text_sql`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Field = Mapping[str, Any]
Resource = Mapping[str, Any]


def name_sql(name: str) -> str:
    """An identifier, quoted."""
    return '"' + name.replace('"', '""') + '"'


def text_sql(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class CellCheck:
    """A check of one column's cells, row by row: all of a table's run in one scan."""

    code: str
    field: str
    predicate: str
    message: str


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """A check across rows or tables: a query returning (line, id, value, message)."""

    code: str
    field: str
    sql: str
    tables: tuple[str, ...]


def fields_of(resource: Resource) -> Sequence[Field]:
    """The field descriptors of a resource."""
    found: Sequence[Field] = resource["schema"]["fields"]
    return found


def key_of(resource: Resource) -> tuple[str, ...]:
    """The primary key's columns, as Data Package allows them: a name or a list."""
    key = resource["schema"].get("primaryKey", ())
    return (key,) if isinstance(key, str) else tuple(key)


def id_sql(resource: Resource, prefix: str = "") -> str:
    """A row's id: its key's cells joined by ``|``."""
    parts = [f"COALESCE({prefix}{name_sql(column)}, '')" for column in key_of(resource)]
    return " || '|' || ".join(parts) or "''"


def earliest_sql(column: str) -> str:
    """The first day that a partial date admits, as a DATE; NULL where open or no date."""
    start = f"(CASE WHEN {column} LIKE '%/%' THEN SUBSTR({column}, 1, STRPOS({column}, '/') - 1) ELSE {column} END)"
    return (
        f"TRY_CAST(CASE LENGTH({start}) WHEN 4 THEN {start} || '-01-01' "
        f"WHEN 7 THEN {start} || '-01' WHEN 10 THEN {start} END AS DATE)"
    )


def latest_sql(column: str) -> str:
    """The last day that a partial date admits, as a DATE; NULL where open or no date."""
    end = f"(CASE WHEN {column} LIKE '%/%' THEN SUBSTR({column}, STRPOS({column}, '/') + 1) ELSE {column} END)"
    return (
        f"CASE LENGTH({end}) WHEN 4 THEN TRY_CAST({end} || '-12-31' AS DATE) "
        f"WHEN 7 THEN LAST_DAY(TRY_CAST({end} || '-01' AS DATE)) "
        f"WHEN 10 THEN TRY_CAST({end} AS DATE) END"
    )


def cell_checks(resource: Resource) -> Iterator[CellCheck]:
    """The constraints of a resource's fields that a row can break by itself."""
    for field in fields_of(resource):
        yield from _field_checks(field)


def _field_checks(field: Field) -> Iterator[CellCheck]:
    name = str(field["name"])
    column = name_sql(name)
    filled = f"{column} IS NOT NULL"
    constraints: Mapping[str, Any] = field.get("constraints", {})

    def check(code: str, predicate: str, message: str) -> CellCheck:
        return CellCheck(code, name, predicate, message)

    if constraints.get("required"):
        yield check("OS011", f"{column} IS NULL", "the cell is empty and must not be")
    kind = field.get("type", "string")
    if kind in ("integer", "number"):
        shape = (
            r"^[+-]?[0-9]+$" if kind == "integer" else r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
        )
        yield check(
            "OS012",
            f"{filled} AND (NOT REGEXP_MATCHES({column}, {text_sql(shape)})"
            f" OR TRY_CAST({column} AS {'BIGINT' if kind == 'integer' else 'DOUBLE'}) IS NULL)",
            f"is no {kind}",
        )
        number = f"TRY_CAST({column} AS DOUBLE)"
        for word, sign, meaning in (
            ("minimum", "<", "less than"),
            ("exclusiveMinimum", "<=", "not more than"),
            ("maximum", ">", "more than"),
            ("exclusiveMaximum", ">=", "not less than"),
        ):
            if word in constraints:
                bound = float(constraints[word])
                yield check(
                    "OS015", f"{number} {sign} {bound!r}", f"is {meaning} {constraints[word]}"
                )
    if field.get("kind") == "partial_date":
        yield check("OS012", f"{filled} AND NOT {_date_ok(column, constraints)}", "is no such date")
    elif "pattern" in constraints:
        pattern = text_sql(f"^({constraints['pattern']})$")
        code = "OS013" if "itemCategories" in field else "OS014"
        yield check(
            code,
            f"{filled} AND NOT REGEXP_MATCHES({column}, {pattern})",
            "has an item that is not in the vocabulary"
            if code == "OS013"
            else f"does not match {constraints['pattern']}",
        )
    if "enum" in constraints:
        members = ", ".join(text_sql(str(member)) for member in constraints["enum"])
        yield check(
            "OS013", f"{filled} AND {column} NOT IN ({members})", "is not in the vocabulary"
        )


def _date_ok(column: str, constraints: Mapping[str, Any]) -> str:
    earliest, latest = earliest_sql(column), latest_sql(column)
    shape = f"REGEXP_MATCHES({column}, {text_sql('^(' + constraints['pattern'] + ')$')})"
    begins = f"({earliest} IS NOT NULL OR {column} LIKE '../%')"
    ends = f"({latest} IS NOT NULL OR {column} LIKE '%/..')"
    forwards = f"COALESCE({earliest} <= {latest}, TRUE)"
    return f"({shape} AND {begins} AND {ends} AND {forwards})"


def key_checks(resources: Mapping[str, Resource]) -> Iterator[tuple[str, KeyCheck]]:
    """Primary keys, foreign keys and the ids in lists, each with its resource's name."""
    for name, resource in resources.items():
        key = key_of(resource)
        table = name_sql(name)
        if key:
            columns = ", ".join(name_sql(column) for column in key)
            yield (
                name,
                KeyCheck(
                    "OS021",
                    ",".join(key),
                    f"SELECT line, {id_sql(resource)} AS id, {id_sql(resource)} AS value, "
                    "'the id stands on more than one row' AS message "
                    f"FROM (SELECT *, COUNT(*) OVER (PARTITION BY {columns}) AS twins FROM {table}) "
                    "WHERE twins > 1",
                    (name,),
                ),
            )
        for foreign in resource["schema"].get("foreignKeys", ()):
            yield name, _foreign_key(name, resource, foreign)
        for field in fields_of(resource):
            if "references" in field and field["references"] in resources:
                yield name, _list_reference(name, resource, field, resources)


def _foreign_key(name: str, resource: Resource, foreign: Mapping[str, Any]) -> KeyCheck:
    columns = foreign["fields"]
    columns = [columns] if isinstance(columns, str) else list(columns)
    target = foreign["reference"].get("resource") or name
    theirs = foreign["reference"]["fields"]
    theirs = [theirs] if isinstance(theirs, str) else list(theirs)
    joined = " AND ".join(
        f"t.{name_sql(there)} = s.{name_sql(here)}"
        for here, there in zip(columns, theirs, strict=True)
    )
    filled = " AND ".join(f"s.{name_sql(column)} IS NOT NULL" for column in columns)
    value = " || '|' || ".join(f"s.{name_sql(column)}" for column in columns)
    return KeyCheck(
        "OS022",
        ",".join(columns),
        f"SELECT s.line, {id_sql(resource, 's.')} AS id, {value} AS value, "
        f"'points at no row of ' || {text_sql(target)} AS message "
        f"FROM {name_sql(name)} s LEFT JOIN {name_sql(target)} t ON {joined} "
        f"WHERE {filled} AND t.{name_sql(theirs[0])} IS NULL",
        (name, target),
    )


def _list_reference(
    name: str, resource: Resource, field: Field, resources: Mapping[str, Resource]
) -> KeyCheck:
    target = str(field["references"])
    key = name_sql(key_of(resources[target])[0])
    column = name_sql(str(field["name"]))
    delimiter = text_sql(str(field.get("delimiter", ",")))
    return KeyCheck(
        "OS022",
        str(field["name"]),
        "SELECT s.line, s.id, s.item AS value, "
        f"'names no row of ' || {text_sql(target)} AS message "
        f"FROM (SELECT line, {id_sql(resource)} AS id, "
        f"UNNEST(STRING_SPLIT({column}, {delimiter})) AS item "
        f"FROM {name_sql(name)} WHERE {column} IS NOT NULL) s "
        f"LEFT JOIN {name_sql(target)} t ON t.{key} = s.item WHERE t.{key} IS NULL",
        (name, target),
    )
