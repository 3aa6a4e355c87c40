"""What the descriptor of a release says, stricter than that of a package still being edited.

Any Data Package may leave out a version, a licence or a file's size. A release may not: whoever
reads it years later has nothing else to go by.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AwareDatetime,
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


class File(_Strict):
    """One file, whatever is in it."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    title: _Text
    path: _Path
    format: _Text
    mediatype: _Text
    bytes: Annotated[int, Field(ge=0)]
    hash: _Digest
    rows: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if ".." in self.path.split("/"):
            raise ValueError("its path leads out of the release")
        return self


class Table(File):
    """A table's file, with its schema."""

    type: Literal["table"]
    description: _Text
    format: Literal["csv"]
    encoding: Literal["utf-8"]
    rows: Annotated[int, Field(ge=0)]
    spreadsheetSafe: Literal[True]
    derived: Literal[True] | None = None
    table_schema: Schema = Field(alias="schema")


class Released(_Strict):
    """The whole descriptor."""

    profile: _Text = Field(alias="$schema")
    name: Literal["overseas-stations"] = Field(description=NAME)
    title: _Text
    description: _Text
    version: Version
    created: AwareDatetime
    homepage: _Text
    licenses: Annotated[list[Licence], Field(min_length=1)]
    contributors: Annotated[list[Person], Field(min_length=1)]
    sources: Annotated[list[Origin], Field(min_length=1)]
    keywords: Annotated[list[_Text], Field(min_length=1)]
    partialDatePattern: _Text
    resources: Annotated[list[Table], Field(min_length=1)]
    #: The same tables in other formats, and papers. Tools take any resource for a table.
    files: Annotated[list[File], Field(min_length=1)]

    @property
    def listed(self) -> list[File]:
        """Every file that the descriptor lists."""
        return [*self.resources, *self.files]

    @model_validator(mode="after")
    def _apart(self) -> Self:
        for part in ("name", "path"):
            found = [getattr(file, part) for file in self.listed]
            twice = sorted({value for value in found if found.count(value) > 1})
            if twice:
                raise ValueError(f"two files have the {part} {twice[0]!r}")
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
