"""The lens on the chain rule: one factor in formulas, table and picture, and what it is worth."""

import re

import pytest

from backprop.lecture.two_by_two import INITIAL_WEIGHTS, backward, forward
from conftest import ROOT
from figures.moving.lens import lens_figure
from moving_pages import assert_within_reach, cells, near, settle, staged, without

FORWARD = forward(INITIAL_WEIGHTS)
BACK = backward(INITIAL_WEIGHTS, FORWARD)
FACTORS = {
    "E1": BACK.dE1_dY1,
    "Y1": BACK.dY1_dy1,
    "y1": BACK.dy1_dH1,
    "E2": BACK.dE2_dY2,
    "Y2": BACK.dY2_dy2,
    "y2": BACK.dy2_dH1,
}
FORMULA = "".join(f'<math><mi class="lens lens-{part}">z</mi></math> ' for part in FACTORS)


@pytest.fixture(scope="module")
def figure():
    return lens_figure(FORWARD, BACK, caption="두 길")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        ready.article = f"<p>{FORMULA}</p>{ready.article}"
        yield ready


def marked(page, how: str) -> set[tuple[str, str]]:
    """Which places are marked: the kind of element, and its part."""
    settle(page)
    return {
        (tag, part)
        for tag, part in page.evaluate(
            """how => [...document.querySelectorAll("." + how)].map(e =>
              [e.localName, e.dataset.part ?? e.getAttribute("class").match(/lens-(\\w+)/)[1]])""",
            how,
        )
    }


def everywhere(part: str) -> set[tuple[str, str]]:
    return {("mi", part), ("button", part), ("g", part)}


def assert_held(page, part: str) -> None:
    assert marked(page, "lit") == (everywhere(part) if part else set())
    pressed = page.locator("button[aria-pressed=true]")
    assert pressed.evaluate_all("all => all.map(e => e.dataset.part)") == ([part] if part else [])
    numbers = [
        text.rstrip(".")
        for text in re.findall(r"−?\d\.\d+", page.locator(".lens-says").text_content() or "")
    ]
    products = (BACK.dE1_dH1, BACK.dE2_dH1)
    if not part:
        wanted = [*products, BACK.dE_dH1]
    else:
        mine = products[part.endswith("2")]
        wanted = [FACTORS[part], 2 * mine, BACK.dE_dH1 + mine]
    assert len(numbers) == 3
    assert all(near(text, value) for text, value in zip(numbers, wanted, strict=True))


def test_the_table_and_the_bars_are_backprops(stage):
    page = stage.open()
    first, second, total = cells(page)
    values = list(FACTORS.values())
    for row, factors, product in (
        (first, values[:3], BACK.dE1_dH1),
        (second, values[3:], BACK.dE2_dH1),
    ):
        assert all(near(text, v) for text, v in zip(row, [*factors, product], strict=True))
    assert near(total[-1], BACK.dE_dH1)
    bars = page.locator(".figure-bars rect").evaluate_all(
        "all => all.map(e => [+e.getAttribute('x'), +e.getAttribute('width')])"
    )
    shares = [value / BACK.dE1_dH1 for value in (BACK.dE1_dH1, BACK.dE2_dH1, BACK.dE_dH1)]
    for (x, width), share in zip(bars, shares, strict=True):
        assert x == pytest.approx(min(share, 0), abs=1e-4)
        assert width == pytest.approx(abs(share), abs=1e-4)


@pytest.mark.parametrize("part", FACTORS)
def test_a_factor_is_held_from_the_address(stage, part):
    assert_held(stage.open(f"?lens.part={part}"), part)


def test_each_way_of_pointing_holds_the_same_factor(stage):
    page = stage.open(width=600)
    assert_held(page, "")
    page.locator("math .lens-Y1").click()
    assert_held(page, "Y1")
    page.locator("svg [data-part=y2] text").last.click()
    assert_held(page, "y2")
    page.locator("button[data-part=E2]").click()
    assert_held(page, "E2")
    page.wait_for_timeout(600)
    assert "lens.part=E2" in page.url
    assert "∂E2/∂Y2 = −0.2171" in (page.locator(".figure-voice").text_content() or "")
    page.get_by_role("button", name="고르지 않기").click()
    assert_held(page, "")


def test_under_the_pointer_all_its_places_light_up(stage):
    page = stage.open(width=600)
    for selector in ("math .lens-E1", "svg [data-part=E1] text", "button[data-part=E1]"):
        page.locator(selector).last.hover()
        assert marked(page, "found") == everywhere("E1")
    page.locator("h1").hover()
    assert marked(page, "found") == set()


def test_by_keys_alone(stage):
    page = stage.open()
    page.keyboard.press("Tab")
    assert marked(page, "found") == everywhere("E1")
    page.keyboard.press("Tab")
    assert marked(page, "found") == everywhere("Y1")
    page.keyboard.press("Enter")
    assert_held(page, "Y1")
    page.keyboard.press("Escape")
    assert_held(page, "")


def test_the_lesson_s_formulas_have_each_factor_once():
    text = (ROOT / "docs" / "lessons" / "two-by-two.md").read_text("utf-8")
    assert sorted(re.findall(r"\\class\{lens lens-(\w+)\}", text)) == sorted(FACTORS)


@pytest.mark.parametrize("query", ["?lens.part=<b>", "?lens.part=__proto__", "?lens.part=Y3"])
def test_a_hostile_address_is_passed_by(stage, query):
    assert_held(stage.open(query), "")


@pytest.mark.parametrize("lost", ["frames", "lens.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, lost):
    assert_held(without(stage, lost), "")


def test_nothing_shifts_while_it_is_moved(stage):
    boxes = [
        stage.open(f"?lens.part={part}", width=320).locator("figure").bounding_box()
        for part in ("E1", "y2", "")
    ]
    assert len({box["height"] for box in boxes}) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme, "?lens.part=y1")
