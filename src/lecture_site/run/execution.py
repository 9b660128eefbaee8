"""Run a lesson once in a fresh kernel, and put the run's values into its prose.

A cell that raises, that writes to standard error (warnings do), that outlives its limit, or whose
outputs a page cannot show stops the build, as does a placeholder that cannot be evaluated and a
claim that does not hold. Every such fault names page, line and cell. However the run ends, its
kernel ends.
"""

import re
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from typing import Any

from nbformat import NotebookNode

from lecture_site.run.claims import MARK
from lecture_site.run.kernels import Kernel, KernelError, started
from lecture_site.run.output import OutputError, as_shown, require_printable
from lecture_site.text import particles
from lecture_site.text.lesson import Lesson, LessonError, Placeholder

CELL_LIMIT_SECONDS = 600
MINUS = re.compile(r"(?<![\w.])-(?=[\d.])")
POWER = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)e([+-]\d+)")
LAST_BITS = re.compile(r"-?\d+\.\d{14,}(?:e[-+]?\d+)?")
"""A float as Python writes it where it is no short decimal number."""
TICKS = re.compile("`+")
MARKUP = str.maketrans({each: f"&#{ord(each)};" for each in "&<>*_`|$\\[]~^#"})
"""What Markdown would not show as it is."""
NOT_YET = "…"
"""Stands where a value will, until the lesson has run."""
WAITING = "아직 실행하지 않았습니다. 끝나면 이 자리에 저절로 나타납니다.\n"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Results:
    """What a run of a lesson gave.

    Attributes
    ----------
    outputs : list of list of dict
        The outputs of each cell in nbformat's form; empty for prose.
    values : list of list of str
        The value of each placeholder of each cell, as Python writes it; empty for code.
    seconds : list of float
        How long each cell took, its placeholders included.
    used : dict of str to str
        Files that were read or imported, each with the place in the lesson that was the first.
    sought : list of str
        Installed packages, by the names of their modules, that were imported or looked for.
    """

    outputs: list[list[dict[str, Any]]]
    values: list[list[str]]
    seconds: list[float]
    used: dict[str, str]
    sought: list[str]


type Tell = Callable[[int, int], None]
"""Called when a cell begins, with its number (from 1) and the number of cells."""


async def execute(
    lesson: Lesson, tell: Tell = lambda number, count: None, limit: float = CELL_LIMIT_SECONDS
) -> Results:
    """Execute a lesson.

    Parameters
    ----------
    lesson : Lesson
        The lesson, not executed.
    tell : callable, optional
        Called when a code cell begins.
    limit : float, optional
        Seconds that a cell may take, and the placeholders behind it; the kernel's start has its
        own.

    Returns
    -------
    Results
        Outputs of its cells and values of its placeholders.

    Raises
    ------
    LessonError
        If a cell fails, warns or hangs, its kernel dies, a page cannot show its outputs, it does
        what a lesson may not do, a placeholder fails, or a claim is false.
    """
    cells = lesson.notebook.cells
    count = sum(cell.cell_type == "code" for cell in cells)
    results = Results([], [], [], {}, [])
    place = f"{lesson.path}: the start of its kernel"
    try:
        async with started(lesson.path.parent) as kernel:
            number = 0
            for cell, line, placeholders in zip(
                cells, lesson.cell_lines, lesson.placeholders, strict=True
            ):
                began = time.perf_counter()
                outputs, values = [], []
                if cell.cell_type == "code":
                    number += 1
                    tell(number, count)
                    place = f"{lesson.path}:{line}: cell {number}"
                    outputs = await _run_cell(kernel, cell.source, limit, place, results.used)
                elif placeholders:
                    values = await _values(kernel, lesson, placeholders, limit, results.used)
                results.outputs.append(outputs)
                results.values.append(values)
                results.seconds.append(round(time.perf_counter() - began, 3))
            place = f"{lesson.path}: the end of its run"
            reply = await _ask(kernel, {"end": True}, limit, place, results.used)
            results.sought.extend(reply["sought"])
    except KernelError as error:
        raise LessonError(f"{place} stopped: {error}") from error
    return results


def not_yet(lesson: Lesson) -> Results:
    """Return what stands in the places of a lesson's results until it has run."""
    cells = lesson.notebook.cells
    output = {"output_type": "stream", "name": "stdout", "text": WAITING}
    return Results(
        [[output] if cell.cell_type == "code" else [] for cell in cells],
        [["" if each.is_claim else NOT_YET for each in of_cell] for of_cell in lesson.placeholders],
        [0.0] * len(cells),
        {},
        [],
    )


def compose(lesson: Lesson, results: Results) -> NotebookNode:
    """Join a lesson's text and the results of its run into one executed notebook.

    Raises
    ------
    LessonError
        If no particle can be chosen behind a value.
    """
    notebook = deepcopy(lesson.notebook)
    for cell, parts, outputs, values in zip(
        notebook.cells, lesson.parts, results.outputs, results.values, strict=True
    ):
        if cell.cell_type == "code":
            cell.outputs = [NotebookNode(output) for output in outputs]
            longest = max(map(len, TICKS.findall(cell.source)), default=0)
            cell.metadata["fence"] = "`" * max(3, longest + 1)
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
    """Write a value as prose does, in code as Python does, with its particle.

    A value is never markup, but in a formula TeX: what it holds is seen.
    """
    place = f"{lesson.path}:{placeholder.line}: {{{{ {placeholder.field} }}}}"
    if not placeholder.is_verbatim:
        if LAST_BITS.fullmatch(value) and not placeholder.has_format:
            raise LessonError(f"{place} shows {value}, to the last bit: give it a format, as :.4f")
        value = in_print(value)
    written = value
    if placeholder.where == "text" and value != MARK:
        written = value.translate(MARKUP)
    elif placeholder.where == "tag":
        written = escape(value)
    if not placeholder.particle:
        return written
    if value == NOT_YET:
        consonant, vowel = placeholder.particle
        return f"{written}{placeholder.closing}{consonant}({vowel})"
    try:
        particle = particles.choose(value, *placeholder.particle)
    except ValueError as error:
        raise LessonError(f"{place}: {error}") from error
    return f"{written}{placeholder.closing}{particle}"


async def _ask(
    kernel: Kernel, question: dict[str, Any], limit: float, place: str, used: dict[str, str]
) -> dict[str, Any]:
    """Put a question, and hold what the kernel did meanwhile to what a lesson may do."""
    try:
        reply = await kernel.ask(question, limit)
    except KernelError as error:
        raise LessonError(f"{place} stopped: {error}") from error
    for path in reply["used"]:
        used.setdefault(path, place)
    if reply["late"]:
        raise LessonError(
            f"{place}: a thread or a program that an earlier cell has started went on writing "
            "after the end of that cell; wait for its end there"
        )
    fault = reply.get("fault")
    if fault is not None:
        at = f", line {fault['line']}" if fault["line"] else ""
        raise LessonError(f"{place}{at} failed:\n{fault['text']}")
    for sentence in reply["refused"]:
        raise LessonError(f"{place} failed:\n{sentence}")
    return reply


async def _run_cell(
    kernel: Kernel, code: str, limit: float, place: str, used: dict[str, str]
) -> list[dict[str, Any]]:
    reply = await _ask(kernel, {"cell": code}, limit, place, used)
    if reply["stderr"]:
        raise LessonError(f"{place} wrote to standard error:\n{reply['stderr']}")
    try:
        return [as_shown(output) for output in reply["outputs"]]
    except OutputError as error:
        raise LessonError(f"{place}: {error}") from error


async def _values(
    kernel: Kernel,
    lesson: Lesson,
    placeholders: list[Placeholder],
    limit: float,
    used: dict[str, str],
) -> list[str]:
    lines = lesson.source.split("\n")
    values = []
    for each in placeholders:
        place = f"{lesson.path}:{each.line}: {{{{ {each.field} }}}}"
        reply = await _ask(kernel, {"expression": each.expression}, limit, place, used)
        wrong = reply["error"] or reply["stderr"] or _why_unfit(reply)
        if wrong:
            raise LessonError(f"{place} failed: {wrong}\n  in: {lines[each.line - 1].strip()}")
        values.append(reply["value"])
    return values


def _why_unfit(reply: dict[str, Any]) -> str:
    """Say why a placeholder's value cannot stand in prose; empty if it can."""
    if reply["outputs"]:
        return "it prints or shows something; let it have its value only"
    if "\n" in reply["value"]:
        return "its value has several lines, and prose takes one; print it in a cell"
    try:
        require_printable(reply["value"])
    except OutputError as error:
        return str(error)
    return ""


def in_print(value: str) -> str:
    """Write a formatted number as a book does: 1.5e-09 becomes 1.5 × 10⁻⁹, - becomes −."""
    powers = POWER.sub(lambda m: f"{m[1]} × 10{str(int(m[2])).translate(SUPERSCRIPTS)}", value)
    return MINUS.sub("−", powers)
