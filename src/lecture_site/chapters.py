"""The pages of the built site as chapters of one document, which is then printed.

The chapters stand in the order of the site's navigation. Ids are unique in the document, and a link
from one page to another leads to its place in it. The headings of all pages become the outline.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from urllib.parse import urljoin

from lecture_site.stylesheets import ADDRESS, LINK, TAG

STYLE = Path(__file__).with_name("chapters.css")
BODY = re.compile(r"<body[^>]*>")
ARTICLE = re.compile(r'<article class="([^"]*)">(.*?)</article>', re.DOTALL)
LEFT_OUT = re.compile(r'<a class="headerlink".*?</a>|<annotation .*?</annotation>', re.DOTALL)
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
NEXT = re.compile(r'<link rel="next" href="([^"]*)">')
NAMED = re.compile(r'(?<=\sid=")[^"]+|(?<=url\(#)[^)]+')
LINKED = re.compile(r'(?<=\shref=")[^"]+')
PAGE_OF = re.compile(r"<!-- page of (\S+) -->")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the site as a part of the document.

    Attributes
    ----------
    place, address : str
        Where the page is within the site, and where it is published.
    title, words : str
        Its first heading and its description, as text in HTML.
    classes, content : str
        Classes and content of its article.
    """

    place: str
    address: str
    title: str
    words: str
    classes: str
    content: str

    @property
    def key(self) -> str:
        """Id of the chapter; all ids within it begin with it."""
        return self.place.strip("/").replace("/", "-") or "home"


def read_chapters(site: Path) -> list[Chapter]:
    """Take the articles of a site's pages, the first of the home page; each page names the next.

    Parameters
    ----------
    site : Path
        The built site.

    Returns
    -------
    list of Chapter
        In the order of the navigation, without permanent links and the TeX of formulas.
    """
    chapters, place = [], ""
    while True:
        page = (site / place / "index.html").read_text(encoding="utf-8")
        classes, article = ARTICLE.findall(page)[0]
        content = LEFT_OUT.sub("", article)
        chapters.append(
            Chapter(
                place,
                CANONICAL.findall(page)[0],
                TAG.sub("", HEADING.findall(content)[0]),
                DESCRIPTION.findall(page)[0],
                classes,
                content,
            )
        )
        following = NEXT.findall(page)
        if not following:
            return chapters
        place = urljoin(f"/{place}", following[0])[1:]


def write_document(chapters: Sequence[Chapter], site: Path, date: datetime) -> str:
    """Join chapters into one document.

    Parameters
    ----------
    chapters : sequence of Chapter
        The chapters; the first gives the title, and has the list of the others under its heading.
    site : Path
        The built site, for its style sheet and fonts.
    date : datetime
        Date of the build.

    Returns
    -------
    str
        HTML that needs no other file; the list of chapters has no page numbers yet.
    """
    keys = {chapter.address: chapter.key for chapter in chapters}
    front = (
        f"</h1><p>{chapters[0].words}</p>"
        f'<p class="lesson-line">{date.year}년 {date.month}월 {date.day}일</p>{_list(chapters[1:])}'
    )
    articles = [
        f'<article id="{chapter.key}" class="{chapter.classes}" style="page:{chapter.key}">'
        f"{_rebound(chapter, keys)}</article>"
        for chapter in chapters
    ]
    articles[0] = articles[0].replace("</h1>", front, 1)
    home = (site / "index.html").read_text(encoding="utf-8")
    style = [_style(site, home), STYLE.read_text(encoding="utf-8"), *map(_foot, chapters)]
    return (
        '<!doctype html><html lang="ko"><head><meta charset="utf-8">'
        f"<title>{chapters[0].title}</title><style>{''.join(style)}</style></head>"
        f"{BODY.findall(home)[0]}<main>{''.join(articles)}</main></body></html>"
    )


def number_chapters(document: str, pages: Mapping[str, int]) -> str:
    """Write page numbers into the list of chapters.

    Parameters
    ----------
    document : str
        What :func:`write_document` returned.
    pages : mapping of str to int
        The first page of each chapter by its key.
    """
    return PAGE_OF.sub(lambda match: str(pages[match[1]]), document)


def _list(chapters: Sequence[Chapter]) -> str:
    """Write the list of chapters; those that are lessons are numbered."""
    rows, lessons = [], 0
    for chapter in chapters:
        lesson = chapter.place.startswith("lessons/")
        lessons += lesson
        rows.append(
            f'<a href="#{chapter.key}"><span>{lessons if lesson else ""}</span>'
            f"<span>{chapter.title}</span><span></span>"
            f"<span><!-- page of {chapter.key} --></span></a>"
        )
    return f'<nav class="chapters">{"".join(rows)}</nav>'


def _rebound(chapter: Chapter, keys: Mapping[str, str]) -> str:
    """Make the ids of a chapter unique, and let its links lead to their places in the document."""

    def link(match: re.Match[str]) -> str:
        page, _, name = urljoin(chapter.address, unescape(match[0])).partition("#")
        if page not in keys:
            return escape(urljoin(chapter.address, unescape(match[0])))
        return f"#{keys[page]}--{name}" if name else f"#{keys[page]}"

    def tag(match: re.Match[str]) -> str:
        return LINKED.sub(link, NAMED.sub(lambda name: f"{chapter.key}--{name[0]}", match[0]))

    return TAG.sub(tag, chapter.content)


def _style(site: Path, home: str) -> str:
    """Return the site's style with its fonts within, so that a print waits for them."""
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
