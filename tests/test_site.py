"""What a reader relies on, whatever the page: read from the built site."""

import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import ROOT
from course_pages import LESSONS
from lecture_site.text.lesson import is_lesson, read_lesson

HANGUL = re.compile(r"[가-힣]")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def lessons(pages: dict[str, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    return {stem: pages[f"lessons/{stem}/index.html"] for stem in LESSONS}


def test_every_lesson_is_published_and_on_the_map(pages: dict[str, BeautifulSoup]) -> None:
    home = pages["index.html"]
    linked = {str(a["href"]) for a in home.select("article a[href]")}
    for stem in LESSONS:
        assert f"lessons/{stem}/" in linked


def test_every_cell_with_outputs_shows_them(lessons: dict[str, BeautifulSoup]) -> None:
    for stem, page in lessons.items():
        path = ROOT / "docs" / "lessons" / f"{stem}.md"
        assert is_lesson(path)
        cells = [c for c in read_lesson(path).notebook.cells if c.cell_type == "code"]
        assert len(page.select(".cell, .exercise")) == len(cells), stem
        shown = page.select(".cell-output")
        assert shown, stem
        assert all(block.get_text(strip=True) or block.select("svg, img") for block in shown), stem


def test_the_executed_notebook_of_every_page_that_runs_is_linked_at_its_foot(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    run = {name: page for name, page in pages.items() if page.select(".provenance")}
    assert len(run) > len(LESSONS)
    for name, page in run.items():
        link, script = page.select(".provenance a[download]")
        path = (site / name).parent / str(link["href"])
        assert (site / name).parent / str(script["href"]) == path.with_suffix(".py")
        assert path.with_suffix(".py").is_file()
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert len(code) == 1 + len(page.select(".cell")), name  # The first one installs.
        printing = [cell for cell in code if cell.outputs]
        assert len(printing) == len(page.select(".cell-output")), name
        prose = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert "{{ " not in re.sub(r"```.*?```|`[^`]*`", "", prose, flags=re.DOTALL), name


def test_nothing_unfinished_reaches_the_reader(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        for copy in page.select("annotation, script, style"):
            copy.extract()
        text = page.get_text(" ")
        assert "Traceback" not in text, name
        for code in page.select("pre, code"):
            code.extract()
        text = page.get_text(" ")
        for trace in ["{{", "}}", "$$", r"\(", r"\[", r"\frac", r"\begin", "data-output", "--8<--"]:
            assert trace not in text, f"{name}: {trace}"
        assert not re.search(r"\{#[\w-]+\}|<object|None\b|\bnan\b", text), name


def test_every_figure_says_in_korean_what_is_seen(lessons: dict[str, BeautifulSoup]) -> None:
    for stem, page in lessons.items():
        figures = page.select("article .picture svg:not([aria-hidden=true]), article .picture img")
        assert figures, f"{stem} has no figure"
        for figure in figures:
            text = str(figure.get("aria-label") or figure.get("alt") or "")
            assert len(HANGUL.findall(text)) >= 10, f"{stem}: alt text {text!r}"


def test_headings_have_stable_anchors_and_the_contents_lead_to_them(
    lessons: dict[str, BeautifulSoup],
) -> None:
    for stem, page in lessons.items():
        source = (ROOT / "docs" / "lessons" / f"{stem}.md").read_text("utf-8")
        prose = re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)
        named = re.findall(r"^#{1,4} .*\{#([a-z0-9-]+)\}$", prose, re.MULTILINE)
        headings = page.select("article :is(h1, h2, h3, h4)[id]")
        assert [heading["id"] for heading in headings] == named, stem
        assert len(re.findall(r"^#{1,4} ", prose, re.MULTILINE)) == len(named), stem
        contents = {str(a["href"]) for a in page.select(".md-sidebar--secondary a[href]")}
        assert {f"#{h['id']}" for h in headings if h.name == "h2"} <= contents, stem
        assert all(HANGUL.search(heading.get_text()) for heading in headings), stem


def test_every_link_and_anchor_within_the_site_leads_somewhere(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    ids = {name: {str(tag["id"]) for tag in page.select("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        if name == "404.html":
            continue
        for tag in page.select("a[href], link[href], script[src], img[src], use[href]"):
            target = str(tag.get("href") or tag.get("src"))
            if re.match(r"https?://(?!127\.0\.0\.1)|data:|mailto:", target):
                assert tag.name == "a", f"{name} loads {target} from elsewhere"
                continue
            address, anchor = urldefrag(urljoin(f"http://127.0.0.1:8000/{name}", target))
            path = address.removeprefix("http://127.0.0.1:8000/").partition("?")[0]
            path = path + "index.html" if path.endswith("/") or not path else path
            assert (site / path).is_file(), f"{name} → {target}"
            if anchor and path in ids:
                assert anchor in ids[path], f"{name} → {target}"


def test_the_site_asks_no_third_party_for_anything(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import", text), sheet


def test_ids_are_unique_on_each_page(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        ids = [str(tag["id"]) for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), f"{name}: {sorted({i for i in ids if ids.count(i) > 1})}"


def test_every_page_says_its_language_and_what_it_is_about(
    pages: dict[str, BeautifulSoup],
) -> None:
    descriptions = {}
    for name, page in pages.items():
        assert page.html is not None
        assert page.html["lang"] == "ko", name
        if name != "404.html":
            meta = page.select_one("meta[name=description]")
            assert meta is not None, name
            descriptions[name] = str(meta["content"])
    assert len(set(descriptions.values())) == len(descriptions)


def test_every_lesson_holds_claims(lessons: dict[str, BeautifulSoup]) -> None:
    for stem, page in lessons.items():
        assert len(page.select(".claim")) >= 3, stem


def test_every_lesson_leads_on_and_back(lessons: dict[str, BeautifulSoup]) -> None:
    for stem, page in lessons.items():
        assert page.select_one(".md-footer__link--prev"), stem
        assert page.select_one(".lesson-line"), stem
