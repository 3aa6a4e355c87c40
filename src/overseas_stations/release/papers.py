"""The files of a release that are no data: how to read, cite and deposit it, and what is new."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from overseas_stations.errors import PackageError
from overseas_stations.schema.codebook import codebook_text
from overseas_stations.schema.spec import derived_tables
from overseas_stations.schema.table_schema import NOTICE, descriptor
from overseas_stations.wording import listed

CITATION = "CITATION.cff"

#: What is copied from the checkout as it is.
_COPIED = {
    "CHANGELOG.md": "CHANGELOG.md",
    "docs/corrections-log.md": "corrections-log.md",
    "docs/methodology.md": "methodology.md",
    "LICENSE-DATA": "LICENSE-DATA",
}

_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]+\)")

KEYWORDS = ("transnational repression", "overseas police service stations", "claims", "provenance")


def papers(
    root: Path, version: str, day: date, notes: str, formats: dict[str, str]
) -> dict[str, str]:
    """Every such file's text by its name; ``formats`` gives each folder's title.

    Raises ``PackageError`` where the checkout lacks one that is copied.
    """
    texts = {}
    for source, name in _COPIED.items():
        path = root / source
        if not path.is_file():
            raise PackageError(f"{path}: missing; a release carries it")
        texts[name] = without_links(path.read_text("utf-8"))
    texts |= {
        "README.md": _readme(version, day, formats),
        "NOTICE.txt": f"{NOTICE}\n",
        "RELEASE-NOTES.md": notes,
        "codebook.md": codebook_text(),
        CITATION: _citation(root, version, day),
        ".zenodo.json": _json(_zenodo(version, day)),
    }
    return texts


def without_links(text: str) -> str:
    """A text of the checkout without its links within the checkout: what they point at stays behind."""
    return _LINK.sub(r"\1", text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _readme(version: str, day: date, formats: dict[str, str]) -> str:
    forms = "\n".join(f"- `{folder}/`: {title}" for folder, title in formats.items())
    return f"""# overseas-stations {version}

{NOTICE}

Released on {day.isoformat()} under CC BY 4.0 (`LICENSE-DATA`). The same tables in every form:

{forms}

- `datapackage.json`: the tables' schema, and every file's bytes and SHA-256; `croissant.json` and
  `dataset.jsonld` say the same for machine learning and for search engines.
- `codebook.md`: every column. `methodology.md`: what counts as what, and how values are derived.
- `RELEASE-NOTES.md`: what is new. `CHANGELOG.md`, `corrections-log.md`: what was before.
- The warnings that the maintainers judged are the table `accepted_warnings`.
- The tables {listed(f"`{spec.name}`" for spec in derived_tables())} are derived from the others.
- `CITATION.cff`: how to cite. Cite a claim by its sources, which the table `evidence` lists.
- Check that it is whole: `sha256sum -c SHA256SUMS`, or `overseas-stations verify .`

Join on ids: names may be corrected in any version.
"""


def _citation(root: Path, version: str, day: date) -> str:
    path = root / CITATION
    if not path.is_file():
        raise PackageError(f"{path}: missing; a release says how it is cited")
    text = re.sub(r"^date-released:.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    said = f"version: {version}\ndate-released: {day.isoformat()}"
    text, count = re.subn(r"^version:.*$", said, text, flags=re.MULTILINE)
    if count != 1:
        raise PackageError(f"{path}: has {count} lines that give the version, not one")
    return text


def _zenodo(version: str, day: date) -> dict[str, Any]:
    about = descriptor()
    return {
        "title": f"overseas-stations: {about['title']}",
        "description": NOTICE,
        "notes": NOTICE,
        "upload_type": "dataset",
        "version": version,
        "publication_date": day.isoformat(),
        "access_right": "open",
        "license": "cc-by-4.0",
        "creators": [{"name": person["title"]} for person in about["contributors"]],
        "keywords": list(KEYWORDS),
        "language": "eng",
    }
