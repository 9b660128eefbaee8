"""The search, asked in the site's own box as a reader would, and the index it looks through."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import PluginError
from playwright.sync_api import Browser, Page

from conftest import ROOT
from lecture_site.search import (
    add_keywords,
    finish_index,
    leave_out,
    read_keywords,
    spellings,
)
from lecture_site.served import served
from lecture_site.tree import read, write

SEARCHES = tomllib.loads((ROOT / "tests" / "searches.toml").read_text(encoding="utf-8"))
OTHER_NAMES = {
    "경사하강법": ["경사 하강법"],
    "교차 엔트로피": ["크로스 엔트로피"],
    "편향": ["바이어스"],
}
BOX = ".md-search__input"
FOUND = """items => items.slice(0, 3).map(item =>
    new URL(item.querySelector("a").href).pathname.split("/").at(-2) || "home")"""


@pytest.fixture(scope="module")
def index(site: Path) -> dict[str, Any]:
    """The search index of the built site."""
    return json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(site: Path, browser: Browser) -> Iterator[Page]:
    """The home page, with the search box open."""
    with served(site) as base, browser.new_context() as context:
        page = context.new_page()
        page.goto(base)
        page.mouse.move(10, 300)
        page.wait_for_function("document.documentElement.classList.contains('js')")
        page.locator(BOX).click()
        yield page


def ask(page: Page, query: str) -> list[str]:
    """The first three pages that the search box shows for a query; none if it finds nothing."""
    items = page.locator(".md-search-result__item")
    page.locator(BOX).fill("")
    page.keyboard.press("End")  # The search listens to keys, and text is put in without any.
    items.first.wait_for(state="detached")
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    items.or_(page.get_by_text("검색어와 일치하는 문서가 없습니다")).first.wait_for()
    return items.evaluate_all(FOUND)


def test_the_right_page_comes_first(page: Page) -> None:
    found = {query: ask(page, query) for query in SEARCHES["first"]}
    wrong = {
        query: found[query]
        for query, right in SEARCHES["first"].items()
        if not set(found[query][:1]) & set(right)
    }
    assert wrong == {}
    assert len(found) >= 36


def test_the_right_page_is_among_the_first_three(page: Page) -> None:
    queries = SEARCHES["among_the_first_three"]
    found = {query: ask(page, query) for query in queries}
    assert {q: found[q] for q in queries if not set(found[q]) & set(queries[q])} == {}


def test_what_is_nowhere_is_not_found(page: Page) -> None:
    assert ask(page, "아코디언") == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("역전파는", ["역전파"]),
        ("역전파에서의", ["역전파"]),
        ("역전파란?", ["역전파"]),
        ("Adam으로", ["Adam"]),
        ("가중치(weight)를", ["가중치", "weight"]),
        ("정규화하는", ["정규화"]),
        ("필요한가요", ["필요"]),
        ("경사하강법", ["경사하강법"]),
        ("차이가", ["차이"]),
        ("정확도", ["정확도"]),
        ("learning_rate=1", ["learning_rate", "1"]),
    ],
)
def test_the_particle_comes_off_a_word(
    index: dict[str, Any], page: Page, word: str, parts: list[str]
) -> None:
    split = "([text, separator]) => text.split(new RegExp(separator)).filter(part => part)"
    assert page.evaluate(split, [word, index["config"]["separator"]]) == parts


def test_what_was_asked_for_is_marked_in_the_answer(page: Page) -> None:
    ask(page, "역전파는")
    marks = page.locator(".md-search-result__item").first.locator("mark").all_text_contents()
    assert set(marks) == {"역전파"}


def test_the_completion_is_a_word(page: Page) -> None:
    ask(page, "시그")
    assert page.locator(".md-search__suggest").inner_text() == "시그모이드"


def test_the_index_holds_prose(index: dict[str, Any]) -> None:
    for entry in index["docs"]:
        prose = re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "", entry["text"], flags=re.DOTALL)
        assert not re.search(r"\\|\. ✓|이 결과를 만든 코드|레슨 \d+ / \d+", prose), entry[
            "location"
        ]


def test_the_pages_do_not_show_the_marks(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert "data-search" not in path.read_text(encoding="utf-8"), path


def test_every_page_names_its_terms_and_every_term_is_in_the_index(index: dict[str, Any]) -> None:
    docs = ROOT / "docs"
    named = read_keywords(docs)
    assert len(named) == len(list(docs.rglob("*.md")))
    for address, keywords in named.items():
        held = " ".join(
            f"{entry.get('keywords', '')} {entry.get('keywords_of_section', '')}"
            for entry in index["docs"]
            if entry["location"].partition("#")[0] == address
        )
        assert [each for each in keywords if each.partition("(")[0] not in held] == []


def left_out(html: str) -> str:
    article = read(html)
    leave_out(article)
    return write(article)


@pytest.mark.parametrize(
    "html",
    [
        '<svg viewBox="0 0 1 1"></svg>',
        '<math><annotation encoding="application/x-tex">x</annotation></math>',
        '<math display="block"></math>',
        '<details class="cell-source"></details>',
        '<pre class="output-text"></pre>',
        '<span class="claim"></span>',
        '<p class="lesson-line"></p>',
        '<p class="provenance"></p>',
        '<table class="data"><caption>표</caption></table>',
        '<table class="race-board"></table>',
        "<math><mfrac></mfrac></math>",
    ],
)
def test_what_is_no_prose_is_left_out(html: str) -> None:
    assert left_out(html).count(' data-search-exclude="true"') == 1
    assert left_out(html).replace(' data-search-exclude="true"', "") == html


@pytest.mark.parametrize(
    "html",
    [
        "<p></p>",
        "<math></math>",
        "<pre><code></code></pre>",
        '<table class="data">\n<thead></thead></table>',
        '<div class="cell" title="&lt;svg"></div>',
    ],
)
def test_prose_and_code_stay(html: str) -> None:
    assert left_out(html) == html


def test_captions_stand_apart() -> None:
    assert left_out("<figcaption>하나</figcaption><figcaption>둘</figcaption>").split() == [
        "<figcaption>하나</figcaption>",
        "<figcaption>둘</figcaption>",
    ]


@pytest.mark.parametrize(
    ("keyword", "words", "joined"),
    [
        ("편향(bias)", "편향 bias 바이어스 편향 bias 바이어스", ""),
        ("경사하강법", "경사하강법 경사하강법 사하강법 하강법 강법", "경사하강법"),
        (
            "교차 엔트로피(cross-entropy)",
            "교차 엔트로피 cross-entropy 크로스 트로피 로피",
            "교차엔트로피 crossentropy 크로스엔트로피",
        ),
    ],
)
def test_a_keyword_is_found_in_every_spelling(keyword: str, words: str, joined: str) -> None:
    assert spellings(keyword, OTHER_NAMES) == (words, joined)


def test_a_keyword_stands_where_the_page_explains_it() -> None:
    entries: list[dict[str, Any]] = [
        {"location": "a/", "title": "경사", "text": "학습률 곡선"},
        {"location": "a/#x", "title": "첫째", "text": "편향"},
        {"location": "a/#y", "title": "학습률: 작게", "text": ""},
        {"location": "b/", "title": "학습률", "text": "편향"},
    ]
    add_keywords(entries, {"a/": ["경사", "학습률", "편향", "없는 말", "곡선"]}, {})
    assert [entry.get("keywords") for entry in entries] == [
        "경사 경사 없는 말 곡선 곡선", None, None, None,
    ]  # fmt: skip
    assert [entry.get("keywords_of_section") for entry in entries] == [
        None, "편향 편향", "학습률 학습률 습률", None,
    ]  # fmt: skip
    assert entries[0]["joined"] == "없는말"


def test_a_keyword_out_of_form_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    entries = [{"location": "", "title": "시작", "text": ""}]
    index = tmp_path / "search" / "search_index.json"
    index.write_text(json.dumps({"docs": entries}), encoding="utf-8")
    (tmp_path / "index.md").write_text("---\nkeywords: [가(a)나]\n---\n", encoding="utf-8")
    with pytest.raises(PluginError, match="가\\(a\\)나"):
        finish_index(tmp_path, tmp_path)
