"""From a Table Schema to checks: each constraint a predicate that is true of an offending row.

Made from the descriptor alone, so any Data Package whose fields are of these types can be
checked: string, integer, number, boolean, date, year, yearmonth, list, any, and this project's
partial dates. What a schema asks beyond that is said to be not checked, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overseas_stations.validation.kinds import Kind, NotCheckedError, kind_of
from overseas_stations.validation.plan import (
    CellCheck,
    Column,
    Descriptor,
    KeyCheck,
    Plan,
    Unchecked,
    fields_of,
    names,
)
from overseas_stations.validation.regex import NotPortableError, portable
from overseas_stations.validation.sql import matches_sql, name_sql, text_sql

_BOUNDS = (
    ("minimum", "<", "less than"),
    ("exclusiveMinimum", "<=", "not more than"),
    ("maximum", ">", "more than"),
    ("exclusiveMaximum", ">=", "not less than"),
)


def compile_resource(
    resource: Descriptor, resources: Mapping[str, Descriptor], present: Sequence[str]
) -> Plan:
    """The checks of a resource's schema.

    ``resources`` are all of the package's, by name, for foreign keys; ``present`` the columns
    that the files have, in the schema's order: a column that is not there is checked by the
    header's rule alone.
    """
    schema = resource["schema"]
    here = {name: number for number, name in enumerate(present)}
    plan = Plan(
        table=str(resource["name"]),
        names=tuple(present),
        key=tuple(here[n] for n in names(schema.get("primaryKey")) if n in here),
        guarded=resource.get("spreadsheetSafe") is True,
    )
    for descriptor in fields_of(resource):
        if descriptor["name"] in here:
            _compile_field(plan, descriptor, here[descriptor["name"]], schema)
    _compile_keys(plan, resource, resources, here)
    return plan


def _compile_field(plan: Plan, field: Descriptor, number: int, schema: Descriptor) -> None:
    cell = f"c{number}"

    def unchecked(constraint: str, why: str) -> None:
        plan.unchecked.append(Unchecked(plan.table, str(field["name"]), constraint, why))

    def check(code: str, predicate: str, message: str) -> None:
        plan.cells.append(CellCheck(code, number, predicate, message))

    try:
        missing = _missing_values(field.get("missingValues", schema.get("missingValues", [""])))
    except NotCheckedError as error:
        missing = ("",)
        unchecked("missingValues", str(error))
    constraints: Mapping[str, Any] = field.get("constraints") or {}
    if constraints.get("required"):
        check("OS011", f"{cell} IS NULL", "the cell is empty and must not be")
    try:
        kind = kind_of(field, cell)
    except NotCheckedError as error:
        unchecked("type", str(error))
        kind = Kind(str(field.get("type")), None, cell, None, sort="")
    plan.columns.append(Column(missing, kind.wrong, kind.value, kind.sort))
    if kind.wrong:
        check("OS012", f"w{number}", kind.message or f"is no {kind.name}")
    for name, bound in constraints.items():
        if name in ("required", "unique"):
            continue
        try:
            for code, predicate, message in _constraint(kind, f"v{number}", name, bound, field):
                check(code, predicate, message)
        except NotCheckedError as error:
            unchecked(name, str(error))
    if constraints.get("unique"):
        plan.keys.append(KeyCheck("OS023", (number,)))


def _missing_values(declared: object) -> tuple[str, ...]:
    """Missing values are texts, or since version 2 objects with a value and a label."""
    if not isinstance(declared, list):
        raise NotCheckedError("must be a list; taken as empty cells alone")
    found = [value.get("value") if isinstance(value, dict) else value for value in declared]
    if not all(isinstance(value, str) for value in found):
        raise NotCheckedError("must be texts; taken as empty cells alone")
    return tuple(dict.fromkeys(found))  # type: ignore[arg-type]


def _constraint(
    kind: Kind, value: str, name: str, bound: Any, field: Descriptor
) -> Iterator[tuple[str, str, str]]:
    """The predicates of one constraint: (code, predicate, message)."""
    for word, sign, meaning in _BOUNDS:
        if name == word:
            if not kind.ordered or kind.literal is None:
                raise NotCheckedError(f"no bound is known for a {kind.name}")
            # NaN is within no bounds; the engines hold it for the greatest number.
            nan = f" OR ISNAN({value})" if kind.name == "number" else ""
            yield "OS015", f"{value} {sign} {kind.literal(bound)}{nan}", f"is {meaning} {bound}"
            return
    if name == "enum":
        if kind.literal is None or not isinstance(bound, list) or not bound:
            raise NotCheckedError(f"no enumeration is known for a {kind.name}")
        members = ", ".join(kind.literal(member) for member in bound)
        yield "OS013", f"{value} NOT IN ({members})", "is not in the vocabulary"
    elif name in ("minLength", "maxLength"):
        if kind.name not in ("string", "any", "list") or not isinstance(bound, int):
            raise NotCheckedError(f"no length is known for a {kind.name}")
        yield from _length(kind, value, name, bound, field)
    elif name == "pattern":
        if kind.name == "date" and field.get("kind") == "partial_date":
            return  # stricter already: its type is a pattern and a calendar
        if kind.name not in ("string", "any") or not isinstance(bound, str):
            raise NotCheckedError(f"no pattern is known for a {kind.name}")
        yield _pattern(value, bound, field)
    else:
        raise NotCheckedError("this constraint is not known here")


def _length(
    kind: Kind, value: str, name: str, bound: int, field: Descriptor
) -> Iterator[tuple[str, str, str]]:
    length, unit = f"LENGTH({value})", "characters"
    if kind.name == "list":
        delimiter = text_sql(str(field.get("delimiter", ",")))
        length = f"(LENGTH({value}) - LENGTH(REPLACE({value}, {delimiter}, ''))) / LENGTH({delimiter}) + 1"
        unit = "items"
    if name == "minLength":
        yield "OS016", f"{length} < {bound}", f"has fewer than {bound} {unit}"
    else:
        yield "OS016", f"{length} > {bound}", f"has more than {bound} {unit}"


def _pattern(value: str, pattern: str, field: Descriptor) -> tuple[str, str, str]:
    try:
        predicate = f"NOT {matches_sql(value, portable(pattern))}"
    except NotPortableError as error:
        raise NotCheckedError(f"engines do not agree on it: {error}") from error
    if "itemCategories" in field:
        return "OS013", predicate, "has an item that is not in the vocabulary"
    return "OS014", predicate, f"does not match {pattern}"


def _compile_keys(
    plan: Plan, resource: Descriptor, resources: Mapping[str, Descriptor], here: Mapping[str, int]
) -> None:
    schema = resource["schema"]

    def unchecked(columns: Sequence[str], constraint: str, why: str) -> None:
        plan.unchecked.append(Unchecked(plan.table, ",".join(columns), constraint, why))

    key = names(schema.get("primaryKey"))
    if key and all(name in here for name in key):
        plan.keys.insert(0, KeyCheck("OS021", tuple(here[name] for name in key)))
    elif key:
        unchecked(key, "primaryKey", "the files lack its columns")
    for unique in schema.get("uniqueKeys", ()):
        columns = names(unique)
        if all(name in here for name in columns):
            plan.keys.append(KeyCheck("OS023", tuple(here[name] for name in columns)))
        else:
            unchecked(columns, "uniqueKeys", "the files lack its columns")
    for foreign in schema.get("foreignKeys", ()):
        columns, theirs = names(foreign.get("fields")), names(foreign["reference"].get("fields"))
        target = foreign["reference"].get("resource") or plan.table
        if target not in resources:
            unchecked(columns, "foreignKeys", f"the package has no resource {target!r}")
        elif not columns or len(columns) != len(theirs):
            unchecked(columns, "foreignKeys", "its two sides differ in length")
        elif not all(name in here for name in columns):
            unchecked(columns, "foreignKeys", "the files lack its columns")
        else:
            plan.keys.append(
                KeyCheck("OS022", tuple(here[name] for name in columns), target, theirs)
            )
    for declared in fields_of(resource):
        target = declared.get("references")
        if isinstance(target, str) and target in resources and declared["name"] in here:
            theirs = names(resources[target]["schema"].get("primaryKey"))[:1]
            if theirs:
                delimiter = str(declared.get("delimiter", ","))
                plan.keys.append(
                    KeyCheck("OS022", (here[declared["name"]],), target, theirs, delimiter)
                )


def column_sql(name: str, number: int) -> str:
    """A column under its own name, for the rules."""
    return f"c{number} AS {name_sql(name)}"
