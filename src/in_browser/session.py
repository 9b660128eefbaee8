"""Runs the cells of a page, one after the other in the same names."""

import ast
import builtins
import io
import json
import linecache
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NoReturn

from exercises.grading import grade
from exercises.task import Task
from in_browser import pictures
from in_browser.clock import Clock
from in_browser.drawing import Undrawing, Undrawn
from in_browser.faults import RefusedError, explain

LINES, CHARACTERS = 200, 100_000
"""More of a cell's output is not shown."""


class Capped(io.StringIO):
    """Takes what is printed, up to a limit."""

    def shown(self) -> str:
        """Return what fits, and say if there was more."""
        text = self.getvalue()
        lines = text[:CHARACTERS].splitlines(keepends=True)
        kept = "".join(lines[:LINES])
        return kept if kept == text else f"{kept.rstrip()}\n… 출력이 길어 여기까지만 보입니다.\n"

    def write(self, text: str) -> int:
        """Take more, as long as there is room."""
        if self.tell() > 2 * CHARACTERS:
            return len(text)
        return super().write(text)


class Session:
    """The names of one page, and the clock of its cells.

    Parameters
    ----------
    tell : callable
        Called now and then with the line that a loop is at.
    """

    def __init__(self, tell: Callable[[int], None] = lambda line: None) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.tell = tell

    def run(self, source: str, name: str, seconds: float = 0, draws: bool = False) -> str:
        """Run a cell.

        Parameters
        ----------
        source : str
            Its code.
        name : str
            What tracebacks call it.
        seconds : float, optional
            How long it may take; 0 for as long as it likes.
        draws : bool, optional
            Whether a picture or a table is wanted of it.

        Returns
        -------
        str
            JSON: ``outputs``, a list of texts, and ``fault``: None, or ``words`` (two lines),
            ``traceback``, ``line`` and ``late``; of what draws ``html`` too, if it
            is a picture or a table.
        """
        place = f"<{name}>"
        linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
        printed, fault, value, told = Capped(), None, None, {}
        try:
            with (
                redirect_stdout(printed),
                redirect_stderr(printed),
                Clock(place, seconds, self.tell),
            ):
                value = self._execute(source, place)
                text = "" if value is None else repr(value)
                # A plot's stand-in has every name, and its class none.
                if draws and value is not None and hasattr(type(value), "_repr_html_"):
                    told = {"html": value._repr_html_()}
        except BaseException as error:  # Whatever the reader's code raises, the reader is told.
            fault, text = explain(error, place, source), ""
        outputs = [each for each in (printed.shown(), _cut(text)) if each]
        return json.dumps({"outputs": outputs, "fault": fault, **told}, ensure_ascii=False)

    def grade(self, asked: str, source: str, seconds: float) -> str:
        """Run an answer on the cases of an exercise, apart from the page's names.

        Parameters
        ----------
        asked : str
            The exercise, as :class:`exercises.task.Task` writes it.
        source : str
            The reader's code.
        seconds : float
            How long it may take.

        Returns
        -------
        str
            JSON: what :func:`exercises.grading.grade` says, or ``fault`` as in :meth:`run`.
        """
        place = "<답>"
        linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
        printed = Capped()
        try:
            with redirect_stdout(printed), Clock(place, seconds, self.tell):
                told = grade(Task.read(asked), source, place)
        except BaseException as error:  # Whatever the reader's code raises, the reader is told.
            told = {"fault": explain(error, place, source)}
        return json.dumps({**told, "printed": printed.shown()}, ensure_ascii=False)

    def _execute(self, source: str, place: str) -> Any:
        """Run all statements; return the value of the last if it is an expression."""
        tree = ast.parse(source, place)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, place, "exec"), self.names)
        if not isinstance(last, ast.Expr):
            return None
        value = eval(compile(ast.Expression(last.value), place, "eval"), self.names)
        return None if source.rstrip().endswith(";") or isinstance(value, Undrawn) else value


def _cut(text: str) -> str:
    taken = Capped()
    taken.write(text)
    return taken.shown()


def _no_input(*_: object) -> NoReturn:
    raise RefusedError("input()으로 물을 곳이 없습니다.\n값을 코드에 직접 적으세요. 예: x = 3")


def _no_sleep(_: float) -> NoReturn:
    raise RefusedError("여기서는 time.sleep()으로 쉬지 않습니다.\n그 줄을 지우고 실행하세요.")


def begin(undrawn: str) -> None:
    """Make the interpreter ready for cells.

    Parameters
    ----------
    undrawn : str
        Names of the modules that draw, separated by spaces.
    """
    sys.meta_path.insert(0, Undrawing(undrawn.split()))
    sys.modules["figures.picture"] = pictures
    sys.setrecursionlimit(400)
    builtins.input = _no_input
    time.sleep = _no_sleep
