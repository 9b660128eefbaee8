"""The whole course as one PDF, printed by Chromium from the pages of the built site.

The articles are joined into one document, in the order of the site's navigation: a link between two
pages becomes a link within it, and the headings of all pages become the outline. What page a
chapter begins on only a print can tell, so the document is printed twice.
"""

import hashlib
import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.utils import get_build_datetime
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from lecture_site.browser import FLAGS, provide_browser
from lecture_site.stylesheets import ADDRESS, LINK, TAG

NAME = "course.pdf"
STYLE = Path(__file__).with_name("edition.css")
ARTICLE = re.compile(r'<article class="([^"]*)">(.*?)</article>', re.DOTALL)
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
ANNOTATION = re.compile(r"<annotation .*?</annotation>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
NEXT = re.compile(r'<link rel="next" href="([^"]*)">')
NAMED = re.compile(r'(?<=\sid=")[^"]+|(?<=url\(#)[^)]+')
LINKED = re.compile(r'(?<=\shref=")[^"]+')
PDF_TIME = re.compile(rb"(?<=Date \(D:)\d{14}")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the site as a part of the document.

    Attributes
    ----------
    place : str
        The page's address within the site.
    classes, content : str
        Classes and content of its article, without permanent links.
    """

    place: str
    classes: str
    content: str

    @property
    def key(self) -> str:
        """Id of the chapter; the ids within it begin with it."""
        return self.place.strip("/").replace("/", "-") or "home"

    @property
    def title(self) -> str:
        """The first heading, as text in HTML."""
        found = HEADING.search(self.content)
        if found is None:
            raise ValueError(f"the page /{self.place} has no heading")
        return re.sub(r"<[^>]*>", "", found[1])


def make_edition(site: Path, cache_dir: Path, *, fresh: bool = True) -> Path:
    """Write the course as one PDF into the built site.

    Parameters
    ----------
    site : Path
        The built site, its style sheet and fonts included.
    cache_dir : Path
        Folder that keeps the last PDF; made if need be.
    fresh : bool, optional
        False if the last PDF will do even where the site has changed since.

    Returns
    -------
    Path
        The PDF: ``course.pdf`` at the top of the site.

    Raises
    ------
    BrowserError
        If there is no Chromium and none can be installed.
    """
    last = next(iter(cache_dir.glob("*.pdf")), None)
    kept = last if last and not fresh else _kept(site, cache_dir)
    (site / NAME).write_bytes(kept.read_bytes())
    return site / NAME


def _kept(site: Path, cache_dir: Path) -> Path:
    """Print the course, unless the cache has this very one; return the file in the cache."""
    program = provide_browser()
    version = subprocess.run([program, "--version"], capture_output=True, check=True).stdout
    document = join_pages(site)
    code = Path(__file__).read_bytes()
    digest = hashlib.sha256(b"\0".join([version, code, document.encode()])).hexdigest()
    kept = cache_dir / f"{digest}.pdf"
    if not kept.is_file():
        pages = first_pages(_print(document, program))
        time = f"{get_build_datetime():%Y%m%d}000000".encode()
        pdf = PDF_TIME.sub(time, _print(_numbered(document, pages), program))
        older = list(cache_dir.glob("*.pdf"))
        cache_dir.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_bytes(pdf)
        part.replace(kept)
        for path in older:
            path.unlink(missing_ok=True)
    return kept


def join_pages(site: Path) -> str:
    """Join the pages of a built site, from the home page on, into one document.

    Parameters
    ----------
    site : Path
        The built site.

    Returns
    -------
    str
        HTML that needs no other file; the list of chapters has no page numbers yet.
    """
    home = (site / "index.html").read_text(encoding="utf-8")
    chapters = _chapters(site)
    base = CANONICAL.findall(home)[0]
    keys = {base + chapter.place: chapter.key for chapter in chapters}
    date = get_build_datetime()
    front = (
        f"<p>{DESCRIPTION.findall(home)[0]}</p>"
        f'<p class="lesson-line">{date.year}년 {date.month}월 {date.day}일</p>{_list(chapters)}'
    )
    articles = [
        f'<article id="{chapter.key}" class="{chapter.classes}" style="page:{chapter.key}">'
        f"{_rebound(chapter, base, keys)}</article>"
        for chapter in chapters
    ]
    articles[0] = articles[0].replace("</h1>", f"</h1>{front}", 1)
    style = [_style(site, home), STYLE.read_text(encoding="utf-8"), *map(_foot, chapters)]
    return (
        '<!doctype html><html lang="ko"><head><meta charset="utf-8">'
        f"<title>{chapters[0].title}</title><style>{''.join(style)}</style></head>"
        f'<body data-md-color-scheme="default"><main>{"".join(articles)}</main></body></html>'
    )


def _chapters(site: Path) -> list[Chapter]:
    """Take the articles of the pages, each of which names the next."""
    chapters, place = [], ""
    while True:
        page = (site / place / "index.html").read_text(encoding="utf-8")
        classes, content = ARTICLE.findall(page)[0]
        content = ANNOTATION.sub("", PERMALINK.sub("", content))
        chapters.append(Chapter(place, classes, content))
        following = NEXT.search(page)
        if following is None:
            return chapters
        place = urljoin(f"/{place}", following[1])[1:]


def _list(chapters: list[Chapter]) -> str:
    """Write the list of chapters after the first; lessons are numbered."""
    lessons = [chapter for chapter in chapters if chapter.place.startswith("lessons/")]
    rows = [
        f'<a href="#{chapter.key}">'
        f"<span>{lessons.index(chapter) + 1 if chapter in lessons else ''}</span>"
        f"<span>{chapter.title}</span><span></span><span><!-- {chapter.key} --></span></a>"
        for chapter in chapters[1:]
    ]
    return f'<nav class="chapters">{"".join(rows)}</nav>'


def _numbered(document: str, pages: Mapping[str, int]) -> str:
    """Write the page numbers into the list of chapters."""
    return re.sub(r"<!-- (\S+) -->", lambda match: str(pages[match[1]]), document)


def _rebound(chapter: Chapter, base: str, keys: Mapping[str, str]) -> str:
    """Make ids unique in the document, and links lead to their places in it."""

    def link(match: re.Match[str]) -> str:
        address = urljoin(base + chapter.place, unescape(match[0]))
        page, _, name = address.partition("#")
        if page not in keys:
            return match[0] if match[0].startswith("data:") else address.replace("&", "&amp;")
        return f"#{keys[page]}{name and '--' + name}"

    def tag(match: re.Match[str]) -> str:
        return LINKED.sub(link, NAMED.sub(lambda name: f"{chapter.key}--{name[0]}", match[0]))

    return TAG.sub(tag, chapter.content)


def _style(site: Path, home: str) -> str:
    """Return the site's style with its fonts in it, which a print waits for."""
    sheet = site / next(LINK.finditer(home))["sheet"]

    def font(match: re.Match[str]) -> str:
        data = b64encode((sheet.parent / match[1]).read_bytes()).decode()
        return f"url(data:font/woff2;base64,{data})"

    css = ADDRESS.sub(font, sheet.read_text(encoding="utf-8"))
    return css.replace("font-display:optional", "font-display:block")


def _foot(chapter: Chapter) -> str:
    """Style the foot of a chapter's pages: its title and the number of the page."""
    title = json.dumps(f"{unescape(chapter.title)}  ·  ", ensure_ascii=False)
    return f"@page {chapter.key}{{@bottom-center{{content:{title} counter(page)}}}}"


def _print(document: str, program: Path) -> bytes:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(java_script_enabled=False)
        page.emulate_media(media="print")
        page.set_content(document, wait_until="load")
        pdf = page.pdf(prefer_css_page_size=True, outline=True, tagged=True)
        browser.close()
    return pdf


def first_pages(pdf: bytes) -> dict[str, int]:
    """Find the pages that the places of a PDF are on.

    Parameters
    ----------
    pdf : bytes
        A PDF whose places have names.

    Returns
    -------
    dict of str to int
        Number of the page, from 1 on, by the name of the place.
    """
    reader = PdfReader(BytesIO(pdf))
    return {
        name.removeprefix("/"): (reader.get_destination_page_number(place) or 0) + 1
        for name, place in reader.named_destinations.items()
    }
