"""What the diagrams ask of the records they draw."""

import operator
from collections.abc import Sequence

MOST_NODES = 4
"""Nodes a layer, or rows and columns of a matrix, that a phone still shows legibly."""


def require_sample(sample: int, n_samples: int) -> int:
    """Return `sample` as an index from 0, or raise.

    Raises
    ------
    TypeError
        If it is no integer.
    ValueError
        If there is no such sample.
    """
    sample = operator.index(sample)
    if not 0 <= sample < n_samples:
        raise ValueError(f"sample: expected 0 to {n_samples - 1}, got {sample}")
    return sample


def require_drawable(most: int = MOST_NODES, **sizes: int) -> None:
    """Raise unless each named size can be drawn.

    Raises
    ------
    TypeError
        If a size is no integer.
    ValueError
        If a size is less than 1 or more than `most`.
    """
    for name, size in sizes.items():
        if not 1 <= operator.index(size) <= most:
            raise ValueError(f"{name}: expected 1 to {most}, got {size}")


def require_names(argument: str, names: Sequence[str], length: int) -> None:
    """Raise ValueError unless there are `length` names, none of them empty."""
    if len(names) != length or not all(names):
        raise ValueError(f"{argument}: expected {length} names, got {list(names)}")
