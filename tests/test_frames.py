"""Frames of moving figures: what is in them is the record, rounded by one rule, fit for JSON."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.optimize.batches import compare_batches
from backprop.optimize.problems import (
    network_problem,
    plane_problem,
    ravine_problem,
    saddle_problem,
)
from backprop.optimize.races import first_order_run, race
from figures.frames import (
    BATCH_DOMAIN,
    N_FRAMES,
    PLANE_DOMAIN,
    RAVINE_DOMAIN,
    SADDLE_DOMAIN,
    race_frames,
    rounded,
)

RACES = {
    "ravine": (ravine_problem(), RAVINE_DOMAIN),
    "saddle": (saddle_problem(), SADDLE_DOMAIN),
    "plane": (plane_problem(), PLANE_DOMAIN),
}


@pytest.fixture(scope="module", params=RACES)
def filmed(request):
    problem, domain = RACES[request.param]
    runs = race(problem)
    return problem, runs, race_frames(runs, domain)


def test_frames_survive_json_unchanged(filmed):
    _, _, frames = filmed
    assert json.loads(json.dumps(frames, allow_nan=False)) == frames
    assert len(json.dumps(frames)) < 40_000


def test_every_frame_shows_the_record_at_its_iteration(filmed):
    problem, runs, frames = filmed
    assert frames["start"] == rounded(problem.start)
    assert [track["name"] for track in frames["tracks"]] == [run.method for run in runs]
    for track, run in zip(frames["tracks"], runs, strict=True):
        assert len(track["positions"]) == len(track["values"]) == len(frames["clock"])
        for iteration, position, value in zip(
            frames["clock"], track["positions"], track["values"], strict=True
        ):
            shown = min(iteration, run.iterations)
            np.testing.assert_allclose(position, run.points[shown], rtol=5.1e-5)
            assert value == pytest.approx(run.values[shown], rel=5.1e-5)
        last = track["last_frame"]
        assert frames["clock"][last] >= run.iterations > frames["clock"][last - 1]
        assert track["iterations"] == run.iterations
        assert track["outcome"] == run.outcome


def test_clock_starts_with_every_iteration_and_reaches_the_slowest(filmed):
    _, runs, frames = filmed
    clock = frames["clock"]
    assert clock[:6] == [0, 1, 2, 3, 4, 5]
    assert clock[-1] == max(run.iterations for run in runs)
    assert len(clock) <= N_FRAMES
    strides = np.diff(clock)
    assert (strides >= 1).all()
    assert (np.diff(strides) >= -1).all()


def test_all_paths_stay_in_the_domain_but_newtons_where_it_goes_astray(filmed):
    problem, runs, frames = filmed
    runs = [run for run in runs if (problem.name, run.method) != ("plane", "newton")]
    for (least, greatest), axis in zip(frames["domain"], (0, 1), strict=True):
        for run in runs:
            assert least < run.points[:, axis].min()
            assert run.points[:, axis].max() < greatest


def test_all_batch_paths_stay_in_their_domain():
    for (least, greatest), axis in zip(BATCH_DOMAIN, (0, 1), strict=True):
        for run in compare_batches():
            assert least < run.points[:, axis].min()
            assert run.points[:, axis].max() < greatest


@settings(deadline=None)
@given(st.floats(-1e300, 1e300, allow_subnormal=False))
def test_rounding_keeps_five_significant_digits(number):
    result = rounded(number)
    assert isinstance(result, float)
    assert abs(result - number) <= 0.50001e-4 * abs(number)
    assert rounded(result) == result


def test_rounding_keeps_the_shape():
    assert rounded([[1 / 3, 2e-9], [123456.0, -0.5]]) == [[0.33333, 2e-9], [123460.0, -0.5]]


def test_bad_input_is_named():
    problem, domain = RACES["ravine"]
    run = first_order_run(problem, "sgd", 0.02, 10)
    with pytest.raises(ValueError, match="runs: expected at least one, got none"):
        race_frames([], domain)
    with pytest.raises(ValueError, match="domain: expected \\(least, greatest\\) twice"):
        race_frames([run], ((1.0, -1.0), (0.0, 1.0)))
    with pytest.raises(ValueError, match="numbers: expected finite numbers, got nan"):
        rounded([1.0, np.nan])
    network = network_problem(5)
    with pytest.raises(ValueError, match="runs: expected two weights, got 9 in sgd"):
        race_frames([first_order_run(network, "sgd", 1.0)], domain)
