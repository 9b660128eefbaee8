"""Pages as chapters: links, ids and pictures have their places in one document."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lecture_site.pdf.chapters import PictureError, read_chapters, write_document

PAGE = """<!doctype html><html lang="ko"><head><meta name="description" content="말 &quot;🦜&quot;">
{links}</head><body><article class="md-typeset"><h1 id="top">{title}
<a class="headerlink" href="#top">#</a></h1>{body}</article></body></html>"""
DATE = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a b.png").write_bytes(b"PNG")
    return tmp_path


def write(site: Path, place: str, title: str, body: str, links: str = "") -> None:
    (site / place).mkdir(parents=True, exist_ok=True)
    page = PAGE.format(links=links, title=title, body=body)
    (site / place / "index.html").write_text(page, encoding="utf-8")


def document(site: Path) -> BeautifulSoup:
    chapters = read_chapters(site)
    html = write_document(chapters, "", DATE, set('말 "'), {chapters[-1].key: 7})
    return BeautifulSoup(html, "html.parser")


def test_the_document_runs_from_left_to_right_as_pages_do(site: Path) -> None:
    """Without it the theme leaves no room for the signs of boxes and lists."""
    write(site, "", "집", "<p>글</p>")
    assert document(site).select("body[dir=ltr]")


def test_pictures_of_every_kind_are_within(site: Path) -> None:
    write(site, "", "집", '<p title="src=a">글</p>', '<link rel="next" href="a/">')
    body = """<img src="../pictures/a%20b.png" alt="a > b" loading="lazy">
    <img srcset="../pictures/a%20b.png 1x, ../pictures/a%20b.png 2x" src="/pictures/a%20b.png?v=1">
    <video poster="../pictures/a%20b.png"></video><a href="../pictures/a%20b.png">원본</a>
    <svg><image href="../pictures/a%20b.png"></image></svg>
    <p style="background:url('../pictures/a%20b.png')">글</p>"""
    write(site, "a", "하나", body)
    page = document(site)
    data = "data:image/png;base64,UE5H"
    assert str(page).count(data) == 7
    assert [image.get("src") for image in page.select("img")] == [data, data]
    assert page.select("[loading]") == []
    assert "href" not in page.select("article a")[-1].attrs


def test_a_picture_that_is_not_there_is_named_with_its_page(site: Path) -> None:
    write(site, "", "집", '<img src="pictures/none.png">')
    with pytest.raises(PictureError, match=r"index\.html: pictures/none\.png"):
        read_chapters(site)


@pytest.mark.parametrize("base", ["https://a.example/course/", ""])
def test_links_and_ids_lead_to_their_places(site: Path, base: str) -> None:
    canonical = f'<link rel="canonical" href="{base}">' if base else ""
    write(site, "", "집", "", canonical + '<link rel="next" href="lessons/%EC%97%AD%20%EC%A0%84/">')
    body = """<h2 id="둘">둘</h2><a href="#%EB%91%98">둘</a><a href="../../#top">집</a>
    <a href="https://b.example/?a=1&amp;b=2">밖</a><a href="../../sources/x.txt">원본</a>
    <p aria-labelledby="top 둘">글</p>
    <svg><clipPath id="c"></clipPath><path clip-path="url(#c)"></path><use href="#c"></use></svg>"""
    write(site, "lessons/역 전", '"둘" &lt; 셋', body)
    page = document(site)
    home, lesson = page.select("article")
    key = str(lesson["id"])
    assert re.fullmatch(r"[a-zA-Z][\w-]*", key, re.ASCII)
    assert str(lesson["style"]) == f"page:{key}"
    ids = {str(each["id"]) for each in page.select("[id]")}
    links = [str(each.get("href")) for each in lesson.select("a")]
    assert links[:3] == [f"#{key}--둘", "#home--top", "https://b.example/?a=1&b=2"]
    assert links[3] == (f"{base}sources/x.txt" if base else "None")
    assert {link[1:] for link in links[:2]} <= ids
    assert str(lesson.select("p")[0]["aria-labelledby"]) == f"{key}--top {key}--둘"
    assert str(lesson.select("path")[0]["clip-path"]) == f"url(#{key}--c)"
    assert str(lesson.select("use")[0]["href"]) == f"#{key}--c"
    assert [each.get_text().strip() for each in home.select(".chapters a > span")] == [
        *("1", '"둘" < 셋', "", "7"),
    ]


def test_the_front_shows_no_character_that_no_font_has(site: Path) -> None:
    write(site, "", "집", "<p>글</p>")
    assert document(site).select("article > p")[0].get_text() == '말 ""'
