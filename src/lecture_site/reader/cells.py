"""Which cells of a page a reader can run, and what each of them needs.

A cell needs the cells before it that bind or change a name that it uses. That is read off the
code; what the reading cannot see (a name put into ``globals()``, say) the test of all cells would.
"""

import ast
import json
import re
import sys
from collections.abc import Sequence
from functools import cache

from nbformat import NotebookNode

from lecture_site.paths import SRC
from lecture_site.reader.cell_names import Names, names_of
from lecture_site.run.keys import imports, reachable

PACKAGES = ("backprop", "figures", "exercises", "lab", "in_browser")
"""The project's packages that are shipped to readers."""
SPOKEN = sorted(path for name in ("in_browser", "lab") for path in (SRC / name).glob("*.py"))
"""Those of their modules that speak to readers."""
THERE = frozenset({*PACKAGES, "numpy", *sys.stdlib_module_names})
DRAWING = frozenset({"matplotlib"})
PUBLISHING = "figures.picture.picture"
"""For diagrams the browser has one of its own."""
HIDDEN = "hide-input"
SHOWN = re.compile(r"<(?:svg|table)\b")


def runnable(notebook: NotebookNode) -> dict[int, dict[str, object]]:
    """Return the cells that a reader can run, and those that they need.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson's.

    Returns
    -------
    dict
        By a cell's number among the code cells: ``source``, ``needs`` (numbers of earlier cells,
        in order), ``lost`` (by a needed cell, the cells after whose run it is to run again),
        ``shown``, whether it has a button, and for a hidden cell that has drawn of what a reader
        can change ``draws``, whether the browser can draw it anew.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    names = [names_of(cell.source) for cell in cells]
    needs = [_needs(number, names) for number in range(len(cells))]
    done: dict[int, dict[str, object]] = {}

    def entry(number: int, *, shown: bool) -> dict[str, object]:
        lost = _lost(number, needs[number], names)
        source = cells[number].source
        return {"source": source, "needs": needs[number], "lost": lost, "shown": shown}

    for number, cell in enumerate(cells):
        sources = [cells[each].source for each in [*needs[number], number]]
        if cell.metadata.get("tags") or not _is_there(sources):
            continue
        for each in [*needs[number], number]:
            if each == number or each not in done:
                done[each] = entry(each, shown=each == number)
    shown = {number for number, known in done.items() if known["shown"]}
    for number, cell in enumerate(cells):
        sources = [cells[each].source for each in [*needs[number], number]]
        if not (shown & {*needs[number]} and _has_drawn(cell) and _is_there(sources)):
            continue
        for each in [*needs[number], number]:
            done.setdefault(each, entry(each, shown=False))
        moves = "data-figure" in _html(cell)
        done[number]["draws"] = not moves and _is_drawn(sources)
    return dict(sorted(done.items()))


def only_built(notebook: NotebookNode) -> list[int]:
    """Return the numbers of the cells that need more than a reader's browser has, Keras say."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    names = [names_of(cell.source) for cell in cells]
    return [
        number
        for number, cell in enumerate(cells)
        if not cell.metadata.get("tags")
        and not _is_there([cells[each].source for each in [*_needs(number, names), number]])
    ]


def to_json(cells: dict[int, dict[str, object]]) -> str:
    """Write cells as the page's script reads them."""
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _needs(number: int, names: Sequence[Names]) -> list[int]:
    found: set[int] = set()
    waiting = [number]
    while waiting:
        at = waiting.pop()
        earlier = {each for each in range(at) if names[each].bound & names[at].used} - found
        found |= earlier
        waiting += earlier
    return sorted(found)


def _lost(number: int, needs: Sequence[int], names: Sequence[Names]) -> dict[int, list[int]]:
    """Tell for each needed cell which cells bind anew what the cell has of it.

    A needed cell that comes later does so as well, but then that is what is needed of it.
    """
    found: dict[int, list[int]] = {}
    for needed in needs:
        users = [each for each in [*needs, number] if each > needed]
        used = set[str]().union(*(names[each].used for each in users))
        given = names[needed].bound & _called(used, [names[each] for each in needs])
        others = set(range(len(names))) - {needed} - {each for each in needs if each > needed}
        lost = [each for each in sorted(others) if _binds_anew(names[each], names[needed], given)]
        if lost:
            found[needed] = lost
    return found


def _called(used: set[str], names: Sequence[Names]) -> set[str]:
    """Add to names what is read where they are functions."""
    found: set[str] = set()
    due = {*used}
    while due:
        found |= due
        due = {
            name
            for each in names
            for function in due & each.read.keys()
            for name in each.read[function]
        } - found
    return found


def _binds_anew(names: Names, needed: Names, given: set[str]) -> bool:
    others = {name for name, by in names.imported.items() if by != needed.imported.get(name)}
    return bool(given & (names.changed | others))


def _is_there(sources: Sequence[str]) -> bool:
    """Whether all that cells import is in the browser, or a stand-in for what draws."""
    tops = {name.partition(".")[0] for source in sources for name in imports(source, "")}
    return tops <= THERE


def _has_drawn(cell: NotebookNode) -> bool:
    """Whether a hidden cell's output is a picture or a table."""
    return HIDDEN in cell.metadata.get("tags", []) and bool(SHOWN.search(_html(cell)))


def _html(cell: NotebookNode) -> str:
    outputs = cell.get("outputs", [])
    return "".join("".join(each.get("data", {}).get("text/html", "")) for each in outputs)


def _is_drawn(sources: Sequence[str]) -> bool:
    """Whether all that the last of some cells draws with is in the browser.

    It may draw by a function that an earlier cell defines.
    """
    trees = [ast.parse(source) for source in sources]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    used: set[str] = set()
    due: list[ast.AST] = [trees[-1]]
    while due:
        names = {node.id for node in ast.walk(due.pop()) if isinstance(node, ast.Name)} - used
        used |= names
        due += [functions[name] for name in names & functions.keys()]
    drawing = {imported[name] for name in used & imported.keys()} - {PUBLISHING}
    return not any(name.startswith(f"{each}.") for name in drawing for each in undrawn())


@cache
def undrawn() -> tuple[str, ...]:
    """Names of the project's modules that draw with what is not in the browser."""
    found = []
    for path in sorted((SRC / "figures").rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        reached = {path, *reachable([f"import {name}"], SRC)}
        tops = {
            each.partition(".")[0]
            for file in reached
            for each in imports(file.read_text(encoding="utf-8"), "")
        }
        if tops & DRAWING:
            found.append(name)
    return tuple(found)
