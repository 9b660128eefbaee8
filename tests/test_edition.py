"""The course as one PDF: complete and in order, linked, in letters, the same at every print."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader

from course_pages import PRINTED
from lecture_site.pdf import edition
from lecture_site.pdf.edition import make_edition
from lecture_site.support.shelf import Shelf
from test_print import A4, formats


@pytest.fixture(scope="module")
def course(site: Path) -> PdfReader:
    """The course as the build has printed it."""
    return PdfReader(site / "course.pdf")


@cache
def articles(site: Path) -> list[Tag]:
    """Articles of the pages in the order of the navigation, without what is not printed."""
    found = []
    for place in PRINTED:
        file = site / place.removesuffix(".md").removesuffix("index") / "index.html"
        article = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").article
        assert article
        for unseen in article.select(
            ".headerlink, annotation, .on-screen, .cell-source, .figure-fault"
        ):
            unseen.decompose()
        found.append(article)
    return found


def plain(text: str) -> str:
    """Text without the differences of spaces and of a formula's letters."""
    return re.sub(r"\s", "", normalize("NFKC", text))


def outline(entries: list[Any], level: int = 1) -> Iterator[tuple[int, Any]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry, level + 1)
        else:
            yield level, entry


def test_the_outline_has_every_heading_in_order(site: Path, course: PdfReader) -> None:
    headings = [
        (int(heading.name[1]), plain(heading.text))
        for article in articles(site)
        for heading in article.select("h1, h2, h3")
    ]
    assert [(level, plain(entry.title)) for level, entry in outline(course.outline)] == headings


def test_every_paragraph_is_in_the_course(site: Path, course: PdfReader) -> None:
    assert formats(site / "course.pdf") == {A4}
    assert 7 * len(PRINTED) < len(course.pages) < 14 * len(PRINTED)
    text = plain("".join(page.extract_text() for page in course.pages))
    for article in articles(site):
        read = article.select("p:not(.cell-built, [hidden] *)")
        words = [plain(p.text)[:30] for p in read if not p.find(["math", "a"])]
        lost = [line for line in words if line not in text]
        assert len(words) > 1
        assert lost == []


def test_what_is_read_on_paper_is_in_it_and_what_is_only_pressed_is_not() -> None:
    assert {"index.md", "card.md", "errata.md", "references.md", "review.md"} <= {*PRINTED}
    assert not {"licences.md", "questions.md", "reference/backprop.md"} & {*PRINTED}


def test_no_page_is_nearly_empty_but_the_last_of_a_chapter(course: PdfReader) -> None:
    chapters = [entry for level, entry in outline(course.outline) if level == 1][1:]
    lasts = {course.get_destination_page_number(entry) for entry in chapters}
    found = [
        number + 1
        for number, page in enumerate(course.pages[:-1])
        if number + 1 not in lasts and len(page.extract_text()) < 250
    ]
    assert found == []


def test_the_list_of_chapters_tells_their_pages(site: Path, course: PdfReader) -> None:
    first = course.pages[0].extract_text()
    chapters = [entry for level, entry in outline(course.outline) if level == 1][1:]
    for entry, article in zip(chapters, articles(site)[1:], strict=True):
        page = course.get_destination_page_number(entry)
        assert page is not None
        assert article.h1
        assert re.search(rf"{re.escape(article.h1.text)}\s*{page + 1}\b", first)
        assert plain(article.h1.text) in plain(course.pages[page].extract_text())


def test_every_link_leads_to_a_place_or_out_of_the_site(course: PdfReader) -> None:
    names = course.named_destinations
    links = [
        link.get_object() for page in course.pages for link in (page.get("/Annots") or []) if link
    ]
    within = {str(link["/Dest"]) for link in links if "/Dest" in link}
    assert len(within) > 40
    assert within <= names.keys()
    for address in {str(link["/A"]["/URI"]) for link in links if "/Dest" not in link}:
        assert re.match(r"https?://(?!127\.0\.0\.1)", address)


def test_letters_are_letters_of_the_sites_fonts(course: PdfReader) -> None:
    """A variable font or one of the machine's would be drawn, or have another name."""
    names = set()
    for page in course.pages:
        for font in page["/Resources"]["/Font"].values():  # pyright: ignore
            font = font.get_object()
            if font["/Subtype"] == "/Type3":  # Letters with an outline, in drawings.
                continue
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert descriptor["/FontFile2"].get_object().get_data()
            names.add(re.sub(r"^/[A-Z]{6}\+", "", font["/BaseFont"]))
    assert {"Lecture-sans-400", "Lecture-sans-700", "Lecture-mono-latin-400"} <= names
    assert all(name.startswith("Lecture-") or name == "OTS-derived-font" for name in names)


def test_the_course_says_what_it_is(course: PdfReader) -> None:
    root = course.root_object
    assert root["/Lang"] == "ko"
    assert root["/MarkInfo"]["/Marked"]  # pyright: ignore
    assert course.metadata
    assert course.metadata.title == "경사하강법과 역전파"


def test_the_course_is_printed_the_same_and_only_if_it_changed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Path(shutil.copytree(site, tmp_path / "site"))
    shelf = Shelf(tmp_path / "kept")

    def printed(fresh: bool = True) -> bytes:
        made = make_edition(site, shelf, fresh=fresh)
        assert made is not None
        return made.read_bytes()

    built = (site / "course.pdf").read_bytes()
    day = PdfReader(site / "course.pdf").metadata.creation_date  # type: ignore[union-attr]
    assert day is not None
    # The course tells its day, and midnight may have passed since.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{day.replace(tzinfo=UTC).timestamp():.0f}")
    prints, print_once = [], edition._printed
    monkeypatch.setattr(edition, "_printed", lambda *x: prints.append(x) or print_once(*x))
    assert printed() == built
    assert len(prints) == 2
    (shelf.folder / edition.NAME).unlink()
    assert printed() == built
    assert len(prints) == 3, "the pages that chapters begin on were known"
    monkeypatch.setattr(edition, "_print", lambda *_: pytest.fail("printed again"))
    (site / "course.pdf").unlink()
    assert printed() == built
    page = site / "review" / "index.html"
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("</h1>", " 둘</h1>"), encoding="utf-8")
    assert printed(fresh=False) == built
    with pytest.raises(pytest.fail.Exception, match="printed again"):
        make_edition(site, shelf)
