"""Whatever stands on a page as a cell or a value runs, or the page is refused by its line."""

from pathlib import Path

import pytest

from lecture_site.text.lesson import LessonError, is_lesson, read_lesson
from lecture_site.text.page import page_files, plain_text, read_page
from test_lesson_source import FRONT, page

FIRST = FRONT.count("\n") + 1
"""The line of the file in which a lesson's body begins."""
PLAIN = "---\ndescription: 글입니다.\n---\n\n# 제목 {#title}\n\n"
PLAIN_FIRST = PLAIN.count("\n") + 1


def plain(folder: Path, body: str) -> Path:
    path = folder / "plain.md"
    path.write_text(PLAIN + body, encoding="utf-8")
    return path


def cells(folder: Path, body: str) -> list[str]:
    notebook = read_lesson(page(folder, body)).notebook
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def shown(folder: Path, body: str) -> str:
    """Text of a lesson between its cells, as it goes to Markdown, with its fields in brackets."""
    lesson = read_lesson(page(folder, body))
    text = "".join(
        part if isinstance(part, str) else f"[{part.field}]"
        for parts in lesson.parts[1:]
        for part in parts
    )
    return text.partition("{#title}\n\n")[2]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("글입니다.\n\n```python\n1 / 0\n```\n", 2),
        ('```python tags=["hide-input"]\na = 1\n```\n', 0),
        ("~~~python\na = 1\n~~~\n", 0),
        ("글입니다.\n값은 {{ a }}입니다.\n", 1),
        ("작습니다. {{ claim(1 > 2) }}\n", 0),
        ("$x = {{ a }}$\n", 0),
        ("`{{ a }}`\n", 0),
        ("[글]({{ a }}.md)\n", 0),
        ("## {{ a }} {#x}\n", 0),
        ("| 값 |\n| --- |\n| {{ a }} |\n", 2),
        ('<img alt="{{ a }}" src="a.svg">\n', 0),
        ('!!! note "제목"\n    {{ a }}\n', 1),
    ],
)
def test_a_page_without_a_kernel_holds_nothing_that_would_run(
    tmp_path: Path, body: str, line: int
) -> None:
    path = plain(tmp_path, body)
    for read in (is_lesson, plain_text):
        message = rf"plain\.md:{PLAIN_FIRST + line}: .*names no kernel.*kernelspec"
        with pytest.raises(LessonError, match=message):
            read(path)


def test_a_plain_page_goes_to_markdown_as_it_stands(tmp_path: Path) -> None:
    text = "글입니다.\n\n```py\na = 1\n```\n\n<!-- course-map -->\n"
    assert plain_text(plain(tmp_path, text)) == PLAIN + text
    assert not is_lesson(tmp_path / "plain.md")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("```python\na = 1\n```\n", "a = 1"),
        ("``` python\na = 1\n```\n", "a = 1"),
        ("~~~python\na = 1\n~~~\n", "a = 1"),
        ('````python\na = """\n```\n"""\n````\n', 'a = """\n```\n"""'),
        ('```python\na = """\n    ```python\n"""\n```\n', 'a = """\n    ```python\n"""'),
        ("```python\na = 1\n\n\nb = 2\n\n```\n", "a = 1\n\n\nb = 2\n"),
        ("글입니다.\n```python\na = 1\n```\n글입니다.\n", "a = 1"),
        ("`코드 하나\n```python\na = '`'\n```\n", "a = '`'"),
        ("```python\na = '<!-- {{ b }} -->'\n```\n", "a = '<!-- {{ b }} -->'"),
        ('```python tags=[ "hide-input" ]\na = 1\n```\n', "a = 1"),
        ("<!-- #region -->\n```python\na = 1\n```\n<!-- #endregion -->\n", "a = 1"),
        ("```python\na = 1\n```", "a = 1"),
    ],
)
def test_python_fences_are_cells(tmp_path: Path, body: str, code: str) -> None:
    assert cells(tmp_path, body) == [code]


@pytest.mark.parametrize(
    "body",
    [
        '```bash\nmake serve PORT=${PORT}\necho "${{ matrix.os }}"\n```\n',
        "```html\n<p>{{ a b }}</p>\n```\n",
        "```javascript\nlet a = {b: {c: 1}};\n```\n",
        "```latex\n\\frac{{a}}{{b}}\n```\n",
        "```text\n{{\n```\n",
        "```console\n$ python -m pip\n```\n",
        "```\n{{ a }}\n```\n",
        '```py title="src/a.py"\n--8<-- "src/backprop/losses.py"\n```\n',
        "````markdown\n```python\n{{ a }}\n```\n````\n",
        "1. 글\n\n    ```bash\n    ls\n\n    ls\n    ```\n",
        "> ```py\n> a = 1\n> ```\n",
        '??? note "글"\n    ```py\n    a = {{ a }}\n    ```\n',
    ],
)
def test_other_fences_show_what_they_hold_and_do_not_run(tmp_path: Path, body: str) -> None:
    assert cells(tmp_path, body) == []
    assert shown(tmp_path, body) == body
    assert plain_text(plain(tmp_path, body)).endswith(body)


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("```python3\na\n```\n", 0, "would not run.*'```py' shows only"),
        ("```Python\na\n```\n", 0, "would not run"),
        ("```py3\na\n```\n", 0, "would not run"),
        ("```ipython\na\n```\n", 0, "would not run"),
        ("```{python}\na\n```\n", 0, "would not run"),
        ("```{.python}\na\n```\n", 0, "would not run"),
        ("```{ .python .no-copy }\na\n```\n", 0, "would not run"),
        ("```{code-cell} python\na\n```\n", 0, "not known"),
        ("```pyhton\na\n```\n", 0, "no language 'pyhton'"),
        ("  ```python\n  a\n  ```\n", 0, "would not run.*beginning of a line"),
        ("1. 글\n\n    ```python\n    a\n    ```\n", 2, "would not run"),
        ('!!! note "글"\n    ```python\n    a\n    ```\n', 1, "would not run"),
        ("> ```python\n> a\n> ```\n", 0, "would not run"),
        ("```python\na = 1\n", 0, "without an end"),
        ("```python\na = 1\n````\n", 0, "without an end"),
        ("````python\na = 1\n```\n", 0, "without an end"),
        ("글\n\n~~~\na\n```\n", 2, "without an end"),
        ("```bash\nls\n\n글입니다.\n\n```python\n1 / 0\n```\n", 5, "begins within the one of line"),
        ("1. 글\n\n    ```bash\n  ls\n    ```\n", 3, "further left"),
        ('```python tags=["hide_input"]\na\n```\n', 0, "'hide_input' is not known.*hide-input"),
        ('```python tags=["remove-cell"]\na\n```\n', 0, "'remove-cell' is not known"),
        ('```python tags=["raises-exception"]\na\n```\n', 0, "'raises-exception' is not known"),
        ('```python tags=["hide-input", "skip-execution"]\na\n```\n', 0, "'skip-execution' is not"),
        ('```python tags="hide-input"\na\n```\n', 0, "is not known"),
        ("```python tags=[hide-input]\na\n```\n", 0, "is not known"),
        ("```python tags=[{}]\na\n```\n", 0, "'{}' is not known"),
        ("```python tags=[[1]]\na\n```\n", 0, "is not known"),
        ("```python tags=[1, None]\na\n```\n", 0, "'1' is not known"),
        ('```python tags=["hide-input", "hide-input"]\na\n```\n', 0, "stands twice"),
        ('```python hl_lines="1"\na\n```\n', 0, 'hl_lines="1"\' is not known'),
        ("```python #id\na\n```\n", 0, "#id' is not known"),
        ("```python .noeval\na\n```\n", 0, "noeval' is not known"),
        ('```python active="md"\na\n```\n', 0, "is not known"),
        ('```py hl_lines="1"\na\n```\n', 0, "header .*hl_lines.* is not known.*title="),
        ("```bash { #id }\na\n```\n", 0, "is not known"),
        ("```{ .bash #id }\na\n```\n", 0, "is not known"),
        ("```js linenums\na\n```\n", 0, "is not known"),
        ("글 <!-- 숨김\n\n글\n", 0, "'<!--' without its '-->'"),
        ('--8<-- "docs/part.md"\n', 0, "stands in a fence that only shows"),
        ('```python\na = """\n--8<-- "b.py"\n"""\n```\n', 2, "stands in a fence that only shows"),
        ("```python\na = 1\nb = = 2\n```\n", 2, "cell 1: invalid syntax"),
        ("```python\n%time 3\n```\n", 1, "cell 1: '%time 3': a cell is plain Python"),
        ("```python\na = 1\n\n!pip install x\n```\n", 3, "in a fence '```bash'"),
        ("```python\n%%bash\nls\n```\n", 1, "in a fence '```bash'"),
        ("```python\nprint?\n```\n", 1, "a cell is plain Python"),
    ],
)
def test_what_looks_like_a_cell_or_a_fence_and_is_none_is_refused(
    tmp_path: Path, body: str, line: int, message: str
) -> None:
    with pytest.raises(LessonError, match=rf"page\.md:{FIRST + line}: .*{message}"):
        read_lesson(page(tmp_path, body))


def test_comments_are_neither_run_nor_published(tmp_path: Path) -> None:
    body = (
        "앞 <!-- {{ a }} --> 뒤\n<!--\n```python\n1 / 0\n```\n{{ b }}\n-->\n`<!--` 글 {{ c }} -->\n"
    )
    assert cells(tmp_path, body) == []
    assert shown(tmp_path, body) == "앞  뒤\n`<!--` 글 [c] -->\n"
    assert plain_text(plain(tmp_path, "앞 <!-- {{ a }} -->\n")) == PLAIN + "앞 \n"


def test_cells_and_values_know_their_lines_even_when_they_are_equal(tmp_path: Path) -> None:
    cell = "```python\nprint(a)\n```\n"
    body = (
        f"값은 {{{{ a}}}}입니다.\n\n{cell}\n<!--\n긴 주석\n-->\n값은 {{{{ a }}}}입니다.\n\n{cell}\n"
    )
    lesson = read_lesson(page(tmp_path, body + "값은 {{ a }}, {{ a }}입니다.\n"))
    lines = lesson.source.split("\n")
    code = [
        line
        for cell, line in zip(lesson.notebook.cells, lesson.cell_lines, strict=True)
        if cell.cell_type == "code"
    ]
    assert [number for number, line in enumerate(lines, 1) if line == "print(a)"] == code
    assert [number for number, line in enumerate(lines, 1) for _ in range(line.count("{{ a"))] == [
        line for placeholders in lesson.placeholders for line in (x.line for x in placeholders)
    ]


def test_hidden_files_are_nobodys_page(tmp_path: Path) -> None:
    for name in (".#one.md", "._one.md", ".ipynb_checkpoints/one.md", "one.md", "lessons/two.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\0")
    names = [path.relative_to(tmp_path).as_posix() for path in page_files(tmp_path)]
    assert names == ["lessons/two.md", "one.md"]


@pytest.mark.parametrize(
    ("name", "message"), [("a.ipynb", "jupytext --to md a.ipynb"), ("a.markdown", "ends in .md")]
)
def test_a_notebook_and_other_endings_are_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / name).write_text("{}")
    with pytest.raises(LessonError, match=message):
        page_files(tmp_path)


def test_a_symlinked_lesson_with_a_hangul_name_is_a_lesson(tmp_path: Path) -> None:
    target = page(tmp_path, "```python\na = 1\n```\n")
    (tmp_path / "경사 하강.md").symlink_to(target)
    assert read_page(tmp_path / "경사 하강.md").cells[-1].code == "a = 1"
