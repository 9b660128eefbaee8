"""The lines of code that a stepper shows are those that run."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import backprop
from figures.moving.lecture_steps import lecture_steps
from figures.moving.two_by_two_steps import two_by_two_steps

FOLDER = Path(backprop.__file__).parent


def statements(node: ast.AST) -> Iterator[str]:
    """What a node's code says, written alike: expressions, and assignments one name at a time."""
    for each in ast.walk(node):
        if isinstance(each, ast.expr):
            yield ast.unparse(each)
        if isinstance(each, ast.Assign):
            yield ast.unparse(each)
            target, value = each.targets[0], each.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                for name, single in zip(target.elts, value.elts, strict=True):
                    yield f"{ast.unparse(name)} = {ast.unparse(single)}"


def said(*modules: str) -> set[str]:
    return {
        line
        for module in modules
        for line in statements(ast.parse((FOLDER / module).read_text(encoding="utf-8")))
    }


@pytest.mark.parametrize(
    ("steps", "modules"),
    [
        (lecture_steps(), ("network.py", "training.py")),
        (two_by_two_steps(), ("lecture/two_by_two.py", "lecture/two_by_two_steps.py")),
    ],
    ids=["2-3-1", "2-2-2"],
)
def test_every_line_stands_in_the_code(steps, modules):
    lines = [line for step in steps for line in step.code.split("; ")]
    assert len(lines) >= len(steps)
    assert {line for line in lines if ast.unparse(ast.parse(line)) not in said(*modules)} == set()
