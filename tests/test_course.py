from pathlib import Path

import pytest

from lecture_site.course import CourseError, read_course, reading_minutes

NAV = [{"시작": "index.md"}, {"레슨": ["lessons/one.md", {"둘": "lessons/two.md"}]}, "review.md"]


def write(folder: Path, stem: str, text: str) -> None:
    (folder / "lessons").mkdir(exist_ok=True)
    (folder / "lessons" / f"{stem}.md").write_text(text, encoding="utf-8")


def test_lessons_come_in_the_order_of_the_navigation(tmp_path: Path) -> None:
    write(tmp_path, "two", "---\ndescription: 둘째\nrequires: [one]\n---\n\n# 둘 {#two}\n")
    write(tmp_path, "one", "---\ndescription: '첫째'\n---\n\n# 하나 {#one}\n")
    lessons = read_course(NAV, tmp_path)
    assert [(x.stem, x.title, x.summary, x.requires) for x in lessons] == [
        ("one", "하나", "첫째", ()),
        ("two", "둘", "둘째", ("one",)),
    ]


@pytest.mark.parametrize(
    ("text", "missing"),
    [("---\ndescription: 글\n---\n\n글\n", "heading"), ("# 하나\n", "description")],
)
def test_a_lesson_without_heading_or_description_is_refused(
    tmp_path: Path, text: str, missing: str
) -> None:
    write(tmp_path, "one", text)
    with pytest.raises(CourseError, match=rf"one\.md: .*{missing}"):
        read_course(NAV, tmp_path)


def test_a_lesson_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"navigation names lessons/one\.md"):
        read_course(NAV, tmp_path)


def test_reading_time_counts_prose_code_formulas_and_figures() -> None:
    prose = "가" * 1000
    assert reading_minutes(prose) == 2
    assert reading_minutes(prose + "\n$$\na\n$$\n" * 4) == 3
    assert reading_minutes(prose + "\n```python\n" + "a = 1\n" * 15 + "```\n") == 3
    folded = '\n```python tags=["hide-input"]\npicture(1)\n' + "a = 1\n" * 40 + "```\n"
    assert reading_minutes(prose + folded) == 3
