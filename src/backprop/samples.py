"""The lecture's data: hours of study and of sleep, and the exam score that follows from them.

The text states the rule score = 5 · study + 2 · sleep + 40. The code of the first example leaves
the 40 out (targets 56, 20, 47), the code of the Keras example keeps it; each is reproduced as it
was computed. Every column of X is divided by its maximum, so that all inputs lie in (0, 1].
"""

from dataclasses import dataclass

import numpy as np

from backprop.validation import FloatArray, frozen_array, whole_number

STUDY_POINTS = 5.0
"""Points of the score for one hour of study."""
SLEEP_POINTS = 2.0
"""Points of the score for one hour of sleep."""
BASE_POINTS = 40.0
"""Points that everyone gets, in `make_samples` only."""
FULL_SCORE = 100.0
"""Score that `make_samples` maps to 1."""

_HOURS = ((8.0, 8.0), (2.0, 5.0), (7.0, 6.0))


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Inputs and targets, as measured and as the network sees them; all arrays are read-only.

    Attributes
    ----------
    X : numpy.ndarray, shape (n_samples, n_features)
        Normalized inputs, without a unit.
    y : numpy.ndarray, shape (n_samples, n_outputs)
        Normalized targets, without a unit.
    X_raw : numpy.ndarray, shape (n_samples, n_features)
        Inputs before normalization, in hours.
    y_raw : numpy.ndarray, shape (n_samples, n_outputs)
        Targets before normalization, in points.

    Raises
    ------
    TypeError, ValueError
        If an array is not two-dimensional, real and finite, or the shapes do not agree.
    """

    X: FloatArray
    y: FloatArray
    X_raw: FloatArray
    y_raw: FloatArray

    def __post_init__(self) -> None:
        X = frozen_array("X", self.X, ("n_samples", "n_features"))
        y = frozen_array("y", self.y, (X.shape[0], "n_outputs"))
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "y", y)
        object.__setattr__(self, "X_raw", frozen_array("X_raw", self.X_raw, X.shape))
        object.__setattr__(self, "y_raw", frozen_array("y_raw", self.y_raw, y.shape))


def study_sleep() -> Samples:
    """Return the lecture's three samples, every column divided by its maximum.

    Returns
    -------
    Samples
        X has shape (3, 2) with the columns study and sleep, y has shape (3, 1).
    """
    X_raw = np.array(_HOURS)
    y_raw = (STUDY_POINTS * X_raw[:, 0] + SLEEP_POINTS * X_raw[:, 1]).reshape(-1, 1)
    return Samples(X_raw / X_raw.max(axis=0), y_raw / y_raw.max(axis=0), X_raw, y_raw)


def make_samples(n: int, seed: int) -> Samples:
    """Draw samples as the Keras example of the lecture does.

    Hours are uniform on [1, 8), first all of study, then all of sleep, from NumPy's legacy
    generator, whose stream is the same in every version.

    Parameters
    ----------
    n : int
        Number of samples, at least 1.
    seed : int
        Seed of the generator, 0 to 2³² − 1.

    Returns
    -------
    Samples
        X has shape (n, 2), every column divided by its maximum; y has shape (n, 1) and is
        (5 · study + 2 · sleep + 40) / 100.

    Raises
    ------
    TypeError, ValueError
        If n or seed is no integer or out of bounds.
    """
    n = whole_number("n", n, minimum=1)
    generator = np.random.RandomState(whole_number("seed", seed, maximum=2**32 - 1))
    study = generator.uniform(1, 8, (n, 1))
    sleep = generator.uniform(1, 8, (n, 1))
    X_raw = np.hstack([study, sleep])
    y_raw = STUDY_POINTS * study + SLEEP_POINTS * sleep + BASE_POINTS
    return Samples(X_raw / X_raw.max(axis=0), y_raw / FULL_SCORE, X_raw, y_raw)
