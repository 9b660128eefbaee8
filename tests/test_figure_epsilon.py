"""The ε slider: at every ε the figure shows Python's own rounding."""

import numpy as np
import pytest

from backprop.gradient_check import numerical_gradient
from backprop.network import backward, forward, lecture_parameters
from backprop.objective import network_functions
from backprop.samples import study_sleep
from figures.moving.epsilon import epsilon_figure
from moving_pages import assert_within_reach, read, settle, staged, without

SAMPLES = study_sleep()
START = lecture_parameters(3)
VECTOR = START.to_vector()
VALUE, GRADIENT = network_functions(START, SAMPLES.X, SAMPLES.y)
K = 6
EXACT = backward(START, forward(START, SAMPLES.X), SAMPLES.y).w2_gradient[0, 0]
EPSILONS = np.logspace(-13, 0, 131)


@pytest.fixture(scope="module")
def figure():
    return epsilon_figure(START, SAMPLES, K, caption="간격")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def cost_at(by: float) -> float:
    moved = VECTOR.copy()
    moved[K] += by
    return VALUE(moved)


def assert_state(page, at: int) -> None:
    settle(page)
    epsilon = EPSILONS[at]
    costs = page.locator("[data-cost]").all_text_contents()
    assert costs == [f"{cost_at(epsilon):.17f}", f"{cost_at(-epsilon):.17f}"]
    struck = page.locator("[data-cost] s").all_text_contents()
    kept = page.locator("[data-cost] b").all_text_contents()
    assert struck[0] == struck[1]
    assert kept[0][:1] != kept[1][:1] or not any(kept)
    one = (cost_at(epsilon) - cost_at(0)) / epsilon
    central = numerical_gradient(VALUE, VECTOR, epsilon)[K]
    found = [text.replace("−", "-") for text in page.locator("[data-found]").all_text_contents()]
    assert found == [f"{one:.10f}", f"{central:.10f}"]
    shown = [read(text) for text in page.locator("[data-error]").all_text_contents()]
    errors = np.abs(np.array([one, central]) - EXACT) / abs(EXACT)
    np.testing.assert_allclose(shown, errors, rtol=0.051)


@pytest.mark.parametrize("at", [0, 17, 50, 76, 100, 113, 130])
def test_every_number_is_python_s(stage, at):
    assert_state(stage.open(f"?epsilon.at={at}"), at)


def test_all_131_distances_are_there(figure):
    assert len(figure.frames["states"]) == len(figure.frames["pixels"]) == len(EPSILONS)
    assert np.diff([pixel[0] for pixel in figure.frames["pixels"]]).min() > 0


def test_the_marks_stand_on_the_curves(figure):
    """Where the error is greater the mark stands higher, in proportion to its logarithm."""
    pixels = np.array(figure.frames["pixels"])
    central = np.array([read(state["errors"][1]) for state in figure.frames["states"]])
    seen = central > 0
    slope = np.polyfit(np.log10(central[seen]), pixels[seen, 2], 1)
    np.testing.assert_allclose(np.polyval(slope, np.log10(central[seen])), pixels[seen, 2], atol=1)


def test_by_keys_by_buttons_and_by_a_tap(stage):
    page = stage.open()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert_state(page, 99)
    said = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert said.startswith("ε = 7.9×10⁻⁴. 두 비용은 소수점 아래 2자리까지 같습니다.")
    page.keyboard.press("Home")
    assert_state(page, 0)
    page.get_by_role("button", name="더 크게").click()
    assert_state(page, 1)
    page.get_by_role("button", name="10⁻⁵").click()
    assert_state(page, 80)
    svg = page.locator("svg").bounding_box()
    page.locator("svg").click(position={"x": svg["width"] * 0.99, "y": 60})
    assert_state(page, 130)
    page.get_by_role("button", name="처음으로").click()
    assert_state(page, 100)


@pytest.mark.parametrize("query", ["?epsilon.at=131", "?epsilon.at=-1", "?epsilon.at=<s>"])
def test_a_hostile_address_is_passed_by(stage, query):
    assert_state(stage.open(query), 100)


@pytest.mark.parametrize("lost", ["frames", "epsilon.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, lost):
    page = without(stage, lost)
    assert_state(page, 100)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)
