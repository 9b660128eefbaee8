"""The project's MkDocs hooks: lessons are executed, formulas typeset, fonts and styles cut to them.

The work itself is in the other modules of this package; this one only knows MkDocs' events.
"""

import math
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data
from pathspec.gitignore import GitIgnoreSpec

from lecture_site.build import preview
from lecture_site.checks.arithmetic import check_page
from lecture_site.finish import cut, offline, policy, takeaway
from lecture_site.math import typeset
from lecture_site.pages import content, outputs, prepare, search, sharing
from lecture_site.pdf import edition
from lecture_site.reader import editor, runtime
from lecture_site.reference import links, write
from lecture_site.rights import bill, components, notices, origins
from lecture_site.support.faults import PageFault
from lecture_site.support.shelf import Shelf, prune
from lecture_site.text.course import is_generated, pages_of
from lecture_site.text.lesson import is_lesson, read_lesson
from lecture_site.text.names import compose_names
from lecture_site.text.page import plain_text
from lecture_site.text.source import read_text
from lecture_site.text.sources import PASSED_BY

SEARCH = "material/search"
OFFLINE = "assets/offline.js"
"""The script that keeps pages for reading without a network; a preview must not be kept."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the site's names fit for the theme; pass by what editors leave beside the pages."""
    sharing.name_site(config)
    try:
        sharing.check_repository(config)
    except PageFault as error:
        raise PluginError(str(error)) from error
    if prepare.is_served(config):
        config.extra_javascript = [
            script for script in config.extra_javascript if str(script) != OFFLINE
        ]
    config.exclude_docs = PASSED_BY + (config.exclude_docs or GitIgnoreSpec([]))
    return config


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Execute the lessons whose results are not kept, and hand mkdocs-jupyter the notebooks."""
    runtime.forget()
    try:
        compose_names(files, config)
        prepare.read_course(config)
        lessons = {
            file.src_uri: read_lesson(Path(file.abs_src_path))
            for file in files.documentation_pages()
            if file.abs_src_path and is_lesson(Path(file.abs_src_path))
        }
        prepare.check_typed(config)
        patience = 0 if prepare.is_served(config) else math.inf
        notebooks = prepare.execute(lessons, config, patience)
    except PageFault as error:
        raise PluginError(str(error)) from error
    for uri, notebook in notebooks.items():
        files.remove(files.src_uris[uri])
        files.append(File.generated(config, uri, abs_src_path=str(notebook)))
        files.append(File.generated(config, prepare.source_uri(uri), content=lessons[uri].source))
    if any(map(is_generated, pages_of(config.nav or []))):
        for uri, text in write.pages().items():
            files.append(File.generated(config, uri, content=text))
    palette = typeset.palette_css()
    files.append(File.generated(config, "assets/palette.css", content=palette))
    if prepare.has_edition(config):
        files.append(File.generated(config, edition.NAME, content=b""))
    origins.leave_out_languages(files, config.plugins[SEARCH].config.lang)
    code = _editor(config).code
    files.append(File.generated(config, editor.NAME, content=code))
    for name in bill.BILLS:
        files.append(File.generated(config, name, content=b""))
    for file in notices.notice_files(config):
        files.append(file)
    for file in sharing.shared_files(config, Shelf(prepare.kept_folder(config) / "cards")):
        files.append(file)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Name the pages; begin to note what the preview of a page needs."""
    sharing.name_pages(nav.items)
    preview.begin(preview.Built(config, files, nav, prepare.read_course(config)))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Read a page as lessons are read, set an executed one's outputs aside, check arithmetic."""
    written = Path(config.docs_dir) / page.file.src_uri
    pieces = outputs.unwrap(markdown) if prepare.is_notebook(page.file) else None
    if pieces is not None:
        markdown = outputs.markdown_of(pieces)
    elif written.is_file():
        markdown, page.meta = get_data(plain_text(written))
    for name in {"description", "title"} & page.meta.keys():
        page.meta[name] = sharing.fit(page.meta[name])
    source = read_text(written) if written.is_file() else markdown
    if not prepare.is_waiting(page.file, config) and not is_generated(page.file.src_uri):
        wrong = check_page(page.file.src_uri, markdown, source)
        if wrong:
            raise PluginError("\n".join(wrong))
    text = markdown if pieces is None else outputs.set_aside(pieces)
    return links.add_snippet_links(text, page.file.src_uri) if has_reference(files) else text


def has_reference(files: Files) -> bool:
    """Whether the site has the pages on the code."""
    return any(is_generated(file.src_uri) for file in files)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Finish the content of all pages; templates leave no empty lines."""
    env.trim_blocks = env.lstrip_blocks = True
    built = preview.built(config)
    built.env = env
    written = [file.page for file in files.documentation_pages() if file.page is not None]
    try:
        content.finish(written, config, files, built.course)
    except PageFault as error:
        raise PluginError(str(error)) from error


def on_post_build(config: MkDocsConfig) -> None:
    """Cut fonts and style sheets to what the built pages show, name the files; print the course."""
    kept, site = prepare.kept_folder(config), Path(config.site_dir)
    try:
        sharing.leave_out_map(site, config)
        search.finish_index(site, config)
        finish = cut.finish(site, Path(config.docs_dir), kept, growing=prepare.is_served(config))
        runtime.write(site)
        takeaway.write(_lessons(config), site, Shelf(kept / "wheel"))
        if prepare.has_edition(config):
            edition.make_edition(site, Shelf(kept / "edition"), fresh=not prepare.is_served(config))
        bill.write_bills(site, Shelf(kept / "bills"))
        if prepare.is_served(config):
            offline.write_ending(site)
        else:
            offline.write(site)
            policy.write_headers(site, finish.scripts)
        bundled = {editor.NAME: _editor(config).inputs}
        shipped = components.shipped_components()
        origins.check(site, preview.built(config).files, shipped, bundled)
    except PageFault as error:
        raise PluginError(str(error)) from error
    preview.built(config).finish = finish
    prune(kept)


def _editor(config: MkDocsConfig) -> editor.Bundle:
    return editor.bundle(Shelf(prepare.kept_folder(config) / "editor"))


def _lessons(config: MkDocsConfig) -> dict[Path, takeaway.Place]:
    """Return the notebooks of the lessons that have run, and where their pages are."""
    pages = preview.built(config).files.documentation_pages()
    urls = {file.src_uri: file.url for file in pages}
    return {
        Path(file.abs_src_path or ""): takeaway.Place(file.src_uri, urls, config.site_url or "")
        for file in pages
        if prepare.is_notebook(file) and not prepare.is_waiting(file, config)
    }
