"""Arithmetic between shown numbers holds for these very numbers, or says that it is rounded."""

import pytest

from lecture_site.arithmetic import check_arithmetic, equations


@pytest.mark.parametrize(
    "text",
    [
        "$28 \\times 28 = 784$개입니다.",
        "20 ÷ 56 ≈ 0.3571입니다.",
        "$0.3 + (-0.1) = 0.2$",
        "합은 784 × 10 + 10 = 7,850입니다.",
        "$1000 \\div 32 = 31.25$이므로",
        "$\\tfrac12 (0.5 - 0.25)^2 = 0.03125$",
        "½ × 0.6223² ≈ 0.1936",
        "$1 \\times (-1.7535) + 1 \\times (-0.0657) \\approx -1.8192$",
        "$$\n\\begin{aligned}\nS &= 0.5 \\times 0.2 \\\\[0.4em]\n&= 0.1\n\\end{aligned}\n$$",
        "$\\frac{ 0.3873 + 0.0027 + 0.1958 }{ 3 } \\approx 0.1952$",
    ],
)
def test_what_holds_is_read_and_passes(text):
    assert equations(text)
    assert check_arithmetic(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("$0.1936 + 0.0013 + 0.0979 = 0.2929$", "0.2928"),
        ("$2.1769 - 0.3624 = 1.8144$", "1.8145"),
        ("$0.5 \\times 0.2 = 0.2$", "0.1"),
        ("0.5 × 0.2 ≈ 0.3", "0.1"),
        ("$28 \\times 28 = 748$", "784"),
        ("$28 \\times 28 \\approx 785$", "784"),
        ("$(0.99 - 0.772928)^2 = 0.047120052$", "0.04712025318"),
        ("$2 \\times 3 = 3 + 4$", "6"),
        ("$$\n&= 2 \\times 3 \\\\\n&\\quad + 1 \\\\\n&= 8\n$$", "7"),
        ("$x = 2 \\times 3 = 7$", "6"),
        ("$0.1 + 0.2 = 0.3 = 0.3 \\times 2$", "0.3"),
    ],
)
def test_what_does_not_hold_is_told_with_what_the_shown_numbers_give(text, told):
    (fault,) = check_arithmetic(text)
    assert fault.endswith(f": the shown numbers give {told}")


@pytest.mark.parametrize(
    "text",
    [
        "$\\sigma(-0.1932) = 0.4519$",
        "−ln 0.9 ≈ 0.1054",
        "$x^2 = 4$",
        "(2, 3) · (3, 3) = (2, 3)",
        "$n = 3$, 그래서 $w = 2$",
        "$2x + 3 = 5$",
        "$a_1 + 2 = 5$",
        "[그림](fig-2-3.svg) 2024-05 = 7",
    ],
)
def test_what_is_no_arithmetic_between_numbers_is_left_alone(text):
    assert check_arithmetic(text) == []
