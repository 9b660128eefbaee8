"""A landscape on paper: parallel projection of a box turned to the eye."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class View:
    """A direction of view on a relief, in degrees; ``height`` stretches it upwards."""

    azimuth: float = -125.0
    elevation: float = 32.0
    height: float = 0.75


def project(
    points: NDArray[np.float64], low: ArrayLike, high: ArrayLike, view: View
) -> NDArray[np.float64]:
    """Return where points in space are drawn, without perspective.

    Parameters
    ----------
    points : ndarray, shape (..., 3)
        Points.
    low, high : array_like, shape (3,)
        Opposite corners of the box that is brought to a unit cube first.
    view : View
        Direction of view.

    Returns
    -------
    ndarray, shape (..., 3)
        To the right, upwards, and towards the eye.
    """
    low, high = np.asarray(low), np.asarray(high)
    x, y, z = np.moveaxis((points - low) / (high - low) - 0.5, -1, 0)
    z = z * view.height
    a, e = np.radians([view.azimuth, view.elevation])
    right = -np.sin(a) * x + np.cos(a) * y
    near = np.cos(a) * x + np.sin(a) * y
    up = np.cos(e) * z - np.sin(e) * near
    return np.stack([right, up, np.cos(e) * near + np.sin(e) * z], axis=-1)
