"""A number on a page is computed, or it is given, with a reason."""

import re
from pathlib import Path

import pytest
from mkdocs.config import load_config

from conftest import ROOT
from lecture_site.one_source import check_pages, read_files, read_given, unneeded_entries
from lecture_site.placeholders import PLACEHOLDER
from lecture_site.source import LessonError
from test_lesson_source import FRONT

CONFIG = load_config(str(ROOT / "mkdocs.yml"))
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
        ("race.js", "const STEP = 0.02;\n"),
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
