"""The lens on the chain rule: one factor in formulas, table and picture, and what it is worth."""

import re
from dataclasses import dataclass

import numpy as np
import pytest
from playwright.sync_api import Page

from backprop import network
from backprop.activations import sigmoid
from backprop.lecture.two_by_two import INITIAL_WEIGHTS, backward, forward
from backprop.samples import study_sleep
from conftest import ROOT
from figures.moving.lenses import students_lens, two_paths_lens
from figures.moving.moving import Moving
from moving_pages import assert_within_reach, cells, near, read, settle, staged, without


@dataclass
class Case:
    """A lens, and what must be in it.

    Attributes
    ----------
    figure : Moving
        The lens.
    lesson : str
        Where it stands.
    factors : dict
        Value of every factor by its part: its name and the number of its path.
    products : dict
        The factors of each product, by their names, to what is multiplied on each path and to the
        sum, both from `backprop` alone.
    formulas : list of str
        The parts in the lesson's formulas, in their order.
    """

    figure: Moving
    lesson: str
    factors: dict[str, float]
    products: dict[str, tuple[list[float], float]]
    formulas: list[str]

    @property
    def article(self) -> str:
        marks = "".join(f'<mi class="lens lens-{part}">z</mi>' for part in self.formulas)
        return f"<p><math>{marks}</math></p>"

    def wanted(self, part: str) -> list[float]:
        """The numbers that are told of a part."""
        if not part:
            return [each for values, total in self.products.values() for each in (*values, total)]
        path = int(part[-1]) - 1
        mine = [each for keys, each in self.products.items() if part[:-1] in keys]
        sums = [total + values[path] for values, total in mine]
        doubled = [2 * mine[0][0][path]] if len(mine) == 1 else []
        return [self.factors[part], *doubled, *sums]


def two_paths() -> Case:
    f = forward(INITIAL_WEIGHTS)
    b = backward(INITIAL_WEIGHTS, f)
    factors = {
        **{"E1": b.dE1_dY1, "Y1": b.dY1_dy1, "y1": b.dy1_dH1},
        **{"E2": b.dE2_dY2, "Y2": b.dY2_dy2, "y2": b.dy2_dH1},
    }
    products = {"EYy": ([b.dE1_dH1, b.dE2_dH1], b.dE_dH1)}
    figure = two_paths_lens(f, b, caption="두 길")
    return Case(figure, "two-by-two", factors, products, [*factors])


def students() -> Case:
    samples = study_sleep()
    parameters = network.lecture_parameters(3)
    f = network.forward(parameters, samples.X)
    b = network.backward(parameters, f, samples.y)
    x, w1, w2 = samples.X, parameters.w1, parameters.w2
    hidden = sigmoid(x @ w1)
    output = sigmoid(hidden @ w2)[:, 0]
    h = hidden[:, 0]
    rows = {
        **{"L": output - samples.y[:, 0], "O": output * (1 - output), "a": h},
        **{"w": np.full(3, w2[0, 0]), "H": h * (1 - h), "x": x[:, 0]},
    }
    factors = {f"{key}{k + 1}": float(row[k]) for key, row in rows.items() for k in range(3)}
    products = {
        keys: (list(np.prod([rows[key] for key in keys], axis=0)), float(total))
        for keys, total in (("LOa", b.w2_gradient[0, 0]), ("LOwHx", b.w1_gradient[0, 0]))
    }
    figure = students_lens(parameters, f, b, caption="학생 셋")
    formulas = [f"{key}1" for keys in ("LOwHx", "LOa") for key in keys]
    return Case(figure, "backpropagation", factors, products, formulas)


@pytest.fixture(scope="module", params=[two_paths, students], ids=lambda make: make.__name__)
def case(request):
    return request.param()


@pytest.fixture
def stage(browser, case):
    with staged(browser, case.figure) as ready:
        ready.article = f"{case.article}{ready.article}"
        yield ready


def marked(page: Page, how: str) -> set[str]:
    """Which places are marked: the kind of element, and its part."""
    settle(page)
    return set(
        page.evaluate(
            """how => [...document.querySelectorAll("." + how)].map(e => (
              e.localName === "mi" ? "formula" : e.closest(".lens-keys") ? "key" :
              e.closest("table") ? "table" : "picture") +
               " " + (e.dataset?.part ?? e.getAttribute("class").match(/lens-(\\w+)/)[1]))""",
            how,
        )
    )


def everywhere(case: Case, part: str) -> set[str]:
    """Where a part is: in the table, in the picture, and in a formula if one has it."""
    if not part:
        return set()
    inside = part if "y2" in case.factors else part[:-1]
    formula = {f"formula {part}", f"key {part}"} if part in case.formulas else set()
    return {f"table {part}", f"picture {inside}", *formula}


def assert_held(page: Page, case: Case, part: str) -> None:
    assert marked(page, "lit") == everywhere(case, part)
    pressed = page.locator("button[aria-pressed=true]")
    assert {*pressed.evaluate_all("all => all.map(e => e.dataset.part)")} == ({part} - {""})
    numbers = re.findall(r"−?\d+\.\d+", page.locator(".lens-says").text_content() or "")
    wanted = case.wanted(part)
    assert len(numbers) == len(wanted)
    assert all(abs(read(text) - value) < 1e-4 for text, value in zip(numbers, wanted, strict=True))


def test_the_table_and_the_bars_are_backprops(stage, case):
    page = stage.open()
    rows = [[text for text in row if text] for row in cells(page)]
    keys = [*dict.fromkeys(part[:-1] for part in case.factors)]
    paths = len(case.factors) // len(keys)
    wanted: list[list[float]] = []
    for key in keys:
        wanted.append([case.factors[f"{key}{k + 1}"] for k in range(paths)])
        wanted += [[*v, total] for names, (v, total) in case.products.items() if names[-1] == key]
    for row, values in zip(rows, wanted, strict=True):
        assert all(near(text, value) for text, value in zip(row, values, strict=True))
    drawn = page.locator(".figure-bars").evaluate_all(
        """all => all.map(bars => [...bars.querySelectorAll("rect")].map(
          e => [+e.getAttribute("x"), +e.getAttribute("width")]))"""
    )
    for bars, (values, total) in zip(drawn, case.products.values(), strict=True):
        most = max(map(abs, [*values, total]))
        for (x, width), value in zip(bars, [*values, total], strict=True):
            assert x == pytest.approx(min(value / most, 0), abs=1e-4)
            assert width == pytest.approx(abs(value) / most, abs=1e-4)


def test_each_factor_is_held_by_its_button_and_from_the_address(stage, case):
    page = stage.open()
    for part in case.factors:
        page.locator(f"table button[data-part={part}]").click()
        assert_held(page, case, part)
    page.wait_for_timeout(600)
    *_, last = case.factors
    assert f"lens.part={last}" in page.url
    assert_held(stage.open(f"?lens.part={last}"), case, last)


def test_each_way_of_pointing_holds_and_finds_the_same_factor(stage, case):
    page = stage.open(width=600)
    part = case.formulas[1]
    inside = part if "y2" in case.factors else part[:-1]
    ways = [
        page.locator(f"math .lens-{part}").first,
        page.locator(f"svg [data-part={inside}] text").last,
        page.locator(f"table button[data-part={part}]"),
    ]
    for way in ways:
        way.hover()
        assert marked(page, "found") == everywhere(case, part)
        page.locator("h1").hover()
        assert marked(page, "found") == set()
        way.click()
        assert_held(page, case, part)
        page.get_by_role("button", name="고르지 않기").click()
        assert_held(page, case, "")


def test_by_keys_alone(stage, case):
    """The Tab key stops once at a formula; within it arrows go from factor to factor."""
    page = stage.open()
    group = page.get_by_role("group", name="위 식의 인수")
    first, second, last = (case.formulas[k] for k in (0, 1, -1))

    def focused() -> str:
        assert group.locator("button:focus").count() == 1
        seen = page.locator("math .focused")
        assert seen.count() == 1
        return re.findall(r"lens-(\w+)", seen.get_attribute("class") or "")[0]

    page.keyboard.press("Tab")
    assert focused() == first
    assert marked(page, "found") == everywhere(case, first)
    page.keyboard.press("ArrowRight")
    assert focused() == second
    page.keyboard.press("Enter")
    assert_held(page, case, second)
    name = group.locator("button:focus").get_attribute("aria-label") or ""
    assert "에 대한 편도함수" in name
    assert near(name.split()[-1], case.factors[second])
    page.wait_for_timeout(600)
    assert page.locator(".figure-voice").text_content() == case.figure.frames["plain"][second]
    page.keyboard.press("Escape")
    assert_held(page, case, "")
    for key, part in {"End": last, "ArrowDown": last, "Home": first, "ArrowLeft": first}.items():
        page.keyboard.press(key)
        assert focused() == part
    page.keyboard.press("Tab")
    assert page.locator("math .focused").count() == 0
    assert marked(page, "found") == everywhere(case, next(iter(case.factors)))
    page.keyboard.press("Shift+Tab")
    assert focused() == first


def test_the_picture_shows_the_student_who_is_chosen(browser):
    case = students()
    with staged(browser, case.figure) as stage:
        stage.article = f"{case.article}{stage.article}"
        page = stage.open()
        for k in (3, 1, 2):
            page.locator(f"table button[data-part=H{k}]").click()
            settle(page)
            for key in "LOawHx":
                shown = page.locator(f'svg [data-value="{key}"]').text_content() or ""
                assert near(shown, case.factors[f"{key}{k}"])
            for name, (values, _) in zip(("w2", "w1"), case.products.values(), strict=True):
                shown = page.locator(f'svg [data-value="product {name}"]').text_content() or ""
                assert near(shown, values[k - 1])
            alt = page.locator("figure > svg").get_attribute("aria-label") or ""
            assert alt.startswith(f"학생 {k}의 손실")
            page.locator("svg [data-part=L] text").last.click()
            assert_held(page, case, f"L{k}")


def test_the_lesson_s_formulas_have_each_factor(case):
    text = (ROOT / "docs" / "lessons" / f"{case.lesson}.md").read_text("utf-8")
    assert re.findall(r"\\class\{lens lens-(\w+)\}", text) == case.formulas


@pytest.mark.parametrize("query", ["?lens.part=<b>", "?lens.part=__proto__", "?lens.part=Y9"])
def test_a_hostile_address_is_passed_by(stage, case, query):
    assert_held(stage.open(query), case, "")


@pytest.mark.parametrize("lost", ["frames", "lens.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, case, lost):
    assert_held(without(stage, lost), case, "")


def test_nothing_shifts_while_it_is_moved(stage, case):
    page = stage.open(width=320)
    heights = set()
    for part in [*case.factors][:: len(case.factors) // 3]:
        page.locator(f"table button[data-part={part}]").click()
        settle(page)
        heights.add(page.locator("figure").bounding_box()["height"])
    page.get_by_role("button", name="고르지 않기").click()
    settle(page)
    heights.add(page.locator("figure").bounding_box()["height"])
    assert len(heights) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, case, scheme):
    assert_within_reach(stage, scheme, f"?lens.part={case.formulas[1]}")
