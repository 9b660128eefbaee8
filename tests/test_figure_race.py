"""The race that a reader steers: the page's own runs are backprop's."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from backprop.optimize.problems import Problem, ravine_problem, rotated, rotation
from backprop.optimize.races import (
    DIVERGED,
    FIRST_ORDER,
    LEARNING_RATES,
    STAY,
    first_order_run,
)
from figures.moving.race import MARKS, RATES, STEEPEST, STEPS, TURNED, race_figure
from figures.moving.race_steps import SYMBOLS, run_path, share_of
from figures.moving.walk import written
from figures.plots.methods import METHODS
from moving_pages import (
    assert_within_reach,
    cells,
    drag_by_finger,
    play,
    settle,
    slow_drag,
    staged,
    without,
)

RAVINE = ravine_problem()
DEFAULTS = LEARNING_RATES["ravine"]
EXACT = ("sgd", "momentum", "rmsprop")
"""Made of + − × ÷ and roots, which are the same everywhere; Adam has powers."""


@pytest.fixture(scope="module")
def figure():
    return race_figure(RAVINE, caption="경주")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def problem(tilt: float = 0, start: Sequence[float] = (-2, 0.4)) -> Problem:
    """The ravine with another start, turned."""
    return rotated(replace(RAVINE, start=np.array(start)), rotation(tilt))


def arrival(there, method: str, rate: float, share: float | None = None) -> str:
    """When a run arrives, from its values alone."""
    path = run_path(there, method, rate, STEPS + STAY, share)
    below = path.values <= RAVINE.target
    stays = [k for k in range(STEPS + 1) if below[k : k + STAY + 1].all()]
    return str(stays[0]) if stays else MARKS["limit"]


def table(page) -> list[list[str]]:
    settle(page)
    return cells(page)


def drawn(page, method: str, name: str = "path") -> np.ndarray:
    """The vertices of a line in the picture, in pixels; the still says them as steps."""
    text = page.locator(f".run[data-method={method}] .{name}").get_attribute("d")
    numbers = np.array(re.findall(r"-?\d*\.?\d+", text), dtype=float).reshape(-1, 2)
    return numbers.cumsum(axis=0) if "l" in text else numbers


def in_plane(figure, pixels: np.ndarray) -> np.ndarray:
    """Pixels in the numbers of the axes."""
    (sx, ox, px), (sy, oy, py) = (figure.frames["frame"]["plane"][axis] for axis in "xy")
    return np.column_stack([(pixels[:, 0] - px) / sx + ox, (pixels[:, 1] - py) / sy + oy])


def off(vertices: np.ndarray, others: np.ndarray) -> float:
    """How far from the nearest of the others any of the vertices is."""
    return np.linalg.norm(vertices[:, None] - others, axis=2).min(axis=1).max()


def assert_race(page, figure, there, at=STEPS, **settings) -> None:
    """The page shows for every method what backprop makes of it."""
    rows = dict(zip(DEFAULTS, table(page), strict=True))
    for method, rate in DEFAULTS.items():
        knobs = settings.get(method, (rate, None))
        path = run_path(there, method, knobs[0], at, knobs[1])
        np.testing.assert_allclose(
            in_plane(figure, drawn(page, method)),
            path.points,
            atol=0.06 / figure.frames["frame"]["plane"]["x"][0],
        )
        assert rows[method][:3] == [
            f"{knobs[0]:g}",
            written(path.values[-1]),
            arrival(there, method, *knobs),
        ]


def points(method: str, count: int) -> np.ndarray:
    """Arguments of a recorded step: w, what is remembered, η, its parameter, the turn."""
    random = np.random.default_rng(15)
    w, memory = random.uniform(-3, 3, (count, 2)), random.uniform(-9, 9, (count, 2))
    rate, share = random.uniform(1e-3, 1, (count, 1)), random.uniform(0, 0.99, (count, 1))
    angle = np.radians(random.uniform(0, STEEPEST, (count, 1)))
    turn = np.hstack([np.cos(angle), np.sin(angle)])
    steps = random.integers(0, STEPS, (count, 1)).astype(float)
    parts = {
        "sgd": [w, rate],
        "momentum": [w, memory, rate, share],
        "rmsprop": [w, memory**2, rate, share],
        "adam": [w, memory, memory**2, steps, rate, share],
    }
    return np.hstack([*parts[method], turn])


def step_of(method: str, numbers: np.ndarray) -> np.ndarray:
    """What backprop makes of such arguments."""
    state_type, step = FIRST_ORDER[method]
    w, *rest = np.split(numbers[:-2], [2])
    (rest,) = rest
    c, s = numbers[-2:]
    there = rotated(RAVINE, np.array([[c, -s], [s, c]]))
    if method == "sgd":
        after = step(state_type(w), there.gradient(w), rest[0])
        return np.array([there.value(w), *after.w])
    if method == "adam":
        state = state_type(w, rest[:2], rest[2:4], int(rest[4]))
        after = step(state, there.gradient(w), rest[5], rest[6])
        return np.array([there.value(w), *after.w, *after.mean, *after.mean_square, after.steps])
    after = step(state_type(w, rest[:2]), there.gradient(w), rest[2], rest[3])
    memory = after.velocity if method == "momentum" else after.mean_square
    return np.array([there.value(w), *after.w, *memory])


@pytest.mark.parametrize("method", DEFAULTS)
def test_the_recorded_step_is_backprops_at_3000_points(stage, figure, method):
    arguments = points(method, 3_000)
    found = play(stage.open(), figure.frames["methods"][method]["tape"], arguments.tolist())
    wanted = [step_of(method, each) for each in arguments]
    if method in EXACT:
        np.testing.assert_array_equal(found, wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("sign", ["*", "/", "r"])
def test_one_wrong_operation_is_noticed(stage, figure, sign):
    right = figure.frames["methods"]["adam"]["tape"]
    page = stage.open()
    tape = json.loads(json.dumps(right))
    next(step for step in reversed(tape["steps"]) if step[0] == sign)[0] = "+"
    arguments = points("adam", 1).tolist()
    found, wrong = (np.array(play(page, each, arguments)) for each in (right, tape))
    assert np.abs(found - wrong).max() > 1e-3


def test_the_still_is_what_the_script_shows(stage):
    bare = stage.open(java_script_enabled=False)
    page = stage.open()
    settle(page)
    for selector in (".race-says", ".figure-board", ".figure-controls", "svg[role=img]"):
        assert page.locator(selector).text_content() == bare.locator(selector).text_content()
    for method in DEFAULTS:
        for name in ("path", "fall"):
            assert off(drawn(bare, method, name), drawn(page, method, name)) < 0.2


def test_without_a_script_the_still_and_its_values_stand(stage):
    page = stage.open(java_script_enabled=False)
    assert not page.locator(".figure-controls").is_visible()
    assert [row[2:] for row in cells(page)] == [
        [
            str(first_order_run(rotated(RAVINE, rotation(tilt)), method, rate).iterations)
            for tilt in (0, TURNED)
        ]
        for method, rate in DEFAULTS.items()
    ]
    assert page.locator(".race-says p").nth(2).text_content() == (
        "도착한 걸음: Adam 55, 모멘텀 62, 경사하강법 132, RMSProp 138."
    )


@pytest.mark.parametrize(
    ("query", "tilt", "start", "at", "settings"),
    [
        ("", 0, (-2, 0.4), STEPS, {}),
        ("?race.tilt=30&race.at=60", 30, (-2, 0.4), 60, {}),
        ("?race.tilt=45&race.adam=0.2", 45, (-2, 0.4), STEPS, {"adam": (0.2, None)}),
        ("?race.tilt=7&race.along=-1.5&race.across=-0.45", 7, (-1.5, -0.45), STEPS, {}),
        (
            "?race.momentum-share=0.5&race.momentum=0.016&race.rmsprop-share=0.99&race.adam-share=0",
            0,
            (-2, 0.4),
            200,
            {"momentum": (0.016, 0.5), "rmsprop": (0.02, 0.99), "adam": (0.05, 0.0)},
        ),
    ],
)
def test_the_race_from_an_address_is_backprops(stage, figure, query, tilt, start, at, settings):
    query += "" if "at=" in query or at == STEPS else f"&race.at={at}"
    assert_race(stage.open(query), figure, problem(tilt, start), at, **settings)


def test_the_table_compares_with_the_turned_ravine(stage):
    for query in ("", "?race.tilt=12", f"?race.tilt={TURNED}"):
        turned = [row[3] for row in table(stage.open(query))]
        assert turned == [arrival(problem(TURNED), *each) for each in DEFAULTS.items()]


@pytest.mark.parametrize("tilt", [TURNED, STEEPEST])
def test_what_the_page_asks_can_be_done(tilt):
    """Turned, Adam falls behind; another η of the slider brings it to the front again."""
    there = problem(tilt)
    first = first_order_run(there, "momentum", DEFAULTS["momentum"]).iterations
    adams = {rate: first_order_run(there, "adam", rate).iterations for rate in RATES}
    assert adams[DEFAULTS["adam"]] > first > min(adams.values())


def test_by_keys_alone(stage, figure):
    page = stage.open()

    def focus(name: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                return
        pytest.fail(f"{name} is not reached")

    focus("at")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert_race(page, figure, problem(), 3)
    focus("tilt")
    page.keyboard.press("End")
    assert_race(page, figure, problem(STEEPEST), 3)
    focus("tuned")
    page.keyboard.press("ArrowLeft")
    assert page.locator(":checked").get_attribute("value") == "adam"
    focus("rate")
    page.keyboard.press("ArrowRight")
    rate = RATES[RATES.index(DEFAULTS["adam"]) + 1]
    assert_race(page, figure, problem(STEEPEST), 3, adam=(rate, None))
    focus("share")
    page.keyboard.press("ArrowLeft")
    assert_race(page, figure, problem(STEEPEST), 3, adam=(rate, 0.89))
    focus("along")
    page.keyboard.press("ArrowRight")
    focus("across")
    page.keyboard.press("Home")
    assert_race(page, figure, problem(STEEPEST, (-1.95, -0.5)), 3, adam=(rate, 0.89))


def test_every_slider_says_what_it_is_at(stage):
    page = stage.open("?race.tilt=20&race.at=40&race.tuned=rmsprop")
    said = {
        name: page.locator(f"input[name={name}]").get_attribute("aria-valuetext")
        for name in ("at", "tilt", "rate", "share", "along")
    }
    values = {
        method: run_path(problem(20), method, rate, 40).values[-1]
        for method, rate in DEFAULTS.items()
    }
    lowest = min(values, key=values.__getitem__)
    assert said["at"].startswith(
        f"골짜기 20°, 걸음 40. 가장 낮은 방법: {METHODS[lowest].name}, "
        f"비용 {written(values[lowest])}. "
    )
    assert said["rate"].startswith("RMSProp, η 0.02. 도착한 걸음: 모멘텀 62")
    assert said["share"].startswith(f"RMSProp, {SYMBOLS['rho']} 0.9. ")
    assert said["along"].startswith("출발 −2, 0.4. ")


def test_gradient_descent_has_no_share(stage):
    page = stage.open()
    assert share_of("sgd") is None
    assert page.locator("input[name=share]").is_disabled()
    page.locator("input[value=adam]").check(force=True)
    settle(page)
    assert page.locator("input[name=share]").is_enabled()
    assert page.locator("[data-name=share]").text_content() == "지난 몫 β₁"


def test_it_plays_to_the_end_and_pauses(stage):
    page = stage.open("?race.at=0")
    page.get_by_role("button", name="재생").click()
    page.wait_for_function("document.querySelector('input[name=at]').value > 3")
    page.get_by_role("button", name="멈춤").click()
    at = page.locator("input[name=at]").input_value()
    page.wait_for_timeout(300)
    assert page.locator("input[name=at]").input_value() == at != str(STEPS)
    page.get_by_role("button", name="재생").click()
    page.wait_for_function(f"document.querySelector('input[name=at]').value == {STEPS}")
    page.get_by_role("button", name="재생").wait_for()


def test_touching_stops_what_plays(stage):
    page = stage.open("?race.at=0")
    page.get_by_role("button", name="재생").click()
    page.get_by_role("button", name="앞으로").click()
    settle(page)
    at = page.locator("input[name=at]").input_value()
    page.wait_for_timeout(300)
    assert page.locator("input[name=at]").input_value() == at
    assert page.get_by_role("button", name="재생").is_visible()


def test_nothing_plays_by_itself_and_calm_readers_get_few_large_steps(stage):
    page = stage.open(reduced_motion="reduce")
    page.wait_for_timeout(300)
    assert page.locator("input[name=at]").input_value() == str(STEPS)
    page.get_by_role("button", name="재생").click()
    page.wait_for_function("document.querySelector('input[name=at]').value == 30")
    page.wait_for_function("document.querySelector('input[name=at]').value == 60")


def test_the_start_is_dragged_and_the_plane_is_tapped(stage, figure):
    page = stage.open("?race.tilt=20", width=600)
    page.locator(".handle").scroll_into_view_if_needed()
    box = page.locator(".handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    frame = figure.frames["frame"]["plane"]
    unit = page.locator("svg[role=img]").bounding_box()["width"] / 400 * frame["x"][0]
    page.mouse.move(x + 5, y + 4)
    page.mouse.down()
    page.mouse.move(x + 65, y - 16, steps=4)
    page.mouse.up()
    settle(page)
    moved = rotation(20).T @ (rotation(20) @ RAVINE.start + np.array([60, 20]) / unit)
    stops = [
        float(page.locator(f"output[data-of={key}]").text_content().replace("−", "-"))
        for key in ("along", "across")
    ]
    np.testing.assert_allclose(stops, moved, atol=0.02)
    assert_race(page, figure, problem(20, stops))
    _, oy, py = frame["y"]
    tapped = rotation(20) @ np.array([-1.2, 0.2])
    scale = unit / frame["x"][0]
    pixel = [
        (frame["x"][0] * (tapped[0] - frame["x"][1]) + frame["x"][2]) * scale,
        (frame["y"][0] * (tapped[1] - oy) + py) * scale,
    ]
    page.locator("svg[role=img]").click(position={"x": pixel[0], "y": pixel[1]})
    settle(page)
    stops = [
        float(page.locator(f"output[data-of={key}]").text_content().replace("−", "-"))
        for key in ("along", "across")
    ]
    np.testing.assert_allclose(stops, [-1.2, 0.2], atol=0.02)


def test_a_finger_moves_the_handle_and_not_the_page(stage):
    page = stage.open(has_touch=True, height=500)
    page.locator(".handle").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag_by_finger(page, ".handle", (60, 24))
    settle(page)
    assert page.locator("output[data-of=along]").text_content() != "−2"
    assert page.evaluate("scrollY") == before


def test_a_method_can_be_left_out(stage):
    page = stage.open()
    page.get_by_role("button", name="모멘텀").click()
    settle(page)
    assert not page.locator(".run[data-method=momentum]").is_visible()
    assert page.get_by_role("button", name="모멘텀").get_attribute("aria-pressed") == "false"
    assert "모멘텀" not in page.locator(".race-says").text_content()
    page.get_by_role("button", name="처음으로").click()
    settle(page)
    assert page.locator(".run[data-method=momentum]").is_visible()


def test_a_method_that_diverges_is_said_to(stage):
    page = stage.open("?race.sgd=0.03")
    assert table(page)[0][2:] == [MARKS["diverged"]] * 2
    assert first_order_run(RAVINE, "sgd", 0.03).outcome == "diverged"
    path = run_path(RAVINE, "sgd", 0.03, STEPS)
    last = int(np.argmax(np.abs(path.points).max(axis=1) > DIVERGED))
    assert table(page)[0][1].startswith(f"{path.values[last]:.1e}"[:3])
    assert "발산: 경사하강법." in page.locator(".race-says").text_content()
    assert not page.locator(".run[data-method=sgd] .path-mark").is_visible()


def test_the_state_stands_in_the_address_at_rest_and_is_said_once(stage, figure):
    page = stage.open("?race.tilt=3")
    page.locator("input[name=tilt]").press("ArrowRight")
    page.wait_for_function("location.search === '?race.tilt=4'")
    assert page.locator(".figure-voice").text_content().startswith("골짜기 4°, 걸음 300. ")
    assert_race(stage.open("?race.tilt=4"), figure, problem(4))


@pytest.mark.parametrize(
    "query",
    [
        "?race.tilt=46&race.at=-1&race.adam=x&race.tuned=newton&race.sgd-is=no",
        "?race.tilt=<b>&race.at=1e2&race.along=NaN&race.momentum-share=&race.sgd-share=0.5",
    ],
)
def test_a_hostile_address_is_passed_by(stage, figure, query):
    assert_race(stage.open(query), figure, problem())


def test_a_number_beyond_the_range_is_its_end(stage, figure):
    page = stage.open("?race.adam=0&race.adam-share=7&race.along=-9")
    assert_race(page, figure, problem(0, (-2.2, 0.4)), adam=(RATES[0], 0.99))


@pytest.mark.parametrize("lost", ["frames", "race.js", "race_runs.js", "recorded.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, figure, lost):
    page = without(stage, lost)
    for (method, rate), row in zip(DEFAULTS.items(), cells(page), strict=True):
        path = run_path(RAVINE, method, rate, STEPS)
        assert off(in_plane(figure, drawn(page, method)), path.points) < 0.002
        assert row[:3] == [f"{rate:g}", written(path.values[-1]), arrival(RAVINE, method, rate)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)


def test_a_drag_holds_up_no_slow_phone(stage):
    assert np.min(slow_drag(stage.open(), "input[name=along]")) < 50


def test_on_the_smallest_phone_every_slider_stands_beside_its_name_and_number(stage):
    page = stage.open(width=282)
    for row in page.locator(".figure-line").all():
        parts = [part.bounding_box() for part in row.locator("span, input, output").all()]
        middles = [part["y"] + part["height"] / 2 for part in parts]
        assert np.ptp(middles) < 3
    assert page.evaluate("document.documentElement.scrollWidth") == 282
