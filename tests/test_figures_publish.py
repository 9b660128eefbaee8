"""Published SVG: the page's colours, its font, its ids; the same bytes every time."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from figures.notation import COLOURS
from figures.picture import Picture, canvas, picture, pictures
from figures.style import FONTS, use_style
from figures.svg.compact import FLATNESS
from figures.svg.shapes import Drawing

ALT = "검은 선 하나"
SQUARE = '<svg viewBox="0 0 10 10"><rect width="4" height="4" fill="{}"/></svg>'


def published(svg: str, alt: str = ALT, caption: str | None = None) -> Picture:
    return picture(Drawing(svg), alt=alt, caption=caption)


def drawn(colour=COLOURS["ink"].light):
    fig, ax = canvas()
    ax.plot([1, 2, 3], [1, -4, 2], color=colour, marker="o")
    ax.set_title("비용 $J$")
    ax.set_xlabel("$S_H$ 값")
    return picture(fig, alt=ALT)


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("token", sorted(set(COLOURS) - {"paper", "line"}))
def test_every_colour_can_be_read_on_its_paper(token, scheme):
    pair = [luminance(getattr(COLOURS[name], scheme)) for name in (token, "paper")]
    assert (max(pair) + 0.05) / (min(pair) + 0.05) >= 4.5


def test_one_light_colour_has_one_dark_colour():
    dark = {}
    for colour in COLOURS.values():
        assert dark.setdefault(colour.light, colour.dark) == colour.dark


def test_every_colour_is_a_variable_of_the_page():
    svg = drawn().svg
    paints = re.findall(r'(?:fill|stroke)="([^"]*)"', svg)
    assert paints
    for paint in paints:
        assert paint == "none" or re.fullmatch(r"var\(--c-[a-z0-9]+\)", paint)
    assert not re.search(r"#[0-9a-fA-F]{6}\b", re.sub(r"var\([^)]*\)", "", svg))


@pytest.mark.parametrize("colour", ["tab:blue", "#123456", "black"])
def test_an_unknown_colour_is_refused(colour):
    with pytest.raises(ValueError, match=r"no colour of the course|no fill"):
        drawn(colour)


@pytest.mark.parametrize("colour", ["#123456", "red", "var(--c-nosuch, #123456)"])
def test_an_unknown_colour_is_named(colour):
    with pytest.raises(ValueError, match=re.escape(colour)):
        published(SQUARE.format(colour))


def test_a_shape_without_a_colour_is_refused():
    with pytest.raises(ValueError, match="no fill"):
        published('<svg viewBox="0 0 10 10"><rect width="4" height="4"/></svg>')


def test_a_colour_may_already_be_a_variable():
    assert 'fill="var(--c-w1)"' in published(SQUARE.format("var(--c-w1)")).svg


def test_text_stays_text_in_the_font_of_the_page():
    svg = drawn().svg
    text = " ".join("".join(element.itertext()) for element in ET.fromstring(svg).iter("text"))
    assert "비용 J" in text
    assert "SH 값" in text
    assert "−4" in text
    assert "font-family" not in svg
    assert "$" not in svg


def test_a_subscript_is_lowered_and_what_follows_is_not():
    texts = ET.fromstring(drawn().svg).iter("text")
    label = next(text for text in texts if "값" in "".join(text.itertext()))
    lowered = 0.0
    heights = {}
    for span in label:
        size = float(span.get("font-size", "100%").removesuffix("%")) / 100
        lowered += float(span.get("dy", "0em").removesuffix("em")) * size
        heights[span.text] = round(lowered, 2)
    assert heights == {"S": 0.0, "H": 0.25, " 값": 0.0}


def test_small_text_is_refused():
    fig, ax = canvas()
    ax.text(0.5, 0.5, "작은 글", size=11)
    with pytest.raises(ValueError, match="작은 글"):
        picture(fig, alt=ALT)


def test_every_id_is_given_once_even_by_the_same_figure_twice():
    page = "".join(drawn()._repr_html_() for _ in range(3))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert ids
    assert len(ids) == len(set(ids))
    referred = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page)
    assert {a or b for a, b in referred} == set(ids)


def test_a_reference_to_nothing_is_refused():
    svg = '<svg viewBox="0 0 9 9" fill="none"><use href="#gone"/></svg>'
    with pytest.raises(ValueError, match="gone"):
        published(svg)


def test_a_style_rule_for_the_whole_page_is_refused():
    svg = '<svg viewBox="0 0 9 9"><style>text{fill:red}</style></svg>'
    with pytest.raises(ValueError, match="whole page"):
        published(svg)


def test_bytes_do_not_depend_on_the_process():
    code = (
        "from figures.notation import COLOURS; from figures.picture import canvas, picture; "
        "f, a = canvas(); a.plot([1, 2], marker='o', color=COLOURS['e'].light); "
        "print(picture(f, alt='선')._repr_html_())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_size_is_known_before_the_picture_is_drawn():
    root = ET.fromstring(drawn().svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == (
        "400",
        "300",
        "0 0 400 300",
    )


def test_the_paper_shows_through():
    paths = ET.fromstring(drawn().svg).iter("path")
    assert not [path for path in paths if "--c-paper" in path.get("fill", "")]


def test_a_long_curve_is_thinned_without_being_seen():
    x = np.linspace(0, 400, 20_001)
    y = 150 - 140 * np.sin(x / 30) * np.exp(-x / 300)
    d = "M " + " L ".join(f"{a:.6f} {b:.6f}" for a, b in zip(x, y, strict=True))
    svg = f'<svg viewBox="0 0 9 9"><path d="{d}" fill="none" stroke="var(--c-e)"/></svg>'
    (kept,) = re.findall(r' d="([^"]+)"', published(svg).svg)
    steps = np.array(re.findall(r"-?[\d.]+", kept), dtype=float).reshape(-1, 2)
    places = steps.cumsum(axis=0)
    assert len(places) < 250
    off = np.abs(np.interp(x, places[:, 0], places[:, 1]) - y) / np.hypot(1, np.gradient(y, x))
    rounding = 0.05 * np.sqrt(2)
    assert off.max() <= FLATNESS + rounding


@pytest.mark.parametrize(
    "d", ["M 0 0 C 1 1 2 2 3 3", "M 0 0 A 4 4 0 0 1 8 8", "M 1e-3 0 L 2 2 L 4 4"]
)
def test_other_paths_are_left_alone(d):
    svg = f'<svg viewBox="0 0 9 9"><path d="{d}" fill="none" stroke="var(--c-e)"/></svg>'
    assert f'd="{d}"' in published(svg).svg


def test_what_a_group_paints_is_kept():
    svg = (
        '<svg viewBox="0 0 9 9"><g stroke="var(--c-e)"><path d="M 0 0 L 9 9" fill="none"/></g>'
        '<path d="M 0 9 L 9 0" fill="none"/></svg>'
    )
    assert re.findall(r' d="([^"]+)"', published(svg).svg) == ["M0 0l9 9"]


@pytest.mark.parametrize("alt", ["", "  ", "a red line"])
def test_a_text_alternative_in_korean_is_required(alt):
    fig, _ = canvas()
    with pytest.raises(ValueError, match="Korean"):
        picture(fig, alt=alt)


def test_the_text_alternative_is_the_name_of_the_image():
    root = ET.fromstring(published(SQUARE.format("none"), alt='a < b & "c" 선').svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'a < b & "c" 선')
    assert root.find("title") is None


def test_a_caption_stands_under_the_picture_in_its_figure():
    html = published(SQUARE.format("none"), alt=ALT, caption="$A_H$ < 1")._repr_html_()
    assert html.startswith('<figure class="picture"><svg')
    assert html.endswith(
        '<figcaption><i style="color:var(--c-ah)">A</i><sub style="color:var(--c-ah)">H</sub>'
        " &lt; 1</figcaption></figure>"
    )


def test_pictures_stand_in_one_figure():
    row = pictures([drawn(), drawn()], "둘")
    html = row._repr_html_()
    assert html.count('<figure class="picture">') == 2
    assert html.startswith('<figure class="pictures"><figure class="picture">')
    assert html.endswith("</figure><figcaption>둘</figcaption></figure>")
    with pytest.raises(ValueError, match="at least two"):
        pictures([drawn()])


def test_printed_as_text_a_picture_is_one_line():
    assert repr(drawn()) == f"<Picture: {ALT}>"


def test_a_missing_font_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr("figures.style.FONTS", tmp_path)
    use_style.cache_clear()
    with pytest.raises(FileNotFoundError, match="npm ci"):
        canvas()
    monkeypatch.undo()
    canvas()


def test_text_is_measured_in_the_font_of_the_page():
    _, ax = canvas()
    text = ax.text(0, 0, "경사하강법과 역전파")
    font = TTFont(FONTS / "Pretendard-Regular.otf")
    names: Any = font.getBestCmap()
    head: Any = font["head"]
    metrics: Any = font["hmtx"]
    width = sum(metrics.metrics[names[ord(letter)]][0] for letter in text.get_text())
    expected = width / head.unitsPerEm * text.get_fontsize()
    assert text.get_window_extent().width == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("size", [(0, 300), (400, -1), (float("nan"), 300)])
def test_a_canvas_has_a_size(size):
    with pytest.raises(ValueError, match="positive"):
        canvas(*size)
