"""Asks a reader to write a function, or to mend one."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from exercises.form import Form
from exercises.grading import BLANK, define, grade, same
from exercises.kinds import Exercise
from exercises.task import Task, packed, unpacked

MARK = re.compile(r"[ \t]*# blank$", re.MULTILINE)


def write(
    name: str,
    solution: Callable[..., Any],
    wrong: Sequence[Callable[..., Any]],
    *,
    cases: Sequence[Sequence[Any]],
    truth: Callable[..., Any],
    start: Callable[..., Any] | None = None,
    hints: Sequence[str] = (),
) -> Exercise:
    """Ask for a function.

    Parameters
    ----------
    name : str
        The question's address on the page.
    solution : callable
        The function, as it should be. Without `start`, the reader gets it with a gap for the value
        of each statement that ends with the comment ``# blank``.
    wrong : sequence of callable
        The same by known wrong thoughts; the docstring of each says to the reader what is wrong
        with it, in the notation of :mod:`figures.markup`.
    cases : sequence of sequences
        Arguments to try it with: numbers, arrays, lists of them.
    truth : callable
        What the solution must agree with in all cases: the course's own function, or a difference
        quotient.
    start : callable, optional
        One of `wrong`: the reader is to find what is wrong with it.
    hints : sequence of str, optional
        Shown one after the other when asked for.

    Raises
    ------
    ValueError
        If the solution does not agree with `truth`, there is nothing to fill in or to mend, a wrong
        thought is right, two of them cannot be told apart, or one has no words.
    """
    known = [each for each in wrong if each is not start]
    if start is not None:
        known.append(start)
    words = [inspect.getdoc(each) or "" for each in known]
    code = _source(solution, solution.__name__)
    task = Task(
        solution.__name__,
        _imports([solution, *known]),
        MARK.sub("", code),
        [MARK.sub("", _source(each, solution.__name__)) for each in known],
        sorted(([packed(each) for each in case] for case in cases), key=_size),
    )
    given = _with_gaps(code) if start is None else task.wrong[-1]
    if given == task.solution:
        raise ValueError(f"{name}: no line ends with '# blank', so there is nothing to fill in")
    _check(name, task, given, truth, len(known))
    form = Form.editor(f"{task.imports}\n\n{given}\n", words, list(hints))
    told = {"task": task.to_json()}
    return Exercise(name, "write", told, form, task.solution)


def _check(name: str, task: Task, given: str, truth: Callable[..., Any], count: int) -> None:
    defined = define(task, task.solution)
    if defined is None:
        raise ValueError(f"{name}: the solution defines no function {task.name}")
    for case in task.cases:
        found, held = (function(*map(unpacked, case)) for function in (defined, truth))
        if not same(found, held):
            raise ValueError(f"{name}: the solution gives {found} where the truth is {held}")
    if grade(task, given).get("passed"):
        raise ValueError(f"{name}: what the reader begins with is right already")
    for number in range(count):
        told = grade(task, task.wrong[number])
        if told.get("wrong") != number:
            raise ValueError(
                f"{name}: wrong thought {number + 1} is not told from "
                f"{'the solution' if told.get('passed') else 'another'}"
            )


def _source(function: Callable[..., Any], name: str) -> str:
    """Return a function's source without its docstring, under another name."""
    source = textwrap.dedent(inspect.getsource(function)).rstrip()
    tree = ast.parse(source).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise ValueError(f"{name}: a function is written with def")
    lines = source.split("\n")
    if ast.get_docstring(tree) is not None:
        first = tree.body[0]
        del lines[first.lineno - 1 : first.end_lineno]
    head = lines[tree.lineno - 1]
    lines[tree.lineno - 1] = re.sub(rf"\b{re.escape(tree.name)}\b", name, head, count=1)
    return "\n".join(lines)


def _with_gaps(source: str) -> str:
    """Put a gap for the value of each statement that ends with ``# blank``."""
    lines = source.split("\n")
    marked = {number for number, line in enumerate(lines, start=1) if MARK.search(line)}
    for node in ast.walk(ast.parse(source)):
        value = getattr(node, "value", None)
        if not (isinstance(node, ast.stmt) and node.end_lineno in marked and value is not None):
            continue
        first, last = value.lineno - 1, value.end_lineno - 1
        before = lines[first].encode()[: value.col_offset].decode()
        lines[first : last + 1] = [before + BLANK, *[""] * (last - first)]
    return re.sub(r"\n\n+", "\n", MARK.sub("", "\n".join(lines)))


def _imports(functions: Sequence[Callable[..., Any]]) -> str:
    """Write the imports for the names that functions use."""
    found = {"import numpy as np"}
    for function in functions:
        for name in _globals(function):
            value = function.__globals__[name]
            if isinstance(value, ModuleType):
                alias = f" as {name}" if value.__name__ != name else ""
                found.add(f"import {value.__name__}{alias}")
            elif getattr(value, "__module__", "").startswith("backprop"):
                found.add(f"from {value.__module__} import {name}")
            else:
                raise ValueError(
                    f"{function.__name__} uses {name}: an answer uses modules, functions of "
                    "backprop and its arguments alone"
                )
    return "\n".join(sorted(found, reverse=True))


def _globals(function: Callable[..., Any]) -> set[str]:
    """Return the names of its module that a function uses; no attribute is one of them."""
    used: set[str] = set()
    own = {function.__name__}
    for node in ast.walk(ast.parse(_source(function, function.__name__))):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else own).add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
    return (used - own) & function.__globals__.keys()


def _size(case: Sequence[Any]) -> int:
    return sum(_size(each) if isinstance(each, list) else np.size(unpacked(each)) for each in case)
