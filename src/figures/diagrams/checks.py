"""What the diagrams ask of the records they draw."""

import operator

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
    """Raise ValueError unless each named size is from 1 to `most`."""
    for name, size in sizes.items():
        if not 1 <= size <= most:
            raise ValueError(f"{name}: expected 1 to {most}, got {size}")
