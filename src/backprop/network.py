"""The lecture's network: one hidden layer, sigmoid everywhere, no biases.

Forward, with row vectors:

    S_H = X w1,   A_H = σ(S_H),   S_O = A_H w2,   A_O = σ(S_O),   E = ½ Σ (y − A_O)²

Backward, by the chain rule from the last line to the first:

    −∂E/∂S_O = (y − A_O) σ'(S_O)            ∂E/∂w2 = −A_Hᵀ · output_delta
    −∂E/∂S_H = (output_delta w2ᵀ) σ'(S_H)   ∂E/∂w1 = −Xᵀ · hidden_delta

Source: Rumelhart, Hinton & Williams, Learning representations by back-propagating errors,
Nature 323 (1986), 533-536, equations 1-7; the names and the sign are the lecture's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from backprop.activations import sigmoid, sigmoid_derivative
from backprop.losses import half_squared_error
from backprop.validation import FloatArray, frozen_array, real_array, whole_number

LECTURE_SEED = 812
"""Seed of the lecture, for NumPy's legacy generator."""
LECTURE_NETWORKS = 4
"""Networks that the lecture draws, one after the other, from that one stream."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """The weights of the network; read-only copies of what is given.

    Attributes
    ----------
    w1 : numpy.ndarray, shape (n_inputs, n_hidden)
        Weights from the inputs to the hidden layer.
    w2 : numpy.ndarray, shape (n_hidden, n_outputs)
        Weights from the hidden layer to the outputs.

    Raises
    ------
    TypeError, ValueError
        If an array is not two-dimensional, real and finite, or the shapes do not agree.
    """

    w1: FloatArray
    w2: FloatArray

    def __post_init__(self) -> None:
        w1 = frozen_array("w1", self.w1, ("n_inputs", "n_hidden"))
        w2 = frozen_array("w2", self.w2, (w1.shape[1], "n_outputs"))
        object.__setattr__(self, "w1", w1)
        object.__setattr__(self, "w2", w2)

    @property
    def n_inputs(self) -> int:
        """Number of input nodes."""
        return self.w1.shape[0]

    @property
    def n_hidden(self) -> int:
        """Number of hidden nodes."""
        return self.w1.shape[1]

    @property
    def n_outputs(self) -> int:
        """Number of output nodes."""
        return self.w2.shape[1]

    @property
    def labels(self) -> tuple[str, ...]:
        """Name of every entry of the vector, as in ``w1[0,0]``."""
        return tuple(
            f"{name}[{row},{column}]"
            for name, weights in (("w1", self.w1), ("w2", self.w2))
            for row, column in np.ndindex(*weights.shape)
        )

    def to_vector(self) -> FloatArray:
        """Return all weights as one vector: w1 row by row, then w2 row by row."""
        return np.concatenate([self.w1.ravel(), self.w2.ravel()])

    @classmethod
    def from_vector(cls, vector: ArrayLike, like: Self) -> Self:
        """Return parameters of the shapes of `like` from the vector of `to_vector`.

        Raises
        ------
        TypeError, ValueError
            If the vector is not one-dimensional, real and finite, or of another length.
        """
        vector = real_array("vector", vector, (like.w1.size + like.w2.size,))
        w1, w2 = np.split(vector, [like.w1.size])
        return cls(w1.reshape(like.w1.shape), w2.reshape(like.w2.shape))


@dataclass(frozen=True, slots=True, eq=False)
class ForwardPass:
    """Every array of one forward pass.

    Attributes
    ----------
    X : numpy.ndarray, shape (n_samples, n_inputs)
        Inputs.
    hidden_sum, activated_hidden : numpy.ndarray, shape (n_samples, n_hidden)
        S_H and A_H.
    output_sum, activated_output : numpy.ndarray, shape (n_samples, n_outputs)
        S_O and A_O; the latter is the prediction o.
    """

    X: FloatArray
    hidden_sum: FloatArray
    activated_hidden: FloatArray
    output_sum: FloatArray
    activated_output: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class BackwardPass:
    """Every array of one backward pass.

    Attributes
    ----------
    output_error, output_delta : numpy.ndarray, shape (n_samples, n_outputs)
        −∂E/∂A_O = y − o, and −∂E/∂S_O.
    hidden_error, hidden_delta : numpy.ndarray, shape (n_samples, n_hidden)
        −∂E/∂A_H, and −∂E/∂S_H.
    w1_gradient : numpy.ndarray, shape (n_inputs, n_hidden)
        ∂E/∂w1.
    w2_gradient : numpy.ndarray, shape (n_hidden, n_outputs)
        ∂E/∂w2.
    """

    output_error: FloatArray
    output_delta: FloatArray
    hidden_error: FloatArray
    hidden_delta: FloatArray
    w1_gradient: FloatArray
    w2_gradient: FloatArray

    def to_vector(self) -> FloatArray:
        """Return the gradient as one vector, in the order of `Parameters.to_vector`."""
        return np.concatenate([self.w1_gradient.ravel(), self.w2_gradient.ravel()])


type Backward = Callable[[Parameters, ForwardPass, FloatArray], BackwardPass]
"""Anything that can stand in for `backward`; the errata and the gradient check make use of it."""


def initial_parameters(
    generator: np.random.RandomState | np.random.Generator,
    n_inputs: int = 2,
    n_hidden: int = 3,
    n_outputs: int = 1,
) -> Parameters:
    """Draw every weight from the standard normal distribution, w1 first.

    Parameters
    ----------
    generator : numpy.random.RandomState or numpy.random.Generator
        Source of the numbers; its state moves on.
    n_inputs, n_hidden, n_outputs : int
        Nodes of each layer, at least 1.

    Returns
    -------
    parameters : Parameters
        Weights of shape (n_inputs, n_hidden) and (n_hidden, n_outputs).

    Raises
    ------
    TypeError
        If the generator is none, or a number of nodes is no integer.
    ValueError
        If a number of nodes is less than 1.
    """
    if not isinstance(generator, np.random.RandomState | np.random.Generator):
        raise TypeError(
            "generator: expected numpy.random.RandomState or numpy.random.Generator, "
            f"got {type(generator).__name__}"
        )
    n_inputs = whole_number("n_inputs", n_inputs, minimum=1)
    n_hidden = whole_number("n_hidden", n_hidden, minimum=1)
    n_outputs = whole_number("n_outputs", n_outputs, minimum=1)
    w1 = generator.standard_normal((n_inputs, n_hidden))
    w2 = generator.standard_normal((n_hidden, n_outputs))
    return Parameters(w1, w2)


def lecture_parameters(index: int) -> Parameters:
    """Return the initial weights of one of the lecture's four networks.

    All four are drawn in turn from one stream with seed 812: 1 is the network whose weights are
    printed, 2 makes the forward pass, 3 one training step, 4 the 10,000 iterations.

    Parameters
    ----------
    index : int
        1 to 4.

    Raises
    ------
    TypeError, ValueError
        If the index is no integer from 1 to 4.
    """
    index = whole_number("index", index, minimum=1, maximum=LECTURE_NETWORKS)
    generator = np.random.RandomState(LECTURE_SEED)
    return [initial_parameters(generator) for _ in range(index)][-1]


def forward(parameters: Parameters, X: ArrayLike) -> ForwardPass:
    """Carry the inputs forward, layer by layer.

    Parameters
    ----------
    parameters : Parameters
        Weights.
    X : array_like, shape (n_samples, n_inputs)
        Inputs, one sample a row.

    Returns
    -------
    ForwardPass
        Every array on the way.

    Raises
    ------
    TypeError, ValueError
        If X is not real and finite, or of another shape.
    """
    X = real_array("X", X, ("n_samples", parameters.n_inputs))
    w1, w2 = parameters.w1, parameters.w2
    # --8<-- [start:forward]
    hidden_sum = X @ w1  # [n_samples, n_hidden]
    activated_hidden = sigmoid(hidden_sum)  # [n_samples, n_hidden]

    output_sum = activated_hidden @ w2  # [n_samples, n_outputs]
    activated_output = sigmoid(output_sum)  # [n_samples, n_outputs]

    return ForwardPass(X, hidden_sum, activated_hidden, output_sum, activated_output)
    # --8<-- [end:forward]


def backward(parameters: Parameters, forward_pass: ForwardPass, y: ArrayLike) -> BackwardPass:
    """Carry the error backward and return the gradient of ½ Σ (y − o)².

    Parameters
    ----------
    parameters : Parameters
        The weights with which the forward pass was made.
    forward_pass : ForwardPass
        What `forward` returned.
    y : array_like, shape (n_samples, n_outputs)
        Targets.

    Returns
    -------
    BackwardPass
        Errors, deltas and gradients.

    Raises
    ------
    TypeError, ValueError
        If y is not real and finite, or not of the shape of the prediction.
    """
    y = real_array("y", y, forward_pass.activated_output.shape)
    X, w2 = forward_pass.X, parameters.w2
    hidden_sum, activated_hidden = forward_pass.hidden_sum, forward_pass.activated_hidden
    output_sum, activated_output = forward_pass.output_sum, forward_pass.activated_output
    # --8<-- [start:backward]
    output_error = y - activated_output  # [n_samples, n_outputs]
    output_delta = output_error * sigmoid_derivative(output_sum)  # [n_samples, n_outputs]

    hidden_error = output_delta @ w2.T  # [n_samples, n_hidden]
    hidden_delta = hidden_error * sigmoid_derivative(hidden_sum)  # [n_samples, n_hidden]

    w1_gradient = -(X.T @ hidden_delta)  # [n_inputs, n_hidden]
    w2_gradient = -(activated_hidden.T @ output_delta)  # [n_hidden, n_outputs]
    # --8<-- [end:backward]
    return BackwardPass(
        output_error, output_delta, hidden_error, hidden_delta, w1_gradient, w2_gradient
    )


def cost(parameters: Parameters, X: ArrayLike, y: ArrayLike) -> float:
    """Return E = ½ Σ (y − o)² over all samples and outputs.

    Parameters
    ----------
    parameters : Parameters
        Weights.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.

    Raises
    ------
    TypeError, ValueError
        If X or y is not real and finite, or of another shape.
    """
    return half_squared_error(y, forward(parameters, X).activated_output)
