"""Run a lesson once in a fresh kernel, and put the run's values into its prose.

Cells run through nbclient. A cell that raises, that writes to standard error (warnings do), or that
outlives its limit stops the build, as does a placeholder that cannot be evaluated and a claim that
does not hold. Every such fault names page, line and cell.
"""

import ast
import re
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from lecture_site import particles
from lecture_site.claims import MARK
from lecture_site.lesson import PLACEHOLDER, Lesson, LessonError

CELL_LIMIT_SECONDS = 600
PREPARE = "from figures.tex import matrix\nfrom lecture_site.claims import claim"
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
    """

    outputs: list[list[dict[str, Any]]]
    values: list[list[str]]


async def execute(lesson: Lesson) -> Results:
    """Execute a lesson.

    Parameters
    ----------
    lesson : Lesson
        The lesson, not executed.

    Returns
    -------
    Results
        Outputs of its cells and values of its placeholders.

    Raises
    ------
    LessonError
        If a cell fails, warns or hangs, a placeholder fails, or a claim is false.
    """
    with tempfile.TemporaryDirectory(prefix="lesson-") as sockets:
        return await _execute(lesson, f"{sockets}/kernel")


async def _execute(lesson: Lesson, address: str) -> Results:
    notebook = deepcopy(lesson.notebook)
    client = NotebookClient(
        notebook,
        timeout=CELL_LIMIT_SECONDS,
        kernel_name="python3",
        coalesce_streams=True,
        record_timing=False,
        shutdown_kernel="immediate",
        config=Config({"KernelManager": {"transport": "ipc", "ip": address}}),
        resources={"metadata": {"path": str(lesson.path.parent)}},
    )
    values: list[list[str]] = []
    async with client.async_setup_kernel():
        await _evaluate(client, {}, PREPARE)
        code_number = 0
        for index, (cell, fields) in enumerate(zip(notebook.cells, lesson.fields, strict=True)):
            if cell.cell_type == "code":
                code_number += 1
                place = f"{lesson.path}:{lesson.line_of(cell.source)}: cell {code_number}"
                await _run_cell(client, cell, index, place)
            values.append(await _values(client, lesson, fields))
    outputs = [list(cell.get("outputs", [])) for cell in notebook.cells]
    return Results(outputs, values)


def compose(lesson: Lesson, results: Results) -> NotebookNode:
    """Join a lesson's text and the results of its run into one executed notebook."""
    notebook = deepcopy(lesson.notebook)
    for cell, outputs, values in zip(notebook.cells, results.outputs, results.values, strict=True):
        if cell.cell_type == "code":
            cell.outputs = [NotebookNode(output) for output in outputs]
        else:
            waiting = iter(values)
            filled = PLACEHOLDER.sub(lambda m, w=waiting: _filled(m, next(w)), cell.source)
            # A mark at the start of a line would belong to no sentence.
            cell.source = filled.replace(f" {MARK}", f"\u00a0{MARK}")
    return notebook


def _filled(match: re.Match[str], value: str) -> str:
    if match["consonant"] is None:
        return value
    particle = particles.choose(value, match["consonant"], match["vowel"])
    return f"{value}{match['closing']}{particle}"


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


async def _values(client: NotebookClient, lesson: Lesson, fields: list[str]) -> list[str]:
    if not fields:
        return []
    expressions = {str(k): f"f'''{{{field}}}'''" for k, field in enumerate(fields)}
    results = await _evaluate(client, expressions)
    values = []
    for key, field in enumerate(fields):
        result = results[str(key)]
        if result["status"] != "ok":
            line = lesson.line_of(f"{{{{ {field} }}}}")
            raise LessonError(
                f"{lesson.path}:{line}: {{{{ {field} }}}} failed: "
                f"{result['ename']}: {result['evalue']}\n"
                f"  in: {lesson.source.splitlines()[line - 1].strip()}"
            )
        values.append(in_print(ast.literal_eval(result["data"]["text/plain"])))
    return values


def in_print(value: str) -> str:
    """Write a formatted number as a book does: 1.5e-09 becomes 1.5 × 10⁻⁹, - becomes −."""
    powers = POWER.sub(lambda m: f"{m[1]} × 10{str(int(m[2])).translate(SUPERSCRIPTS)}", value)
    return MINUS.sub("−", powers)


async def _evaluate(
    client: NotebookClient, expressions: dict[str, str], code: str = ""
) -> dict[str, Any]:
    """Evaluate expressions in the kernel without leaving a trace in the notebook."""
    kernel = client.kc
    if not isinstance(kernel, AsyncKernelClient):
        raise RuntimeError("the kernel must be started first")
    request = kernel.execute(code, silent=True, user_expressions=expressions)
    while True:
        reply = await kernel.get_shell_msg(timeout=CELL_LIMIT_SECONDS)
        if reply["parent_header"].get("msg_id") == request:
            break
    content = reply["content"]
    if content["status"] != "ok":
        raise LessonError(f"{code!r} failed: {content['ename']}: {content['evalue']}")
    return content.get("user_expressions", {})
