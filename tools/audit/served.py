"""A built site, served as a host on the web would: compressed, with a page for what is missing."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = {"html", "css", "js", "json", "svg", "txt", "xml", "webmanifest"}


@cache
def compress(path: Path) -> bytes:
    """Return a file as it travels: text in gzip, fonts and pictures as they are."""
    data = path.read_bytes()
    return gzip.compress(data, 9, mtime=0) if path.suffix[1:] in COMPRESSED else data


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
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
def served(site: Path) -> Iterator[str]:
    """Serve a folder on this machine while the context lasts.

    Parameters
    ----------
    site : Path
        A built site.

    Yields
    ------
    str
        The address of the site, ending in a slash.
    """

    def handler(*args: object) -> _Handler:
        return _Handler(*args, directory=str(site))  # pyright: ignore

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
