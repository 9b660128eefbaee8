"""The pages of the built site as chapters of one document, which is then printed.

The chapters stand in the order of the site's navigation. Ids are unique in the document, a link
from one page to another leads to its place in it, and pictures are within. The headings of all
pages become the outline.
"""

import json
import re
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

from turbohtml import Document, Element

from lecture_site.finish.styles import ADDRESS, linked
from lecture_site.pages.headings import plain
from lecture_site.support import tree
from lecture_site.support.faults import PageFault

STYLE = Path(__file__).with_name("chapters.css")
NOWHERE = "http://site.invalid/"
"""Stands for the site's address while it has none."""
LEFT_OUT = ".headerlink, annotation"
PICTURES = "audio, embed, image, img, input, object, source, track, use, video, [style]"
"""Elements that show what lies in another file."""
REFERENCES = ("aria-controls", "aria-describedby", "aria-labelledby", "for", "headers")
"""Attributes that name ids, beside links and ``url(#…)``."""
OUTSIDE = ("licences", "questions", "reference/")
"""How the places of pages begin that are no part of the course."""
PLACE = re.compile(r"url\((['\"]?)#")


class PictureError(PageFault):
    """A page shows a picture that is not there; the message names both."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the site as a part of the document.

    Attributes
    ----------
    place, address : str
        Where the page is within the site, and where it is published, or would be.
    key : str
        Id of the chapter; all ids within it begin with it.
    title, words : str
        Its first heading and its description.
    article : Element
        Its article, bound into the document.
    """

    place: str
    address: str
    key: str
    title: str
    words: str
    article: Element


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

    Raises
    ------
    PictureError
        If a picture is not in the site.
    """
    chapters: list[Chapter] = []
    place, base = "", NOWHERE
    while True:
        page = tree.read_page((site / place / "index.html").read_text(encoding="utf-8"))
        if not chapters:
            base = _attribute(page, 'link[rel="canonical"]', "href") or NOWHERE
        if not place.startswith(OUTSIDE):
            chapters.append(_chapter(page, place, base, {chapter.key for chapter in chapters}))
        following = _attribute(page, 'link[rel="next"]', "href")
        if not following:
            break
        place = unquote(urljoin(f"/{quote(place)}", following))[1:]
    keys = {chapter.address: chapter.key for chapter in chapters}
    for chapter in chapters:
        _bind(chapter, keys, base, site)
    return chapters


def _chapter(page: Document, place: str, base: str, taken: Collection[str]) -> Chapter:
    article = page.select("article")[0].remove(LEFT_OUT)
    title = " ".join(plain(article.select("h1")[0]).split())
    words = _attribute(page, 'meta[name="description"]', "content")
    return Chapter(place, urljoin(base, quote(place)), _key(place, taken), title, words, article)


def write_document(
    chapters: Sequence[Chapter],
    style: str,
    date: datetime,
    characters: Collection[str],
    pages: Mapping[str, int],
) -> str:
    """Join chapters into one document.

    Parameters
    ----------
    chapters : sequence of Chapter
        The chapters; the first gives the title, and has the list of the others under its heading.
    style : str
        What :func:`site_style` returned.
    date : datetime
        Date of the build.
    characters : collection of str
        What the site's fonts have. A page's description is cut to it: pages do not show it.
    pages : mapping of str to int
        The first page of each chapter by its key, as far as it is known.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    document = tree.read_page(
        '<!doctype html><html lang="ko"><meta charset="utf-8"><title></title>'
    )
    head, body = document.select("head")[0], document.select("body")[0]
    body.attrs["dir"] = "ltr"  # The theme's style asks for it, as on a page.
    document.select("title")[0].set_text(chapters[0].title)
    rules = [style, STYLE.read_text(encoding="utf-8"), *map(_foot, chapters)]
    sheet = Element("style")
    sheet.set_text("".join(rules))
    head.append(sheet)
    main = Element("main")
    body.append(main)
    for chapter in chapters:
        attributes = {"id": chapter.key, "class": chapter.article.attr("class") or ""}
        article = Element("article", {**attributes, "style": f"page:{chapter.key}"})
        article.extend([*tree.read(tree.write(chapter.article)).children])
        main.append(article)
    words = "".join(each for each in chapters[0].words if each in characters)
    front = (
        f"<p>{escape(words)}</p>"
        f'<p class="lesson-line">{date.year}년 {date.month}월 {date.day}일</p>'
        f"{_list(chapters[1:], pages)}"
    )
    main.select("h1")[0].insert_after(*tree.read(front).children)
    return tree.write(document)


def site_style(site: Path) -> str:
    """Return the site's style with its fonts within, so that a print waits for them."""
    home = tree.read_page((site / "index.html").read_text(encoding="utf-8"))
    rules = []
    for _, _, sheet in linked(home):
        folder = (site / sheet).parent

        def within(match: re.Match[str], folder: Path = folder) -> str:
            file = folder / match[1]
            return f"url({_data(file)})" if file.is_file() else match[0]

        rules.append(ADDRESS.sub(within, (site / sheet).read_text(encoding="utf-8")))
    return "".join(rules).replace("font-display:optional", "font-display:block")


def _attribute(page: Document, selector: str, name: str) -> str:
    element = page.select_one(selector)
    return (element.attr(name) if element else None) or ""


def _key(place: str, taken: Collection[str]) -> str:
    """Name a chapter by its place, in letters that ids and names of pages can have."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", place).strip("-") or ("chapter" if place else "home")
    name = name if name[0].isalpha() else f"chapter-{name}"
    number = 1
    while (key := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return key


def _list(chapters: Sequence[Chapter], pages: Mapping[str, int]) -> str:
    """Write the list of chapters; those that are lessons are numbered."""
    rows, lessons = [], 0
    for chapter in chapters:
        lesson = chapter.place.startswith("lessons/")
        lessons += lesson
        rows.append(
            f'<a href="#{chapter.key}"><span>{lessons if lesson else ""}</span>'
            f"<span>{chapter.article.select('h1')[0].inner_html}</span><span></span>"
            f"<span>{pages.get(chapter.key, '')}</span></a>"
        )
    return f'<nav class="chapters">{"".join(rows)}</nav>'


def _bind(chapter: Chapter, keys: Mapping[str, str], base: str, site: Path) -> None:
    """Make the ids of a chapter unique, let its links lead to their places, take pictures in."""
    for element in chapter.article.iter_elements():
        element.attrs.pop("loading", None)  # A print waits for no picture that comes later.
        if element.tag == "style":
            element.set_text(PLACE.sub(rf"url(\1#{chapter.key}--", element.text))
        for name, value in [*element.attrs.items()]:
            text = element.attr(name) or ""
            if name == "id":
                element.attrs[name] = f"{chapter.key}--{text}"
            elif name in REFERENCES:
                element.attrs[name] = " ".join(f"{chapter.key}--{each}" for each in text.split())
            elif name in {"href", "xlink:href"} and element.tag in {"a", "area"}:
                _set_link(element, name, chapter, keys, base)
            elif name in {"href", "xlink:href"} and text.startswith("#"):
                element.attrs[name] = f"#{chapter.key}--{text[1:]}"
            elif value:
                element.attrs[name] = PLACE.sub(rf"url(\1#{chapter.key}--", text)
    for element in chapter.article.select(PICTURES):
        element.rewrite_links(lambda address: _within(address, chapter, base, site))


def _set_link(
    element: Element, name: str, chapter: Chapter, keys: Mapping[str, str], base: str
) -> None:
    """Let a link lead to its place in the document or the site.

    It leads nowhere, if that is no part of the course or the site has no place.
    """
    address = urljoin(chapter.address, element.attr(name) or "")
    page, _, place = address.partition("#")
    if page in keys:
        element.attrs[name] = f"#{keys[page]}--{unquote(place)}" if place else f"#{keys[page]}"
    elif address.removeprefix(base).startswith(OUTSIDE) or (
        base == NOWHERE and address.startswith(NOWHERE)
    ):
        del element.attrs[name]
    else:
        element.attrs[name] = address


def _within(address: str, chapter: Chapter, base: str, site: Path) -> str:
    """Return a file of the site as an address that holds its content; others stay as they are."""
    if address.startswith(("#", "data:")):
        return address
    absolute = urljoin(chapter.address, address).partition("#")[0].partition("?")[0]
    if not absolute.startswith(base):
        return address
    file = site / unquote(absolute.removeprefix(base))
    if not file.is_file():
        raise PictureError(
            f"{chapter.place or 'index.html'}: {address} is shown there, but is not in the site"
        )
    return _data(file)


def _data(file: Path) -> str:
    kind = guess_type(file.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(file.read_bytes()).decode()}"


def _foot(chapter: Chapter) -> str:
    """Style the foot of a chapter's pages: its title and the number of the page."""
    title = json.dumps(f"{chapter.title}  ·  ", ensure_ascii=False).replace("<", r"\3c ")
    return f"@page {chapter.key}{{@bottom-center{{content:{title} counter(page)}}}}"
