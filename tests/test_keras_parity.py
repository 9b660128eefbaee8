from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.network import backward, forward, initial_parameters, lecture_parameters
from backprop.samples import make_samples, study_sleep
from backprop.training import update
from keras_labs.parity import compare, tape_gradient, to_keras
from keras_labs.quiet import keras, known_noise_dropped


@pytest.mark.parametrize("index", [1, 2, 3, 4])
def test_the_lectures_networks_agree_in_keras(index):
    samples = study_sleep()
    exact = compare(lecture_parameters(index), samples.X, samples.y)
    assert exact.output_difference < 1e-12
    assert exact.gradient_difference < 1e-12
    assert exact.mse_gradient_difference < 1e-12
    default = compare(lecture_parameters(index), samples.X, samples.y, "float32")
    assert default.keras_output.dtype == np.float32
    assert default.output_difference < 1e-6
    assert default.gradient_difference < 1e-6


def test_the_second_network_gives_the_figure_the_lecture_prints():
    output = to_keras(lecture_parameters(2))(study_sleep().X)
    assert f"{float(output[0, 0]):.8f}" == "0.21945787"


@settings(max_examples=20, deadline=None)
@given(
    shape=st.tuples(*[st.integers(1, 5)] * 4),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_shape_and_batch_agrees(shape, seed):
    n_samples, n_inputs, n_hidden, n_outputs = shape
    generator = np.random.default_rng(seed)
    parameters = initial_parameters(generator, n_inputs, n_hidden, n_outputs)
    X = generator.uniform(size=(n_samples, n_inputs))
    y = generator.uniform(size=(n_samples, n_outputs))
    parity = compare(parameters, X, y)
    assert parity.mse_factor == 2 / (n_samples * n_outputs)
    scale = 1 + np.abs(parity.numpy_gradient).max()
    assert parity.output_difference < 1e-12
    assert parity.gradient_difference < 1e-12 * scale
    assert parity.mse_gradient_difference < 1e-12 * scale


def test_without_the_factor_the_mse_gradient_differs():
    samples = study_sleep()
    parity = compare(lecture_parameters(4), samples.X, samples.y)
    assert parity.mse_factor == pytest.approx(2 / 3)
    assert np.abs(parity.keras_mse_gradient - parity.numpy_gradient).max() > 0.01


def test_one_step_of_keras_sgd_is_one_step_of_ours():
    """η = 1 on ½Σ is η = N/2 on the mean of N squares."""
    samples, parameters = make_samples(20, seed=3), lecture_parameters(4)
    model: Any = to_keras(parameters)
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=20 / 2), loss="mse")
    with known_noise_dropped():
        model.fit(samples.X, samples.y, batch_size=20, epochs=1, verbose=0)
    ours = update(parameters, backward(parameters, forward(parameters, samples.X), samples.y))
    for keras_weights, weights in zip(model.get_weights(), (ours.w1, ours.w2), strict=True):
        # Keras keeps its learning rate and casts the batch in float32.
        np.testing.assert_allclose(keras_weights, weights, rtol=1e-6)


def test_bad_input_is_named():
    samples, model = study_sleep(), to_keras(lecture_parameters(4))
    with pytest.raises(ValueError, match="loss: expected 'half_sum' or 'mse', got 'mae'"):
        tape_gradient(model, samples.X, samples.y, "mae")  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="y: expected shape"):
        tape_gradient(model, samples.X, samples.y[:2], "mse")
    with pytest.raises(ValueError, match="X: expected finite"):
        compare(lecture_parameters(4), np.full((3, 2), np.nan), samples.y)
