"""Records in a sentence, in SQL: :func:`overseas_stations.desk.words.describe`, said a second time.

Each sentence is made of the columns of a row ``t``. ``o`` is the organisation in its column that
says whose word or act it is, ``b`` the bureau in ``operated_by``, ``c`` the country.
"""

from __future__ import annotations

#: The column of the organisation that a sentence names.
NAMED = {
    "figures": "claimed_by",
    "statements": "issuer",
    "investigations": "authority",
    "events": "actor",
}


def spelled(code: str) -> str:
    """A member of a vocabulary as words."""
    return f"REPLACE({code}, '_', ' ')"


def listed(words: str) -> str:
    """The items of a list: ``a``, ``a and b``, ``a, b and c``; ``nobody`` for none."""
    return (
        f"CASE LEN({words}) WHEN 0 THEN 'nobody' WHEN 1 THEN {words}[1] "
        f"ELSE ARRAY_TO_STRING({words}[:-2], ', ') || ' and ' || {words}[-1] END"
    )


def sentence(text: str) -> str:
    """The text with a capital."""
    return f"(UPPER(SUBSTR({text}, 1, 1)) || SUBSTR({text}, 2))"


def label() -> str:
    """A station's label before those that are alike are numbered, as ``derive.labels`` makes it."""
    place = "COALESCE(t.city, t.region, t.premises, c.name, t.country_id)"
    operator = "REGEXP_REPLACE(b.name, ' Public Security Bureau$', '')"
    return f"{place} || COALESCE(' (' || {operator} || ')', '')"


def described(table: str) -> str:
    """What the cells of a record say, where it has no summary of its own."""
    return _SENTENCES[table]


def _name(alias: str, column: str) -> str:
    return f"COALESCE({alias}.name, t.{column}, 'nobody named')"


def _figure() -> str:
    to = "COALESCE(' to ' || t.value_to, '')"
    qualifier = f"CASE t.qualifier WHEN 'exact' THEN '' ELSE {spelled('t.qualifier')} || ' ' END"
    number = (
        f"CASE WHEN t.value IS NULL THEN {spelled('t.qualifier')} "
        f"ELSE {qualifier} || t.value || {to} END"
    )
    parts = (
        "COALESCE(' of ' || COALESCE(CAST(NULLIF(t.per_value, 0) AS VARCHAR), 'some') || ' ' || "
        f"{spelled('t.per_measure')}, '')"
    )
    run_by = (
        f"CASE WHEN t.operated_by IS NULL THEN '' ELSE ' of ' || {_name('b', 'operated_by')} END"
    )
    where = (
        "CASE t.scope WHEN 'world' THEN 'worldwide' "
        "WHEN 'region' THEN 'in ' || COALESCE(t.region, 'None') "
        "WHEN 'country' THEN 'in ' || COALESCE(c.name, t.country_id, '') ELSE '' END"
    )
    return sentence(
        f"({_name('o', 'claimed_by')} || ': ' || {number} || ' ' || {spelled('t.measure')} "
        f"|| {parts} || {run_by} || ' ' || {where} || '.')"
    )


_STATION = "COALESCE(t.designation, 'station')"
_STANCES = f"LIST_TRANSFORM(t.stances, lambda x: {spelled('x')})"

_SENTENCES = {
    "stations": f"t.label || ': ' || {spelled(_STATION)} || ' reported.'",
    "figures": _figure(),
    "statements": f"{_name('o', 'issuer')} || ': ' || {listed(_STANCES)} || '.'",
    "investigations": f"{_name('o', 'authority')} || ' begins an inquiry.'",
    "events": sentence(
        f"({spelled('t.kind')} || CASE WHEN t.actor IS NULL THEN '' "
        f"ELSE ', ' || {_name('o', 'actor')} END || '.')"
    ),
    "return_cases": f"'Coerced return reported: ' || {spelled('t.outcome')} || '.'",
    "cooperations": f"'Cooperation reported: ' || {spelled('t.kind')} || '.'",
}
