"""Arrays as TeX, for formulas that show the numbers of a run."""

import numpy as np
from numpy.typing import ArrayLike


def matrix(array: ArrayLike, digits: int = 4) -> str:
    r"""Write an array as a TeX matrix.

    Parameters
    ----------
    array : array_like
        A vector, which is written as one row, or a matrix.
    digits : int, optional
        Digits after the decimal point.

    Returns
    -------
    str
        ``\begin{bmatrix}…\end{bmatrix}``.

    Raises
    ------
    ValueError
        If `array` has more than two dimensions.
    """
    values = np.atleast_2d(np.asarray(array, dtype=float))
    if values.ndim != 2:
        raise ValueError(f"array must have one or two dimensions, not {values.ndim}")
    rows = (" & ".join(f"{value:.{digits}f}" for value in row) for row in values)
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"
