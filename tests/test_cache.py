from pathlib import Path

import pytest

from lecture_site.cache import lesson_key, load, reachable, store
from lecture_site.execution import Results
from lecture_site.lesson import read_lesson
from test_lesson_source import page

BODY = "글입니다. 값은 {{ a }}입니다.\n\n```python\nfrom core import part\na = part.one\n```\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in small: core.part imports core.base, core.other stands alone."""
    core = tmp_path / "src" / "core"
    core.mkdir(parents=True)
    (core / "__init__.py").write_text("")
    (core / "part.py").write_text("from core.base import one\n")
    (core / "base.py").write_text("one = 1\n")
    (core / "other.py").write_text("two = 2\n")
    (tmp_path / "requirements.lock").write_text("numpy==2\n")
    page(tmp_path, BODY)
    return tmp_path


def key(project: Path) -> str:
    return lesson_key(read_lesson(project / "page.md"), project)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("page.md", "a = part.one", "a = part.one + 1"),
        ("page.md", "{{ a }}", "{{ a:.1f }}"),
        ("src/core/part.py", "one", "one as one"),
        ("src/core/base.py", "1", "3"),
        ("src/core/__init__.py", "", "x = 1"),
        ("requirements.lock", "2", "3"),
    ],
)
def test_what_can_change_a_result_changes_the_key(
    project: Path, file: str, old: str, new: str
) -> None:
    before = key(project)
    edit(project / file, old, new)
    assert key(project) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("page.md", "글입니다.", "다른 글입니다."), ("src/core/other.py", "2", "3")],
)
def test_what_cannot_change_a_result_keeps_the_key(
    project: Path, file: str, old: str, new: str
) -> None:
    before = key(project)
    edit(project / file, old, new)
    assert key(project) == before


def test_relative_imports_are_followed(project: Path) -> None:
    src = project / "src"
    (src / "core" / "part.py").write_text("from .base import one\n")
    found = reachable(["import core.part"], src)
    assert {path.name for path in found} == {"__init__.py", "part.py", "base.py"}


def test_results_come_back_as_they_were_kept(tmp_path: Path) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "값"}
    results = Results([[], [output]], [["1"], []])
    store(results, tmp_path / "a" / "b.json")
    assert load(tmp_path / "a" / "b.json") == results
    assert load(tmp_path / "a" / "c.json") is None
