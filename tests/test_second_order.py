"""Newton, BFGS and the line search: closed forms, SciPy, and the Wolfe inequalities themselves."""

import inspect

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.optimize.functions import double_well_1d, saddle
from backprop.optimize.line_search import (
    CURVATURE,
    SUFFICIENT_DECREASE,
    LinePoint,
    LineSearch,
    line_point,
    wolfe,
)
from backprop.optimize.problems import network_problem
from backprop.optimize.second_order import BFGSState, NewtonState, bfgs, difference_hessian, newton
from backprop.optimize.surfaces import descent_path


def quadratic(seed, n):
    """Return A, the minimum m, and value and gradient of f = ½ (w − m)ᵀ A (w − m)."""
    generator = np.random.default_rng(seed)
    rotation, _ = np.linalg.qr(generator.normal(size=(n, n)))
    A = rotation @ np.diag(np.geomspace(1, 50, n)) @ rotation.T
    m = generator.normal(size=n)
    return A, m, lambda w: (w - m) @ A @ (w - m) / 2, lambda w: A @ (w - m)


def exact_search(A):
    """Return the search that goes to the very minimum along the line, for a quadratic."""

    def search(value, gradient, start, direction, _):
        length = -start.slope / (direction @ A @ direction)
        return LineSearch(line_point(value, gradient, start.w, direction, length), (length,))

    return search


def minimize(value, gradient, start, tolerance=1e-6, limit=500):
    state, iterations = BFGSState.start(start, value, gradient), 0
    while np.abs(state.gradient).max() > tolerance:
        state, iterations = bfgs(state, value, gradient), iterations + 1
        assert iterations < limit
    return state, iterations


SEEDS_AND_SIZES = [(seed, n) for seed in (1, 2, 3) for n in (2, 5, 9)]


@pytest.mark.parametrize(("seed", "n"), SEEDS_AND_SIZES)
def test_newton_reaches_the_minimum_of_a_quadratic_in_one_step(seed, n):
    A, m, _, gradient = quadratic(seed, n)
    start = NewtonState(np.zeros(n))
    np.testing.assert_allclose(newton(start, gradient(start.w), A).w, m, rtol=1e-11, atol=1e-12)


def test_newton_is_drawn_into_the_saddle_point_that_descent_leaves():
    function = saddle()
    state = NewtonState(np.array([0.8, 0.1]))
    for _ in range(6):
        state = newton(state, function.gradient(state.w), function.hessian(state.w))
    np.testing.assert_allclose(state.w, function.saddles[0], atol=1e-14)


def test_newton_doubles_the_correct_digits_near_a_minimum():
    function = double_well_1d()
    state, errors = NewtonState(function.minima[0] + [0.1]), []
    for _ in range(4):
        errors.append(np.linalg.norm(state.w - function.minima[0]))
        state = newton(state, function.gradient(state.w), function.hessian(state.w))
    orders = np.log(errors[2:]) / np.log(errors[1:-1])
    assert (orders > 1.7).all()


@pytest.mark.parametrize(("seed", "n"), SEEDS_AND_SIZES)
def test_bfgs_with_exact_searches_knows_the_inverse_hessian_after_n_steps(seed, n):
    """Nocedal & Wright, theorem 6.4."""
    A, m, value, gradient = quadratic(seed, n)
    state = BFGSState.start(np.zeros(n), value, gradient)
    for _ in range(n):
        state = bfgs(state, value, gradient, exact_search(A))
    np.testing.assert_allclose(state.w, m, atol=1e-8)
    np.testing.assert_allclose(state.inverse_hessian, np.linalg.inv(A), atol=1e-7)


def test_bfgs_meets_the_secant_equation_and_stays_positive_definite():
    value, gradient = scipy.optimize.rosen, scipy.optimize.rosen_der
    state = BFGSState.start([-1.2, 1.0, -0.5], value, gradient)
    for _ in range(25):
        new = bfgs(state, value, gradient)
        s, y = new.w - state.w, new.gradient - state.gradient
        np.testing.assert_allclose(new.inverse_hessian @ y, s, rtol=1e-7, atol=1e-12)
        np.testing.assert_allclose(new.inverse_hessian, new.inverse_hessian.T, atol=1e-12)
        assert np.linalg.eigvalsh(new.inverse_hessian).min() > 0
        assert new.value < state.value
        state = new


CLASSICS = {
    "Rosenbrock": (
        scipy.optimize.rosen,
        scipy.optimize.rosen_der,
        np.array([-1.2, 1.0]),
        np.ones(2),
    ),
    "Rosenbrock in five dimensions": (
        scipy.optimize.rosen,
        scipy.optimize.rosen_der,
        np.array([1.3, 0.7, 0.8, 1.9, 1.2]),
        np.ones(5),
    ),
    "ravine": (*quadratic(4, 9)[2:], np.zeros(9), quadratic(4, 9)[1]),
}


@pytest.mark.parametrize("name", CLASSICS)
def test_bfgs_finds_the_minimum_that_scipy_finds_at_a_like_price(name):
    value, gradient, start, minimum = CLASSICS[name]
    state, iterations = minimize(value, gradient, start)
    theirs = scipy.optimize.minimize(
        value, start, jac=gradient, method="BFGS", options={"gtol": 1e-6}
    )
    assert theirs.success
    np.testing.assert_allclose(state.w, minimum, atol=1e-5)
    np.testing.assert_allclose(state.w, theirs.x, atol=1e-5)
    assert iterations <= 1.25 * theirs.nit
    assert state.evaluations <= 1.5 * theirs.nfev


def test_bfgs_on_the_lectures_network_is_as_good_as_scipy():
    problem = network_problem(iterations=100)
    state = BFGSState.start(problem.start, problem.value, problem.gradient)
    for _ in range(60):
        state = bfgs(state, problem.value, problem.gradient)
    theirs = scipy.optimize.minimize(
        problem.value, problem.start, jac=problem.gradient, method="BFGS", options={"maxiter": 60}
    )
    assert state.value < 1.5 * theirs.fun
    assert state.evaluations <= 1.5 * theirs.nfev


def test_evaluations_are_counted_as_they_are_made():
    calls = {"value": 0, "gradient": 0}

    def counted(name, function):
        def call(w):
            calls[name] += 1
            return function(w)

        return call

    value = counted("value", scipy.optimize.rosen)
    gradient = counted("gradient", scipy.optimize.rosen_der)
    state = BFGSState.start([-1.2, 1.0], value, gradient)
    for _ in range(10):
        state = bfgs(state, value, gradient)
    assert calls == {"value": state.evaluations, "gradient": state.evaluations}


# The line search ---------------------------------------------------------------------------------


def test_the_two_constants_are_those_of_the_book_and_of_scipy():
    """Nocedal & Wright, section 3.1: c₁ = 10⁻⁴, and c₂ = 0.9 for a quasi-Newton method."""
    assert (SUFFICIENT_DECREASE, CURVATURE) == (1e-4, 0.9)
    theirs = inspect.signature(scipy.optimize.line_search).parameters
    assert (theirs["c1"].default, theirs["c2"].default) == (SUFFICIENT_DECREASE, CURVATURE)


def search_along(value, gradient, w, direction, first_length=1.0):
    start = line_point(value, gradient, w, np.asarray(direction), 0.0)
    return start, wolfe(value, gradient, start, np.asarray(direction), first_length)


def assert_strong_wolfe(value, gradient, w, direction, length, c1=1e-4, c2=0.9):
    slope = gradient(w) @ direction
    there = w + length * direction
    assert value(there) <= value(w) + c1 * length * slope
    assert abs(gradient(there) @ direction) <= c2 * abs(slope)


@given(
    st.integers(0, 10_000),
    st.integers(1, 6),
    st.floats(-6, 6),
    st.floats(-3, 3),
)
@settings(deadline=None, max_examples=150)
def test_accepted_lengths_satisfy_both_inequalities(seed, n, scale, first):
    """On a bumpy function that rises in the end, for directions of any size."""
    generator = np.random.default_rng(seed)
    w = 3 * generator.normal(size=n)

    def value(x):
        return float(x @ x / 10 + np.sin(3 * x).sum())

    def gradient(x):
        return x / 5 + 3 * np.cos(3 * x)

    direction = -(10**scale) * gradient(w)
    _, found = search_along(value, gradient, w, direction, 10**first)
    assert_strong_wolfe(value, gradient, w, direction, found.point.length)
    assert found.lengths[-1] == found.point.length
    np.testing.assert_array_equal(found.point.w, w + found.point.length * direction)
    np.testing.assert_array_equal(found.point.gradient, gradient(found.point.w))


@pytest.mark.parametrize("start", [[-1.2, 1.0], [2.0, -1.0], [0.5, 3.0]])
def test_scipys_line_search_accepts_the_same_problem_at_a_like_price(start):
    value, gradient, w = scipy.optimize.rosen, scipy.optimize.rosen_der, np.array(start)
    direction = -gradient(w)
    _, found = search_along(value, gradient, w, direction)
    length, evaluations, *_ = scipy.optimize.line_search(value, gradient, w, direction)
    assert length is not None
    assert_strong_wolfe(value, gradient, w, direction, length)
    assert_strong_wolfe(value, gradient, w, direction, found.point.length)
    assert len(found.lengths) <= evaluations + 5


def test_a_good_first_length_is_taken_at_once():
    A, m, value, gradient = quadratic(5, 4)
    newton_direction = np.linalg.solve(A, -gradient(np.zeros(4)))
    _, found = search_along(value, gradient, np.zeros(4), newton_direction)
    assert found.lengths == (1.0,)
    np.testing.assert_allclose(found.point.w, m)


def test_a_step_too_short_for_the_curvature_condition_is_lengthened():
    def value(w):
        return float(w @ w) / 2

    _, found = search_along(value, lambda w: w, np.array([1.0]), [-1.0], 1e-3)
    assert found.lengths[0] == 1e-3
    assert found.point.length >= 0.1


def test_a_top_hardly_lower_than_the_start_is_refused():
    """Flat at length 1, but 1e-5 below the start where the slope promises 1e-4."""

    def value(w):
        a = w[0]
        return float(-a + (2 - 3e-5) * a**2 - (1 - 2e-5) * a**3)

    def gradient(w):
        a = w[0]
        return np.array([-1 + 2 * (2 - 3e-5) * a - 3 * (1 - 2e-5) * a**2])

    assert value([1.0]) == pytest.approx(-1e-5)
    assert gradient([1.0])[0] == pytest.approx(0, abs=1e-12)
    _, found = search_along(value, gradient, np.zeros(1), [1.0])
    assert 0 < found.point.length < 0.9
    assert_strong_wolfe(value, gradient, np.zeros(1), np.ones(1), found.point.length)


def test_a_direction_that_does_not_lead_down_is_refused():
    value, gradient = scipy.optimize.rosen, scipy.optimize.rosen_der
    with pytest.raises(ValueError, match="direction: expected to lead down, to a slope below 0"):
        search_along(value, gradient, np.array([2.0, 2.0]), gradient(np.array([2.0, 2.0])))


def test_a_fall_without_end_is_reported():
    with pytest.raises(ArithmeticError, match="Wolfe conditions: f falls without end in this"):
        search_along(lambda w: -float(w[0]), lambda w: np.array([-1.0]), np.zeros(1), [1.0])


def test_bad_input_is_named():
    value, gradient = scipy.optimize.rosen, scipy.optimize.rosen_der
    start = LinePoint(0.0, np.zeros(2), 1.0, np.array([-2.0, 0.0]), -2.0)
    with pytest.raises(ValueError, match=r"first_length: .*got 0"):
        wolfe(value, gradient, start, np.array([1.0, 0.0]), 0.0)
    with pytest.raises(ValueError, match=r"direction: expected shape \(2,\)"):
        wolfe(value, gradient, start, np.ones(3))
    with pytest.raises(ValueError, match="value: expected finite numbers, got nan"):
        BFGSState.start([0.0, 0.0], lambda _: np.nan, gradient)
    with pytest.raises(ValueError, match=r"gradient: expected shape \(2,\), got \(3,\)"):
        BFGSState.start([0.0, 0.0], value, lambda _: np.zeros(3))
    with pytest.raises(ValueError, match=r"inverse_hessian: expected shape \(2, 2\)"):
        BFGSState(np.zeros(2), 0.0, np.zeros(2), np.eye(3), 1.0, 1)
    with pytest.raises(ValueError, match="w: expected finite numbers, got inf"):
        NewtonState(np.array([np.inf]))
    with pytest.raises(ValueError, match=r"hessian: expected shape \(2, 2\)"):
        newton(NewtonState(np.zeros(2)), np.zeros(2), np.eye(3))


@pytest.mark.parametrize(
    "hessian",
    [
        np.zeros((2, 2)),
        [[1.0, 3.0], [3.0, 9.0]],
        [[1.0, 1.0], [1.0, 1.0 + 2**-52]],  # singular but for rounding: a step of 10¹⁶
        [[1e-300, 0.0], [0.0, 1.0]],
    ],
)
def test_newton_says_where_the_hessian_has_no_inverse(hessian):
    with pytest.raises(np.linalg.LinAlgError, match="hessian: has no inverse"):
        newton(NewtonState(np.array([3.0, 4.0])), [1.0, 2.0], hessian)
    tiny = newton(NewtonState(np.array([3.0])), [2e-200], [[1e-200]])
    assert tiny.w == 1.0  # a small Hessian is no singular one


def test_bfgs_says_that_it_is_at_the_minimum_already():
    value, gradient = scipy.optimize.rosen, scipy.optimize.rosen_der
    state = BFGSState.start([1.0, 1.0], value, gradient)
    with pytest.raises(ValueError, match=r"gradient: zero at \[1\. 1\.\], .* already a minimum"):
        bfgs(state, value, gradient)
    tiny = BFGSState.start([1e-200], lambda w: w[0] ** 2, lambda w: 2 * w)  # slope underflows
    with pytest.raises(ValueError, match="already a minimum"):
        bfgs(tiny, lambda w: w[0] ** 2, lambda w: 2 * w)


def test_bfgs_says_that_rounding_leaves_nothing_to_gain_or_the_gradient_is_another():
    def value(w):
        return 1 + float(w @ w) / 2

    state = BFGSState.start([1e-9, -1e-9], value, lambda w: w)
    with pytest.raises(ArithmeticError, match="lowest up to rounding, or the gradient is not"):
        bfgs(state, value, lambda w: w)
    wrong = BFGSState.start([1.0, 1.0], value, lambda w: -w)
    with pytest.raises(ArithmeticError, match="the gradient is not that of the value"):
        bfgs(wrong, value, lambda w: -w)


def changes_its_argument(w):
    w += 1
    return w


def number(w):
    return float(w @ w)


@pytest.mark.parametrize(
    ("value", "gradient", "error", "message"),
    [
        (lambda w: np.array([w @ w]), lambda w: 2 * w, ValueError, r"value: .*\(\), got \(1,\)"),
        (lambda w: None, lambda w: 2 * w, TypeError, "value: .* is a return missing"),
        (number, lambda w: 2 * w[:, None], ValueError, r"gradient: .*\(2,\), got \(2, 1\)"),
        (number, lambda w: 2.0, ValueError, r"gradient: .*\(2,\), got \(\)"),
        (number, lambda w: w / 0, ValueError, "gradient: expected finite numbers, got inf"),
        (number, changes_its_argument, ValueError, "gradient: changes the vector that it is given"),
        (number, [2.0, 2.0], TypeError, "gradient: expected a function, got list"),
    ],
)
def test_functions_that_cannot_be_used_are_named(value, gradient, error, message):
    with np.errstate(all="ignore"):
        with pytest.raises(error, match=message):
            BFGSState.start([1.0, 1.0], value, gradient)
        with pytest.raises(error, match=message):
            descent_path(value, gradient, [1.0, 1.0], 0.1, 3)
        if message.startswith("gradient"):
            with pytest.raises(error, match=message):
                difference_hessian(gradient, [1.0, 1.0])


def test_a_point_too_large_for_its_differences_is_named():
    with pytest.raises(ValueError, match="w: expected entries that 1e-05 moves, got 1e"):
        difference_hessian(lambda w: w, [1e30])


def test_difference_hessian_is_the_hessian():
    function = saddle()
    w = np.array([0.3, -0.7])
    np.testing.assert_allclose(
        difference_hessian(function.gradient, w), function.hessian(w), rtol=1e-8
    )
    w = np.array([-1.2, 1.0, 0.3])
    np.testing.assert_allclose(
        difference_hessian(scipy.optimize.rosen_der, w),
        scipy.optimize.rosen_hess(w),
        rtol=1e-7,
        atol=1e-5,
    )
