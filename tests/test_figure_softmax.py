"""Logits by slider: what the page shows of them are the figures of `backprop`."""

import json

import numpy as np
import pytest

from backprop.activations import softmax
from backprop.losses import categorical_cross_entropy_per_sample
from figures.moving.softmax import ADDED, BARS, LIMIT, LOSS, softmax_figure
from moving_pages import (
    assert_as_high,
    assert_within_reach,
    cells,
    play,
    settle,
    slow_drag,
    staged,
    without,
)

START = (2.0, 1.0, 0.0)


@pytest.fixture(scope="module")
def figure():
    return softmax_figure(START, 0, caption="로짓")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def of(logits, answer: int) -> np.ndarray:
    """Probabilities, loss and gradient by the lesson's own formulas."""
    s, y = np.array([logits], dtype=float), np.eye(3)[answer : answer + 1]
    o = softmax(s)
    return np.concatenate([o[0], categorical_cross_entropy_per_sample(y, o), (o - y)[0]])


def assert_state(page, logits, answer: int = 1) -> None:
    settle(page)
    found = of(logits, answer - 1)
    shown = [f"{value:z.4f}".replace("-", "−") for value in found]
    o, loss, slopes = shown[:3], shown[3], shown[4:]
    assert cells(page) == [
        [f"{s:z.1f}".replace("-", "−"), o[k], f"{int(k + 1 == answer)}", slopes[k]]
        for k, s in enumerate(logits)
    ]
    drawn = page.locator("svg .number").all_text_contents()
    assert drawn == [text for pair in zip(o, slopes, strict=True) for text in pair]
    first = page.locator(".softmax-says p").first.text_content() or ""
    assert first == f"정답은 종류 {answer}. 그 확률 {o[answer - 1]}, 손실 {loss}."
    bars = page.eval_on_selector_all(
        ".bar, .tilt",
        "all => all.map(e => [+e.getAttribute('x'), +e.getAttribute('width')])",
    )
    for k in range(3):
        (_, width), (x, length) = bars[2 * k : 2 * k + 2]
        assert width == pytest.approx(BARS["width"] * found[k], abs=0.06)
        assert length == pytest.approx(BARS["half"] * abs(found[4 + k]), abs=0.06)
        start = x - BARS["middle"]
        assert start == pytest.approx(BARS["half"] * min(found[4 + k], 0), abs=0.06)
    mark = (page.locator("svg .mark").get_attribute("transform") or "")[10:-1].split(" ")
    height = LOSS["bottom"] - (LOSS["bottom"] - LOSS["top"]) * min(found[3] / LOSS["most"], 1)
    assert float(mark[1]) == pytest.approx(height, abs=0.06)


def line(page, k: int) -> str:
    settle(page)
    return page.locator(".softmax-says p").nth(k).text_content() or ""


@pytest.mark.parametrize("answer", range(3))
def test_what_is_recorded_is_backprops_at_3000_points(stage, figure, answer):
    """Also where another logit is the largest than where it was recorded."""
    points = np.random.default_rng(15).uniform(-LIMIT, LIMIT, (3_000, 3))
    assert set(points.argmax(axis=1)) == {0, 1, 2}
    found = np.array(play(stage.open(), figure.frames["tapes"][answer], points.tolist()))
    wanted = np.array([of(point, answer) for point in points])
    np.testing.assert_allclose(found[:, :3], wanted[:, :3], rtol=1e-12)
    np.testing.assert_allclose(found[:, 3:], wanted[:, 3:], rtol=1e-12, atol=1e-14)


def test_the_gradient_is_the_loss_difference():
    s, h = np.array(START), 1e-6
    found = of(s, 2)[4:]
    measured = [(of(s + h * e, 2)[3] - of(s - h * e, 2)[3]) / (2 * h) for e in np.eye(3)]
    np.testing.assert_allclose(found, measured, atol=1e-8)


def test_one_wrong_operation_is_noticed(stage, figure):
    tape = json.loads(json.dumps(figure.frames["tapes"][0]))
    next(step for step in tape["steps"] if step[0] == "l")[0] = "e"
    right, wrong = (
        play(stage.open(), each, [list(START)])[0] for each in (figure.frames["tapes"][0], tape)
    )
    assert abs(right[3] - wrong[3]) > 0.1


@pytest.mark.parametrize(
    ("logits", "answer"),
    [(START, 1), ((0, 0, 0), 2), ((-20, 20, 3.5), 1), ((7.1, -2.2, 7.1), 3), ((1, 2, 9), 3)],
)
def test_every_number_is_backprops(stage, logits, answer):
    s1, s2, s3 = logits
    query = f"?softmax.s1={s1}&softmax.s2={s2}&softmax.s3={s3}&softmax.answer={answer}"
    assert_state(stage.open(query), logits, answer)


def test_without_a_script_the_still_and_its_values_stand(stage):
    page = stage.open(java_script_enabled=False)
    rows = page.locator(".figure-board tbody tr").all_text_contents()
    o = softmax([list(START)])[0]
    assert [f"{value:.4f}" in row for value, row in zip(o, rows, strict=True)] == [True] * 3
    assert not page.locator(".figure-controls").is_visible()
    assert page.locator("svg").is_visible()


def test_by_keys_alone(stage):
    page = stage.open()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert_state(page, START, 2)
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    assert_state(page, (-20, 1, 0), 2)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert_state(page, (-20, 1.1, 0), 2)
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert_state(page, (-20, 1.1, 20), 2)
    said = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert said.startswith("종류 3의 로짓 20.0. 정답은 종류 2. 그 확률 0.0000, 손실 18.9000.")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert_state(page, START)


def test_by_pointer_and_the_address_keeps_it(stage):
    page = stage.open()
    slider = page.get_by_role("slider", name="종류 2의 로짓")
    box = slider.bounding_box()
    slider.click(position={"x": box["width"] - 1, "y": box["height"] / 2})
    assert_state(page, (2, 20, 0))
    page.get_by_role("radio", name="종류 2").click()
    assert_state(page, (2, 20, 0), 2)
    page.wait_for_timeout(600)
    assert "softmax.s2=20" in page.url
    assert "softmax.answer=2" in page.url
    assert "정답은 종류 2." in (page.locator(".figure-voice").text_content() or "")
    page.get_by_role("button", name="처음으로").click()
    assert_state(page, START)


def test_what_is_added_to_all_changes_nothing_and_what_multiplies_sharpens(stage):
    page = stage.open()
    page.get_by_role("button", name="모두에 5 더하기").click()
    assert_state(page, [s + ADDED for s in START])
    assert line(page, 2) == "모두에 5를 더했습니다. 적힌 확률이 하나도 변하지 않았습니다."
    page.get_by_role("button", name="모두에서 5 빼기").click()
    assert_state(page, START)
    page.get_by_role("button", name="모두 2배").click()
    assert_state(page, (4, 2, 0))
    before, after = (softmax([list(s)]).max() for s in (START, (4, 2, 0)))
    assert after > before
    assert line(page, 2).endswith(f"가장 큰 확률 {before:.4f} → {after:.4f}.")
    page.get_by_role("slider", name="종류 1의 로짓").press("ArrowRight")
    assert line(page, 2) == ""


def test_a_button_that_would_leave_the_range_says_so_and_moves_nothing(stage):
    page = stage.open("?softmax.s1=15.1")
    page.get_by_role("button", name="모두에 5 더하기").click()
    assert_state(page, (15.1, 1, 0))
    assert "까지만 움직입니다" in line(page, 2)


def test_the_sentences_hold(stage):
    for query, words in {
        "": "가장 큰 확률이 정답에 있습니다.",
        "?softmax.answer=3": "가장 큰 확률은 종류 1에 있습니다.",
        "?softmax.s2=2": "가장 큰 확률이 하나가 아닙니다.",
        "?softmax.s1=12": "더 고칠 것이 없습니다.",
    }.items():
        assert words in line(stage.open(query), 1)


@pytest.mark.parametrize(
    "query", ["?softmax.s1=NaN&softmax.answer=4", "?softmax.s2=<b>&softmax.s3=1e9"]
)
def test_a_hostile_address_is_passed_by(stage, query):
    assert_state(stage.open(query), START)


def test_a_number_beyond_the_range_is_its_end(stage):
    assert_state(stage.open("?softmax.s1=-999&softmax.s3=999"), (-20, 1, 20))


@pytest.mark.parametrize("lost", ["frames", "softmax.js", "recorded.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, lost):
    assert_state(without(stage, lost), START)


def test_nothing_shifts_while_it_is_moved(stage):
    queries = ("", "?softmax.s1=-20&softmax.s2=20&softmax.answer=3", "?softmax.s1=20")
    assert_as_high(stage, queries, "모두 2배")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)


def test_a_drag_holds_up_no_slow_phone(stage):
    assert np.min(slow_drag(stage.open(), "input[name=s1]")) < 50
