"""The nine weights under the reader's hands: predictions and signs of paths are backprop's."""

import numpy as np
import pytest

from backprop.gradient_check import numerical_gradient
from backprop.network import Parameters, backward, forward, lecture_parameters
from backprop.samples import study_sleep
from backprop.training import train
from figures.moving.nine_weights import (
    FRAME,
    LIMIT,
    NEAR,
    WORDS,
    nine_weights_figure,
    predictions_and_slopes,
)
from moving_pages import assert_within_reach, cells, play, settle, staged, without

SAMPLES = study_sleep()
START = lecture_parameters(2)
VECTOR = START.to_vector()


@pytest.fixture(scope="module")
def figure():
    return nine_weights_figure(START, SAMPLES, caption="아홉")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def predictions(vector) -> np.ndarray:
    moved = Parameters.from_vector(np.array(vector, dtype=float), like=START)
    return forward(moved, SAMPLES.X).activated_output[:, 0]


def assert_state(page, vector) -> None:
    settle(page)
    values = predictions(vector)
    said = page.locator(".nine-says p").all_text_contents()
    assert said[:3] == [
        f"학생 {i + 1}: 예측 {value:.4f}, 목표 {target:.4f}."
        for i, (value, target) in enumerate(zip(values, SAMPLES.y[:, 0], strict=True))
    ]
    heights = page.eval_on_selector_all(".bar", "bars => bars.map(b => +b.getAttribute('height'))")
    np.testing.assert_allclose(heights, FRAME["side"] * values, atol=0.06)
    signs = np.concatenate([np.sign(np.tile(vector[6:], 2)), np.ones(3)])
    ways = [row[1] for row in cells(page)]
    assert ways == [{1: "올라감", -1: "내려감", 0: "그대로"}[int(sign)] for sign in signs]
    weights = [row[0].replace("−", "-") for row in cells(page)]
    assert weights == [f"{weight:z.2f}" for weight in vector]
    dashed = page.eval_on_selector_all(
        ".path", "paths => paths.map(path => path.classList.contains('negative'))"
    )
    assert dashed == [bool(sign < 0) for sign in signs]


def test_what_is_recorded_is_backprops_at_3000_points(stage, figure):
    points = np.random.default_rng(15).uniform(-LIMIT, LIMIT, (3_000, 9))
    found = play(stage.open(), figure.frames["tape"], points.tolist())
    wanted = []
    for point in points:
        moved = Parameters.from_vector(point, like=START)
        passed = forward(moved, SAMPLES.X)
        slopes = -backward(moved, passed, passed.activated_output + 1).to_vector()
        wanted.append([*passed.activated_output[:, 0], *slopes])
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


def test_the_slopes_are_those_of_the_predictions_sum():
    slopes = predictions_and_slopes(START, SAMPLES.X)(VECTOR)[3:]
    wanted = numerical_gradient(lambda vector: float(predictions(vector).sum()), VECTOR)
    np.testing.assert_allclose(slopes, wanted, rtol=1e-6)


def test_it_starts_with_the_network_s_own_weights(stage):
    assert_state(stage.open(), VECTOR)


def test_by_keys_alone_a_path_flips_with_the_weight_behind_it(stage):
    page = stage.open()
    for _ in range(9):
        page.keyboard.press("Tab")
    vector = VECTOR.copy()
    page.keyboard.press("End")
    vector[8] = LIMIT
    assert_state(page, vector)
    assert VECTOR[8] < 0
    said = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert said.startswith("w2[2,0] 8.00. 학생 1: 예측 ")
    page.keyboard.press("ArrowLeft")
    vector[8] = 7.9
    assert_state(page, vector)


def test_by_pointer_and_the_address_keeps_it(stage):
    page = stage.open()
    slider = page.get_by_role("slider").first
    box = slider.bounding_box()
    slider.click(position={"x": box["width"] - 1, "y": box["height"] / 2})
    assert_state(page, [LIMIT, *VECTOR[1:]])
    page.wait_for_function("location.search.includes('nine_weights.w0=8')")
    page.get_by_role("button", name="처음으로").click()
    assert_state(page, VECTOR)


def test_what_training_finds_lies_within_reach_and_the_figure_says_so(stage):
    vector = train(START, SAMPLES.X, SAMPLES.y, 10_000).points[-1].round(1)
    assert np.abs(vector).max() <= LIMIT
    assert (np.abs(predictions(vector) - SAMPLES.y[:, 0]) < NEAR).all()
    query = "&".join(f"nine_weights.w{k}={value}" for k, value in enumerate(vector))
    page = stage.open(f"?{query}")
    assert_state(page, vector)
    assert page.locator(".nine-says p").last.text_content() == WORDS["near"]


def test_a_weight_of_zero_leaves_its_path_without_a_sign(stage):
    vector = [*VECTOR[:6], 0, *VECTOR[7:]]
    assert_state(stage.open("?nine_weights.w6=0"), vector)


@pytest.mark.parametrize("query", ["?nine_weights.w0=<b>", "?nine_weights.w8=1e5"])
def test_a_hostile_address_is_passed_by(stage, query):
    assert_state(stage.open(query), VECTOR)


def test_a_number_beyond_the_slider_is_its_end(stage):
    assert_state(stage.open("?nine_weights.w1=99"), [VECTOR[0], LIMIT, *VECTOR[2:]])


@pytest.mark.parametrize("lost", ["frames", "nine_weights.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, lost):
    assert_state(without(stage, lost), VECTOR)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)
