"""Gradient descent that a reader steers: the page's own walk is backprop's."""

import json

import numpy as np
import pytest

from backprop.network import Parameters, backward, cost, forward, lecture_parameters
from backprop.optimize.surfaces import descent_path, weight_plane
from backprop.samples import study_sleep
from backprop.training import train
from figures.moving.descent import RATES, STEPS, descent_figure
from figures.moving.recorder import record
from moving_pages import (
    assert_within_reach,
    drag_by_finger,
    play,
    settle,
    slow_drag,
    staged,
    without,
)

SAMPLES = study_sleep()
START = lecture_parameters(4)
HELD = START.to_vector()
K = 7
DOMAIN = (-6.0, 8.0)


@pytest.fixture(scope="module")
def figure():
    return descent_figure(
        START, SAMPLES, K, domain=DOMAIN, start=-3.0, rates=(6, 0.5, 34), caption="길"
    )


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def python_walk(start: float, rate: float):
    value, gradient = weight_plane(START, SAMPLES.X, SAMPLES.y, (K, K + 1))
    return descent_path(
        lambda w: value(np.array([w[0], HELD[K + 1]])),
        lambda w: gradient(np.array([w[0], HELD[K + 1]]))[:1],
        [start],
        rate,
        STEPS,
    )


def shown_walk(page, frame: dict) -> np.ndarray:
    """The walk as it stands in the picture, in the numbers of its axes."""
    text = page.locator(".walk-line").get_attribute("points")
    pixels = np.array([pair.split(",") for pair in text.split(" ")], dtype=float)
    (sx, ox, px), (sy, oy, py) = frame["x"], frame["y"]
    return np.column_stack([(pixels[:, 0] - px) / sx + ox, (pixels[:, 1] - py) / sy + oy])


def assert_walk(page, figure, start: float, rate: float) -> None:
    settle(page)
    path = python_walk(start, rate)
    frame = figure.frames["frame"]["curve"]
    shown = shown_walk(page, frame)
    out = (path.points[:, 0] < DOMAIN[0]) | (path.points[:, 0] > DOMAIN[1])
    count = int(np.argmax(out)) if out.any() else len(out)
    assert len(shown) == count
    np.testing.assert_allclose(shown[:, 0], path.points[:count, 0], atol=0.06 / frame["x"][0])
    np.testing.assert_allclose(shown[:, 1], path.values[:count], atol=-0.06 / frame["y"][0])
    text = page.locator(".descent-says").text_content().replace("−", "-")
    assert f"비용 {path.values[0]:.4f} → {path.values[-1]:.4f}" in text


def test_the_recorded_cost_and_gradient_are_backprops_at_3000_points(stage, figure):
    points = np.random.default_rng(15).uniform(-8, 8, (3_000, 9))
    found = play(stage.open(), figure.frames["tape"], points.tolist())
    wanted = []
    for point in points:
        parameters = Parameters.from_vector(point, like=START)
        slopes = backward(parameters, forward(parameters, SAMPLES.X), SAMPLES.y).to_vector()
        wanted.append([cost(parameters, SAMPLES.X, SAMPLES.y), *slopes])
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)


def test_one_wrong_operation_is_noticed(stage, figure):
    tape = json.loads(json.dumps(figure.frames["tape"]))
    step = next(step for step in tape["steps"] if step[0] == "*")
    step[0] = "+"
    (right,) = play(stage.open(), figure.frames["tape"], [HELD.tolist()])
    (wrong,) = play(stage.open(), tape, [HELD.tolist()])
    assert np.abs(np.subtract(right, wrong)).max() > 1e-3


def test_what_cannot_be_recorded_is_refused():
    with pytest.raises(TypeError, match="expected results made of its arguments"):
        record(lambda x: np.array([1.0]), [1.0])
    with pytest.raises(TypeError):
        record(lambda x: np.tanh(x), [1.0])


def test_numbers_of_arrays_pass_the_checks_of_backprop_only_while_recording():
    with pytest.raises(TypeError, match="expected real numbers"):
        forward(START, np.array([[object(), object()]]))


@pytest.mark.parametrize(("start", "rate"), [(-3, 6), (5, 34), (2.5, 0.7), (-6, 60), (1, 100)])
def test_the_walk_from_an_address_is_backprops(stage, figure, start, rate):
    assert_walk(stage.open(f"?descent.start={start}&descent.rate={rate}"), figure, start, rate)


def test_by_keys_alone(stage, figure):
    page = stage.open()
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert_walk(page, figure, 8, 6)
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1.5")
    page.keyboard.press("Tab")
    assert_walk(page, figure, 1.5, 6)
    page.keyboard.press("End")
    assert_walk(page, figure, 1.5, RATES[1])
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    settle(page)
    assert page.locator(":checked").get_attribute("value") == "all"


def test_the_handle_is_dragged_and_the_plane_is_tapped(stage, figure):
    page = stage.open(width=600)
    handle = page.locator(".handle").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x + 8, y + 5)
    page.mouse.down()
    page.mouse.move(x + 108, y + 60, steps=5)
    page.mouse.up()
    settle(page)
    start = float(page.locator("input[type=number][name=start]").input_value())
    frame = figure.frames["frame"]["curve"]
    unit = page.locator("svg").bounding_box()["width"] / 400
    assert start == pytest.approx(-3 + 100 / unit / frame["x"][0], abs=0.02)
    assert_walk(page, figure, start, 6)
    _, top, right, _ = frame["box"]
    page.locator("svg").click(position={"x": (right - 20) * unit, "y": (top + 10) * unit})
    settle(page)
    start = float(page.locator("input[type=number][name=start]").input_value())
    assert start == pytest.approx(DOMAIN[1] - 20 / frame["x"][0], abs=0.03)
    assert_walk(page, figure, start, 6)


def test_a_finger_moves_the_handle_and_not_the_page(stage, figure):
    page = stage.open(has_touch=True, height=500)
    page.locator(".handle").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag_by_finger(page, ".handle", (60, -60))
    settle(page)
    assert float(page.locator("input[type=number][name=start]").input_value()) > -2
    assert page.evaluate("scrollY") == before


def test_the_regimes_are_named_where_they_are(stage, figure):
    curvature = figure.frames["curvature"]
    assert 2 / curvature == pytest.approx(32.6, abs=0.05)
    words = figure.frames["words"]["regimes"]
    page = stage.open()
    for rate, regime in ((6, 0), (0.9 / curvature, 0), (25, 1), (32, 1), (34, 2)):
        page.locator("input[type=number][name=rate]").fill(f"{rate:.4f}")
        page.locator("input[type=number][name=rate]").press("Tab")
        settle(page)
        assert words[regime] in page.locator(".descent-says").text_content()
        near = python_walk(0.93, round(rate, 4)).points[:, 0] - 0.91621
        if regime == 0:
            assert (near[:3] > 0).all()
        if regime == 1:
            assert abs(near[-1]) < abs(near[0])
            assert near[0] * near[1] < 0
        if regime == 2:
            assert abs(near[-1]) > abs(near[0])


def test_with_all_weights_free_it_is_training_itself(stage, figure):
    page = stage.open("?descent.free=all&descent.rate=2")
    vector = HELD.copy()
    vector[K] = -3
    log = train(Parameters.from_vector(vector, like=START), SAMPLES.X, SAMPLES.y, STEPS, 2.0)
    text = page.locator(".descent-says").text_content()
    assert f"비용 {log.cost[0]:.4f} → {log.cost[-1]:.4f}" in text
    shown = shown_walk(page, figure.frames["frame"]["curve"])
    np.testing.assert_allclose(shown[:, 0], log.points[:, K], atol=0.01)
    held = python_walk(-3, 2.0).values[-1]
    assert log.cost[-1] < held


def test_the_table_is_python_s_and_sets_the_rate(stage, figure):
    page = stage.open()
    page.get_by_role("button", name="34").click()
    assert_walk(page, figure, -3, 34)
    path = python_walk(-3, 34)
    row = page.locator(".figure-board tbody tr").last.locator("td").all_text_contents()
    assert row == [f"{path.values[-1]:.4f}", ", ".join(f"{x:.4f}" for x in path.points[-2:, 0])]


@pytest.mark.parametrize(
    "query",
    ["?descent.start=NaN&descent.rate=1e9&descent.free=every", "?descent.rate=<b>&descent.start="],
)
def test_a_hostile_address_is_passed_by(stage, figure, query):
    assert_walk(stage.open(query), figure, -3, 6)


def test_a_number_beyond_the_range_is_its_end(stage, figure):
    assert_walk(stage.open("?descent.rate=100000&descent.start=-99"), figure, -6, RATES[1])


@pytest.mark.parametrize("lost", ["frames", "descent.js", "recorded.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, figure, lost):
    page = without(stage, lost)
    shown = shown_walk(page, figure.frames["frame"]["curve"])
    np.testing.assert_allclose(shown[:, 0], python_walk(-3, 6).points[:, 0], atol=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)


def test_a_drag_holds_up_no_slow_phone(stage):
    assert np.min(slow_drag(stage.open(), "input[type=range][name=rate]")) < 50
