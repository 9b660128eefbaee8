import dataclasses

import numpy as np
import pytest
import scipy.optimize

from backprop import losses
from backprop.network import (
    Parameters,
    backward,
    cost,
    forward,
    initial_parameters,
    lecture_parameters,
)
from backprop.samples import study_sleep
from backprop.training import train, update

SAMPLES = study_sleep()
LAST_DIGITS = 1e-10
"""exp and matrix products differ in the last digits by machine, and training adds that up."""


@pytest.fixture(scope="module")
def log():
    return train(lecture_parameters(4), SAMPLES.X, SAMPLES.y)


def test_first_and_last_error_of_the_mended_run(log):
    assert log.iterations == 10_000
    assert log.mse[0] == pytest.approx(0.19523515397548788, rel=LAST_DIGITS)
    assert log.mse[9_999] == pytest.approx(0.0031767615536495877, rel=LAST_DIGITS)


def test_first_prediction(log):
    printed = [[0.37768395], [0.40886333], [0.39684567]]
    np.testing.assert_allclose(log.predictions[0], printed, rtol=0, atol=5e-9)


def test_shapes(log):
    assert log.mse.shape == log.cost.shape == (10_001,)
    assert log.predictions.shape == (10_001, 3, 1)
    assert log.w1.shape == (10_001, 2, 3)
    assert log.w2.shape == (10_001, 3, 1)
    assert log.learning_rate == 1.0


@pytest.mark.parametrize("i", [0, 1, 5, 1000, 9_999, 10_000])
def test_row_i_is_the_state_after_i_updates(log, i):
    parameters = log.parameters(i)
    output = forward(parameters, SAMPLES.X).activated_output
    np.testing.assert_array_equal(log.predictions[i], output)
    assert log.mse[i] == pytest.approx(losses.mean_squared_error(SAMPLES.y, output), rel=1e-15)
    assert log.cost[i] == pytest.approx(cost(parameters, SAMPLES.X, SAMPLES.y), rel=1e-15)
    if i:
        before = log.parameters(i - 1)
        gradients = backward(before, forward(before, SAMPLES.X), SAMPLES.y)
        np.testing.assert_array_equal(parameters.w1, update(before, gradients).w1)
        np.testing.assert_array_equal(parameters.w2, update(before, gradients).w2)


def test_row_0_is_the_initial_network(log):
    np.testing.assert_array_equal(log.w1[0], lecture_parameters(4).w1)
    np.testing.assert_array_equal(log.w2[0], lecture_parameters(4).w2)


def test_cost_falls_with_every_iteration(log):
    assert (np.diff(log.cost) < 0).all()


def test_training_is_deterministic(log):
    again = train(lecture_parameters(4), SAMPLES.X, SAMPLES.y, 300)
    for name in ("mse", "cost", "predictions", "w1", "w2"):
        np.testing.assert_array_equal(getattr(again, name), getattr(log, name)[:301])


def test_the_log_cannot_be_changed(log):
    for name in ("mse", "cost", "predictions", "w1", "w2"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(log, name)[0] = 0


def test_several_outputs_and_samples():
    generator = np.random.default_rng(5)
    X, y = generator.uniform(size=(7, 3)), generator.uniform(size=(7, 2))
    log = train(initial_parameters(generator, 3, 4, 2), X, y, 20, learning_rate=0.3)
    output = forward(log.parameters(20), X).activated_output
    assert log.mse[20] == pytest.approx(losses.mean_squared_error(y, output), rel=1e-14)
    assert log.cost[20] == pytest.approx(losses.half_squared_error(y, output), rel=1e-14)


def test_one_update_lowers_the_cost_as_the_gradient_promises():
    parameters, rate = lecture_parameters(3), 1e-6
    gradients = backward(parameters, forward(parameters, SAMPLES.X), SAMPLES.y)
    before = cost(parameters, SAMPLES.X, SAMPLES.y)
    after = cost(update(parameters, gradients, rate), SAMPLES.X, SAMPLES.y)
    promised = rate * np.square(gradients.to_vector()).sum()
    assert before - after == pytest.approx(promised, rel=1e-5)


def test_update_is_linear_in_the_learning_rate():
    parameters = lecture_parameters(3)
    gradients = backward(parameters, forward(parameters, SAMPLES.X), SAMPLES.y)
    one = update(parameters, gradients).to_vector() - parameters.to_vector()
    quarter = update(parameters, gradients, 0.25).to_vector() - parameters.to_vector()
    np.testing.assert_allclose(one, -gradients.to_vector(), rtol=1e-12)
    np.testing.assert_allclose(quarter * 4, one, rtol=1e-12)


def test_no_iteration_is_just_the_initial_state():
    log = train(lecture_parameters(4), SAMPLES.X, SAMPLES.y, 0)
    assert log.iterations == 0
    assert log.mse.shape == (1,)


def test_ten_thousand_updates_are_those_of_a_loop_in_place(log):
    """As the lecture writes it, with its two faults mended."""

    def sigmoid(s):
        return 1 / (1 + np.exp(-s))

    w1, w2 = lecture_parameters(4).w1.copy(), lecture_parameters(4).w2.copy()
    for _ in range(10_000):
        hidden = sigmoid(SAMPLES.X.dot(w1))
        output = sigmoid(hidden.dot(w2))
        delta = (SAMPLES.y - output) * output * (1 - output)
        w1 += SAMPLES.X.T.dot(delta.dot(w2.T) * hidden * (1 - hidden))
        w2 += hidden.T.dot(delta)
    np.testing.assert_allclose(log.w1[-1], w1, rtol=1e-9)
    np.testing.assert_allclose(log.w2[-1], w2, rtol=1e-9)


def test_a_second_optimizer_from_the_same_start_gets_lower_and_no_line_below_zero(log):
    """So what is left at the end is not a floor: gradient descent is slow, and that is all."""

    def function(vector):
        return cost(Parameters.from_vector(vector, lecture_parameters(4)), SAMPLES.X, SAMPLES.y)

    start = lecture_parameters(4).to_vector()
    best = scipy.optimize.minimize(function, start, method="BFGS")
    assert 0 < best.fun < log.cost[-1] / 2 < function(start) / 50


def test_a_gradient_of_another_shape_is_named():
    """NumPy would broadcast it over the weights without a word."""
    for name, shape in (("w1_gradient", (2, 1)), ("w2_gradient", (1, 1))):

        def faulty(p, f, y, name=name, shape=shape):
            return dataclasses.replace(backward(p, f, y), **{name: np.ones(shape)})

        with pytest.raises(ValueError, match=rf"{name}: expected shape \(.\, .\), got \(., 1\)"):
            train(lecture_parameters(4), SAMPLES.X, SAMPLES.y, 3, backward=faulty)


def test_a_learning_rate_that_leaves_float64_is_an_error():
    parameters = Parameters(np.ones((1, 1)), np.ones((1, 1)))
    with (
        np.errstate(over="ignore"),
        pytest.raises(ValueError, match="w1: expected finite numbers, got inf"),
    ):
        train(parameters, [[1.0]], [[1e308]], 3, learning_rate=1e3)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"learning_rate": -0.5}, ValueError, "learning_rate: .* greater than 0, got -0.5"),
        ({"learning_rate": 0}, ValueError, "learning_rate: .* greater than 0, got 0"),
        ({"learning_rate": np.nan}, ValueError, "learning_rate: .*, got nan"),
        ({"learning_rate": np.inf}, ValueError, "learning_rate: .*, got inf"),
        ({"learning_rate": "1"}, TypeError, "learning_rate: expected a real number, got str '1'"),
        ({"learning_rate": True}, TypeError, "learning_rate: expected a real number, got bool"),
        ({"iterations": -1}, ValueError, "iterations: expected an integer at least 0, got -1"),
        ({"iterations": 1.5}, TypeError, "iterations: expected an integer, got float 1.5"),
        ({"X": np.ones((3, 3))}, ValueError, r"X: expected shape \(n_samples, 2\), got \(3, 3\)"),
        ({"X": [[1.0, 2.0]]}, ValueError, r"y: expected shape \(1, 1\), got \(3, 1\)"),
        ({"y": np.ones(3)}, ValueError, r"y: expected shape \(3, 1\), got \(3,\)"),
        ({"y": [[1.0], [np.nan], [1.0]]}, ValueError, "y: expected finite numbers, got nan"),
    ],
)
def test_bad_input_is_named(arguments, error, message):
    good = {"X": SAMPLES.X, "y": SAMPLES.y, "iterations": 2, "learning_rate": 1.0}
    with pytest.raises(error, match=message):
        train(lecture_parameters(4), **(good | arguments))


@pytest.mark.parametrize("i", [-1, 10_001])
def test_rows_that_do_not_exist_are_named(log, i):
    with pytest.raises(ValueError, match=f"i: expected an integer from 0 to 10000, got {i}"):
        log.parameters(i)


def test_update_names_a_bad_learning_rate():
    parameters = lecture_parameters(3)
    gradients = backward(parameters, forward(parameters, SAMPLES.X), SAMPLES.y)
    with pytest.raises(ValueError, match=r"learning_rate: .* greater than 0, got -1"):
        update(parameters, gradients, -1)
