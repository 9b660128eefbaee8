"""Points of the plane in two classes: what a straight line parts, and what it does not.

    xor        (0, 0) and (1, 1) are of class 0, (0, 1) and (1, 0) of class 1
    circles    class 1 near a small circle around (½, ½), class 0 near a large one

Nothing is measured here, so that the inputs before normalization are the inputs themselves.
Source: Minsky & Papert, Perceptrons (MIT Press 1969), for the first.
"""

import numpy as np

from backprop.samples import Samples
from backprop.validation import whole_number

CENTRE = 0.5
"""Both coordinates of the middle of the circles."""
RADII = (0.38, 0.16)
"""Radius of the circle of class 0 and of class 1."""
SPREAD = 0.03
"""Standard deviation of a point's distance from its circle."""


def xor() -> Samples:
    """Return the four corners of the unit square.

    Returns
    -------
    Samples
        X has shape (4, 2), y has shape (4, 1) and is 1 where the two inputs differ.
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    return Samples(X, y, X, y)


def circles(n: int, seed: int) -> Samples:
    """Draw points near two circles, the classes in turn.

    Parameters
    ----------
    n : int
        Number of points, at least 2.
    seed : int
        Seed of NumPy's legacy generator, 0 to 2³² − 1.

    Returns
    -------
    Samples
        X has shape (n, 2), y has shape (n, 1) and is the class, 0 or 1.

    Raises
    ------
    TypeError, ValueError
        If n or seed is no integer or out of bounds.
    """
    n = whole_number("n", n, minimum=2)
    generator = np.random.RandomState(whole_number("seed", seed, maximum=2**32 - 1))
    y = (np.arange(n) % 2).reshape(-1, 1).astype(np.float64)
    angle = generator.uniform(0, 2 * np.pi, (n, 1))
    radius = np.where(y > 0, RADII[1], RADII[0]) + SPREAD * generator.standard_normal((n, 1))
    X = CENTRE + radius * np.hstack([np.cos(angle), np.sin(angle)])
    return Samples(X, y, X, y)
