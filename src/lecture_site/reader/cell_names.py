"""Which names a cell binds and which it takes from others, read off its code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field


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
