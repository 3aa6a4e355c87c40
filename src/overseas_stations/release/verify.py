"""Whether a release is what was published: every bit of it, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overseas_stations.errors import PackageError
from overseas_stations.release.published import published
from overseas_stations.release.released import Released, released
from overseas_stations.release.sums import SUMS, digest, files, read_sums
from overseas_stations.schema.spec import all_tables, derived_tables
from overseas_stations.schema.table_schema import table_schema
from overseas_stations.storage import DESCRIPTOR, read_json
from overseas_stations.version import __version__


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as published: the file, and what is wrong with it."""

    file: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what is wrong.

    ``schema`` says whether the release's schema was held against this library's: only where both
    are of one version, as another version's may differ and be right.
    """

    name: str
    version: str
    files: int
    schema: bool
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether everything is as published."""
        return not self.faults


def verify(reference: str | Path) -> Verified:
    """Check a release: its files against ``SHA256SUMS``, its descriptor against its files.

    ``reference`` is a folder, or an archive of one. Where it is of this library's version, its
    schema is held against the library's too.

    Raises ``PackageError`` where there is no release at all.
    """
    with published(reference) as found:
        try:
            sums = read_sums(found.folder)
        except PackageError as error:
            if (found.folder / SUMS).is_file():
                return Verified(found.name, "", 0, False, (Fault(SUMS, str(error)),))
            raise
        faults = list(_files(found.folder, sums))
        descriptor = None
        try:
            descriptor = released(read_json(found.folder / DESCRIPTOR), DESCRIPTOR)
        except (PackageError, OSError) as error:
            faults.append(Fault(DESCRIPTOR, str(error)))
        same = descriptor is not None and descriptor.version == __version__
        if descriptor is not None:
            faults += _resources(found.folder, sums, descriptor)
        if descriptor is not None and same:
            faults += _schemas(descriptor)
        version = descriptor.version if descriptor else ""
        return Verified(found.name, version, len(sums), same, tuple(faults))


def _files(folder: Path, sums: dict[str, str]) -> Iterator[Fault]:
    here = set(files(folder)) - {SUMS}
    for name in sorted(here | sums.keys()):
        if name not in here:
            yield Fault(name, f"is missing; {SUMS} lists it")
        elif name not in sums:
            yield Fault(name, f"is not of this release; {SUMS} does not list it")
        elif (folder / name).is_symlink() or not (folder / name).is_file():
            yield Fault(name, "is a link, or no file")
        elif digest(folder / name) != sums[name]:
            yield Fault(name, f"is not as published; its SHA-256 is not that in {SUMS}")


def _resources(folder: Path, sums: dict[str, str], descriptor: Released) -> Iterator[Fault]:
    for resource in descriptor.listed:
        path = folder / resource.path
        if resource.path not in sums:
            yield Fault(DESCRIPTOR, f"lists {resource.path}, which is not of this release")
            continue
        if resource.hash != f"sha256:{sums[resource.path]}":
            yield Fault(DESCRIPTOR, f"gives another SHA-256 for {resource.path} than {SUMS}")
        if path.is_file() and path.stat().st_size != resource.bytes:
            yield Fault(DESCRIPTOR, f"says that {resource.path} has {resource.bytes} bytes")


def _schemas(descriptor: Released) -> Iterator[Fault]:
    tables = {resource.name: resource for resource in descriptor.resources}
    for spec in (*all_tables(), *derived_tables()):
        resource = tables.pop(spec.name, None)
        if resource is None:
            yield Fault(DESCRIPTOR, f"lacks the table {spec.name}")
        elif resource.table_schema.model_dump() != table_schema(spec):
            yield Fault(DESCRIPTOR, f"has another schema for {spec.name} than this library")
    for name in tables:
        yield Fault(DESCRIPTOR, f"has a table {name} that this library does not know")
