"""Networks of any depth: layers with biases, any activation, and the loss that they descend.

    s⁽ˡ⁾ = a⁽ˡ⁻¹⁾ W⁽ˡ⁾ + b⁽ˡ⁾            a⁽ˡ⁾ = f⁽ˡ⁾(s⁽ˡ⁾)
    δ⁽ᴸ⁾ = ∂E/∂s⁽ᴸ⁾                     δ⁽ˡ⁾ = (δ⁽ˡ⁺¹⁾ W⁽ˡ⁺¹⁾ᵀ) f⁽ˡ⁾'(s⁽ˡ⁾)
    ∂E/∂W⁽ˡ⁾ = a⁽ˡ⁻¹⁾ᵀ δ⁽ˡ⁾              ∂E/∂b⁽ˡ⁾ = Σ over the samples of δ⁽ˡ⁾

The last layer has no activation of its own: a `Loss` makes the prediction from its weighted sums,
because only both together have a simple derivative (softmax with cross-entropy: o − y). All losses
are sums over the samples. `backprop.network` is the lecture's network, which is one of these.
Source: Goodfellow, Bengio & Courville, Deep Learning (MIT Press 2016), algorithms 6.3 and 6.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from backprop.layer_kinds import IDENTITY, SIGMOID, Activation, Loss
from backprop.validation import FloatArray, frozen_array, positive_number, real_array


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """A layer in which every node sees every input; read-only copies of what is given.

    Attributes
    ----------
    weights : numpy.ndarray, shape (n_inputs, n_nodes)
        W.
    bias : numpy.ndarray, shape (n_nodes,)
        b; None if the nodes have none.
    activation : Activation
        f; the last layer of a network leaves it to the loss.

    Raises
    ------
    TypeError, ValueError
        If an array is not real and finite, or of another shape.
    """

    weights: FloatArray
    bias: FloatArray | None = None
    activation: Activation = IDENTITY

    def __post_init__(self) -> None:
        weights = frozen_array("weights", self.weights, ("n_inputs", "n_nodes"))
        object.__setattr__(self, "weights", weights)
        if self.bias is not None:
            bias = frozen_array("bias", self.bias, (weights.shape[1],))
            object.__setattr__(self, "bias", bias)


type Network = Sequence[Dense]


def draw_network(
    generator: np.random.Generator | np.random.RandomState,
    nodes: Sequence[int],
    activation: Activation = SIGMOID,
    *,
    bias: bool = True,
    scale: float | None = None,
) -> list[Dense]:
    """Draw a network: normal weights, biases of zero.

    Parameters
    ----------
    generator : numpy.random.Generator or numpy.random.RandomState
        Source of the numbers; its state moves on.
    nodes : sequence of int
        Number of inputs, of the nodes of each hidden layer, and of outputs.
    activation : Activation
        Of every hidden layer.
    bias : bool
        Whether nodes have biases.
    scale : float, optional
        Standard deviation of the weights; by default 1 / √n_inputs of each layer, with which
        weighted sums of a layer are about as large as its inputs.

    Raises
    ------
    ValueError
        If there are fewer than two numbers of nodes, or one is less than 1.
    """
    if len(nodes) < 2 or min(nodes) < 1:
        raise ValueError(f"nodes: expected at least two numbers from 1 on, got {list(nodes)}")
    drawn = []
    for number, (n_inputs, n_nodes) in enumerate(pairwise(nodes), start=2):
        spread = n_inputs**-0.5 if scale is None else positive_number("scale", scale)
        drawn.append(
            Dense(
                spread * generator.standard_normal((n_inputs, n_nodes)),
                np.zeros(n_nodes) if bias else None,
                IDENTITY if number == len(nodes) else activation,
            )
        )
    return drawn


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """What a forward pass leaves for the way back.

    Attributes
    ----------
    inputs : list of numpy.ndarray
        What went into each layer: X, then the activations.
    sums : list of numpy.ndarray
        The weighted sums of each layer.
    """

    inputs: list[FloatArray]
    sums: list[FloatArray]


def forward(network: Network, X: ArrayLike) -> Passed:
    """Carry inputs of shape (n_samples, n_inputs) through all layers.

    Raises
    ------
    TypeError, ValueError
        If X is not real and finite, or of another shape.
    """
    a = real_array("X", X, ("n_samples", len(network[0].weights)))
    inputs, sums = [], []
    # --8<-- [start:forward]
    for layer in network:
        inputs.append(a)
        s = a @ layer.weights + (0 if layer.bias is None else layer.bias)
        sums.append(s)
        a = layer.activation.value(s)
    # --8<-- [end:forward]
    return Passed(inputs, sums)


def backward(network: Network, passed: Passed, y: ArrayLike, loss: Loss) -> list[Dense]:
    """Return ∂E/∂W and ∂E/∂b of every layer, as layers of the same shapes.

    Parameters
    ----------
    network : sequence of Dense
        The layers with which the forward pass was made.
    passed : Passed
        What `forward` returned.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    loss : Loss
        What is descended.

    Raises
    ------
    TypeError, ValueError
        If y is not real and finite, or not of the shape of the prediction.
    """
    y = real_array("y", y, passed.sums[-1].shape)
    gradients = []
    # --8<-- [start:backward]
    delta = loss.delta(y, passed.sums[-1])
    for k in reversed(range(len(network))):
        bias = None if network[k].bias is None else delta.sum(axis=0)
        gradients.append(Dense(passed.inputs[k].T @ delta, bias))
        if k > 0:
            slope = network[k - 1].activation.derivative(passed.sums[k - 1])
            delta = (delta @ network[k].weights.T) * slope
    # --8<-- [end:backward]
    return gradients[::-1]


def cost(network: Network, X: ArrayLike, y: ArrayLike, loss: Loss) -> float:
    """Return E over all samples."""
    last = forward(network, X).sums[-1]
    return loss.value(real_array("y", y, last.shape), loss.output(last))


def descend(network: Network, gradients: Network, learning_rate: float) -> list[Dense]:
    """Return the network after one step against the gradient."""
    moved = []
    for layer, gradient in zip(network, gradients, strict=True):
        weights = layer.weights - learning_rate * gradient.weights
        bias = None
        if layer.bias is not None and gradient.bias is not None:
            bias = layer.bias - learning_rate * gradient.bias
        moved.append(Dense(weights, bias, layer.activation))
    return moved


def to_vector(network: Network) -> FloatArray:
    """Return all weights and biases as one vector, layer by layer, the weights first."""
    parts = [(layer.weights, layer.bias) for layer in network]
    return np.concatenate([each.ravel() for pair in parts for each in pair if each is not None])


def from_vector(vector: ArrayLike, like: Network) -> list[Dense]:
    """Return a network of the shapes and activations of another from the vector of `to_vector`.

    Raises
    ------
    TypeError, ValueError
        If the vector is not real and finite, or of another length.
    """
    vector = real_array("vector", vector, (to_vector(like).size,))
    made, end = [], 0

    def take(pattern: FloatArray) -> FloatArray:
        nonlocal end
        end += pattern.size
        return vector[end - pattern.size : end].reshape(pattern.shape)

    for layer in like:
        weights = take(layer.weights)
        bias = None if layer.bias is None else take(layer.bias)
        made.append(Dense(weights, bias, layer.activation))
    return made
