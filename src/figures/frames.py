"""What a moving figure needs: records of paths as frames that are ready for JSON.

All tracks of a race move by one clock, the number of iterations. Since one method takes two of them
and another five hundred, the frames show every iteration at first and larger and larger strides
later. A track that has ended stays where it is.

Every real number is rounded to `DIGITS` significant digits and to nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backprop.validation import real_array
from figures.plots.methods import METHODS

if TYPE_CHECKING:
    from backprop.optimize.races import Run

DIGITS = 5
"""Significant digits."""
N_FRAMES = 120
"""Frames at most."""
RAVINE_DOMAIN = ((-2.4, 0.9), (-0.6, 0.6))
SADDLE_DOMAIN = ((-1.0, 1.2), (-1.5, 1.5))
PLANE_DOMAIN = ((-2.0, 4.5), (-0.5, 6.0))
"""Newton's method leaves it."""
BATCH_DOMAIN = ((-0.6, 1.4), (-0.2, 1.5))

type Domain = tuple[tuple[float, float], tuple[float, float]]


def race_frames(runs: Sequence[Run], domain: Domain) -> dict[str, Any]:
    """Return the frames of a race over two weights.

    Parameters
    ----------
    runs : sequence of Run
        At least one, all from one start.
    domain : tuple of tuple of float
        (least, greatest) of the first and of the second weight: the part of the plane to be shown.

    Returns
    -------
    dict
        ``domain``; ``start`` [x, y]; ``clock``, the iteration that each frame shows; and
        ``tracks``, for each method its ``name``, number of ``iterations``, ``outcome``,
        ``last_frame`` from which on it stands still, and by frame its ``positions`` [x, y] and
        ``values``.

    Raises
    ------
    TypeError, ValueError
        If the runs are none or not in two dimensions, or the domain is unfit.
    """
    if not runs:
        raise ValueError("runs: expected at least one, got none")
    box = real_array("domain", domain, (2, 2))
    if not (box[:, 0] < box[:, 1]).all():
        raise ValueError(f"domain: expected (least, greatest) twice, got {domain}")
    last = max(run.iterations for run in runs)
    strides = np.rint(last * np.linspace(0, 1, N_FRAMES) ** 2)
    clock = np.arange(last + 1) if last < N_FRAMES else np.unique(strides.astype(int))
    return {
        "domain": rounded(box),
        "start": rounded(runs[0].points[0]),
        "clock": clock.tolist(),
        "tracks": [_track(run, clock) for run in runs],
    }


def leaders(frames: Mapping[str, Any]) -> tuple[list[int], list[str]]:
    """Return for each frame which news holds, and the news: the first to arrive, else the lowest.

    A method that rests where the gradient is zero has not arrived; as long as several are lowest
    nobody leads.
    """
    tracks = frames["tracks"]
    names = [METHODS[track["name"]].name for track in tracks]
    arrived = {
        k: track["iterations"] for k, track in enumerate(tracks) if track["outcome"] == "target"
    }
    found = []
    for frame, iteration in enumerate(frames["clock"]):
        home = [k for k, iterations in arrived.items() if iterations <= iteration]
        if home:
            first = min(home, key=lambda k: arrived[k])
            found.append(f"{names[first]}, {arrived[first]:,}번 만에 먼저 도착")
            continue
        values = [track["values"][frame] for track in tracks]
        lowest = [k for k, value in enumerate(values) if value == min(values)]
        found.append(f"선두 {names[lowest[0]]}" if len(lowest) == 1 else "출발")
    news = list(dict.fromkeys(found))
    return [news.index(text) for text in found], news


def rounded(numbers: ArrayLike) -> Any:
    """Return numbers as (nested lists of) Python floats of `DIGITS` significant digits.

    Raises
    ------
    TypeError, ValueError
        If they are not real and finite.
    """
    array = real_array("numbers", numbers)
    flat = [float(f"{number:.{DIGITS}g}") for number in array.ravel()]
    return np.array(flat).reshape(array.shape).tolist()


def _track(run: Run, clock: NDArray[np.int_]) -> dict[str, Any]:
    """Return a track that shows, in each frame, the last point whose time has come."""
    if run.points.shape[1] != 2:
        raise ValueError(f"runs: expected two weights, got {run.points.shape[1]} in {run.method}")
    shown = np.minimum(clock, run.iterations)
    return {
        "name": run.method,
        "iterations": run.iterations,
        "outcome": run.outcome,
        "last_frame": int(np.searchsorted(shown, shown[-1])),
        "positions": rounded(run.points[shown]),
        "values": rounded(run.values[shown]),
    }
