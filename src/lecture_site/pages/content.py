"""The one list of what happens to a page's HTML between Markdown and the theme.

A page's content is read once, changed as a tree and written once. (What the theme puts around it is
read when all pages are there, in :mod:`lecture_site.finish.cut`: only then fonts and styles are
cut, and MkDocs' search takes the content before.)
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime, get_relative_url
from turbohtml import Element

from lecture_site.math import typeset
from lecture_site.pages import (
    additions,
    blocks,
    frames,
    headings,
    outputs,
    prepare,
    questions,
    search,
    typography,
)
from lecture_site.reader import runtime
from lecture_site.reference import links
from lecture_site.rights import notices
from lecture_site.support import tree
from lecture_site.support.shelf import Shelf, write_atomically
from lecture_site.support.tree import Fault, HtmlError
from lecture_site.text.course import CourseLesson, is_generated

ERRATA = "errata.md"


@dataclass(frozen=True, slots=True)
class _Site:
    """What pages say of others: where they are, and which lessons there are."""

    config: MkDocsConfig
    files: Files
    lessons: Sequence[CourseLesson]

    def address(self, uri: str, page: Page) -> str:
        return get_relative_url(self.files.src_uris[uri].url, page.url)

    def asked(self, page: Page) -> list[questions.Asked]:
        """Return what the lessons that have run ask, as seen from a page."""
        files = [self.files.src_uris[f"lessons/{lesson.stem}.md"] for lesson in self.lessons]
        return [
            questions.Asked(
                lesson.title,
                get_relative_url(file.url, page.url),
                questions.read(Path(file.abs_src_path or "")),
            )
            for lesson, file in zip(self.lessons, files, strict=True)
            if prepare.is_notebook(file)
        ]

    def place(self, target: str, page: Page) -> str:
        uri, _, place = target.partition("#")
        return f"{self.address(uri, page)}#{place}"


def finish(
    written: Sequence[Page], config: MkDocsConfig, files: Files, lessons: Sequence[CourseLesson]
) -> None:
    """Turn what Markdown made of pages into what the theme shows.

    Parameters
    ----------
    written : sequence of Page
        MkDocs' pages with their content; the formulas of all are typeset at once.
    config : MkDocsConfig
        The site's settings.
    files : Files
        All files of the site.
    lessons : sequence of CourseLesson
        The course, in its order.

    Raises
    ------
    HtmlError
        If a page's HTML would be cut or moved by browsers.
    typeset.MathematicsError
        If a formula cannot be typeset.
    """
    docs = Path(config.docs_dir)
    read = [(page, _read(page, docs)) for page in written]
    formulas = [
        formula for page, article in read for formula in typeset.collect(article, page.file.src_uri)
    ]
    rendered = typeset.typeset(formulas, Shelf(prepare.kept_folder(config) / "mathematics"))
    site = _Site(config, files, lessons)
    for page, article in read:
        try:
            _change(article, page, rendered, site)
        except HtmlError as error:
            raise HtmlError(f"{page.file.src_uri}: {error}") from error
        page.content = tree.write(article)


def _read(page: Page, docs: Path) -> Element:
    """Read what Markdown made of a page, with the outputs of its cells, if nothing is wrong."""
    uri, html = page.file.src_uri, page.content or ""
    if fault := tree.find_fault(html):
        raise HtmlError(f"{uri}{_line(docs / uri, fault)}: HTML on the page: {fault.problem}")
    article = tree.read(html)
    if prepare.is_notebook(page.file):
        try:
            outputs.put_back(article)
        except HtmlError as error:
            raise HtmlError(f"{uri}: {error}") from error
    return article


def _change(
    article: Element, page: Page, rendered: Mapping[tuple[str, bool], str], site: _Site
) -> None:
    """Do all that is done to a page's content, in order."""
    typeset.insert(article, rendered)
    headings.name_headings(article, page)
    additions.add_course_map(article, site.lessons)
    questions.add_list(article, site.asked(page))
    notices.add_notices(article, lambda place: get_relative_url(place, page.url))
    stems = [lesson.stem for lesson in site.lessons]
    if page.file.src_uri.startswith("lessons/") and page.file.name in stems:
        number = stems.index(page.file.name)
        additions.add_lesson_line(article, site.lessons[number], number + 1, len(stems))
    if prepare.is_notebook(page.file) and not prepare.is_waiting(page.file, site.config):
        source = site.address(prepare.source_uri(page.file.src_uri), page)
        errata = site.address(ERRATA, page)
        notebook = Path(page.file.abs_src_path or "").name
        additions.add_provenance(article, get_build_datetime(), source, notebook, errata)
        run = nbformat.read(page.file.abs_src_path, as_version=4)
        runtime.mark_built(article, run, notebook)
        runtime.offer(
            article,
            run,
            Path(site.config.site_dir),
            lambda place: get_relative_url(place, page.url),
        )
        questions.attach(article, page.file.name, can_run=bool(runtime.files()))
    if is_generated(page.file.src_uri):
        links.mark_language(article)
    elif any(is_generated(file.src_uri) for file in site.files):
        links.add_name_links(article, lambda target: site.place(target, page))
    blocks.finish(article)
    typography.keep_together(article)
    search.leave_out(article)
    for place, frame in frames.lift(article, lambda place: get_relative_url(place, page.url)):
        write_atomically(Path(site.config.site_dir) / place, frame)


def _line(path: Path, fault: Fault) -> str:
    """Tell the line, or the lines, of a page's source where a faulty tag can stand."""
    if not fault.source or not path.is_file():
        return ""
    text = path.read_text(encoding="utf-8")
    places = [match.start() for match in re.finditer(re.escape(fault.source), text)]
    lines = sorted({text.count("\n", 0, place) + 1 for place in places})
    return f":{' or '.join(map(str, lines))}" if lines else ""
