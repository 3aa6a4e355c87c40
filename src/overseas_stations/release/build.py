"""Building a release: everything is validated first, then written, then moved in one step."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from overseas_stations.atomic import replaced_folder
from overseas_stations.errors import PackageError, ReleaseRefusedError
from overseas_stations.export import FORMATS, content_of, refuse_foreign, write_formats
from overseas_stations.release.changelog import CHANGELOG, section
from overseas_stations.release.check import verdict
from overseas_stations.release.croissant import croissant
from overseas_stations.release.diff import Diff
from overseas_stations.release.papers import KEYWORDS, papers
from overseas_stations.release.released import released
from overseas_stations.release.schema_org import dataset_jsonld
from overseas_stations.release.sums import SUMS, digest, files, write_sums
from overseas_stations.release.telling import as_markdown, headline
from overseas_stations.release.verify import verify
from overseas_stations.schema.files import check_schema
from overseas_stations.schema.table_schema import NAME, descriptor
from overseas_stations.storage import DESCRIPTOR
from overseas_stations.validation import validate
from overseas_stations.version import __version__

#: Of the findings that stand in the way so many are told.
_TOLD = 20


@dataclass(frozen=True, slots=True)
class Built:
    """A release that was built: where, of which version and day, and the rows of each file."""

    folder: Path
    version: str
    day: date
    rows: Mapping[str, int]


def build(
    root: str | Path,
    out: str | Path,
    *,
    against: str | Path | None,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build a release of the checkout ``root`` in the folder ``out``, which it replaces whole.

    ``against`` is the version before, None for the first release. The same commit, libraries and
    ``SOURCE_DATE_EPOCH`` give the same bytes; without that variable the day is the one that the
    changelog gives the version.

    Raises ``ReleaseRefusedError`` where the data has findings, the schema's files are stale or
    the version understates what changed; ``PackageError`` where something cannot be read or
    written, or ``out`` holds what no release made; ``BusyError`` where another build is at work.
    """
    top, target = Path(root).absolute(), Path(out).absolute()
    if not (top / "pyproject.toml").is_file():
        raise PackageError(f"{top}: not the top of a checkout, from which releases are built")
    refuse_foreign(target, "release", (target / SUMS).is_file)
    progress("validating")
    _refuse_findings(top)
    text, day = _said(top)
    progress("comparing")
    notes = _notes(top, against, text)
    try:
        with replaced_folder(target) as fresh:
            rows = _write(top, fresh, day, notes, progress)
            progress("verifying")
            faults = verify(fresh).faults
            if faults:
                told = [f"{fault.file}: {fault.what}" for fault in faults]
                raise ReleaseRefusedError("what was written is not what was meant", told)
    except OSError as error:
        raise PackageError(f"{target}: cannot be written ({error})") from error
    return Built(target, __version__, day, rows)


def _refuse_findings(top: Path) -> None:
    stale = check_schema(top)
    if stale:
        named = [line[4:] for line in stale.splitlines() if line.startswith("--- ")]
        raise ReleaseRefusedError(
            "the schema's files are stale; run `overseas-stations schema`", named
        )
    report = validate(top)
    if not report.clean:
        told = [
            f"{f.code} {f.file}:{f.line}: {f.record_id} {f.column}: {f.message}"
            for f in report.findings[:_TOLD]
        ]
        left = report.found() - len(told)
        more = [f"and {left} more"] if left > 0 else []
        raise ReleaseRefusedError(
            "the data has findings; run `overseas-stations validate`", told + more
        )


def _said(top: Path) -> tuple[str, date]:
    """What the changelog says of this version, and the day of its release.

    That is the changelog's, unless the environment sets another.
    """
    try:
        found = section(top, __version__)
    except ValueError as error:
        raise ReleaseRefusedError(f"{CHANGELOG}: {error}") from error
    if found is None or found.day is None:
        raise ReleaseRefusedError(
            f"{CHANGELOG} has no section `## [{__version__}] - YYYY-MM-DD`; the release takes its day from it"
        )
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return found.text, found.day
    try:
        return found.text, datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise PackageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not seconds since 1970") from error


def _notes(top: Path, against: str | Path | None, said: str) -> str:
    """The release notes; on the way the version is held against what changed."""
    lines = [f"# {NAME} {__version__}", "", said, ""]
    if against is None:
        return "\n".join([*lines, "The first release.", ""])
    with Diff(against, top, repository=top) as diff:
        found = verdict(diff)
        if not found.passed:
            told = [f"{problem.what}; mend: {problem.mend}" for problem in found.problems]
            raise ReleaseRefusedError(f"version {__version__} may not follow {found.old}", told)
        for table, columns in found.labels.items():
            told_columns = ", ".join(f"`{column}` ({count})" for column, count in columns.items())
            lines += [f"Names changed in `{table}`: {told_columns}. Join on ids.", ""]
        lines += ["## What changed in the data", "", headline(diff) + ".", "", *as_markdown(diff)]
    return "\n".join(lines).rstrip() + "\n"


def _write(
    top: Path, fresh: Path, day: date, notes: str, progress: Callable[[str], None]
) -> dict[str, int]:
    from overseas_stations import load

    content = content_of(load(top), day)
    rows = write_formats(
        content, fresh, FORMATS.values(), lambda title: progress(f"writing {title}")
    )
    titles = {form.name: form.title for form in FORMATS.values()}
    for name, text in papers(top, __version__, day, notes, titles).items():
        (fresh / name).write_text(text, "utf-8", newline="\n")
    described = _descriptor(fresh, day, rows)
    released(described, DESCRIPTOR)
    _json(fresh / DESCRIPTOR, described)
    every = [*described["resources"], *described["files"]]
    listed = {**described, "created": day.isoformat(), "resources": every}
    _json(fresh / "croissant.json", croissant(listed))
    _json(fresh / "dataset.jsonld", dataset_jsonld(listed))
    write_sums(fresh)
    for path in [fresh, *fresh.rglob("*")]:
        # Whatever the umask, a release is to be read by everybody.
        path.chmod(0o755 if path.is_dir() else 0o644)
    return rows


def _json(path: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", "utf-8", newline="\n")


def _descriptor(fresh: Path, day: date, rows: Mapping[str, int]) -> dict[str, Any]:
    """The descriptor of what lies in the folder: its tables with their schema, then other files.

    These are no resources: tools take any resource for a table, and frictionless stumbles over
    the lists in Parquet.
    """
    described = descriptor("csv/{}.csv", spreadsheet_safe=True, derived=True)
    tables = [
        {**resource, **_file(fresh, resource["path"]), "rows": rows[resource["path"]]}
        for resource in described.pop("resources")
    ]
    named = {resource["path"] for resource in tables}
    # The standard forbids paths that begin with a dot.
    others = [name for name in files(fresh) if name not in named and not name.startswith(".")]
    return {
        **described,
        "created": f"{day.isoformat()}T00:00:00Z",
        "keywords": list(KEYWORDS),
        "resources": tables,
        "files": [_other(fresh, name, rows) for name in others],
    }


def _file(fresh: Path, name: str) -> dict[str, Any]:
    path = fresh / name
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest(path)}"}


def _other(fresh: Path, name: str, rows: Mapping[str, int]) -> dict[str, Any]:
    path = Path(name)
    form = FORMATS.get(path.parts[0]) if len(path.parts) > 1 else None
    plain = "-".join(_words(name))
    suffix = path.suffix.removeprefix(".").lower() or "txt"
    media = form.media_type if form and name in rows else _MEDIA.get(suffix, "text/plain")
    return {
        "name": plain,
        "title": f"{form.title}: {path.name}" if form else path.name,
        "path": name,
        "format": suffix,
        "mediatype": media,
        **({"rows": rows[name]} if name in rows else {}),
        **_file(fresh, name),
    }


_MEDIA = {"md": "text/markdown", "json": "application/json", "cff": "application/yaml"}


def _words(name: str) -> Iterator[str]:
    """A file's name as the parts of a resource's name, which holds no capitals and no slash."""
    for word in name.lower().replace("/", "-").replace("_", "-").split("-"):
        if word.strip("."):
            yield word.lstrip(".")
