"""A page's document: what stands before the script has run, and without one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html import escape

from overseas_stations.schema.table_schema import NOTICE
from overseas_stations.wording import visible

SITE = "Overseas stations"

#: Nothing from elsewhere, no script or style within the document, no form that goes anywhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)

#: The pages that every page leads to: name in the script, file, title.
TOP = (
    ("start", "index.html", "Overview"),
    ("stations", "stations/index.html", "Stations"),
    ("countries", "countries/index.html", "Countries"),
    ("timeline", "timeline.html", "Timeline"),
    ("statements", "statements/index.html", "Statements"),
    ("investigations", "investigations/index.html", "Inquiries"),
    ("sources", "sources/index.html", "Sources"),
    ("search", "search.html", "Search"),
)
BOTTOM = (
    ("events", "events/index.html", "Events"),
    ("figures", "figures/index.html", "Published figures"),
    ("cooperations", "cooperations/index.html", "Police cooperation"),
    ("return_cases", "return_cases/index.html", "Return cases"),
    ("organisations", "organisations/index.html", "Organisations"),
    ("about", "about.html", "About and methodology"),
    ("downloads", "downloads.html", "Downloads and citing"),
    ("corrections", "corrections.html", "Corrections"),
)

#: What a title or description may hold of a value from the data.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Document:
    """One page: its file in the site, its heading, and what it says without a script.

    ``body`` is HTML; ``tables`` are those that its script reads first.
    """

    path: str
    heading: str
    about: str
    body: str = ""
    tables: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Frame:
    """What all documents of a site share."""

    version: str
    digest: str
    first: date
    last: date
    scripts: tuple[str, ...]
    styles: tuple[str, ...]

    def html(self, page: Document) -> str:
        """The document's text."""
        root = "../" * page.path.count("/") or "./"
        heading = text(page.heading)
        script = "".join(
            f'<script type="module" src="{root}assets/{name}"></script>\n' for name in self.scripts
        )
        style = "".join(
            f'<link rel="stylesheet" href="{root}assets/{name}">\n' for name in self.styles
        )
        early = "".join(
            f'<link rel="preload" as="fetch" crossorigin href="{root}release/parquet/{name}.parquet'
            f'?{self.digest}">\n'
            for name in page.tables
        )
        title = SITE if page.path == "index.html" else f"{heading} · {SITE}"
        return f"""<!doctype html>
<html lang="en" data-root="{root}" data-version="{escape(self.version)}" data-digest="{self.digest}" \
data-first="{self.first}" data-last="{self.last}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<meta name="description" content="{text(page.about)}">
<link rel="icon" type="image/svg+xml" href="{root}assets/icon.svg">
{style}{script}{early}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<a class="masthead" href="{root}index.html">{SITE}</a>
<nav aria-label="Site"><ul>
{_links(root, TOP)}</ul></nav>
<div id="dateline"></div>
</header>
<main id="main" tabindex="-1">
<h1>{heading}</h1>
{page.body or _unscripted(root, page)}
</main>
<div id="panel"></div>
<footer>
<nav aria-label="More"><ul>
{_links(root, BOTTOM)}</ul></nav>
<p id="notice">{escape(NOTICE)}</p>
<p>Data version {escape(self.version)}, what was known until {self.last}. Data under CC BY 4.0, code under \
Apache-2.0. This site sets no cookie and asks nothing of any other.</p>
</footer>
</body>
</html>
"""


def text(value: str) -> str:
    """A value from the data as text of a document, cut where it is longer than a heading."""
    shown = visible(value)
    return escape(shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…")


def _links(root: str, pages: tuple[tuple[str, str, str], ...]) -> str:
    return "".join(
        f'<li><a data-page="{page}" href="{root}{file}">{title}</a></li>\n'
        for page, file, title in pages
    )


def _unscripted(root: str, page: Document) -> str:
    lead = f'<p class="lead">{text(page.about)}</p>\n' if page.about else ""
    return f"""{lead}<p class="notice">{escape(NOTICE)}</p>
<noscript><p>This page is drawn by a script from the released tables. Without one, take the tables themselves: \
<a href="{root}downloads.html">Downloads</a>.</p></noscript>"""
