"""The whole course as one PDF, printed by Chromium from the pages of the built site.

What page a chapter begins on only a print can tell: the numbers of the last print are taken, and if
they turn out wrong the document is printed again. The fonts of the site are variable, and a PDF
would hold such letters as drawings; they are given weights before.
"""

import hashlib
import json
import re
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection
from functools import partial
from io import BytesIO
from pathlib import Path

import fontTools
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from mkdocs.utils import get_build_datetime
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from lecture_site.finish.fonts import WEIGHTS, characters_of
from lecture_site.pdf.browser import FLAGS, provide_browser
from lecture_site.pdf.chapters import PictureError, read_chapters, site_style, write_document
from lecture_site.support.shelf import Shelf

NAME = "course.pdf"
PAGES = "course-pages.json"
RANGE = "font-weight:{} {}".format(*WEIGHTS)
FACE = re.compile(rf"@font-face{{[^{{}}]*base64,(?P<font>[^)]*)\)[^{{}}]*{RANGE}[^{{}}]*}}")
FONTS = "Promise.allSettled([...document.fonts].map(face => face.load())).then(() => {})"
BROKEN = """() => [...document.images].filter(image => !image.naturalWidth)
  .map(image => `${image.closest("article").id}: ${image.src.slice(0, 80)}`)"""
PDF_TIME = re.compile(rb"(?<=Date \(D:)\d{14}")


def make_edition(site: Path, shelf: Shelf, *, fresh: bool = True) -> Path | None:
    """Write the course as one PDF into the built site.

    Parameters
    ----------
    site : Path
        The built site, its style sheet and fonts included.
    shelf : Shelf
        Keeps the last PDF, its fonts and the pages that its chapters begin on.
    fresh : bool, optional
        False if the last PDF will do even where the site has changed since; no browser is needed
        then.

    Returns
    -------
    Path or None
        The PDF: ``course.pdf`` at the top of the site; None if the last should do and is not there.

    Raises
    ------
    BrowserError
        If there is no Chromium and none can be installed.
    PictureError
        If a picture of a page is not there.
    """
    last = shelf.get(NAME)
    if last is None and not fresh:
        (site / NAME).unlink(missing_ok=True)  # MkDocs holds its place with an empty file.
        return None
    known, _, pdf = (last or b"").partition(b"\n")
    if fresh:
        program, date = provide_browser(), get_build_datetime()
        chapters, style = read_chapters(site), site_style(site)
        characters = characters_of((site / "assets" / "fonts").glob("*.woff2"))
        document = write_document(chapters, style, date, characters, {})
        version = subprocess.run([program, "--version"], capture_output=True, check=True).stdout
        code = Path(__file__).read_bytes()
        digest = hashlib.sha256(b"\0".join([version, code, document.encode()])).hexdigest()
        if known != digest.encode():
            style = FACE.sub(partial(_kept_weights, shelf=shelf), style)
            write = partial(write_document, chapters, style, date, characters)
            keys = {chapter.key for chapter in chapters[1:]}  # Those that the list names.
            printed, pages = _print(write, keys, json.loads(shelf.get(PAGES) or b"{}"), program)
            pdf = PDF_TIME.sub(f"{date:%Y%m%d}000000".encode(), printed)
            shelf.put(PAGES, json.dumps(pages).encode())
            shelf.put(NAME, digest.encode() + b"\n" + pdf)
    (site / NAME).write_bytes(pdf)
    return site / NAME


def _print(
    document: Callable[[dict[str, int]], str],
    chapters: Collection[str],
    pages: dict[str, int],
    program: Path,
) -> tuple[bytes, dict[str, int]]:
    """Print a document, with the numbers of its pages in the list of chapters.

    Parameters
    ----------
    document : callable
        Writes the document with the first pages of its chapters.
    chapters : collection of str
        Names of their places.
    pages : dict of str to int
        What these are expected to be.
    program : Path
        A Chromium.

    Returns
    -------
    bytes
        The PDF.
    dict of str to int
        What they are.
    """
    pdf = _printed(document(pages), program)
    if (first := first_pages(pdf, chapters)) != pages:
        pdf = _printed(document(first), program)
        if first_pages(pdf, chapters) != first:
            raise RuntimeError("the list of chapters has moved the chapters: it is wrong")
    return pdf, first


def _printed(document: str, program: Path) -> bytes:
    """Print with a browser of its own: a PDF names its parts by what was shown before."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page()
        page.emulate_media(media="print")
        page.set_content(document, wait_until="load")
        page.evaluate(FONTS)
        if broken := page.evaluate(BROKEN):
            raise PictureError(f"{NAME}: these pictures could not be loaded: {', '.join(broken)}")
        pdf = page.pdf(prefer_css_page_size=True, outline=True, tagged=True)
        browser.close()
    return pdf


def _kept_weights(rule: re.Match[str], shelf: Shelf) -> str:
    key = f"rule-{hashlib.sha256(f'{fontTools.version} {rule[0]}'.encode()).hexdigest()}"
    kept = shelf.get(key)
    if kept is None:
        kept = _weights(rule).encode()
        shelf.put(key, kept)
    return kept.decode()


def _weights(rule: re.Match[str]) -> str:
    """Write a font's rule once for each weight, with a font that has no other."""
    data = b64decode(rule["font"])
    rules = []
    for weight in WEIGHTS:
        font = TTFont(BytesIO(data), recalcTimestamp=False)
        if "fvar" in font:
            instantiateVariableFont(font, {"wght": weight}, inplace=True)
        name = f"{font['name'].getDebugName(1)} {weight}".replace(" ", "-")
        font["name"].setName(name, 6, 3, 1, 0x409)
        font.flavor, stream = None, BytesIO()
        font.save(stream)
        single = rule[0].replace(RANGE, f"font-weight:{weight}")
        rules.append(single.replace(rule["font"], b64encode(stream.getvalue()).decode()))
    return "".join(rules)


def first_pages(pdf: bytes, places: Collection[str]) -> dict[str, int]:
    """Find the pages that places of a PDF are on.

    Parameters
    ----------
    pdf : bytes
        A PDF whose places have names.
    places : collection of str
        Names of places in it.

    Returns
    -------
    dict of str to int
        Number of the page, from 1 on, by the name of the place.
    """
    reader = PdfReader(BytesIO(pdf))
    named = reader.named_destinations
    return {
        name: (reader.get_destination_page_number(named[f"/{name}"]) or 0) + 1
        for name in sorted(places)
    }
