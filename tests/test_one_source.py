"""A number on a page is computed, or it is given, with a reason."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from course_pages import CONFIG
from lecture_site.checks.one_source import check_pages, read_files, read_given, unneeded_entries
from lecture_site.text.passages import read_page
from lecture_site.text.placeholders import PLACEHOLDER
from lecture_site.text.source import LessonError
from test_lesson_source import FRONT

DOCS = Path(CONFIG.docs_dir)
FILES = read_files(CONFIG)
FIGURE = '```python tags=["hide-input"]\npicture(\n    fig,\n    {}\n)\n```\n'
FIRST_LINE = FRONT.count("\n") + 1


def faults(folder: Path, body: str, name: str = "page.md") -> list[str]:
    text = FRONT + body if name.endswith(".md") else body
    (folder / name).write_text(text, encoding="utf-8")
    return check_pages(folder, [folder / name])


def test_no_number_is_typed_by_hand() -> None:
    assert check_pages(DOCS, FILES) == []


def test_the_list_of_given_numbers_holds_nothing_that_no_page_needs() -> None:
    assert unneeded_entries(DOCS, FILES) == []


@pytest.mark.parametrize(
    "page", [path for path in FILES if path.suffix == ".md"], ids=lambda path: path.stem
)
def test_every_computed_number_of_a_page_would_be_missed(tmp_path: Path, page: Path) -> None:
    """Type a number in the place of each placeholder: each one is found."""
    source = page.read_text(encoding="utf-8")
    typed, count = 0, 0

    def type_by_hand(match: re.Match[str]) -> str:
        nonlocal typed
        if not re.search(r":[+,]*\.\d+[fe%]$", match["field"]):
            return match[0]
        typed += 1
        return "0.8317"

    (tmp_path / page.relative_to(DOCS).parent).mkdir(parents=True, exist_ok=True)
    copy = tmp_path / page.relative_to(DOCS)
    copy.write_text(PLACEHOLDER.sub(type_by_hand, source), encoding="utf-8")
    for fault in check_pages(tmp_path, [copy]):
        count += fault.partition(" in: ")[0].count("0.8317")
    assert count == typed


@pytest.mark.parametrize(
    ("body", "line", "number"),
    [
        ("첫 문장입니다. 비용은 0.1952에서 시작합니다.\n", 0, "0.1952"),
        ("| 학생 | 예측 |\n| --- | --- |\n| 1 | 0.37 |\n", 2, "0.37"),
        ("$$\n\\begin{aligned}\n\\E &= 0.2929 \\\\[0.4em]\n$$\n", 2, "0.2929"),
        ("예측은 $\\AO = 0.41$입니다.\n", 0, "0.41"),
        ("## 비용이 37배 {#ratio}\n", 0, "37"),
        ("만 번에 1,234번, 곧 12%가 오르막입니다.\n", 0, "1,234, 12"),
        ("상대 오차는 3 × 10⁻⁹입니다.\n", 0, "3, 10⁻⁹"),
        ('??? question "몇 배일까요? 17배입니다."\n', 0, "17"),
        ("```text\n0.0031767\n```\n", 1, "0.0031767"),
        (FIGURE.format('caption="비용은 0.29에서 줄어듭니다.",'), 3, "0.29"),
        (FIGURE.format('alt=f"비용이 {a:.4f}에서 0.0048까지 줄어듭니다.",'), 3, "0.0048"),
        (FIGURE.format('size=300, caption="300번의 걸음",'), 3, "300"),
        ("```python\nx = 1  # 0.37이 나옵니다\n```\n", 1, "0.37"),
        ("```python\nprint(0.19523515)\n```\n", 1, "0.19523515"),
        ('<img src="a12.png" alt="비용이 0.29인 그림">\n', 0, "0.29"),
    ],
)
def test_a_typed_number_is_found_and_named(
    tmp_path: Path, body: str, line: int, number: str
) -> None:
    (fault,) = faults(tmp_path, body)
    place, _, sentence = fault.partition(" in: ")
    assert place == f"page.md:{FIRST_LINE + line}: typed by hand, not computed: {number}"
    assert number.split(", ")[-1] in sentence
    assert "첫 문장" not in sentence


def test_a_typed_number_in_the_description_is_found(tmp_path: Path) -> None:
    text = "---\ndescription: 가중치 7,850개를 배웁니다.\n---\n\n# 제목 {#title}\n"
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert [
        fault.partition(" in: ")[0] for fault in check_pages(tmp_path, [tmp_path / "page.md"])
    ] == ["page.md:2: typed by hand, not computed: 7,850"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("walk.js", "const STEP = 0.02;\n"),
        ("map.svg", '<svg viewBox="0 0 40 40">\n<text x="3" y="9">0.29</text></svg>\n'),
    ],
)
def test_scripts_and_drawings_are_read_too(tmp_path: Path, name: str, text: str) -> None:
    (fault,) = faults(tmp_path, text, name)
    assert fault.startswith(f"{name}:{text[: text.index('0.')].count(chr(10)) + 1}: ")


@pytest.mark.parametrize(
    "body",
    [
        "비용은 {{ cost:.4f }}{이고/고} $\\E = {{ cost:.4f }}$입니다.\n",
        "$w_{12}^2$의 {{ n }}배인 [그림](fig-37.svg)을 보세요. {: .wide-12 }\n",
        "1. 첫째\n2. 둘째\n\n## 3. 셋째 {#third-3}\n",
        "10%를 넘지 않습니다. {{ claim(error < 0.1) }} 그렇습니다.\n",
        "10⁻⁵보다 작고, 2,000번보다 많습니다. {{ claim(e < 1e-5 and n > 2000) }}\n",
        "학습률 0.3으로 50걸음 갑니다.\n\n```python\nrun(0.3, 50)\n```\n",
    ],
)
def test_what_is_computed_claimed_or_set_beside_it_is_no_fault(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == []


@pytest.mark.parametrize(
    "body",
    [
        "0.83입니다. 작습니다. {{ claim(x < 0.83) }}\n",
        "작습니다. {{ claim(x < 0.83) }} 0.83입니다.\n",
        "0.83입니다.\n\n## 다음 {#next}\n\n```python\nrun(0.83)\n```\n",
        "0.8317입니다.\n\n```python\nrun(0.3)\n```\n",
    ],
)
def test_a_claim_or_a_cell_holds_only_what_it_stands_beside(tmp_path: Path, body: str) -> None:
    assert len(faults(tmp_path, body)) == 1


def test_an_entry_that_no_page_needs_is_told(tmp_path: Path) -> None:
    faults(tmp_path, "$w_1$은 2-3-1 신경망의 가중치입니다.\n")
    told = "\n".join(unneeded_entries(tmp_path, [tmp_path / "page.md"]))
    assert "FRAME_MS" in told
    assert "names of networks" not in told


@pytest.mark.parametrize(
    "entry",
    ["text = '3'", "reason = 'why'", "text = '3'\npattern = '3'\nreason = 'why'", "page = 'x.md'"],
)
def test_an_entry_without_its_reason_or_with_an_unknown_key_is_refused(
    tmp_path: Path, entry: str
) -> None:
    path = tmp_path / "given.toml"
    path.write_text(f"[[given]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(LessonError, match=r"given\.toml: an entry needs"):
        read_given(path)


def test_hidden_and_excluded_files_are_nobodys_pages(tmp_path: Path) -> None:
    """What MkDocs leaves out: an editor's lock, a notebook's copy, macOS' shadow, a draft."""
    docs = tmp_path / "docs"
    for name in ["page.md", ".#page.md", ".ipynb_checkpoints/page.md", "._page.md", "old/page.md"]:
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(b"\x00\xff 0.83")
    (docs / ".#lock.md").symlink_to("nobody@nowhere.1")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nexclude_docs: old/\n", "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    assert read_files(config) == [docs / "page.md"]


@pytest.mark.parametrize(
    "body",
    [
        "```text\n2,718 for x in\n```\n",
        "!!! note\n\n    ```py\n    for x in 2718:\n    ```\n",
        "- 첫째\n\n    ```text\n    x = 2718 +\n    ```\n",
        "> ```py\n> x = 2718 +\n> ```\n",
        "````md\n```python\nx = 2718 +\n```\n````\n",
        "~~~console\n$ make 2718\n~~~\n",
    ],
)
def test_a_fence_that_is_no_cell_is_read_as_text(tmp_path: Path, body: str) -> None:
    (fault,) = faults(tmp_path, body)
    number = FIRST_LINE + next(k for k, line in enumerate(body.split("\n")) if "2,718" in line or
                               "2718" in line)  # fmt: skip
    assert fault.startswith(f"page.md:{number}: typed by hand, not computed: 2")


def test_a_fence_in_a_page_without_a_kernel_is_read_as_text(tmp_path: Path) -> None:
    text = "# 제목 {#title}\n\n학습률은 0.3입니다.\n\n```python\nx = 0.3 +\n```\n"
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    lines = [fault.split(":")[1] for fault in check_pages(tmp_path, [tmp_path / "page.md"])]
    assert lines == ["3", "6"], "no cell beside it that could hold 0.3"


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        ("글입니다.\n\n```python\nx = (\n```\n", 2, "is not Python"),
        ("글 {{ x + }}입니다.\n", 0, "x +"),
        ("글입니다.\n\n```python\nx = " + "9" * 5000 + "\n```\n", 2, "is not Python"),
        ("글입니다.\n\n```python\nx = " + "(" * 500 + ")" * 500 + "\n```\n", 2, "Python"),
        ("```text\n끝이 없습니다.\n", 0, "end"),
    ],
)
def test_what_cannot_be_read_is_refused_by_page_and_line(
    tmp_path: Path, body: str, line: int, told: str
) -> None:
    with pytest.raises(LessonError) as caught:
        faults(tmp_path, body)
    place, _, message = str(caught.value).partition(": ")
    assert place == f"{tmp_path / 'page.md'}:{FIRST_LINE + line}"
    assert told in message


def test_a_number_of_any_size_is_a_number(tmp_path: Path) -> None:
    body = "10⁹⁹⁹⁹⁹⁹보다, 0⁻¹보다, 1e999보다, 9" + "9" * 400 + "보다 큽니다.\n"
    (fault,) = faults(tmp_path, body)
    assert "10⁹⁹⁹⁹⁹⁹, 1e999, 9999" in fault
    assert (
        faults(tmp_path, "10⁴⁰⁰입니다.\n\n```python\nrun(10**400, 1" + "0" * 400 + ")\n```\n") == []
    )


def test_a_number_with_its_unit_may_repeat_a_setting(tmp_path: Path) -> None:
    body = (
        "3천만 번, 2억 번, 5십 번, 0.1%입니다.\n\n```python\nrun(30000000, 200_000_000, 50, 1e-3)\n"
    )
    body += "```\n"
    assert faults(tmp_path, body) == []


def test_a_value_in_an_address_does_not_lend_its_settings(tmp_path: Path) -> None:
    body = "[그림](a{{ f(83) }}.svg)은 작습니다. {{ claim(x < 7) }} 83입니다.\n"
    assert len(faults(tmp_path, body)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[given]\n", "not TOML"),
        ("[given]\ntext = '3'\n", "begins with a line"),
        ("[[taken]]\ntext = '3'\n", "begins with a line"),
        ("[[given]]\npattern = '('\nreason = 'why'\n", "is no pattern"),
        ("[[given]]\ntext = 3\nreason = 'why'\n", "an entry needs"),
        ("[[given]]\ntext = '3'\nreason = 'why'\npages = 'index.md'\n", "an entry needs"),
        ("[[given]]\ntext = '3'\nreason = 'why'\nformula = 'yes'\n", "an entry needs"),
    ],
)
def test_a_list_of_given_numbers_out_of_form_is_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "given.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LessonError, match=r"given\.toml: .*" + told):
        read_given(path)


SIGNS = "0123456789.,()[]{}`~#$!?_%:*-<>/\"' \nxa⁻⁰⁹만천글는◇◆\U000f0000\U00100000"
PIECES = st.sampled_from([*SIGNS, "{{ ", " }}", "```", "```python\n", "\n```\n", "claim(", "f'{"])


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=30).map("".join))
@example("{{ x }}" * 500 + "\n")
@example("[" * 2000 + "](" * 2000 + "(" * 2000)
@example("```python\nx = 1" + " + 1" * 3000 + "\n```\n")
@example("```python\nx = '''\n# 3\n'''\n# 4 \\\n```\n")
def test_no_page_whatever_ends_the_check(tmp_path_factory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_text(FRONT + text, encoding="utf-8")
    lines = path.read_text(encoding="utf-8").count("\n") + 1
    try:
        found = [sentence.line for sentence in read_page(path)]
        check_pages(path.parent, [path])
    except LessonError as error:
        place = re.match(rf"{re.escape(str(path))}:(\d+): ", str(error))
        found = [int(place[1]) if place else 0]
    assert all(1 <= line <= lines for line in found)
