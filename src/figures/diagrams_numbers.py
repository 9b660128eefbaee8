"""How the diagrams write numbers."""

import numpy as np
from numpy.typing import ArrayLike


def number(value: float, digits: int = 2) -> str:
    """Write a number with a true minus sign, and never as minus zero."""
    return f"{value:z.{digits}f}".replace("-", "−")


def factor(value: float, digits: int = 2) -> str:
    """Write a number inside a product or a sum: in parentheses if a minus sign leads."""
    written = number(value, digits)
    return f"({written})" if written.startswith("−") else written


def listed(values: ArrayLike, digits: int = 2) -> str:
    """Write the entries of an array one after another, row by row."""
    return ", ".join(number(value, digits) for value in np.ravel(values))
