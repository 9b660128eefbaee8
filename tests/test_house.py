"""The arrows between the project's parts run one way, as README.md says, and modules are short."""

import ast
import io
import tokenize
from pathlib import Path

import pytest

from conftest import ROOT
from lecture_site.run.keys import imports

PACKAGES = ["backprop", "keras_labs", "figures", "exercises", "lab", "in_browser"]
PACKAGES += ["lecture_site"]
STAGES = ["support", "text", "run", "reader", "math", "checks", "reference", "rights"]
STAGES += ["pages", "finish", "pdf", "build", "hooks"]
"""The stages of a build; one knows those before it alone."""
SRC = ROOT / "src"
MODULES = [path.relative_to(SRC) for path in sorted(SRC.rglob("*.py"))]


def order(name: str) -> tuple[int, int]:
    """Where a module of the project stands: its package, and the stage in it; -1 if in none."""
    package, _, rest = name.partition(".")
    stage = rest.partition(".")[0]
    return PACKAGES.index(package), STAGES.index(stage) if stage in STAGES else -1


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_what_stands_before_it(module: Path) -> None:
    own = order(".".join(module.with_suffix("").parts))
    source = (SRC / module).read_text(encoding="utf-8")
    named = imports(source, ".".join(module.parent.parts))
    ours = {name for name in named if name.partition(".")[0] in PACKAGES}
    assert {name for name in ours if order(name) > own} == set()


def test_every_module_of_the_site_belongs_to_a_stage() -> None:
    parts = {path.parts[1].removesuffix(".py") for path in MODULES if path.parts[0] == PACKAGES[-1]}
    assert parts == {*STAGES, "paths", "__init__"}


def lines_of_code(source: str) -> int:
    """Number of lines that are neither empty nor comments nor of a string that stands alone."""
    empty = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in {*empty, tokenize.ENDMARKER}:
            code.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                code -= set(range(node.lineno, (node.end_lineno or 0) + 1))
    return len(code)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_of_many_lines_says_why(module: Path) -> None:
    source = (SRC / module).read_text(encoding="utf-8")
    said = " ".join((ast.get_docstring(ast.parse(source)) or "").split())
    assert lines_of_code(source) <= 200 or "more than 200 lines" in said.lower()
