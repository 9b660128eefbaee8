"""What a page tells those that link to it, and what a reader finds at an address that is not."""

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import cast

import jinja2
import numpy as np
import pytest
from bs4 import BeautifulSoup
from mkdocs.config.defaults import MkDocsConfig
from PIL import Image

from conftest import BELOW, Project
from figures.social_card import social_card
from lecture_site.pages import sharing
from lecture_site.paths import PACKAGE
from lecture_site.support.shelf import Shelf

HERE = f"https://host.example/{BELOW}"


@pytest.fixture(scope="module")
def site(published: Project) -> Path:
    """A site that knows where it is."""
    return published.site


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """All pages by their address below the site's."""
    return {
        path.parent.relative_to(site).as_posix().strip("."): BeautifulSoup(
            path.read_text("utf-8"), "html.parser"
        )
        for path in sorted(site.rglob("index.html"))
    }


def told(page: BeautifulSoup, name: str) -> str:
    (meta,) = page.select(f'meta[property="{name}"], meta[name="{name}"]')
    return str(meta["content"])


def data(page: BeautifulSoup) -> dict:
    (script,) = page.select('script[type="application/ld+json"]')
    return json.loads(script.get_text())


def test_every_page_tells_its_own_name_and_words(pages: dict[str, BeautifulSoup]) -> None:
    for property_ in ("og:title", "og:description"):
        words = [told(page, property_) for page in pages.values()]
        assert len(set(words)) == len(pages) == 4
    for place, page in pages.items():
        assert told(page, "og:description") == told(page, "description")
        (canonical,) = page.select('link[rel="canonical"]')
        assert told(page, "og:url") == canonical["href"] == data(page)["url"]
        assert canonical["href"] == f"{HERE}{place}{'/' * bool(place)}"


def test_the_card_of_every_page_is_there(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    addresses = {told(page, "og:image") for page in pages.values()}
    (address,) = addresses
    with Image.open(site / address.removeprefix(HERE)) as card:
        assert card.format == "PNG"
        assert card.size == (
            int(told(pages[""], "og:image:width")),
            int(told(pages[""], "og:image:height")),
        )


def test_the_card_shows_terrain_and_letters_within_its_edges() -> None:
    with Image.open(io.BytesIO(social_card("이름", "무엇인지"))) as card:
        pixels = np.asarray(card.convert("RGB")).astype(int)
    red = pixels[..., 0] - pixels[..., 1] > 60
    assert red.sum() > 20_000
    rows, columns = np.nonzero(pixels.max(axis=2) < 100)
    assert 0 < columns.min() < 100
    assert columns.max() < 1200 - 1
    assert 0 < rows.min() < rows.max() < 630 - 1


def test_a_search_engine_learns_what_the_course_is_made_of(pages: dict[str, BeautifulSoup]) -> None:
    course = data(pages[""])
    assert course["@type"] == "Course"
    assert course["inLanguage"] == "ko"
    lessons = {address for address in pages if address.startswith("lessons/")}
    assert {part["url"].removeprefix(HERE).strip("/") for part in course["hasPart"]} == lessons
    assert [part["position"] for part in course["hasPart"]] == [*range(1, len(lessons) + 1)]
    for address in lessons:
        lesson = data(pages[address])
        assert lesson["@type"] == "LearningResource"
        assert lesson["isPartOf"]["name"] == course["name"]


def test_robots_are_led_to_the_list_of_all_pages(site: Path, pages: dict) -> None:
    (line,) = (x for x in (site / "robots.txt").read_text().splitlines() if "Sitemap" in x)
    listed = ET.parse(site / line.split()[1].removeprefix(HERE)).getroot()
    places = {(loc.text or "").removeprefix(HERE).strip("/") for loc in listed.findall(".//{*}loc")}
    assert places == set(pages)


def test_who_goes_astray_is_led_to_every_page(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    lost = BeautifulSoup((site / "404.html").read_text("utf-8"), "html.parser")
    (heading,) = lost.select("article h1")
    assert heading.get_text() == "찾는 페이지가 없습니다"
    # From the root of the host, as this page is shown at any depth.
    linked = {str(a["href"]) for a in lost.select("article a")}
    assert linked == {f"/{BELOW}{address}{'/' * bool(address)}" for address in pages}


def told_by_theme(config: MkDocsConfig, words: str) -> BeautifulSoup:
    """What the theme's part for sharing makes of a page with a description."""
    place = PACKAGE / "theme" / "partials"
    template = jinja2.Environment(loader=jinja2.FileSystemLoader(place)).get_template(
        "sharing.html"
    )
    page = {
        "title": sharing.fit("제목"),
        "meta": {"description": sharing.fit(words)},
        "canonical_url": config.site_url,
    }
    return BeautifulSoup(
        template.render(config=config, page=page, nav={"pages": []}), "html.parser"
    )


@pytest.mark.parametrize(
    "words", ['따옴표 "둘"과 <글> & 글', "부등호 a < b", "이미 쓴 &quot;글&quot;"]
)
def test_names_and_words_are_told_as_they_were_written(words: str) -> None:
    config = cast("MkDocsConfig", MkDocsConfig())
    config.load_dict({"site_name": f'이름 "{words}"', "site_url": "https://a.example/"})
    config.validate()
    sharing.name_site(config)
    page = told_by_theme(config, words)
    meant = words.replace("&quot;", '"')
    assert told(page, "og:description") == meant
    assert told(page, "og:site_name") == f'이름 "{meant}"'
    assert data(page)["description"] == meant


@pytest.mark.parametrize("address", ["", None])
def test_a_site_without_an_address_tells_none(
    address: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = cast("MkDocsConfig", MkDocsConfig())
    config.load_dict({"site_name": "이름", "site_url": address})
    config.validate()
    sharing.name_site(config)
    text = str(told_by_theme(config, "말"))
    assert "None" not in text
    assert "og:url" not in text
    assert "og:image" not in text
    monkeypatch.setattr(sharing, "_card", lambda *_: b"PNG")
    monkeypatch.setattr(config.plugins, "_current_plugin", None, raising=False)
    _, robots = sharing.shared_files(config, Shelf(tmp_path))
    assert "Sitemap" not in robots.content_string
