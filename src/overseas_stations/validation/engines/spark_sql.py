"""Spark's SQL: queries in DuckDB's dialect translated, and the pieces that are written for Spark."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlglot import exp

# What a pattern is made of: an escape, a class, a dollar sign, a dot.
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[$.]", re.DOTALL)
_MEANT = {"$": r"\z", ".": r"[^\n]"}


def quoted_name(name: str) -> str:
    """An identifier."""
    return "`" + name.replace("`", "``") + "`"


def quoted_text(text: str) -> str:
    """A string literal, in which a backslash is a character."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def constant(value: Any) -> str:
    """A value as text, or NULL."""
    return "NULL" if value is None else quoted_text(str(value))


def as_text(value: str, kind: str, join: str) -> str:
    """A typed value as the text that a CSV file would have, and that DuckDB makes of it."""
    if kind in ("double", "float"):
        return _number_text(value, "NaN", "INF")
    if kind.startswith("array<"):
        item = _varchar("x", kind.removeprefix("array<").removesuffix(">"))
        return f"ARRAY_JOIN(TRANSFORM({value}, x -> {item}), {quoted_text(join)})"
    return _varchar(value, kind)


def _varchar(value: str, kind: str) -> str:
    """A value of a type, as DuckDB casts it to text."""
    if kind == "string":
        return value
    if kind in ("double", "float"):
        return _number_text(value, "nan", "inf")
    if kind.startswith("decimal"):
        scale = int(kind.removesuffix(")").rpartition(",")[2])
        return f"REPLACE(FORMAT_NUMBER({value}, {scale}), ',', '')"
    if kind == "timestamp":
        return f"CONCAT(CAST({value} AS STRING), '+00')"
    if kind.startswith("nanoseconds"):
        part = f"PMOD({value}, 1000000000)"
        second = f"CAST(TIMESTAMP_SECONDS(({value} - {part}) DIV 1000000000) AS STRING)"
        fraction = f"RTRIM('0', LPAD({part}, 9, '0'))"
        zone = kind.removeprefix("nanoseconds")
        return f"CONCAT({second}, RTRIM('.', CONCAT('.', {fraction})), '{zone}')"
    if kind == "binary":
        code = f"CONV(HEX(SUBSTR({value}, i, 1)), 16, 10)"
        plain = f"{code} BETWEEN 32 AND 126 AND {code} NOT IN (34, 39, 92)"
        byte = f"CASE WHEN {plain} THEN CHR({code}) ELSE CONCAT('\\\\x', HEX(SUBSTR({value}, i, 1))) END"
        return (
            f"ARRAY_JOIN(TRANSFORM(SEQUENCE(1, NULLIF(OCTET_LENGTH({value}), 0)), i -> {byte}), '')"
        )
    return f"CAST({value} AS STRING)"


def _number_text(value: str, nan: str, infinity: str) -> str:
    """A floating number as DuckDB and Python write it, and Java does not."""
    text = f"CAST({value} AS STRING)"
    power = f"CAST(SUBSTRING_INDEX({text}, 'E', -1) AS INT)"
    factor = f"SUBSTRING_INDEX({text}, 'E', 1)"
    sign = f"CASE WHEN {text} LIKE '-%' THEN '-' ELSE '' END"
    digits = f"REGEXP_REPLACE({factor}, '[.]0$|[-.]', '')"
    short = f"CASE WHEN LENGTH({digits}) > 1 THEN CONCAT(LEFT({digits}, 1), '.', SUBSTR({digits}, 2)) ELSE {digits} END"
    return (
        f"CASE WHEN {text} = 'NaN' THEN '{nan}' "
        f"WHEN {text} = 'Infinity' THEN '{infinity}' WHEN {text} = '-Infinity' THEN '-{infinity}' "
        f"WHEN NOT CONTAINS({text}, 'E') THEN {text} "
        f"WHEN {power} NOT BETWEEN -4 AND 15 THEN CONCAT({sign}, {short}, 'e', "
        f"CASE WHEN {power} < 0 THEN '-' ELSE '+' END, "
        f"CASE WHEN ABS({power}) < 10 THEN '0' ELSE '' END, ABS({power})) "
        f"WHEN {power} < 0 THEN CONCAT({sign}, '0.', REPEAT('0', -1 - {power}), {digits}) "
        f"WHEN LENGTH({digits}) <= {power} + 1 THEN CONCAT({sign}, RPAD({digits}, {power} + 1, '0'), '.0') "
        f"ELSE CONCAT({sign}, LEFT({digits}, {power} + 1), '.', SUBSTR({digits}, {power} + 2)) END"
    )


@lru_cache(maxsize=4096)
def translated(sql: str) -> str:
    """A query in DuckDB's dialect as one in Spark's that means the same."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="duckdb")
    # The inner ones first, as each is replaced by a copy.
    kinds = (exp.Anonymous, exp.Like, exp.Cast, exp.RegexpLike, exp.RegexpExtract)
    for node in reversed(list(tree.find_all(*kinds))):
        if isinstance(node, exp.Anonymous) and node.name.upper() == "STRLEN":
            node.set("this", "OCTET_LENGTH")
        elif isinstance(node, exp.Like):
            node.set("expression", _like(node.expression))
        elif isinstance(node, exp.RegexpLike | exp.RegexpExtract):
            # Before the end Java lets a line break stand, and a dot is no line break of any sort.
            pattern = _PIECE.sub(lambda piece: _MEANT.get(piece[0], piece[0]), node.expression.name)
            node.set("expression", exp.Literal.string(pattern))
        elif (
            isinstance(node, exp.Cast)
            and node.is_type("text")
            and isinstance(node.this, exp.Column)
        ):
            node.replace(_column_varchar(node.this))
    return tree.sql(dialect="spark")


def _like(pattern: exp.Expr) -> exp.Expr:
    """A pattern in which a backslash is a character, as it is in DuckDB, and no escape."""
    from sqlglot import exp

    if isinstance(pattern, exp.Literal) and "\\" not in pattern.name:
        return pattern
    one, two = exp.Literal.string("\\"), exp.Literal.string("\\\\")
    return exp.func("REPLACE", pattern, one, two)


def _column_varchar(column: exp.Column) -> exp.Expr:
    """A column of whatever type in a query, as DuckDB casts it to text."""
    import sqlglot

    value = column.sql(dialect="spark")
    number = _varchar(value, "double")
    return sqlglot.parse_one(
        f"CASE WHEN TYPEOF({value}) IN ('double', 'float') THEN {number} ELSE STRING({value}) END",
        read="spark",
    )
