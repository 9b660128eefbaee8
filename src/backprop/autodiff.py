"""Derivatives that a computation finds by itself: every result remembers what it was made of.

A result keeps an edge to each number that went into it, and on the edge the local derivative:

    s = a + b        ∂s/∂a = 1,  ∂s/∂b = 1         a sum hands on what it is given
    p = a · b        ∂p/∂a = b,  ∂p/∂b = a         a product gives each the other one
    A = σ(s)         ∂A/∂s = A (1 − A)

From the result back to the beginning, each value hands its derivative on over its edges; what comes
to a value over several edges is added.

Source: Baydin, Pearlmutter, Radul & Siskind, Automatic differentiation in machine learning: a
survey, Journal of Machine Learning Research 18 (2018), 1-43, section 3.2 (reverse accumulation).
"""

from itertools import count

from backprop.activations import sigmoid, sigmoid_derivative
from backprop.validation import real_array

numbers = count()


class Value:
    """A number that remembers what it was made of.

    ``a + b``, ``a - b``, ``a * b``, ``a ** n`` and ``a.sigmoid()`` make further values; an operand
    may be a plain number, and n must be one. After ``result.backward()`` the `grad` of every value
    that went into the result is ∂result/∂value.

    Parameters
    ----------
    data : float
        The number.
    edges : iterable of (Value, float)
        What it was made of, each with the local derivative.

    Raises
    ------
    TypeError, ValueError
        If the number is no finite real one.
    """

    # --8<-- [start:value]
    def __init__(self, data, edges=()):
        self.data = float(real_array("data", data, ()))
        self.edges = edges  # (operand, local derivative)
        self.grad = 0.0
        self.number = next(numbers)  # an operand is older than its result

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        return self + other * -1

    def __pow__(self, n):
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])

    def sigmoid(self):
        return Value(sigmoid(self.data), [(self, sigmoid_derivative(self.data))])

    def backward(self):
        values = from_new_to_old(self)
        for value in values:
            value.grad = 0.0
        self.grad = 1.0
        for value in values:
            for operand, local in value.edges:
                operand.grad += local * value.grad

    # --8<-- [end:value]


# --8<-- [start:order]
def from_new_to_old(result):
    """Return all that went into a result, the newest first: each before what it was made of."""
    found, waiting = {result}, [result]
    while waiting:
        operands = {operand for operand, _ in waiting.pop().edges} - found
        found |= operands
        waiting += operands
    return sorted(found, key=lambda value: value.number, reverse=True)
    # --8<-- [end:order]
