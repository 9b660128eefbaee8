"""The arrows between the project's parts run one way, as README.md says."""

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
