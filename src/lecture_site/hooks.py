"""The project's MkDocs hooks: lessons are executed, formulas typeset, fonts and styles cut to them.

The work itself is in the other modules of this package; this one only knows MkDocs' events.
"""

import asyncio
import logging
import re
import time
from pathlib import Path

import nbformat
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime, get_relative_url

from lecture_site import (
    blocks,
    cache,
    course,
    edition,
    execution,
    fonts,
    mathematics,
    one_source,
    rendering,
    sharing,
    stylesheets,
)
from lecture_site.arithmetic import check_arithmetic
from lecture_site.characters import collect_characters
from lecture_site.lesson import Lesson, LessonError, is_lesson, read_lesson

ROOT = Path(__file__).resolve().parents[2]
KERNELS_AT_ONCE = 2
ERRATA = "errata.md"
COURSE_MAP = "<!-- course-map -->"
log = logging.getLogger("mkdocs.lecture")

_outputs: dict[str, list[str]] = {}
_course: list[course.CourseLesson] = []
_served: list[LiveReloadServer] = []


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Execute the lessons whose results are not kept, and hand mkdocs-jupyter the notebooks."""
    try:
        _course[:] = course.read_course(config.nav or [], Path(config.docs_dir))
        lessons = {
            file.src_uri: read_lesson(Path(file.abs_src_path))
            for file in files.documentation_pages()
            if file.abs_src_path and is_lesson(Path(file.abs_src_path))
        }
    except (LessonError, course.CourseError) as error:
        raise PluginError(str(error)) from error
    kept = _cache(config)
    asyncio.run(_run_all(list(lessons.values()), kept))
    typed = one_source.check_pages(Path(config.docs_dir))
    if typed:
        raise PluginError("\n".join(typed))
    for uri, lesson in lessons.items():
        files.remove(files.src_uris[uri])
        files.append(File.generated(config, uri, abs_src_path=str(_notebook_path(lesson, kept))))
        files.append(File.generated(config, _source_uri(uri), content=lesson.source))
    files.append(File.generated(config, "assets/palette.css", content=mathematics.palette_css()))
    files.append(File.generated(config, edition.NAME, content=b""))
    for file in sharing.shared_files(config):
        files.append(file)
    return files


async def _run_all(lessons: list[Lesson], kept: Path) -> None:
    """Run all lessons, some at once; tell every fault of every lesson, then stop."""
    places = asyncio.Semaphore(KERNELS_AT_ONCE)
    ended = await asyncio.gather(
        *(_run(lesson, places, kept) for lesson in lessons), return_exceptions=True
    )
    faults = [error for error in ended if isinstance(error, BaseException)]
    for error in faults:
        if not isinstance(error, LessonError):
            raise error
    if faults:
        raise PluginError("\n\n".join(str(error) for error in faults))


async def _run(lesson: Lesson, places: asyncio.Semaphore, kept: Path) -> None:
    entry = kept / "lessons" / lesson.path.stem / f"{cache.lesson_key(lesson, ROOT)}.json"
    results = cache.load(entry)
    if results is None:
        async with places:
            started = time.perf_counter()
            results = await execution.execute(lesson)
            seconds = time.perf_counter() - started
            log.info("Executed %s in %.1f s", lesson.path.name, seconds)
        for older in entry.parent.glob("*.json"):
            older.unlink(missing_ok=True)
        cache.store(results, entry)
    notebook = execution.compose(lesson, results)
    cache.write_atomically(_notebook_path(lesson, kept), nbformat.writes(notebook))


def _source_uri(uri: str) -> str:
    """Where a reader finds the source of a page; MkDocs would make a page of an ending in md."""
    return f"sources/{uri}.txt"


def _cache(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / ".cache"


def _notebook_path(lesson: Lesson, kept: Path) -> Path:
    return kept / "notebooks" / f"{lesson.path.stem}.ipynb"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Unwrap an executed lesson, keep its outputs aside, and recompute the arithmetic it shows."""
    if (page.file.abs_src_path or "").endswith(".ipynb"):
        markdown, _outputs[page.file.src_uri] = rendering.set_aside(rendering.unwrap(markdown))
    wrong = check_arithmetic(markdown)
    if wrong:
        raise PluginError("\n".join(f"{page.file.src_uri}: {each}" for each in wrong))
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a lesson's outputs back, say under its heading how long it takes, finish its blocks."""
    executed = page.file.src_uri in _outputs
    html = rendering.put_back(html, _outputs.pop(page.file.src_uri, []))
    stems = [lesson.stem for lesson in _course]
    if page.file.src_uri.startswith("lessons/") and page.file.name in stems:
        number = stems.index(page.file.name)
        line = rendering.lesson_line(_course[number], number + 1, len(stems))
        html = html.replace("</h1>", "</h1>\n" + line, 1)
    if executed:
        source, errata = (
            get_relative_url(files.src_uris[uri].url, page.url)
            for uri in (_source_uri(page.file.src_uri), ERRATA)
        )
        html += rendering.provenance(html, get_build_datetime(), source, errata)
    return blocks.finish(html).replace(COURSE_MAP, rendering.course_map(_course))


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Typeset the formulas of all pages at once; templates leave no empty lines."""
    env.trim_blocks = env.lstrip_blocks = True
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    formulas = [
        formula
        for page in pages
        for formula in mathematics.collect(page.content or "", page.file.src_uri)
    ]
    try:
        rendered = mathematics.typeset(formulas, _cache(config) / "mathematics")
    except mathematics.MathematicsError as error:
        raise PluginError(str(error)) from error
    for page in pages:
        page.content = mathematics.insert(page.content or "", rendered)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
    """Print no more: who edits a page sees it at once, beside the PDF of the first build."""
    _served.append(server)


def on_post_build(config: MkDocsConfig) -> None:
    """Cut fonts and style sheets to what the built pages show, name the files; print the course."""
    site = Path(config.site_dir)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    cut = fonts.build_fonts(
        collect_characters(pages.values()),
        ROOT / "node_modules",
        site / "assets" / "fonts",
        _cache(config) / "fonts",
    )
    if cut.missing:
        holders = [
            f"{path.relative_to(site)}: {character} (U+{ord(character):04X})"
            for path, page in pages.items()
            for character in sorted(cut.missing & set(page))
        ]
        raise PluginError("no font of the site has these characters:\n" + "\n".join(holders))
    named = {re.sub(r"-[0-9a-f]{10}", "", name): name for name in cut.sizes}
    for path, page in stylesheets.bind(site, pages, _cache(config) / "stylesheets").items():
        linked = re.sub(r"(?<=assets/fonts/)[a-z0-9-]+\.woff2", lambda m: named[m[0]], page)
        path.write_text(linked, encoding="utf-8")
    edition.make_edition(site, _cache(config) / "edition", fresh=not _served)
