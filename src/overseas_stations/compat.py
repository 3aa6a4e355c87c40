"""Reading a release of another version: any of the same major one, older or newer.

A newer one may have columns and vocabulary members that this library does not know, an older one
may lack columns that came since. Neither is a fault: the records are then of a class made for that
release, with its further columns, its unknown members as plain text, and empty what it lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Field, create_model

from overseas_stations.errors import PackageError
from overseas_stations.fields import Label
from overseas_stations.partial_date import PartialDate
from overseas_stations.records import RECORDS, Record
from overseas_stations.version import __version__
from overseas_stations.vocabulary import Vocabulary


def refuse_other_major(version: object, where: str) -> None:
    """Raises ``PackageError``, which names the library that reads it, for another major version."""
    major, ours = _parts(version)[:1], _parts(__version__)[:1]
    if major and major != ours:
        raise PackageError(
            f"{where}: a release of version {version}, which overseas-stations {major[0]} reads; this is "
            f"{__version__}: pip install 'overseas-stations=={major[0]}.*'"
        )


def _parts(version: object) -> tuple[int, ...]:
    """The numbers of a version, none where it is no version."""
    found = str(version).split(".")
    return tuple(map(int, found)) if len(found) == 3 and all(p.isdecimal() for p in found) else ()


def kinds_for(descriptor: Mapping[str, Any]) -> dict[str, type[Record]]:
    """The classes that differ for a package of another version, by table."""
    if not _parts(descriptor.get("version")) or descriptor.get("version") == __version__:
        return {}
    newer = _parts(descriptor["version"]) > _parts(__version__)
    found = {}
    for resource in descriptor["resources"]:
        name = resource.get("name")
        schema = resource.get("schema")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if name in RECORDS and isinstance(fields, list):
            declared = {str(f["name"]): f for f in fields if isinstance(f, dict) and "name" in f}
            kind = _fitted(RECORDS[name], declared, newer)
            if kind is not None:
                found[name] = kind
    return found


def _fitted(
    kind: type[Record], declared: Mapping[str, Mapping[str, Any]], newer: bool
) -> type[Record] | None:
    """A table's class for what a release declares; None where the one at hand fits."""
    changed: dict[str, Any] = {}
    for name, info in kind.model_fields.items():
        if name not in declared and info.is_required() and name not in kind.key:
            changed[name] = (Any, None)
        elif newer and _has_vocabulary(info.annotation):
            default = ... if info.is_required() else info.default
            about = Field(default, description=info.description, examples=info.examples)
            changed[name] = (_opened(info.annotation), about)
    for name, field in declared.items():
        if name not in kind.model_fields:
            default = () if field.get("kind") == "list" else None
            text = str(field.get("description") or "Not known here.")
            changed[name] = (_unknown(field), Field(default, description=text))
    if not changed:
        return None
    made: type[Record] = create_model(
        kind.__name__,
        __base__=kind,
        __doc__=kind.__doc__,
        __module__=kind.__module__,
        __cls_kwargs__={"table": kind.table, "key": kind.key},
        **changed,
    )
    return made


def _unknown(field: Mapping[str, Any]) -> Any:
    """The type of a column that this library does not know."""
    if field.get("kind") == "list":
        return tuple[str, ...]
    if field.get("kind") == "partial_date":
        return PartialDate | None
    types = {"integer": int, "number": float, "boolean": bool}
    return types.get(str(field.get("type")), str) | None


def _has_vocabulary(annotation: Any) -> bool:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return issubclass(annotation, Vocabulary)
    return any(_has_vocabulary(part) for part in get_args(annotation))


def _opened(annotation: Any) -> Any:
    """The type with any text beside the members of its vocabulary."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is None:
        known = isinstance(annotation, type) and issubclass(annotation, Vocabulary)
        # A text that is a member is that member, not the text.
        members_first = Field(union_mode="left_to_right")
        return Annotated[annotation | Label, members_first] if known else annotation
    if origin is Annotated:
        return Annotated[(_opened(parts[0]), *parts[1:])]
    if origin is tuple:
        return tuple[_opened(parts[0]), ...]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return Union[tuple(_opened(part) for part in parts)]  # noqa: UP007
    return annotation
