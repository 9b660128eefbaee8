"""What the lesson on Keras says of seeds and causes: over twelve seeds, and with the cause removed.

The runs are in NumPy, 50 epochs in batches of 32 from Glorot's uniform weights as Keras draws them:
the same network at a hundredth of the time. That it is the same network is tested first.
"""

from typing import Any

import numpy as np
import pytest

from backprop.layer_kinds import IDENTITY, SIGMOID, half_squared_error
from backprop.layers import Dense, backward, descend, forward, to_vector
from backprop.samples import make_samples
from keras_labs import regression
from keras_labs.quiet import make_deterministic

SAMPLES = make_samples(1000, seed=812)
SPREAD = SAMPLES.y.std()
BASELINE = SAMPLES.y.var()
SEEDS = range(12)
KINDS = {"sigmoid": SIGMOID, "linear": IDENTITY}


def fitted(network, loss, rate, epochs=50, batch=32, generator=None):
    """Return the network after descent on the mean of the squares, half of it 2/N times the sum."""
    for _ in range(epochs):
        order = np.arange(len(SAMPLES.y))
        if generator is not None:
            generator.shuffle(order)
        for rows in np.split(order, range(batch, len(order), batch)):
            passed = forward(network, SAMPLES.X[rows])
            gradients = backward(network, passed, SAMPLES.y[rows], loss)
            network = descend(network, gradients, rate * 2 / len(rows))
    return network


def predictions(seed, rate, output="sigmoid"):
    generator = np.random.default_rng(seed)
    layers = [
        Dense(
            generator.uniform(-1, 1, (n, m)) * np.sqrt(6 / (n + m)), np.zeros(m), activation=SIGMOID
        )
        for n, m in ((2, 3), (3, 1))
    ]
    loss = half_squared_error(KINDS[output])
    network = fitted(layers, loss, rate, generator=generator)
    return loss.output(forward(network, SAMPLES.X).sums[-1])


def mse(predicted):
    return float(np.mean((SAMPLES.y - predicted) ** 2))


@pytest.fixture(scope="module")
def at_the_default():
    return [predictions(seed, 0.01) for seed in SEEDS]


@pytest.mark.parametrize("output", KINDS)
def test_the_runs_here_are_those_of_keras(output):
    make_deterministic(812)
    model: Any = regression.define_model(output, 0.5)
    weights = model.get_weights()
    ours = [
        Dense(w.astype(float), b.astype(float), activation=SIGMOID)
        for w, b in zip(weights[::2], weights[1::2], strict=True)
    ]
    model.fit(SAMPLES.X, SAMPLES.y, batch_size=1000, epochs=5, verbose=0)
    moved = fitted(ours, half_squared_error(KINDS[output]), 0.5, epochs=5, batch=1000)
    theirs = np.concatenate([each.ravel() for each in model.get_weights()])
    assert np.abs(to_vector(moved) - to_vector(ours)).max() > 0.01
    np.testing.assert_allclose(to_vector(moved), theirs, atol=1e-5)


def test_at_the_default_rate_no_seed_tells_the_students_apart(at_the_default):
    """어느 씨앗에서도 예측은 목표값만큼 퍼지지 않고, 평균만 답하는 것보다 조금 나을 뿐입니다."""
    assert max(predicted.std() for predicted in at_the_default) < SPREAD / 3
    assert min(map(mse, at_the_default)) > BASELINE / 2
    assert max(abs(predicted.mean() - SAMPLES.y.mean()) for predicted in at_the_default) < 0.03


@pytest.mark.parametrize("rate", [1.0, 150 * 0.01])
def test_the_small_step_is_the_cause(at_the_default, rate):
    """At rate 1 all learn, and at that of the NumPy network, which is 1 for E = 1.5 MSE."""
    for seed, slow in zip(SEEDS, at_the_default, strict=True):
        assert mse(predictions(seed, rate)) < 0.1 * BASELINE < 0.2 * mse(slow)


def test_a_linear_output_learns_more_at_the_same_rate_unless_the_slope_is_made_up_for():
    for seed in SEEDS:
        sigmoid, linear = (mse(predictions(seed, 0.1, output)) for output in KINDS)
        assert linear < sigmoid
        # Its slope enters twice, on the way to the prediction and on the way back.
        slope = SAMPLES.y.mean() * (1 - SAMPLES.y.mean())
        assert mse(predictions(seed, 0.1 / slope**2)) < sigmoid / 2


def test_at_a_smaller_rate_a_linear_output_is_better_than_the_mean_from_every_seed():
    assert max(mse(predictions(seed, 0.8, "linear")) for seed in SEEDS) < BASELINE


def test_a_linear_output_that_answers_one_number_swings_about_the_mean():
    """The distance from the mean is multiplied by 1 − 2η at each step: −1 at η = 1."""
    constant = [Dense(np.zeros((2, 1)), np.array([0.2]), activation=SIGMOID)]
    passed = forward(constant, SAMPLES.X)
    gradients = backward(constant, passed, SAMPLES.y, half_squared_error())
    for rate in (0.5, 0.9, 1.0):
        (moved,) = descend(constant, gradients, rate * 2 / 1000)
        assert moved.bias is not None
        np.testing.assert_allclose(
            moved.bias - SAMPLES.y.mean(),
            (1 - 2 * rate) * (0.2 - SAMPLES.y.mean()),
            atol=1e-12,
        )
