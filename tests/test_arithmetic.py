"""Arithmetic between shown numbers holds for these very numbers, or says that it is rounded."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lecture_site.checks.arithmetic import check_arithmetic, check_page, equations
from test_lesson_source import FRONT

TRUE = r"""
$28 \times 28 = 784$개입니다.
사진은 $28 \times 28 = 784$개의 숫자입니다.
합은 784 × 10 + 10 = 7,850입니다.
28 x 28 = 784, 28*28 = 784, 28 * 28 = 784, 28 · 28 = 784
２８ × ２８ ＝ ７８４
$0.3 + (-0.1) = 0.2$
−3 + 4 = 1, 값은 -3 + 4 = 1, 3 × −2 = −6
7 = 3 + 4
$1000 \div 32 = 31.25$이므로
20 ÷ 56 ≈ 0.3571입니다.
20 ÷ 56 = 0.3571 = 36%
0.3571 = 20 ÷ 56
0.7 − 0.3 ≒ 0.4
20 ÷ 3 ≈ 7
28 × 28 ≈ 780, 28 × 28 ≈ 800
1/3 = 0.333…, 2/3 = 0.667…, 2/3 = 0.666...
$1/3 = 0.333\ldots$
1/3 + 1/3 + 1/3 − 1 = 0
9 ÷ 10 = 90%, 9/10 = 90%입니다.
1/2 = 50%, 1/4 = 25%, 1/50 = 2%
${9}/{10} = 90\%$
1/3 = 33%
0.5 = 50%
100% − 3% = 97%
9 ÷ 10 × 100 = 90%
10 × 1,000 = 1만
10 × 1,000 = 1만 번입니다.
$10 \times 1{,}000 = 1$만 번
3 × 5,000 = 1만 5천, 3만 5천 × 2 = 7만
2천만 × 5 = 1억, 1억 ÷ 1만 = 1만, 3백 × 10 = 3천
12,345 ≈ 1만
1 + 2 = 3만 남습니다.
1/4 = 4분의 1, 4분의 1 + 4분의 1 = 2분의 1
½ × 0.6223² ≈ 0.1936, 2½ = 2.5
$\tfrac12 (0.5 - 0.25)^2 = 0.03125$
$\frac{ 0.3873 + 0.0027 + 0.1958 }{ 3 } \approx 0.1952$
$\frac{\frac{1}{2}}{2} = 0.25$, $0.25 = \frac14$
$1 \times (-1.7535) + 1 \times (-0.0657) \approx -1.8192$
$\left(1 + 2\right) \times 3 = 9$, $[1 + 2] \times 3 = 9$, $(2)(3) = 6$
3² + 4² = 5², 2³ = 8
10⁻⁵ × 10³ = 0.01, 10^{-5} = 0.00001, 10^-5 × 10 = 1e-4
$10^{-5} \times 10^{3} = 10^{-2}$
3 × 5 × 10⁻¹⁰ = 1.5 × 10⁻⁹
$2^{10} = 1024$, 2^10 = 1024, 2**10 = 1024
2^1024 = 2^1023 × 2
**2 × 3 = 6**입니다. *2 × 3* = 6, **2** × **3** = **6**
3개 × 2 = 6개, 3명 × 2개 = 6개입니다.
5 km × 3 = 15 km
합은 6 (= 2 × 3)입니다.
합은 6 (2 + 4 = 6)입니다. 2 × 3 = 6 (2 + 4)
0.5 (1 − 0.2) = 0.4
2 × 3 = 6! 맞습니다.
$2 + 3 = 5$ 3번
- 3 + 4 = 7
1. 2 × 3 = 6
> 2 × 3 = 6
| 2 × 3 = 6 | 4 |
"""
FALSE = r"""
$0.1936 + 0.0013 + 0.0979 = 0.2929$ | 0.2928
$2.1769 - 0.3624 = 1.8144$ | 1.8145
$0.5 \times 0.2 = 0.2$ | 0.1
0.5 × 0.2 ≈ 0.3 | 0.1
$28 \times 28 = 748$픽셀 | 784
28 x 28 = 748 | 784
$28 \times 28 \approx 785$ | 784
28 × 28 ≈ 790 | 784
20 ÷ 3 ≈ 8 | 6.666666667
$(0.99 - 0.772928)^2 = 0.047120052$ | 0.04712025318
$2 \times 3 = 3 + 4$ | 6
$x = 2 \times 3 = 7$ | 6
$0.1 + 0.2 = 0.3 = 0.3 \times 2$ | 0.6
0.1 + 0.2 = 0.3 = 0.4 | 0.3
0.35 = 20 ÷ 56 | 0.3571428571
1/3 = 0.334… | 0.3333333333
9 ÷ 10 = 80% | 90%
1/2 = 51% | 50%
0.5 = 60% | 50%
97% + 2% = 100% | 99%
10 × 1,000 = 2만 | 10000
3만 5천 × 2 = 8만 | 70000
1억 ÷ 1만 = 1천 | 10000
4분의 1 × 2 = 0.6 | 0.5
1.5 × 10⁻⁹ × 2 = 4 × 10⁻⁹ | 3e-09
10⁻⁵ × 10³ = 0.1 | 0.01
3² + 4² = 6² | 25
½ × 0.6223² ≈ 0.1946 | 0.193628645
3개 × 2 = 7개입니다. | 6
합은 7 (= 2 × 3)입니다. | 6
GPU 3 × 2 = 7 | 6
**2** × **3** = **7** | 6
- 3 + 4 = 8 | 7
!!! note "2 + 2 = 5" | 4
1 + 1 = 3, 그리고 | 2
9^9^9 = 5 | 4.2812e+369693099
9^9^9^9 = 5 | a number too large to be written
2**1024 = 5 | 1.7977e+308
10^400 = 10^401 | 1.0000e+400
1/0 = 3 | no value, for they divide by zero
0/0 = 1 | no value, for they divide by zero
"""
NO_EQUATION = r"""
$\sigma(-0.1932) = 0.4519$
−ln 0.9 ≈ 0.1054
제곱근 4 = 2, √4 = 2, np.sqrt(4) = 2
MSE(3 + 1) = 7, f(1,2) = 3
$x^2 = 4$
$n = 3$, 그래서 $w = 2$
$2x + 3 = 5$, 2x + 3 = 5
$a_1 + 2 = 5$, w1 × 3 = 5
3 × 2 = 2 + a, $0.5 \times 2 = 2 - x$
$3 \times 4 = 2^n$, 3 × 4 = 2^n, $3 \times 2 = 2x$
$\mathbf{3} + 2 = 7$
$E = \tfrac12 (y - 0.5)^2 = 0.3$
$\frac{1}{1 + e^{-0.5}} = 0.62$, $\frac{\partial E}{\partial w} = 0.5$
$\begin{pmatrix} 1 & 2 \\ 3 & -4 \end{pmatrix} = 5$
$1 + 2 + \cdots + 10 = 55$, 1 + 2 + … + 10 = 55
3! + 1 = 7, 7 % 3 = 1, 3~6 = 4, 12:30 = 5
(2, 3) · (3, 3) = (2, 3)
높이 - 2 + 3 = 6, 오차 × 3 = 6
4의 30% = 1.2, 전체의 30% = 3명
노드 3 = 0.5, 상위 10% = 100명
60분 × 2 = 2시간, 60 × 60 = 1시간, 2 × 500 MB = 1 GB
10 500 + 5 = 10 505
2 + 2 <= 5, 2 + 2 == 5, 2 + 2 ≠ 5
3.12.1 + 2 = 5, 2024-05 = 7
(-8)^0.5 = 3
[그림](fig-2-3.svg) 2024-05 = 7
https://example.org/?x=2+2=5
`2**1024 = 5`, `a` × 2 + 3 = 5
<img width="3" alt="2 + 2 = 5"> <!-- 2 + 2 = 5 -->
"""


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


@pytest.mark.parametrize("text", lines(TRUE))
def test_what_holds_is_read_and_passes(text: str) -> None:
    assert equations(text)
    assert check_arithmetic(text) == []


@pytest.mark.parametrize("text", lines(FALSE))
def test_what_does_not_hold_is_told_with_what_the_shown_numbers_give(text: str) -> None:
    shown, _, told = text.rpartition(" | ")
    (fault,) = check_arithmetic(shown)
    assert fault.message.endswith(f": the shown numbers give {told}")


@pytest.mark.parametrize("text", lines(NO_EQUATION))
def test_what_is_no_arithmetic_between_numbers_is_left_alone(text: str) -> None:
    assert check_arithmetic(text) == []


@pytest.mark.parametrize(
    "rows",
    [
        "S &= 0.5 \\times 0.2 \\\\[0.4em]\n&= ?",
        "&= 0.05 \\times 3 \\\\\n&\\quad - 0.05 \\\\\n&= ?",
        "S &= x \\\\\n-0.5 + 0.6 &= ?",
        "S &= 3 \\\\\n&= 30 \\times 0.1 \\\\\nT &= 1 \\times ?",
    ],
)
def test_an_aligned_formula_is_read_as_it_goes_on(rows: str) -> None:
    formula = "$$\n\\begin{aligned}\n" + rows + "\n\\end{aligned}\n$$"
    assert check_arithmetic(formula.replace("?", "0.1")) == []
    if "T &=" not in rows:
        assert len(check_arithmetic(formula.replace("?", "0.3"))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "```text\n2 + 2 = 5\n```",
        "~~~\n2 + 2 = 5\n~~~",
        "!!! note\n\n    ```py\n    2**1024 = 5\n    ```",
        "> ```\n> 2 + 2 = 5\n> ```",
        "````md\n```python\n2 + 2 = 5\n```\n2 + 2 = 5\n````",
        "<pre>2 + 2 = 5</pre>",
        "``2 + 2 = 5 ` `` 그리고 `2 + 2 = 5`",
    ],
)
def test_code_is_not_prose(code: str) -> None:
    assert check_arithmetic(code) == []
    assert [fault.line for fault in check_arithmetic(f"{code}\n\n2 + 2 = 6")] == [
        code.count("\n") + 3
    ]


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    assert [fault.line for fault in check_arithmetic("```text\n2 + 2 = 5")] == [2]


def test_the_fault_names_page_and_line_of_the_file() -> None:
    """Cells, outputs and filled placeholders stand between the lines of the page."""
    source = (
        FRONT + "값은 {{ a }}입니다. {{ claim(a) }}\n\n```python\na = 1\n```\n\n$2 = {{ a }}$\n"
    )
    source += "\n같습니다.\n\n${{ a }} + 1 =\n{{ b }}$\n\n같습니다.\n\n2 + 2 = 6\n"
    page = (
        "# 제목 {#title}\n\n값은 1입니다.\u00a0<span>✓</span>\n\n<div>\n\n```python\na = 1\n```\n"
    )
    page += '<div data-output="0"></div>\n</div>\n\n$2 = 1$\n\n같습니다.\n\n$1 + 1 =\n3$\n\n'
    page += "같습니다.\n\n2 + 2 = 6\n"
    first = FRONT.count("\n") + 1
    assert check_page("lessons/one.md", page, source) == [
        f"lessons/one.md:{first + 11}: 1 + 1 = 3: the shown numbers give 2",
        f"lessons/one.md:{first + 15}: 2 + 2 = 6: the shown numbers give 4",
    ]


SIGNS = "0123456789.,()[]{}+-−*×÷/^=≈%$&|!_ \n#>`~½²⁻⁹…만천억개의x√\x00"
LONGER = [
    r"\frac",
    r"\\",
    r"\times",
    r"\text{",
    r"\begin{",
    r"\end",
    "분의",
    "10^400",
    "9^9^9",
    "**",
]
PIECES = st.sampled_from([*SIGNS, *LONGER, "<a", "<!--", "```", "$$", "https://"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("\\")
@example("$\\")
@example("1 = " + "(" * 2_000 + "1" + ")" * 2_000)
@example("1" + " + 1" * 2_000 + " = 2")
@example("1 = " * 1_000 + "2")
@example("9^" * 1_000 + "9 = 5")
@example("9" * 1_000 + " × 2 = 3")
@example("\\frac{" * 1_000)
@example("<!--" * 1_000 + "<a" * 1_000 + "`" * 1_000)
def test_no_text_whatever_ends_the_check(text: str) -> None:
    for fault in check_arithmetic(text):
        assert 1 <= fault.line <= text.count("\n") + 1
        assert ": the shown numbers give " in fault.message


AMOUNTS = st.decimals(-1000, 1000, places=2).filter(bool)


@settings(deadline=None)
@given(AMOUNTS, st.lists(st.tuples(st.sampled_from("+-×"), AMOUNTS), min_size=1, max_size=6))
def test_a_right_result_passes_and_a_wrong_one_is_found(first, rest) -> None:
    """Exact decimal arithmetic, written out by hand here, against the check."""
    terms, shown = [first], [f"{first}"]
    for sign, amount in rest:
        shown.append(f" {sign} ({amount})")
        if sign == "×":
            terms[-1] *= amount
        else:
            terms.append(amount if sign == "+" else -amount)
    total = sum(terms)
    for right, faults in ((f"{total:f}", 0), (f"{total + 1:f}", 1)):
        assert len(check_arithmetic(f"${''.join(shown)} = {right}$")) == faults
