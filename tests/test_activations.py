import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.activations import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh,
    tanh_derivative,
)

GRID = np.linspace(-30, 30, 601)
COMPLEX_STEP = 1e-200


def test_sigmoid_agrees_with_scipy():
    np.testing.assert_allclose(sigmoid(GRID), scipy.special.expit(GRID), rtol=1e-14)


def test_sigmoid_is_stable_far_out():
    with np.errstate(all="raise", under="ignore"):
        values = sigmoid([-1e300, -1000, -709, 0, 709, 1000, 1e300])
        slopes = sigmoid_derivative([-1000, 1000])
    np.testing.assert_allclose(values, [0, 0, 0, 0.5, 1, 1, 1], rtol=0, atol=1e-300)
    np.testing.assert_allclose(slopes, [0, 0], rtol=0, atol=1e-300)


def test_sigmoid_keeps_its_relative_precision_in_the_tail():
    assert sigmoid(-700.0) == pytest.approx(np.exp(-700.0), rel=1e-12)


TAILS = [-700.0, -100.0, -37.0, -20.0, 20.0, 37.0, 100.0, 700.0]


def test_sigmoid_derivative_takes_the_weighted_sum():
    assert sigmoid_derivative(0.0) == 0.25
    complex_step = 1 / (1 + np.exp(-(GRID + 1j * COMPLEX_STEP)))
    np.testing.assert_allclose(
        sigmoid_derivative(GRID), complex_step.imag / COMPLEX_STEP, rtol=1e-13
    )


@pytest.mark.parametrize(
    ("slope", "like"),
    [
        (sigmoid_derivative, lambda s: np.exp(-abs(s))),
        (tanh_derivative, lambda s: 4 * np.exp(-2 * abs(s))),
    ],
)
def test_slopes_keep_their_digits_in_both_tails(slope, like):
    for s in (s for s in TAILS if like(s) > 1e-307):
        assert slope(s) == pytest.approx(like(s), rel=1e-8, abs=0)
        assert slope(s) == slope(-s)
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(slope([-1.7e308, 1.7e308]), 0, atol=1e-300)


def test_tanh_and_its_derivative_agree_with_sigmoid_and_complex_step():
    np.testing.assert_allclose(tanh(GRID), 2 * scipy.special.expit(2 * GRID) - 1, atol=1e-15)
    inner = GRID[abs(GRID) < 15]  # farther out NumPy's complex tanh is what loses the digits
    complex_step = np.imag(np.tanh(inner + 1j * COMPLEX_STEP)) / COMPLEX_STEP
    np.testing.assert_allclose(tanh_derivative(inner), complex_step, rtol=1e-12)
    assert tanh_derivative(0.0) == 1


def test_relu_and_its_derivative():
    np.testing.assert_array_equal(relu([-2, -0.5, 0, 0.5, 2]), [0, 0, 0, 0.5, 2])
    np.testing.assert_array_equal(relu_derivative([-2, -0.5, 0, 0.5, 2]), [0, 0, 0, 1, 1])


@settings(deadline=None)
@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=8), st.floats(-1e3, 1e3))
def test_softmax_is_a_distribution_that_a_shift_does_not_change(s, shift):
    probabilities = softmax(s)
    assert probabilities.sum() == pytest.approx(1, rel=1e-14)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities, scipy.special.softmax(s), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(softmax(np.add(s, shift)), probabilities, rtol=1e-9, atol=1e-300)


def test_softmax_works_along_the_last_axis():
    rows = np.array([[1.0, 2.0, 3.0], [1000.0, 0.0, -1000.0]])
    np.testing.assert_allclose(softmax(rows), [softmax(rows[0]), softmax(rows[1])], rtol=1e-15)
    np.testing.assert_allclose(softmax(rows)[1], [1, 0, 0], rtol=0, atol=1e-300)


def test_softmax_of_two_is_the_sigmoid_of_their_difference():
    assert softmax([0.3, -0.9])[0] == pytest.approx(sigmoid(1.2), rel=1e-15)


@pytest.mark.parametrize(
    "function",
    [sigmoid, sigmoid_derivative, tanh, tanh_derivative, relu, relu_derivative, softmax],
)
class TestEveryFunction:
    def test_keeps_shape_and_returns_float64(self, function):
        result = function(np.arange(6).reshape(2, 3))
        assert result.shape == (2, 3)
        assert result.dtype == np.float64

    def test_leaves_its_argument_alone(self, function):
        s = np.array([-2000.0, 0.0, 2000.0])
        function(s)
        np.testing.assert_array_equal(s, [-2000, 0, 2000])

    @pytest.mark.parametrize(
        ("s", "error", "message"),
        [
            (np.nan, ValueError, "s: expected finite numbers, got nan"),
            ([1.0, -np.inf], ValueError, "s: expected finite numbers, got -inf"),
            ([], ValueError, r"s: expected at least one number, got shape \(0,\)"),
            ([[1.0], [2.0, 3.0]], ValueError, "s: expected a rectangular array of real numbers"),
            ("0.5", TypeError, "s: expected real numbers, got dtype <U3"),
            ([1 + 2j], TypeError, "s: expected real numbers, got dtype complex128"),
            ([True], TypeError, "s: expected real numbers, got dtype bool"),
            (np.longdouble("1e400"), ValueError, r"s: expected finite numbers, got 1e\+400"),
            (None, TypeError, "s: expected real numbers, got dtype object"),
        ],
    )
    def test_names_bad_input(self, function, s, error, message):
        with pytest.raises(error, match=message):
            function(s)


def test_softmax_needs_an_axis():
    with pytest.raises(ValueError, match="s: expected at least one axis, got a scalar"):
        softmax(1.0)
