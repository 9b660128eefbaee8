"""Grades a function that a reader has written: by what it returns, beside known wrong thoughts.

It is shipped to the reader's browser; the build grades by it the solution, the start and each wrong
thought of every exercise.
"""

import io
import tokenize
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from inspect import signature
from typing import Any

import numpy as np

from exercises.task import Task, unpacked

BLANK = "___"
RELATIVE, ABSOLUTE = 1e-6, 1e-9
"""Two values that differ by less are the same: there is more than one way to compute."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Stands for the value of a call that has failed.

    Attributes
    ----------
    kind : str
        The name of the exception.
    """

    kind: str


def grade(task: Task, source: str, place: str = "<answer>") -> dict[str, Any]:
    """Grade a function.

    Parameters
    ----------
    task : Task
        What was asked.
    source : str
        The code that defines the function.
    place : str, optional
        What tracebacks call it.

    Returns
    -------
    dict
        ``blank``: the line of a gap that is left; ``missing``: True if there is no such function;
        ``passed``: whether it returns what it should; ``wrong``: number of the wrong thought that
        returns the same; ``case``: ``inputs``, ``yours``, ``expected`` of the smallest case that
        differs, as texts, and ``shapes`` if these differ.

    Raises
    ------
    Exception
        Whatever the code raises where no wrong thought fails in the same way.
    """
    blank = _blank(source)
    if blank:
        return {"blank": blank}
    function = define(task, source, place)
    if function is None:
        return {"missing": True}
    raised: Exception | None = None
    yours: list[Any] = []
    for case in task.cases:
        try:
            yours.append(_call(function, case))
        except Exception as error:  # It may be what a wrong thought leads to.
            raised = raised or error
            yours.append(Raised(type(error).__name__))
    expected = _results(task, task.solution)
    if _all_same(yours, expected):
        return {"passed": True}
    for number, wrong in enumerate(task.wrong):
        if _all_same(yours, _results(task, wrong)):
            return {"passed": False, "wrong": number, **_case(task, yours, expected)}
    if raised is not None:
        raise raised
    return {"passed": False, **_case(task, yours, expected)}


def define(task: Task, source: str, place: str = "<answer>") -> Callable[..., Any] | None:
    """Run the code that defines the function; None if it defines none."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(task.imports, names)
    exec(compile(source, place, "exec"), names)
    found = names.get(task.name)
    return found if callable(found) else None


def _blank(source: str) -> int:
    """Return the line of a gap that is left; 0 if there is none."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):  # The compiler says it better.
        return 0
    return next((token.start[0] for token in tokens if token.string == BLANK), 0)


def _call(function: Callable[..., Any], case: Sequence[Any]) -> Any:
    return deepcopy(function(*map(unpacked, case)))


def _results(task: Task, source: str) -> list[Any]:
    function = define(task, source)
    if function is None:
        raise ValueError(f"{source!r} defines no {task.name}")
    results = []
    for case in task.cases:
        try:
            results.append(_call(function, case))
        except Exception as error:  # A wrong thought may well fail.
            results.append(Raised(type(error).__name__))
    return results


def _all_same(several: Sequence[Any], others: Sequence[Any]) -> bool:
    return all(same(a, b) for a, b in zip(several, others, strict=True))


def same(a: Any, b: Any) -> bool:
    """Whether two results are equal but for rounding, in shape too."""
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Raised) or isinstance(b, Raised) or a is None or b is None:
        return a == b if isinstance(a, Raised) and isinstance(b, Raised) else a is b
    try:
        x, y = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    except (TypeError, ValueError):
        return False
    return x.shape == y.shape and np.allclose(x, y, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True)


def _case(task: Task, yours: Sequence[Any], expected: Sequence[Any]) -> dict[str, Any]:
    """Show the smallest case that differs."""
    at = next(k for k, pair in enumerate(zip(yours, expected, strict=True)) if not same(*pair))
    function = define(task, task.solution)
    names = list(signature(function).parameters) if function is not None else []
    inputs = [
        _text(unpacked(value), f"{name} = ")
        for name, value in zip(names, task.cases[at], strict=True)
    ]
    shown = {"inputs": inputs, "yours": _text(yours[at]), "expected": _text(expected[at])}
    shapes = [_shape(value) for value in (yours[at], expected[at])]
    return {
        "case": {
            **shown,
            "shapes": shapes if None not in shapes and shapes[0] != shapes[1] else None,
        }
    }


def _shape(value: Any) -> str | None:
    if isinstance(value, np.ndarray | np.generic | int | float):
        return str(np.shape(value))
    return None


def _text(value: Any, before: str = "") -> str:
    if isinstance(value, Raised):
        return value.kind
    if isinstance(value, np.ndarray):
        return before + np.array2string(
            value, precision=4, suppress_small=True, separator=", ", prefix=before
        )
    if isinstance(value, tuple | list):
        return before + "\n".join(map(_text, value))
    return before + (f"{value:.6g}" if isinstance(value, float) else str(value))
