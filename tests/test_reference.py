"""The reference of the code: every public name has its entry, and lessons lead to it."""

import ast
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import ROOT
from course_pages import CONFIG, LESSONS
from lecture_site.checks.one_source import read_files
from lecture_site.reference import formulas, write
from lecture_site.reference.docstrings import to_html
from lecture_site.reference.links import add_name_links, snippet_entry
from lecture_site.support import tree
from lecture_site.text.course import is_generated

SRC = ROOT / "src"
SNIPPET = re.compile(r'^--8<-- "(src/backprop/[\w/]+\.py):(\w+)"$', re.MULTILINE)


def public_names(path: Path) -> set[str]:
    """Public names that a module defines, by its syntax alone."""
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (each for each in node.body if isinstance(each, ast.FunctionDef))
            names |= {f"{node.name}.{each.name}" for each in inner if each.name[0] != "_"}
        if isinstance(node, ast.TypeAlias):
            names.add(node.name.id)
        if isinstance(node, ast.Assign):
            names |= {each.id for each in node.targets if isinstance(each, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


@pytest.fixture(scope="module")
def reference(site: Path) -> dict[str, BeautifulSoup]:
    return {
        folder.name: BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
        for folder in sorted((site / "reference").iterdir())
    }


def test_every_public_name_has_an_entry(reference: dict[str, BeautifulSoup]) -> None:
    ids = {f"{page}#{tag['id']}" for page, soup in reference.items() for tag in soup.select("[id]")}
    for path in sorted((SRC / "backprop").rglob("*.py")):
        parts = [*path.relative_to(SRC).with_suffix("").parts]
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        for name in ("", *public_names(path)):
            page, _, place = write.addresses()[f"{module}.{name}".rstrip(".")].partition("#")
            assert f"{Path(page).stem}#{place}" in ids, f"{module}.{name}"


def test_formulas_of_docstrings_are_typeset(reference: dict[str, BeautifulSoup]) -> None:
    shown = {
        annotation.get_text()
        for soup in reference.values()
        for annotation in soup.select("article math annotation")
    }
    assert r"E=\tfrac12 \,\sum \,(y-o)^{2}" in shown
    assert len(shown) > 100
    for soup in reference.values():
        assert not re.search(r"∂E/∂w|½ Σ", _words(soup))


def _words(soup: BeautifulSoup) -> str:
    article = soup.article
    assert article is not None
    return " ".join(
        text
        for text in article.find_all(string=True)
        if not text.find_parent(["math", "pre", "code"])
    )


def test_the_pages_are_in_english_and_say_so(reference: dict[str, BeautifulSoup]) -> None:
    assert list(reference) == ["backprop", "lecture", "optimize"]
    for soup in reference.values():
        (inner,) = soup.select("article > [lang]")
        assert inner["lang"] == "en"
        assert not re.search("[가-힣]", inner.get_text())


def test_what_reads_the_korean_pages_does_not_meet_them() -> None:
    assert not [path for path in read_files(CONFIG) if "reference/" in path.as_posix()]
    assert is_generated("reference/backprop.md")
    assert not is_generated("references.md")


def _links(site: Path, stem: str) -> list[Tag]:
    page = BeautifulSoup((site / "lessons" / stem / "index.html").read_text("utf-8"), "html.parser")
    return page.select('article a[href*="reference/"]')


@pytest.mark.parametrize("stem", LESSONS)
def test_every_link_of_a_lesson_to_the_code_leads_to_an_entry(
    site: Path, reference: dict[str, BeautifulSoup], stem: str
) -> None:
    for link in _links(site, stem):
        page, place = re.fullmatch(r"../../reference/(\w+)/#([\w.]+)", str(link["href"])).groups()  # type: ignore[union-attr]
        target = reference[page].find(id=place)
        assert target is not None
        name = target.get_text().removesuffix("#").rpartition(".")[2]
        assert link.get_text().removesuffix("()").rpartition(".")[2] == name


@pytest.mark.parametrize("stem", LESSONS)
def test_every_snippet_leads_to_its_entry(site: Path, stem: str) -> None:
    source = (ROOT / "docs" / "lessons" / f"{stem}.md").read_text("utf-8")
    wanted = [snippet_entry(*found).path for found in SNIPPET.findall(source)]
    page = BeautifulSoup((site / "lessons" / stem / "index.html").read_text("utf-8"), "html.parser")
    told = [code.get_text() for code in page.select(".snippet-source a")]
    assert told == wanted


def test_a_snippet_of_an_inner_function_belongs_to_the_public_name() -> None:
    path = "src/backprop/gradient_check.py"
    assert snippet_entry(path, "numerical_gradient").path.endswith("check.numerical_gradient")
    assert snippet_entry("src/backprop/network.py", "backward").name == "backward"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Return ½ Σₖ (yₖ − oₖ)² of a sample.", [r"\tfrac12 \,\sum _{k}\,(y_{k}-o_{k})^{2}"]),
        ("w ← w − η ∂E/∂w, where it is", [r"w\leftarrow w-η\,\partial E/\partial w"]),
        ("ε / √(1 − β₂ᵗ) for it", [r"ε/\sqrt{1-β_{2}^{t}}"]),
        ("∂p/∂b = a", [r"\partial p/\partial b=a"]),
        ("at w + η u a step", [r"w+η\,u"]),
        ("−A_Hᵀ · output_delta", [r"-A_{H}^{\mathsf T}\cdot \mathrm{output\_delta}"]),
        ("f⁽ˡ⁾'(s⁽ˡ⁾)", [r"f^{(l)\prime }(s^{(l)})"]),
        ("of the corrected r̂, and c₁.", [r"\hat{r}", "c_{1}"]),
        ("eˢᵏ / Σⱼ eˢʲ", [r"e^{s_k}/\sum _{j}\,e^{s_j}"]),
        ("score = 5 · study + 2 · sleep + 40. A row [n_samples, n_inputs] of (n,) - a word", []),
    ],
)
def test_formulas_are_told_from_words(text: str, parts: list[str]) -> None:
    found = [formulas.tex(part) for part, is_formula in formulas.split(text) if is_formula]
    assert found == parts
    assert "".join(part for part, _ in formulas.split(text)).split() == text.split()


def test_a_docstring_becomes_html() -> None:
    text = "Do `it`.\n\n* one\n* *two*\n\n    x = 1    a < b\n\nReturns\n-------\nint\n    ``n``.\n"
    html = to_html(text, lambda name: f"#{name}")
    assert '<a href="#it"><code>it</code></a>' in html
    assert "<li><em>two</em></li>" in html
    assert r"<td><span class=\"arithmatex\">\(x=1\)</span></td>".replace('\\"', '"') in html
    assert "<dt><code>int</code></dt>" in html


def test_a_name_is_linked_where_it_is_imported_and_once_in_prose() -> None:
    code = (
        '<pre><code><span class="kn">from</span> <span class="nn">backprop.network</span> '
        '<span class="kn">import</span> (\n    <span class="n">forward</span>,\n'
        '    <span class="n">cost</span> <span class="k">as</span> <span class="n">E</span>,\n)\n'
        '<span class="n">backward</span></code></pre>'
    )
    article = tree.read(f"<h2><code>forward</code></h2>{code}<p>{'<code>forward()</code>' * 2}</p>")
    add_name_links(article, lambda target: target)
    page = "reference/backprop.md#network"
    assert [link.attr("href") for link in article.select("a")] == [
        page,
        f"{page}.forward",
        f"{page}.cost",
        f"{page}.forward",
    ]
