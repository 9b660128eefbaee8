"""The pages being written, and their preview: brought up to date, or a fault in its place.

A saved page is rendered again on its own; what else changes is built anew, edited modules included.
Nothing waits for lessons that run long: their pages say so, and are rendered again when they have.
"""

import html
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from pymdownx.snippets import SnippetMissingError

from lecture_site.build import dates, publish
from lecture_site.build.apart import Apart, Ended
from lecture_site.support.shelf import Shelf
from lecture_site.text.sources import Sources

FAULT = "/fault.html"
FAULT_PAGE = """<!DOCTYPE html>
<html lang="ko"><meta charset="utf-8"><title>만들지 못했습니다</title>
<style>body{{font:1rem/1.6 sans-serif;margin:2rem}}pre{{white-space:pre-wrap}}</style>
<h1>사이트를 만들지 못했습니다</h1><p>고쳐서 저장하면 이 화면이 저절로 바뀝니다.</p><pre>{}</pre>
</html>"""
PDF = "/course.pdf"
NO_PDF_PAGE = """<!DOCTYPE html>
<html lang="ko"><meta charset="utf-8"><title>아직 PDF가 없습니다</title>
<style>body{font:1rem/1.6 sans-serif;margin:2rem}</style>
<h1>아직 PDF가 없습니다</h1>
<p>PDF는 <code>make build</code>가 만듭니다. 만든 다음에는 미리 보기에도 나옵니다.</p></html>"""
BUILT_IN_VAIN = (
    "Not built again: while it was built, {} changed each time. If a cell writes there, have it "
    "print instead. The next save builds again."
)
UNPROMPTED = 2
"""How often a build that fails is tried again for what changed only while it ran."""
log = logging.getLogger("mkdocs.lecture")
type App = Callable[[dict[str, Any], Any], Iterable[bytes]]


def watched(config_file: Path) -> Sources:
    """Return the sources of a preview: settings, pages and code."""
    root = config_file.parent
    return Sources([config_file], [root / "docs", root / "src"])


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
        self.sources = watched(config_file)
        self.apart = Apart(Shelf(self.root / ".cache" / "site" / "lessons"))
        self.seen: dict[Path, str] = {}
        self.left: dict[Path, str] = {}
        self.unprompted = 0
        self.fault = ""
        self.is_built = False
        self.is_settled = threading.Event()
        self.config: MkDocsConfig | None = None

    def refresh(self) -> None:
        """Bring the preview up to date; a fault becomes a page that shows it."""
        self.is_settled.clear()
        try:
            self._refresh()
        finally:
            self.is_settled.set()

    def _refresh(self) -> None:
        before, self.seen = self.seen, self.sources.look()
        changed = {path for path, _ in before.items() ^ self.seen.items()}
        ended = self.apart.ended()
        if self.is_built and not changed and not ended:
            return
        # What changed while a build failed may be of its own making, which another would repeat.
        self.unprompted = self.unprompted + 1 if self.seen == self.left else 0
        if self.unprompted > UNPROMPTED:
            names = ", ".join(sorted(str(path.relative_to(self.root)) for path in changed))
            log.error("%s", told := BUILT_IN_VAIN.format(names))
            self._show(f"{self.fault}\n\n{told}")
            return
        started = time.perf_counter()
        faults = _Faults()
        logging.getLogger("mkdocs").addHandler(faults)
        try:
            with publish.turn(self.root / ".cache" / "site"), dates.dated(self.root):
                what = self._render(changed, ended)
            if faults.messages:
                raise SystemExit("\n".join(faults.messages))
        except (Exception, SystemExit) as error:
            self.is_built = False
            if not isinstance(error, SystemExit):
                told = isinstance(error, (MkDocsException, OSError, SnippetMissingError))
                log.error("%s", error if told else "".join(traceback.format_exception(error)))
            self.fault = "\n\n".join(faults.messages) or str(error)
            self._show(self.fault)
            self.left = self.sources.look()
        else:
            self.is_built = True
            (self.site / FAULT[1:]).unlink(missing_ok=True)
            self.left = {}
            log.info("%s in %.2f s", what, time.perf_counter() - started)
            self._run_waiting()
        finally:
            logging.getLogger("mkdocs").removeHandler(faults)

    def _run_waiting(self) -> None:
        """Have the lessons run that the pages still wait for."""
        from lecture_site.build import preview

        if self.config:
            self.apart.run(preview.waiting(preview.built(self.config)))

    def _render(self, changed: set[Path], ended: list[Ended]) -> str:
        """Render what has changed and what has run; return what that was."""
        docs = self.root / "docs"
        for lesson in ended:
            if lesson.fault:
                log.error("%s", lesson.fault)
                raise SystemExit(1)
        if self.config and self.is_built and all(path.is_relative_to(docs) for path in changed):
            # Imported here, for a change of the code makes the modules anew.
            from lecture_site.build import preview
            from lecture_site.support.faults import PageFault

            try:
                run = {lesson.path for lesson in ended}
                rendered = preview.refresh(preview.built(self.config), changed | run)
                return f"Rendered {', '.join(rendered)}"
            except preview.WholeBuildError as error:
                log.info("Building everything: %s", error)
            except PageFault as error:
                log.error("%s", error)
                raise SystemExit(1) from error
        is_code_new = any(path.is_relative_to(self.root / "src") for path in changed)
        if is_code_new:
            self.apart.stop()
        if is_code_new or not self.is_built:
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
            if name.partition(".")[0] in packages:
                del sys.modules[name]
        # MkDocs keeps the module of the hooks itself.
        for module in self.config["hooks"].values() if self.config else ():
            module.__spec__.loader.exec_module(module)

    def _show(self, text: str) -> None:
        """Show a fault in the browser; the terminal has been told."""
        log.error("The preview is not up to date; it will be when this is mended.")
        self.site.mkdir(parents=True, exist_ok=True)
        page = FAULT_PAGE.format(html.escape(text))
        (self.site / FAULT[1:]).write_text(page, encoding="utf-8")

    def app(self, serve: App) -> App:
        """Wrap what serves the files: while there is a fault, it stands in the place of pages."""

        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            place = environ["PATH_INFO"]
            if not place.startswith("/livereload/"):
                self.is_settled.wait()
                is_page = place.endswith(("/", ".html"))
                if is_page:
                    self.apart.ask_for(Path(place).name)
                if is_page and not self.is_built:
                    environ = {**environ, "PATH_INFO": FAULT}
                elif place == PDF and not (self.site / PDF[1:]).is_file():
                    start_response("404 Not Found", [("Content-Type", "text/html")])
                    return [NO_PDF_PAGE.encode()]
            return serve(environ, start_response)

        return answer


class _Faults(logging.Handler):
    """Collect warnings and errors: a preview holds the same rules as the build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
