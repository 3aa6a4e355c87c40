"""What the descriptor of a release says, stricter than that of a package still being edited.

Any Data Package may leave out a version, a licence or a file's size. A release may not: whoever
reads it years later has nothing else to go by.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from overseas_stations.errors import PackageError
from overseas_stations.fields import Version
from overseas_stations.schema.table_schema import NAME

_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_Path = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$")]
_Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Licence(_Strict):
    """Under what terms."""

    name: _Text
    title: _Text
    path: _Text


class Person(_Strict):
    """Who made it."""

    title: _Text
    roles: Annotated[list[_Text], Field(min_length=1)]


class Origin(_Strict):
    """What it was made from."""

    title: _Text
    path: _Text | None = None


class Schema(BaseModel):
    """A table's schema: fields, and the key by which its rows are told apart."""

    model_config = ConfigDict(extra="allow", frozen=True)

    fields: Annotated[list[dict[str, Any]], Field(min_length=1)]
    primaryKey: Annotated[list[_Text], Field(min_length=1)]
    missingValues: list[str]


class Resource(_Strict):
    """One file. A table has its schema; other files, and tables in other formats, have none."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    title: _Text
    description: _Text | None = None
    path: _Path
    format: _Text
    mediatype: _Text
    bytes: Annotated[int, Field(ge=0)]
    hash: _Digest
    type: Literal["table"] | None = None
    encoding: Literal["utf-8"] | None = None
    rows: Annotated[int, Field(ge=0)] | None = None
    derived: Literal[True] | None = None
    spreadsheetSafe: Literal[True] | None = None
    table_schema: Schema | None = Field(default=None, alias="schema")

    @model_validator(mode="after")
    def _whole(self) -> Resource:
        if (self.type == "table") != (self.table_schema is not None):
            raise ValueError("a table has a schema, and nothing else has one")
        if self.type == "table" and self.rows is None:
            raise ValueError("a table says how many rows it has")
        if ".." in self.path.split("/"):
            raise ValueError("its path leads out of the release")
        return self


class Released(_Strict):
    """The whole descriptor."""

    profile: _Text = Field(alias="$schema")
    name: Literal["overseas-stations"] = Field(description=NAME)
    title: _Text
    description: _Text
    version: Version
    created: date
    homepage: _Text
    licenses: Annotated[list[Licence], Field(min_length=1)]
    contributors: Annotated[list[Person], Field(min_length=1)]
    sources: Annotated[list[Origin], Field(min_length=1)]
    keywords: Annotated[list[_Text], Field(min_length=1)]
    partialDatePattern: _Text
    resources: Annotated[list[Resource], Field(min_length=1)]

    @model_validator(mode="after")
    def _apart(self) -> Released:
        for part in ("name", "path"):
            found = [getattr(resource, part) for resource in self.resources]
            twice = sorted({value for value in found if found.count(value) > 1})
            if twice:
                raise ValueError(f"two resources have the {part} {twice[0]!r}")
        return self


def released(descriptor: object, where: str) -> Released:
    """A descriptor that keeps all that a release promises. Raises ``PackageError`` for any other."""
    try:
        return Released.model_validate(descriptor)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "descriptor"
        raise PackageError(
            f"{where}: not the descriptor of a release: {place}: {first['msg']}"
        ) from error
