"""What layers are made of: activations with their derivatives, and losses of the last layer.

The last layer of a network has no activation of its own: a `Loss` makes the prediction o from its
weighted sums s, because only both together have a simple derivative:

    o = s            E = ½ Σ (y − o)²                              ∂E/∂s = o − y
    o = f(s)         E = ½ Σ (y − o)²                              ∂E/∂s = (o − y) f'(s)
    o = σ(s)         E = −Σ (y ln o + (1 − y) ln(1 − o))           ∂E/∂s = o − y
    o = softmax(s)   E = −Σ y ln o                                 ∂E/∂s = o − y

All losses are sums over the samples. Source: Goodfellow, Bengio & Courville, Deep Learning (MIT
Press 2016), section 6.2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop import activations, losses
from backprop.validation import FloatArray

type Entrywise = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function and its derivative, both of the weighted sum, entry by entry."""

    value: Entrywise
    derivative: Entrywise


SIGMOID = Activation(activations.sigmoid, activations.sigmoid_derivative)
TANH = Activation(activations.tanh, activations.tanh_derivative)
RELU = Activation(activations.relu, activations.relu_derivative)
IDENTITY = Activation(lambda s: s, np.ones_like)


@dataclass(frozen=True, slots=True)
class Loss:
    """What the last weighted sums s mean, and how wrong they are.

    Attributes
    ----------
    output : callable
        The prediction o, from s.
    value : callable
        E(y, o), summed over the samples.
    delta : callable
        ∂E/∂s, from y and s.
    """

    output: Entrywise
    value: Callable[[FloatArray, FloatArray], float]
    delta: Callable[[FloatArray, FloatArray], FloatArray]


def half_squared_error(output: Activation = IDENTITY) -> Loss:
    """Return E = ½ Σ (y − o)² of o = f(s)."""
    return Loss(
        output.value,
        losses.half_squared_error,
        lambda y, s: (output.value(s) - y) * output.derivative(s),
    )


SIGMOID_CROSS_ENTROPY = Loss(
    activations.sigmoid,
    lambda y, o: y.size * losses.binary_cross_entropy(y, o),
    lambda y, s: activations.sigmoid(s) - y,
)
"""E = −Σ (y ln o + (1 − y) ln(1 − o)) of o = σ(s)."""
SOFTMAX_CROSS_ENTROPY = Loss(
    activations.softmax,
    lambda y, o: len(y) * losses.categorical_cross_entropy(y, o),
    lambda y, s: activations.softmax(s) - y,
)
"""E = −Σ y ln o of o = softmax(s), for y one-hot."""
