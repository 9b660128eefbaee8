"""Full-batch gradient descent, w ← w − η ∂E/∂w, with a log of every iteration.

The lecture's update ``w1 += X.T.dot(delta)`` is this rule with η = 1 on E = ½ Σ (y − o)², not on
the mean squared error that it prints.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop import network
from backprop.network import Backward, BackwardPass, Parameters, forward
from backprop.validation import FloatArray, positive_number, real_array, whole_number


@dataclass(frozen=True, slots=True, eq=False)
class TrainingLog:
    """What every iteration of gradient descent saw; all arrays are read-only.

    Row i is the state before update i + 1, so that row 0 is the initial network and the last row
    the trained one. What the lecture prints as EPOCH k is row k − 1.

    Attributes
    ----------
    mse, cost : numpy.ndarray, shape (n + 1,)
        Mean squared error, and E = ½ Σ (y − o)².
    predictions : numpy.ndarray, shape (n + 1, n_samples, n_outputs)
        Activated outputs.
    w1 : numpy.ndarray, shape (n + 1, n_inputs, n_hidden)
        Weights from the inputs to the hidden layer.
    w2 : numpy.ndarray, shape (n + 1, n_hidden, n_outputs)
        Weights from the hidden layer to the outputs.
    learning_rate : float
        η.
    """

    mse: FloatArray
    cost: FloatArray
    predictions: FloatArray
    w1: FloatArray
    w2: FloatArray
    learning_rate: float

    @property
    def iterations(self) -> int:
        """Number of updates n."""
        return len(self.mse) - 1

    def parameters(self, i: int) -> Parameters:
        """Return the weights after i updates.

        Raises
        ------
        TypeError, ValueError
            If i is no integer from 0 to n.
        """
        i = whole_number("i", i, maximum=self.iterations)
        return Parameters(self.w1[i], self.w2[i])


def update(
    parameters: Parameters, gradients: BackwardPass, learning_rate: float = 1.0
) -> Parameters:
    """Return the weights after one step against the gradient.

    Parameters
    ----------
    parameters : Parameters
        Weights before the step.
    gradients : BackwardPass
        What `backprop.network.backward` returned for these weights.
    learning_rate : float
        η, greater than 0.

    Raises
    ------
    TypeError, ValueError
        If the learning rate is no finite number greater than 0, or a gradient does not have the
        shape of its weights.
    """
    learning_rate = positive_number("learning_rate", learning_rate)
    real_array("w1_gradient", gradients.w1_gradient, parameters.w1.shape)
    real_array("w2_gradient", gradients.w2_gradient, parameters.w2.shape)
    # --8<-- [start:update]
    w1 = parameters.w1 - learning_rate * gradients.w1_gradient  # [n_inputs, n_hidden]
    w2 = parameters.w2 - learning_rate * gradients.w2_gradient  # [n_hidden, n_outputs]
    return Parameters(w1, w2)
    # --8<-- [end:update]


def train(
    parameters: Parameters,
    X: ArrayLike,
    y: ArrayLike,
    iterations: int = 10_000,
    learning_rate: float = 1.0,
    *,
    backward: Backward = network.backward,
) -> TrainingLog:
    """Train on the whole data set and log every state.

    Parameters
    ----------
    parameters : Parameters
        Initial weights.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    iterations : int
        Number of updates n, at least 0.
    learning_rate : float
        η, greater than 0.
    backward : callable
        Computes the gradient; another one only to show what a faulty one does.

    Returns
    -------
    TrainingLog
        n + 1 rows.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range.
    """
    iterations = whole_number("iterations", iterations)
    learning_rate = positive_number("learning_rate", learning_rate)
    X = real_array("X", X, ("n_samples", parameters.n_inputs))
    y = real_array("y", y, (X.shape[0], parameters.n_outputs))

    predictions = np.empty((iterations + 1, *y.shape))
    w1 = np.empty((iterations + 1, *parameters.w1.shape))
    w2 = np.empty((iterations + 1, *parameters.w2.shape))
    # --8<-- [start:train]
    for i in range(iterations + 1):
        forward_pass = forward(parameters, X)
        predictions[i] = forward_pass.activated_output
        w1[i], w2[i] = parameters.w1, parameters.w2
        if i < iterations:
            gradients = backward(parameters, forward_pass, y)
            parameters = update(parameters, gradients, learning_rate)
    # --8<-- [end:train]

    squared_error = np.square(y - predictions)  # [n + 1, n_samples, n_outputs]
    mse = squared_error.mean(axis=(1, 2))
    cost = 0.5 * squared_error.sum(axis=(1, 2))
    for array in (mse, cost, predictions, w1, w2):
        array.setflags(write=False)
    return TrainingLog(mse, cost, predictions, w1, w2, learning_rate)
