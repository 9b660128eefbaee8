"""Serve the site while it is written: ``python -m lecture_site.build.serve``.

A saved page is rendered again on its own and the browser shows it; what else changes is built anew,
edited modules included. A fault is shown in the terminal and in the browser, and goes with the next
save.
"""

import argparse
import asyncio
import errno
import ipaddress
import re
import shutil
import socket
import sys
from functools import partial
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.observers.api import BaseObserver

from lecture_site.build import dates
from lecture_site.build.watch import POLL_SECONDS, SourceEmitter
from lecture_site.build.workshop import Workshop, watched
from lecture_site.support.interruption import end_as_if_interrupted
from lecture_site.support.terminal import log_to_terminal

PORTS = range(1, 65536)
HOST = re.compile(r"\[(?P<six>[^\[\]]+)\]|(?P<name>[^\s:/\[\]]+)")
QUIET_SECONDS = 0.001
"""How long MkDocs waits for further changes; it is told of those that have settled alone."""
ENDED = Path("lessons that have ended")
"""Watched beside the sources: how many these are."""
REASONS = {
    errno.EADDRINUSE: "the port is taken, perhaps by another preview",
    errno.EACCES: "the system keeps this port for itself",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


class AddressError(ValueError):
    """The preview cannot be served there; the message says why and what to do."""


def read_address(text: str) -> tuple[str, int]:
    """Read where the preview is to be served.

    Parameters
    ----------
    text : str
        ``host:port``; an IPv6 address stands in brackets, ``[::1]:8000``.

    Returns
    -------
    host : str
        Name or number of the interface, without brackets.
    port : int
        Its port.

    Raises
    ------
    AddressError
        If it is not of that form, or there is no such port.
    """
    host, _, port = text.rpartition(":")
    match = HOST.fullmatch(host)
    is_number = port.isascii() and port.isdecimal()
    if match is None or not is_number or (match["six"] and not _is_ipv6(match["six"])):
        raise AddressError(
            f"{text!r} is no address: ADDRESS must be host:port, such as 127.0.0.1:8000 or "
            "[::1]:8000"
        )
    if int(port) not in PORTS:
        raise AddressError(f"{text!r}: there is no port {port}; choose one from 1024 to 65535")
    return match["six"] or match["name"], int(port)


def _is_ipv6(host: str) -> bool:
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


class PreviewServer(LiveReloadServer):
    """MkDocs' server, which has its port from the beginning, and notices what a writer saves.

    Parameters
    ----------
    workshop : Workshop
        What it serves.
    host, port : str, int
        Where.

    Raises
    ------
    AddressError
        If it cannot be served there.
    """

    def __init__(self, workshop: Workshop, host: str, port: int) -> None:
        super().__init__(workshop.refresh, host, port, root=str(workshop.site))
        self.url = workshop.address
        self.build_delay = QUIET_SECONDS
        self.set_app(workshop.app(self.serve_request))
        self.error_handler = partial(_error_page, workshop.site)
        sources = watched(workshop.config_file)

        def look() -> dict[Path, str]:
            return {**sources.look(), ENDED: str(workshop.apart.count)}

        emitter = partial(SourceEmitter, look)
        self.observer = BaseObserver(emitter, timeout=POLL_SECONDS)  # pyright: ignore
        self.watch(str(workshop.root))
        try:
            super().server_bind()
            super().server_activate()
        except OSError as error:
            self.server_close()
            reason = REASONS.get(error.errno or 0, error.strerror or str(error))
            if isinstance(error, socket.gaierror):
                reason = f"no machine is called {host}"
            other = port + 1 if 1024 <= port < PORTS[-1] else 8001
            raise AddressError(
                f"{workshop.address} cannot be served: {reason}.\n"
                f"Choose another address: make serve ADDRESS=127.0.0.1:{other}"
            ) from error

    def server_bind(self) -> None:
        """Leave the port as it is: it was bound at the beginning."""

    def server_activate(self) -> None:
        """Leave the port as it is: it was activated at the beginning."""


def serve(config_file: Path, host: str, port: int) -> None:
    """Build, serve and watch until interrupted.

    Parameters
    ----------
    config_file : Path
        MkDocs' settings.
    host : str
        Name or number of the interface.
    port : int
        Its port.

    Raises
    ------
    AddressError
        If it cannot be served there; nothing was built.
    """
    shown = f"[{host}]" if ":" in host else host
    # The folder is the port's, so that what a killed preview has left is found by the next.
    site = config_file.parent / ".cache" / "preview" / re.sub(r"[^\w.]", "-", f"{host}-{port}")
    workshop = Workshop(config_file, f"http://{shown}:{port}/", site)
    server = PreviewServer(workshop, host, port)
    try:
        shutil.rmtree(site, ignore_errors=True)
        server.serve()
    finally:
        server.shutdown()
        workshop.apart.stop()
        shutil.rmtree(site, ignore_errors=True)


def _error_page(site: Path, code: int) -> bytes | None:
    page = site / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def main() -> None:
    """Serve on the address that is asked for."""
    parser = argparse.ArgumentParser(prog="lecture_site.build.serve", description="Serve the site.")
    parser.add_argument("--config-file", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("--address", default="127.0.0.1:8000", help="host:port")
    options = parser.parse_args()
    log_to_terminal()
    end_as_if_interrupted()
    try:
        dates.given_day()
        serve(options.config_file.resolve(), *read_address(options.address))
    except (AddressError, dates.DateError) as error:
        sys.exit(str(error))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)


if __name__ == "__main__":
    main()
