"""Activation functions and their derivatives, entry by entry; softmax along the last axis.

    σ(s) = 1 / (1 + e⁻ˢ)              σ'(s) = σ(s) (1 − σ(s)) = σ(s) σ(−s)
    tanh(s)                           tanh'(s) = 1 − tanh²(s) = 4 σ(2s) σ(−2s)
    relu(s) = max(0, s)               relu'(s) = 1 for s > 0, else 0
    softmax(s)ₖ = eˢᵏ / Σⱼ eˢʲ

Each derivative takes the weighted sum s, never the activated value: handing σ(s) to
`sigmoid_derivative` applies the sigmoid twice, which is a fault of the lecture's code.
Source: Goodfellow, Bengio & Courville, Deep Learning (MIT Press 2016), sections 4.1 and 6.2-6.3.

Every function takes an array_like of finite real numbers, without a unit, returns float64 of the
same shape, and raises TypeError or ValueError if the argument is anything else.
"""

import numpy as np
from numpy.typing import ArrayLike

from backprop.validation import FloatArray, real_array

SIGMOID_LIMIT = 708.0
"""Below −708 the sigmoid is 0 for every purpose (3·10⁻³⁰⁸), while e⁷¹⁰ would overflow."""


def sigmoid(s: ArrayLike) -> FloatArray:
    """Return σ(s), between 0 and 1; stable for every finite s.

    Parameters
    ----------
    s : array_like
        Weighted sums, any shape.

    Returns
    -------
    numpy.ndarray
        Same shape as `s`.
    """
    s = real_array("s", s)
    # --8<-- [start:sigmoid]
    s = np.maximum(s, -SIGMOID_LIMIT)  # e^710 would overflow
    return 1 / (1 + np.exp(-s))
    # --8<-- [end:sigmoid]


def sigmoid_derivative(s: ArrayLike) -> FloatArray:
    """Return σ'(s) = σ(s) (1 − σ(s)), at most ¼.

    It is computed as σ(s) σ(−s): far to the right σ(s) rounds to 1, and 1 − σ(s) would be 0.

    Parameters
    ----------
    s : array_like
        Weighted sums (not activated values), any shape.

    Returns
    -------
    numpy.ndarray
        Same shape as `s`.
    """
    # --8<-- [start:sigmoid_derivative]
    s = real_array("s", s)
    return sigmoid(s) * sigmoid(-s)  # σ(−s) = 1 − σ(s), with all its digits
    # --8<-- [end:sigmoid_derivative]


def tanh(s: ArrayLike) -> FloatArray:
    """Return the hyperbolic tangent of s, between −1 and 1."""
    return np.tanh(real_array("s", s))


def tanh_derivative(s: ArrayLike) -> FloatArray:
    """Return 1 − tanh²(s), at most 1.

    It is computed as 4e / (1 + e)² with e = exp(−2|s|), which keeps its digits in both tails.
    """
    e = np.exp(-np.abs(real_array("s", s))) ** 2
    return 4 * e / (1 + e) ** 2


def relu(s: ArrayLike) -> FloatArray:
    """Return max(0, s)."""
    return np.maximum(real_array("s", s), 0.0)


def relu_derivative(s: ArrayLike) -> FloatArray:
    """Return 1 where s > 0, else 0; at the kink s = 0, where none exists, 0 by convention."""
    return (real_array("s", s) > 0).astype(np.float64)


def softmax(s: ArrayLike) -> FloatArray:
    """Return positive numbers that sum to 1 along the last axis.

    The largest entry is subtracted first: the result is the same and nothing overflows.

    Parameters
    ----------
    s : array_like, shape (..., n_classes)
        Weighted sums; at least one axis.

    Returns
    -------
    numpy.ndarray, shape (..., n_classes)
        Probabilities.
    """
    s = real_array("s", s)
    if s.ndim == 0:
        raise ValueError("s: expected at least one axis, got a scalar")
    exponentials = np.exp(s - s.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)
