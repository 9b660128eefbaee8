"""The theme's own services work, although its script comes only with the reader's first move."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from audit.pages import first_move
from audit.served import served
from conftest import ROOT
from lecture_site.text.page import read_page

COPIED = """async () => {
  while (!await navigator.clipboard.readText()) await new Promise(done => setTimeout(done, 20));
}"""


@pytest.fixture(scope="module")
def page(site: Path, browser: Browser) -> Iterator[Page]:
    with served(site) as base, browser.new_context(base_url=base) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context.new_page()


def test_code_can_be_copied(page: Page) -> None:
    """What a reader pastes is the cell that ran, letter by letter."""
    cells = read_page(ROOT / "docs" / "lessons" / "training.md").cells
    shown = [cell.code for cell in cells if cell.code is not None and not cell.tags]
    page.goto("lessons/training/")
    assert page.locator("article .highlight button").count() == 0
    first_move(page)
    buttons = page.locator("article .cell > .highlight button[data-md-type=copy]")
    buttons.first.wait_for()
    icon = buttons.first.evaluate("button => getComputedStyle(button, '::after').maskImage")
    assert icon.startswith("url(")
    assert buttons.count() == len(shown)
    for button, code in zip(buttons.all(), shown, strict=True):
        page.evaluate("navigator.clipboard.writeText('')")
        button.click()
        page.evaluate(COPIED)
        assert page.evaluate("navigator.clipboard.readText()").rstrip("\n") == code


def test_lines_that_a_late_font_makes_longer_are_reached_by_keyboard(page: Page) -> None:
    page.goto("lessons/neural-network/")
    block = page.locator("article pre > code[role=group]:not([tabindex])").first
    block.evaluate("block => { block.id = 'grows'; block.style.letterSpacing = '2em'; }")
    expect(page.locator("#grows")).not_to_have_attribute("tabindex", "0")
    page.evaluate("document.fonts.dispatchEvent(new Event('loadingdone'))")
    expect(page.locator("#grows")).to_have_attribute("tabindex", "0")


def test_what_was_searched_for_is_marked(page: Page) -> None:
    page.goto("lessons/backpropagation/?h=역전파")
    page.locator("article mark").first.wait_for()
    assert set(page.locator("article mark").all_text_contents()) == {"역전파"}


def test_the_contents_follow_the_reader(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("lessons/backpropagation/")
    first_move(page)
    last = page.locator(".md-sidebar--secondary .md-nav__link").last
    page.locator("article h2").last.scroll_into_view_if_needed()
    page.locator(".md-sidebar--secondary .md-nav__link--active").first.wait_for()
    assert last.get_attribute("href")


def test_a_reader_far_down_is_brought_back_to_the_top(page: Page) -> None:
    page.goto("lessons/backpropagation/")
    first_move(page)
    page.locator("html.js").wait_for(state="attached")
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(500)
    page.mouse.wheel(0, -400)
    page.locator(".md-top:not([hidden])").wait_for()
