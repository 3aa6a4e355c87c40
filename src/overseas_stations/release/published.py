"""A published form of a dataset, wherever it is: a folder, a wheel, an archive, a git revision.

What is packed is unpacked into a folder that goes when it is no longer needed; everything after
reads a folder with a ``datapackage.json``. An archive is hostile until read: its members may not
leave the folder, link anywhere, or grow beyond all measure.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from overseas_stations.errors import PackageError
from overseas_stations.storage import DESCRIPTOR

_ZIPS = (".zip", ".whl")
_TARS = (".tar", ".tar.gz", ".tgz")

#: What a revision's package consists of; the rest of the repository stays where it is.
_PACKAGE = (DESCRIPTOR, "data", "CHANGELOG.md")

#: What an archive may unpack to, and in how many files.
MOST_BYTES = 2**33
MOST_FILES = 10_000

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Published:
    """Where a package lies while it is looked at, and what it was called."""

    folder: Path
    name: str


@contextmanager
def published(reference: str | Path, repository: str | Path = ".") -> Iterator[Published]:
    """The package that a reference names, as a folder for as long as the context lasts.

    ``reference`` is a folder with a ``datapackage.json`` or that file, a wheel, a ``.zip`` or
    ``.tar.gz`` archive, or a revision of the git ``repository`` (a tag, say). A path that exists
    is never taken for a revision.

    Raises ``PackageError`` where it is none of these, or an archive is not to be trusted.
    """
    path = Path(reference)
    if path.is_dir() or path.name == DESCRIPTOR:
        yield Published(path if path.is_dir() else path.parent, str(reference))
        return
    with tempfile.TemporaryDirectory(prefix="overseas-stations-") as scratch:
        target = Path(scratch).resolve()
        if path.is_file():
            _unpack(path, target)
        elif "/" not in str(reference).removeprefix("refs/") and path.suffix in (*_ZIPS, ".gz"):
            raise PackageError(f"{path}: no such file")
        else:
            _check_out(str(reference), Path(repository), target)
        yield Published(_top(target, str(reference)), str(reference))


def _top(folder: Path, name: str) -> Path:
    """The folder that holds the descriptor: the uppermost one, where several do."""
    found = sorted(folder.rglob(DESCRIPTOR), key=lambda path: (len(path.parts), str(path)))
    if not found:
        raise PackageError(f"{name}: holds no {DESCRIPTOR}, so it is no published dataset")
    return found[0].parent


# -- archives ------------------------------------------------------------------------------------


def _unpack(path: Path, target: Path) -> None:
    name = path.name.lower()
    try:
        if name.endswith(_ZIPS):
            _unzip(path, target)
        elif name.endswith(_TARS):
            with tarfile.open(path) as archive:
                _untar(archive, target, str(path))
        else:
            known = ", ".join((*_ZIPS, *_TARS))
            raise PackageError(f"{path}: no folder and no archive that is read here ({known})")
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, NotImplementedError) as error:
        raise PackageError(f"{path}: not an archive that can be read ({error})") from error


class _Room:
    """How much an archive may still unpack to."""

    def __init__(self, name: str) -> None:
        self.name, self.files, self.bytes = name, MOST_FILES, MOST_BYTES

    def write(self, source: IO[bytes], target: Path) -> None:
        self.files -= 1
        if self.files < 0:
            raise PackageError(f"{self.name}: holds more than {MOST_FILES} files")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                self.bytes -= len(chunk)
                if self.bytes < 0:
                    raise PackageError(f"{self.name}: unpacks to more than {MOST_BYTES} bytes")
                out.write(chunk)


def _inside(target: Path, member: str, name: str) -> Path:
    parts = PurePosixPath(member.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in member:
        raise PackageError(f"{name}: its member {member!r} leads out of it")
    return target.joinpath(*parts.parts)


def _unzip(path: Path, target: Path) -> None:
    room = _Room(str(path))
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            place = _inside(target, member.filename, str(path))
            if (member.external_attr >> 16) & 0o170000 == 0o120000:
                raise PackageError(f"{path}: its member {member.filename!r} is a link")
            if not member.is_dir():
                with archive.open(member) as source:
                    room.write(source, place)


def _untar(archive: tarfile.TarFile, target: Path, name: str) -> None:
    room = _Room(name)
    for member in archive:
        place = _inside(target, member.name, name)
        if member.isdir():
            continue
        source = archive.extractfile(member) if member.isreg() else None
        if source is None:
            raise PackageError(f"{name}: its member {member.name!r} is a link or a device")
        room.write(source, place)


# -- git -----------------------------------------------------------------------------------------


def _check_out(revision: str, repository: Path, target: Path) -> None:
    """Put the package of a revision into a folder, without touching the work tree."""
    unknown = PackageError(
        f"{revision}: no folder, no archive, and no revision of the git repository {repository}"
    )
    if revision.startswith("-"):
        raise unknown
    try:
        commit = _git(repository, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except (subprocess.CalledProcessError, OSError) as error:
        raise unknown from error
    name = commit.decode().strip()
    here = _git(repository, "ls-tree", "--name-only", "--full-tree", name, *_PACKAGE).decode()
    if DESCRIPTOR not in here.split():
        raise PackageError(f"{revision}: that revision has no {DESCRIPTOR}")
    top = _git(repository, "rev-parse", "--show-toplevel").decode().strip()
    command = ["git", "-C", top, "archive", "--format=tar", name, *here.split()]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603
        if process.stdout is None:
            raise PackageError(f"{revision}: git gives no archive of it")
        with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
            _untar(archive, target, revision)
    if process.returncode:
        raise PackageError(f"{revision}: git gives no archive of it")


def _git(repository: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(repository), *arguments]
    # No shell: an argument is an argument, and a revision that begins with a dash was refused.
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603
