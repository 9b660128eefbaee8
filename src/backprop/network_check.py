"""The gradient check for the lecture's network, and what the distance ε does to it.

The cost E = ½ Σ (y − o)² and its gradient become functions of one vector, that of
`Parameters.to_vector`, which `backprop.gradient_check` then compares. For the cost of a network the
rounding is known better than for any function: that of E itself, and that of o times |∂E/∂o| =
|y − o|, wherever the step may lead.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop import network
from backprop.gradient_check import (
    TOLERANCE,
    UNIT_ROUNDOFF,
    GradientCheck,
    VectorFunction,
    check_gradient,
    numerical_gradient,
    relative_errors,
)
from backprop.network import Backward, Parameters, forward
from backprop.validation import FloatArray, positive_number, real_array

THIRD_DERIVATIVE_STEP = 1e-2
"""ε with which the third derivative is estimated: its rounding error is 3 u |f| / ε³."""


@dataclass(frozen=True, slots=True, eq=False)
class EpsilonSweep:
    """Relative error of central differences for many ε, with the theory's two lines.

    Attributes
    ----------
    epsilons : numpy.ndarray, shape (n_epsilons,)
        As given.
    relative_error : numpy.ndarray, shape (n_epsilons, n_weights)
        As in `GradientCheck`.
    worst_error : numpy.ndarray, shape (n_epsilons,)
        Largest relative error of all weights.
    best_epsilon : float
        The ε whose worst error is smallest.
    truncation, rounding : numpy.ndarray, shape (n_epsilons,)
        ε² |∂³E/∂w³| / 6|∂E/∂w| and u E / ε|∂E/∂w|, for the weight where each is largest.
    labels : tuple of str
        Name of every weight.
    """

    epsilons: FloatArray
    relative_error: FloatArray
    worst_error: FloatArray
    best_epsilon: float
    truncation: FloatArray
    rounding: FloatArray
    labels: tuple[str, ...]


def network_functions(
    like: Parameters, X: ArrayLike, y: ArrayLike, backward: Backward = network.backward
) -> tuple[Callable[[FloatArray], float], VectorFunction]:
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


def check_backward(
    parameters: Parameters,
    X: ArrayLike,
    y: ArrayLike,
    epsilon: float = 1e-5,
    backward: Backward = network.backward,
    *,
    tolerance: float = TOLERANCE,
) -> GradientCheck:
    """Compare a backward pass with central differences of E = ½ Σ (y − o)².

    Parameters
    ----------
    parameters : Parameters
        Where the gradient is taken.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    epsilon : float
        Half the distance of the two points, greater than 0.
    backward : callable
        The backward pass under test.
    tolerance : float
        Largest relative error that passes, greater than 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range, or the gradient under test does not
        have the shapes of the weights.
    """
    value, gradient = network_functions(parameters, X, y, backward)
    epsilon = positive_number("epsilon", epsilon)
    errors = np.abs(np.subtract(y, forward(parameters, X).activated_output))
    # No weight that moves by ε moves an output farther, as σ' ≤ ¼ and σ ≤ 1.
    reach = epsilon * max(1.0, float(np.abs(X).max() * np.abs(parameters.w2).max())) / 4
    return check_gradient(
        value,
        gradient,
        parameters.to_vector(),
        epsilon,
        tolerance=tolerance,
        magnitude=float((np.square(errors) / 2 + errors + reach + UNIT_ROUNDOFF).sum()),
        labels=parameters.labels,
    )


def epsilon_sweep(
    parameters: Parameters, X: ArrayLike, y: ArrayLike, epsilons: ArrayLike
) -> EpsilonSweep:
    """Repeat the comparison for many ε.

    Parameters
    ----------
    parameters : Parameters
        Where the gradient is taken; no entry of it may be 0.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    epsilons : array_like, shape (n_epsilons,)
        All greater than 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range, or an entry of the gradient is 0.
    """
    epsilons = real_array("epsilons", epsilons, ("n_epsilons",))
    value, gradient = network_functions(parameters, X, y)
    vector = parameters.to_vector()
    analytic = gradient(vector)
    if not analytic.all():
        raise ValueError("parameters: expected a gradient without zeros, got one with a zero")
    errors = np.array(
        [relative_errors(analytic, numerical_gradient(value, vector, e)) for e in epsilons]
    )
    worst = errors.max(axis=1)
    size = np.abs(analytic)
    third = np.abs(_third_derivatives(value, vector))
    return EpsilonSweep(
        epsilons=epsilons,
        relative_error=errors,
        worst_error=worst,
        best_epsilon=float(epsilons[worst.argmin()]),
        truncation=epsilons**2 * (third / (6 * size)).max(),
        rounding=UNIT_ROUNDOFF * value(vector) / (epsilons * size.min()),
        labels=parameters.labels,
    )


def _third_derivatives(function: Callable[[FloatArray], float], vector: FloatArray) -> FloatArray:
    """Return ∂³f/∂xᵢ³ for every entry: (f(2ε) − 2f(ε) + 2f(−ε) − f(−2ε)) / 2ε³."""
    steps = THIRD_DERIVATIVE_STEP * np.eye(len(vector))
    differences = [
        function(vector + 2 * step)
        - 2 * function(vector + step)
        + 2 * function(vector - step)
        - function(vector - 2 * step)
        for step in steps
    ]
    return np.array(differences) / (2 * THIRD_DERIVATIVE_STEP**3)
