"""A site below a host's root: whatever its pages lead to is there, at any depth."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from audit.pages import first_move, visit
from audit.served import served
from conftest import BELOW, Project

LOST = "nowhere/at/all/"
PLACES = ["", "lessons/one/", "lessons/two/", "errata/", LOST]


@pytest.fixture(scope="module")
def base(published: Project) -> Iterator[str]:
    """The address of the published site on a host that has nothing of it at its root."""
    with served(published.site, BELOW) as address:
        yield address


def status(address: str) -> int:
    try:
        with urlopen(address) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def test_whatever_a_page_leads_to_is_there(base: str, published: Project) -> None:
    here = f"https://host.example/{BELOW}"
    targets = set()
    for path in published.site.rglob("*.html"):
        place = path.relative_to(published.site).as_posix().removesuffix("index.html")
        place = LOST if place == "404.html" else place
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for element in page.select("[href], [src], [data-frames]"):
            for name in ("href", "src", "data-frames"):
                target = urldefrag(urljoin(base + place, str(element.get(name, "")))).url
                target = target.replace(here, base)
                if target.startswith("http://127"):
                    targets.add(target)
    assert {each for each in targets if not each.startswith(base)} == set()
    missing = {each.removeprefix(base) for each in targets if status(each) != 200}
    assert missing == {LOST, "licences/"}, "this course has no page of licences"
    assert len(targets) > 15


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_whole_wherever_it_stands(base: str, browser: Browser, place: str) -> None:
    """Style sheet, fonts, scripts and the search come from below the site's own address."""
    asked: dict[str, int] = {}
    with browser.new_context(locale="ko-KR") as context:
        page = context.new_page()
        page.on("response", lambda got: asked.update({got.url: got.status}))
        visit(page, base + place)
        first_move(page)
        page.locator("html.js").wait_for(state="attached")
        page.locator(".md-search__input").click()
        page.locator(".md-search__input").fill("둘째")
        page.keyboard.press("End")
        page.locator(".md-search-result__item a").first.click()
        page.wait_for_url(re.compile(re.escape(base) + "lessons/two/"))
    lost = {base + place: 404} if place == LOST else {}
    assert {each: code for each, code in asked.items() if code != 200} == lost
    assert all(each.startswith((base, "data:", "blob:")) for each in asked)
    assert any(each.endswith(".woff2") for each in asked)


def test_a_figure_finds_its_frames(base: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        visit(page, base + "lessons/one/")
        figure = page.locator("[data-figure=neuron]")
        figure.scroll_into_view_if_needed()
        figure.locator("input[type=range]").first.wait_for(state="visible")
        assert figure.locator(".figure-fault").is_hidden()


def test_a_site_without_an_address_claims_none(site: Path) -> None:
    """Nobody is sent to the machine that happened to build it."""
    assert not (site / "sitemap.xml").exists()
    assert "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    for path in site.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert page.select('link[rel="canonical"], [property="og:url"]') == []
        assert "127.0.0.1" not in path.read_text("utf-8")
