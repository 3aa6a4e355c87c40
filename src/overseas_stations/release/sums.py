"""``SHA256SUMS``: the digest of every other file of a release, as ``sha256sum`` writes and reads it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from overseas_stations.errors import PackageError

SUMS = "SHA256SUMS"

_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[^\n\r\0]+)")


def digest(path: Path) -> str:
    """A file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files(folder: Path) -> Iterator[str]:
    """Every file under a folder by its name from there, with ``/`` between, in one order."""
    names = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
    yield from sorted(names)


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` for all that a folder holds."""
    sums = {name: digest(folder / name) for name in files(folder) if name != SUMS}
    (folder / SUMS).write_text(_text(sums), "utf-8", newline="\n")


def _text(sums: Mapping[str, str]) -> str:
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


def read_sums(folder: Path) -> dict[str, str]:
    """The digest of each file by its name.

    Raises ``PackageError`` where there is no such list, or one that was tampered with.
    """
    path = folder / SUMS
    if not path.is_file():
        raise PackageError(f"{folder}: no {SUMS} here, so it is no release that can be verified")
    content = path.read_bytes()
    found: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n")[:-1], 1):
        parsed = _LINE.fullmatch(line)
        if not parsed:
            raise PackageError(f"{path}:{number}: no digest and file name")
        found[parsed["name"]] = parsed["digest"]
    # The list has no digest of its own; a bit of it that flips must show all the same.
    if content != _text(found).encode():
        raise PackageError(f"{path}: not as it was written: order, line ends or a name twice")
    return found
