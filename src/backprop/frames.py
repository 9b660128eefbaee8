"""What a moving figure needs: records of paths as frames that are ready for JSON.

All tracks of one figure move by one clock. In a race that is the number of iterations, and since
one method takes two of them and another five hundred, the frames show every iteration at first and
larger and larger strides later. Between batch sizes it is the number of per-sample gradients, so
that every frame compares what the same work has brought. A track that has ended stays where it is.

Every real number is rounded to `DIGITS` significant digits and to nothing else; the drawing side
computes none.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backprop.batches import BatchRun
from backprop.problems import Problem
from backprop.races import Run
from backprop.validation import FloatArray, real_array, whole_number

DIGITS = 5
"""Significant digits."""
N_FRAMES = 120
"""Frames at most."""
RAVINE_DOMAIN = ((-2.4, 0.9), (-0.6, 0.6))
SADDLE_DOMAIN = ((-1.0, 1.2), (-1.5, 1.5))
PLANE_DOMAIN = ((-2.0, 4.5), (-0.5, 6.0))
"""Newton's method leaves it."""
BATCH_DOMAIN = ((-0.6, 1.4), (-0.2, 1.5))

type IntArray = NDArray[np.int_]
type Interval = tuple[float, float]
type Domain = tuple[Interval, Interval]


def race_frames(
    problem: Problem, runs: Sequence[Run], domain: Domain, n_frames: int = N_FRAMES
) -> dict[str, Any]:
    """Return the frames of a race over two weights.

    Parameters
    ----------
    problem : Problem
        What the runs minimize.
    runs : sequence of Run
        At least one.
    domain : tuple of tuple of float
        (least, greatest) of the first and of the second weight: the part of the plane to be shown.
    n_frames : int
        Frames at most, 2 or more.

    Returns
    -------
    dict
        ``name``, ``domain``, ``start`` [x, y], ``target``; ``clock``, the iteration that each frame
        shows; and ``tracks``, for each method its ``name``, ``learning_rate`` or null, number of
        ``iterations``, ``outcome``, ``last_frame`` from which on it stands still, and by frame
        its ``positions`` [x, y] and ``values``.

    Raises
    ------
    TypeError, ValueError
        If the runs are none or not in two dimensions, or the domain or number of frames is unfit.
    """
    last = max((run.iterations for run in runs), default=0)
    n_frames = whole_number("n_frames", n_frames, minimum=2)
    strides = np.rint(last * np.linspace(0, 1, n_frames) ** 2)
    clock = np.arange(last + 1) if last < n_frames else np.unique(strides.astype(int))
    tracks = [
        _track(run.method, run.points, run.values, np.arange(run.iterations + 1), clock)
        | {"learning_rate": run.learning_rate, "outcome": run.outcome, "iterations": run.iterations}
        for run in runs
    ]
    goal = {"start": rounded(problem.start), "target": rounded(problem.target)}
    return _frames(problem.name, domain, clock, tracks) | goal


def batch_frames(
    runs: Sequence[BatchRun], domain: Domain, n_frames: int = N_FRAMES
) -> dict[str, Any]:
    """Return the frames of runs with several batch sizes.

    Parameters
    ----------
    runs : sequence of BatchRun
        At least one, all of the same number of per-sample gradients.
    domain : tuple of tuple of float
        (least, greatest) of the first and of the second weight.
    n_frames : int
        Frames at most, 2 or more.

    Returns
    -------
    dict
        As from `race_frames`, where ``clock`` counts per-sample gradients, and a track has its
        ``batch_size`` and number of ``updates``; there is neither start nor target.

    Raises
    ------
    TypeError, ValueError
        If the runs are none or of unequal work, or the domain or number of frames is unfit.
    """
    work = {int(run.sample_gradients[-1]) for run in runs}
    if len(work) > 1:
        raise ValueError(f"runs: expected the same number of per-sample gradients, got {work}")
    n_frames = whole_number("n_frames", n_frames, minimum=2)
    clock = np.unique(np.linspace(0, max(work, default=0), n_frames).astype(int))
    tracks = [
        _track(f"batch_{run.batch_size}", run.points, run.losses, run.sample_gradients, clock)
        | {"batch_size": run.batch_size, "updates": run.updates}
        for run in runs
    ]
    return _frames("batches", domain, clock, tracks)


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


def _track(
    name: str, points: FloatArray, values: FloatArray, times: IntArray, clock: IntArray
) -> dict[str, Any]:
    """Return a track that shows, in each frame, the last point whose time has come."""
    if points.shape[1] != 2:
        raise ValueError(f"runs: expected two weights, got {points.shape[1]} in {name}")
    shown = np.searchsorted(times, clock, side="right") - 1
    return {
        "name": name,
        "last_frame": int(np.searchsorted(shown, shown[-1])),
        "positions": rounded(points[shown]),
        "values": rounded(values[shown]),
    }


def _frames(
    name: str, domain: Domain, clock: IntArray, tracks: list[dict[str, Any]]
) -> dict[str, Any]:
    if not tracks:
        raise ValueError("runs: expected at least one, got none")
    box = real_array("domain", domain, (2, 2))
    if not (box[:, 0] < box[:, 1]).all():
        raise ValueError(f"domain: expected (least, greatest) twice, got {domain}")
    return {"name": name, "domain": rounded(box), "clock": clock.tolist(), "tracks": tracks}
