"""What other pages and the reader rely on: the anchors, and that every erratum is complete."""

import re

import numpy as np
import pytest

from backprop.lecture import as_published, printed_figures
from backprop.lecture.wrong_updates import compare_updates
from backprop.network import backward, forward, lecture_parameters
from backprop.samples import study_sleep
from backprop.training import train
from conftest import ROOT
from course_pages import LESSONS
from figures.picture import canvas, picture
from figures.plots.errata import draw_angles, draw_learning_curves, draw_turn

PAGE = (ROOT / "docs/errata.md").read_text("utf-8")
ANCHORS = [
    "f1-double-sigmoid",
    "f2-wrong-layer",
    "f3-third-variant",
    "f4-hidden-error-after-update",
    "f5-derivative-of-an-error",
    "learning-rate-one",
    "error-rises-again",
    "sum-around-bias",
    "plus-forty",
    "capital-x",
    "repeat-three-to-six",
    "w1-derivation",
    "o-delta-docstring",
    "update-comments",
    "two-by-two-correction",
    "nine-weights",
    "against-the-gradient",
    "raise-the-weights",
    "negative-weights",
    "coincidental-shape",
    "local-minima",
    "batch-size",
    "quasi-newton",
    "shadowed-iter",
]
SAMPLES = study_sleep()
STATES = 60


@pytest.fixture(scope="module")
def runs():
    found = []
    for step in (backward, as_published.backward_as_printed, as_published.backward_with_f3):
        log = train(lecture_parameters(4), SAMPLES.X, SAMPLES.y, STATES, backward=step)
        found.append((log, compare_updates(log, SAMPLES.X, SAMPLES.y, step)))
    return tuple(zip(*found, strict=True))


@pytest.fixture
def ax():
    """An axis whose figure must be publishable after the test."""
    fig, axis = canvas()
    yield axis
    assert "nan" not in picture(fig, alt="시험 그림").svg


@pytest.mark.parametrize("anchor", ANCHORS)
def test_an_erratum_says_what_was_printed_what_is_right_and_proves_it(anchor):
    section = re.search(rf"\{{#{anchor}\}}\n(.*?)(?=^##|^!!!|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert section, f"no heading with the anchor {anchor}"
    parts = [section[1].find(f"**{part}.**") for part in ("적혀 있던 것", "옳은 것", "확인")]
    assert parts[0] >= 0
    assert parts == sorted(parts)
    proof = section[1][parts[2] :]
    if "```python" not in proof:  # Then a lesson runs it, in the first section that is named.
        leads = re.search(r"\]\((lessons/[\w-]+\.md)#([\w-]+)\)", proof)
        assert leads, f"{anchor}: the proof runs nothing and leads to no run"
        lesson = (ROOT / "docs" / leads[1]).read_text("utf-8")
        proof = lesson.partition(f"{{#{leads[2]}}}\n")[2].partition("\n## ")[0]
    assert "```python" in proof, f"{anchor}: the proof runs nothing"
    assert "{{ claim(" in proof, f"{anchor}: the proof claims nothing"


def test_the_overview_leads_to_every_erratum():
    overview = PAGE.partition("{#overview}")[2].partition("\n## ")[0]
    assert set(re.findall(r"\]\(#([\w-]+)\)", overview)) == {*ANCHORS, "spelling"}


def test_lessons_and_errata_lead_to_one_another():
    """A lesson leads to the erratum where it teaches the matter, or the erratum to the lesson."""
    lessons = [ROOT / "docs" / "lessons" / f"{stem}.md" for stem in LESSONS]
    texts = [path.read_text("utf-8") for path in lessons]
    linked = {anchor for text in texts for anchor in re.findall(r"errata\.md#([\w-]+)", text)}
    sections = dict(re.findall(r"\{#([\w-]+)\}\n(.*?)(?=^#|\Z)", PAGE, re.DOTALL | re.MULTILINE))
    assert linked <= sections.keys()
    assert {*ANCHORS} <= linked | {name for name, text in sections.items() if "(lessons/" in text}


def test_no_printed_figure_is_typed_into_the_page():
    given = [printed_figures.LAST_MSE, printed_figures.FIRST_MSE]
    for group in (printed_figures.TRAINING_STEP, printed_figures.FORWARD_PASS):
        given += [number for array in group.values() for number in array.flat]
    assert not [number for number in given if str(abs(number)) in PAGE]


def test_the_text_of_the_lecture_has_the_right_output_delta():
    """The text writes sigmoidPrime(self.output_sum) for the output layer: F3 is its only fault."""
    parameters = lecture_parameters(3)
    passed = forward(parameters, SAMPLES.X)
    text = as_published.backward_with_f3(parameters, passed, SAMPLES.y)
    right = backward(parameters, passed, SAMPLES.y)
    np.testing.assert_array_equal(text.output_delta, right.output_delta)
    assert not np.allclose(text.hidden_delta, right.hidden_delta, rtol=0.01)


def test_the_learning_curves_are_those_of_the_runs(ax, runs):
    lines = draw_learning_curves(ax, dict(zip("가나다", runs[0], strict=True)))
    for line, log in zip(lines, runs[0], strict=True):
        np.testing.assert_array_equal(line.get_xdata(), np.arange(1, STATES + 2))
        np.testing.assert_array_equal(line.get_ydata(), log.mse)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert len({line.get_color() for line in lines}) == 3


def test_the_angles_are_drawn_under_and_over_ninety_degrees(ax, runs):
    lines = draw_angles(ax, dict(zip("가나다", runs[1], strict=True)))
    for line, comparison in zip(lines, runs[1], strict=True):
        np.testing.assert_array_equal(line.get_ydata(), comparison.angle)
    assert ax.get_ylim()[1] > 90
    assert {"오르막", "내리막"} <= {text.get_text() for text in ax.texts}


def test_the_turn_is_marked_where_the_error_is_least(ax, runs):
    log = runs[0][1]
    line = draw_turn(ax, log, since=20)
    np.testing.assert_array_equal(line.get_xdata(), np.arange(20, STATES + 1))
    np.testing.assert_array_equal(line.get_ydata(), log.mse[20:])
    assert any(f"{log.mse[20:].min():.5f}" in text.get_text() for text in ax.texts)
