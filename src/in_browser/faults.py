"""Tells in Korean what went wrong in a reader's code: two lines above Python's own words."""

import ast
import builtins
import traceback
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

import numpy as np

OWN = tuple(str(Path(__file__).parents[1] / name) for name in ("in_browser", "exercises"))
"""What runs a reader's code is no part of its traceback."""
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
    told.stack[:] = [each for each in told.stack if not each.filename.startswith(OWN)]
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
    return not step.tb_frame.f_code.co_filename.startswith(OWN)


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
