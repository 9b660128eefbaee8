"""Record what a function of `backprop` does with its numbers, for a page to do the same.

The function is called once on arrays of `Number`, which note every operation: + − × ÷, a power, a
root, exp and ln. The tape is all that a page needs to compute the function at another point, and no
formula is written a second time. (JAX traces Python in this way.)
`docs/assets/figures/recorded.js` plays a tape.

A comparison is decided by the values of the recording and leaves no trace: `backprop` compares only
to check its arguments; to keep exp(−s) from overflowing, where JavaScript has an infinity and the
sigmoid is 0 all the same; and to find the logit that softmax subtracts, where any other does as
well as long as no difference is beyond what exp can take, about 700.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import exp, log, sqrt
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import ArrayLike, NDArray

CHECKED = tuple(
    f"backprop.{name}"
    for name in ("activations", "losses", "network", "optimize.first_order", "optimize.problems")
)
"""Modules whose arguments are checked; what is recorded passes unchecked. Those that a page does
not use are not imported for it: a change of theirs would run the page anew."""
CHECKS = (
    "real_array",
    "frozen_array",
    "positive_number",
    "whole_number",
    "_from_0_to_1",
    "_summing_to_one",
)


class Tape:
    """The operations so far: slots for the inputs, then for constants and results in turn."""

    def __init__(self, inputs: int) -> None:
        self.inputs = inputs
        self.steps: list[list[Any]] = []
        self.known: dict[tuple[Any, ...], Number] = {}

    def note(self, value: float, *step: Any) -> Number:
        """Return the number that an operation makes; the same operation is noted once."""
        if step not in self.known:
            self.known[step] = Number(self, self.inputs + len(self.steps), value)
            self.steps.append(list(step))
        return self.known[step]


class Number:
    """A number of a recording: its slot on the tape, and its value there."""

    def __init__(self, tape: Tape, slot: int, value: float) -> None:
        self.tape, self.slot, self.value = tape, slot, value

    def _with(self, other: Any) -> Number:
        if isinstance(other, Number):
            return other
        return self.tape.note(float(other), "=", float(other))

    def _does(self, sign: str, value: float, a: Number, b: Number) -> Number:
        return self.tape.note(value, sign, a.slot, b.slot)

    def __add__(self, other: Any) -> Number:
        b = self._with(other)
        return self._does("+", self.value + b.value, self, b)

    def __radd__(self, other: Any) -> Number:
        return self._with(other) + self

    def __sub__(self, other: Any) -> Number:
        b = self._with(other)
        return self._does("-", self.value - b.value, self, b)

    def __rsub__(self, other: Any) -> Number:
        return self._with(other) - self

    def __mul__(self, other: Any) -> Number:
        b = self._with(other)
        return self._does("*", self.value * b.value, self, b)

    def __rmul__(self, other: Any) -> Number:
        return self._with(other) * self

    def __truediv__(self, other: Any) -> Number:
        b = self._with(other)
        return self._does("/", self.value / b.value, self, b)

    def __rtruediv__(self, other: Any) -> Number:
        return self._with(other) / self

    def __neg__(self) -> Number:
        return self._with(0.0) - self

    def __pow__(self, other: Any) -> Number:
        if other == 2:
            return self * self  # As NumPy does it, to the last bit.
        b = self._with(other)
        return self._does("^", self.value**b.value, self, b)

    def __rpow__(self, other: Any) -> Number:
        return self._with(other) ** self

    def sqrt(self) -> Number:
        """Return the root; NumPy calls it for arrays of objects."""
        return self.tape.note(sqrt(self.value), "r", self.slot, self.slot)

    def exp(self) -> Number:
        """Return e to this power; NumPy calls it for arrays of objects."""
        return self.tape.note(exp(self.value), "e", self.slot, self.slot)

    def log(self) -> Number:
        """Return the natural logarithm; NumPy calls it for arrays of objects."""
        return self.tape.note(log(self.value), "l", self.slot, self.slot)

    def __ge__(self, other: Any) -> bool:
        return self.value >= _value(other)

    def __lt__(self, other: Any) -> bool:
        return self.value < _value(other)


def _value(number: Any) -> float:
    return number.value if isinstance(number, Number) else float(number)


def record(function: Callable[[NDArray[Any]], ArrayLike], point: Sequence[float]) -> dict[str, Any]:
    """Return the tape of a function of a vector.

    Parameters
    ----------
    function : callable
        (n,) → (m,), made of operations that `Number` knows. The last digit of a power other than a
        square is not the same everywhere; a product is.
    point : sequence of float
        Where it is recorded.

    Returns
    -------
    dict
        Fit for JSON: ``inputs`` n; ``steps``, each a sign with two slots or ``=`` with a constant;
        ``outputs``, the slots of the results.

    Raises
    ------
    TypeError
        If the function does something that cannot be recorded.
    """
    tape = Tape(len(point))
    numbers = [Number(tape, slot, float(value)) for slot, value in enumerate(point)]
    with _unchecked():
        results = np.ravel(np.asarray(function(np.array(numbers, dtype=object)), dtype=object))
    if not all(isinstance(result, Number) for result in results):
        raise TypeError("function: expected results made of its arguments")
    return {
        "inputs": tape.inputs,
        "steps": tape.steps,
        "outputs": [result.slot for result in results],
    }


@contextmanager
def _unchecked() -> Iterator[None]:
    """Let arrays of objects pass where `backprop` checks that arrays hold real numbers."""

    def passed(_: str, value: ArrayLike, *__: Any, **___: Any) -> NDArray[Any]:
        array = np.asarray(value)
        return array if array.dtype == object else array.astype(np.float64)

    modules = [sys.modules[name] for name in CHECKED if name in sys.modules]
    places = [(module, name) for module in modules for name in CHECKS if hasattr(module, name)]
    patches = [patch.object(module, name, passed) for module, name in places]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()
