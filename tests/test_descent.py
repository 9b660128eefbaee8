"""The one loop of all methods, and the record that all of them fill."""

from itertools import islice

from backprop.descent import Path, descend
from backprop.lecture.two_by_two_steps import Training
from backprop.optimize.batches import BatchRun
from backprop.optimize.races import Run
from backprop.training import TrainingLog


def halve(x: float) -> float:
    return x / 2


def test_the_start_comes_first_and_then_a_state_for_each_step():
    assert list(descend(8.0, halve, 3)) == [8, 4, 2, 1]
    assert list(descend(8.0, halve, 0)) == [8]


def test_without_a_number_there_is_no_end():
    assert list(islice(descend(8.0, halve), 1_000))[-1] == 8 * 0.5**999


def test_no_step_is_taken_before_its_state_is_asked_for():
    """So whoever stops looking stops the run."""
    taken: list[float] = []

    def step(x: float) -> float:
        taken.append(x)
        return halve(x)

    for x in descend(8.0, step):
        if x <= 2:
            break
    assert taken == [8, 4]


def test_every_run_is_a_path():
    for record in (TrainingLog, BatchRun, Run, Training):
        assert issubclass(record, Path)
