"""Run a lesson once in a fresh kernel, and put the run's values into its prose.

Cells run through nbclient. A cell that raises, that writes to standard error (warnings do), or that
outlives its limit stops the build, as does a placeholder that cannot be evaluated and a claim that
does not hold. Every such fault names page, line and cell. However the run ends, its kernel ends.
"""

import ast
import queue
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from lecture_site import particles
from lecture_site.claims import MARK
from lecture_site.lesson import Lesson, LessonError, Placeholder

CELL_LIMIT_SECONDS = 600
PREPARE = """
from figures.tex import matrix
from lecture_site.claims import claim
from lecture_site.opened import watch_opened
watch_opened()
"""
USED = "__import__('lecture_site.opened').opened.used()"
COLOUR_CODES = re.compile(r"\x1b\[[\d;]*m")
MINUS = re.compile(r"(?<![\w.])-(?=[\d.])")
POWER = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)e([+-]\d+)")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Results:
    """What a run of a lesson gave.

    Attributes
    ----------
    outputs : list of list of dict
        The outputs of each cell in nbformat's form; empty for prose.
    values : list of list of str
        The value of each placeholder of each cell; empty for code.
    seconds : list of float
        How long each cell took, its placeholders included.
    used : list of str
        Files of modules that were imported, and files that were opened to be read.
    """

    outputs: list[list[dict[str, Any]]]
    values: list[list[str]]
    seconds: list[float]
    used: list[str]


type Tell = Callable[[int, int], None]
"""Called when a cell begins, with its number (from 1) and the number of cells."""


async def execute(
    lesson: Lesson, tell: Tell = lambda number, count: None, limit: int = CELL_LIMIT_SECONDS
) -> Results:
    """Execute a lesson.

    Parameters
    ----------
    lesson : Lesson
        The lesson, not executed.
    tell : callable, optional
        Called when a code cell begins.
    limit : int, optional
        Seconds that a cell may take.

    Returns
    -------
    Results
        Outputs of its cells and values of its placeholders.

    Raises
    ------
    LessonError
        If a cell fails, warns or hangs, a placeholder fails, or a claim is false.
    """
    notebook = deepcopy(lesson.notebook)
    count = sum(cell.cell_type == "code" for cell in notebook.cells)
    values: list[list[str]] = []
    seconds: list[float] = []
    async with _kernel(notebook, str(lesson.path.parent), limit) as client:
        await _evaluate(client, {}, PREPARE)
        number = 0
        for index, (cell, placeholders) in enumerate(
            zip(notebook.cells, lesson.placeholders, strict=True)
        ):
            started = time.perf_counter()
            if cell.cell_type == "code":
                number += 1
                tell(number, count)
                place = f"{lesson.path}:{lesson.cell_lines[index]}: cell {number}"
                await _run_cell(client, cell, index, place)
            values.append(await _values(client, lesson, placeholders))
            seconds.append(round(time.perf_counter() - started, 3))
        used = (await _evaluate(client, {"used": USED}))["used"]["data"]["text/plain"]
    outputs = [list(cell.get("outputs", [])) for cell in notebook.cells]
    return Results(outputs, values, seconds, ast.literal_eval(used))


@asynccontextmanager
async def _kernel(notebook: NotebookNode, folder: str, limit: int) -> AsyncIterator[NotebookClient]:
    """Start a kernel for a notebook; it is killed when the context ends, however it ends."""
    with tempfile.TemporaryDirectory(prefix="lesson-") as sockets:
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel")
        client = NotebookClient(
            notebook, km=manager, timeout=limit, coalesce_streams=True, record_timing=False
        )
        try:
            await client.async_start_new_kernel(cwd=folder)
            await client.async_start_new_kernel_client()
            yield client
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)


def compose(lesson: Lesson, results: Results) -> NotebookNode:
    """Join a lesson's text and the results of its run into one executed notebook."""
    notebook = deepcopy(lesson.notebook)
    for cell, parts, outputs, values in zip(
        notebook.cells, lesson.parts, results.outputs, results.values, strict=True
    ):
        if cell.cell_type == "code":
            cell.outputs = [NotebookNode(output) for output in outputs]
        else:
            waiting = iter(values)
            filled = "".join(
                part if isinstance(part, str) else _filled(lesson, part, next(waiting))
                for part in parts
            )
            # A mark at the start of a line would belong to no sentence.
            cell.source = filled.replace(f" {MARK}", f"\u00a0{MARK}")
    return notebook


def _filled(lesson: Lesson, placeholder: Placeholder, value: str) -> str:
    if not placeholder.is_verbatim:
        value = in_print(value)
    if not placeholder.particle:
        return value
    try:
        particle = particles.choose(value, *placeholder.particle)
    except ValueError as error:
        place = f"{lesson.path}:{placeholder.line}: {{{{ {placeholder.field} }}}}"
        raise LessonError(f"{place}: {error}") from error
    return f"{value}{placeholder.closing}{particle}"


async def _run_cell(client: NotebookClient, cell: NotebookNode, index: int, place: str) -> None:
    try:
        await client.async_execute_cell(cell, index)
    except CellExecutionError as error:
        traceback = COLOUR_CODES.sub("", str(error))
        line = re.search(r"Cell In\[\d+\], line (\d+)", traceback)
        at = f", line {line[1]}" if line else ""
        raise LessonError(f"{place}{at} failed:\n{traceback}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise LessonError(f"{place} stopped: {error}") from error
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            raise LessonError(f"{place} wrote to standard error:\n{output.text}")


async def _values(
    client: NotebookClient, lesson: Lesson, placeholders: list[Placeholder]
) -> list[str]:
    if not placeholders:
        return []
    expressions = {str(k): each.expression for k, each in enumerate(placeholders)}
    first = placeholders[0].line
    results = await _evaluate(client, expressions, place=f"{lesson.path}:{first}: ")
    values = []
    for key, placeholder in enumerate(placeholders):
        result = results[str(key)]
        line = placeholder.line
        if result["status"] != "ok":
            raise LessonError(
                f"{lesson.path}:{line}: {{{{ {placeholder.field} }}}} failed: "
                f"{result['ename']}: {result['evalue']}\n"
                f"  in: {lesson.source.split('\n')[line - 1].strip()}"
            )
        values.append(ast.literal_eval(result["data"]["text/plain"]))
    return values


def in_print(value: str) -> str:
    """Write a formatted number as a book does: 1.5e-09 becomes 1.5 × 10⁻⁹, - becomes −."""
    powers = POWER.sub(lambda m: f"{m[1]} × 10{str(int(m[2])).translate(SUPERSCRIPTS)}", value)
    return MINUS.sub("−", powers)


async def _evaluate(
    client: NotebookClient, expressions: dict[str, str], code: str = "", place: str = ""
) -> dict[str, Any]:
    """Evaluate expressions in the kernel without leaving a trace in the notebook."""
    kernel = client.kc
    if not isinstance(kernel, AsyncKernelClient):
        raise RuntimeError("the kernel must be started first")
    request = kernel.execute(code, silent=True, user_expressions=expressions)
    while True:
        try:
            reply = await kernel.get_shell_msg(timeout=client.timeout)
        except queue.Empty:
            named = ", ".join(expressions.values()) or code
            raise LessonError(f"{place}{named}: no answer within {client.timeout} s") from None
        if reply["parent_header"].get("msg_id") == request:
            break
    content = reply["content"]
    if content["status"] != "ok":
        raise LessonError(f"{code!r} failed: {content['ename']}: {content['evalue']}")
    return content.get("user_expressions", {})
