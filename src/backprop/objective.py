"""The cost of the lecture's network, E = ½ Σ (y − o)², as a function of one vector of all weights.

Whatever takes a function of a vector (the gradient check, the optimizers, a cut through the cost)
takes the network in this form. The vector is that of `Parameters.to_vector`.
"""

from collections.abc import Callable

from numpy.typing import ArrayLike

from backprop import network
from backprop.network import Backward, Parameters, forward
from backprop.validation import FloatArray, Gradient, real_array


def network_functions(
    like: Parameters, X: ArrayLike, y: ArrayLike, backward: Backward = network.backward
) -> tuple[Callable[[FloatArray], float], Gradient]:
    """Return E and its gradient as functions of one vector of all weights.

    Parameters
    ----------
    like : Parameters
        Gives the shapes.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    backward : callable
        Computes the gradient.

    Returns
    -------
    tuple of callable
        Value, (n_weights,) → float, and gradient, (n_weights,) → (n_weights,). They raise
        ValueError if the backward pass returns gradients that do not have the shapes of the
        weights.

    Raises
    ------
    TypeError, ValueError
        If X or y is not real and finite, or of another shape.
    """
    X = real_array("X", X, ("n_samples", like.n_inputs))
    y = real_array("y", y, (len(X), like.n_outputs))

    def value(vector: FloatArray) -> float:
        return network.cost(Parameters.from_vector(vector, like=like), X, y)

    def gradient(vector: FloatArray) -> FloatArray:
        parameters = Parameters.from_vector(vector, like=like)
        found = backward(parameters, forward(parameters, X), y)
        real_array("w1_gradient", found.w1_gradient, parameters.w1.shape)
        real_array("w2_gradient", found.w2_gradient, parameters.w2.shape)
        return found.to_vector()

    return value, gradient
