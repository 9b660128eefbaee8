"""Derivatives that a computation with arrays finds by itself, as `backprop.autodiff` with numbers.

An edge carries a function in the place of a number: from the derivative by the result, whose shape
is the result's, it makes the derivative by the operand, in the operand's shape.

    S = X W          ∂E/∂X = ∂E/∂S Wᵀ,  ∂E/∂W = Xᵀ ∂E/∂S

Source: Goodfellow, Bengio & Courville, Deep Learning (MIT Press 2016), section 6.5.
"""

import numpy as np

from backprop.activations import sigmoid, sigmoid_derivative
from backprop.autodiff import from_new_to_old, numbers
from backprop.validation import real_array


class Array:
    """An array that remembers what it was made of.

    ``a + b``, ``a - b``, ``a * b`` (entry by entry; a row may be added to a matrix), ``a @ b``,
    ``a.sigmoid()``, ``a.square()`` and ``a.sum()`` make further arrays. After ``result.backward()``
    the `grad` of every array that went into the result, which must be a single number, has its
    shape and holds ∂result/∂entry.

    Parameters
    ----------
    data : array_like
        Finite real numbers.
    edges : iterable of (Array, callable)
        What it was made of, each with the function from the derivative by this array to that by
        the operand.

    Raises
    ------
    TypeError, ValueError
        If the numbers are not finite and real, or shapes do not fit.
    """

    # --8<-- [start:array]
    def __init__(self, data, edges=()):
        self.data = real_array("data", data)
        self.edges = edges  # (operand, function of the derivative)
        self.grad = np.zeros_like(self.data)
        self.number = next(numbers)

    def __add__(self, other):
        return Array(
            self.data + other.data,
            [(self, lambda g: as_shape(g, self)), (other, lambda g: as_shape(g, other))],
        )

    def __sub__(self, other):
        return Array(
            self.data - other.data,
            [(self, lambda g: as_shape(g, self)), (other, lambda g: as_shape(-g, other))],
        )

    def __mul__(self, other):
        return Array(
            self.data * other.data,
            [
                (self, lambda g: as_shape(g * other.data, self)),
                (other, lambda g: as_shape(g * self.data, other)),
            ],
        )

    def __matmul__(self, other):
        return Array(
            self.data @ other.data,
            [(self, lambda g: g @ other.data.T), (other, lambda g: self.data.T @ g)],
        )

    def sigmoid(self):
        return Array(sigmoid(self.data), [(self, lambda g: g * sigmoid_derivative(self.data))])

    def square(self):
        return Array(self.data**2, [(self, lambda g: g * 2 * self.data)])

    def sum(self):
        return Array(self.data.sum(), [(self, lambda g: np.full_like(self.data, g))])

    def backward(self):
        if self.data.size != 1:
            raise ValueError(f"backward: expected a single number, got shape {self.data.shape}")
        arrays = from_new_to_old(self)
        for array in arrays:
            array.grad = np.zeros_like(array.data)
        self.grad = np.ones_like(self.data)
        for array in arrays:
            for operand, local in array.edges:
                operand.grad = operand.grad + local(array.grad)

    # --8<-- [end:array]


def as_shape(derivative, operand):
    """Return a derivative in the shape of an operand: what was used several times is summed."""
    extra = derivative.ndim - operand.data.ndim
    derivative = derivative.sum(axis=tuple(range(extra)))
    repeated = tuple(i for i, n in enumerate(operand.data.shape) if n != derivative.shape[i])
    return derivative.sum(axis=repeated, keepdims=True)
