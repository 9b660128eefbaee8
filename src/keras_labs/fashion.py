"""The lecture's classifier for Fashion-MNIST: softmax regression, and the same with a hidden layer.

p = softmax(x W + b) with x the 784 pixels in a row: 784·10 weights and 10 biases make 7,850
parameters. Loss: mean of −ln p[label] (Keras' "sparse_categorical_crossentropy"); optimizer Adam;
batches of 32.

As in the lecture the test set serves as `validation_data`, as long as nothing is chosen by it. To
choose between models, hold out training pictures instead.

Sources: the lecture; https://keras.io/api/losses/probabilistic_losses/
"""

import os
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np
from IPython.utils.capture import capture_output

from backprop.validation import whole_number
from keras_labs.fashion_data import FashionMnist, scale
from keras_labs.history import TrainingHistory
from keras_labs.quiet import keras, known_noise_dropped, make_deterministic

EPOCHS = 10
LECTURE_TEST_LOSS = 0.4513
LECTURE_TEST_ACCURACY = 0.8429
SUMMARY_WIDTH = 66  # characters
FRAME = str.maketrans("━─═┃│┏┓└┘├┡┤┩┳┴┼╇", "--=||++++++++++++")
"""Box drawing to ASCII, which every code font has in the width of its letters."""


@dataclass(frozen=True, slots=True, eq=False)
class FashionRun:
    """One training of a Fashion-MNIST classifier.

    Attributes
    ----------
    hidden_units : int or None
        Nodes of the hidden layer; None for the lecture's model, which has none.
    seed : int
        Seed of the weights and of the order of the pictures.
    parameters : int
        Number of trained numbers.
    history : TrainingHistory
        "loss", "accuracy", "val_loss", "val_accuracy", one value per epoch.
    test_loss, test_accuracy : float
        As `model.evaluate` gives them on the test set.
    probabilities : numpy.ndarray
        [n_test, 10], float32, the model's answer for every test picture.
    """

    hidden_units: int | None
    seed: int
    parameters: int
    history: TrainingHistory
    test_loss: float
    test_accuracy: float
    probabilities: np.ndarray

    @property
    def predictions(self) -> np.ndarray:
        """The most probable class of every test picture, [n_test]."""
        return self.probabilities.argmax(axis=1)


def define_model(hidden_units: int | None = None) -> keras.Sequential:
    """Define and compile the classifier.

    Parameters
    ----------
    hidden_units : int, optional
        Nodes (ReLU) between the pixels and the classes; by default none, as in the lecture.

    Returns
    -------
    keras.Sequential
        Input [28, 28] in 0…1, output 10 probabilities.

    Raises
    ------
    TypeError, ValueError
        If `hidden_units` is not an integer of at least 1.
    """
    if hidden_units is not None:
        whole_number("hidden_units", hidden_units, minimum=1)
    # --8<-- [start:define]
    model: Any = keras.Sequential(name="fashion_mnist")
    model.add(keras.Input(shape=(28, 28)))
    model.add(keras.layers.Flatten(name="flatten"))  # 28·28 = 784
    if hidden_units is not None:
        model.add(keras.layers.Dense(hidden_units, activation="relu", name="hidden"))
    model.add(keras.layers.Dense(10, activation="softmax", name="classes"))

    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        # For speed alone; the figures stay the same.
        steps_per_execution=75,
        jit_compile=False,
    )
    # --8<-- [end:define]
    return model


def summarize(model: keras.Sequential) -> str:
    """Return `model.summary()` as text of a fixed width, whatever the terminal.

    Parameters
    ----------
    model : keras.Sequential
        A model whose input shape is known.

    Returns
    -------
    str
        The table, framed in ASCII, and the sums, without trailing blanks.
    """
    parts: list[str] = []
    # Keras lays the table out with rich, which cuts it off at the width of the terminal and, in a
    # notebook, shows an empty picture besides.
    width = str(SUMMARY_WIDTH)
    with patch.dict(os.environ, COLUMNS=width, JUPYTER_COLUMNS=width), capture_output():
        model.summary(line_length=SUMMARY_WIDTH, print_fn=parts.append)
    table = "\n".join(parts).strip().translate(FRAME)
    return "\n".join(line.rstrip() for line in table.splitlines())


def train(
    data: FashionMnist,
    hidden_units: int | None = None,
    epochs: int = EPOCHS,
    seed: int = 812,
    held_out: int = 0,
) -> FashionRun:
    """Define, fit and evaluate the classifier.

    Parameters
    ----------
    data : FashionMnist
        The pictures, uint8; they are scaled here to 0…1.
    hidden_units : int, optional
        Nodes of a hidden layer; by default none, as in the lecture.
    epochs : int
        Passes over the training pictures.
    seed : int
        Fixes the initial weights and the order of the pictures.
    held_out : int
        Training pictures, the last ones, that are validated on instead of trained on; with 0 the
        test pictures are validated on, as in the lecture.

    Returns
    -------
    FashionRun

    Raises
    ------
    TypeError, ValueError
        If the pictures are not uint8, `hidden_units` or `epochs` is no integer of at least 1, or
        `held_out` leaves no training picture.
    """
    held_out = whole_number("held_out", held_out, minimum=0)
    if held_out >= len(data.train_labels):
        raise ValueError(f"held_out: {held_out} leaves none of {len(data.train_labels)} pictures")
    epochs = whole_number("epochs", epochs, minimum=1)
    X_train, X_test = scale(data.train_images), scale(data.test_images)
    y_train, y_test = data.train_labels, data.test_labels
    validation = (X_test, y_test)
    if held_out:
        validation = (X_train[-held_out:], y_train[-held_out:])
        X_train, y_train = X_train[:-held_out], y_train[:-held_out]
    make_deterministic(seed)
    model: Any = define_model(hidden_units)
    with known_noise_dropped():
        # --8<-- [start:fit]
        results = model.fit(X_train, y_train, epochs=epochs, validation_data=validation, verbose=0)
        scores = model.evaluate(X_test, y_test, verbose=0, return_dict=True)
        # --8<-- [end:fit]
        # One call: `predict` would warn of tracing anew for each model of a page.
        probabilities = np.asarray(model(X_test))
    return FashionRun(
        hidden_units=hidden_units,
        seed=seed,
        parameters=model.count_params(),
        history=TrainingHistory.from_keras(results.history),
        test_loss=scores["loss"],
        test_accuracy=scores["accuracy"],
        probabilities=probabilities,
    )
