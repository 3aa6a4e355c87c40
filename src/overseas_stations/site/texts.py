"""The pages that need no script: about and methodology, downloads and citing, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from overseas_stations.dataset import Dataset
from overseas_stations.desk.cite import CitationFormat, cite
from overseas_stations.errors import PackageError
from overseas_stations.export import FORMATS
from overseas_stations.release.papers import without_links
from overseas_stations.release.sums import SUMS, read_sums
from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.site.documents import text
from overseas_stations.storage import BUNDLED

_CITATIONS: dict[CitationFormat, str] = {
    "apa": "As text",
    "bibtex": "BibTeX",
    "csl-json": "CSL-JSON",
}

_NOTICE = f'<p class="notice">{escape(NOTICE)}</p>\n'


def about(dataset: Dataset) -> str:
    """What the list is, what becomes a record, and how values follow from claims."""
    counted = ", ".join(
        f"{len(dataset.table(name)):,} {title}"
        for name, title in (
            ("stations", "stations"),
            ("statements", "statements"),
            ("investigations", "inquiries"),
            ("events", "events"),
            ("sources", "sources"),
            ("evidence", "rows of evidence"),
        )
    )
    return "".join(
        (
            _NOTICE,
            f"<p>This version holds {counted}. Every filled cell names its sources; the sign beside ",
            "a value opens them. Nothing that is derived is stored: a status or an assessment ",
            "follows from the claims by the rules below, for any day.</p>\n",
            "<p>The marks: <strong>Allegation</strong>, somebody's claim; <strong>Official finding",
            "</strong>, an authority or court found or decided something; <strong>Denial</strong>, ",
            "somebody says otherwise, of the same rank as what is denied; <strong>Official statement",
            "</strong>, an authority's word that finds nothing.</p>\n",
            *(_document(name) for name in ("methodology", "inclusion")),
        )
    )


def corrections(dataset: Dataset) -> str:
    """How to ask for a correction, what was corrected, and which ids are no longer in use."""
    retired = "".join(
        f"<tr><td>{text(row.id)}</td><td>{text(row.replaced_by or '')}</td>"
        f"<td>{text(row.reason)}</td><td>{text(row.retired_in)}</td></tr>\n"
        for row in dataset.retired
    )
    table = (
        "<table><thead><tr><th>id</th><th>replaced by</th><th>why</th><th>in version</th></tr>"
        f"</thead><tbody>\n{retired}</tbody></table>\n"
        if retired
        else "<p>None so far.</p>\n"
    )
    return (
        _document("corrections", heading=False)
        + _document("corrections-log")
        + f"<h2>Ids that are no longer in use</h2>\n{table}"
    )


def downloads(dataset: Dataset, release: Path) -> str:
    """Every released file with its size and SHA-256, by format, and how to cite the data."""
    sums = read_sums(release)
    groups = {form.name: form.title for form in FORMATS.values()}
    parts = [
        _NOTICE,
        f'<p>Data version {text(dataset.version or "")}. <a href="release/{SUMS}">{SUMS}</a> covers every '
        f"file: <code>sha256sum -c {SUMS}</code>, or <code>overseas-stations verify .</code></p>\n",
    ]
    for folder, title in groups.items():
        inside = {name: digest for name, digest in sums.items() if name.startswith(f"{folder}/")}
        if inside:
            parts += [f"<h2>{escape(title)}</h2>\n", *_files(release, inside)]
    rest = {name: digest for name, digest in sums.items() if name.split("/")[0] not in groups}
    parts += ["<h2>About the release</h2>\n", *_files(release, rest)]
    parts.append("<h2>How to cite</h2>\n<p>Cite a claim by its sources, and the list so:</p>\n")
    for form, title in _CITATIONS.items():
        parts.append(f"<h3>{title}</h3>\n<pre>{escape(cite(dataset, form))}</pre>\n")
    return "".join(parts)


def _files(release: Path, sums: dict[str, str]) -> Iterator[str]:
    yield "<table><thead><tr><th>file</th><th>bytes</th><th>SHA-256</th></tr></thead><tbody>\n"
    for name, digest in sums.items():
        size = (release / name).stat().st_size
        yield (
            f'<tr><td><a href="release/{escape(name)}" download>{escape(name)}</a></td>'
            f'<td>{size:,}</td><td><code class="hash">{digest}</code></td></tr>\n'
        )
    yield "</tbody></table>\n"


def _document(name: str, *, heading: bool = True) -> str:
    """A text of ``docs/`` as HTML; its own first heading becomes one of the second rank."""
    path = BUNDLED / "docs" / f"{name}.md"
    if not path.is_file():
        raise PackageError(f"{path}: missing; the site carries it")
    tokens = (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .parse(without_links(path.read_text("utf-8")))
    )
    if not heading:
        tokens = tokens[3:]
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) + 1}" if heading else token.tag
    return str(MarkdownIt().renderer.render(tokens, MarkdownIt().options, {}))
