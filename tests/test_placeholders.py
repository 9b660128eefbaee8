"""A placeholder is read where a reader sees its value; braces that are meant stay braces."""

from pathlib import Path

import pytest

from lecture_site.run.execution import Results, compose
from lecture_site.text.lesson import LessonError, read_lesson
from lecture_site.text.placeholders import Placeholder
from test_lesson_source import FRONT, page
from test_page import PLAIN, plain, plain_text, shown

FIRST = FRONT.count("\n") + 1


def placeholders(folder: Path, body: str) -> list[Placeholder]:
    lesson = read_lesson(page(folder, body))
    return [each for cell in lesson.placeholders for each in cell]


@pytest.mark.parametrize(
    ("body", "field", "where"),
    [
        ("값은 {{ a:.2f }}입니다.\n", "a:.2f", "text"),
        ("값은 {{ a[{'b': 1}['b']] }}입니다.\n", "a[{'b': 1}['b']]", "text"),
        ("값은 {{ a:>{b} }}입니다.\n", "a:>{b}", "text"),
        ("가격은 $5, {{ a }}, $6입니다.\n", "a", "text"),
        ("[글 {{ a }}](b.md)\n", "a", "text"),
        ("## 제목 {{ a }} {#b}\n", "a", "text"),
        ("| 글 |\n| --- |\n| {{ a }} |\n", "a", "text"),
        ('!!! note "글"\n    {{ a }}\n', "a", "text"),
        ("1 < 2, {{ a }}, 2 > 1\n", "a", "text"),
        ("$x = {{ a }}$입니다.\n", "a", "formula"),
        ("$\\{{{ a }}, 1\\}$\n", "a", "formula"),
        ("$\\text{{{ a }}}$\n", "a", "formula"),
        ("$$\nx \\\\\n= {{ a }}\n$$\n", "a", "formula"),
        ("\\begin{aligned}\n{{ a }}\n\\end{aligned}\n", "a", "formula"),
        ("`w = {{ a }}`\n", "a", "code"),
        ("`$x = {{ a }}$`\n", "a", "code"),
        ("[글](b.md#{{ a }})\n", "a", "tag"),
        ('<img alt="비용이 {{ a }}인 그림" src="b.svg">\n', "a", "tag"),
    ],
)
def test_a_placeholder_is_found_and_known_by_its_place(
    tmp_path: Path, body: str, field: str, where: str
) -> None:
    (found,) = placeholders(tmp_path, body)
    assert (found.field, found.where) == (field, where)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\{{ matrix.os }}를 씁니다." + "\n", "{{ matrix.os }}를 씁니다.\n"),
        (r"$\{{ matrix.os }}, ${x}" + "\n", "${{ matrix.os }}, ${x}\n"),
        (r"`$\{{ matrix.os }}`, `f'\{{x}}'`" + "\n", "`${{ matrix.os }}`, `f'{{x}}'`\n"),
        ("`{'a': {'b': 1}}`\n", "`{'a': {'b': 1}}`\n"),
        ("$\\frac{1}{e^{x}}$, $\\{{a}\\right\\}}$\n", "$\\frac{1}{e^{x}}$, $\\{{a}\\right\\}}$\n"),
        ("$x_{{n}_1}$\n", "$x_{{n}_1}$\n"),
    ],
)
def test_braces_that_are_meant_are_shown(tmp_path: Path, body: str, text: str) -> None:
    assert shown(tmp_path, body) == text
    assert plain_text(plain(tmp_path, body)) == PLAIN + text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("값은 {{ a }입니다.\n", "a '{{ ' without its ' }}'"),
        ("값은 {{ a\n}}입니다.\n", "a '{{ ' without its ' }}'"),
        ("값은 {{ }}입니다.\n", "a '{{ ' without its ' }}'"),
        ("값은 {{a}}입니다.\n", "no placeholder: a value of the run is {{ value }}, with spaces"),
        ("값은 { a }}입니다.\n", "'}}' is no placeholder"),
        ("`{{a}}`\n", "no placeholder"),
        ("$x = {{a:.4f}}$\n", "'{{a:.4f}}' is no placeholder"),
        ("$x = {{ a }$\n", "a '{{ ' without its ' }}'"),
        ("$\\{{ a }}$\n", "a space parts"),
        ("{{ a b }}\n", "{{ a b }}: "),
        ("{{ a= = 1 }}\n", "{{ a= = 1 }}: "),
        ("{{ a }}을 곱합니다.\n", "both forms of the particle"),
        ("{{ {'a': 1}['a'] }}은 하나입니다.\n", "both forms of the particle"),
        ("${{ a }}$로 줄었습니다.\n", "both forms of the particle"),
        ("{{ a }}{를/을} 곱합니다.\n", "{을/를}, not {를/을}"),
        ("{{ a }}{은/네} 값입니다.\n", "{은/네} are not two forms of one particle"),
        ("{{ a }}{라고/이라고} 합니다.\n", "{이라고/라고}, not {라고/이라고}"),
        ("{{ a }}번{을/를} 곱합니다.\n", "{을/를} stands directly behind a value"),
        ("`{{ claim(a > 1) }}`\n", "a claim stands in text"),
        ("$x {{ claim(a > 1) }}$\n", "a claim stands in text"),
        ("## 제목 {{ claim(a > 1) }} {#a}\n", "a claim stands in text"),
        ('<img alt="{{ claim(a > 1) }}" src="a.svg">\n', "a claim stands in text"),
        ("$비용$입니다.\n", r"'비용' in a formula: words stand in \text{비용}"),
        ("$$\nx =\n비용 함수\n$$\n", r"'비용 함수' in a formula: words stand in \text{비용 함수}"),
        ("$\\text{비용} = 값$\n", r"'값' in a formula"),
        ("\\(값\\)\n", r"'값' in a formula"),
        ("5$와 6$입니다.\n", r"and a dollar sign that is meant is \$"),
        ("$\\mathrm{값}$\n", r"'값' in a formula"),
    ],
)
def test_what_looks_like_a_placeholder_and_is_none_is_refused(
    tmp_path: Path, body: str, message: str
) -> None:
    # Twice the same: the first is sound, being in a comment.
    with pytest.raises(LessonError) as error:
        read_lesson(page(tmp_path, f"<!-- {body} -->\n{body}"))
    line = FIRST + body.count("\n") + 1
    offset = next(k for k, each in enumerate(body.split("\n")) if each.strip() not in ("$$", "x ="))
    assert f"page.md:{line + offset}: " in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize(
    "body",
    [
        r"$\text{비용 함수}$, $\note{값 {a} 값}$, $x$는 값, $y$입니다." + "\n",
        "$a = {{ table['비용'] }}${은/는} 값입니다.\n",
        "`$비용$`, $5입니다, $6입니다.\n",
        "```latex\n$비용$\n```\n",
        "$x$\n\n글입니다.\n\n$y$\n",
    ],
)
def test_hangul_outside_formulas_is_no_fault(tmp_path: Path, body: str) -> None:
    read_lesson(page(tmp_path, body))


def test_values_are_put_into_prose_in_print_and_into_code_as_python_writes_them(
    tmp_path: Path,
) -> None:
    body = "{{ a }}{은/는} 값, `{{ a }}`{은/는} 값, <i id='{{ a }}'>값</i>, ${{ a }}${은/는} 값\n"
    lesson = read_lesson(page(tmp_path, body))
    notebook = compose(lesson, Results([[], []], [[], ["-1e-05"] * 4], [], {}, []))
    text = notebook.cells[-1].source.split("\n\n")[-1]
    assert text == ("−1 × 10⁻⁵은 값, `-1e-05`는 값, <i id='-1e-05'>값</i>, $−1 × 10⁻⁵$은 값\n")
