"""Addresses of parts that have moved to another page still lead to them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from audit.served import served
from conftest import BELOW, ROOT

SCRIPT = (ROOT / "docs" / "assets" / "moved.js").read_text("utf-8")
MOVED = dict(re.findall(r'^  "(\S+)": "(\S+)",$', SCRIPT, re.MULTILINE))


@pytest.fixture(scope="module")
def base(site: Path) -> Iterator[str]:
    """The address of the site below a host's root."""
    with served(site, BELOW) as address:
        yield address


def has(site: Path, address: str) -> bool:
    """Whether an address of the site leads to a part that is there."""
    page, _, anchor = address.partition("#")
    html = BeautifulSoup((site / page / "index.html").read_text("utf-8"), "html.parser")
    return not anchor or html.find(id=anchor) is not None


def test_the_whole_table_is_looked_at() -> None:
    assert len(MOVED) == SCRIPT.count("lessons/") // 2 >= 10


@pytest.mark.parametrize("old", MOVED)
def test_what_has_moved_is_at_its_new_place_alone(site: Path, old: str) -> None:
    assert not has(site, old)
    assert has(site, MOVED[old])


@pytest.mark.parametrize("old", MOVED)
def test_an_old_address_leads_to_the_new_place(browser: Browser, base: str, old: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(base)
        page.goto(base + old)
        page.wait_for_url(base + MOVED[old])
        page.go_back()
        assert page.url == base, "the old address is a step of the history"


def test_a_link_followed_on_the_page_itself_leads_there_too(browser: Browser, base: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(base + "lessons/optimizers/#momentum")
        page.evaluate("location.hash = 'newton'")
        page.wait_for_url(base + "lessons/second-order/#newton")


@pytest.mark.parametrize("anchor", ["momentum", "nowhere", "constructor"])
def test_any_other_anchor_stays_on_its_page(browser: Browser, base: str, anchor: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{base}lessons/optimizers/#{anchor}", wait_until="networkidle")
        assert page.url == f"{base}lessons/optimizers/#{anchor}"


def test_without_a_script_the_page_stays(browser: Browser, base: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(base + "lessons/optimizers/#newton", wait_until="networkidle")
        assert page.url == base + "lessons/optimizers/#newton"
        assert page.locator("h1").inner_text().startswith("옵티마이저")
