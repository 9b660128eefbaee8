import dataclasses

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop import as_published
from backprop.activations import sigmoid_derivative
from backprop.gradient_check import (
    TOLERANCE,
    check_gradient,
    epsilon_sweep,
    numerical_gradient,
    relative_errors,
)
from backprop.network import (
    BackwardPass,
    Parameters,
    backward,
    cost,
    forward,
    initial_parameters,
    lecture_parameters,
)
from backprop.samples import study_sleep

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


def test_relative_errors():
    a, b = np.array([2.0, -1.0, 0.0, 0.0, 1.0]), np.array([1.0, 1.0, 0.0, 3.0, 1.0])
    np.testing.assert_array_equal(relative_errors(a, b), [0.5, 2, 0, 1, 0])
    np.testing.assert_array_equal(relative_errors(b, a), relative_errors(a, b))


class TestRightGradient:
    @pytest.mark.parametrize("index", [1, 2, 3, 4])
    def test_passes_for_all_nine_weights_of_the_lecture(self, index):
        check = check_gradient(lecture_parameters(index), SAMPLES.X, SAMPLES.y)
        assert check.passed
        assert check.relative_error.shape == check.analytic.shape == check.numerical.shape == (9,)
        assert check.relative_error.max() < 1e-8
        assert check.labels == lecture_parameters(index).labels
        assert (check.epsilon, check.tolerance) == (1e-5, TOLERANCE)

    @settings(max_examples=60, deadline=None)
    @given(st.tuples(*[st.integers(1, 5)] * 3), st.integers(1, 10), st.integers(0, 2**32 - 1))
    def test_passes_on_random_shapes_batches_and_seeds(self, sizes, n_samples, seed):
        generator = np.random.default_rng(seed)
        parameters = initial_parameters(generator, *sizes)
        X = generator.uniform(-1, 1, (n_samples, sizes[0]))
        y = generator.uniform(0, 1, (n_samples, sizes[2]))
        assert check_gradient(parameters, X, y).passed

    def test_passes_where_the_gradient_is_zero(self):
        parameters = lecture_parameters(1)
        y = forward(parameters, SAMPLES.X).activated_output
        check = check_gradient(parameters, SAMPLES.X, y)
        assert not check.analytic.any()
        assert check.passed

    def test_fails_if_the_tolerance_asks_for_more_than_float64_has(self):
        parameters = lecture_parameters(1)
        assert not check_gradient(
            parameters, SAMPLES.X, SAMPLES.y, epsilon=1e-2, tolerance=1e-12
        ).passed


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


class TestWrongGradient:
    @pytest.mark.parametrize("name", WRONG)
    @pytest.mark.parametrize("seed", range(5))
    def test_is_rejected_where_every_shape_permits_it(self, name, seed):
        # Three samples, inputs, hidden nodes and outputs: no missing transpose shows in a shape.
        generator = np.random.default_rng(seed)
        parameters = initial_parameters(generator, 3, 3, 3)
        X, y = generator.uniform(size=(3, 3)), generator.uniform(size=(3, 3))
        assert check_gradient(parameters, X, y).passed
        assert not check_gradient(parameters, X, y, backward=WRONG[name]).passed

    @pytest.mark.parametrize("name", [name for name in WRONG if "transpose" not in name])
    @pytest.mark.parametrize("index", [1, 2, 3, 4])
    def test_is_rejected_on_the_networks_of_the_lecture(self, name, index):
        check = check_gradient(
            lecture_parameters(index), SAMPLES.X, SAMPLES.y, backward=WRONG[name]
        )
        assert not check.passed

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
            check_gradient(lecture_parameters(1), SAMPLES.X, SAMPLES.y, backward=faulty)


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
            check = check_gradient(parameters, SAMPLES.X, SAMPLES.y, float(epsilon))
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
def test_check_gradient_names_bad_input(arguments, error, message):
    good = {"X": SAMPLES.X, "y": SAMPLES.y}
    with pytest.raises(error, match=message):
        check_gradient(lecture_parameters(1), **(good | arguments))
