from pathlib import Path

import pytest

from lecture_site.run.execution import Results, compose
from lecture_site.text.lesson import LessonError, read_lesson
from lecture_site.text.particles import choose, is_pair
from test_lesson_source import page


@pytest.mark.parametrize(
    ("value", "forms", "expected"),
    [
        ("0.7060", ("을", "를"), "을"),  # 영
        ("0.1", ("은", "는"), "은"),  # 일
        ("0.2", ("은", "는"), "는"),  # 이
        ("0.3", ("이", "가"), "이"),  # 삼
        ("0.4", ("을", "를"), "를"),  # 사
        ("0.5", ("과", "와"), "와"),  # 오
        ("0.6", ("과", "와"), "과"),  # 육
        ("0.7", ("으로", "로"), "로"),  # 칠: ㄹ takes 로
        ("0.8", ("으로", "로"), "로"),
        ("0.3", ("으로", "로"), "으로"),
        ("0.9", ("으로", "로"), "로"),
        ("84%", ("을", "를"), "를"),  # 퍼센트
        ("7.4 × 10⁻¹¹", ("을", "를"), "을"),  # 제곱
        ("1.5 × 10⁻⁹", ("은", "는"), "은"),
        ("10⁸", ("으로", "로"), "으로"),
        ("x²", ("이", "가"), "이"),
        ("0.1", ("으로부터", "로부터"), "로부터"),
        ("0.3", ("이라고", "라고"), "이라고"),
        ("운동화", ("을", "를"), "를"),
        ("셔츠 열 장", ("을", "를"), "을"),
        ("(3, 2)", ("은", "는"), "는"),
        ("“셔츠”", ("을", "를"), "를"),
    ],
)
def test_the_particle_follows_the_reading(
    value: str, forms: tuple[str, str], expected: str
) -> None:
    assert choose(value, *forms) == expected


@pytest.mark.parametrize(
    "pair",
    [
        "은/는",
        "으로/로",
        "으로는/로는",
        "과의/와의",
        "이라고/라고",
        "이며/며",
        "이었습니다/였습니다",
    ],
)
def test_pairs_are_two_forms_of_one_particle(pair: str) -> None:
    first, second = pair.split("/")
    assert is_pair(first, second)
    assert not is_pair(second, first)
    assert not is_pair(first, f"{second}네")


@pytest.mark.parametrize("value", ["inf", "nan", "Adam", "3 cm", "", "()"])
def test_an_unknown_reading_is_not_guessed(value: str) -> None:
    with pytest.raises(ValueError, match=r"reading is not known\. Let the value end in a digit"):
        choose(value, "을", "를")


@pytest.mark.parametrize("value", ["Adam", "nan"])
def test_a_value_without_a_reading_is_named_with_page_and_line(tmp_path: Path, value: str) -> None:
    lesson = read_lesson(page(tmp_path, "{{ a }}입니다.\n\n{{ a }}{은/는} 값입니다.\n"))
    results = Results([[], []], [[], [value, value]], [], {}, [])
    with pytest.raises(LessonError, match=rf"page\.md:14: {{{{ a }}}}: .*'{value}'.*not known"):
        compose(lesson, results)
