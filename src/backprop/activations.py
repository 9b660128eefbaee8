"""Activation functions and their derivatives, entry by entry; softmax along the last axis.

    σ(s) = 1 / (1 + e⁻ˢ)              σ'(s) = σ(s) (1 − σ(s))
    tanh(s)                           tanh'(s) = 1 − tanh²(s)
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
    a = sigmoid(s)
    return a * (1 - a)
    # --8<-- [end:sigmoid_derivative]


def tanh(s: ArrayLike) -> FloatArray:
    """Return the hyperbolic tangent of s, between −1 and 1."""
    return np.tanh(real_array("s", s))


def tanh_derivative(s: ArrayLike) -> FloatArray:
    """Return 1 − tanh²(s), at most 1."""
    return 1 - tanh(s) ** 2


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
