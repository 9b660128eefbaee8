"""What a stepper walks through: the nodes, edges and steps of a network, and their values.

A text has places for values, ``{name}`` (see `figures.moving.moving.SLOT`). A name means, of the
values of the chosen state, the chosen sample's own (``1 d w`` is what ``d w`` means for sample 1),
and in the second run that of its own rule: ``name*``, if there is one. ``name|`` is always that of
the first run's rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from figures.numbers import brief, fixed

ITERATIONS = (1, 2, 3, 10, 100, 1_000, 10_000)
"""Iteration k shows the state in which update k is made, as the lecture's EPOCH k."""
DECIMALS = 4
SMALL = 0.001
"""Below it, numbers are written with two significant digits."""
STAR = "*"


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its name, its place, and the names and colours of the values that it shows."""

    name: str
    place: tuple[float, float]
    values: tuple[tuple[str, str], ...]
    below: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A weight: its name, the nodes it joins, colour, symbol, and the paths of its derivative.

    A path is a sequence of factors: the derivative in the notation of `figures.markup`, the name of
    its value, and the part of the drawing that it belongs to.
    """

    name: str
    start: str
    end: str
    token: str
    symbol: str
    paths: tuple[tuple[tuple[str, str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk.

    Attributes
    ----------
    phase : int
        Index of its phase.
    title, says : str
        What is computed, and what that means.
    rows : tuple of (str, str, str)
        Whose rule it is ("" if everyone's), the formula, and the same with numbers.
    lit : tuple of str
        Names of the nodes and edges that take part.
    fresh : tuple of str
        Names of the values that are known from here on.
    code, shape : str
        The line of code that computes it, and the shapes of its arrays.
    """

    phase: int
    title: str
    says: str
    rows: tuple[tuple[str, str, str], ...]
    lit: tuple[str, ...]
    fresh: tuple[str, ...]
    code: str
    shape: str


@dataclass(frozen=True, slots=True)
class Walk:
    """A whole walk.

    Attributes
    ----------
    name : str
        Key in the address.
    phases : tuple of str
        Names of the phases.
    nodes, edges, steps : tuple
        The network and the way through it.
    samples, iterations, runs : tuple of (str, str)
        What can be chosen: value in the address, and Korean name.
    values : tuple
        By run and iteration: the values that all samples share, and those of each sample.
    height : float
        Of the drawing.
    total : str
        What the sum over the samples, or over the paths, is called.
    instead : str
        What is said of the factors of the second run, which are no derivatives.
    paths : tuple of str
        Names of an edge's paths, where it has several; the value of path k of w is ``k d w``.
    """

    name: str
    phases: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    steps: tuple[Step, ...]
    samples: tuple[tuple[str, str], ...]
    iterations: tuple[tuple[str, str], ...]
    runs: tuple[tuple[str, str], ...]
    values: tuple[tuple[tuple[Mapping[str, str], Sequence[Mapping[str, str]]], ...], ...]
    height: float
    total: str
    instead: str
    paths: tuple[str, ...]

    def first(self) -> dict[str, str]:
        """Return the values of the first sample at the start of the first run."""
        shared, own = self.values[0][0]
        first = f"{self.samples[0][0]} "
        mine = {k.removeprefix(first): v for k, v in shared.items() if k.startswith(first)}
        return {**shared, **own[0], **mine}


def written(value: float) -> str:
    """Write a value as the steppers show it."""
    number = float(value)
    return fixed(number, DECIMALS) if abs(number) >= SMALL or not number else brief(number)
