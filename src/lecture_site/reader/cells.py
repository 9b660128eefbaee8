"""Which cells of a page a reader can run, and what each of them needs.

A cell needs the cells before it that bind or change a name that it uses. That is read off the
code; what the reading cannot see (a name put into ``globals()``, say) the test of all cells would.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from nbformat import NotebookNode

from lecture_site.paths import SRC
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


@dataclass(slots=True)
class Names:
    """Names of a cell.

    Attributes
    ----------
    bound : set of str
        Those that it binds, or changes in place.
    used : set of str
        Those that it uses before it has bound them.
    imported : dict
        Of those bound, by what statement each is imported.
    changed : set of str
        The others, but for what the last expression only asks: ``w.round(4)``, say.
    read : dict
        By the name of a function of the cell, the names around it that it reads when it is called.
    """

    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    imported: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    read: dict[str, set[str]] = field(default_factory=dict)


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


def names_of(source: str) -> Names:
    """Read the names of a cell off its code."""
    names = Names()
    body = ast.parse(source).body
    for node in body:
        bound: set[str] = set()
        for name, is_bound in _in_order(node):
            if is_bound:
                bound.add(name)
                names.bound.add(name)
            elif name not in names.bound:
                names.used.add(name)
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.imported |= dict.fromkeys(bound, ast.unparse(node))
        elif not (isinstance(node, ast.Expr) and node is body[-1]):
            names.changed |= bound
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.read[name] = _free(node)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                names.read[name] = _free(function)
            case _:
                pass
    return names


def _in_order(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield the names of a statement in the order of evaluation, and whether each is bound."""
    match node:
        case ast.Name(id=name):
            yield name, not isinstance(node.ctx, ast.Load)
        case ast.Import() | ast.ImportFrom():
            for alias in node.names:
                yield (alias.asname or alias.name.partition(".")[0]), True
        case ast.FunctionDef() | ast.ClassDef() | ast.Lambda():
            yield from ((name, False) for name in sorted(_free(node)))
            if not isinstance(node, ast.Lambda):
                yield node.name, True
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from ((name, False) for name in sorted(_free(node)))
        case ast.Assign(targets=targets, value=value):
            for each in [value, *targets]:
                yield from _in_order(each)
        case ast.AugAssign(target=target, value=value):
            for name, _ in [*_in_order(target), *_in_order(value)]:
                yield name, False
            for name, _ in _in_order(target):
                yield name, True
        case ast.For(target=target, iter=several, body=body, orelse=orelse):
            for each in [several, target, *body, *orelse]:
                yield from _in_order(each)
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            for each in ast.iter_child_nodes(node):
                yield from _in_order(each)
            if not isinstance(node.ctx, ast.Load) and isinstance(value, ast.Name):
                yield value.id, True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            for each in ast.iter_child_nodes(node):
                yield from _in_order(each)
            yield name, True
        case _:
            for each in ast.iter_child_nodes(node):
                yield from _in_order(each)


def _free(node: ast.AST) -> set[str]:
    """Return the names that something with names of its own takes from around it."""
    own = {name for name, is_bound in _inside(node) if is_bound}
    return {name for name, _ in _inside(node)} - own


def _inside(node: ast.AST) -> Iterator[tuple[str, bool]]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id, not isinstance(each.ctx, ast.Load)
        elif isinstance(each, ast.arg):
            yield each.arg, True


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
