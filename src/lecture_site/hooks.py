"""The project's MkDocs hooks: lessons are executed, formulas typeset, fonts and styles cut to them.

The work itself is in the other modules of this package; this one only knows MkDocs' events.
"""

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime, get_relative_url
from mkdocs.utils.meta import get_data
from pathspec.gitignore import GitIgnoreSpec

from lecture_site import (
    blocks,
    edition,
    finishing,
    mathematics,
    pages,
    preview,
    rendering,
    search,
    sharing,
)
from lecture_site.arithmetic import check_page
from lecture_site.characters import KOREAN
from lecture_site.lesson import is_lesson, read_lesson
from lecture_site.naming import compose_names
from lecture_site.page_source import plain_text
from lecture_site.shelf import Shelf, prune
from lecture_site.source import read_text
from lecture_site.sources import PASSED_BY
from lecture_site.typography import keep_together

ERRATA = "errata.md"
_outputs: dict[str, list[str]] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Have MkDocs publish nothing that an editor has left beside the pages."""
    config.exclude_docs = PASSED_BY + (config.exclude_docs or GitIgnoreSpec([]))
    return config


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Execute the lessons whose results are not kept, and hand mkdocs-jupyter the notebooks."""
    try:
        compose_names(files, config)
        pages.read_course(config)
        lessons = {
            file.src_uri: read_lesson(Path(file.abs_src_path))
            for file in files.documentation_pages()
            if file.abs_src_path and is_lesson(Path(file.abs_src_path))
        }
        pages.check_typed(config)
        notebooks = pages.execute(lessons, config)
    except pages.FAULTS as error:
        raise PluginError(str(error)) from error
    for uri, notebook in notebooks.items():
        files.remove(files.src_uris[uri])
        files.append(File.generated(config, uri, abs_src_path=str(notebook)))
        files.append(File.generated(config, pages.source_uri(uri), content=lessons[uri].source))
    palette = mathematics.palette_css()
    files.append(File.generated(config, "assets/palette.css", content=palette))
    if pages.has_edition(config):
        files.append(File.generated(config, edition.NAME, content=b""))
    for file in sharing.shared_files(config, Shelf(pages.kept_folder(config) / "cards")):
        files.append(file)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Begin to note what the preview of a page needs."""
    preview.last = preview.Built(config, files, nav)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Unwrap an executed lesson, read any other page as one, and recompute the arithmetic."""
    written = Path(config.docs_dir) / page.file.src_uri
    if (page.file.abs_src_path or "").endswith(".ipynb"):
        markdown, _outputs[page.file.src_uri] = rendering.set_aside(rendering.unwrap(markdown))
    elif written.is_file():
        markdown, page.meta = get_data(plain_text(written))
    source = read_text(written) if written.is_file() else markdown
    wrong = check_page(page.file.src_uri, markdown, source)
    if wrong:
        raise PluginError("\n".join(wrong))
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a lesson's outputs back, say under its heading how long it takes, finish its blocks."""
    executed = page.file.src_uri in _outputs
    html = rendering.put_back(html, _outputs.pop(page.file.src_uri, []))
    lessons = pages.course_of(config)
    stems = [lesson.stem for lesson in lessons]
    if page.file.src_uri.startswith("lessons/") and page.file.name in stems:
        number = stems.index(page.file.name)
        line = rendering.lesson_line(lessons[number], number + 1, len(stems))
        html = html.replace("</h1>", "</h1>\n" + line, 1)
    if executed:
        source, errata = (
            get_relative_url(files.src_uris[uri].url, page.url)
            for uri in (pages.source_uri(page.file.src_uri), ERRATA)
        )
        html += rendering.provenance(html, get_build_datetime(), source, errata)
    html = blocks.finish(html)
    if pages.COURSE_MAP in html:
        html = html.replace(pages.COURSE_MAP, rendering.course_map(lessons))
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Typeset the formulas of all pages at once; templates leave no empty lines."""
    env.trim_blocks = env.lstrip_blocks = True
    if preview.last is not None:
        preview.last.env = env
    written = [file.page for file in files.documentation_pages() if file.page is not None]
    try:
        pages.typeset(written, config)
    except pages.FAULTS as error:
        raise PluginError(str(error)) from error


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Keep on one line what belongs together."""
    return keep_together(output)


def on_post_build(config: MkDocsConfig) -> None:
    """Cut fonts and style sheets to what the built pages show, name the files; print the course."""
    kept, site = pages.kept_folder(config), Path(config.site_dir)
    spare = KOREAN if pages.is_served(config) else ""
    try:
        search.finish_index(site, config)
        finish = finishing.finish(site, kept, spare)
    except pages.FAULTS as error:
        raise PluginError(str(error)) from error
    if pages.has_edition(config):
        edition.make_edition(site, Shelf(kept / "edition"), fresh=not pages.is_served(config))
    if preview.last is not None:
        preview.last.finish = finish
    prune(kept)
