from pathlib import Path

import pytest

from conftest import LESSON
from lecture_site.text.course import CourseError, read_course, reading_minutes
from lecture_site.text.lesson import LessonError

NAV = [{"시작": "index.md"}, {"레슨": ["lessons/one.md", {"둘": "lessons/two.md"}]}, "https://a.kr"]
ONE = "---\ndescription: '첫째'\n---\n\n```py\n# 코드\n```\n\n# 하나 {#one}\n"
TWO = "---\ndescription: 둘째\nrequires: [one]\n---\n\n# 둘 {#two}\n"


def write(folder: Path, one: str = ONE, two: str = TWO) -> Path:
    """Write a course of a home page and two lessons."""
    (folder / "lessons").mkdir(exist_ok=True)
    for name, text in (("index", "# 시작\n"), ("lessons/one", one), ("lessons/two", two)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_lessons_come_in_the_order_of_the_navigation(tmp_path: Path) -> None:
    lessons = read_course(NAV, write(tmp_path))
    assert [(x.stem, x.title, x.summary, x.requires) for x in lessons] == [
        ("one", "하나", "첫째", ()),
        ("two", "둘", "둘째", ("one",)),
    ]


def test_hidden_files_are_nobodys_lesson(tmp_path: Path) -> None:
    write(tmp_path)
    for name in (".#one.md", "._one.md", ".ipynb_checkpoints/one.md"):
        (tmp_path / "lessons" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "lessons" / name).write_bytes(b"\0\xff")
    (tmp_path / "lessons" / ".#two.md").symlink_to("nobody@nowhere")
    assert len(read_course(NAV, tmp_path)) == 2


@pytest.mark.parametrize(
    ("one", "two", "message"),
    [
        ("---\ndescription: 글\n---\n\n글\n", TWO, r"one\.md: a heading .* is needed"),
        ("---\ndescription: 글\n---\n\n```py\n# 글\n```\n", TWO, r"one\.md: a heading"),
        ("# 하나\n", TWO, r"one\.md: a 'description:' .* is needed"),
        (ONE.replace("'첫째'", ""), TWO, r"one\.md:2: 'description' takes a sentence"),
        (ONE, TWO.replace("[one]", "one"), r"two\.md:3: 'requires' takes a list .*, not 'one'"),
        (ONE, TWO.replace("[one]", "[oen]"), r"two\.md:3: 'requires' names 'oen'.*: one$"),
        (ONE, TWO.replace("[one]", "[two]"), r"two\.md:3: 'requires' names 'two'"),
        (
            ONE.replace("---\n\n", "requires: [two]\n---\n\n"),
            TWO,
            r"one\.md:3: .*'two'.*there are none",
        ),
        (
            LESSON.format(title="값", body="").replace("# 값", "# 값 {{ a }}"),
            TWO,
            r"one\.md: .* names the lesson on the map",
        ),
    ],
)
def test_a_lesson_that_the_map_cannot_hold_is_refused(
    tmp_path: Path, one: str, two: str, message: str
) -> None:
    with pytest.raises((CourseError, LessonError), match=message):
        read_course(NAV, write(tmp_path, one, two))


@pytest.mark.parametrize(
    ("nav", "message"),
    [
        ([*NAV, "lessons/thre.md"], r"'nav' names lessons/thre\.md, which is not in"),
        ([*NAV, "lessons/tow.md"], r"lessons/tow\.md, .*is it lessons/two\.md\?"),
        ([*NAV, "reveiw.md"], r"'nav' names reveiw\.md"),
        ([*NAV, "lessons/one.md"], r"'nav' names lessons/one\.md twice"),
        (
            ["index.md", "lessons/one.md"],
            r"two\.md: not in 'nav' of mkdocs\.yml.*add lessons/two\.md",
        ),
    ],
)
def test_a_navigation_that_does_not_fit_the_files_is_refused(
    tmp_path: Path, nav: list[object], message: str
) -> None:
    with pytest.raises(CourseError, match=message):
        read_course(nav, write(tmp_path))


@pytest.mark.parametrize("name", ["lessons/part/three.md", "lessons/index.md"])
def test_a_lesson_lies_in_the_folder_of_lessons_itself(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(ONE, encoding="utf-8")
    with pytest.raises(CourseError, match=r"a lesson lies in .*lessons itself"):
        read_course([*NAV, name], tmp_path)


def test_reading_time_counts_prose_code_formulas_and_figures() -> None:
    prose = "가" * 1000
    assert reading_minutes(prose) == 2
    assert reading_minutes(prose + "\n$$\na\n$$\n" * 4) == 3
    assert reading_minutes(prose + "\n```python\n" + "a = 1\n" * 15 + "```\n") == 3
    folded = '\n```python tags=["hide-input"]\npicture(1)\n' + "a = 1\n" * 40 + "```\n"
    assert reading_minutes(prose + folded) == 3
    nested = "\n````text\n```\n" + "a = 1\n" * 13 + "```\n````\n"
    assert reading_minutes(prose + nested) == 3
