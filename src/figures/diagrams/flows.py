"""The error of one sample on its way back through the network.

As in `backprop.network.BackwardPass`, a signal on the way back is −∂E/∂…, so its sign says which
way to go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np

from backprop.activations import sigmoid_derivative
from backprop.losses import half_squared_error
from figures.diagrams.chain import DIGITS, Link, Station, draw_chain
from figures.diagrams.checks import require_drawable, require_sample
from figures.numbers import factor, fixed, listed
from figures.svg.shapes import Drawing, box, drawing
from figures.svg.text import text

if TYPE_CHECKING:
    from backprop.network import BackwardPass, ForwardPass, Parameters

_FOOT = 88


def backward_flow(
    parameters: Parameters,
    forward_pass: ForwardPass,
    backward_pass: BackwardPass,
    sample: int = 0,
) -> Drawing:
    """Draw the chain E → A_O → S_O → A_H → S_H with signals in it and derivatives on its arrows.

    Parameters
    ----------
    parameters : Parameters
        Weights, at most 4 nodes a layer and one output.
    forward_pass, backward_pass : ForwardPass, BackwardPass
        Passes with these weights.
    sample : int, optional
        Row of the passes, from 0.

    Raises
    ------
    TypeError, ValueError
        If there is no such sample, a layer is too large, or there are more outputs.
    """
    f, b, sample = forward_pass, backward_pass, require_sample(sample, len(forward_pass.X))
    n, m = _sizes(parameters)
    output, output_error = f.activated_output[sample], b.output_error[sample]
    target = output + output_error
    loss = half_squared_error(target, output)
    output_delta = b.output_delta[sample]
    hidden_error, hidden_delta = b.hidden_error[sample], b.hidden_delta[sample]
    output_slope = sigmoid_derivative(f.output_sum[sample])
    hidden_slope = sigmoid_derivative(f.hidden_sum[sample])
    stations = (
        Station("$L$", "손실", "e", np.array([loss]), "1×1", "E"),
        Station("−∂$E$/∂$A_O$", "출력층 오차", "ao", output_error, "1×1", "A_O"),
        Station("−∂$E$/∂$S_O$", "출력층 델타", "so", output_delta, "1×1", "S_O"),
        Station("−∂$E$/∂$A_H$", "은닉층 오차", "ah", hidden_error, f"1×{m}", "A_H"),
        Station("−∂$E$/∂$S_H$", "은닉층 델타", "sh", hidden_delta, f"1×{m}", "S_H"),
    )
    difference = f"{listed(target, DIGITS)} − {factor(output[0], DIGITS)}"
    links = (
        Link("$y$ − $A_O$", "ao", difference),
        Link("× $σ$′($S_O$)", "so", "1×1", output_slope),
        Link("· $w_2$$^T$", "w2", f"1×{m}", parameters.w2[:, 0]),
        Link("× $σ$′($S_H$)", "sh", f"1×{m}", hidden_slope),
    )
    bottom, parts = draw_chain(f"표본 {sample + 1}", stations, links)
    return drawing(
        bottom + _FOOT,
        *parts,
        *_foot(bottom + 14, n, m),
        alt=f"표본 {sample + 1}의 역전파를 손실에서 입력 쪽으로 그린 흐름. "
        f"손실 L: {fixed(loss, DIGITS)}. "
        f"목표값 {listed(target, DIGITS)}에서 예측값 {listed(output, DIGITS)}만큼 뺀 "
        f"출력층 오차: {listed(output_error, DIGITS)}. "
        f"출력층 시그모이드의 도함수: {listed(output_slope, DIGITS)}. "
        f"이를 곱한 출력층 델타: {listed(output_delta, DIGITS)}. "
        f"가중치 w2: {listed(parameters.w2, DIGITS)}. "
        f"이를 곱한 은닉층 오차: {listed(hidden_error, DIGITS)}. "
        f"은닉층 시그모이드의 도함수: {listed(hidden_slope, DIGITS)}. "
        f"이를 곱한 은닉층 델타: {listed(hidden_delta, DIGITS)}. "
        "출력층 델타에서 w2의 기울기가, 은닉층 델타에서 w1의 기울기가 나옵니다.",
    )


def _sizes(parameters: Parameters) -> tuple[int, int]:
    n, m = parameters.n_inputs, parameters.n_hidden
    require_drawable(n_inputs=n, n_hidden=m)
    require_drawable(1, n_outputs=parameters.n_outputs)
    return n, m


def _foot(top: float, n: int, m: int) -> list[Element]:
    rows = (
        ("−∂$E$/∂$w_2$ = $A_H$$^T$ · 출력층 델타", f"{m}×1 · 1×1 = {m}×1"),
        ("−∂$E$/∂$w_1$ = $X$$^T$ · 은닉층 델타", f"{n}×1 · 1×{m} = {n}×{m}"),
    )
    return [
        box(1, top, 398, 72, radius=10, edge="", fill="line", strength=0.3),
        *(
            part
            for y, (formula, shapes) in zip((top + 23, top + 50), rows, strict=True)
            for part in (
                text(14, y, formula, size=15, anchor="start"),
                text(386, y, shapes, size=14, token="muted", anchor="end"),
            )
        ),
    ]
