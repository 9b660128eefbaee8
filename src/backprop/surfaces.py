"""Cuts through a cost, functions with known minima, and the path of gradient descent on either.

The cost of the lecture's network lives in nine dimensions. Held at all weights but one it is a
curve, at all but two a surface. A `Function` knows its value, gradient and Hessian:

    quadratic        f = ½ Σ λᵢ xᵢ²            equal λ a bowl, unequal λ a ravine
    saddle           f = ½x² − ½y² + ¼y⁴       saddle point at the origin, minima at (0, ±1)
    double well      f = ¼x⁴ − ½x² + t x       two minima of different depth; in two dimensions
                     + ½ (y − x/2)²            with this term, a valley that joins them

Gradient descent on the quadratic is known in closed form, xᵢ(k) = (1 − ηλᵢ)ᵏ xᵢ(0): it converges if
η < 2/λ for every λ. Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, in Neural Networks:
Tricks of the Trade (Springer 1998), section 5.1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.network import Parameters, backward, cost, forward
from backprop.validation import (
    FloatArray,
    evaluate,
    frozen_array,
    positive_number,
    real_array,
    whole_number,
)

RAVINE_CURVATURES = (1.0, 25.0)
"""λ of the ravine: 25 times as steep across as along."""
TILT = 0.2
"""t, which makes the left well the deeper one; beyond 2/√27 ≈ 0.385 the right one is gone."""

type Value = Callable[[FloatArray], float | FloatArray]
type Gradient = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of d real variables, for points of shape (..., d).

    Attributes
    ----------
    value : callable
        (..., d) → (...).
    gradient : callable
        (..., d) → (..., d).
    hessian : callable
        (..., d) → (..., d, d).
    minima : numpy.ndarray, shape (n_minima, d)
        The minima, the deepest first.
    saddles : numpy.ndarray, shape (n_saddles, d)
        Where the gradient is 0 without a minimum; in one dimension these are maxima.
    """

    value: Value
    gradient: Gradient
    hessian: Callable[[FloatArray], FloatArray]
    minima: FloatArray
    saddles: FloatArray

    @property
    def dimensions(self) -> int:
        """Number of variables d."""
        return self.minima.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Where gradient descent went; the arrays are read-only.

    Attributes
    ----------
    points : numpy.ndarray, shape (n + 1, d)
        The start, then the point after each step.
    values : numpy.ndarray, shape (n + 1,)
        The function there.
    """

    points: FloatArray
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
    return CostSurface((i, j), labels, grid_i, grid_j, frozen_array("values", values))


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
    X = real_array("X", X, ("n_samples", parameters.n_inputs))
    y = real_array("y", y, (X.shape[0], parameters.n_outputs))

    def at(point: FloatArray) -> Parameters:
        moved = vector.copy()
        moved[entries] = point
        return Parameters.from_vector(moved, like=parameters)

    def value(point: FloatArray) -> FloatArray:
        return np.asarray(cost(at(point), X, y))

    def gradient(point: FloatArray) -> FloatArray:
        here = at(point)
        return backward(here, forward(here, X), y).to_vector()[entries]

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
    point = real_array("start", start, ("d",))
    learning_rate = positive_number("learning_rate", learning_rate)
    iterations = whole_number("iterations", iterations)
    points, values = np.empty((iterations + 1, len(point))), np.empty(iterations + 1)
    with np.errstate(over="ignore", invalid="ignore"):
        for i in range(iterations + 1):
            finite = np.isfinite(point).all()
            height = evaluate("value", value, point, (), finite=False) if finite else np.nan
            if not np.isfinite(height):
                reason = f"learning_rate {learning_rate} diverges: " if i else "start: "
                error = OverflowError if i else ValueError
                raise error(f"{reason}the value is {height} at {point}, at iteration {i}")
            points[i], values[i] = point, height
            if i < iterations:
                slopes = evaluate("gradient", gradient, point, point.shape)
                point = point - learning_rate * slopes
    points.setflags(write=False)
    values.setflags(write=False)
    return Path(points, values)


def quadratic(curvatures: ArrayLike) -> Function:
    """Return f = ½ Σ λᵢ xᵢ² with its minimum at the origin.

    Parameters
    ----------
    curvatures : array_like, shape (d,)
        The eigenvalues λ of the Hessian, all greater than 0.

    Raises
    ------
    TypeError, ValueError
        If the curvatures are not real, finite, one-dimensional and greater than 0.
    """
    scale = frozen_array("curvatures", curvatures, ("d",))
    if not (scale > 0).all():
        raise ValueError(f"curvatures: expected numbers greater than 0, got {scale.min()}")
    d = len(scale)
    return Function(
        value=lambda x: 0.5 * (scale * np.square(x)).sum(axis=-1),
        gradient=lambda x: scale * x,
        hessian=lambda x: np.broadcast_to(np.diag(scale), (*x.shape, d)).copy(),
        minima=np.zeros((1, d)),
        saddles=np.empty((0, d)),
    )


def bowl() -> Function:
    """Return the quadratic of two variables whose gradient points straight at the minimum."""
    return quadratic((1.0, 1.0))


def ravine() -> Function:
    """Return the quadratic of two variables that is far steeper across than along."""
    return quadratic(RAVINE_CURVATURES)


def saddle() -> Function:
    """Return f = ½x² − ½y² + ¼y⁴: a saddle point at the origin between minima at (0, ±1)."""
    return Function(
        value=lambda p: p[..., 0] ** 2 / 2 - p[..., 1] ** 2 / 2 + p[..., 1] ** 4 / 4,
        gradient=lambda p: np.stack([p[..., 0], p[..., 1] ** 3 - p[..., 1]], axis=-1),
        hessian=lambda p: _symmetric(np.ones_like(p[..., 0]), 0.0, 3 * p[..., 1] ** 2 - 1),
        minima=np.array([[0.0, 1.0], [0.0, -1.0]]),
        saddles=np.zeros((1, 2)),
    )


def double_well_1d() -> Function:
    """Return f = ¼x⁴ − ½x² + t x of one variable, with two minima of different depth."""
    left, middle, right = _stationary_points()
    return Function(
        value=lambda p: _well(p[..., 0]),
        gradient=lambda p: p**3 - p + TILT,
        hessian=lambda p: (3 * p**2 - 1)[..., np.newaxis],
        minima=np.array([[left], [right]]),
        saddles=np.array([[middle]]),
    )


def double_well_2d() -> Function:
    """Return f = ¼x⁴ − ½x² + t x + ½(y − x/2)², with two minima and a saddle point between them."""
    left, middle, right = _stationary_points()

    def gradient(p: FloatArray) -> FloatArray:
        x, y = p[..., 0], p[..., 1]
        return np.stack([x**3 - x + TILT - (y - x / 2) / 2, y - x / 2], axis=-1)

    return Function(
        value=lambda p: _well(p[..., 0]) + np.square(p[..., 1] - p[..., 0] / 2) / 2,
        gradient=gradient,
        hessian=lambda p: _symmetric(3 * p[..., 0] ** 2 - 0.75, -0.5, np.ones_like(p[..., 0])),
        minima=np.array([[left, left / 2], [right, right / 2]]),
        saddles=np.array([[middle, middle / 2]]),
    )


def _well(x: FloatArray) -> FloatArray:
    return x**4 / 4 - x**2 / 2 + TILT * x


def _stationary_points() -> FloatArray:
    """Return the three roots of x³ − x + t, ascending: minimum, maximum, minimum."""
    return np.sort(np.roots([1.0, 0.0, -1.0, TILT]).real.astype(np.float64))


def _symmetric(xx: FloatArray, xy: float, yy: FloatArray) -> FloatArray:
    """Return the matrices [[xx, xy], [xy, yy]] of shape (..., 2, 2)."""
    off = np.full_like(xx, xy)
    return np.stack([np.stack([xx, off], -1), np.stack([off, yy], -1)], -2)
