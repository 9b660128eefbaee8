"""Central differences against backpropagation.

    ∂f/∂xᵢ ≈ (f(x + ε eᵢ) − f(x − ε eᵢ)) / 2ε

Two errors pull in opposite directions. Cutting the Taylor series off leaves ε² |f'''| / 6
(truncation); and as a float64 carries f only to u = 2⁻⁵³ of itself, the difference is known only to
u |f| / ε (rounding). Plotted against ε on logarithmic axes they form a V, lowest near
ε = (3 u |f| / |f'''|)^(1/3), which is some 10⁻⁵ for a well-scaled f.

Source: Press, Teukolsky, Vetterling & Flannery, Numerical Recipes (3rd ed., Cambridge 2007),
section 5.7.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop import network
from backprop.losses import half_squared_error
from backprop.network import Backward, Parameters, forward
from backprop.validation import FloatArray, positive_number, real_array

UNIT_ROUNDOFF = float(np.finfo(np.float64).eps) / 2
"""u: largest relative error of rounding to float64, 2⁻⁵³."""
TOLERANCE = 1e-6
"""Largest relative error at which a gradient passes."""
EVALUATION_ROUNDOFFS = 16
"""Roundings allowed for one evaluation of the cost: a few for each step of the forward pass."""
THIRD_DERIVATIVE_STEP = 1e-2
"""ε with which the third derivative is estimated: its rounding error is u |f| / ε³."""

type ScalarFunction = Callable[[FloatArray], float]


@dataclass(frozen=True, slots=True, eq=False)
class GradientCheck:
    """Backpropagation and central differences, weight by weight.

    Attributes
    ----------
    analytic, numerical : numpy.ndarray, shape (n_weights,)
        ∂E/∂w by backpropagation and by central differences.
    relative_error : numpy.ndarray, shape (n_weights,)
        |analytic − numerical| / max(|analytic|, |numerical|), 0 where both are 0.
    epsilon : float
        Half the distance of the two points.
    tolerance : float
        Largest relative error that passes.
    resolution : float
        Difference that rounding alone explains; no smaller one speaks against a gradient.
    passed : bool
        Whether every weight is within the tolerance or the resolution.
    labels : tuple of str
        Name of every weight, as in ``w1[0,0]``.
    """

    analytic: FloatArray
    numerical: FloatArray
    relative_error: FloatArray
    epsilon: float
    tolerance: float
    resolution: float
    passed: bool
    labels: tuple[str, ...]


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


def numerical_gradient(
    function: ScalarFunction, vector: ArrayLike, epsilon: float = 1e-5
) -> FloatArray:
    """Return the gradient of a function by central differences, two evaluations per entry.

    Parameters
    ----------
    function : callable
        Takes a vector of shape (n,), returns a real number.
    vector : array_like, shape (n,)
        Where the gradient is taken.
    epsilon : float
        Half the distance of the two points, greater than 0 and large enough to move every entry.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Approximate gradient.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range, or an entry + epsilon is that entry.
    """
    vector = real_array("vector", vector, ("n",))
    epsilon = positive_number("epsilon", epsilon)
    if (vector + epsilon == vector).any() or (vector - epsilon == vector).any():
        largest = np.abs(vector).max()
        raise ValueError(f"epsilon: expected enough to move entries up to {largest}, got {epsilon}")
    # --8<-- [start:numerical_gradient]
    gradient = np.empty_like(vector)
    for i in range(len(vector)):
        step = np.zeros_like(vector)
        step[i] = epsilon
        gradient[i] = (function(vector + step) - function(vector - step)) / (2 * epsilon)
    # --8<-- [end:numerical_gradient]
    return gradient


def relative_errors(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return |a − b| / max(|a|, |b|) entry by entry, 0 where both are 0."""
    scale = np.maximum(np.abs(a), np.abs(b))
    return np.abs(a - b) / np.where(scale > 0, scale, 1.0)


def check_gradient(
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
    tolerance = positive_number("tolerance", tolerance)
    analytic = _gradient(parameters, X, y, backward)
    numerical = numerical_gradient(
        _cost_of_vector(parameters, X, y), parameters.to_vector(), epsilon
    )
    error = relative_errors(analytic, numerical)
    resolution = _rounding_of_cost(parameters, X, y) / epsilon
    passed = (error <= tolerance) | (np.abs(analytic - numerical) <= resolution)
    return GradientCheck(
        analytic=analytic,
        numerical=numerical,
        relative_error=error,
        epsilon=float(epsilon),
        tolerance=tolerance,
        resolution=resolution,
        passed=bool(passed.all()),
        labels=parameters.labels,
    )


def epsilon_sweep(
    parameters: Parameters, X: ArrayLike, y: ArrayLike, epsilons: ArrayLike
) -> EpsilonSweep:
    """Repeat the gradient check for many ε.

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
    analytic = _gradient(parameters, X, y, network.backward)
    function, vector = _cost_of_vector(parameters, X, y), parameters.to_vector()
    if not analytic.all():
        raise ValueError("parameters: expected a gradient without zeros, got one with a zero")
    errors = np.array(
        [relative_errors(analytic, numerical_gradient(function, vector, e)) for e in epsilons]
    )
    worst = errors.max(axis=1)
    size = np.abs(analytic)
    third = np.abs(_third_derivatives(function, vector))
    return EpsilonSweep(
        epsilons=epsilons,
        relative_error=errors,
        worst_error=worst,
        best_epsilon=float(epsilons[worst.argmin()]),
        truncation=epsilons**2 * (third / (6 * size)).max(),
        rounding=UNIT_ROUNDOFF * function(vector) / (epsilons * size.min()),
        labels=parameters.labels,
    )


def _cost_of_vector(parameters: Parameters, X: ArrayLike, y: ArrayLike) -> ScalarFunction:
    return lambda vector: network.cost(Parameters.from_vector(vector, like=parameters), X, y)


def _gradient(parameters: Parameters, X: ArrayLike, y: ArrayLike, backward: Backward) -> FloatArray:
    forward_pass = forward(parameters, X)
    y = real_array("y", y, forward_pass.activated_output.shape)
    gradients = backward(parameters, forward_pass, y)
    real_array("w1_gradient", gradients.w1_gradient, parameters.w1.shape)
    real_array("w2_gradient", gradients.w2_gradient, parameters.w2.shape)
    return gradients.to_vector()


def _rounding_of_cost(parameters: Parameters, X: ArrayLike, y: ArrayLike) -> float:
    """Return how far rounding may put E off: its own, and that of o times |∂E/∂o| = |y − o|.

    One more is added for the neighbourhood of a minimum, where both of them vanish.
    """
    output = forward(parameters, X).activated_output
    magnitude = half_squared_error(y, output) + np.abs(np.subtract(y, output)).sum() + 1
    return float(EVALUATION_ROUNDOFFS * UNIT_ROUNDOFF * magnitude)


def _third_derivatives(function: ScalarFunction, vector: FloatArray) -> FloatArray:
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
