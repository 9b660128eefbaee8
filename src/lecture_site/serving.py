"""Serve the site while it is written: ``python -m lecture_site.serving``.

A saved page is rendered again on its own and the browser shows it; what else changes is built anew,
edited modules included. A fault is shown in the terminal and in the browser, and goes with the next
save.
"""

import argparse
import asyncio
import html
import logging
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from lecture_site import publishing
from lecture_site.building import log_to_terminal

POLL_SECONDS = 0.1
SETTLE_SECONDS = 0.05
"""How long after a save the next one is waited for: an editor may write in several steps."""
FAULT = "/fault.html"
FAULT_PAGE = """<!DOCTYPE html>
<html lang="ko"><meta charset="utf-8"><title>만들지 못했습니다</title>
<style>body{{font:1rem/1.6 sans-serif;margin:2rem}}pre{{white-space:pre-wrap}}</style>
<h1>사이트를 만들지 못했습니다</h1><p>고쳐서 저장하면 이 화면이 저절로 바뀝니다.</p><pre>{}</pre>
</html>"""
log = logging.getLogger("mkdocs.lecture")
type App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Workshop:
    """The pages being written, and their preview.

    Parameters
    ----------
    config_file : Path
        MkDocs' settings.
    address : str
        Where the preview is served, ``http://host:port/``.
    site : Path
        Folder of the preview.
    """

    def __init__(self, config_file: Path, address: str, site: Path) -> None:
        self.config_file = config_file
        self.address = address
        self.site = site
        self.root = config_file.parent
        self.seen = self._look()
        self.is_built = False
        self.config: MkDocsConfig | None = None

    def _look(self) -> dict[Path, tuple[int, int]]:
        """Return time and size of each file that is watched."""
        files = [self.config_file]
        for folder in ("docs", "src"):
            files += [path for path in (self.root / folder).rglob("*") if path.is_file()]
        stats = {path: path.stat() for path in files if path.suffix != ".pyc"}
        return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in stats.items()}

    def refresh(self) -> None:
        """Bring the preview up to date; a fault becomes a page that shows it."""
        before, self.seen = self.seen, self._look()
        changed = {path for path, _ in before.items() ^ self.seen.items()}
        if self.is_built and not changed:
            return
        started = time.perf_counter()
        faults = _Faults()
        logging.getLogger("mkdocs").addHandler(faults)
        try:
            with publishing.turn(self.root / ".cache" / "site"):
                what = self._render(changed)
            if faults.messages:
                raise SystemExit("\n".join(faults.messages))
        except (Exception, SystemExit) as error:
            self.is_built = False
            self._show(error, faults.messages)
        else:
            self.is_built = True
            (self.site / FAULT[1:]).unlink(missing_ok=True)
            log.info("%s in %.2f s", what, time.perf_counter() - started)
        finally:
            logging.getLogger("mkdocs").removeHandler(faults)

    def _render(self, changed: set[Path]) -> str:
        """Render what has changed; return what that was."""
        docs = self.root / "docs"
        if self.is_built and all(path.is_relative_to(docs) for path in changed):
            # Imported here, for a change of the code makes the modules anew.
            from lecture_site import pages, preview

            try:
                return f"Rendered {', '.join(preview.refresh(changed))}"
            except preview.WholeBuildError as error:
                log.info("Building everything: %s", error)
            except pages.FAULTS as error:
                log.error("%s", error)
                raise SystemExit(1) from error
        if any(path.is_relative_to(self.root / "src") for path in changed) or not self.is_built:
            self._forget_modules()
        config = load_config(config_file=str(self.config_file), site_dir=str(self.site))
        config.site_url = self.address
        config.extra["served"] = True
        # Warnings are collected here, with their words; MkDocs would only count them.
        config.strict = False
        config.plugins.on_startup(command="serve", dirty=False)
        self.config = config
        build_with_mkdocs(config, serve_url=self.address)
        return "Built everything"

    def _forget_modules(self) -> None:
        """Have the project's code imported anew, so that none of it is older than its file."""
        packages = {path.name for path in (self.root / "src").iterdir()}
        for name in [*sys.modules]:
            if name.partition(".")[0] in packages and name != __name__:
                del sys.modules[name]
        # MkDocs keeps the module of the hooks itself.
        for module in self.config["hooks"].values() if self.config else ():
            module.__spec__.loader.exec_module(module)

    def _show(self, error: BaseException, messages: list[str]) -> None:
        """Show a fault in the terminal and in the browser."""
        if isinstance(error, SystemExit):
            text = "\n\n".join(messages) or str(error)
        else:
            text = "".join(traceback.format_exception(error))
            log.error("%s", text)
        log.error("The preview is not up to date; it will be when this is mended.")
        self.site.mkdir(parents=True, exist_ok=True)
        page = FAULT_PAGE.format(html.escape(text))
        (self.site / FAULT[1:]).write_text(page, encoding="utf-8")

    def app(self, serve: App) -> App:
        """Wrap what serves the files: while there is a fault, it stands in the place of pages."""

        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if not self.is_built and environ["PATH_INFO"].endswith(("/", ".html")):
                environ = {**environ, "PATH_INFO": FAULT}
            return serve(environ, start_response)

        return answer


class _Faults(logging.Handler):
    """Collect warnings and errors: a preview holds the same rules as the build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


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
    """
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        workshop = Workshop(config_file, f"http://{host}:{port}/", Path(folder))
        server = LiveReloadServer(
            workshop.refresh, host, port, root=folder, polling_interval=POLL_SECONDS
        )
        server.build_delay = SETTLE_SECONDS
        server.set_app(workshop.app(server.serve_request))
        server.error_handler = lambda code: _not_found(Path(folder)) if code == 404 else None
        for watched in (config_file, *(config_file.parent / name for name in ("docs", "src"))):
            server.watch(str(watched))
        try:
            workshop.refresh()
            server.serve()
        finally:
            server.shutdown()


def _not_found(site: Path) -> bytes | None:
    page = site / "404.html"
    return page.read_bytes() if page.is_file() else None


def main() -> None:
    """Serve on the address that is asked for."""
    parser = argparse.ArgumentParser(prog="lecture_site.serving", description="Serve the site.")
    parser.add_argument("--config-file", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("--address", default="127.0.0.1:8000", help="host:port")
    options = parser.parse_args()
    host, _, port = options.address.rpartition(":")
    if not host or not port.isdecimal():
        sys.exit(f"--address must be host:port, such as 127.0.0.1:8000, not {options.address!r}")
    log_to_terminal()
    try:
        serve(options.config_file.resolve(), host, int(port))
    except OSError as error:
        sys.exit(f"{options.address} cannot be served: {error.strerror}")
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)


if __name__ == "__main__":
    main()
