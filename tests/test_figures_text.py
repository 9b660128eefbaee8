"""Small notation, numbers, tables, and labels that keep off each other."""

from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import isotonic_regression

from figures.markup import Run, runs, to_html, to_plain
from figures.numbers import brief, factor, fixed, listed, powers, scientific, signed
from figures.picture import canvas
from figures.plots.axes import powers_of_ten, spread
from figures.table import table


def test_marks_become_runs():
    assert runs("값 $S_H$와 `w1`") == [
        Run("값 ", "plain"),
        Run("S", "variable", "sh"),
        Run("H", "sub", "sh"),
        Run("와 ", "plain"),
        Run("w1", "code"),
    ]


def test_only_single_letters_are_variables():
    assert to_html("$tanh(s)^{10}$") == "tanh(<i>s</i>)<sup>10</sup>"
    assert to_plain("$w_{ij}$ `x`") == "wij x"


@pytest.mark.parametrize("text", ["$S_H", "a `b", "$$"])
def test_an_open_mark_is_refused(text):
    with pytest.raises(ValueError, match="without its partner"):
        runs(text)


def test_text_is_escaped():
    assert to_html("a < b & c") == "a &lt; b &amp; c"


def test_numbers_as_text():
    assert signed(-0.0440) == "−0.0440"
    assert signed(12.5) == "+12.5"
    assert powers([-2, 0, 3, 5]) == ["0.01", "1", "1,000", "100,000"]
    assert powers([-4, -2, 0, 3]) == ["10⁻⁴", "10⁻²", "1", "10³"]
    assert scientific(3.16e-5) == "3.2 × 10⁻⁵"
    assert [fixed(-0.001), fixed(-1.5, 1), factor(-1.5, 1), factor(2)] == [
        "0.00",
        "−1.5",
        "(−1.5)",
        "2.00",
    ]
    assert listed([[1, -2]], 1) == "1.0, −2.0"
    assert [brief(0), brief(-0.12345), brief(3.16e-5)] == ["0", "−0.123", "3.2×10⁻⁵"]


@pytest.mark.parametrize(
    ("limits", "labels"),
    [
        ((0.01, 1000), ["0.01", "0.1", "1", "10", "100", "1,000"]),
        ((0.0001, 0.1), ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹"]),
    ],
)
def test_ticks_of_one_logarithmic_axis_are_written_alike(limits, labels):
    _, ax = canvas()
    ax.set_xlim(*limits)
    powers_of_ten(ax, "x")
    assert [text for tick in ax.get_xticklabels() if (text := tick.get_text())] == labels


class Cells(HTMLParser):
    """Every start tag with its attributes, and the text after it."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append([tag, dict(attrs), ""])

    def handle_data(self, data):
        self.found[-1][2] += data

    def of(self, *tags):
        return [(attrs, text) for tag, attrs, text in self.found if tag in tags]


def test_a_table_has_heads_and_formatted_numbers():
    rows = [["w1[0,0]", -0.5, 1.5e-9], ["w1[0,1]", 2, np.float64(0.0)]]
    shown = table(
        rows, ["가중치", "기울기", "오차"], caption="검사 결과", formats=["", ".3f", ".1e"]
    )
    cells = Cells(shown._repr_html_())
    assert [text for _, text in cells.of("th")] == [
        "가중치",
        "기울기",
        "오차",
        "w1[0,0]",
        "w1[0,1]",
    ]
    assert [attrs["scope"] for attrs, _ in cells.of("th")] == ["col"] * 3 + ["row"] * 2
    assert [text for _, text in cells.of("td", "sup")] == [
        "−0.500",
        "1.5 × 10",
        "−9",
        "2.000",
        "0",
    ]
    assert all(attrs["class"] == "number" for attrs, _ in cells.of("td"))
    assert cells.of("caption") == [({}, "검사 결과")]
    assert cells.of("div")[0][0] == {
        "class": "scroller",
        "tabindex": "0",
        "role": "group",
        "aria-label": "검사 결과",
    }
    assert repr(shown) == "<Table: 검사 결과>"


@pytest.mark.parametrize(
    ("rows", "formats", "message"),
    [
        ([], None, "at least one row"),
        ([[1, 2], [1]], None, r"rows\[1\] has 1"),
        ([[1, 2]], [".1f"], "formats has 1"),
    ],
)
def test_a_table_with_a_gap_is_refused(rows, formats, message):
    with pytest.raises(ValueError, match=message):
        table(rows, ["가", "나"], caption="표", formats=formats)


@settings(deadline=None)
@given(
    arrays(float, st.integers(1, 12), elements=st.floats(-50, 50)),
    st.floats(0.01, 10),
)
def test_labels_move_as_little_as_possible(places, gap):
    moved = spread(places, gap)
    assert np.all(np.diff(np.sort(moved)) >= gap - 1e-9)
    order = np.argsort(places, kind="stable")
    steps = gap * np.arange(len(places))
    best = isotonic_regression(places[order] - steps).x + steps
    np.testing.assert_allclose(moved[order], best, atol=1e-9)
