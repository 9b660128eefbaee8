"""One training: the network and the data of some settings, and how far it has come."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop import layers
from backprop.gradient_check import GradientCheck, check_gradient
from backprop.layer_kinds import (
    IDENTITY,
    RELU,
    SIGMOID,
    SIGMOID_CROSS_ENTROPY,
    TANH,
    Activation,
    Loss,
    half_squared_error,
)
from backprop.layers import Dense
from backprop.optimize.first_order import (
    AdamState,
    MomentumState,
    RMSPropState,
    SGDState,
    adam,
    momentum,
    rmsprop,
    sgd,
)
from backprop.patterns import circles, xor
from backprop.samples import Samples, study_sleep
from backprop.validation import FloatArray
from lab.settings import LIMIT, Settings

CIRCLE_POINTS = 60
LARGEST = 1e12
"""A training with a larger loss does not go on."""
ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": SIGMOID,
    "tanh": TANH,
    "relu": RELU,
    "identity": IDENTITY,
}
LOSSES: dict[str, tuple[Loss | Callable[..., Loss], *tuple[Activation, ...]]] = {
    "cross": (SIGMOID_CROSS_ENTROPY,),
    "squared": (half_squared_error, SIGMOID),
    "linear": (half_squared_error, IDENTITY),
}
"""A loss, or what makes it and of what."""
OPTIMIZERS: dict[str, tuple[Any, Callable[..., Any]]] = {
    "sgd": (SGDState, sgd),
    "momentum": (MomentumState, momentum),
    "rmsprop": (RMSPropState, rmsprop),
    "adam": (AdamState, adam),
}
"""The class of a method's state, and its step."""
DATA: dict[str, Callable[..., Samples]] = {
    "circles": circles,
    "xor": xor,
    "lecture": study_sleep,
}


def loss_of(settings: Settings) -> Loss:
    """Return the loss."""
    made, *of = LOSSES[settings.loss]
    return made if isinstance(made, Loss) else made(*of)


def data_options(settings: Settings) -> dict[str, int]:
    """Return what the data are drawn with; empty if they are always the same."""
    return {"n": CIRCLE_POINTS, "seed": settings.seed} if settings.data == "circles" else {}


def points_of(settings: Settings) -> tuple[FloatArray, FloatArray]:
    """Return inputs of shape (n, 2) and targets of shape (n, 1)."""
    if settings.data == "own":
        own = np.array(settings.own_points)
        return own[:, :2], own[:, 2:]
    samples = DATA[settings.data](**data_options(settings))
    return samples.X, samples.y


def network_options(settings: Settings) -> dict[str, bool | float]:
    """Return what the network is drawn with, beside what goes without saying."""
    return {
        **({} if settings.bias == "yes" else {"bias": False}),
        **({"scale": 1.0} if settings.start == "normal" else {}),
    }


def network_of(settings: Settings, generator: np.random.RandomState) -> list[Dense]:
    """Return the network before the first step.

    Drawn with ``start="normal"`` and without biases, one hidden layer of three is the network that
    `backprop.network.initial_parameters` draws from the same seed.
    """
    network: list[Dense] = layers.draw_network(
        generator,
        [2, *settings.nodes, 1],
        ACTIVATIONS[settings.activation],
        **network_options(settings),  # pyright: ignore[reportArgumentType]
    )
    if settings.start == "zero":
        return layers.from_vector(0 * layers.to_vector(network), network)
    return network


class Experiment:
    """A network on its way.

    Attributes
    ----------
    settings : Settings
        What it was made of.
    X, y : numpy.ndarray, shape (n, 2) and (n, 1)
        Inputs and targets.
    costs : list of float
        E before the first step and after each.
    is_lost : bool
        Whether the loss has become too large to go on.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.X, self.y = points_of(settings)
        self.loss = loss_of(settings)
        state, self._method = OPTIMIZERS[settings.optimizer]
        self._generator = np.random.RandomState(settings.seed)
        self._batches: list[NDArray[np.int_]] = []
        self._like = network_of(settings, self._generator)
        self._state = state.start(layers.to_vector(self._like))
        self.costs = [self._cost(self._state.w)]
        self.is_lost = not self.costs[0] <= LARGEST

    @property
    def step(self) -> int:
        """Number of steps taken."""
        return len(self.costs) - 1

    @property
    def network(self) -> list[Dense]:
        """The network as it stands."""
        return layers.from_vector(self._state.w, self._like)

    def advance(self, to: int, seconds: float = float("inf")) -> None:
        """Take steps up to one, or until the time is over; at least one if there is one to take.

        A loss beyond `LARGEST`, or numbers that overflow, end it: the state before that step stays.
        """
        end = time.monotonic() + seconds
        with np.errstate(all="ignore"):
            while self.step < min(to, LIMIT) and not self.is_lost:
                state, cost = self._next()
                if not cost <= LARGEST:
                    self.is_lost = True
                    return
                self._state = state
                self.costs.append(cost)
                if time.monotonic() > end:
                    return

    @property
    def rounds(self) -> float:
        """How often all points have been gone through."""
        return self.step / -(-len(self.X) // (self.settings.batch_size or len(self.X)))

    def _batch(self) -> NDArray[np.int_] | slice:
        """Return the points of the next step: all, or a part of them, shuffled in each round."""
        size = self.settings.batch_size
        if size is None:
            return slice(None)
        if not self._batches:
            order = self._generator.permutation(len(self.X))
            self._batches = [order[k : k + size] for k in range(0, len(order), size)]
        return self._batches.pop(0)

    def _next(self) -> tuple[Any, float]:
        """Return the state after one more step, and the loss of all points then."""
        try:
            gradient = self._gradient(self._state.w, self._batch())
            state = self._method(self._state, gradient, self.settings.rate)
            return state, self._cost(state.w)
        except ValueError as error:
            if "expected finite numbers" not in str(error):
                raise
            return self._state, float("inf")

    def output(self, X: FloatArray) -> FloatArray:
        """Return the prediction for inputs of shape (n, 2), shape (n,)."""
        with np.errstate(all="ignore"):
            return self.loss.output(layers.forward(self.network, X).sums[-1])[:, 0]

    def gradient_sizes(self) -> list[float]:
        """Return the root mean square of ∂E/∂W of every layer."""
        network = self.network
        with np.errstate(all="ignore"):
            passed = layers.forward(network, self.X)
            gradients = layers.backward(network, passed, self.y, self.loss)
            return [float(np.sqrt(np.mean(each.weights**2))) for each in gradients]

    def check(self) -> GradientCheck:
        """Compare backpropagation with central differences where the network stands."""
        labels = [
            f"{name}{number}[{', '.join(map(str, place))}]"
            for number, layer in enumerate(self.network, start=1)
            for name, array in (("W", layer.weights), ("b", layer.bias))
            if array is not None
            for place in np.ndindex(*array.shape)
        ]
        with np.errstate(all="ignore"):
            return check_gradient(self._cost, self._gradient, self._state.w, labels=labels)

    def _cost(self, w: FloatArray) -> float:
        return layers.cost(layers.from_vector(w, self._like), self.X, self.y, self.loss)

    def _gradient(self, w: FloatArray, batch: NDArray[np.int_] | slice = slice(None)) -> FloatArray:
        network = layers.from_vector(w, self._like)
        passed = layers.forward(network, self.X[batch])
        return layers.to_vector(layers.backward(network, passed, self.y[batch], self.loss))
