"""The heights of any function of two variables over a grid, so that its contours can be drawn."""

import numpy as np

from backprop.optimize.surfaces import CostSurface
from backprop.validation import Value, evaluate, frozen_array, whole_number

type Limits = tuple[float, float]


def landscape(
    value: Value,
    domain: tuple[Limits, Limits],
    labels: tuple[str, str] = ("x", "y"),
    n: int = 81,
) -> CostSurface:
    """Return the values of a function on an evenly spaced grid of n × n points.

    Parameters
    ----------
    value : callable
        (2,) → scalar.
    domain : tuple of tuple of float
        (least, greatest) of the first and of the second variable.
    labels : tuple of str
        Names of the two variables.
    n : int
        Points along either side, at least 2.

    Raises
    ------
    TypeError, ValueError
        If `n` is no integer of at least 2, or the function does not return a finite number.
    """
    n = whole_number("n", n, minimum=2)
    grid_i, grid_j = (np.linspace(*limits, n) for limits in domain)
    heights = [
        [float(evaluate("value", value, np.array([a, b]), ())) for a in grid_i] for b in grid_j
    ]
    return CostSurface(
        indices=(0, 1),
        labels=labels,
        grid_i=frozen_array("grid_i", grid_i),
        grid_j=frozen_array("grid_j", grid_j),
        values=frozen_array("values", heights),
    )
