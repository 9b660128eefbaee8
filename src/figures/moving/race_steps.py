"""What a race's page is given of the methods: their steps as they are recorded, their settings."""

from dataclasses import fields
from inspect import Parameter, signature
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop.descent import Path, descend
from backprop.optimize.problems import Problem, rotated
from backprop.optimize.races import FIRST_ORDER
from figures.moving.recorder import record

SYMBOLS = {"beta": "β", "rho": "ρ", "beta1": "β₁"}
"""Of the parameter behind the learning rate, by its name in the code."""


def share_of(method: str) -> tuple[str, float] | None:
    """Return symbol and default of the parameter behind η; gradient descent has none."""
    _, step = FIRST_ORDER[method]
    more = [
        each for each in signature(step).parameters.values() if each.default is not Parameter.empty
    ]
    return (SYMBOLS[more[0].name], more[0].default) if more else None


def recorded_step(problem: Problem, method: str) -> dict[str, Any]:
    """Return the tape of one step on the turned problem, and what is remembered before the first.

    The tape takes w, what the method remembers, η, its parameter if it has one, and cosine and sine
    of the turn. It returns the value at w, then the new w and what is remembered of it.
    """
    state_type, step = FIRST_ORDER[method]
    size = len(problem.start)
    first = state_type.start(problem.start)
    rest = [np.ravel(getattr(first, each.name)) for each in fields(first)[1:]]
    share = share_of(method)
    knobs = [1.0] if share is None else [1.0, share[1]]
    places = np.cumsum([size, *map(np.size, rest), len(knobs)])

    def function(numbers: NDArray[Any]) -> NDArray[Any]:
        # Numbers are arrays of one, so that NumPy multiplies a vector by them.
        w, *memory, given, (c, s) = np.split(numbers, places)
        there = rotated(problem, np.array([[c, -s], [s, c]]))
        state = step(state_type(w, *memory), there.gradient(w), *np.split(given, len(given)))
        after = [np.ravel(getattr(state, each.name)) for each in fields(state)]
        return np.concatenate([np.ravel(there.value(w)), *after])

    remembered = np.concatenate([*rest, []]).tolist()
    point = [*problem.start, *remembered, *knobs, 1.0, 0.0]
    return {"tape": record(function, point), "rest": remembered}


def run_path(
    problem: Problem, method: str, rate: float, steps: int, share: float | None = None
) -> Path:
    """Return where a method goes in so many steps, whether it arrives or not.

    Parameters
    ----------
    problem : Problem
        What is minimized, and from where.
    method : str
        A key of `FIRST_ORDER`.
    rate : float
        η.
    steps : int
        How many.
    share : float, optional
        The parameter behind η, if not its default.
    """
    state_type, step = FIRST_ORDER[method]
    more = () if share is None else (share,)
    states = descend(
        state_type.start(problem.start),
        lambda state: step(state, problem.gradient(state.w), rate, *more),
        steps,
    )
    points = np.array([state.w for state in states])
    return Path(points=points, values=np.array([problem.value(point) for point in points]))
