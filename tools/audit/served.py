"""A built site, served as a host on the web would: compressed, with a page for what is missing.

A site that was built for an address below a host's root is served below it, and nothing else is
there.
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lecture_site.support import tree

COMPRESSED = {"html", "css", "js", "json", "svg", "txt", "xml", "webmanifest"}


@cache
def compress(path: Path) -> bytes:
    """Return a file as it travels: text in gzip, fonts and pictures as they are."""
    data = path.read_bytes()
    return gzip.compress(data, 9, mtime=0) if path.suffix[1:] in COMPRESSED else data


def place_of(site: Path) -> str:
    """Return where below a host's root a site was built to stand, as its home page tells.

    Parameters
    ----------
    site : Path
        A built site.

    Returns
    -------
    str
        Such as ``course/``; empty for the root, and for a site that claims no address.
    """
    home = tree.read_page((site / "index.html").read_text(encoding="utf-8"))
    told = home.select_one("link[rel=canonical]")
    return "" if told is None else urlsplit(str(told.attrs["href"])).path.lstrip("/")


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, below: str, *arguments: Any, **folder: str) -> None:
        self.below = below
        super().__init__(*arguments, **folder)

    def do_GET(self) -> None:
        if not self.path.startswith(f"/{self.below}"):
            self.send_error(404)
            return
        path = Path(self.translate_path(self.path.removeprefix(f"/{self.below}")))
        path = path / "index.html" if self.path.partition("?")[0].endswith("/") else path
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory) / "404.html"
        body = compress(path)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)) + "; charset=utf-8")
        if path.suffix[1:] in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who asks records what was asked for."""


@contextmanager
def served(site: Path, below: str = "") -> Iterator[str]:
    """Serve a folder on this machine while the context lasts.

    Parameters
    ----------
    site : Path
        A built site.
    below : str, optional
        Where it stands below the host's root, such as ``course/``.

    Yields
    ------
    str
        The address of the site, ending in a slash.
    """
    handler = partial(_Handler, below, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{below}"
        finally:
            server.shutdown()
            thread.join()
