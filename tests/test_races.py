"""What the pages on optimizers say of the races, and how the runs are counted and ended."""

from dataclasses import replace

import numpy as np
import pytest

from backprop.network import lecture_parameters
from backprop.optimize.first_order import SGDState, sgd
from backprop.optimize.problems import (
    network_problem,
    plane_problem,
    ravine_problem,
    rotated,
    rotation,
    saddle_problem,
)
from backprop.optimize.races import (
    FIRST_ORDER,
    LEARNING_RATES,
    STAY,
    bfgs_run,
    first_order_run,
    newton_run,
    race,
)
from backprop.samples import study_sleep
from backprop.training import train

METHODS = ("sgd", "momentum", "rmsprop", "adam", "newton", "bfgs")
GRID = [float(f"{digit}e{power}") for power in range(-4, 2) for digit in (1, 2, 5)]


@pytest.fixture(scope="module")
def ravine():
    return ravine_problem()


@pytest.fixture(scope="module")
def network():
    return network_problem()


@pytest.fixture(scope="module")
def ravine_runs(ravine):
    return {run.method: run for run in race(ravine)}


@pytest.fixture(scope="module")
def saddle_runs():
    return {run.method: run for run in race(saddle_problem())}


@pytest.fixture(scope="module")
def network_runs(network):
    return {run.method: run for run in race(network)}


def test_every_method_arrives_in_the_ravine_and_curvature_is_worth_most(ravine_runs):
    assert tuple(ravine_runs) == METHODS
    assert {run.outcome for run in ravine_runs.values()} == {"target"}
    n = {method: run.iterations for method, run in ravine_runs.items()}
    assert n["newton"] == 1
    assert n["bfgs"] <= 5
    assert n["adam"] < n["momentum"] < n["sgd"] / 2


def test_gradient_descent_zigzags_across_the_ravine(ravine_runs):
    across = ravine_runs["sgd"].points[:20, 1]
    assert (np.sign(across[1:]) == -np.sign(across[:-1])).all()


def test_newton_stops_in_the_saddle_point_and_all_others_get_away(saddle_runs):
    newton = saddle_runs.pop("newton")
    assert newton.outcome == "stationary"
    np.testing.assert_allclose(newton.points[-1], 0, atol=1e-7)
    for run in saddle_runs.values():
        assert run.outcome == "target"
        assert run.points[-1, 1] == pytest.approx(1, abs=0.15)


def test_at_one_rate_every_relative_leaves_the_saddle_sooner_than_gradient_descent(saddle_runs):
    away = {
        method: int(np.argmax(run.points[:, 1] > 0.5))
        for method, run in saddle_runs.items()
        if method in FIRST_ORDER
    }
    assert len({LEARNING_RATES["saddle"][method] for method in away}) == 1
    assert away["rmsprop"] < away["adam"] < away["momentum"] < away["sgd"]


def test_gradient_descent_leaves_the_saddle_at_the_rate_of_its_negative_curvature():
    """Near y = 0 the gradient is −y: y grows by 1 + η a step, and from y = 0 it never leaves."""
    problem = saddle_problem()
    run = first_order_run(problem, "sgd", 0.05)
    small = run.points[:60, 1]
    np.testing.assert_allclose(small, small[0] * 1.05 ** np.arange(60), rtol=2e-3)
    on_the_line = replace(problem, start=np.array([0.8, 0.0]))
    for method in FIRST_ORDER:
        assert (first_order_run(on_the_line, method, 0.05, 500).points[:, 1] == 0).all()


def test_what_took_the_lecture_ten_thousand_steps(network, network_runs):
    run = first_order_run(network, "sgd", 1.0)
    assert run.iterations == 10_000
    assert run.values[-1] == pytest.approx(network.target, rel=1e-12)
    n = {method: run.iterations for method, run in network_runs.items()}
    assert network_runs["newton"].outcome == "stationary"
    assert network_runs["newton"].values[-1] > 20 * network.target
    arrived = [method for method in METHODS if network_runs[method].outcome == "target"]
    assert arrived == ["sgd", "momentum", "rmsprop", "adam", "bfgs"]
    assert n["bfgs"] == min(n[method] for method in arrived)
    assert max(n[method] for method in arrived) < 1_000


def test_newton_on_the_network_rests_where_the_cost_still_falls_to_some_side(network, network_runs):
    run = network_runs["newton"]
    assert np.linalg.norm(network.gradient(run.points[-1])) <= 1e-8
    assert np.linalg.eigvalsh(network.hessian(run.points[-1]))[0] < -0.01


def test_the_plane_is_a_cut_through_the_cost_of_the_trained_network(network):
    plane = plane_problem()
    log = train(lecture_parameters(4), study_sleep().X, study_sleep().y, 10_000)
    w = log.parameters(10_000).to_vector()
    assert log.parameters(0).labels[0] == "w1[0,0]"
    assert log.parameters(0).labels[6] == "w2[0,0]"
    np.testing.assert_array_equal(plane.start, network.start[[0, 6]])
    assert plane.value(w[[0, 6]]) == pytest.approx(network.target, rel=1e-12)
    assert plane.target == pytest.approx(1.5 * network.target, rel=1e-12)
    np.testing.assert_allclose(plane.gradient(w[[0, 6]]), network.gradient(w)[[0, 6]], rtol=1e-12)


def test_on_the_plane_all_but_newton_arrive_and_newton_starts_on_a_saddle_shape():
    plane = plane_problem()
    outcomes = {run.method: run.outcome for run in race(plane)}
    assert outcomes.pop("newton") == "stationary"
    assert set(outcomes.values()) == {"target"}
    low, high = np.linalg.eigvalsh(plane.hessian(plane.start))
    assert low < 0 < high


@pytest.mark.parametrize("name", ["ravine", "network"])
@pytest.mark.parametrize("method", FIRST_ORDER)
def test_no_neighbour_on_the_grid_of_rates_is_faster(name, method, request):
    problem = request.getfixturevalue(name)
    run = request.getfixturevalue(f"{name}_runs")[method]
    here = GRID.index(LEARNING_RATES[name][method])
    for rate in (GRID[here - 1], GRID[here + 1]):
        other = first_order_run(problem, method, rate, run.iterations)
        assert other.outcome != "target" or other.iterations >= run.iterations


def test_path_of_a_run_is_the_path_of_its_step(ravine):
    run = first_order_run(ravine, "sgd", 0.02, 25)
    state = SGDState.start(ravine.start)
    for point, value in zip(run.points, run.values, strict=True):
        np.testing.assert_array_equal(point, state.w)
        assert value == ravine.value(point)
        state = sgd(state, ravine.gradient(state.w), 0.02)
    assert run.iterations == 25
    assert run.outcome == "limit"


def test_a_run_ends_where_it_arrives_to_stay(ravine):
    run = first_order_run(ravine, "rmsprop", 0.02)
    assert (run.values[:-1] > ravine.target).any()
    assert run.values[-1] <= ravine.target
    longer = first_order_run(replace(ravine, target=-1.0), "rmsprop", 0.02, run.iterations + STAY)
    assert (longer.values[run.iterations :] <= ravine.target).all()
    assert longer.values[run.iterations - 1] > ravine.target


def test_a_run_never_has_more_iterations_than_its_limit(ravine):
    """Also where the last of them runs past the goal, and what follows is looked at."""
    for method, rate in (("rmsprop", 0.1), ("momentum", 0.01), ("sgd", 0.021)):
        for limit in range(0, 120):
            run = first_order_run(ravine, method, rate, limit)
            assert run.iterations <= limit
            assert run.outcome == "target" or run.iterations == limit


def test_running_past_the_goal_is_not_arriving(ravine):
    """RMSProp with a large rate crosses the minimum and then dances round it for good."""
    run = first_order_run(ravine, "rmsprop", 0.1)
    assert run.values.min() < ravine.target
    assert run.outcome == "limit"
    assert run.values[-1] > 5 * ravine.target


def test_divergence_is_an_outcome(ravine):
    run = first_order_run(ravine, "sgd", 0.03)
    assert run.outcome == "diverged"
    assert np.isfinite(run.values).all()


def test_what_is_counted(ravine, network):
    for problem in (ravine, replace(network, limit=5)):
        calls = dict.fromkeys(("value", "gradient", "hessian"), 0)

        def counted(name, problem=problem, calls=calls):
            def call(w):
                calls[name] += 1
                return getattr(problem, name)(w)

            return call

        watched = replace(problem, **{name: counted(name) for name in calls})
        run = newton_run(watched)
        assert run.hessian_evaluations == calls["hessian"] == run.iterations
        assert run.function_evaluations == 0
        assert run.gradient_evaluations == run.iterations * (1 + problem.gradients_per_hessian)
        run = first_order_run(watched, "adam", 0.05, 5)
        assert (run.function_evaluations, run.gradient_evaluations) == (0, run.iterations)
    run = bfgs_run(ravine)
    assert run.function_evaluations == run.gradient_evaluations > run.iterations
    assert network.gradients_per_hessian == 18


def test_bad_input_is_named(ravine):
    with pytest.raises(ValueError, match="method: expected one of sgd, momentum"):
        first_order_run(ravine, "Adam", 0.1)
    with pytest.raises(ValueError, match="learning_rate"):
        first_order_run(ravine, "adam", -0.1)
    with pytest.raises(ValueError, match="limit"):
        first_order_run(ravine, "adam", 0.1, -1)
    with pytest.raises(ValueError, match="iterations"):
        network_problem(0)


def test_a_turned_ravine_is_the_ravine_turned(ravine):
    Q = rotation(30)
    np.testing.assert_allclose(Q @ Q.T, np.eye(2), atol=1e-15)
    np.testing.assert_allclose(Q @ [1, 0], [np.sqrt(3) / 2, 1 / 2])
    there = rotated(ravine, Q)
    np.testing.assert_allclose(there.start, Q @ ravine.start)
    for w in np.random.default_rng(3).normal(size=(20, 2)):
        assert there.value(Q @ w) == pytest.approx(ravine.value(w), rel=1e-12)
        np.testing.assert_allclose(there.gradient(Q @ w), Q @ ravine.gradient(w), atol=1e-12)
        np.testing.assert_allclose(there.hessian(Q @ w), Q @ ravine.hessian(w) @ Q.T, atol=1e-12)


def test_only_methods_that_divide_by_axis_feel_the_turn(ravine):
    there = rotated(ravine, rotation(30))
    rates = LEARNING_RATES["ravine"]
    for method in ("sgd", "momentum"):
        straight, turned = (
            first_order_run(problem, method, rates[method]) for problem in (ravine, there)
        )
        assert turned.iterations == straight.iterations
        np.testing.assert_allclose(turned.points, straight.points @ rotation(30).T, atol=1e-9)
    for method in ("rmsprop", "adam"):
        straight, turned = (
            first_order_run(problem, method, rates[method]) for problem in (ravine, there)
        )
        assert turned.iterations > 1.2 * straight.iterations
    assert newton_run(there).iterations == 1


def test_what_cannot_be_turned_is_refused(ravine, network):
    with pytest.raises(ValueError, match=r"start: expected shape \(2,\), got \(9,\)"):
        rotated(network, rotation(10))
    with pytest.raises(ValueError, match=r"turn: expected shape \(2, 2\)"):
        rotated(ravine, np.eye(3))
    with pytest.raises(ValueError, match="degrees: expected finite numbers"):
        rotation(np.nan)
