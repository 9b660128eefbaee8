import dataclasses
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.activations import sigmoid_derivative
from backprop.gradient_check import (
    TOLERANCE,
    check_gradient,
    numerical_gradient,
    relative_errors,
)
from backprop.lecture import as_published
from backprop.network import (
    BackwardPass,
    Parameters,
    backward,
    cost,
    forward,
    initial_parameters,
    lecture_parameters,
)
from backprop.network_check import check_backward, epsilon_sweep
from backprop.samples import study_sleep
from backprop.training import train

SAMPLES = study_sleep()
EPSILONS = np.logspace(-1, -12, 45)


class TestNumericalGradient:
    def test_is_exact_on_a_quadratic(self):
        A = np.array([[3.0, 1.0], [1.0, 2.0]])
        x = np.array([0.5, -0.25])
        gradient = numerical_gradient(lambda v: float(v @ A @ v / 2), x, 2.0**-10)
        np.testing.assert_array_equal(gradient, A @ x)

    def test_truncation_on_a_cubic_is_epsilon_squared(self):
        gradient = numerical_gradient(lambda v: v[0] ** 3, np.array([1.0]), 2.0**-6)
        assert gradient[0] - 3 == 2.0**-12

    def test_agrees_with_scipy(self):
        parameters = lecture_parameters(1)

        def function(vector):
            return cost(Parameters.from_vector(vector, like=parameters), SAMPLES.X, SAMPLES.y)

        vector = parameters.to_vector()
        np.testing.assert_allclose(
            numerical_gradient(function, vector, 1e-5),
            np.asarray(scipy.optimize.approx_fprime(vector, function, 1e-8)),
            rtol=1e-4,
        )

    def test_divides_by_the_distance_that_float64_makes_of_it(self):
        """At 1 a step of 3 · 10⁻¹⁶ is rounded to 2.2 or 4.4 · 10⁻¹⁶, and a line has slope 1."""
        for epsilon in (3e-16, 1e-15, 1e-13, 1e-7):
            assert numerical_gradient(lambda v: v[0], [1.0], epsilon) == [1.0]

    def test_leaves_the_vector_alone(self):
        vector = np.array([1.0, 2.0])
        numerical_gradient(lambda v: v.sum(), vector, 0.1)
        np.testing.assert_array_equal(vector, [1, 2])

    @pytest.mark.parametrize(
        ("vector", "epsilon", "error", "message"),
        [
            ([[1.0]], 1e-5, ValueError, r"vector: expected shape \(n,\), got \(1, 1\)"),
            ([np.nan], 1e-5, ValueError, "vector: expected finite numbers, got nan"),
            ([], 1e-5, ValueError, "vector: expected at least one number"),
            ([1.0], 0.0, ValueError, "epsilon: .* greater than 0, got 0.0"),
            ([1.0], -1e-5, ValueError, "epsilon: .* greater than 0, got -1e-05"),
            ([1.0], "small", TypeError, "epsilon: expected a real number, got str 'small'"),
            ([1.0], 1e-17, ValueError, "epsilon: expected enough to move entries up to 1.0"),
        ],
    )
    def test_names_bad_input(self, vector, epsilon, error, message):
        with pytest.raises(error, match=message):
            numerical_gradient(lambda v: v.sum(), vector, epsilon)


POINT = np.array([1.0, 2.0])
CHANCE = np.random.default_rng(0)


def changes_its_argument(v):
    v *= 2
    return v.sum()


def writes_into_the_vector(v):
    POINT[...] = v
    return POINT.sum()


@pytest.mark.parametrize(
    ("function", "error", "message"),
    [
        (changes_its_argument, ValueError, "changes the vector that it is given"),
        (writes_into_the_vector, ValueError, "changes the vector at which it is asked"),
        (lambda v: CHANCE.normal(), ValueError, "gave .* and then .* for the same vector"),
        (lambda v: np.nan, ValueError, r"expected finite numbers, got nan at \[1\., 2\.\]"),
        (lambda v: np.log(1 - v[0]), ValueError, "expected finite numbers, got -inf at"),
        (lambda v: v[:1], ValueError, r"expected shape \(\), got \(1,\) at .*\.item\(\)"),
        (lambda v: v, ValueError, r"expected shape \(\), got \(2,\)"),
        (lambda v: None, TypeError, ".*got None; is a return missing"),
        (lambda v: "3", TypeError, "expected real numbers, got dtype <U1"),
        (lambda v: 1j, TypeError, "expected real numbers, got dtype complex128"),
        (3.0, TypeError, "expected a function, got float"),
    ],
)
def test_a_function_that_is_not_fit_to_be_differentiated_is_named(function, error, message):
    with np.errstate(all="ignore"):
        POINT[...] = 1.0, 2.0
        with pytest.raises(error, match=f"function: {message}"):
            numerical_gradient(function, POINT, 1e-5)
        POINT[...] = 1.0, 2.0
        with pytest.raises(error, match=f"value: {message}"):
            check_gradient(function, lambda v: np.ones(2), POINT)


def writes_ones(v):
    v[:] = 1
    return v


@pytest.mark.parametrize(
    ("gradient", "error", "message"),
    [
        (lambda v: np.ones((2, 1)), ValueError, r"expected shape \(2,\), got \(2, 1\) at"),
        (lambda v: 1.0, ValueError, r"expected shape \(2,\), got \(\)"),
        (lambda v: np.array([1.0, np.inf]), ValueError, "expected finite numbers, got inf"),
        (lambda v: None, TypeError, ".*got None"),
        (writes_ones, ValueError, "changes the vector that it is given"),
        (np.ones(2), TypeError, "expected a function, got ndarray"),
    ],
)
def test_a_gradient_that_is_not_fit_to_be_checked_is_named(gradient, error, message):
    with pytest.raises(error, match=f"gradient: {message}"):
        check_gradient(lambda v: float(v.sum()), gradient, [1.0, 2.0])


def test_settings_of_the_check_out_of_range_are_named():
    def value(v):
        return float(v.sum())

    with pytest.raises(ValueError, match="labels: expected 2, one for each entry, got 1"):
        check_gradient(value, lambda v: np.ones(2), [1.0, 2.0], labels=["a"])
    with pytest.raises(ValueError, match=r"magnitude: .* greater than 0, got 0\.0"):
        check_gradient(value, lambda v: np.ones(2), [1.0, 2.0], magnitude=0.0)


def test_relative_errors():
    a, b = np.array([2.0, -1.0, 0.0, 0.0, 1.0]), np.array([1.0, 1.0, 0.0, 3.0, 1.0])
    np.testing.assert_array_equal(relative_errors(a, b), [0.5, 2, 0, 1, 0])
    np.testing.assert_array_equal(relative_errors(b, a), relative_errors(a, b))


class TestRightGradient:
    @pytest.mark.parametrize("index", [1, 2, 3, 4])
    def test_passes_for_all_nine_weights_of_the_lecture(self, index):
        check = check_backward(lecture_parameters(index), SAMPLES.X, SAMPLES.y)
        assert check.passed
        assert check.relative_error.shape == check.analytic.shape == check.numerical.shape == (9,)
        assert check.relative_error.max() < 1e-8
        assert check.labels == lecture_parameters(index).labels
        assert (check.epsilon, check.tolerance) == (1e-5, TOLERANCE)

    @settings(max_examples=25, deadline=None)
    @given(st.tuples(*[st.integers(1, 5)] * 3), st.integers(1, 10), st.integers(0, 2**32 - 1))
    def test_passes_entry_by_entry_on_random_shapes_batches_and_seeds(self, sizes, n, seed):
        """But for entries that are so small that rounding hides a millionth of them."""
        generator = np.random.default_rng(seed)
        parameters = initial_parameters(generator, *sizes)
        X = generator.uniform(-1, 1, (n, sizes[0]))
        y = generator.uniform(0, 1, (n, sizes[2]))
        check = check_backward(parameters, X, y)
        for entry, outcome in zip(np.abs(check.analytic), check.outcomes, strict=True):
            assert outcome == "passed" or (outcome == "undecided" and entry < 0.01 * len(y))

    def test_is_undecided_where_it_is_zero(self):
        parameters = lecture_parameters(1)
        y = forward(parameters, SAMPLES.X).activated_output
        check = check_backward(parameters, SAMPLES.X, y)
        assert not check.analytic.any()
        assert check.outcome == "undecided"

    def test_is_undecided_if_the_tolerance_asks_for_more_than_a_difference_can_tell(self):
        check = check_backward(
            lecture_parameters(1), SAMPLES.X, SAMPLES.y, epsilon=1e-2, tolerance=1e-12
        )
        assert set(check.outcomes) == {"undecided"}

    def test_is_checked_for_any_function(self):
        at = np.array([-1.2, 1.0, 0.3])
        rosen, slopes = scipy.optimize.rosen, scipy.optimize.rosen_der
        check = check_gradient(rosen, slopes, at)
        assert check.passed
        assert check.labels == ("w[0]", "w[1]", "w[2]")
        np.testing.assert_array_equal(check.numerical, numerical_gradient(rosen, at, 1e-5))
        off = scipy.optimize.check_grad(rosen, slopes, at)
        assert np.abs(check.analytic - check.numerical).max() < off
        wrong = check_gradient(rosen, lambda v: slopes(v) * [1, 1.001, 1], at, labels=list("xyz"))
        assert wrong.outcomes == ("passed", "failed", "passed")
        assert wrong.outcome == "failed"
        assert wrong.labels == ("x", "y", "z")

    def test_a_function_in_float32_is_not_held_to_float64(self):
        def value(v) -> Any:
            return np.float32(np.square(v, dtype=np.float32).sum() / 2)

        for epsilon in (1e-10, 1e-5):
            check = check_gradient(value, lambda v: v, [0.3, -0.7], epsilon)
            assert check.outcome == "undecided"
        assert check_gradient(value, lambda v: v, [0.3, -0.7], 0.1, tolerance=1e-3).passed

    @pytest.mark.parametrize("scale", [1e-20, 1e20])
    def test_magnitude_tells_how_large_the_numbers_are(self, scale):
        def value(v):
            return scale * float(v @ v) / 2

        check = check_gradient(value, lambda v: scale * v, [1.0, -2.0], magnitude=scale)
        assert check.passed

    def test_a_gradient_of_zero_between_two_high_walls_does_not_fail(self):
        def value(v):
            return float(1e9 * np.cosh(5 * v[0]) - 1e9)  # rounded to 10⁻⁷ at 0 and 10⁻⁵ at 1

        for epsilon in (1.0, 0.1, 1e-3, 1e-8):
            check = check_gradient(value, lambda v: np.zeros(1), [0.0], epsilon, magnitude=1e9)
            assert check.outcome == "undecided"

    def test_a_kink_within_the_step_is_not_held_against_a_gradient(self):
        check = check_gradient(lambda v: abs(v[0]), np.sign, [2e-6], 1e-5)
        assert check.outcome == "undecided"
        assert check_gradient(lambda v: abs(v[0]), np.sign, [2e-6], 1e-6).passed

    def test_a_wave_as_long_as_the_step_does_not_pass_for_a_line(self):
        def value(v):
            return v[0] + np.sin(2 * np.pi * v[0])

        check = check_gradient(value, lambda v: np.ones(1), [0.1], 1.0)
        assert check.numerical[0] == pytest.approx(1)
        assert check.outcome == "undecided"


def rebuilt(parameters, forward_pass, y, **changes):
    """Return the right pass with some arrays replaced by functions of (parameters, pass, right)."""
    right = backward(parameters, forward_pass, y)
    return dataclasses.replace(
        right, **{name: f(parameters, forward_pass, right) for name, f in changes.items()}
    )


def chained(output_delta=None, hidden_error=None, hidden_delta=None):
    """Return a backward pass with one link of the chain replaced and the rest computed from it."""

    def faulty(p, f, y):
        error = y - f.activated_output
        delta = (output_delta or (lambda e, f: e * sigmoid_derivative(f.output_sum)))(error, f)
        back = (hidden_error or (lambda d, p: d @ p.w2.T))(delta, p)
        hidden = (hidden_delta or (lambda e, f: e * sigmoid_derivative(f.hidden_sum)))(back, f)
        gradients = -(f.X.T @ hidden), -(f.activated_hidden.T @ delta)
        return BackwardPass(error, delta, back, hidden, *gradients)

    return faulty


WRONG = {
    "wrong sign of all": lambda p, f, y: rebuilt(
        p,
        f,
        y,
        w1_gradient=lambda p, f, r: -r.w1_gradient,
        w2_gradient=lambda p, f, r: -r.w2_gradient,
    ),
    "wrong sign of w1": lambda p, f, y: rebuilt(
        p, f, y, w1_gradient=lambda p, f, r: -r.w1_gradient
    ),
    "wrong sign of w2": lambda p, f, y: rebuilt(
        p, f, y, w2_gradient=lambda p, f, r: -r.w2_gradient
    ),
    "factor 2 of the MSE": chained(lambda e, f: 2 * e * sigmoid_derivative(f.output_sum)),
    "no σ' at the output": chained(lambda e, f: e),
    "no σ' in the hidden layer": chained(hidden_delta=lambda e, f: e),
    "σ' of the wrong layer": chained(
        lambda e, f: e * sigmoid_derivative(f.hidden_sum[:, : e.shape[1]])
    ),
    "no transpose of X": lambda p, f, y: rebuilt(
        p, f, y, w1_gradient=lambda p, f, r: -(f.X @ r.hidden_delta)
    ),
    "no transpose of A_H": lambda p, f, y: rebuilt(
        p, f, y, w2_gradient=lambda p, f, r: -(f.activated_hidden @ r.output_delta)
    ),
    "no transpose of w2": chained(hidden_error=lambda d, p: d @ p.w2),
    "one sample left out": lambda p, f, y: rebuilt(
        p, f, y, w1_gradient=lambda p, f, r: -(f.X[1:].T @ r.hidden_delta[1:])
    ),
    "one weight off by a thousandth of a percent": lambda p, f, y: rebuilt(
        p, f, y, w2_gradient=lambda p, f, r: r.w2_gradient * (1 + 1e-5 * np.eye(*p.w2.shape))
    ),
    "F1": as_published.backward_with_f1,
    "F2": as_published.backward_with_f2,
    "F3": as_published.backward_with_f3,
    "as printed": as_published.backward_as_printed,
}


def times(factor, first_only=False):
    """Return the right backward pass with its gradient, or the first entry of it, multiplied."""

    def faulty(p, f, y):
        right = backward(p, f, y)
        w1_gradient = right.w1_gradient.copy()
        w1_gradient[(0, 0) if first_only else ...] *= factor
        w2_gradient = right.w2_gradient * (1 if first_only else factor)
        return dataclasses.replace(right, w1_gradient=w1_gradient, w2_gradient=w2_gradient)

    return faulty


HIDDEN = {
    "zeros": times(0),
    "wrong sign": times(-1),
    "a thousandth too much": times(1.001),
    "twice": times(2),
    "one wrong entry": times(1.001, first_only=True),
    "one wrong sign": times(-1, first_only=True),
    "F1": as_published.backward_with_f1,
    "F2": as_published.backward_with_f2,
    "F3": as_published.backward_with_f3,
    "as printed": as_published.backward_as_printed,
}


@st.composite
def networks(draw):
    """Draw networks, some of them saturated, and targets, some of them met."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    drawn = initial_parameters(generator, *(draw(st.integers(1, 4)) for _ in range(2)))
    w1_scale, w2_scale = (draw(st.sampled_from([0.01, 1, 10, 100])) for _ in range(2))
    parameters = Parameters(w1_scale * drawn.w1, w2_scale * drawn.w2)
    X = generator.uniform(-1, 1, (draw(st.integers(1, 4)), drawn.n_inputs))
    output = forward(parameters, X).activated_output
    y = draw(
        st.sampled_from(
            [
                generator.uniform(size=output.shape),
                np.round(output),
                output,
                output + 1e-6 * generator.normal(size=output.shape),
            ]
        )
    )
    return parameters, X, y


EXPONENTS = st.floats(-16, 0)


@settings(max_examples=50, deadline=None)
@given(networks(), EXPONENTS)
def test_no_right_gradient_fails_at_any_epsilon(problem, exponent):
    parameters, X, y = problem
    assert check_backward(parameters, X, y, 10**exponent).outcome != "failed"


@settings(max_examples=50, deadline=None)
@given(networks(), EXPONENTS, st.sampled_from(sorted(HIDDEN)))
def test_no_wrong_gradient_passes_at_any_epsilon(problem, exponent, name):
    parameters, X, y = problem
    forward_pass = forward(parameters, X)
    right, wrong = (f(parameters, forward_pass, y).to_vector() for f in (backward, HIDDEN[name]))
    if (np.abs(wrong - right) > 1e-4 * np.abs(right)).any():
        assert check_backward(parameters, X, y, 10**exponent, HIDDEN[name]).outcome != "passed"


@pytest.mark.parametrize("name", HIDDEN)
def test_no_wrong_gradient_passes_on_the_lectures_network_or_a_saturated_one(name):
    saturated = Parameters(10 * lecture_parameters(1).w1, np.full((3, 1), 10.0))
    for parameters in (lecture_parameters(1), saturated):
        for epsilon in 10.0 ** np.arange(-16, 1, 2):
            check = check_backward(parameters, SAMPLES.X, SAMPLES.y, epsilon, HIDDEN[name])
            assert check.outcome != "passed"


@pytest.mark.parametrize("epsilon", [1e-6, 1e-5, 1e-4])
def test_a_trained_network_is_decided_where_its_slopes_are_not_lost(epsilon):
    parameters = train(lecture_parameters(4), SAMPLES.X, SAMPLES.y, 1_000).parameters(1_000)
    outcomes = check_backward(parameters, SAMPLES.X, SAMPLES.y, epsilon).outcomes
    assert "failed" not in outcomes
    wrong = check_backward(parameters, SAMPLES.X, SAMPLES.y, epsilon, times(1.001))
    assert wrong.outcome == "failed"


class TestWrongGradient:
    @pytest.mark.parametrize("name", WRONG)
    @pytest.mark.parametrize("seed", range(5))
    def test_is_rejected_where_every_shape_permits_it(self, name, seed):
        # Three samples, inputs, hidden nodes and outputs: no missing transpose shows in a shape.
        generator = np.random.default_rng(seed)
        parameters = initial_parameters(generator, 3, 3, 3)
        X, y = generator.uniform(size=(3, 3)), generator.uniform(size=(3, 3))
        assert check_backward(parameters, X, y).outcome != "failed"
        assert check_backward(parameters, X, y, backward=WRONG[name]).outcome == "failed"

    @pytest.mark.parametrize("name", [name for name in WRONG if "transpose" not in name])
    @pytest.mark.parametrize("index", [1, 2, 3, 4])
    def test_is_rejected_on_the_networks_of_the_lecture(self, name, index):
        check = check_backward(
            lecture_parameters(index), SAMPLES.X, SAMPLES.y, backward=WRONG[name]
        )
        assert check.outcome == "failed"

    @pytest.mark.parametrize(
        ("gradient", "message"),
        [
            ("w1_gradient", r"w1_gradient: expected shape \(2, 3\), got \(3, 2\)"),
            ("w2_gradient", r"w2_gradient: expected shape \(3, 1\), got \(1, 3\)"),
        ],
    )
    def test_of_another_shape_is_named(self, gradient, message):
        def faulty(p, f, y):
            return rebuilt(p, f, y, **{gradient: lambda p, f, r: getattr(r, gradient).T})

        with pytest.raises(ValueError, match=message):
            check_backward(lecture_parameters(1), SAMPLES.X, SAMPLES.y, backward=faulty)


@pytest.fixture(scope="module", params=[1, 2, 3, 4])
def sweep(request):
    return epsilon_sweep(lecture_parameters(request.param), SAMPLES.X, SAMPLES.y, EPSILONS)


class TestEpsilonSweep:
    def test_shapes(self, sweep):
        assert sweep.relative_error.shape == (45, 9)
        assert sweep.worst_error.shape == sweep.truncation.shape == sweep.rounding.shape == (45,)
        assert sweep.labels == lecture_parameters(1).labels
        np.testing.assert_array_equal(sweep.worst_error, sweep.relative_error.max(axis=1))

    def test_left_of_the_valley_lies_rounding_and_right_of_it_truncation(self, sweep):
        large, small = EPSILONS > 1e-3, EPSILONS < 1e-6
        np.testing.assert_allclose(sweep.worst_error[large], sweep.truncation[large], rtol=0.01)
        ratio = sweep.worst_error[small] / sweep.rounding[small]
        assert 0.1 < np.exp(np.log(ratio).mean()) < 3
        assert ratio.max() < 10

    def test_best_epsilon_is_near_where_theory_puts_it(self, sweep):
        crossing = EPSILONS[np.argmin(sweep.truncation + sweep.rounding)]
        assert sweep.best_epsilon in EPSILONS
        assert abs(np.log10(sweep.best_epsilon / crossing)) < 1
        assert sweep.worst_error.min() < 1e-8

    def test_agrees_with_the_check_at_one_epsilon(self):
        parameters = lecture_parameters(2)
        sweep = epsilon_sweep(parameters, SAMPLES.X, SAMPLES.y, [1e-3, 1e-5])
        for row, epsilon in enumerate(sweep.epsilons):
            check = check_backward(parameters, SAMPLES.X, SAMPLES.y, float(epsilon))
            np.testing.assert_array_equal(sweep.relative_error[row], check.relative_error)

    @pytest.mark.parametrize(
        ("epsilons", "message"),
        [
            ([], "epsilons: expected at least one number"),
            ([[1e-5]], r"epsilons: expected shape \(n_epsilons,\), got \(1, 1\)"),
            ([1e-5, -1e-5], "epsilon: .* greater than 0, got"),
            ([1e-5, np.nan], "epsilons: expected finite numbers, got nan"),
        ],
    )
    def test_names_bad_epsilons(self, epsilons, message):
        with pytest.raises(ValueError, match=message):
            epsilon_sweep(lecture_parameters(1), SAMPLES.X, SAMPLES.y, epsilons)

    def test_names_a_gradient_with_a_zero(self):
        with pytest.raises(ValueError, match="parameters: expected a gradient without zeros"):
            epsilon_sweep(Parameters(np.ones((1, 1)), np.ones((1, 1))), [[0.0]], [[1.0]], [1e-5])


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"X": np.ones((3, 3))}, ValueError, r"X: expected shape \(n_samples, 2\), got \(3, 3\)"),
        ({"y": np.ones(3)}, ValueError, r"y: expected shape \(3, 1\), got \(3,\)"),
        ({"y": np.ones((1, 1))}, ValueError, r"y: expected shape \(3, 1\), got \(1, 1\)"),
        ({"epsilon": -1.0}, ValueError, "epsilon: .* greater than 0, got -1.0"),
        ({"tolerance": 0.0}, ValueError, "tolerance: .* greater than 0, got 0.0"),
    ],
)
def test_check_backward_names_bad_input(arguments, error, message):
    good = {"X": SAMPLES.X, "y": SAMPLES.y}
    with pytest.raises(error, match=message):
        check_backward(lecture_parameters(1), **(good | arguments))
