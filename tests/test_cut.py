"""Fonts and styles are cut to the pages of the theme, and to no file that only lies beside them."""

from pathlib import Path

import pytest

from lecture_site.finish.cut import GlyphError, finish
from lecture_site.finish.styles import words_of
from lecture_site.support.tree import read_page

PAGE = """<!doctype html><html><head><title>🦜</title><meta name="description" content="뷁 🦜">
<link rel="preload" as="font" href="{root}assets/fonts/sans.woff2">
<link rel="stylesheet" href="{root}assets/fonts/fonts.css">
<link rel="stylesheet" href="{root}assets/a.css"></head>
<body><article>{body}</article></body></html>"""
FOREIGN = "<html><body>google-site-verification: 🦜 <link rel=stylesheet href=assets/a.css>\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Make a site of two pages, and beside them a file that was put there by hand."""
    (tmp_path / "site" / "assets" / "fonts").mkdir(parents=True)
    (tmp_path / "site" / "a").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "site" / "assets" / "fonts" / "fonts.css").write_text("")
    (tmp_path / "site" / "assets" / "a.css").write_text(".needed{color:red}.spare{color:blue}")
    for folder in ("docs", "site"):
        (tmp_path / folder / "google0.html").write_text(FOREIGN, encoding="utf-8")
    write(tmp_path / "site" / "index.html", "", '<img alt="a > b" class="needed">글')
    return tmp_path / "site"


def write(path: Path, root: str, body: str) -> None:
    path.write_text(PAGE.format(root=root, body=body), encoding="utf-8")


def test_a_foreign_file_is_published_as_it_is_and_nothing_is_cut_to_it(site: Path) -> None:
    write(site / "a" / "index.html", "../", "<code>assets/fonts/none.woff2</code> a.css")
    done = finish(site, site.parent / "docs", site.parent / "kept")
    assert (site / "google0.html").read_text(encoding="utf-8") == FOREIGN
    (sheet,) = site.glob("assets/site-*.css")
    assert ".needed{color:red}" in sheet.read_text()
    assert "spare" not in sheet.read_text()
    page = (site / "a" / "index.html").read_text(encoding="utf-8")
    assert page.count('rel="stylesheet"') == 1
    assert f'href="../assets/{sheet.name}"' in page
    assert "<code>assets/fonts/none.woff2</code> a.css" in page
    assert f'href="../assets/fonts/{done.fonts["sans.woff2"]}"' in page
    assert "뷁" in done.characters.text  # The home page's description stands in the PDF.


def test_while_pages_are_written_what_they_may_come_to_show_is_there(site: Path) -> None:
    write(site / "a" / "index.html", "../", "글")
    done = finish(site, site.parent / "docs", site.parent / "kept", growing=True)
    (sheet,) = site.glob("assets/site-*.css")
    assert "spare" in sheet.read_text()
    later = "<p class='spare'>뷁 → η</p><code>β</code><math><mi>∂</mi><mn>0.1</mn></math>"
    assert done.covers(read_page(PAGE.format(root="../", body=later)))
    assert not done.covers(read_page(PAGE.format(root="../", body="🦜")))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "<math><mi>비</mi></math>",
            r"a/: 비 (U+BE44) in a formula: words stand there within \text",
        ),
        ("<p>🦜</p>", "a/: 🦜 (U+1F99C) in text"),
        ("<pre><code>🦜</code></pre>", "a/: 🦜 (U+1F99C) in code"),
    ],
)
def test_a_character_without_a_font_is_told_with_its_page_and_remedy(
    site: Path, body: str, told: str
) -> None:
    write(site / "a" / "index.html", "../", body)
    with pytest.raises(GlyphError) as caught:
        finish(site, site.parent / "docs", site.parent / "kept")
    assert told in str(caught.value)
    assert len(str(caught.value).splitlines()) == 2


def test_words_come_from_tags_as_browsers_read_them() -> None:
    page = read_page('<p>word</p><img alt="a > b" class="needed"><p title=\'"<i class="no">\'>x')
    assert words_of([page]) >= {"img", "needed", "class", "title"}
    assert "word" not in words_of([page])
