"""The search, asked in the site's own box as a reader would, and the index it looks through."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import Browser, Page, expect

from audit.pages import first_move
from audit.served import served
from conftest import ROOT
from course_pages import CONFIG
from lecture_site.pages.search import (
    OTHER_NAMES,
    Named,
    add_keywords,
    finish_index,
    leave_out,
    misspelled,
    read_keywords,
    read_other_names,
    spellings,
)
from lecture_site.support.tree import read, write
from lecture_site.text.course import is_generated
from lecture_site.text.source import LessonError

MISSPELLINGS = tomllib.loads(OTHER_NAMES.read_text(encoding="utf-8"))["misspellings"]
SEARCHES = tomllib.loads((ROOT / "tests" / "searches.toml").read_text(encoding="utf-8"))
NAMES = {
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
        first_move(page)
        page.locator("html.js").wait_for(state="attached")
        page.locator(BOX).click()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        yield page
        assert not told


def ask(page: Page, query: str) -> list[str]:
    """The first three pages that the search box shows for a query; none if it finds nothing."""
    items = page.locator(".md-search-result__item")
    answer = items.or_(page.get_by_text("검색어와 일치하는 문서가 없습니다"))
    page.locator(BOX).fill("")
    page.keyboard.press("End")  # The search listens to keys, and text is put in without any.
    expect(answer).to_have_count(0)  # Neither pages nor "none" of the query before.
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    answer.first.wait_for()
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


def test_a_number_is_a_query_too(page: Page) -> None:
    assert all(ask(page, str(digit)) for digit in range(10))


@pytest.mark.parametrize("query", ["gradient", "momentum", "forward", "sigmoid", "Adam", "loss"])
def test_the_reference_of_the_code_comes_behind_the_course(page: Page, query: str) -> None:
    assert ask(page, query)[:1] != []
    assert not {"backprop", "lecture", "optimize"} & set(ask(page, query)[:1])


def test_a_name_of_the_code_is_found_in_the_reference(page: Page) -> None:
    assert "optimize" in ask(page, "difference_hessian")


@pytest.mark.parametrize("term", MISSPELLINGS)
def test_a_misspelling_leads_to_a_page_that_explains_the_term(page: Page, term: str) -> None:
    right = {
        address.rstrip("/").rpartition("/")[2] or "home"
        for address, named in read_keywords(CONFIG).items()
        if any(term in each for each in named.terms)
    }
    found = {wrong: ask(page, wrong)[:1] for wrong in MISSPELLINGS[term]}
    assert {wrong: first for wrong, first in found.items() if not right & set(first)} == {}


def test_every_misspelling_is_one_of_a_term_that_a_page_explains() -> None:
    """Else the table would lead nowhere, without a word."""
    terms = " ".join(term for named in read_keywords(CONFIG).values() for term in named.terms)
    assert [term for term in MISSPELLINGS if term not in terms] == []


@pytest.mark.parametrize("query", ["역전파는", "학습률", "경사 하강법", "편향이"])
def test_a_query_in_single_letters_finds_what_the_composed_one_finds(
    page: Page, query: str
) -> None:
    """As macOS writes names, and so what is pasted from there."""
    decomposed = unicodedata.normalize("NFD", query)
    assert decomposed != query
    assert ask(page, decomposed) == ask(page, query) != []
    assert page.locator(BOX).input_value() == query


def test_a_pasted_query_is_looked_for_without_a_key(page: Page) -> None:
    right = ask(page, "정오표")
    ask(page, "아코디언")
    page.locator(BOX).fill(unicodedata.normalize("NFD", "정오표"))
    items = page.locator(".md-search-result__item")
    items.first.wait_for()
    assert items.evaluate_all(FOUND) == right


def test_an_address_with_a_query_in_single_letters_finds_it_too(page: Page, site: Path) -> None:
    right = ask(page, "역전파")
    with served(site) as base:
        other = page.context.new_page()
        other.goto(f"{base}?q={unicodedata.normalize('NFD', '역전파')}")
        items = other.locator(".md-search-result__item")
        items.first.wait_for()
        assert items.evaluate_all(FOUND) == right
        other.close()


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
    named = read_keywords(CONFIG)
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert set(named) == {address for address in found if not is_generated(address)}
    for address, keywords in named.items():
        held = " ".join(
            f"{entry.get('keywords', '')} {entry.get('keywords_of_section', '')}"
            for entry in index["docs"]
            if entry["location"].partition("#")[0] == address
        )
        assert [each for each in keywords.terms if each.partition("(")[0] not in held] == []


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
        '<figure class="moving"><p></p></figure>',
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
    assert spellings(keyword, NAMES) == (words, joined)


def test_a_keyword_stands_where_the_page_explains_it() -> None:
    entries: list[dict[str, Any]] = [
        {"location": "a/", "title": "경사", "text": "학습률 곡선"},
        {"location": "a/#x", "title": "첫째", "text": "편향"},
        {"location": "a/#y", "title": "학습률: 작게", "text": ""},
        {"location": "b/", "title": "학습률", "text": "편향"},
    ]
    terms = ["경사", "학습률", "편향", "없는 말", "곡선"]
    add_keywords(entries, {"a/": Named("a.md:2", terms)}, {}, {"곡선": ["곡썬"]})
    assert [entry.get("keywords") for entry in entries] == [
        "경사 경사 없는 말 곡선 곡선", None, None, None,
    ]  # fmt: skip
    assert [entry.get("keywords_of_section") for entry in entries] == [
        None, "편향 편향", "학습률 학습률 습률", None,
    ]  # fmt: skip
    assert (entries[0]["joined"], entries[0]["misspelled"]) == ("없는말", "곡썬")


def project(folder: Path, page: str, found: bool = True) -> MkDocsConfig:
    """A site of one page, and its index as the theme's plugin leaves it."""
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text(page, encoding="utf-8")
    (folder / "docs" / "._index.md").write_bytes(b"\x00\xff")
    (folder / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    (folder / "search").mkdir()
    entries = [{"location": "", "title": "시작", "text": unicodedata.normalize("NFD", "글")}]
    index = json.dumps({"docs": entries if found else []})
    (folder / "search" / "search_index.json").write_text(index, encoding="utf-8")
    return load_config(str(folder / "mkdocs.yml"))


@pytest.mark.parametrize(
    ("page", "line", "told"),
    [
        ("---\nkeywords: [가(a)나]\n---\n", 2, "'term(English)', not '가(a)나'"),
        ("---\nkeywords: []a\n---\n", 2, "not YAML"),
        ("---\ntitle: x\nkeywords: 학습률\n---\n", 3, "a list of terms"),
        ("---\nkeywords: {가: 나}\n---\n", 2, "a list of terms"),
        ("---\nkeywords: [1, 2]\n---\n", 2, "a list of terms"),
        ("---\nkeywords: [가]\nsearch: true\n---\n", 3, "'exclude: true' or"),
        (
            "---\nkeywords: [가]\nsearch: {exclude: true}\n---\n",
            2,
            "'search: exclude: true' leaves",
        ),
        ("---\nkeywords: [가]\n---\n", 2, "no text that the search finds"),
        ("# 제목 {#title}\n\n글\n\n## 한글뿐\n", 5, "'## 한글뿐 {#the-rule}'"),
    ],
)
def test_what_the_search_cannot_use_is_refused_by_page_and_line(
    tmp_path: Path, page: str, line: int, told: str
) -> None:
    config = project(tmp_path, page, found=False)
    with pytest.raises(LessonError) as caught:
        finish_index(tmp_path, config)
    assert str(caught.value).startswith(f"{tmp_path / 'docs' / 'index.md'}:{line}: ")
    assert told in str(caught.value)


def test_the_index_is_composed_and_knows_the_keywords(tmp_path: Path) -> None:
    page = "---\nkeywords: [글(text)]\n---\n\n# 시작 {#home}\n\n```text\n## 한글뿐\n```\n"
    finish_index(tmp_path, project(tmp_path, page))
    (entry,) = json.loads((tmp_path / "search" / "search_index.json").read_text("utf-8"))["docs"]
    assert (entry["text"], entry["keywords"]) == ("글", "글 text 글 text")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[names\n", "not TOML"),
        ("학습률 = []\n", "not TOML"),
        ("'학습률' = ['학습율']\n", "none of the tables"),
        ("[mistakes]\n", "none of the tables"),
        ("[names]\n'학습률' = '학습율'\n", "takes a list"),
        ("[misspellings]\n'학습률' = [1]\n", "takes a list"),
    ],
)
def test_a_table_of_names_out_of_form_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "names.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LessonError, match=rf"names\.toml: .*{told}"):
        read_other_names(path)


def test_an_english_name_is_found_misspelled_too() -> None:
    wrong = misspelled("경사하강법(gradient descent)", {"gradient": ["gradiant"]})
    assert wrong == "gradiant descent gradiantdescent"
