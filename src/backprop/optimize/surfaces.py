"""Cuts through the cost of a network, and the path of gradient descent.

The cost of the lecture's network lives in nine dimensions. Held at all weights but one it is a
curve, at all but two a surface.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.descent import Path, descend
from backprop.network import Parameters, cost
from backprop.objective import network_functions
from backprop.validation import (
    FloatArray,
    Gradient,
    Value,
    evaluate,
    frozen_array,
    positive_number,
    real_array,
    whole_number,
)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CostSurface:
    """The cost E over a grid of two weights, all others held.

    Attributes
    ----------
    indices : tuple of int
        Entries of `Parameters.to_vector` that vary: i along the columns, j along the rows.
    labels : tuple of str
        Their names, as in ``w1[0,0]``.
    grid_i : numpy.ndarray, shape (n_i,)
        Values of weight i.
    grid_j : numpy.ndarray, shape (n_j,)
        Values of weight j.
    values : numpy.ndarray, shape (n_j, n_i)
        E, as matplotlib's contour wants it.
    """

    indices: tuple[int, int]
    labels: tuple[str, str]
    grid_i: FloatArray
    grid_j: FloatArray
    values: FloatArray


def cost_slice(
    parameters: Parameters, X: ArrayLike, y: ArrayLike, index: int, values: ArrayLike
) -> FloatArray:
    """Return E for many values of one weight, all others held.

    Parameters
    ----------
    parameters : Parameters
        The weights held.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    index : int
        Entry of `Parameters.to_vector` that varies.
    values : array_like, shape (n_values,)
        Its values.

    Returns
    -------
    numpy.ndarray, shape (n_values,)
        E.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range.
    """
    values = real_array("values", values, ("n_values",))
    vector = parameters.to_vector()
    index = whole_number("index", index, maximum=len(vector) - 1)
    moved = np.tile(vector, (len(values), 1))
    moved[:, index] = values
    return np.array([cost(Parameters.from_vector(row, like=parameters), X, y) for row in moved])


def cost_surface(
    parameters: Parameters,
    X: ArrayLike,
    y: ArrayLike,
    indices: tuple[int, int],
    grid_i: ArrayLike,
    grid_j: ArrayLike,
) -> CostSurface:
    """Return E over a grid of two weights, all others held.

    Parameters
    ----------
    parameters : Parameters
        The weights held.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    indices : tuple of int
        The two different entries i, j of `Parameters.to_vector` that vary.
    grid_i, grid_j : array_like, shape (n_i,) and (n_j,)
        Their values.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range.
    """
    grid_i = frozen_array("grid_i", grid_i, ("n_i",))
    grid_j = frozen_array("grid_j", grid_j, ("n_j",))
    value, _ = weight_plane(parameters, X, y, indices)
    values = np.array([[float(value(np.array([a, b]))) for a in grid_i] for b in grid_j])
    i, j = indices
    labels = (parameters.labels[i], parameters.labels[j])
    return CostSurface(
        indices=(i, j),
        labels=labels,
        grid_i=grid_i,
        grid_j=grid_j,
        values=frozen_array("values", values),
    )


def weight_plane(
    parameters: Parameters, X: ArrayLike, y: ArrayLike, indices: tuple[int, int]
) -> tuple[Value, Gradient]:
    """Return E and its gradient as functions of two weights, all others held.

    Parameters
    ----------
    parameters : Parameters
        The weights held.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    indices : tuple of int
        The two different entries of `Parameters.to_vector` that vary.

    Returns
    -------
    tuple of callable
        Value, (2,) → scalar, and gradient, (2,) → (2,).

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range.
    """
    vector = parameters.to_vector()
    entries = [whole_number("indices", k, maximum=len(vector) - 1) for k in indices]
    if len(entries) != 2 or entries[0] == entries[1]:
        raise ValueError(f"indices: expected two different entries, got {indices!r}")
    of_all, slopes_of_all = network_functions(parameters, X, y)

    def at(point: FloatArray) -> FloatArray:
        moved = vector.copy()
        moved[entries] = point
        return moved

    def value(point: FloatArray) -> float:
        return of_all(at(point))

    def gradient(point: FloatArray) -> FloatArray:
        return slopes_of_all(at(point))[entries]

    return value, gradient


def descent_path(
    value: Value,
    gradient: Gradient,
    start: ArrayLike,
    learning_rate: float,
    iterations: int,
) -> Path:
    """Descend against the gradient, x ← x − η ∇f(x).

    Parameters
    ----------
    value, gradient : callable
        Of a `Function`, or from `weight_plane`.
    start : array_like, shape (d,)
        First point.
    learning_rate : float
        η, greater than 0.
    iterations : int
        Number of steps n, at least 0.

    Returns
    -------
    Path
        n + 1 points.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range, or a function does not return numbers
        in its shape or changes its argument.
    OverflowError
        If the descent diverges beyond the range of float64.
    """
    start = real_array("start", start, ("d",))
    learning_rate = positive_number("learning_rate", learning_rate)
    iterations = whole_number("iterations", iterations)

    def step(point: FloatArray) -> FloatArray:
        return point - learning_rate * evaluate("gradient", gradient, point, point.shape)

    points, values = np.empty((iterations + 1, len(start))), np.empty(iterations + 1)
    with np.errstate(over="ignore", invalid="ignore"):
        for i, point in enumerate(descend(start, step, iterations)):
            finite = np.isfinite(point).all()
            height = evaluate("value", value, point, (), finite=False) if finite else np.nan
            if not np.isfinite(height):
                reason = f"learning_rate {learning_rate} diverges: " if i else "start: "
                error = OverflowError if i else ValueError
                raise error(f"{reason}the value is {height} at {point}, at iteration {i}")
            points[i], values[i] = point, height
    return Path(points=frozen_array("points", points), values=frozen_array("values", values))
