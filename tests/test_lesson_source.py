from pathlib import Path

import pytest

from conftest import LESSON
from lecture_site.text.lesson import LessonError, is_lesson, read_lesson

FRONT = LESSON.format(title="제목", body="").removesuffix("\n")


def page(folder: Path, body: str) -> Path:
    path = folder / "page.md"
    path.write_text(FRONT + body, encoding="utf-8")
    return path


def test_only_pages_with_a_kernel_are_run(tmp_path: Path) -> None:
    assert is_lesson(page(tmp_path, "글\n"))
    plain = tmp_path / "plain.md"
    plain.write_text("---\ntitle: x\n---\n\nkernelspec: 이 글은 실행하지 않습니다.\n", "utf-8")
    assert not is_lesson(plain)


def test_python_fences_are_cells_and_py_fences_are_shown_only(tmp_path: Path) -> None:
    lesson = read_lesson(page(tmp_path, "```python\na = 1\n```\n\n```py\nb = 2\n```\n"))
    assert [c.source for c in lesson.notebook.cells if c.cell_type == "code"] == ["a = 1"]


def test_placeholders_are_found_cell_by_cell(tmp_path: Path) -> None:
    body = "값은 {{ a:.2f }}입니다.\n\n```python\na = 1\n```\n\n$x = {{ a }}$, {{ b[0]['k'] }}\n"
    lesson = read_lesson(page(tmp_path, body))
    assert [fields for fields in lesson.fields if fields] == [["a:.2f"], ["a", "b[0]['k']"]]


def test_a_placeholder_without_its_end_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"page\.md:12: .*'\{\{ '(.|\n)*값은"):
        read_lesson(page(tmp_path, "값은 {{ a }입니다.\n"))


@pytest.mark.parametrize("text", ["{{ a }}을 곱합니다.", "${{ a }}$로 줄었습니다."])
def test_a_particle_in_one_form_behind_a_computed_value_is_refused(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(LessonError, match="both forms of the particle"):
        read_lesson(page(tmp_path, text + "\n"))


def test_a_lesson_reads_the_same_twice(tmp_path: Path) -> None:
    path = page(tmp_path, "```python\na = 1\n```\n")
    assert read_lesson(path).notebook == read_lesson(path).notebook
