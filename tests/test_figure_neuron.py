"""The neuron on the plane: its sums and activations are backprop's, and one makes no hump."""

import numpy as np
import pytest

from backprop.activations import sigmoid
from backprop.samples import study_sleep
from figures.moving.neuron import CELLS, GAP, LIMIT, START, STRENGTH, neuron_figure
from moving_pages import assert_within_reach, play, settle, staged, without

X = study_sleep().X


@pytest.fixture(scope="module")
def figure():
    return neuron_figure(study_sleep(), caption="평면")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def output(s: np.ndarray, nodes: str) -> np.ndarray:
    return sigmoid(s) if nodes == "one" else sigmoid(s) - sigmoid(s - GAP)


def cells(page) -> np.ndarray:
    shown = page.eval_on_selector_all(
        ".tile", "cells => cells.map(cell => Number(cell.getAttribute('fill-opacity')))"
    )
    return np.reshape(shown, (CELLS, CELLS)) / STRENGTH


def assert_state(page, w1: float, w2: float, b: float, nodes: str = "one") -> None:
    settle(page)
    sums = X @ np.array([w1, w2]) + b
    shown = [
        [text.replace("−", "-") for text in page.locator(f"[data-{name}]").all_text_contents()]
        for name in ("sum", "active")
    ]
    assert shown[0] == [f"{s:z.4f}" for s in sums]
    assert shown[1] == [f"{a:z.4f}" for a in output(sums, nodes)]
    middles = (np.arange(CELLS) + 0.5) / CELLS
    wanted = output(w1 * middles[None, :] + w2 * middles[:, None] + b, nodes)
    np.testing.assert_allclose(cells(page), wanted, atol=0.007)


@pytest.mark.parametrize("nodes", ["one", "two"])
def test_what_is_recorded_is_backprops_at_3000_points(stage, figure, nodes):
    points = np.random.default_rng(15).uniform(-LIMIT, LIMIT, (3_000, 5))
    found = play(stage.open(), figure.frames["tapes"][nodes], points.tolist())
    sums = (points[:, :2] * points[:, 2:4]).sum(axis=1) + points[:, 4]
    wanted = np.column_stack([sums, output(sums, nodes)])
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("state", [START, (0, 0, 0), (-3.5, 7.1, -2), (12, -12, 12), (0, 5, -9)])
@pytest.mark.parametrize("nodes", ["one", "two"])
def test_the_table_and_the_plane_are_backprops(stage, state, nodes):
    w1, w2, b = state
    query = f"?neuron.w1={w1}&neuron.w2={w2}&neuron.b={b}&neuron.nodes={nodes}"
    assert_state(stage.open(query), w1, w2, b, nodes)


def test_by_keys_alone(stage):
    page = stage.open()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert_state(page, *START, "two")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    assert_state(page, -12, 0, -4, "two")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert_state(page, -12, 0.1, -4, "two")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert_state(page, -12, 0.1, 12, "two")
    said = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert said.startswith("w1 −12.0, w2 0.1, b 12.0. 학생 1 ")


def test_by_pointer(stage):
    page = stage.open()
    slider = page.get_by_role("slider", name="편향 b")
    box = slider.bounding_box()
    slider.click(position={"x": box["width"] - 1, "y": box["height"] / 2})
    settle(page)
    assert_state(page, 8, 0, 12)
    page.get_by_role("radio", name="둘의 차").click()
    assert_state(page, 8, 0, 12, "two")
    page.get_by_role("button", name="처음으로").click()
    assert_state(page, *START)


def test_the_bias_shifts_the_border_and_the_weights_turn_it(stage):
    page = stage.open()

    def ends() -> np.ndarray:
        names = ("x1", "y1", "x2", "y2")
        line = page.locator(".border")
        values = [float(line.get_attribute(name)) for name in names]
        return np.array([values[2] - values[0], values[3] - values[1], values[0]])

    upright = ends()
    page.get_by_role("slider", name="편향 b").press("ArrowRight")
    settle(page)
    assert ends()[0] == upright[0] == 0
    assert ends()[2] < upright[2]
    page.get_by_role("slider", name="가중치 w₂").press("ArrowRight")
    settle(page)
    assert ends()[0] != 0


def test_one_node_makes_no_hump_and_two_do(stage):
    for query in ("?neuron.w1=12&neuron.w2=-3&neuron.b=-5", "?neuron.w1=-8&neuron.w2=8"):
        for row in cells(stage.open(query)):
            steps = np.diff(row)
            assert (steps >= -1e-12).all() or (steps <= 1e-12).all()
    rows = cells(stage.open("?neuron.w1=12&neuron.b=-3&neuron.nodes=two"))
    assert all(row.max() > max(row[0], row[-1]) + 0.5 for row in rows)


@pytest.mark.parametrize("query", ["?neuron.w1=a&neuron.b=1e5&neuron.nodes=<b>", "?neuron.w2=--1"])
def test_a_hostile_address_is_passed_by(stage, query):
    assert_state(stage.open(query), *START)


@pytest.mark.parametrize("lost", ["frames", "neuron.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, lost):
    page = without(stage, lost)
    assert_state(page, *START)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)
