"""The card: one printed page, each symbol of the network, each formula with its source."""

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser
from pypdf import PdfReader

from audit.served import served
from conftest import ROOT
from figures.notation import SYMBOLS

SOURCE = (ROOT / "docs" / "card.md").read_text("utf-8")


def test_it_prints_on_one_page(site: Path, browser: Browser, tmp_path: Path) -> None:
    with served(site) as base, browser.new_context() as context:
        page = context.new_page()
        page.goto(base + "card/", wait_until="load")
        page.pdf(path=tmp_path / "card.pdf", prefer_css_page_size=True)
    reader = PdfReader(tmp_path / "card.pdf")
    assert len(reader.pages) == 1
    assert "Adam" in reader.pages[0].extract_text()


def test_it_has_every_symbol_of_the_lectures_network() -> None:
    symbols = [symbol for symbol in SYMBOLS if not symbol.token.startswith(("net", "out"))]
    assert [s.macro for s in symbols if not re.search(rf"\\{s.macro}(?![A-Za-z])", SOURCE)] == []


def test_every_formula_has_its_place(site: Path) -> None:
    """The lesson that a row leads to has what stands to the left of the row's sign or arrow."""
    soup = BeautifulSoup((site / "card" / "index.html").read_text("utf-8"), "html.parser")
    tables = soup.select(".card table")[1:]
    rows = [row for table in tables for row in table.select("tbody tr")]
    assert len(rows) > 15
    for row in rows:
        (link,) = row.select("a[href]")
        lesson, _, anchor = str(link["href"]).partition("#")
        assert anchor, row.text
        there = BeautifulSoup(
            (site / "card" / lesson / "index.html").resolve().read_text("utf-8"), "html.parser"
        )
        assert there.find(id=anchor)
        formulas = [plain(a) for a in there.select("annotation")]
        first = row.select_one("annotation")
        assert isinstance(first, Tag)
        left = re.split(r"=|\\approx|\\leftarrow", plain(first))[0]
        assert any(left in formula for formula in formulas), f"{left} is not in {lesson}"


def plain(annotation: Tag) -> str:
    return re.sub(
        r"\\[dt]frac|\\[,;]|\s|[{}]", lambda m: r"\frac" if "frac" in m[0] else "", annotation.text
    )
