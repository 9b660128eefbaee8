from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from conftest import ROOT
from lecture_site.finish.characters import Characters, collect_characters
from lecture_site.finish.fonts import ALWAYS, ASCII, Fonts, build_fonts, characters_of
from lecture_site.support.shelf import Shelf
from lecture_site.support.tree import read_page

PACKAGES = ROOT / "node_modules"
PAGE = """
<html><head><title>제목</title><script>자바</script><style>.글{}</style>
<script type="application/json">{"search": ["\\ucc3e\\uae30", {"a": "⚙"}]}</script></head>
<body title="힌트"><!-- 숨은 --><img alt="🦜" aria-label="뷁">
<input placeholder="묻는말"><p>경사&amp;하강<br>∇</p>
<pre><code>σ = 1  <span># 주석 → </span></code></pre>
<math><semantics><mrow><mi>x</mi><mi mathvariant="normal">d</mi><mo>∑</mo><mi>θ</mi><mi>h</mi>
<mtext>출력</mtext></mrow><annotation>꾤</annotation></semantics></math>
<svg><text>합</text></svg></body></html>
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fonts]:
    folder = tmp_path_factory.mktemp("fonts")
    shown = collect_characters([read_page(PAGE.replace("⚙", ""))])
    return folder, build_fonts(shown, PACKAGES, folder, Shelf(folder / "kept"))


def font(folder: Path, stem: str) -> TTFont:
    (path,) = folder.glob(f"{stem}-*.woff2")
    return TTFont(BytesIO(path.read_bytes()))


def names_of_glyphs(cut: TTFont) -> dict[str, str]:
    return {chr(point): name for point, name in (cut.getBestCmap() or {}).items()}


def glyphs(folder: Path, stem: str) -> set[str]:
    return set(names_of_glyphs(font(folder, stem)))


def test_what_a_reader_sees_is_collected_by_its_font_and_nothing_else() -> None:
    shown = collect_characters([read_page(PAGE)], text="움직임")
    assert {each for each in shown.text if ord(each) > 0x7F} == set(
        "찾기⚙묻는말경사하강∇출력합움직임"
    )
    assert {each for each in shown.code if ord(each) > 0x7F} == set("σ주석→")
    assert shown.mathematics >= set("x𝑥d∑θ𝜃hℎ")
    assert "𝑑" not in shown.mathematics
    assert not shown.mathematics & {"꾤", "출"}


def test_fonts_hold_exactly_the_characters_of_the_site(built: tuple[Path, Fonts]) -> None:
    folder, _ = built
    sans = glyphs(folder, "sans")
    assert sans >= ALWAYS | set("찾기묻는말경사하강출력합주석→")
    assert sans - ALWAYS <= set("찾기묻는말경사하강출력합주석→")
    assert glyphs(folder, "mono-latin") == ASCII
    assert glyphs(folder, "mono-greek") == {"σ"}
    assert glyphs(folder, "math") == set("0123456789.,+−=()√x𝑥d∑θ𝜃hℎ∇")


def test_text_takes_from_the_formulas_font_what_its_own_lacks(built: tuple[Path, Fonts]) -> None:
    lent = [
        rule for rule in built[1].css.splitlines() if 'family:"Pretendard";src:url(math' in rule
    ]
    assert len(lent) == 1
    assert lent[0].endswith("unicode-range:U+2207}")


def test_formulas_keep_their_table_and_their_larger_signs(built: tuple[Path, Fonts]) -> None:
    cut = font(built[0], "math")
    assert "MATH" in cut
    variants = cut["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    glyph = names_of_glyphs(cut)
    assert {glyph["("], glyph["∑"]} <= set(variants)
    assert len(cut.getGlyphOrder()) > len(glyph) + 5


def test_text_and_code_vary_from_regular_to_bold(built: tuple[Path, Fonts]) -> None:
    for stem in ("sans", "mono-latin"):
        (axis,) = font(built[0], stem)["fvar"].axes
        assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)


def test_code_has_no_ligatures_and_text_has_figures_of_one_width(
    built: tuple[Path, Fonts],
) -> None:
    def features(stem: str) -> set[str]:
        cut = font(built[0], stem)
        if "GSUB" not in cut:
            return set()
        return {record.FeatureTag for record in cut["GSUB"].table.FeatureList.FeatureRecord}

    assert "calt" not in features("mono-latin")
    assert features("sans") >= {"tnum"}
    assert "calt" not in features("sans")  # Pretendard would turn -> into an arrow.


def test_no_reserved_name_is_inside(built: tuple[Path, Fonts]) -> None:
    folder, fonts = built
    for name in fonts.sizes:
        names = TTFont(folder / name)["name"].names
        assert not [n for n in names if n.nameID != 0 and "retendard" in str(n)]


def test_equal_characters_give_equal_bytes_and_the_cache_is_used(
    built: tuple[Path, Fonts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Characters(frozenset("가"), frozenset(), frozenset("x"))
    first = build_fonts(shown, PACKAGES, tmp_path / "a", Shelf(tmp_path / "kept-a"))
    again = build_fonts(shown, PACKAGES, tmp_path / "b", Shelf(tmp_path / "kept-b"))
    assert first == again
    for name in first.sizes:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    monkeypatch.setattr("lecture_site.finish.fonts._subset", None)
    assert build_fonts(shown, PACKAGES, tmp_path / "c", Shelf(tmp_path / "kept-a")) == first
    assert (tmp_path / "c" / "fonts.css").read_text("utf-8") == first.css


def test_characters_without_a_glyph_are_returned(tmp_path: Path) -> None:
    shown = Characters(frozenset("가🦜"), frozenset("x─"), frozenset("한"))
    missing = build_fonts(shown, PACKAGES, tmp_path, Shelf(tmp_path / "kept")).missing
    assert missing == Characters(frozenset("🦜"), frozenset("─"), frozenset("한"))


def test_spare_characters_are_kept_or_not_missed(tmp_path: Path) -> None:
    shown = Characters(frozenset("가"))
    fonts = build_fonts(shown, PACKAGES, tmp_path, Shelf(tmp_path / "kept"), "뷁🦜")
    assert fonts.missing == Characters()
    held = characters_of(tmp_path.glob("*.woff2"))
    assert "뷁" in held & fonts.held.text
    assert "🦜" not in held | fonts.held.text


def test_whole_fonts_have_what_nobody_has_asked_for(tmp_path: Path) -> None:
    shown = Characters(frozenset("🦜"))
    fonts = build_fonts(shown, PACKAGES, tmp_path, Shelf(tmp_path / "kept"), whole=True)
    assert fonts.missing == shown
    assert set("뷁가∂→") <= fonts.held.text & characters_of(tmp_path.glob("*.woff2"))
    assert set("xη한") <= fonts.held.code
    assert "─" not in fonts.held.code
    assert set("∂𝑥") <= fonts.held.mathematics
    assert fonts.sizes.keys() == {path.name for path in tmp_path.glob("*.woff2")}
    assert not (tmp_path / "kept").exists()


def test_every_rule_holds_or_names_a_font_and_none_is_exchanged(built: tuple[Path, Fonts]) -> None:
    folder, fonts = built
    for rule in fonts.css.splitlines():
        if "url(" in rule:
            address = rule.split("url(")[1].split(")")[0]
            inline = address.startswith("data:font/woff2;base64,")
            assert inline == ('family:"STIX Two Math"' in rule)
            assert inline or (folder / address).is_file()
            assert f"font-display:{'block' if inline else 'optional'}" in rule
    assert set(fonts.sizes) == {path.name for path in folder.glob("*.woff2")}


def test_the_fallback_has_the_line_height_of_the_text_font(built: tuple[Path, Fonts]) -> None:
    sans = font(built[0], "sans")
    lines = {"ascent": sans["hhea"].ascent / 20.48, "descent": -sans["hhea"].descent / 20.48}
    rules = [rule for rule in built[1].css.splitlines() if "Pretendard Fallback" in rule]
    assert len(rules) == 3
    for rule in rules:
        values = dict(part.split(":") for part in rule.strip("}").split(";") if "%" in part)
        scale = float(values.get("size-adjust", "100%").rstrip("%")) / 100
        for name, expected in lines.items():
            assert float(values[f"{name}-override"].rstrip("%")) * scale == pytest.approx(
                expected, abs=0.1
            )


def test_a_font_that_npm_has_not_brought_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="jetbrains-mono"):
        build_fonts(
            Characters(frozenset(), frozenset(), frozenset()), tmp_path, tmp_path, Shelf(tmp_path)
        )


def test_the_root_sign_is_there_though_no_markup_holds_it(built: tuple[Path, Fonts]) -> None:
    """A browser draws it for ``<msqrt>``; without the glyph a root would look like no root."""
    assert "√" not in PAGE
    assert "√" in glyphs(built[0], "math")
