"""Products of matrices that are shown hold for the numbers shown."""

import pytest

from lecture_site.checks.arithmetic import check_arithmetic

LEFT = r"\begin{bmatrix}1.0000 & 0.5000 \\ 0.3333 & -2.0000\end{bmatrix}"
RIGHT = r"\begin{bmatrix}0.2500 \\ 0.1111\end{bmatrix}"


def formula(sign: str, first: str, second: str) -> str:
    shown = rf"\begin{{bmatrix}}{first} \\ {second}\end{{bmatrix}}"
    rows = f"&= {LEFT}{RIGHT} \\\\[0.8em]\n&{sign} {shown}"
    return f"$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$"


@pytest.mark.parametrize(
    ("sign", "first", "second"),
    [("=", "0.3056", "-0.1389"), ("\\approx", "0.3055", "-0.1389"), ("\\approx", "0.31", "-0.14")],
)
def test_what_the_shown_numbers_give_passes(sign: str, first: str, second: str) -> None:
    assert check_arithmetic(formula(sign, first, second)) == []


@pytest.mark.parametrize(
    ("sign", "first", "second", "given"),
    [
        ("=", "0.3054", "-0.1389", "0.30555"),
        ("=", "0.3056", "0.1389", "-0.138875"),
        ("\\approx", "0.3060", "-0.1389", "0.30555"),
    ],
)
def test_another_result_is_told(sign: str, first: str, second: str, given: str) -> None:
    (fault,) = check_arithmetic(formula(sign, first, second))
    assert fault.line == 4
    assert fault.message.endswith(f"the shown numbers give {given}")


def test_shapes_that_do_not_fit_are_told() -> None:
    row = r"\begin{bmatrix}0.2500 & 0.1111\end{bmatrix}"
    assert check_arithmetic(formula("=", "0.3056", "-0.1389").replace(RIGHT, row))


def test_a_product_of_three_is_left_alone() -> None:
    assert check_arithmetic(formula("=", "7", "7").replace(RIGHT, LEFT + RIGHT)) == []


def test_matrices_of_letters_are_left_alone() -> None:
    assert check_arithmetic(formula("=", "0.3", "w").replace("w", "w_1")) == []
