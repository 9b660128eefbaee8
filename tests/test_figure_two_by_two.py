"""The stepper of the 2-2-2 network: its texts are the figures of `backprop.lecture.two_by_two`."""

from dataclasses import asdict

import pytest

from backprop.lecture.two_by_two import Weights
from backprop.lecture.two_by_two_steps import step, step_output_layer_first, train
from figures.moving.stepper import stepper
from figures.moving.two_by_two_steps import WEIGHTS
from figures.moving.two_by_two_walk import two_by_two_walk
from figures.moving.walk import ITERATIONS
from moving_pages import assert_within_reach, cells, in_drawing, near, settle, staged

METHODS = {"right": step, "late": step_output_layer_first}
LOGS = {run: train(10_000, method=method) for run, method in METHODS.items()}


@pytest.fixture(scope="module")
def figure():
    return stepper(two_by_two_walk(LOGS["right"], LOGS["late"]), caption="한 단계씩")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


@pytest.mark.parametrize("run", METHODS)
def test_all_numbers_are_those_of_backprop(stage, run):
    page = stage.open(f"?stepper.run={run}&stepper.step=16")
    for iteration in ITERATIONS:
        page.locator(f"input[name=iteration][value='{iteration}']").check()
        settle(page)
        taken = METHODS[run](Weights(*map(float, LOGS[run].points[iteration - 1])))
        for name in ("h1", "H1", "h2", "H2", "y1", "Y1", "y2", "Y2"):
            assert near(in_drawing(page, name), getattr(taken.forward, name))
        for name in ("dE_dh1", "dE_dh2", "dE1_dy1", "dE2_dy2"):
            assert near(in_drawing(page, name), getattr(taken.backward, name))
        for (text,), value in zip(cells(page), taken.backward.gradient, strict=True):
            assert near(text, value)
    last = METHODS[run](Weights(*map(float, LOGS[run].points[ITERATIONS[-1] - 1])))
    page.get_by_role("slider", name="단계").press("End")
    settle(page)
    for name, value in asdict(last.new_weights).items():
        assert near(in_drawing(page, name), value)


def test_the_two_paths_to_a_hidden_node_are_shown_with_old_and_with_new_weights(stage):
    page = stage.open("?stepper.step=11")
    rows = page.locator(".figure-row").all_text_contents()
    for row, method in zip(rows[:2], METHODS.values(), strict=True):
        backward = method().backward
        parts = row.rpartition("w7")[2].replace(" ≈ ", " + ").split(" + ")
        wanted = (backward.dE1_dH1, backward.dE2_dH1, backward.dE_dH1)
        assert all(near(part.strip("()"), value) for part, value in zip(parts, wanted, strict=True))


def test_the_chain_of_an_early_weight_has_two_paths(stage):
    page = stage.open()
    page.get_by_role("button", name="w1").click()
    settle(page)
    assert page.locator(".figure-path").count() == 2
    assert page.locator(".figure-factor").count() == 10
    backward = step().backward
    behind = backward.dH1_dh1 * backward.dh1_dw1
    wanted = (backward.dE1_dH1 * behind, backward.dE2_dH1 * behind, backward.dE_dw1)
    bars = page.locator(".figure-bars b").all_text_contents()
    assert all(near(text, value) for text, value in zip(bars, wanted, strict=True))
    boxes = page.locator(".figure-bars rect").evaluate_all(
        "all => all.map(each => [Number(each.getAttribute('x')), each.classList[0]])"
    )
    assert [name for _, name in boxes] == ["more", "less", "more"]
    assert boxes[1][0] == pytest.approx(wanted[1] / wanted[0], rel=0.05)
    lit = page.locator("svg g.lit").evaluate_all("all => all.map(each => each.dataset.part)")
    assert set(lit) == {"x1", "w1", "h1", "w5", "w7", "y1", "y2"}
    assert set(WEIGHTS) - set(lit) == {"w2", "w3", "w4", "w6", "w8"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme, "?stepper.edge=w1")
