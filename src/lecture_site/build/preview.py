"""One changed page, rendered again within the last whole build: what a writer sees after saving.

The cost does not grow with the number of pages. What only a whole build can tell (a new page, a
title that other pages show, a character that no font was cut to) is left to it.
"""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from lecture_site.finish.cut import Finish
from lecture_site.pages import content, prepare
from lecture_site.pages.additions import COURSE_MAP
from lecture_site.paths import ROOT
from lecture_site.run import keys
from lecture_site.support.shelf import write_atomically
from lecture_site.support.tree import read_page
from lecture_site.text.course import CourseLesson, is_generated
from lecture_site.text.lesson import is_lesson, read_lesson


@dataclass(slots=True)
class Built:
    """A whole build, as far as it has come.

    Attributes
    ----------
    config, files, nav, env
        MkDocs' objects of the build; no `env` before templates are ready.
    course : list of CourseLesson
        Its lessons, in their order.
    finish : Finish or None
        What was cut to its pages, once it is done.
    """

    config: MkDocsConfig
    files: Files
    nav: Navigation
    course: list[CourseLesson]
    env: Environment | None = None
    finish: Finish | None = None


HELD = "built"
PATIENCE = 5
"""Seconds that a saved lesson may be expected to run, to be shown with its results at once."""


def begin(built: Built) -> None:
    """Hold a build where the later events of it, and the preview, find it.

    MkDocs hands all its events the settings and nothing else, so it hangs on them, there alone.
    """
    built.config.extra[HELD] = built


def built(config: MkDocsConfig) -> Built:
    """Return the build with these settings.

    Raises
    ------
    WholeBuildError
        If it has not come as far as its navigation.
    """
    if HELD not in config.extra:
        raise WholeBuildError("there is no finished build")
    return config.extra[HELD]


class WholeBuildError(Exception):
    """The change needs a whole build; the message says why."""


def refresh(last: Built, paths: set[Path]) -> list[str]:
    """Render the pages of changed sources again, into the folder of the last build.

    Parameters
    ----------
    last : Built
        The last whole build; it takes up what has changed.
    paths : set of Path
        Changed files below the folder of the pages.

    Returns
    -------
    list of str
        Addresses of the pages that were rendered.

    Raises
    ------
    WholeBuildError
        If that is not enough; the pages' files are as they were.
    """
    if last.env is None or last.finish is None:
        raise WholeBuildError("there is no finished build")
    files = {uri: file for uri, file in _pages(last).items() if _source(last, uri) in paths}
    if len(files) < len(paths):
        raise WholeBuildError("not only pages have changed")
    before = {lesson.stem: lesson for lesson in last.course}
    last.course = prepare.read_course(last.config)
    course = {lesson.stem: lesson for lesson in last.course}
    if any(_shown_elsewhere(before[stem]) != _shown_elsewhere(course[stem]) for stem in course):
        raise WholeBuildError("other pages show the title or the summary of a changed lesson")
    if before != course:
        files |= {uri: file for uri, file in _pages(last).items() if _has_map(last, uri)}
    lessons = {
        uri: read_lesson(_source(last, uri)) for uri in files if is_lesson(_source(last, uri))
    }
    prepare.check_typed(last.config, [_source(last, uri) for uri in files])
    for uri, notebook in prepare.execute(lessons, last.config, PATIENCE).items():
        files[uri].abs_src_path = str(notebook)
    for file in files.values():
        _read(last, file)
    changed = [file.page for file in files.values() if file.page is not None]
    content.finish(changed, last.config, last.files, last.course)
    written = {file.abs_dest_path: read_page(_write(last, file)) for file in files.values()}
    if not all(last.finish.covers(page) for page in written.values()):
        raise WholeBuildError("fonts or style sheet lack something that a page now shows")
    for place, page in written.items():
        write_atomically(Path(place), last.finish.page(page).encode())
    for uri, lesson in lessons.items():
        download = last.files.src_uris[prepare.source_uri(uri)].abs_dest_path
        write_atomically(Path(download), lesson.source.encode())
    for file in last.files.documentation_pages():
        if file.page is not None:
            level = last.config.validation.links.anchors
            file.page.validate_anchor_links(files=last.files, log_level=level)
    return [file.url for file in files.values()]


def waiting(last: Built) -> dict[Path, str]:
    """Return the lessons that have not run yet, each with the key that its results will have."""
    machine = keys.machine_digest()
    paths = [
        _source(last, uri)
        for uri, file in _pages(last).items()
        if prepare.is_waiting(file, last.config)
    ]
    return {path: keys.lesson_key(read_lesson(path), ROOT, machine) for path in paths}


def _pages(built: Built) -> dict[str, File]:
    pages = built.files.documentation_pages()
    return {file.src_uri: file for file in pages if not is_generated(file.src_uri)}


def _source(built: Built, uri: str) -> Path:
    return Path(built.config.docs_dir) / uri


def _has_map(built: Built, uri: str) -> bool:
    return COURSE_MAP in _source(built, uri).read_text(encoding="utf-8")


def _shown_elsewhere(lesson: CourseLesson) -> tuple[object, ...]:
    return lesson.title, lesson.summary, lesson.requires


def _read(built: Built, file: File) -> None:
    """Do for one page what MkDocs does when it reads all."""
    config, files, page = built.config, built.files, file.page
    if page is None:
        raise WholeBuildError(f"{file.src_uri} was not rendered")
    had = (page.title, page.meta)
    # mkdocs-jupyter wraps the method of each page that it is shown.
    vars(page).pop("render", None)
    page = config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = config.plugins.on_page_markdown(
        page.markdown or "", page=page, config=config, files=files
    )
    page.render(config, files)
    page.content = config.plugins.on_page_content(
        page.content or "", page=page, config=config, files=files
    )
    if had != (page.title, page.meta):
        raise WholeBuildError(f"the title or the front matter of {file.src_uri} has changed")


def _write(built: Built, file: File) -> str:
    """Do for one page what MkDocs does when it writes all."""
    config, nav, page, env = built.config, built.nav, file.page, built.env
    if page is None or env is None:
        raise WholeBuildError(f"{file.src_uri} was not rendered")
    page.active = True
    context = get_context(nav, built.files, config, page)
    template = env.get_template(page.meta.get("template", "main.html"))
    context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
    output = config.plugins.on_post_page(template.render(context), page=page, config=config)
    page.active = False
    return output
