"""The path of one student's loss back to a weight of output and to a hidden one, factor by factor.

    ∂L/∂w2 = ∂L/∂A_O · ∂A_O/∂S_O · ∂S_O/∂w2
    ∂L/∂w1 = ∂L/∂A_O · ∂A_O/∂S_O · ∂S_O/∂A_H · ∂A_H/∂S_H · ∂S_H/∂w1

The weights are w1[0,0] and w2[0,0]; both paths have the first two factors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from backprop.activations import sigmoid_derivative
from backprop.losses import half_squared_error
from figures.diagrams.checks import require_sample
from figures.numbers import fixed
from figures.svg.shapes import Drawing, Point, arrow, box, drawing, group, hit
from figures.svg.text import fraction, text

if TYPE_CHECKING:
    from backprop.network import BackwardPass, ForwardPass, Parameters

LEFT, RIGHT = 56, 342
NODE_WIDTH, NODE_HEIGHT = 108, 38
PITCH = 90
DIGITS = 4
"""Digits after the decimal point."""

_TOP = 60
_ROWS = {name: _TOP + PITCH * k for k, name in enumerate(("L", "AO", "SO", "AH", "SH", "w1"))}


def one_student(
    parameters: Parameters, forward_pass: ForwardPass, backward_pass: BackwardPass, sample: int = 0
) -> Drawing:
    """Draw both paths with the factors on them and their products at the end.

    What differs from student to student has a name, ``data-value``.

    Parameters
    ----------
    parameters : Parameters
        Weights of a network with one output.
    forward_pass, backward_pass : ForwardPass, BackwardPass
        Passes with these weights.
    sample : int, optional
        Row of the passes, from 0.

    Raises
    ------
    TypeError, ValueError
        If there is no such sample.
    """
    f, b, sample = forward_pass, backward_pass, require_sample(sample, len(forward_pass.X))
    x, hidden, sum_ = f.X[sample, 0], f.activated_hidden[sample, 0], f.hidden_sum[sample, 0]
    output, output_sum = f.activated_output[sample, 0], f.output_sum[sample, 0]
    error = b.output_error[sample, 0]
    loss = half_squared_error([[output + error]], [[output]])
    slopes = sigmoid_derivative(output_sum), sigmoid_derivative(sum_)
    product2 = -hidden * b.output_delta[sample, 0]
    product1 = -x * b.hidden_delta[sample, 0]
    factors = (-error, slopes[0], hidden, parameters.w2[0, 0], slopes[1], x)
    said = [_said(float(value)) for value in factors]
    return drawing(
        _ROWS["w1"] + NODE_HEIGHT / 2 + 4,
        _named(text(200, 14, f"학생 {sample + 1}", size=15, weight=600), "name"),
        _edge("L", "AO", ("$L$", "$A_O$"), said[0], "L", "ao"),
        _edge("AO", "SO", ("$A_O$", "$S_O$"), said[1], "O", "so"),
        _branch(said[2]),
        _edge("SO", "AH", ("$S_O$", "$A_H$"), said[3], "w", "ah"),
        _edge("AH", "SH", ("$A_H$", "$S_H$"), said[4], "H", "sh"),
        _edge("SH", "w1", ("$S_H$", "$w_1$"), said[5], "x", "w1"),
        *(
            _node((LEFT, _ROWS[row]), symbol, _said(value), token)
            for row, symbol, value, token in (
                ("L", "$L$", loss, "e"),
                ("AO", "$A_O$", output, "ao"),
                ("SO", "$S_O$", output_sum, "so"),
                ("AH", "$A_H$", hidden, "ah"),
                ("SH", "$S_H$", sum_, "sh"),
            )
        ),
        *_end((LEFT, _ROWS["w1"]), "w1", product1, is_below=False),
        *_end((RIGHT, _ROWS["AH"]), "w2", product2, is_below=True),
        alt=f"학생 {sample + 1}의 손실 L({_said(loss)})에서 두 가중치로 거슬러 오르는 길. "
        f"∂L/∂AO {said[0]}, ∂AO/∂SO {said[1]}까지는 함께 갑니다. "
        f"여기에 ∂SO/∂w2 {said[2]}을 곱하면 출력층 가중치의 {_said(product2)}, "
        f"∂SO/∂AH {said[3]}, ∂AH/∂SH {said[4]}, ∂SH/∂w1 {said[5]}을 곱하면 "
        f"은닉층 가중치의 {_said(product1)}입니다.",
    )


def _said(value: float) -> str:
    return fixed(value, DIGITS)


def _named(one: Element, name: str) -> Element:
    one.set("data-value", name)
    return one


def _edge(
    start: str, end: str, symbols: tuple[str, str], value: str, part: str, token: str
) -> Element:
    top, bottom = _ROWS[start] + NODE_HEIGHT / 2, _ROWS[end] - NODE_HEIGHT / 2 - 2
    return group(
        arrow((LEFT, top), (LEFT, bottom), token=token, width=3, head=12),
        *_factor(LEFT + 44, (top + bottom) / 2, symbols, value, part),
        data_part=part,
    )


def _branch(value: str) -> Element:
    """Return the arrow from S_O to the weight of output."""
    y, bottom = _ROWS["SO"], _ROWS["AH"] - NODE_HEIGHT / 2 - 2
    stops = ((LEFT + NODE_WIDTH / 2, y), (RIGHT, y), (RIGHT, bottom))
    return group(
        arrow(*stops, token="w2", width=3, head=12),
        *_factor(RIGHT - 112, (_ROWS["SO"] + _ROWS["AH"]) / 2, ("$S_O$", "$w_2$"), value, "a"),
        data_part="a",
    )


def _factor(x: float, y: float, symbols: tuple[str, str], value: str, part: str) -> list[Element]:
    top, bottom = symbols
    return [
        hit(x - 28, y - 24, 126, 48),
        fraction(x, y, f"∂{top}", f"∂{bottom}", size=16),
        text(x + 25, y, "=", size=15, anchor="start"),
        _named(text(x + 40, y, value, size=15, anchor="start"), part),
    ]


def _node(centre: Point, symbol: str, value: str, token: str) -> Element:
    x, y = centre
    return group(
        _frame(centre, token),
        text(x - 34, y, symbol, size=17, token=token, weight=600),
        _named(text(x + 17, y, value, size=15), f"node {symbol.strip('$')}"),
    )


def _end(centre: Point, token: str, product: float, *, is_below: bool) -> list[Element]:
    """Return a weight, and beside it or below what the factors on the way to it give."""
    x, y = centre
    at = (x - 40, y + NODE_HEIGHT / 2 + 15) if is_below else (x + NODE_WIDTH / 2 + 12, y)
    value = text(at[0] + 24, at[1], _said(product), size=15, anchor="start")
    return [
        _frame(centre, token),
        text(x, y, f"$w_{token[1]}$[0,0]", size=17, token=token, weight=600),
        text(*at, "곱", size=15, token="muted", anchor="start"),
        _named(value, f"product {token}"),
    ]


def _frame(centre: Point, token: str) -> Element:
    x, y = centre
    corner = (x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2)
    return box(*corner, NODE_WIDTH, NODE_HEIGHT, radius=NODE_HEIGHT / 2, edge=token, thickness=2)
