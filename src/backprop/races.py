"""All methods on one problem: the same start, the same goal, and what each of them spends.

A method has arrived with the first point where f ≤ target and from which on it stays there for
`STAY` iterations: running past the goal is not arriving. A run ends short of that where the
gradient is zero to `STATIONARY`, when a weight is beyond `DIVERGED`, or after `limit` iterations.

What is counted is what a method asks for in order to move: gradient descent and its relatives one
gradient an iteration, Newton a gradient and a Hessian, BFGS whatever its line search tries. Looking
at f to draw the path and to see whether the goal is reached is the same for all and not counted.

On the ravine and on the network every first-order method has the best of the learning rates 1, 2, 5
in each decade; on the saddle, where the question is who gets away first, all have the same; on the
plane gradient descent has the lecture's 1 and the others a tenth. All other settings are defaults.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from backprop import optimizers
from backprop.problems import Problem
from backprop.second_order import BFGSState, NewtonState, bfgs, newton
from backprop.validation import (
    FloatArray,
    evaluate,
    frozen_array,
    positive_number,
    whole_number,
)

STAY = 100
"""Iterations for which f must stay below the target."""
STATIONARY = 1e-8
"""Length of the gradient at which a method has nothing left to go by."""
DIVERGED = 1e6
"""Largest weight beyond which a run counts as diverged."""
LEARNING_RATES = {
    "ravine": {"sgd": 0.02, "momentum": 0.01, "rmsprop": 0.02, "adam": 0.05},
    "saddle": {"sgd": 0.05, "momentum": 0.05, "rmsprop": 0.05, "adam": 0.05},
    "network": {"sgd": 20.0, "momentum": 5.0, "rmsprop": 0.02, "adam": 0.5},
    "plane": {"sgd": 1.0, "momentum": 0.1, "rmsprop": 0.1, "adam": 0.1},
}
"""η of each method on each problem."""

type Outcome = Literal["target", "stationary", "diverged", "limit"]

FIRST_ORDER: dict[str, tuple[Any, Callable[..., Any]]] = {
    "sgd": (optimizers.SGDState, optimizers.sgd),
    "momentum": (optimizers.MomentumState, optimizers.momentum),
    "rmsprop": (optimizers.RMSPropState, optimizers.rmsprop),
    "adam": (optimizers.AdamState, optimizers.adam),
}
"""State and step of each first-order method."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One method on one problem.

    Attributes
    ----------
    method : str
        ``sgd``, ``momentum``, ``rmsprop``, ``adam``, ``newton`` or ``bfgs``.
    learning_rate : float or None
        η; the second-order methods have none.
    points : numpy.ndarray, shape (iterations + 1, n)
        The start, then the point after each step.
    values : numpy.ndarray, shape (iterations + 1,)
        f there.
    function_evaluations, gradient_evaluations, hessian_evaluations : int
        What the method asked for; the gradients from which a Hessian is made are counted.
    outcome : str
        ``target``, ``stationary``, ``diverged`` or ``limit``: why the run ended.
    """

    method: str
    learning_rate: float | None
    points: FloatArray
    values: FloatArray
    function_evaluations: int
    gradient_evaluations: int
    hessian_evaluations: int
    outcome: Outcome

    @property
    def iterations(self) -> int:
        """Number of steps."""
        return len(self.points) - 1


def first_order_run(
    problem: Problem, method: str, learning_rate: float, limit: int | None = None
) -> Run:
    """Run one of `FIRST_ORDER`.

    Parameters
    ----------
    problem : Problem
        What is to be minimized.
    method : str
        A key of `FIRST_ORDER`.
    learning_rate : float
        η, greater than 0.
    limit : int, optional
        Iterations at most; the problem's own limit if it is left out.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or range.
    """
    if method not in FIRST_ORDER:
        raise ValueError(f"method: expected one of {', '.join(FIRST_ORDER)}, got {method!r}")
    positive_number("learning_rate", learning_rate)
    state_type, step = FIRST_ORDER[method]
    points, values, _, outcome = _trace(
        problem,
        state_type.start(problem.start),
        lambda state, g: step(state, g, learning_rate),
        problem.limit if limit is None else whole_number("limit", limit, maximum=problem.limit),
    )
    return Run(method, learning_rate, points, values, 0, len(points) - 1, 0, outcome)


def newton_run(problem: Problem) -> Run:
    """Run Newton's method."""
    points, values, _, outcome = _trace(
        problem,
        NewtonState(problem.start),
        lambda state, g: newton(state, g, problem.hessian(state.w)),
        problem.limit,
    )
    n = len(points) - 1
    gradients = n * (1 + problem.gradients_per_hessian)
    return Run("newton", None, points, values, 0, gradients, n, outcome)


def bfgs_run(problem: Problem) -> Run:
    """Run BFGS with the line search for the strong Wolfe conditions."""
    points, values, state, outcome = _trace(
        problem,
        BFGSState.start(problem.start, problem.value, problem.gradient),
        lambda state, _: bfgs(state, problem.value, problem.gradient),
        problem.limit,
    )
    spent = state.evaluations
    return Run("bfgs", None, points, values, spent, spent, 0, outcome)


def race(problem: Problem) -> tuple[Run, ...]:
    """Run every method, the first-order ones with their `LEARNING_RATES`.

    Returns
    -------
    tuple of Run
        sgd, momentum, rmsprop, adam, newton, bfgs.
    """
    rates = LEARNING_RATES[problem.name]
    first_order = (first_order_run(problem, method, rates[method]) for method in FIRST_ORDER)
    return (*first_order, newton_run(problem), bfgs_run(problem))


def _trace(
    problem: Problem, state: Any, step: Callable[[Any, FloatArray], Any], limit: int
) -> tuple[FloatArray, FloatArray, Any, Outcome]:
    """Return points, values, last state and outcome of a run, cut off where it arrived.

    A run that reaches the target is followed for `STAY` steps more, beyond the limit too; if it
    leaves the target on them, those beyond the limit do not count.
    """
    states, values, below = [state], [_value(problem, state.w)], 0
    outcome: Outcome | None = None
    last = 0
    while outcome is None:
        slopes = evaluate("gradient", problem.gradient, state.w, state.w.shape)
        below = below + 1 if values[-1] <= problem.target else 0
        last = len(states) - 1
        resting = np.linalg.norm(slopes) <= STATIONARY
        if below > STAY or (below and resting):
            outcome, last = "target", len(states) - below
        elif resting:
            outcome = "stationary"
        elif np.abs(state.w).max() > DIVERGED:
            outcome = "diverged"
        elif last >= limit and not below:
            outcome = "limit"
        else:
            state = step(state, slopes)
            states.append(state)
            values.append(_value(problem, state.w))
            continue
        if last > limit:
            outcome, last = "limit", limit
    points = frozen_array("points", [one.w for one in states[: last + 1]])
    return points, frozen_array("values", values[: last + 1]), states[last], outcome


def _value(problem: Problem, w: FloatArray) -> float:
    return float(evaluate("value", problem.value, w, ()))
