"""Runs the cells of a page in the reader's browser, and tells in Korean what went wrong.

This module is shipped: it runs in Pyodide, in a worker of the reader's browser, and so imports the
standard library and NumPy alone. There is no way to interrupt a worker from outside but to end it;
hence a loop is stopped from inside, by the interpreter's own events.
"""

import ast
import builtins
import importlib.abc
import importlib.machinery
import io
import json
import linecache
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from difflib import get_close_matches
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any, NoReturn

import numpy as np

LINES, CHARACTERS = 200, 100_000
"""More of a cell's output is not shown."""
JUMPS = 64
"""After so many jumps of loops the clock is read."""
TOLD_SECONDS = 0.3
SMALLEST = 1e-8
"""Numbers that differ by less are the same: processors round in their own ways."""
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
SIGNS = {ast.MatMult: "@", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
WORDS = {
    "SyntaxError": ("Python의 문법에 맞지 않습니다.", "괄호, 따옴표, 콜론의 짝을 확인하세요."),
    "IndentationError": ("들여쓰기가 맞지 않습니다.", "같은 덩어리의 줄은 같은 칸에서 시작합니다."),
    "ZeroDivisionError": ("0으로 나누었습니다.", "나누는 값이 언제 0이 되는지 살펴보세요."),
    "IndexError": ("없는 자리를 가리켰습니다.", "번호는 0부터이고, 마지막은 길이보다 1 작습니다."),
    "KeyError": ("사전에 없는 열쇠입니다.", "열쇠의 철자를 확인하세요."),
    "TypeError": ("이 종류의 값으로는 할 수 없는 일입니다.", "맨 아랫줄이 까닭을 말합니다."),
    "ValueError": ("값이 맞지 않습니다.", "맨 아랫줄이 까닭을 말합니다."),
    "AttributeError": ("그런 이름의 속성이 없습니다.", "점 뒤의 철자를 확인하세요."),
    "AssertionError": ("assert의 조건이 거짓입니다.", "조건에 든 값을 print로 찍어 보세요."),
    "RecursionError": (
        "함수가 자기 자신을 너무 깊이 불렀습니다.",
        "언제 멈출지 정하는 조건이 있는지 살펴보세요.",
    ),
    "MemoryError": ("메모리가 모자랍니다.", "배열의 크기를 줄여 보세요. 페이지는 그대로입니다."),
    "ModuleNotFoundError": (
        "이 페이지에 없는 꾸러미입니다.",
        "여기서는 NumPy와 이 강의의 코드만 쓸 수 있습니다. 내려받은 노트북은 다 씁니다.",
    ),
    "OSError": (
        "파일이나 네트워크에 닿을 수 없습니다.",
        "코드는 이 브라우저 안에서만 실행됩니다. 값을 코드에 직접 적어 보세요.",
    ),
}


class TimeUp(BaseException):
    """A cell has run for too long."""


class RefusedError(Exception):
    """A cell asks for what there is not; the message says in Korean what to do."""


class Undrawn:
    """Stands for a picture: what draws it is not in the browser."""

    def __call__(self, *_: Any, **__: Any) -> "Undrawn":
        """Stand for what a drawing function returns."""
        return self

    def __getattr__(self, name: str) -> "Undrawn":
        """Stand for a part of it."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator["Undrawn"]:
        """Stand for a figure and its axes."""
        return iter((self, self))

    def __getitem__(self, _: Any) -> "Undrawn":
        """Stand for one of several axes."""
        return self

    def __repr__(self) -> str:
        """Say where the picture is."""
        return "그림은 사이트를 만들 때 그린 것입니다."


class Undrawing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that draw, and gives stand-ins for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module that draws."""
        found = fullname in self.names
        return importlib.machinery.ModuleSpec(fullname, self) if found else None

    def exec_module(self, module: ModuleType) -> None:
        """Let all its names stand for pictures."""
        module.__path__ = []
        module.__getattr__ = _undrawn


def _undrawn(name: str) -> Undrawn:
    if name.startswith("__"):
        raise AttributeError(name)
    return Undrawn()


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

    def run(self, source: str, name: str, seconds: float = 0) -> str:
        """Run a cell.

        Parameters
        ----------
        source : str
            Its code.
        name : str
            What tracebacks call it.
        seconds : float, optional
            How long it may take; 0 for as long as it likes.

        Returns
        -------
        str
            JSON: ``outputs``, a list of texts, and ``fault``: None, or ``words`` (two lines),
            ``traceback``, ``line`` and ``late``.
        """
        place = f"<{name}>"
        linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
        printed, fault, value = Capped(), None, None
        try:
            with (
                redirect_stdout(printed),
                redirect_stderr(printed),
                Clock(place, seconds, self.tell),
            ):
                value = self._execute(source, place)
                text = "" if value is None else repr(value)
        except BaseException as error:  # Whatever the reader's code raises, the reader is told.
            fault, text = explain(error, place, source), ""
        outputs = [each for each in (printed.shown(), _cut(text)) if each]
        return json.dumps({"outputs": outputs, "fault": fault}, ensure_ascii=False)

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


class Clock:
    """Stops a loop of a cell that has had its time, and tells meanwhile where it is."""

    def __init__(self, place: str, seconds: float, tell: Callable[[int], None]) -> None:
        self.place, self.seconds, self.tell = place, seconds, tell
        self.jumps = 0

    def __enter__(self) -> None:
        """Begin to count."""
        self.began = self.told = time.monotonic()
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.PROFILER_ID, "cells")
        monitoring.register_callback(monitoring.PROFILER_ID, monitoring.events.JUMP, self._jumped)
        monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.JUMP)

    def __exit__(self, *_: object) -> None:
        """Count no more."""
        sys.monitoring.set_events(sys.monitoring.PROFILER_ID, 0)
        sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)

    def _jumped(self, _: CodeType, __: int, ___: int) -> None:
        self.jumps += 1
        if self.jumps % JUMPS:
            return
        now = time.monotonic()
        if now - self.told > TOLD_SECONDS:
            self.told = now
            self.tell(line_in(self.place, sys._getframe(1)))
        if self.seconds and now - self.began > self.seconds:
            raise TimeUp


def line_in(place: str, frame: FrameType | None) -> int:
    """Return the line of a cell that a frame, or what has called it, is at; 0 if none is."""
    while frame is not None:
        if frame.f_code.co_filename == place:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def explain(error: BaseException, place: str, source: str) -> dict[str, Any]:
    """Tell what went wrong: two lines in Korean, Python's own words, and the line of the cell."""
    frames = [each for each in _steps(error.__traceback__) if _is_readers(each)]
    inside = [each for each in frames if each.tb_frame.f_code.co_filename == place]
    line = inside[-1].tb_lineno if inside else getattr(error, "lineno", None) or 0
    what, then = _words(error, inside[-1] if inside else None, source)
    told = traceback.TracebackException.from_exception(error)
    told.stack[:] = [each for each in told.stack if each.filename != __file__]
    return {
        "words": [f"{line}행: {what}" if line else what, then],
        "traceback": "" if isinstance(error, TimeUp | RefusedError) else "".join(told.format()),
        "line": line,
        "late": isinstance(error, TimeUp),
    }


def _steps(step: TracebackType | None) -> Iterator[TracebackType]:
    while step is not None:
        yield step
        step = step.tb_next


def _is_readers(step: TracebackType) -> bool:
    return step.tb_frame.f_code.co_filename != __file__


def _words(error: BaseException, step: TracebackType | None, source: str) -> tuple[str, str]:
    if isinstance(error, TimeUp):
        return (
            "이 줄의 반복문이 시간 안에 끝나지 않았습니다.",
            "멈추는 조건이나 반복 횟수를 살펴보세요.",
        )
    if isinstance(error, RefusedError):
        what, _, then = str(error).partition("\n")
        return what, then
    if isinstance(error, NameError) and error.name and step is not None:
        known = [*step.tb_frame.f_locals, *step.tb_frame.f_globals, *dir(builtins)]
        close = get_close_matches(error.name, [each for each in known if each[:1] != "_"], n=1)
        then = (
            f"혹시 {close[0]}인가요?"
            if close
            else "위의 셀에서 만든 이름인지, 철자가 맞는지 보세요."
        )
        return f"{error.name}: 아직 없는 이름입니다.", then
    if isinstance(error, ValueError) and "too big" in str(error):
        return WORDS["MemoryError"]
    if isinstance(error, ValueError | TypeError) and step is not None:
        shapes = _shapes(step, source)
        if shapes:
            return shapes
    for kind in type(error).__mro__:
        if kind.__name__ in WORDS:
            return WORDS[kind.__name__]
    return f"{type(error).__name__}: 오류가 났습니다.", "맨 아랫줄이 까닭을 말합니다."


def _shapes(step: TracebackType, source: str) -> tuple[str, str] | None:
    """Name the shapes of the two arrays on the faulty line that do not fit each other."""
    names = {**step.tb_frame.f_globals, **step.tb_frame.f_locals}
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.BinOp) and type(node.op) in SIGNS):
            continue
        if not node.lineno <= step.tb_lineno <= (node.end_lineno or node.lineno):
            continue
        sides = [_value(side, names) for side in (node.left, node.right)]
        if any(side is None for side in sides):
            continue
        a, b = (np.shape(side) for side in sides)
        sign = SIGNS[type(node.op)]
        shown = f"{ast.unparse(node.left)} {_shape(a)} {sign} {ast.unparse(node.right)} {_shape(b)}"
        if isinstance(node.op, ast.MatMult):
            if not a or not b:
                return f"{shown}: 한쪽이 배열이 아니라 수입니다.", "수와 곱할 때는 *를 씁니다."
            inner = b[-2:][0]  # pyright: ignore[reportGeneralTypeIssues]
            if a[-1] != inner:
                return (
                    f"{shown}: 안쪽 크기 {a[-1]}과 {inner}가 다릅니다.",
                    "앞의 열 수와 뒤의 행 수가 같아야 합니다. 순서나 .T(전치)를 확인하세요.",
                )
        elif not _fit(a, b):
            return (
                f"{shown}: 두 모양을 짝지을 수 없습니다.",
                "뒤에서부터 견준 크기가 같거나 한쪽이 1이어야 합니다.",
            )
    return None


def _fit(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    pairs = zip(reversed(a), reversed(b), strict=False)
    return all(m == n or 1 in (m, n) for m, n in pairs)


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))})"


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    """Return the array that an expression without calls names; None if it is not one."""
    if any(isinstance(each, ast.Call | ast.NamedExpr | ast.Await) for each in ast.walk(node)):
        return None
    try:
        value = eval(compile(ast.Expression(node), "<shape>", "eval"), names)
    except Exception:  # What cannot be computed has no shape to speak of.
        return None
    return value if isinstance(value, np.ndarray | float | int) else None


def compare(built: list[str], new: list[str]) -> str:
    """Say what of a cell's outputs differs from those of the build.

    Two numbers are the same if they differ by one in the last place that is printed, or by less
    than `SMALLEST`.

    Returns
    -------
    str
        JSON: ``same``, and if not, ``built`` and ``new``: the first line that differs.
    """
    a, b = ("\n".join(each).splitlines() for each in (built, new))
    a, b = ([line for line in lines if line.strip()] for lines in (a, b))
    for k in range(max(len(a), len(b))):
        left, right = (lines[k] if k < len(lines) else "" for lines in (a, b))
        if not _same(left, right):
            return json.dumps({"same": False, "built": left, "new": right}, ensure_ascii=False)
    return json.dumps({"same": True})


def _same(left: str, right: str) -> bool:
    if NUMBER.sub("#", "".join(left.split())) != NUMBER.sub("#", "".join(right.split())):
        return left.split() == right.split()
    pairs = zip(NUMBER.findall(left), NUMBER.findall(right), strict=False)
    return all(_close(a, b) for a, b in pairs)


def _close(a: str, b: str) -> bool:
    room = max(_unit(a), _unit(b), SMALLEST)
    return abs(float(a) - float(b)) <= 1.01 * room if "." in a + b or "e" in a + b else a == b


def _unit(number: str) -> float:
    """Size of one in the last place of a printed number."""
    digits, _, power = number.lower().partition("e")
    return 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))


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
    sys.setrecursionlimit(400)
    builtins.input = _no_input
    time.sleep = _no_sleep
