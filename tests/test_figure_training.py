"""The training that is moved through shows at every stop the numbers of `backprop`'s own runs."""

import re

import numpy as np
import pytest

from backprop.lecture.as_published import backward_as_printed, backward_with_f3
from backprop.network import Parameters, backward, forward, lecture_parameters
from backprop.samples import study_sleep
from backprop.training import train
from figures.moving.training import training_figure
from figures.moving.training_picture import CELLS, FRAME, STRENGTH
from moving_pages import (
    assert_within_reach,
    drag_by_finger,
    play,
    settle,
    slow_drag,
    staged,
    without,
)

NEW = (2, 8)
SAMPLES = study_sleep()
START = lecture_parameters(4)
RULES = {"mended": backward, "printed": backward_as_printed, "text": backward_with_f3}
LOGS = {
    key: train(START, SAMPLES.X, SAMPLES.y, 10_000, backward=rule) for key, rule in RULES.items()
}


@pytest.fixture(scope="module")
def figure():
    return training_figure(START, SAMPLES, caption="되감기")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def head(at: int, run: str = "mended") -> str:
    return f"반복 {at:,}, 에러 {LOGS[run].mse[at]:.4f}"


def assert_state(page, at: int, run: str = "mended", new: tuple[float, float] = NEW) -> None:
    settle(page)
    log = LOGS[run]
    assert page.locator(".figure-title").text_content() == head(at, run)
    parameters = log.parameters(at)
    passed = forward(parameters, SAMPLES.X)
    values = np.hstack([passed.activated_output, passed.activated_hidden]).ravel()
    weights = np.vstack([parameters.w1, parameters.w2.T]).T.ravel()
    shown = [text.replace("−", "-") for text in page.locator("[data-number]").all_text_contents()]
    assert shown == [f"{value:z.4f}" for value in values] + [f"{w:z.3f}" for w in weights]
    heights = page.eval_on_selector_all(".bar", "bars => bars.map(b => +b.getAttribute('height'))")
    wanted = FRAME["side"] * log.predictions[at, :, 0]
    np.testing.assert_allclose(heights, wanted, atol=0.06)
    shades = page.eval_on_selector_all(
        ".tile", "tiles => tiles.map(tile => +tile.getAttribute('fill-opacity'))"
    )
    middles = (np.arange(CELLS) + 0.5) / CELLS
    grid = np.array([[x, y] for y in middles for x in middles])
    plane = forward(parameters, grid).activated_output[:, 0]
    np.testing.assert_allclose(np.array(shades) / STRENGTH, plane, atol=0.008)
    assert_new_student(page, parameters, *new)


def assert_new_student(page, parameters: Parameters, study: float, sleep: float) -> None:
    """What is predicted may be off by the rounding of the weights that are shown."""
    inputs = np.array([[study, sleep]]) / SAMPLES.X_raw.max(axis=0)
    points = forward(parameters, inputs).activated_output.item() * SAMPLES.y_raw.max()
    text = page.locator(".training-says p").last.text_content() or ""
    said = re.fullmatch(
        r"새 학생\(공부 (.*)시간, 수면 (.*)시간\): 예측 (.*)점, 규칙대로라면 (.*)점\.", text
    )
    assert said is not None
    assert (said[1], said[2]) == (f"{study:.1f}", f"{sleep:.1f}")
    assert float(said[3]) == pytest.approx(points, abs=0.05 + 0.02)
    assert said[4] == f"{5 * study + 2 * sleep:.1f}"
    left, top, side = FRAME["left"], FRAME["top"], FRAME["side"]
    for ring in page.locator(".new-student, .handle").all():
        assert float(ring.get_attribute("cx")) == pytest.approx(left + side * inputs[0, 0])
        assert float(ring.get_attribute("cy")) == pytest.approx(top + side * (1 - inputs[0, 1]))


@pytest.mark.parametrize("run", RULES)
@pytest.mark.parametrize("at", [0, 1, 50, 100, 1_000, 5_000, 10_000])
def test_every_number_is_python_s(stage, run, at):
    assert_state(stage.open(f"?training.at={at}&training.run={run}"), at, run)


def test_what_is_recorded_is_backprops_at_3000_points(stage, figure):
    points = np.random.default_rng(15).uniform(-5, 5, (3_000, 11))
    found = play(stage.open(), figure.frames["tape"], points.tolist())
    wanted = []
    for point in points:
        nodes = point[2:].reshape(3, 3)
        moved = Parameters(nodes[:, :2].T, nodes[:, 2:])
        wanted.append(forward(moved, point[None, :2]).activated_output[0])
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


def test_no_last_bit_decides_what_is_written(figure):
    """A start that is another by its last bits writes the same numbers."""
    vector = START.to_vector()
    other = Parameters.from_vector(vector * (1 + 4e-16 * (-1) ** np.arange(9)), like=START)
    assert (other.to_vector() != vector).any()
    moved = training_figure(other, SAMPLES, caption="되감기")
    assert moved.frames["runs"] == figure.frames["runs"]


def test_the_sentences_hold(stage):
    for query, words in {
        "?training.at=0": "아직 한 번도 고치지 않았습니다.",
        "?training.at=50": "아직 학생을 가르지 못합니다.",
        "?training.at=10000": "두 번째 학생의 예측이 목표값 가까이에 있습니다.",
        "?training.at=9000&training.run=printed": "에러가 늘고 있습니다.",
        "?training.at=10000&training.run=text": "도로 거의 같아졌습니다.",
    }.items():
        text = stage.open(query).locator(".training-says p").nth(1).text_content() or ""
        assert words in text
        at = int(query.partition("at=")[2].partition("&")[0])
        beside = f"바로잡은 코드의 에러는 {LOGS['mended'].mse[at]:.4f}입니다."
        assert (beside in text) == ("run" in query)


def test_with_the_text_s_formula_all_end_at_the_targets_mean():
    log = LOGS["text"]
    np.testing.assert_allclose(log.predictions[-1], SAMPLES.y.mean(), atol=1e-3)
    assert log.mse[300] < log.mse[-1] / 1.5


def test_by_keys_alone(stage):
    page = stage.open()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert_state(page, 50, "printed")
    page.keyboard.press("ArrowRight")
    assert_state(page, 50, "text")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert_state(page, 10_000, "text")
    said = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert said == head(10_000, "text")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert_state(page, 10_000, "text")
    assert page.locator("[data-scale=linear]").is_visible()
    assert not page.locator("[data-scale=log]").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert_state(page, 9_800, "text", (0, 7.9))


def test_by_pointer_and_the_address_keeps_it(stage):
    page = stage.open()
    slider = page.get_by_role("slider", name="반복")
    box = slider.bounding_box()
    slider.click(position={"x": 1, "y": box["height"] / 2})
    assert_state(page, 0)
    page.get_by_role("button", name="앞으로").click()
    assert_state(page, 1)
    page.get_by_role("radio", name="찍힌 코드").click()
    assert_state(page, 1, "printed")
    page.wait_for_function("location.search.includes('training.at=1')")
    assert "training.run=printed" in page.url
    assert head(1, "printed") in (page.locator(".figure-voice").text_content() or "")
    page.get_by_role("button", name="처음으로").click()
    assert_state(page, 50)


def test_the_mark_stands_on_the_chosen_curve(stage, figure):
    page = stage.open("?training.at=400&training.run=printed&training.scale=linear")
    curve = page.locator("[data-scale=linear] .curve.chosen")
    place = curve.get_attribute("points").split(" ")[figure.frames["rows"].index(400)]
    mark = page.locator(".mark").get_attribute("transform")
    assert mark == f"translate({place.replace(',', ' ')})"


@pytest.mark.parametrize(
    "query",
    [
        "?training.at=10001&training.run=<b>",
        "?training.at=-1",
        "?training.scale=x&training.at=1e9",
        "?training.study=NaN&training.sleep=<b>",
    ],
)
def test_a_hostile_address_is_passed_by(stage, query):
    assert_state(stage.open(query), 50)


def test_an_iteration_that_is_no_stop_is_the_nearest_one(stage):
    assert_state(stage.open("?training.at=9999"), 10_000)


@pytest.mark.parametrize("lost", ["frames", "training.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, lost):
    assert_state(without(stage, lost), 50)


def test_nothing_shifts_while_it_is_moved(stage):
    page = stage.open()
    page.evaluate(
        "() => { window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "e => window.shift += e.value)).observe({type: 'layout-shift', buffered: true}) }"
    )
    heights = set()
    for run, at in [("mended", 50), ("text", 10_000), ("printed", 9_000), ("text", 400)]:
        other = stage.open(f"?training.at={at}&training.run={run}", width=320)
        heights.add(other.locator("figure").bounding_box()["height"])
    page.get_by_role("slider", name="반복").press("End")
    settle(page)
    assert page.evaluate("window.shift") == 0
    assert len(heights) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)


@pytest.mark.parametrize("run", RULES)
@pytest.mark.parametrize("new", [(0, 0), (8, 1), (6, 7), (2, 0), (4.4, 3.3)])
def test_what_a_new_student_is_predicted_is_backprops(stage, run, new):
    study, sleep = new
    query = f"?training.run={run}&training.study={study}&training.sleep={sleep}&training.at="
    for at in (0, 200, 10_000):
        assert_state(stage.open(query + str(at)), at, run, new)


def test_hours_beyond_the_map_are_its_edge(stage):
    assert_state(stage.open("?training.study=99&training.sleep=-3"), 50, new=(8, 0))


def test_more_sleep_costs_points_at_the_end(stage):
    """What the lesson sends the reader to find."""
    found = []
    for sleep in (0, 8):
        page = stage.open(f"?training.at=10000&training.sleep={sleep}")
        assert_state(page, 10_000, new=(2, sleep))
        text = page.locator(".training-says p").last.text_content() or ""
        found.append(float(text.partition("예측 ")[2].partition("점")[0]))
    assert found[0] > found[1] + 5


def new_student(page) -> tuple[float, float]:
    settle(page)
    first, second = (page.locator(f"output[data-of={key}]") for key in ("study", "sleep"))
    return float(first.text_content()), float(second.text_content())


def test_the_new_student_is_dragged_and_the_map_is_tapped(stage):
    page = stage.open(width=600)
    unit = page.locator("svg").bounding_box()["width"] / 400
    hour = FRAME["side"] / 8
    handle = page.locator(".handle").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x + 6, y + 5)
    page.mouse.down()
    page.mouse.move(x + 6 + 4 * hour * unit, y + 5 + 3 * hour * unit, steps=5)
    page.mouse.up()
    assert new_student(page) == pytest.approx((6, 5), abs=0.11)
    assert_state(page, 50, new=new_student(page))
    page.locator("svg").click(
        position={
            "x": (FRAME["left"] + hour) * unit,
            "y": (FRAME["top"] + FRAME["side"] - hour) * unit,
        }
    )
    assert new_student(page) == pytest.approx((1, 1), abs=0.11)
    assert_state(page, 50, new=new_student(page))
    page.locator("svg").click(position={"x": 200 * unit, "y": 100 * unit})
    assert new_student(page) == pytest.approx((1, 1), abs=0.11)


def test_a_finger_moves_the_new_student_and_not_the_page(stage):
    page = stage.open(has_touch=True, height=500)
    page.locator(".handle").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag_by_finger(page, ".handle", (60, 60))
    study, sleep = new_student(page)
    assert study > 3
    assert sleep < 7
    assert page.evaluate("scrollY") == before


def test_a_drag_holds_up_no_slow_phone(stage):
    assert np.min(slow_drag(stage.open(), "input[name=study]")) < 50
