"""The training that is moved through shows at every stop the numbers of `backprop`'s own runs."""

import numpy as np
import pytest

from backprop.lecture.as_published import backward_as_printed, backward_with_f3
from backprop.network import Parameters, backward, forward, lecture_parameters
from backprop.samples import study_sleep
from backprop.training import train
from figures.moving.training import training_figure
from figures.moving.training_picture import CELLS, FRAME, STRENGTH
from moving_pages import assert_within_reach, play, settle, staged, without

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


def assert_state(page, at: int, run: str = "mended") -> None:
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
        text = stage.open(query).locator(".training-says p").last.text_content() or ""
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
    page.keyboard.press("Enter")
    assert_state(page, 9_800, "text")


def test_by_pointer_and_the_address_keeps_it(stage):
    page = stage.open()
    slider = page.get_by_role("slider")
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
    ["?training.at=10001&training.run=<b>", "?training.at=-1", "?training.scale=x&training.at=1e9"],
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
    page.get_by_role("slider").press("End")
    settle(page)
    assert page.evaluate("window.shift") == 0
    assert len(heights) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)
