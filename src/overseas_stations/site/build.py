"""Building the site: the released files, the assets, and a document for every page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path

from overseas_stations import load
from overseas_stations.atomic import replaced_folder
from overseas_stations.dataset import Dataset
from overseas_stations.derive import known_on, latest_day
from overseas_stations.errors import MissingExtraError, PackageError
from overseas_stations.export import (
    FORMATS,
    content_of,
    refuse_foreign,
    write_descriptor,
    write_formats,
    write_notice,
)
from overseas_stations.release.sums import SUMS, write_sums
from overseas_stations.release.verify import verify
from overseas_stations.site.documents import Document, Frame
from overseas_stations.site.pages import record_pages, single_pages
from overseas_stations.storage import DESCRIPTOR

#: Where in the site the released files lie; the pages load them from there.
RELEASE = "release"
ASSETS = "assets"

#: The tables that the pages read, and so what is kept for reading without a network.
READ = (
    *("sources", "organisations", "countries", "stations", "investigations", "statements"),
    *("events", "figures", "cooperations", "return_cases", "evidence"),
    *("history", "cell_history", "source_days", "stations_flat"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was built: where, of which version, its documents, and formats left out.

    ``left_out`` gives for each format that could not be written the command that installs what
    it needs; it is empty where the data is a release, whose files are taken as they are.
    """

    folder: Path
    version: str
    documents: int
    left_out: tuple[str, ...]


def build(
    out: str | Path,
    data: str | Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Site:
    """Build the site in the folder ``out``, which it replaces whole; it needs no server.

    ``data`` is the folder of a release, whose files are verified and taken as they are, or of
    any other package, which is exported in every format; None is the bundled data.

    Raises ``PackageError`` where ``data`` is no package, a release that is not as published, or
    ``out`` holds what no such build made; ``BusyError`` where another one is at work there.
    """
    target = Path(out).absolute()
    refuse_foreign(target, "site", (target / ASSETS).is_dir, descriptor=f"{RELEASE}/{DESCRIPTOR}")
    dataset = load(data)
    with replaced_folder(target) as fresh:
        left_out = _released(dataset, data, fresh / RELEASE, progress)
        progress("pages")
        _assets(fresh)
        frame = _frame(dataset, fresh)
        written = _write(
            fresh, frame, (*single_pages(dataset, fresh / RELEASE), *record_pages(dataset))
        )
        _offline(fresh, frame.digest)
    return Site(target, frame.version, written, left_out)


def _released(
    dataset: Dataset, data: str | Path | None, folder: Path, progress: Callable[[str], None]
) -> tuple[str, ...]:
    """The released files: a release's own, or all formats of any other package."""
    if data is not None and (Path(data) / SUMS).is_file():
        progress("verifying")
        faults = verify(data).faults
        if faults:
            told = "; ".join(f"{fault.file}: {fault.what}" for fault in faults[:3])
            raise PackageError(f"{data}: not as published ({told})")
        shutil.copytree(data, folder)
        return ()
    folder.mkdir()
    content = content_of(dataset)
    rows: dict[str, int] = {}
    left_out: list[str] = []
    for form in FORMATS.values():
        try:
            rows |= write_formats(content, folder, [form], progress)
        except MissingExtraError as error:
            shutil.rmtree(folder / form.name)
            left_out.append(f"{form.title}: {error}")
    write_descriptor(folder, rows)
    write_notice(folder)
    write_sums(folder)
    return tuple(left_out)


def _assets(fresh: Path) -> None:
    """What Vite built; the worker lies at the top, for it may only answer for what lies below it."""
    built = resources("overseas_stations.site").joinpath(ASSETS)
    (fresh / ASSETS).mkdir()
    for file in built.iterdir():
        place = fresh if file.name == "worker.js" else fresh / ASSETS
        (place / file.name).write_bytes(file.read_bytes())


def _frame(dataset: Dataset, fresh: Path) -> Frame:
    names = sorted(path.name for path in (fresh / ASSETS).iterdir())
    last = latest_day(dataset)
    return Frame(
        version=dataset.version or "",
        digest=sha256((fresh / RELEASE / SUMS).read_bytes()).hexdigest()[:12],
        first=min(known_on(dataset).values(), default=date.min),
        last=last,
        scripts=tuple(name for name in names if name.startswith("app-") and name.endswith(".js")),
        styles=tuple(name for name in names if name.endswith(".css")),
    )


def _write(fresh: Path, frame: Frame, pages: Iterable[Document]) -> int:
    count = 0
    for page in pages:
        path = fresh / page.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(frame.html(page), "utf-8", newline="\n")
        count += 1
    return count


def _offline(fresh: Path, digest: str) -> None:
    """Name what the worker keeps, by the addresses by which the pages ask for it."""
    kept = [f"{ASSETS}/{path.name}" for path in sorted((fresh / ASSETS).iterdir())]
    kept += [f"{RELEASE}/parquet/{table}.parquet?{digest}" for table in READ]
    kept += [f"{name}.html" for name in ("about", "downloads", "corrections")]
    text = json.dumps(kept, indent=1)
    (fresh / ASSETS / "offline.json").write_text(f"{text}\n", "utf-8", newline="\n")
