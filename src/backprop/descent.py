"""The loop of every method that goes downhill step by step, and the record of where it went."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from backprop.validation import FloatArray


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Path:
    """Where a method went; the arrays are read-only.

    Attributes
    ----------
    points : numpy.ndarray, shape (n + 1, d)
        The start, then the point after each step.
    values : numpy.ndarray, shape (n + 1,)
        What is minimized, there.
    """

    points: FloatArray
    values: FloatArray

    @property
    def iterations(self) -> int:
        """Number of steps n."""
        return len(self.points) - 1


# --8<-- [start:descend]
def descend[State](
    state: State, step: Callable[[State], State], iterations: int | None = None
) -> Iterator[State]:
    """Yield a state and what the step makes of it again and again: n + 1 states, or no end."""
    yield state
    for _ in count() if iterations is None else range(iterations):
        state = step(state)
        yield state
    # --8<-- [end:descend]
