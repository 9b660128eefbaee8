"""Second-order steps: the curvature says how far to go.

With the gradient g and the Hessian H of f at w:

    newton      w ← w − H⁻¹ g
    bfgs        w ← w + a p,   p = −B g,   the length a from a search for the Wolfe conditions
                s = a p,   y = new g − g,   ρ = 1 / (y·s)
                B ← (I − ρ s yᵀ) B (I − ρ y sᵀ) + ρ s sᵀ

Newton's method goes to the stationary point of the parabola that fits f at w, be it a minimum, a
saddle point or a maximum. BFGS (Broyden, Fletcher, Goldfarb & Shanno 1970) never computes H: its B
approximates H⁻¹ from the gradients met on the way, starts as the identity and stays positive
definite because the second Wolfe condition makes y·s > 0, so that p always leads downhill.

Source: Nocedal & Wright, Numerical Optimization (2nd edition, Springer 2006), equations 2.15 and
6.17, Algorithm 6.1.

Where an argument is of the wrong kind, shape or range, TypeError or ValueError is raised; so also
for a step from a point where the gradient is zero and BFGS has no direction, and, as
numpy.linalg.LinAlgError (a ValueError), for a Hessian without an inverse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from backprop.line_search import Gradient, LinePoint, LineSearch, Value, line_point, wolfe
from backprop.optimizers import freeze
from backprop.validation import (
    FloatArray,
    evaluate,
    frozen_array,
    positive_number,
    real_array,
    whole_number,
)

type Search = Callable[[Value, Gradient, LinePoint, FloatArray, float], LineSearch]
"""Anything that can stand in for `backprop.line_search.wolfe`."""

DIFFERENCE = 1e-5
"""Distance ε of the central differences in `difference_hessian`."""


@dataclass(frozen=True, slots=True, eq=False)
class NewtonState:
    """Newton's method remembers nothing but the weights ``w`` (n,)."""

    w: FloatArray

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class BFGSState:
    """What BFGS carries on; all arrays are read-only.

    Attributes
    ----------
    w, gradient : numpy.ndarray, shape (n,)
        The weights, and ∇f there.
    value : float
        f there.
    inverse_hessian : numpy.ndarray, shape (n, n)
        B.
    trial : float
        First length for the line search to try: 1, but on the first step, where B knows nothing.
    evaluations : int
        Evaluations of f so far, and as many of ∇f.
    """

    w: FloatArray
    value: float
    gradient: FloatArray
    inverse_hessian: FloatArray
    trial: float
    evaluations: int

    def __post_init__(self) -> None:
        freeze(self, "gradient")
        square = frozen_array("inverse_hessian", self.inverse_hessian, 2 * self.w.shape)
        object.__setattr__(self, "inverse_hessian", square)
        real_array("value", self.value, ())
        positive_number("trial", self.trial)
        whole_number("evaluations", self.evaluations)

    @classmethod
    def start(cls, w: ArrayLike, value: Value, gradient: Gradient) -> Self:
        """Return the state before the first step; its first trial moves w by at most 1."""
        w = real_array("w", w, ("n",))
        here = line_point(value, gradient, w, np.zeros(len(w)), 0.0)
        trial = 1 / max(1.0, float(np.linalg.norm(here.gradient)))
        return cls(w, here.value, here.gradient, np.eye(len(w)), trial, 1)


# --8<-- [start:newton]
def newton(state: NewtonState, gradient: ArrayLike, hessian: ArrayLike) -> NewtonState:
    """Go to where the gradient of the fitted parabola is zero."""
    g = real_array("gradient", gradient, state.w.shape)
    H = invertible("hessian", hessian, g)
    return NewtonState(state.w - np.linalg.solve(H, g))
    # --8<-- [end:newton]


# --8<-- [start:bfgs]
def bfgs(state: BFGSState, value: Value, gradient: Gradient, search: Search = wolfe) -> BFGSState:
    """Go along −B g as far as the line search says, and learn B from what the gradient did."""
    w, f, g, B = state.w, state.value, state.gradient, state.inverse_hessian
    p = -B @ g
    found = search(value, gradient, LinePoint(0.0, w, f, g, float(g @ p)), p, state.trial)
    s, y = found.point.w - w, found.point.gradient - g
    turn = np.eye(len(s)) - np.outer(s, y) / (y @ s)
    B = turn @ B @ turn.T + np.outer(s, s) / (y @ s)
    spent = state.evaluations + len(found.lengths)
    return BFGSState(found.point.w, found.point.value, found.point.gradient, B, 1.0, spent)
    # --8<-- [end:bfgs]


def invertible(name: str, matrix: ArrayLike, g: FloatArray) -> FloatArray:
    """Return the matrix H (n, n) as float64 after seeing that H s = g can be solved for s.

    Raises
    ------
    TypeError, ValueError
        If it is not real, finite and of that shape.
    numpy.linalg.LinAlgError
        If it is singular, or so up to rounding in a direction of which g has a share.
    """
    H = real_array(name, matrix, 2 * g.shape)
    left, sizes, _ = np.linalg.svd(H)
    precision = np.finfo(np.float64).eps
    flat = sizes <= len(g) * precision * sizes[0]
    share = np.abs(left.T @ g)[flat] > np.sqrt(precision) * np.linalg.norm(g)
    if share.any() or not np.linalg.slogdet(H)[0]:
        raise np.linalg.LinAlgError(
            f"{name}: has no inverse (singular values from {sizes[-1]:.1e} to {sizes[0]:.1e}): the "
            "fitted parabola is flat in some direction, and Newton's step does not exist"
        )
    return H


def difference_hessian(gradient: Gradient, w: ArrayLike) -> FloatArray:
    """Return the Hessian from central differences of the gradient.

    Column i is (∇f(w + ε eᵢ) − ∇f(w − ε eᵢ)) / 2ε; the mean with its transpose is symmetric.

    Parameters
    ----------
    gradient : callable
        ∇f, (n,) → (n,); it is evaluated 2n times.
    w : array_like, shape (n,)
        Where.

    Returns
    -------
    numpy.ndarray, shape (n, n)
        H, with an error of the order of ε².

    Raises
    ------
    TypeError, ValueError
        If w is not real, finite and of that shape, ε does not move an entry of it, or the gradient
        does not return finite numbers in that shape or changes its argument.
    """
    w = real_array("w", w, ("n",))
    if (w + DIFFERENCE == w).any():
        raise ValueError(f"w: expected entries that {DIFFERENCE} moves, got {np.abs(w).max()}")
    shifts = DIFFERENCE * np.eye(len(w))
    columns = [
        (
            evaluate("gradient", gradient, w + shift, w.shape)
            - evaluate("gradient", gradient, w - shift, w.shape)
        )
        / (2 * DIFFERENCE)
        for shift in shifts
    ]
    return (np.array(columns) + np.array(columns).T) / 2
