"""What the optimizers are set to minimize: a ravine, a saddle, the cost of the lecture's network.

The ravine is f = ½ (x² + 90 y²), ninety times as steep across as along, started on its slope.
The saddle is f = ½x² − ½y² + ¼y⁴, started just beside the line that leads into the saddle point, so
that a method must first notice that there is a way down. The network is number 4 of seed 812 with
its nine weights; how low it is to get is what the lecture's own gradient descent reaches in 10,000
iterations. The plane is a cut through that cost along two of the weights.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from backprop.network import lecture_parameters
from backprop.objective import network_functions
from backprop.optimize.functions import Function, quadratic, saddle
from backprop.optimize.second_order import difference_hessian
from backprop.optimize.surfaces import weight_plane
from backprop.samples import study_sleep
from backprop.training import train
from backprop.validation import (
    FloatArray,
    Gradient,
    Value,
    frozen_array,
    real_array,
    whole_number,
)

RAVINE_CURVATURES = (1.0, 90.0)
"""λ of the ravine."""
RAVINE_START = (-2.0, 0.4)
SADDLE_START = (0.8, 1e-3)
TOLERANCE = 1e-2
"""How near to its least value f must come on the ravine and the saddle."""
LIMIT = 2_000
"""Iterations allowed on everything that has two weights."""
PLANE = (0, 6)
"""Entries w1[0,0] and w2[0,0] of `Parameters.to_vector`."""
PLANE_TARGET = 1.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Problem:
    """What is to be minimized, and from where.

    Attributes
    ----------
    name : str
        ``ravine``, ``saddle``, ``network`` or ``plane``.
    value, gradient, hessian : callable
        f, ∇f and the Hessian at a point (n,).
    gradients_per_hessian : int
        Gradients that one Hessian takes: 0 if it is known, 2n if it comes from differences.
    start : numpy.ndarray, shape (n,)
        First point.
    target : float
        Value of f at which a method has arrived.
    limit : int
        Iterations after which a run is given up.
    """

    name: str
    value: Value
    gradient: Gradient
    hessian: Callable[[FloatArray], FloatArray]
    gradients_per_hessian: int
    start: FloatArray
    target: float
    limit: int


def ravine_problem() -> Problem:
    """Return a quadratic, far steeper across than along, with its minimum 0 at the origin."""
    return _analytic("ravine", quadratic(RAVINE_CURVATURES), RAVINE_START)


def saddle_problem() -> Problem:
    """Return the saddle between two minima, started just beside the line that leads into it."""
    return _analytic("saddle", saddle(), SADDLE_START)


def network_problem(iterations: int = 10_000) -> Problem:
    """Return the cost of the lecture's network 4 as a function of its nine weights.

    The target is the cost at which gradient descent with η = 1 has arrived after so many
    `iterations`, which are also the limit.

    Raises
    ------
    TypeError, ValueError
        If `iterations` is no integer of at least 1.
    """
    iterations = whole_number("iterations", iterations, minimum=1)
    samples, initial = study_sleep(), lecture_parameters(4)

    value, gradient = network_functions(initial, samples.X, samples.y)

    def hessian(w: FloatArray) -> FloatArray:
        return difference_hessian(gradient, w)

    start = initial.to_vector()
    target = float(train(initial, samples.X, samples.y, iterations).cost[-1])
    return Problem(
        name="network",
        value=value,
        gradient=gradient,
        hessian=hessian,
        gradients_per_hessian=2 * len(start),
        start=start,
        target=target,
        limit=iterations,
    )


def plane_problem(iterations: int = 10_000) -> Problem:
    """Return the same cost as a function of two weights only, so that it can be drawn.

    They are `PLANE`, the two weights of the way through the first hidden node, and start as the
    network does; the other seven are held where gradient descent with η = 1 has brought them after
    so many `iterations`. The target is `PLANE_TARGET` times the cost that it reached.

    Raises
    ------
    TypeError, ValueError
        If `iterations` is no integer of at least 1.
    """
    iterations = whole_number("iterations", iterations, minimum=1)
    samples, initial = study_sleep(), lecture_parameters(4)
    log = train(initial, samples.X, samples.y, iterations)
    value, gradient = weight_plane(log.parameters(iterations), samples.X, samples.y, PLANE)
    return Problem(
        name="plane",
        value=value,
        gradient=gradient,
        hessian=lambda w: difference_hessian(gradient, w),
        gradients_per_hessian=2 * len(PLANE),
        start=frozen_array("start", initial.to_vector()[list(PLANE)]),
        target=PLANE_TARGET * float(log.cost[-1]),
        limit=LIMIT,
    )


def rotated(problem: Problem, turn: FloatArray) -> Problem:
    """Return a problem of two weights with its terrain and its start turned about the origin.

    Parameters
    ----------
    problem : Problem
        What is turned.
    turn : numpy.ndarray, shape (2, 2)
        Q, an orthogonal matrix: what was at w is at Q w.

    Raises
    ------
    TypeError, ValueError
        If the problem has not two weights, or Q is not real, finite and of that shape.
    """
    start = real_array("start", problem.start, (2,))
    Q = real_array("turn", turn, (2, 2))

    def by(matrix: FloatArray, w: FloatArray) -> FloatArray:
        return (matrix * w).sum(axis=-1)  # Without BLAS, which may fuse and round otherwise.

    return replace(
        problem,
        value=lambda w: problem.value(by(Q.T, w)),
        gradient=lambda w: by(Q, problem.gradient(by(Q.T, w))),
        hessian=lambda w: Q @ problem.hessian(by(Q.T, w)) @ Q.T,
        start=by(Q, start),
    )


def rotation(degrees: float) -> FloatArray:
    """Return the matrix that turns the plane anticlockwise.

    Raises
    ------
    TypeError, ValueError
        If the angle is no finite real number.
    """
    angle = np.radians(real_array("degrees", degrees, ()))
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _analytic(name: str, function: Function, start: tuple[float, ...]) -> Problem:
    return Problem(
        name=name,
        value=function.value,
        gradient=function.gradient,
        hessian=function.hessian,
        gradients_per_hessian=0,
        start=frozen_array("start", start, (function.dimensions,)),
        target=float(function.value(function.minima[0])) + TOLERANCE,
        limit=LIMIT,
    )
