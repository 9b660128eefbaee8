"""First-order steps: what each method makes of one gradient.

Every step is a pure function of at most ten lines: state and gradient in, new state out. With the
gradient g = ∇E(w), the learning rate η, and every operation entry by entry:

    sgd         w ← w − η g                                             (Robbins & Monro 1951)
    momentum    v ← β v − η g,   w ← w + v                              (Polyak 1964)
    rmsprop     r ← ρ r + (1 − ρ) g²,   w ← w − η g / √(r + ε)          (Tieleman & Hinton 2012)
    adam        m ← β₁ m + (1 − β₁) g,   r ← β₂ r + (1 − β₂) g²,
                m̂ = m / (1 − β₁ᵗ),   r̂ = r / (1 − β₂ᵗ),
                w ← w − η m̂ / (√r̂ + ε)                                 (Kingma & Ba 2015)

`sgd` is full-batch, stochastic or mini-batch gradient descent, according to the samples of which
the gradient is made. η has no default. Of the others RMSProp's and Adam's are Keras'; momentum's β
is 0 there and 0.9 here, a common value in practice says Goodfellow, Bengio & Courville, Deep
Learning (MIT Press 2016), section 8.3.2. Where texts differ:

* momentum: η is inside the velocity, as in Keras. PyTorch's v ← β v + g, w ← w − η v takes the same
  steps as long as η stays the same.
* rmsprop: ε is inside the root, as in Keras 3. PyTorch has √r + ε.
* adam: ε joins the root of the corrected r̂, as in Kingma & Ba's Algorithm 1 and in PyTorch. Keras
  adds it to √r, the paper's "ε hat" of section 2: Algorithm 1 with ε / √(1 − β₂ᵗ) for ε.

States hold read-only arrays of shape (n,). A state or step raises TypeError for an argument of the
wrong kind, and ValueError for one of another shape or out of range; so also when a learning rate
that is too large has led to numbers that are no longer finite.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from backprop.validation import FloatArray, frozen_array, positive_number, real_array, whole_number

type Vector = FloatArray
"""float64 of shape (n,)."""


@dataclass(frozen=True, slots=True, eq=False)
class SGDState:
    """Gradient descent remembers nothing but the weights ``w``."""

    w: FloatArray

    def __post_init__(self) -> None:
        freeze(self)

    @classmethod
    def start(cls, w: ArrayLike) -> Self:
        """Return the state before the first step."""
        return cls(np.asarray(w))


@dataclass(frozen=True, slots=True, eq=False)
class MomentumState:
    """The weights ``w`` and the ``velocity`` with which they move."""

    w: FloatArray
    velocity: FloatArray

    def __post_init__(self) -> None:
        freeze(self, "velocity")

    @classmethod
    def start(cls, w: ArrayLike) -> Self:
        """Return the state at rest."""
        return cls(np.asarray(w), np.zeros(np.shape(w)))


@dataclass(frozen=True, slots=True, eq=False)
class RMSPropState:
    """The weights ``w`` and the running ``mean_square`` of each entry of the gradient."""

    w: FloatArray
    mean_square: FloatArray

    def __post_init__(self) -> None:
        freeze(self, "mean_square")

    @classmethod
    def start(cls, w: ArrayLike) -> Self:
        """Return the state before the first step."""
        return cls(np.asarray(w), np.zeros(np.shape(w)))


@dataclass(frozen=True, slots=True, eq=False)
class AdamState:
    """The weights ``w``, running ``mean`` and ``mean_square`` of the gradient, ``steps`` taken."""

    w: FloatArray
    mean: FloatArray
    mean_square: FloatArray
    steps: int

    def __post_init__(self) -> None:
        freeze(self, "mean", "mean_square")
        whole_number("steps", self.steps)

    @classmethod
    def start(cls, w: ArrayLike) -> Self:
        """Return the state before the first step."""
        return cls(np.asarray(w), np.zeros(np.shape(w)), np.zeros(np.shape(w)), 0)


# --8<-- [start:sgd]
def sgd(state: SGDState, gradient: Vector, learning_rate: float) -> SGDState:
    """Step against the gradient."""
    g = checked(state.w, gradient, learning_rate)
    return SGDState(state.w - learning_rate * g)
    # --8<-- [end:sgd]


# --8<-- [start:momentum]
def momentum(
    state: MomentumState, gradient: Vector, learning_rate: float, beta=0.9
) -> MomentumState:
    """Keep the share beta of the last step and add the new step to it."""
    g = checked(state.w, gradient, learning_rate, beta=beta)
    velocity = beta * state.velocity - learning_rate * g
    return MomentumState(state.w + velocity, velocity)
    # --8<-- [end:momentum]


# --8<-- [start:rmsprop]
def rmsprop(
    state: RMSPropState, gradient: Vector, learning_rate: float, rho=0.9, epsilon=1e-7
) -> RMSPropState:
    """Divide every entry by its own running size, so that steep and flat walk alike."""
    g = checked(state.w, gradient, learning_rate, epsilon, rho=rho)
    mean_square = rho * state.mean_square + (1 - rho) * g**2
    w = state.w - learning_rate * g / np.sqrt(mean_square + epsilon)
    return RMSPropState(w, mean_square)
    # --8<-- [end:rmsprop]


# --8<-- [start:adam]
def adam(
    state: AdamState, gradient: Vector, learning_rate: float, beta1=0.9, beta2=0.999, epsilon=1e-7
) -> AdamState:
    """Momentum over RMSProp, both corrected for their start at zero."""
    g = checked(state.w, gradient, learning_rate, epsilon, beta1=beta1, beta2=beta2)
    mean = beta1 * state.mean + (1 - beta1) * g
    mean_square = beta2 * state.mean_square + (1 - beta2) * g**2
    t = state.steps + 1
    size = np.sqrt(mean_square / (1 - beta2**t)) + epsilon
    return AdamState(state.w - learning_rate * mean / (1 - beta1**t) / size, mean, mean_square, t)
    # --8<-- [end:adam]


def freeze(state: Any, *others: str) -> None:
    """Replace ``w`` (n,) and the `others` of a new state by checked, read-only copies.

    Raises
    ------
    TypeError, ValueError
        If an array does not hold finite real numbers, or not as many as ``w``.
    """
    object.__setattr__(state, "w", frozen_array("w", state.w, ("n",)))
    for name in others:
        object.__setattr__(state, name, frozen_array(name, getattr(state, name), state.w.shape))


def checked(
    w: Vector, gradient: ArrayLike, learning_rate: float, epsilon: float = 1.0, **decays: float
) -> Vector:
    """Return the gradient as float64 after a check of everything that a step is given.

    Raises
    ------
    TypeError, ValueError
        If the gradient is not of the shape of `w`, the learning rate or epsilon is not greater
        than 0, or a decay is not from 0 up to, but less than, 1.
    """
    positive_number("learning_rate", learning_rate)
    positive_number("epsilon", epsilon)
    for name, decay in decays.items():
        if not 0 <= real_array(name, decay, ()) < 1:
            raise ValueError(f"{name}: expected a number from 0 to below 1, got {decay!r}")
    return real_array("gradient", gradient, w.shape)
