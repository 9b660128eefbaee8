"""The stepper: at every step its texts are backprop's figures, by keys and by pointer."""

import re

import numpy as np
import pytest

from backprop.lecture.as_published import backward_as_printed, train_as_printed
from backprop.network import backward, cost, forward, lecture_parameters
from backprop.samples import study_sleep
from backprop.training import train, update
from figures.moving.lecture_steps import W1, W2
from figures.moving.lecture_walk import lecture_walk
from figures.moving.stepper import stepper
from figures.moving.walk import ITERATIONS
from moving_pages import assert_within_reach, cells, in_drawing, near, read, settle, staged, without

SAMPLES = study_sleep()
START = lecture_parameters(3)
LOGS = {
    "right": train(START, SAMPLES.X, SAMPLES.y),
    "printed": train_as_printed(START, SAMPLES.X, SAMPLES.y),
}
RULES = {"right": backward, "printed": backward_as_printed}
LAST = 21


@pytest.fixture(scope="module")
def figure():
    walk = lecture_walk(LOGS["right"], LOGS["printed"], SAMPLES)
    return stepper(walk, caption="한 단계씩")


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


@pytest.mark.parametrize("run", LOGS)
@pytest.mark.parametrize("iteration", ITERATIONS)
def test_all_numbers_are_those_of_backprop(stage, run, iteration):
    parameters = LOGS[run].parameters(iteration - 1)
    passed = forward(parameters, SAMPLES.X)
    whole = RULES[run](parameters, passed, SAMPLES.y)
    after = update(parameters, whole)
    page = stage.open(f"?stepper.iteration={iteration}&stepper.run={run}&stepper.step=18")
    for sample in range(3):
        page.locator(f"input[name=sample][value='{sample + 1}']").check()
        settle(page)
        alone = RULES[run](
            parameters, forward(parameters, SAMPLES.X[[sample]]), SAMPLES.y[[sample]]
        )
        for k in range(3):
            assert near(in_drawing(page, f"sh{k}"), passed.hidden_sum[sample, k])
            assert near(in_drawing(page, f"ah{k}"), passed.activated_hidden[sample, k])
            assert near(in_drawing(page, f"dsh{k}"), -whole.hidden_delta[sample, k])
        assert near(in_drawing(page, "so"), passed.output_sum[sample, 0])
        assert near(in_drawing(page, "ao"), passed.activated_output[sample, 0])
        assert near(in_drawing(page, "dso"), -whole.output_delta[sample, 0])
        for row, value in zip(cells(page), alone.to_vector(), strict=True):
            assert near(row[sample], value)
    for row, value in zip(cells(page), whole.to_vector(), strict=True):
        assert near(row[3], value)
    page.get_by_role("slider", name="단계").press("End")
    settle(page)
    for name, value in zip([*W1, *W2], after.to_vector(), strict=True):
        assert near(in_drawing(page, name), value)
    panel = page.locator(".figure-panel").text_content() or ""
    before, later = re.findall(r"비용: (\S+) → (\S+)\.", panel)[0]
    assert near(before, cost(parameters, SAMPLES.X, SAMPLES.y))
    assert near(later, cost(after, SAMPLES.X, SAMPLES.y))


def test_what_a_formula_multiplies_is_what_it_says(stage):
    page = stage.open("?stepper.sample=2")
    slider = page.get_by_role("slider", name="단계")
    checked = 0
    for _ in range(LAST + 1):
        for row in page.locator(".figure-row > span:last-child").all_text_contents():
            product = re.fullmatch(r"\(?([−\d.]+)\)? × \(?([−\d.]+)\)? ≈ (\S+)", row)
            if product:
                a, b, c = map(read, product.groups())
                assert abs(a * b - c) <= 6e-5 * (1 + abs(a) + abs(b))
                checked += 1
        slider.press("ArrowRight")
        settle(page)
    assert checked >= 15


def test_the_two_rules_stand_beside_each_other_on_the_same_weights(stage):
    page = stage.open("?stepper.step=6&stepper.iteration=100")
    parameters = LOGS["right"].parameters(99)
    passed = forward(parameters, SAMPLES.X)
    rows = page.locator(".figure-row").all_text_contents()
    for row, name, rule in zip(rows, ("바른 식", "인쇄된 식"), RULES.values(), strict=True):
        assert row.startswith(name)
        delta = rule(parameters, passed, SAMPLES.y).output_delta[0, 0]
        assert near(row.rpartition("≈ ")[2], -delta)


def test_the_keyboard_alone_walks_chooses_and_opens_a_chain(stage):
    page = stage.open()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    settle(page)
    assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')").startswith(
        "3/22, 세 번째 은닉 노드. 가중합은 "
    )
    chosen = page.locator(":checked").evaluate_all("all => all.map(each => each.value)")
    assert chosen == ["printed", "2", "2"]
    for _ in range(6):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settle(page)
    assert page.get_by_role("button", pressed=True).last.text_content() == "w1[0,0]"
    assert page.locator(".figure-factor").count() == 5
    page.keyboard.press("Escape")
    settle(page)
    assert page.locator(".figure-factor").count() == 0


def test_keys_that_come_faster_than_frames_are_not_lost(stage):
    page = stage.open()
    page.evaluate("window.requestAnimationFrame = () => 1")
    page.get_by_role("button", name="앞으로").press("Enter")
    page.get_by_role("slider", name="단계").press("ArrowRight")
    page.get_by_role("slider", name="단계").press("ArrowRight")
    page.get_by_role("button", name="뒤로").press("Enter")
    page.wait_for_url("**stepper.step=2**")


def test_a_tap_on_an_edge_opens_its_chain_whose_factors_make_the_gradient(stage):
    page = stage.open("?stepper.step=21&stepper.sample=3")
    page.locator('svg [data-value="w1[1,2]"]').click()
    settle(page)
    factors = page.locator(".figure-factor b").all_text_contents()
    passed = forward(START, SAMPLES.X[[2]])
    alone = backward(START, passed, SAMPLES.y[[2]])
    assert near(factors[0], -alone.output_error[0, 0])
    assert near(factors[2], START.w2[2, 0])
    assert near(factors[4], SAMPLES.X[2, 1])
    product = np.prod([read(factor) for factor in factors])
    assert product == pytest.approx(alone.w1_gradient[1, 2], abs=2e-4)
    page.locator(".figure-factor").nth(2).click()
    assert page.locator("svg .found").first.get_attribute("data-part") == "w2[2,0]"
    whole = backward(START, forward(START, SAMPLES.X), SAMPLES.y).w1_gradient[1, 2]
    bars = page.locator(".figure-bars b").all_text_contents()
    assert near(bars[2], alone.w1_gradient[1, 2])
    assert near(bars[3], whole)
    assert sum(map(read, bars[:3])) == pytest.approx(read(bars[3]), abs=2e-4)
    page.locator('svg [data-value="w1[1,2]"]').click()
    settle(page)
    assert page.locator(".figure-factor").count() == 0


def test_nodes_are_empty_until_they_are_computed(stage):
    page = stage.open()
    assert in_drawing(page, "sh0")
    assert not in_drawing(page, "sh1")
    assert not in_drawing(page, "dso")
    page.get_by_role("button", name="앞으로").click()
    settle(page)
    assert in_drawing(page, "sh1")


def test_the_address_keeps_a_step_and_reset_forgets_it(stage):
    page = stage.open()
    page.get_by_role("button", name="역전파").click()
    page.locator("input[name=iteration][value='1000']").check()
    page.wait_for_function("location.search.includes('stepper.iteration=1000')")
    assert "stepper.step=5" in page.url
    assert page.url.endswith("#figure-stepper")
    again = stage.open(page.url.partition(".test/")[2])
    assert cells(again) == cells(page)
    assert (
        again.locator(".figure-panel").text_content()
        == page.locator(".figure-panel").text_content()
    )
    again.get_by_role("button", name="처음으로").click()
    again.wait_for_function("!location.search")


@pytest.mark.parametrize(
    "query",
    [
        "?stepper.step=99&stepper.iteration=7&stepper.sample=-1&stepper.run=no&stepper.edge=w9",
        "?stepper.step=<img src=x onerror=alert(1)>&stepper.edge=<b>&stepper.run=__proto__",
        "?stepper.step=1e3&stepper.edge=constructor&stepper.iteration=NaN&stepper.sample=",
    ],
)
def test_a_hostile_address_is_passed_by(stage, query):
    plain = stage.open()
    page = stage.open(query)
    assert page.locator("figure").inner_html() == plain.locator("figure").inner_html()


def test_the_voice_speaks_once_at_rest(stage):
    page = stage.open()
    voice = page.locator(".figure-voice")
    assert voice.text_content() == ""
    for _ in range(3):
        page.get_by_role("button", name="앞으로").click()
    page.wait_for_function("document.querySelector('.figure-voice').textContent")
    assert (voice.text_content() or "").startswith("4/22. 출력 노드. 예측은 ")


@pytest.mark.parametrize("lost", ["frames", "stepper.js", "kit.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, lost):
    page = without(stage, lost)
    assert in_drawing(page, "dso")
    alone = backward(START, forward(START, SAMPLES.X[[0]]), SAMPLES.y[[0]])
    assert near(cells(page)[6][0], alone.w2_gradient[0, 0])


def test_without_a_script_and_in_print_it_is_a_whole_picture_with_its_table(stage):
    for page in (stage.open(java_script_enabled=False), stage.open("?stepper.step=0")):
        page.emulate_media(media="print")
        assert not page.locator(".figure-controls").first.is_visible()
        assert page.locator(".figure-board").is_visible()
        assert in_drawing(page, "dso")
        assert page.locator("figcaption").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?stepper.step=7&stepper.edge=w1[0,0]"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme, query):
    assert_within_reach(stage, scheme, query)


def test_nothing_shifts_when_it_begins_to_move(stage):
    page = stage.open()
    shift = page.evaluate(
        """() => new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
            .observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 300);
        })"""
    )
    assert shift < 0.01
