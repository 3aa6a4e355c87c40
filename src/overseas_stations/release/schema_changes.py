"""What differs between two schemas, what it means for whoever reads the data, and how grave it is.

Gravity is that of semantic versioning, as `docs/releasing.md` promises it: ``major`` where a
program that read the old data may fail or misread the new, ``minor`` where there is more than
before, ``patch`` where words changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from overseas_stations.validation.plan import Descriptor, fields_of, names

Level = Literal["patch", "minor", "major"]

#: From the lightest to the gravest.
LEVELS: tuple[Level, ...] = ("patch", "minor", "major")


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference of a schema: where, what, how grave, and what readers should know."""

    table: str
    column: str
    what: str
    level: Level
    means: str


# Of a column's descriptor: what its values are. A change of any makes old programs misread it.
_TYPE = {
    "type": None,
    "format": "default",
    "kind": None,
    "delimiter": None,
    "itemType": None,
    "trueValues": None,
    "falseValues": None,
    "decimalChar": ".",
    "groupChar": None,
    "bareNumber": True,
    "missingValues": None,
}
_WORDS = ("title", "description", "example")
_BOUNDS = ("pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LENGTHS = ("minLength", "maxLength")


def schema_changes(
    old: Mapping[str, Descriptor], new: Mapping[str, Descriptor]
) -> tuple[SchemaChange, ...]:
    """The differences between two packages' schemas; resources by name, each with its schema."""
    return tuple(_changes(old, new))


def _changes(
    old: Mapping[str, Descriptor], new: Mapping[str, Descriptor]
) -> Iterator[SchemaChange]:
    for name in old:
        if name not in new:
            means = "Whoever reads this table finds none."
            yield SchemaChange(name, "", "table removed", "major", means)
    for name, resource in new.items():
        if name in old:
            yield from _of_table(name, old[name], resource)
        else:
            yield SchemaChange(name, "", "table added", "minor", "One table more; none changed.")


def _of_table(table: str, old: Descriptor, new: Descriptor) -> Iterator[SchemaChange]:
    before = {str(field["name"]): field for field in fields_of(old)}
    after = {str(field["name"]): field for field in fields_of(new)}
    for name in before:
        if name not in after:
            means = "Whoever reads this column finds none."
            yield SchemaChange(table, name, "column removed", "major", means)
    for name, field in after.items():
        if name in before:
            yield from _of_column(table, name, before[name], field, (old, new))
        else:
            means = "One column more; read columns by name and nothing changes."
            yield SchemaChange(table, name, "column added", "minor", means)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        means = "Read columns by name, not by place."
        yield SchemaChange(table, "", "columns in another order", "minor", means)
    yield from _of_keys(table, old["schema"], new["schema"])
    yield from _words(table, "", old, new)


def _of_keys(table: str, old: Descriptor, new: Descriptor) -> Iterator[SchemaChange]:
    if names(old.get("primaryKey")) != names(new.get("primaryKey")):
        what = f"primary key {_listed(old)} is now {_listed(new)}"
        yield SchemaChange(table, "", what, "major", "Joins on the old key no longer hold.")
    before, after = (
        {str(sorted(map(str, _flat(key)))) for key in schema.get("foreignKeys", ())}
        for schema in (old, new)
    )
    for key in sorted(before - after):
        means = "An id in it may stand for no row."
        yield SchemaChange(table, "", f"foreign key removed: {key}", "major", means)
    for key in sorted(after - before):
        means = "What held by chance is now promised."
        yield SchemaChange(table, "", f"foreign key added: {key}", "minor", means)


def _listed(schema: Descriptor) -> str:
    return ", ".join(names(schema.get("primaryKey"))) or "(none)"


def _flat(key: Mapping[str, Any]) -> Iterator[str]:
    reference = key["reference"]
    yield from names(key.get("fields"))
    yield "→ " + str(reference.get("resource") or "itself")
    yield from (f"→ {name}" for name in names(reference.get("fields")))


def _of_column(
    table: str,
    name: str,
    old: Descriptor,
    new: Descriptor,
    resources: tuple[Descriptor, Descriptor],
) -> Iterator[SchemaChange]:
    for part, default in _TYPE.items():
        before, after = (
            field.get(
                part, resource["schema"].get(part, default) if part == "missingValues" else default
            )
            for field, resource in zip((old, new), resources, strict=True)
        )
        if before != after:
            what = f"{part} {_told(before)} is now {_told(after)}"
            yield SchemaChange(table, name, what, "major", "Its cells are to be read otherwise.")
    yield from _of_members(table, name, old, new)
    yield from _of_constraints(table, name, old, new)
    yield from _words(table, name, old, new)


def members(field: Descriptor) -> dict[str, str] | None:
    """The values that a column, or an item of its lists, may have, each with its meaning."""
    categories = field.get("categories") or field.get("itemCategories")
    if isinstance(categories, list):
        return {
            str(c["value"]): str(c.get("label", "")) if isinstance(c, dict) else ""
            for c in (c if isinstance(c, dict) else {"value": c} for c in categories)
        }
    enum = (field.get("constraints") or {}).get("enum")
    return {str(value): "" for value in enum} if isinstance(enum, list) else None


def _of_members(table: str, name: str, old: Descriptor, new: Descriptor) -> Iterator[SchemaChange]:
    before, after = members(old), members(new)
    if before is None and after is None:
        return
    if before is None or after is None:
        closed = after is not None
        what = "only listed values are allowed now" if closed else "any value is allowed now"
        means = (
            "Values that nobody could expect may come." if not closed else "Fewer values can come."
        )
        yield SchemaChange(table, name, what, "minor" if closed else "major", means)
        return
    for value in before:
        if value not in after:
            means = "Whoever asks for it finds no row."
            yield SchemaChange(table, name, f"member {value!r} removed", "major", means)
    for value, meaning in after.items():
        if value not in before:
            means = "A value that no row had may come; treat unknown ones as such."
            yield SchemaChange(table, name, f"member {value!r} added", "minor", means)
        elif before[value] != meaning:
            means = "If it now means another thing, and is not only said better, this is major."
            yield SchemaChange(table, name, f"member {value!r} reworded", "patch", means)


def _of_constraints(
    table: str, name: str, old: Descriptor, new: Descriptor
) -> Iterator[SchemaChange]:
    before, after = (field.get("constraints") or {} for field in (old, new))
    for part, loosened, tightened in (
        ("required", "A cell may be empty now.", "No cell is empty any more."),
        ("unique", "A value may stand on several rows now.", "No value stands twice any more."),
    ):
        was, now = bool(before.get(part)), bool(after.get(part))
        if was != now:
            what = f"no longer {part}" if was else f"now {part}"
            yield SchemaChange(
                table, name, what, "major" if was else "minor", loosened if was else tightened
            )
    listed = members(old) is not None and members(new) is not None
    for part in (*_BOUNDS, *_LENGTHS):
        if listed and part == "pattern":
            continue  # that of a list's items: told member by member
        bound, other = before.get(part), after.get(part)
        if bound != other:
            what = f"{part} {_told(bound)} is now {_told(other)}"
            means = "Other values are allowed than before."
            yield SchemaChange(table, name, what, _looser(part, bound, other), means)


def _looser(part: str, was: Any, now: Any) -> Level:
    """A bound that lets more through breaks who relied on it; of a pattern nobody can tell."""
    if was is None or now is None:
        return "major" if now is None else "minor"
    if part == "pattern" or not all(isinstance(value, int | float) for value in (was, now)):
        return "major"
    wider = now < was if part in ("minimum", "exclusiveMinimum", "minLength") else now > was
    return "major" if wider else "minor"


def _words(table: str, name: str, old: Descriptor, new: Descriptor) -> Iterator[SchemaChange]:
    for part in _WORDS:
        if old.get(part) != new.get(part):
            means = "If it now means another thing, and is not only said better, this is major."
            yield SchemaChange(table, name, f"{part} reworded", "patch", means)


def _told(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(repr, value)) or "(none)"
    return "(none)" if value is None else repr(value)
