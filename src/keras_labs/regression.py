"""The lecture's Keras regression: exam score from hours of study and of sleep.

Five steps: load, define, compile, fit, evaluate. The network has the 2-3-1 shape of the NumPy one,
but with biases, which `Dense` adds by default: (2 + 1)·3 + (3 + 1)·1 = 13 parameters.

Sources: the lecture; https://keras.io/api/models/model_training_apis/
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from backprop.samples import Samples
from backprop.validation import positive_number, whole_number
from keras_labs.history import TrainingHistory
from keras_labs.quiet import keras, known_noise_dropped, make_deterministic

EPOCHS = 50  # The lecture's; batches of 32, Keras' default.
LEARNING_RATE = 0.01  # Keras' default, which the lecture's "sgd" means.


@dataclass(frozen=True, slots=True, eq=False)
class RegressionRun:
    """One training of the regression network.

    Attributes
    ----------
    output_activation : str
        "sigmoid" as in the lecture, or "linear".
    learning_rate : float
        Of the stochastic gradient descent, on the MSE.
    seed : int
        Seed of the weights and of the order of the samples.
    history : TrainingHistory
        "loss", "mae", "mse", one value per epoch.
    predictions : numpy.ndarray
        [n_samples, 1], float32, the normalized score after training.
    mse, mae : float
        As `model.evaluate` gives them after training.
    baseline_mse, baseline_mae : float
        The errors of always answering the mean target: what a model that has learned nothing about
        the features can reach.
    """

    output_activation: str
    learning_rate: float
    seed: int
    history: TrainingHistory
    predictions: np.ndarray
    mse: float
    mae: float
    baseline_mse: float
    baseline_mae: float


def define_model(
    output_activation: Literal["sigmoid", "linear"] = "sigmoid",
    learning_rate: float = LEARNING_RATE,
) -> keras.Sequential:
    """Define and compile the lecture's network.

    Parameters
    ----------
    output_activation : {"sigmoid", "linear"}
        Activation of the output node. A sigmoid can only answer between 0 and 1.
    learning_rate : float
        Of the stochastic gradient descent.

    Returns
    -------
    keras.Sequential
        2 inputs, 3 hidden nodes with sigmoid, 1 output; SGD on the mean squared error.

    Raises
    ------
    TypeError, ValueError
        If the activation is neither of the two or the rate is not a positive number.
    """
    if output_activation not in ("sigmoid", "linear"):
        raise ValueError(
            f"output_activation: expected 'sigmoid' or 'linear', got {output_activation!r}"
        )
    learning_rate = positive_number("learning_rate", learning_rate)
    # --8<-- [start:define]
    model = keras.Sequential(
        [
            keras.Input(shape=(2,)),
            keras.layers.Dense(3, activation="sigmoid", name="hidden"),
            keras.layers.Dense(1, activation=output_activation, name="output"),
        ],
        name="regression",
    )
    optimizer = keras.optimizers.SGD(learning_rate)  # "sgd" is SGD(0.01)
    model.compile(optimizer=optimizer, loss="mse", metrics=["mae", "mse"])
    # --8<-- [end:define]
    return model


def train(
    samples: Samples,
    output_activation: Literal["sigmoid", "linear"] = "sigmoid",
    epochs: int = EPOCHS,
    seed: int = 812,
    learning_rate: float = LEARNING_RATE,
) -> RegressionRun:
    """Define, compile, fit and evaluate the lecture's network.

    Parameters
    ----------
    samples : backprop.samples.Samples
        X [n_samples, 2], y [n_samples, 1], both normalized.
    output_activation : {"sigmoid", "linear"}
        Activation of the output node.
    epochs : int
        Passes over the samples.
    seed : int
        Fixes the initial weights and the order of the samples.
    learning_rate : float
        Of the stochastic gradient descent.

    Returns
    -------
    RegressionRun

    Raises
    ------
    TypeError, ValueError
        If the activation is neither of the two, the rate is not a positive number, or the number of
        epochs is not a positive integer.
    """
    epochs = whole_number("epochs", epochs, minimum=1)
    make_deterministic(seed)
    model: Any = define_model(output_activation, learning_rate)
    with known_noise_dropped():
        # --8<-- [start:fit]
        results = model.fit(samples.X, samples.y, epochs=epochs, verbose=0)
        scores = model.evaluate(samples.X, samples.y, verbose=0, return_dict=True)
        # --8<-- [end:fit]
        predictions = model.predict(samples.X, verbose=0)
    distance = samples.y - samples.y.mean()
    return RegressionRun(
        output_activation=output_activation,
        learning_rate=learning_rate,
        seed=seed,
        history=TrainingHistory.from_keras(results.history),
        predictions=predictions,
        mse=scores["mse"],
        mae=scores["mae"],
        baseline_mse=float(np.mean(distance**2)),
        baseline_mae=float(np.mean(np.abs(distance))),
    )
