"""The pages on optimizers: what their figures' texts say."""

from backprop.optimize.problems import (
    plane_problem,
    ravine_problem,
)
from backprop.optimize.races import race


def test_in_the_ravine_bfgs_steps_down_to_the_floor_and_follows_it():
    run = {run.method: run for run in race(ravine_problem())}["bfgs"]
    assert run.iterations == 2
    assert abs(run.points[1, 1]) < 0.01 * abs(run.points[0, 1])
    assert abs(run.points[1, 0] - run.points[0, 0]) < 0.05


def test_on_the_plane_five_go_up_and_right_and_newton_leaves_to_the_left():
    for run in race(plane_problem()):
        right, up = run.points[-1] - run.points[0]
        if run.method == "newton":
            assert right < -10
        else:
            assert right > 1
            assert up > 1
