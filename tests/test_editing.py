"""The editor of code: it comes with the first change, keeps what was written, may be missing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from conftest import ROOT, put_code

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LESSON = "/lessons/neural-network/"
MINUTE = 60_000
EDITOR = re.compile("/assets/editor/")


@pytest.fixture
def alone(browser: Browser, address: str) -> Iterator[Page]:
    """A page without a service worker, which would ask for files in its place."""
    with browser.new_context(base_url=address, service_workers="block") as context:
        yield context.new_page()


@pytest.fixture
def cell(reader: Page) -> Locator:
    """The first cell of a lesson, about to be changed."""
    return opened(reader)


def opened(page: Page) -> Locator:
    page.goto(LESSON)
    first = page.locator("[data-runnable]").first
    first.get_by_role("button", name="고치기").click()
    return first


def text(cell: Locator) -> str:
    return cell.locator("textarea").input_value()


def test_code_keeps_its_colours_and_has_numbered_lines(cell: Locator) -> None:
    put_code(cell, "def f(x):\n    return x  # 끝")
    word = cell.locator(".cm-line span", has_text=re.compile("^def$"))
    plain = cell.locator(".cm-content")
    colours = [each.evaluate("e => getComputedStyle(e).color") for each in (word, plain)]
    assert len(set(colours)) == 2
    assert cell.locator(".cm-lineNumbers").inner_text().split() == ["1", "2"]
    assert text(cell) == "def f(x):\n    return x  # 끝"


def test_lines_are_indented_and_tab_goes_on(cell: Locator, reader: Page) -> None:
    put_code(cell, "")
    reader.keyboard.type("for k in x:\nprint(k)\nif k:\nbreak\nelse:")
    assert text(cell) == "for k in x:\n    print(k)\n    if k:\n        break\n    else:"
    reader.keyboard.press("Tab")
    expect(cell.get_by_role("button", name="실행", exact=True)).to_be_focused()


@pytest.mark.parametrize("key", ["Control+Enter", "Meta+Enter"])
def test_keys_run_the_cell(cell: Locator, reader: Page, key: str) -> None:
    put_code(cell, "print('하나')")
    reader.keyboard.press(key)
    expect(cell.locator(".output-text").first).to_have_text("하나", timeout=MINUTE)
    assert text(cell) == "print('하나')"


def test_the_line_of_an_error_is_marked_until_it_is_changed(cell: Locator, reader: Page) -> None:
    put_code(cell, "a = 1\nb = c\n")
    reader.keyboard.press("Control+Enter")
    expect(cell.locator(".cm-fault")).to_have_text("b = c", timeout=MINUTE)
    expect(cell.locator(".cm-content")).to_be_focused()
    reader.keyboard.type("b = a")
    expect(cell.locator(".cm-fault")).to_have_count(0)
    assert text(cell) == "a = 1\nb = a\n"


def test_hangul_is_composed(cell: Locator, reader: Page) -> None:
    put_code(cell, "x = ''")
    reader.keyboard.press("ArrowLeft")
    composer = reader.context.new_cdp_session(reader)
    for syllable in ("ㅎ", "하", "한"):
        told = {"text": syllable, "selectionStart": 1, "selectionEnd": 1}
        composer.send("Input.imeSetComposition", told)
    composer.send("Input.insertText", {"text": "한"})
    assert text(cell) == "x = '한'"


def test_nothing_of_it_comes_before_a_change_and_what_was_typed_meanwhile_stays(
    alone: Page,
) -> None:
    waiting: list[Route] = []
    alone.route(EDITOR, lambda route: waiting.append(route))
    alone.goto(LESSON)
    alone.mouse.move(5, 5)
    cell = alone.locator("[data-runnable]").first
    edit = cell.get_by_role("button", name="고치기")
    expect(edit).to_be_visible()
    assert not waiting
    edit.click()
    field = cell.locator("textarea")
    field.fill("a = 1")
    field.press("ArrowLeft")
    alone.wait_for_timeout(300)
    (route,) = waiting
    route.continue_()
    expect(cell.locator(".cm-content")).to_be_focused()
    alone.keyboard.type("4")
    assert text(cell) == "a = 41"
    expect(field).to_be_hidden()


def test_a_word_that_is_being_composed_is_not_torn(alone: Page) -> None:
    waiting: list[Route] = []
    alone.route(EDITOR, lambda route: waiting.append(route))
    cell = opened(alone)
    field = cell.locator("textarea")
    field.fill("# ")
    composer = alone.context.new_cdp_session(alone)
    told = {"text": "하", "selectionStart": 1, "selectionEnd": 1}
    composer.send("Input.imeSetComposition", told)
    waiting[0].continue_()
    alone.wait_for_timeout(500)
    expect(field).to_be_focused()
    composer.send("Input.insertText", {"text": "한"})
    expect(cell.locator(".cm-content")).to_be_focused()
    assert text(cell) == "# 한"


def test_without_it_the_field_does(alone: Page) -> None:
    alone.route(EDITOR, lambda route: route.abort())
    cell = opened(alone)
    field = cell.locator("textarea")
    field.fill("print(6 * 7)\nb")
    field.press("Control+Enter")
    expect(cell.locator(".output-text").first).to_have_text("42\n", timeout=MINUTE)
    expect(field).to_be_focused()
    assert field.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)") == "b"


def test_a_finger_has_the_plain_field(browser: Browser, address: str) -> None:
    size = ViewportSize(width=320, height=640)
    with browser.new_context(
        base_url=address, viewport=size, is_mobile=True, has_touch=True
    ) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(LESSON)
        cell = page.locator("[data-runnable]").first
        cell.get_by_role("button", name="고치기").tap()
        cell.locator("textarea").fill("1")
        page.wait_for_timeout(500)
        assert cell.locator("textarea").is_visible()
        assert not [url for url in asked if EDITOR.search(url)]


def test_the_first_code_comes_back(cell: Locator, reader: Page) -> None:
    first = text(cell)
    put_code(cell, "1")
    cell.get_by_role("button", name="되돌리기").click()
    expect(cell.locator(".cm-content")).to_have_count(0)
    cell.get_by_role("button", name="고치기").click()
    assert text(cell) == first
    reader.goto("/lessons/backpropagation/")
    question = reader.locator("[data-kind=write]").first
    first = question.locator("textarea").input_value()
    put_code(question, "1")
    question.get_by_role("button", name="처음으로").click()
    expect(question.locator(".cm-line")).to_have_count(first.count("\n") + 1)
    assert question.locator("textarea").input_value() == first


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_reached_by_all_readers(reader: Page, scheme: str) -> None:
    reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    cell = opened(reader)
    put_code(cell, "def f(x):\n    return 'a' + 1  # 끝")
    name = "이 셀의 코드. Ctrl+Enter로 실행합니다."
    expect(cell.get_by_role("textbox", name=name)).to_be_focused()
    reader.evaluate(AXE.read_text("utf-8"))
    found = reader.evaluate("axe.run('[data-runnable]', {resultTypes: ['violations']})")
    assert [each["help"] for each in found["violations"]] == []
