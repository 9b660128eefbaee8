"""Momentum on a parabola f(w) = λ w² / 2: what is left of the distance to the minimum after a step.

With the gradient λ w a step, v ← β v − η λ w and w ← w + v, makes the next weight of the last two:
with a = 1 + β − ηλ,

    w[t+1] = a w[t] − β w[t−1]

so that w[t] is made of powers of the roots of z² − a z + β. The larger root's size is
the share that stays after a step, in the long run. Both roots are within the unit circle just for
0 < ηλ < 2 (1 + β) and 0 ≤ β < 1. They are complex, of size √β, where (1 − √β)² < ηλ < (1 + √β)²:
there the weight swings about the minimum.

Source: Goh, Why Momentum Really Works, Distill (2017), https://doi.org/10.23915/distill.00006
"""

import numpy as np
from numpy.typing import ArrayLike

from backprop.validation import FloatArray


def remaining_share(rate_times_curvature: ArrayLike, beta: ArrayLike) -> FloatArray:
    """Return the share of the distance that stays after a step of momentum.

    Parameters
    ----------
    rate_times_curvature : array_like
        ηλ, without unit.
    beta : array_like
        β, of a shape that fits.

    Returns
    -------
    numpy.ndarray
        Size of the larger root, of the common shape: below 1 the weight nears the minimum.

    Raises
    ------
    ValueError
        If a β is negative.
    """
    x, b = np.broadcast_arrays(
        np.asarray(rate_times_curvature, dtype=float), np.asarray(beta, dtype=float)
    )
    if (b < 0).any():
        raise ValueError(f"beta: expected none below 0, got {b.min():g}")
    half = (1 + b - x) / 2
    root = np.sqrt((half**2 - b).astype(complex))
    return np.maximum(np.abs(half + root), np.abs(half - root))


def swings(rate_times_curvature: ArrayLike, beta: ArrayLike) -> np.ndarray:
    """Return where the roots are complex: the weight swings about the minimum, bool."""
    x, b = np.asarray(rate_times_curvature, dtype=float), np.asarray(beta, dtype=float)
    return (1 + b - x) ** 2 < 4 * b
