"""What the explorer's tests share: a site that is built once, served, and looked at in Chromium.

A page that a test opens is watched. A word on the console, an error, a request that fails or that
leaves the host, and a dialog are each a failure of the test, whatever else it asks.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from overseas_stations.atomic import replaced_folder
from overseas_stations.errors import BusyError
from overseas_stations.site import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

#: A page of every type, by its address; of each kind of record a list and one that has much to show.
PAGES = (
    "index.html",
    "stations/index.html",
    "stations/stn-ie-001.html",
    "countries/index.html",
    "countries/RO.html",
    "investigations/index.html",
    "investigations/inv-nl-001.html",
    "statements/index.html",
    "statements/stm-ro-001.html",
    "events/index.html",
    "events/evt-fr-003.html",
    "figures/index.html",
    "figures/fig-001.html",
    "cooperations/index.html",
    "cooperations/coo-ro-001.html",
    "return_cases/index.html",
    "return_cases/ret-fr-001.html",
    "organisations/index.html",
    "organisations/org-safeguard-defenders.html",
    "sources/index.html",
    "sources/src-hotnews-0900.html",
    "timeline.html",
    "search.html?q=rome",
    "about.html",
    "downloads.html",
    "corrections.html",
)

#: Playwright's own word where it keeps service workers away.
_PLAYWRIGHT = "Service Worker registration blocked by Playwright"

#: A page has settled when nothing on it waits for tables.
SETTLED = """() => document.querySelector("main h1")
  && document.querySelector("#dateline input")
  && !document.querySelector(".waiting, .map-waiting, [aria-busy=true]")
  && (document.querySelector("main table, main li, main dl, main .prose > *, main [role=status], main .citation")
    || !document.querySelector("main .notice"))"""


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".parquet": "application/octet-stream",
    }

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A browser that goes elsewhere breaks its connections off."""


def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a port of its own; gives the address, which ends in a slash."""
    with _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this checkout's data, built by whichever worker comes first."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    folder = shared / "explorer" / "site"
    while not folder.is_dir():
        try:
            with replaced_folder(shared / "explorer") as fresh:
                build(fresh / "site")
        except BusyError:
            time.sleep(0.5)
    return folder


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address at which the site is served."""
    yield from serve(site)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a file: its driver runs a loop, which others could not start."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "no chromium; `make browser` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Watched:
    """Browser contexts, and what went wrong in any page of them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.wrong: list[str] = []
        self.requests: list[str] = []
        self.expected: re.Pattern[str] | None = None

    def context(self, base: str, **options: Any) -> BrowserContext:
        """A new context for the site at ``base``; service workers are kept away unless allowed."""
        options = {"viewport": DESKTOP, "service_workers": "block", "locale": "en"} | options
        context = self.browser.new_context(base_url=base, **options)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        host = urlsplit(base).netloc
        context.on("request", lambda request: self._asked(host, request.url))
        context.on("requestfailed", lambda r: self._failed(r.url, r.failure))
        context.on(
            "response", lambda r: r.status < 400 or self._say(f"answered {r.status}: {r.url}")
        )
        context.on("console", lambda m: m.type in ("error", "warning") and self._say(m.text))
        context.on("weberror", lambda e: self._say(f"error: {e.error}"))
        context.on("page", lambda page: page.on("dialog", self._dialog))
        return context

    def page(self, base: str, path: str = "index.html", **options: Any) -> Page:
        """A new page in a context of its own, when it has settled."""
        page = self.context(base, **options).new_page()
        visit(page, path)
        return page

    def check(self) -> None:
        """Fail where something went wrong since the last look."""
        wrong, self.wrong = self.wrong, []
        assert not wrong, "\n".join(wrong)

    def close(self) -> None:
        """Close every context."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _asked(self, host: str, url: str) -> None:
        parts = urlsplit(url)
        self.requests.append(parts.path)
        own = parts.netloc == host or url.startswith(f"blob:http://{host}/")
        if not own:
            self._say(f"asked of elsewhere: {url}")

    def _failed(self, url: str, why: str | None) -> None:
        # Nobody waits for the icon; a page that is left breaks it off.
        if not (url.endswith("icon.svg") and why == "net::ERR_ABORTED"):
            self._say(f"failed: {url} {why}")

    def _dialog(self, dialog: Any) -> None:
        self._say(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _say(self, what: str) -> None:
        if what != _PLAYWRIGHT and not (self.expected and self.expected.search(what)):
            self.wrong.append(what)


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """Contexts for one test, which fails where anything goes wrong in them."""
    watch = Watched(chromium)
    yield watch
    watch.close()
    watch.check()


@pytest.fixture
def opened(watched: Watched, served: str) -> Callable[..., Page]:
    """Opens a page of the site, watched."""
    return partial(watched.page, served)


@pytest.fixture(scope="module")
def _desk(chromium: Browser) -> Iterator[Watched]:
    watch = Watched(chromium)
    yield watch
    watch.close()


@pytest.fixture(scope="module")
def _desk_page(_desk: Watched, served: str) -> Page:
    return _desk.page(served)


@pytest.fixture
def desk(_desk: Watched, _desk_page: Page) -> Iterator[Page]:
    """A page at a desk that the tests of a module share, and go elsewhere with."""
    yield _desk_page
    _desk.check()


def settle(page: Page) -> None:
    """Wait until nothing on the page waits for tables."""
    page.wait_for_function(SETTLED)


def visit(page: Page, path: str) -> None:
    """Load a page of the site and wait until it has settled."""
    page.goto(path)
    settle(page)


#: Goes to an address of the site as a reader does who follows a link, without loading anew.
GO = f"""async (address) => {{
  const settled = {SETTLED};
  const anchor = document.createElement("a");
  anchor.href = address;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  // Effects, as that which asks for another day, follow the drawing.
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 1)));
  await window.drawn(settled);
}}"""

#: Lets a script in the page wait until something holds: as long as it takes, at most ten seconds.
DRAWN = """() => {
  window.drawn = async (holds) => {
    const until = performance.now() + 10000;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 8));
      const told = holds();
      if (told) return told;
      if (performance.now() > until) return null;
    }
  };
}"""


def follow(page: Page, address: str) -> None:
    """Go to an address as by a link within the page; from a day to no day no link leads."""
    if "as_of=" in page.url and "as_of=" not in address:
        visit(page, address)
        return
    page.evaluate(DRAWN)
    page.evaluate(GO, address)
