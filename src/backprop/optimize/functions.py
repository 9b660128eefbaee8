"""Functions with known minima. A `Function` knows its value, gradient and Hessian.

    quadratic        f = ½ Σ λᵢ xᵢ²            equal λ a bowl, unequal λ a ravine
    saddle           f = ½x² − ½y² + ¼y⁴       saddle point at the origin, minima at (0, ±1)
    double well      f = ¼x⁴ − ½x² + t x       two minima of different depth

Gradient descent on the quadratic is known in closed form, xᵢ(k) = (1 − ηλᵢ)ᵏ xᵢ(0): it converges if
η < 2/λ for every λ. Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, in Neural Networks:
Tricks of the Trade (Springer 1998), section 5.1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop.validation import FloatArray, Gradient, frozen_array

TILT = 0.2
"""t, which makes the left well the deeper one; beyond 2/√27 ≈ 0.385 the right one is gone."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
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

    value: Callable[[FloatArray], FloatArray]
    gradient: Gradient
    hessian: Callable[[FloatArray], FloatArray]
    minima: FloatArray
    saddles: FloatArray

    @property
    def dimensions(self) -> int:
        """Number of variables d."""
        return self.minima.shape[1]


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


def _well(x: FloatArray) -> FloatArray:
    return x**4 / 4 - x**2 / 2 + TILT * x


def _stationary_points() -> FloatArray:
    """Return the three roots of x³ − x + t, ascending: minimum, maximum, minimum."""
    return np.sort(np.roots([1.0, 0.0, -1.0, TILT]).real.astype(np.float64))


def _symmetric(xx: FloatArray, xy: float, yy: FloatArray) -> FloatArray:
    """Return the matrices [[xx, xy], [xy, yy]] of shape (..., 2, 2)."""
    off = np.full_like(xx, xy)
    return np.stack([np.stack([xx, off], -1), np.stack([off, yy], -1)], -2)
