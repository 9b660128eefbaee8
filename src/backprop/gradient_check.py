"""Central differences against any gradient, with a verdict for each entry.

    ∂f/∂xᵢ ≈ (f(x + ε eᵢ) − f(x − ε eᵢ)) / 2ε

Two errors pull in opposite directions. Cutting the Taylor series off leaves ε² |f'''| / 6
(truncation); and as a float64 carries f only to u = 2⁻⁵³ of itself, the difference is known only to
u |f| / ε (rounding). What is left between them is all that a difference can say. So an entry of the
gradient under test

    passed      if the two agree to the tolerance, even with the uncertainty added to their distance
    failed      if they do not, even with the uncertainty taken off
    undecided   if rounding or truncation hides which of the two it is.

A gradient has passed if all of its entries have, and failed if one has. The uncertainty has two
parts: `ROUNDINGS` u |f| / ε for rounding, where |f| is the largest that is met and at least the
magnitude, and `DOUBT` times the farthest that the same difference moves for the shorter distances
`SHORTER` ε, as truncation and any noise make it.

Source: Press, Teukolsky, Vetterling & Flannery, Numerical Recipes (3rd ed., Cambridge 2007),
section 5.7.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from backprop.validation import FloatArray, Gradient, Value, evaluate, positive_number, real_array

UNIT_ROUNDOFF = float(np.finfo(np.float64).eps) / 2
"""u: largest relative error of rounding to float64, 2⁻⁵³."""
TOLERANCE = 1e-6
"""Largest relative error at which an entry passes."""
ROUNDINGS = 16
"""Roundings allowed for one evaluation of f."""
SHORTER = (0.618, 0.382, 0.146)
"""Powers of the golden section: a wave of f that repeats in one of them does not in another."""
DOUBT = 2.0
"""How much of the movement between two distances is taken for the error of the longer one."""

type Outcome = Literal["passed", "failed", "undecided"]


@dataclass(frozen=True, slots=True, eq=False)
class GradientCheck:
    """A gradient and central differences, entry by entry.

    Attributes
    ----------
    analytic, numerical : numpy.ndarray, shape (n,)
        The gradient under test, and the central differences; NaN where epsilon is too small to move
        the entry.
    relative_error : numpy.ndarray, shape (n,)
        |analytic − numerical| / max(|analytic|, |numerical|), 0 where both are 0.
    uncertainty : numpy.ndarray, shape (n,)
        How far rounding and truncation may have put the central differences off.
    epsilon : float
        Half the distance of the two points.
    tolerance : float
        Largest relative error that passes.
    outcomes : tuple of str
        ``passed``, ``failed`` or ``undecided``, for each entry.
    labels : tuple of str
        Name of every entry, as in ``w1[0,0]``.
    """

    analytic: FloatArray
    numerical: FloatArray
    relative_error: FloatArray
    uncertainty: FloatArray
    epsilon: float
    tolerance: float
    outcomes: tuple[Outcome, ...]
    labels: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """``failed`` if an entry has, ``passed`` if all of them have, else ``undecided``."""
        if "failed" in self.outcomes:
            return "failed"
        return "undecided" if "undecided" in self.outcomes else "passed"

    @property
    def passed(self) -> bool:
        """Whether every entry has passed."""
        return self.outcome == "passed"


def numerical_gradient(function: Value, vector: ArrayLike, epsilon: float = 1e-5) -> FloatArray:
    """Return the gradient of a function by central differences, two evaluations per entry.

    Parameters
    ----------
    function : callable
        Takes a vector of shape (n,), returns a real number. It is called twice more at the vector
        itself, to see that it gives the same number twice.
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
        If an argument is of the wrong kind, shape or range, an entry + epsilon is that entry, or
        the function does not return one finite number, changes its argument or the vector, or
        gives another number when it is asked again.
    """
    given = real_array("vector", vector, ("n",))
    epsilon = positive_number("epsilon", epsilon)
    with _steady("function", function, given) as (vector, call):
        if (vector + epsilon == vector).any() or (vector - epsilon == vector).any():
            largest = np.abs(vector).max()
            raise ValueError(
                f"epsilon: expected enough to move entries up to {largest}, got {epsilon}"
            )
        return _differences(call, vector, epsilon)


def relative_errors(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return |a − b| / max(|a|, |b|) entry by entry, 0 where both are 0."""
    scale = np.maximum(np.abs(a), np.abs(b))
    return np.abs(a - b) / np.where(scale > 0, scale, 1.0)


def check_gradient(
    value: Value,
    gradient: Gradient,
    parameters: ArrayLike,
    epsilon: float = 1e-5,
    *,
    tolerance: float = TOLERANCE,
    magnitude: float = 1.0,
    labels: Sequence[str] | None = None,
) -> GradientCheck:
    """Compare the gradient of a function with its central differences.

    Parameters
    ----------
    value : callable
        f: takes a vector of shape (n,), returns a real number.
    gradient : callable
        The gradient under test: takes a vector of shape (n,), returns one.
    parameters : array_like, shape (n,)
        Where the gradient is taken.
    epsilon : float
        Half the distance of the two points, greater than 0.
    tolerance : float
        Largest relative error that passes, greater than 0.
    magnitude : float
        Size of the numbers that f is made of, greater than 0. Where f itself is smaller, as near a
        minimum, its rounding is taken to be that of a number of this size. Hand over a smaller one
        for a function that is tiny throughout, a larger one for a difference of large numbers.
    labels : sequence of str, optional
        Name of every entry; by default ``w[0]``, ``w[1]`` and so on.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range, or a function does not return finite
        numbers in its shape, changes what it is given or, asked again, gives another number.
    """
    given = real_array("parameters", parameters, ("n",))
    epsilon = positive_number("epsilon", epsilon)
    tolerance = positive_number("tolerance", tolerance)
    magnitude = positive_number("magnitude", magnitude)
    names = tuple(labels) if labels is not None else tuple(f"w[{i}]" for i in range(len(given)))
    if len(names) != len(given):
        raise ValueError(f"labels: expected {len(given)}, one for each entry, got {len(names)}")
    heights = [magnitude]
    with _steady("value", value, given) as (vector, call):

        def watched(point: FloatArray) -> float:
            height = call(point)
            heights.append(abs(height))
            return height

        analytic = evaluate("gradient", gradient, vector, vector.shape)
        numerical = _differences(watched, vector, epsilon)
        shorter = np.array([_differences(call, vector, share * epsilon) for share in SHORTER])
    roundoff = _unit_roundoff(value(vector.copy()))
    moved = np.where(np.isnan(shorter), 0.0, np.abs(shorter - numerical)).max(axis=0)
    uncertainty = ROUNDINGS * roundoff * max(heights) / epsilon + DOUBT * moved
    apart = np.abs(analytic - numerical)
    allowed = tolerance * np.maximum(np.abs(analytic), np.abs(numerical))
    passed, failed = apart + uncertainty < allowed, apart - uncertainty > allowed
    return GradientCheck(
        analytic=analytic,
        numerical=numerical,
        relative_error=relative_errors(analytic, numerical),
        uncertainty=uncertainty,
        epsilon=epsilon,
        tolerance=tolerance,
        outcomes=tuple(
            "passed" if p else "failed" if f else "undecided"
            for p, f in zip(passed, failed, strict=True)
        ),
        labels=names,
    )


def _differences(
    function: Callable[[FloatArray], float], vector: FloatArray, epsilon: float
) -> FloatArray:
    """Return the central differences; NaN where epsilon is too small to move the entry."""
    with np.errstate(invalid="ignore"):
        # --8<-- [start:numerical_gradient]
        gradient = np.empty_like(vector)
        for i in range(len(vector)):
            above, below = vector.copy(), vector.copy()
            above[i] += epsilon
            below[i] -= epsilon
            distance = above[i] - below[i]  # 2ε, rounded as above and below are
            gradient[i] = (function(above) - function(below)) / distance
        # --8<-- [end:numerical_gradient]
    return gradient


@contextmanager
def _steady(
    name: str, function: Value, given: FloatArray
) -> Iterator[tuple[FloatArray, Callable[[FloatArray], float]]]:
    """Yield a copy of the vector and the checked function; see afterwards that neither has changed.

    Learners' functions often write the vector into the very array that they were handed at first.
    """
    vector = given.copy()

    def call(point: FloatArray) -> float:
        return float(evaluate(name, function, point, ()))

    first = call(vector)
    yield vector, call
    if not np.array_equal(given, vector):
        raise ValueError(f"{name}: changes the vector at which it is asked; let it work on a copy")
    again = call(vector)
    if again != first:
        raise ValueError(
            f"{name}: gave {first} and then {again} for the same vector; "
            "it must depend neither on chance nor on earlier calls"
        )


def _unit_roundoff(result: object) -> float:
    """Return u of the type in which a function answers, but not less than that of float64."""
    dtype = np.asarray(result).dtype
    own = float(np.finfo(dtype).eps) / 2 if dtype.kind == "f" else UNIT_ROUNDOFF
    return max(UNIT_ROUNDOFF, own)
