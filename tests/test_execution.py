import asyncio
from pathlib import Path

import pytest

from conftest import kernels
from lecture_site.execution import compose, execute, in_print
from lecture_site.lesson import LessonError, read_lesson
from test_lesson_source import page


def run(folder: Path, body: str) -> str:
    lesson = read_lesson(page(folder, body))
    notebook = compose(lesson, asyncio.run(execute(lesson)))
    return "\n".join(
        "".join(output.get("text", "") for output in cell.outputs)
        if cell.cell_type == "code"
        else cell.source
        for cell in notebook.cells
    )


def test_outputs_values_particles_and_claims_come_from_the_run(tmp_path: Path) -> None:
    text = run(
        tmp_path,
        "```python\nx = -0.5\nprint(x * 3)\n```\n\n"
        "값은 {{ x:.2f }}{이/가} 되고, 식은 $a = {{ x * 2 }}$입니다. {{ claim(x < 0) }}\n\n"
        "```python\nx = 7\n```\n\n이제 {{ x }}{으로/로} 바뀝니다.\n",
    )
    assert "-1.5" in text
    assert "값은 −0.50이 되고" in text
    assert "$a = −1.0$" in text
    assert 'class="claim"' in text
    assert "이제 7로 바뀝니다." in text


def test_a_failing_cell_is_named_with_page_cell_and_line(tmp_path: Path) -> None:
    body = "```python\na = 1\n```\n\n```python\nb = a\n1 / 0\n```\n"
    with pytest.raises(LessonError, match=r"page\.md:17: cell 2, line 2 failed:(.|\n)*ZeroDiv"):
        run(tmp_path, body)


def test_a_warning_stops_the_build(tmp_path: Path) -> None:
    body = "```python\nimport warnings\nwarnings.warn('careful')\n```\n"
    with pytest.raises(LessonError, match=r"cell 1 wrote to standard error:(.|\n)*careful"):
        run(tmp_path, body)


def test_a_placeholder_that_cannot_be_evaluated_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"page\.md:12: .*missing.* NameError(.|\n)*값은"):
        run(tmp_path, "값은 {{ missing }}입니다.\n")


@pytest.mark.parametrize("condition", ["1 > 2", "__import__('numpy').float64(1) > 2"])
def test_a_false_claim_fails_with_its_sentence(tmp_path: Path, condition: str) -> None:
    with pytest.raises(LessonError, match=r"page\.md:12: .*ClaimError(.|\n)*줄어듭니다"):
        run(tmp_path, f"비용은 줄어듭니다. {{{{ claim({condition}) }}}}\n")


def test_a_claim_about_an_array_must_say_all_or_any(tmp_path: Path) -> None:
    body = "비용은 늘 양수입니다. {{ claim(__import__('numpy').ones(3) > 0) }}\n"
    with pytest.raises(LessonError, match=r"TypeError.*\.all\(\)"):
        run(tmp_path, body)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("-0.5", "−0.5"),
        ("1.50e-09", "1.50 × 10⁻⁹"),
        ("-2e+16", "−2 × 10¹⁶"),
        ("(3, -1)", "(3, −1)"),
        ("w-1 e-3", "w-1 e-3"),
        ("0x1e-3", "0x1e-3"),
    ],
)
def test_numbers_stand_as_in_print(value: str, printed: str) -> None:
    assert in_print(value) == printed


def test_each_page_gets_a_kernel_of_its_own(tmp_path: Path) -> None:
    run(tmp_path, "```python\nleft = 1\n```\n")
    with pytest.raises(LessonError, match="NameError"):
        run(tmp_path, "```python\nprint(left)\n```\n")


def test_a_cell_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    body = "```python\na = 1\n```\n\n```python\nwhile True:\n    pass\n```\n"
    lesson = read_lesson(page(tmp_path, body))
    with pytest.raises(LessonError, match=r"page\.md:17: cell 2 stopped: .*2 seconds"):
        asyncio.run(execute(lesson, limit=2))
    assert kernels(tmp_path) == []


def test_a_placeholder_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    lesson = read_lesson(page(tmp_path, "{{ __import__('time').sleep(60) }}\n"))
    with pytest.raises(LessonError, match=r"page\.md:12: .*sleep.* no answer within 2 s"):
        asyncio.run(execute(lesson, limit=2))
    assert kernels(tmp_path) == []


def test_a_kernel_that_dies_is_named(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"page\.md:13: cell 1 stopped: .*died"):
        run(tmp_path, "```python\n__import__('os')._exit(1)\n```\n")


def test_each_cell_is_told_when_it_begins_and_timed(tmp_path: Path) -> None:
    body = "```python\nimport time\n```\n\n글입니다.\n\n```python\ntime.sleep(0.2)\n```\n"
    lesson = read_lesson(page(tmp_path, body))
    told: list[tuple[int, int]] = []
    results = asyncio.run(execute(lesson, lambda number, count: told.append((number, count))))
    assert told == [(1, 2), (2, 2)]
    assert 0.2 <= max(results.seconds) < 2
    assert results.seconds.index(max(results.seconds)) == len(results.seconds) - 1
