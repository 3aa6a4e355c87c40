"""What the records declare, in plain data: the one thing that every face is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from pydantic import StringConstraints

from overseas_stations.derived_records import DERIVED
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.fields import Curated, Identifies, Kind, Known
from overseas_stations.partial_date import PATTERN, PartialDate
from overseas_stations.records import RECORDS, Record
from overseas_stations.vocabulary import RecordTable, Vocabulary

#: ``date`` is a partial date, as sources give it; ``day`` a whole one, as derived tables have it.
FieldType = Literal["string", "integer", "number", "boolean", "date", "day", "list"]

VocabularyType = type[Vocabulary]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One column."""

    name: str
    type: FieldType
    description: str
    example: Any
    required: bool
    is_key: bool
    kind: str | None
    vocabulary: VocabularyType | None
    pattern: str | None
    minimum: float | None
    exclusive_minimum: float | None
    maximum: float | None
    references: str | None
    known: str | None
    curated: bool

    @property
    def wants_evidence(self) -> bool:
        """Whether a filled cell must be named by supporting evidence (in a record table)."""
        return not (self.is_key or self.curated)


@dataclass(frozen=True)
class TableSpec:
    """One table: its fields in column order, and its primary key."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    record: type[Record]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def key_fields(self) -> tuple[FieldSpec, ...]:
        """The fields of the primary key."""
        return tuple(self.field(name) for name in self.key)

    @property
    def is_derived(self) -> bool:
        """Whether the table is computed from the others and never stored."""
        return self.name in DERIVED

    @property
    def has_evidence(self) -> bool:
        """Whether this is a record table, each cell of which needs a source."""
        return self.name in RECORD_TABLES

    def field(self, name: str) -> FieldSpec:
        """Raises ``UnknownNameError`` with near names where there is no such column."""
        for field in self.fields:
            if field.name == name:
                return field
        raise UnknownNameError(
            f"table {self.name} has no column {name!r}{suggest(name, self.columns)}"
        )


RECORD_TABLES = frozenset(member.value for member in RecordTable)


def _metadata(annotation: object) -> Iterator[object]:
    """Every piece of metadata in an annotation, through Annotated, Optional and tuple."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *found = get_args(annotation)
        yield from found
        yield from _metadata(inner)
    elif origin in (Union, UnionType, tuple):
        for inner in get_args(annotation):
            yield from _metadata(inner)


def _core(annotation: object) -> tuple[bool, type[Any]]:
    """Whether the annotation is a list, and the class of its values."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _core(get_args(annotation)[0])
    if origin is tuple:
        return True, _core(get_args(annotation)[0])[1]
    if origin in (Union, UnionType):
        inner, *text = (_core(arg) for arg in get_args(annotation) if arg is not type(None))
        if text and text != [(False, str)]:
            raise TypeError(f"a record's field cannot be of type {annotation!r}")
        return inner  # beside a vocabulary any text, as another version's release may have it
    if not isinstance(annotation, type):
        raise TypeError(f"a record's field cannot be of type {annotation!r}")
    return False, annotation


_TYPES: dict[type[Any], FieldType] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    PartialDate: "date",
    date: "day",
}


def _field(record: type[Record], name: str) -> FieldSpec:
    info = record.model_fields[name]
    is_list, core = _core(info.annotation)
    found = [*info.metadata, *_metadata(info.annotation)]

    def first(kind: type[Any], attribute: str) -> Any:
        return next((getattr(m, attribute) for m in found if isinstance(m, kind)), None)

    identifies = first(Identifies, "table")
    is_vocabulary = issubclass(core, Vocabulary)
    is_key = name in record.key
    return FieldSpec(
        name=name,
        type="list" if is_list else "string" if is_vocabulary else _TYPES[core],
        description=info.description or "",
        example=info.examples[0] if info.examples else None,
        required=info.is_required() or any(isinstance(m, MinLen) and is_list for m in found),
        is_key=is_key,
        kind=first(Kind, "name"),
        vocabulary=core if is_vocabulary else None,
        pattern=PATTERN
        if core is PartialDate
        else next(
            (m.pattern for m in found if isinstance(m, StringConstraints) and m.pattern), None
        ),  # type: ignore[arg-type]
        minimum=first(Ge, "ge"),
        exclusive_minimum=first(Gt, "gt"),
        maximum=first(Le, "le"),
        # A table's own key identifies its rows; any other column of that type points at one.
        references=None if is_key and identifies == record.table else identifies,
        known=first(Known, "how"),
        curated=any(isinstance(m, Curated) for m in found),
    )


@cache
def table_spec(name: str) -> TableSpec:
    """The spec of a stored or derived table. Raises ``UnknownNameError`` for an unknown name."""
    record = RECORDS.get(name) or DERIVED.get(name)
    if record is None:
        raise UnknownNameError(f"there is no table {name!r}{suggest(name, (*RECORDS, *DERIVED))}")
    return spec_of(record)


@cache
def spec_of(record: type[Record]) -> TableSpec:
    """The spec of a table by its class, which may be one made for another version's release."""
    return TableSpec(
        name=record.table,
        title=record.table.replace("_", " ").capitalize(),
        description=" ".join((record.__doc__ or "").split()),
        key=record.key,
        fields=tuple(_field(record, column) for column in record.model_fields),
        record=record,
    )


def all_tables() -> tuple[TableSpec, ...]:
    """Every stored table, the cited before the citing."""
    return tuple(table_spec(name) for name in RECORDS)


def derived_tables() -> tuple[TableSpec, ...]:
    """Every table that exports compute and write beside the stored ones."""
    return tuple(table_spec(name) for name in DERIVED)
