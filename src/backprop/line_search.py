"""How far to go along a direction: a step that satisfies the strong Wolfe conditions.

Along φ(a) = f(w + a p) with φ'(0) = ∇f(w)·p < 0 a length a > 0 is accepted if

    φ(a) ≤ φ(0) + c₁ a φ'(0)      it lowers f by a fair share of what the slope promises
    |φ'(a)| ≤ c₂ |φ'(0)|          and leaves the slope behind

The first lengths grow until one of them has gone too far; then the bracket shrinks round an
accepted length, each time to the minimum of the cubic through its two ends.

Source: Nocedal & Wright, Numerical Optimization (2nd edition, Springer 2006), section 3.1 and
Algorithms 3.5 and 3.6, with equation 3.59 for the cubic. Wolfe, Convergence conditions for ascent
methods, SIAM Review 11 (1969), 226-235.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop.validation import FloatArray, evaluate, positive_number, real_array

SUFFICIENT_DECREASE = 1e-4
"""c₁."""
CURVATURE = 0.9
"""c₂, the usual choice for quasi-Newton methods."""
MAX_TRIALS = 60
"""Lengths tried before the search gives up."""
GROWTH = 2.0
"""Factor between two lengths as long as none has gone too far."""
MARGIN = 0.1
"""Share of the bracket, at either end, into which the cubic must not put the next length."""

type Value = Callable[[FloatArray], float | FloatArray]
type Gradient = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class LinePoint:
    """A point on the line: its ``length`` a, and there ``w`` (n,), f, ∇f (n,) and ``slope`` φ'."""

    length: float
    w: FloatArray
    value: float
    gradient: FloatArray
    slope: float


@dataclass(frozen=True, slots=True, eq=False)
class LineSearch:
    """The accepted ``point``, and the lengths that were tried, the accepted one last.

    Each trial takes one evaluation of f and one of ∇f.
    """

    point: LinePoint
    lengths: tuple[float, ...]


def wolfe(
    value: Value,
    gradient: Gradient,
    start: LinePoint,
    direction: FloatArray,
    first_length: float = 1.0,
) -> LineSearch:
    """Return a step that satisfies the strong Wolfe conditions.

    Parameters
    ----------
    value, gradient : callable
        f, (n,) → scalar, and ∇f, (n,) → (n,).
    start : LinePoint
        The point at length 0, from `line_point`.
    direction : numpy.ndarray, shape (n,)
        p, downhill.
    first_length : float
        The first length to be tried, greater than 0.

    Raises
    ------
    TypeError, ValueError
        If the gradient at the start is zero, the direction does not lead downhill, an argument is
        out of range, or a function does not return finite numbers in its shape.
    ArithmeticError
        If no length is accepted within `MAX_TRIALS` trials: f falls without end along the line,
        the conditions are lost in the rounding of f, or the gradient is not that of f.
    """
    direction = real_array("direction", direction, start.w.shape)
    if start.slope == 0 and not start.gradient @ start.gradient:
        raise ValueError(
            f"gradient: zero at {start.w}, which is already a minimum (or another stationary "
            "point), where no direction leads down"
        )
    if start.slope >= 0:
        raise ValueError(
            f"direction: expected to lead down, to a slope below 0, got the slope {start.slope}"
        )
    low, high = start, None
    lengths = [positive_number("first_length", first_length)]
    while len(lengths) <= MAX_TRIALS:
        trial = line_point(value, gradient, start.w, direction, lengths[-1])
        promised = start.value + SUFFICIENT_DECREASE * trial.length * start.slope
        if trial.value > promised or trial.value >= low.value:
            high = trial
        elif abs(trial.slope) <= CURVATURE * abs(start.slope):
            return LineSearch(trial, tuple(lengths))
        else:
            towards_high = 1.0 if high is None else high.length - low.length
            if trial.slope * towards_high >= 0:
                high = low
            low = trial
        lengths.append(GROWTH * trial.length if high is None else _between(low, high))
    reason = (
        "f falls without end in this direction"
        if high is None
        else "f is at its lowest up to rounding, or the gradient is not that of the value"
    )
    raise ArithmeticError(
        f"no length satisfies the Wolfe conditions: {reason}; the gradient at {start.w} has length "
        f"{np.linalg.norm(start.gradient):.1e}, and {MAX_TRIALS} lengths up to "
        f"{max(lengths[:-1]):.1e} were tried"
    )


def line_point(
    value: Value, gradient: Gradient, w: FloatArray, direction: FloatArray, length: float
) -> LinePoint:
    """Evaluate f and ∇f at w + a p.

    Raises
    ------
    TypeError, ValueError
        If either does not return finite numbers in its shape there, or changes its argument.
    """
    there = w + length * direction
    slopes = evaluate("gradient", gradient, there, w.shape)
    height = float(evaluate("value", value, there, ()))
    return LinePoint(length, there, height, slopes, float(slopes @ direction))


def _between(low: LinePoint, high: LinePoint) -> float:
    """Return the minimum of the cubic through both points, kept off the ends of the bracket."""
    width = high.length - low.length
    bend = low.slope + high.slope - 3 * (high.value - low.value) / width
    root = np.sqrt(max(bend**2 - low.slope * high.slope, 0.0)) * np.sign(width)
    share = 1 - (high.slope + root - bend) / (high.slope - low.slope + 2 * root)
    return low.length + width * float(np.clip(share, MARGIN, 1 - MARGIN))
