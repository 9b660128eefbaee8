"""Gradient descent on the 2-2-2 network, and the same with its two layers in the wrong order.

    w ← w − η ∂E/∂w for all eight weights at once, every derivative taken at the old weights.

Two of the last numbers printed in Matt Mazur, "A Step by Step Backpropagation Example", 2015 (see
`backprop.lecture.two_by_two`), belong to `step_output_layer_first` instead: the error after the
first update (0.291027924, while the printed new weights themselves give 0.291027774) and the
outputs after 10,000 updates (0.015912196 and 0.984065734). The author's own program,
https://github.com/mattm/simple-neural-network, worked in that order until 15 March 2015.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

from backprop.descent import Path, descend
from backprop.lecture.two_by_two import (
    EXAMPLE,
    INITIAL_WEIGHTS,
    Backward,
    Forward,
    Setting,
    Weights,
    backward,
    forward,
)
from backprop.validation import FloatArray, frozen_array, positive_number, whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: weights, forward and backward pass, the weights after the update, their pass."""

    weights: Weights
    forward: Forward
    backward: Backward
    new_weights: Weights
    new_forward: Forward


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Training(Path):
    """Many steps: row k of ``points`` (n + 1, 8), the weights, ``values``, E, and ``Y`` (n + 1, 2).

    It is what k updates have led to.
    """

    Y: FloatArray


def update(w: Weights, b: Backward, learning_rate: float = EXAMPLE.learning_rate) -> Weights:
    """Return the eight weights after w ← w − η·∂E/∂w, every derivative being taken at `w`."""
    learning_rate = positive_number("learning_rate", learning_rate)
    pairs = zip(astuple(w), b.gradient, strict=True)
    return Weights(*(weight - learning_rate * slope for weight, slope in pairs))


def step(w: Weights = INITIAL_WEIGHTS, s: Setting = EXAMPLE) -> Step:
    """Return one whole step of gradient descent with everything that it computes."""
    forward_pass = forward(w, s)
    backward_pass = backward(w, forward_pass, s)
    new_weights = update(w, backward_pass, s.learning_rate)
    return Step(
        weights=w,
        forward=forward_pass,
        backward=backward_pass,
        new_weights=new_weights,
        new_forward=forward(new_weights, s),
    )


def step_output_layer_first(w: Weights = INITIAL_WEIGHTS, s: Setting = EXAMPLE) -> Step:
    """Return the faulty step that renews w5…w8 first and then sends the error back through them.

    It is the lecture's own fault too, where the hidden error is printed after the update of w2.
    """
    right = step(w, s)
    new = right.new_weights
    late = backward(replace(new, w1=w.w1, w2=w.w2, w3=w.w3, w4=w.w4), right.forward, s)
    hidden = update(w, late, s.learning_rate)
    new_weights = replace(new, w1=hidden.w1, w2=hidden.w2, w3=hidden.w3, w4=hidden.w4)
    return Step(
        weights=w,
        forward=right.forward,
        backward=late,
        new_weights=new_weights,
        new_forward=forward(new_weights, s),
    )


def train(
    iterations: int = 10_000,
    w: Weights = INITIAL_WEIGHTS,
    s: Setting = EXAMPLE,
    method: Callable[[Weights, Setting], Step] = step,
) -> Training:
    """Repeat a step and keep what the network put out after each update.

    Parameters
    ----------
    iterations : int
        Number of updates n, at least 0.
    w : Weights
        Initial weights.
    s : Setting
        Inputs, biases, targets and learning rate.
    method : callable
        `step`, or `step_output_layer_first`.

    Raises
    ------
    TypeError, ValueError
        If `iterations` is no integer of at least 0.
    """

    def further(state: tuple[Weights, Forward]) -> tuple[Weights, Forward]:
        taken = method(state[0], s)
        return taken.new_weights, taken.new_forward

    states = list(descend((w, forward(w, s)), further, whole_number("iterations", iterations)))
    return Training(
        points=frozen_array("points", [astuple(weights) for weights, _ in states]),
        values=frozen_array("values", [passed.E for _, passed in states]),
        Y=frozen_array("Y", [(passed.Y1, passed.Y2) for _, passed in states]),
    )
