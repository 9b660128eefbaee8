"""Curves, bars, pictures and the confusion table show exactly the data they are given."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from figures.notation import COLOURS
from figures.picture import canvas, picture
from figures.plots.curves import Curve, draw_history
from figures.plots.images import image_grid, image_rows, png, weight_templates
from figures.plots.keras import draw_answers, draw_probabilities
from figures.table import STRONGEST, confusion_table

DATA = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
IMAGES = np.random.default_rng(0).integers(0, 256, (9, 28, 28), dtype=np.uint8)


@pytest.fixture
def ax():
    """An axis whose figure must be publishable after the test."""
    fig, axis = canvas()
    yield axis
    assert "nan" not in picture(fig, alt="시험 그림").svg


def pixels(svg):
    """Every PNG of an SVG, decoded."""
    found = [io.BytesIO(base64.b64decode(data)) for data in DATA.findall(svg)]
    return [np.asarray(Image.open(file)) for file in found]


def words(svg):
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter() if "text" in node.tag]


def test_history(ax):
    loss, other = [0.5, 0.3, 0.2], [0.6, 0.5, 0.4]
    lines = draw_history(
        ax, [Curve("훈련", loss), Curve("시험", other, "x", 1)], "손실", baseline=("평균", 0.35)
    )
    for line, values in zip(lines, (loss, other), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), [1, 2, 3])
        np.testing.assert_array_equal(line.get_ydata(), values)
    assert lines[0].get_linestyle() != lines[1].get_linestyle()
    assert {"훈련", "시험", "평균"} <= {text.get_text() for text in ax.texts}


def test_history_needs_curves_of_one_length(ax):
    with pytest.raises(ValueError, match=r"as long as their axis, got lengths \[1, 2\]"):
        draw_history(ax, [Curve("가", [1.0]), Curve("나", [1.0, 2.0])], "손실")
    with pytest.raises(ValueError, match=r"as long as their axis, got lengths \[0\]"):
        draw_history(ax, [], "손실")


def test_answers(ax):
    points = draw_answers(ax, [0.1, 0.9], [0.2, 1.3])
    np.testing.assert_array_equal(points.get_xydata(), [[0.1, 0.2], [0.9, 1.3]])
    assert ax.get_xlim() == ax.get_ylim()
    with pytest.raises(ValueError, match="alike"):
        draw_answers(ax, [0.1], [[0.2]])


def test_probabilities(ax):
    bars = draw_probabilities(ax, [0.9, 0.0996, 0.0004], ["가방", "코트", "셔츠"], label=1)
    assert [bar.get_width() for bar in bars] == [0.9, 0.0996, 0.0004]
    assert [text.get_text() for text in ax.texts] == ["90.0%", "10.0%", "0.1% 미만"]
    assert ax.get_yticklabels()[1].get_fontweight() == "bold"
    with pytest.raises(ValueError, match="label 3"):
        draw_probabilities(ax, [0.5, 0.5, 0], ["가", "나", "다"], label=3)


def test_a_png_keeps_every_pixel():
    (decoded,) = pixels(png(IMAGES[0]))
    np.testing.assert_array_equal(decoded, IMAGES[0])
    with pytest.raises(TypeError, match="uint8, got float64"):
        png(IMAGES[0] / 255)
    with pytest.raises(ValueError, match="shape"):
        png(IMAGES)


def test_a_grid_holds_its_pictures_in_order():
    names, notes = [f"이름 {i}" for i in range(9)], [f"name {i}" for i in range(9)]
    svg = picture(image_grid(IMAGES, names, notes), alt="그림 아홉").svg
    np.testing.assert_array_equal(pixels(svg), IMAGES)
    assert words(svg) == [word for pair in zip(names, notes, strict=True) for word in pair]
    assert svg.count('image-rendering="pixelated"') == 9
    with pytest.raises(ValueError, match="each of 9 pictures, got 8"):
        image_grid(IMAGES, names[:8], notes)


def test_rows_hold_their_pictures_under_their_headings():
    svg = picture(image_rows([("위", IMAGES[:3]), ("아래", IMAGES[3:5])]), alt="두 줄").svg
    np.testing.assert_array_equal(pixels(svg), IMAGES[:5])
    assert words(svg) == ["위", "아래"]
    with pytest.raises(ValueError, match="at least one picture"):
        image_rows([])


def test_templates_show_each_sign_in_its_own_mask():
    weights = np.zeros((2, 28, 28))
    weights[0, 3, 4], weights[1, 5, 6], weights[1, 7, 8] = 0.5, -1, 9
    svg = picture(weight_templates(weights, ["가", "나"], limit=1), alt="틀").svg
    up, down = pixels(svg)
    assert {tuple(place): up[tuple(place)] for place in np.argwhere(up)} == {
        (3, 4): 128,
        (7, 28 + 2 + 8): 255,
    }
    assert {tuple(place): down[tuple(place)] for place in np.argwhere(down)} == {(5, 30 + 6): 255}
    masks = re.findall(r'<mask id="([^"]+)"', svg)
    assert len(set(masks)) == 2
    assert re.findall(r'mask="url\(#([^)]+)\)"', svg) == masks


@pytest.mark.parametrize(
    ("weights", "limit"), [(np.zeros((1, 2, 2)), 1), (np.full((2, 2, 2), np.nan), 1)]
)
def test_bad_templates_are_named(weights, limit):
    with pytest.raises(ValueError, match="templates"):
        weight_templates(weights, ["가", "나"], limit=limit)
    with pytest.raises(ValueError, match="limit"):
        weight_templates(np.zeros((2, 2, 2)), ["가", "나"], limit=0)


def test_the_confusion_table_reads_as_the_matrix():
    counts = np.array([[8, 2, 0], [1, 9, 0], [0, 0, 0]])
    html = confusion_table(counts, ["가", "나", "<다>"], caption="혼동")._repr_html_()
    page = BeautifulSoup(html, "html.parser")
    cells = [[int(cell.text) for cell in row.select("td")] for row in page.select("tbody tr")]
    assert cells == counts.tolist()
    assert [head.text for head in page.select("tbody th")] == ["가", "나", "<다>"]
    assert [head.text for head in page.select("thead th")][1:] == ["가", "나", "<다>"]
    styles = [str(cell["style"]) for cell in page.select("td")]
    assert f"--c-x) {0.8 * STRONGEST:.0f}%" in styles[0]
    assert f"--c-e) {STRONGEST}%" in styles[1]
    assert "color-mix" not in styles[2]


def test_bad_counts_are_named():
    with pytest.raises(ValueError, match="counts"):
        confusion_table([[1, 2]], ["가"], caption="혼동")
    with pytest.raises(ValueError, match="counts"):
        confusion_table([[0.5]], ["가"], caption="혼동")


def mixed(top, bottom, share):
    pairs = [(int(c[i : i + 2], 16) for c in (top, bottom)) for i in (1, 3, 5)]
    return [(share * a + (1 - share) * b) / 255 for a, b in pairs]


def luminance(parts):
    """Relative luminance of WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


@pytest.mark.parametrize("token", ["x", "e"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_can_be_read_on_the_strongest_shade(token, scheme):
    paper, ink, shade = (getattr(COLOURS[name], scheme) for name in ("paper", "ink", token))
    behind = luminance(mixed(shade, paper, STRONGEST / 100))
    pair = sorted([behind, luminance(mixed(ink, ink, 1))])
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


def test_a_logarithmic_history_writes_powers_of_ten():
    fig, axis = canvas()
    draw_history(axis, [Curve("손실", [0.1, 0.001])], "손실", log="y")
    assert not any("mathdefault" in word for word in words(picture(fig, alt="시험 그림").svg))
