"""The error of one sample on its way back through the network, from the loss to the weights.

As in `backprop.network.BackwardPass`, a signal is −∂E/∂…, so its sign says which way to go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from backprop.activations import sigmoid_derivative
from backprop.losses import half_squared_error
from figures.diagrams_checks import require_drawable, require_sample
from figures.diagrams_numbers import factor, listed, number
from figures.diagrams_shapes import box, drawing
from figures.diagrams_stations import Link, Station, draw_chain, heading
from figures.diagrams_text import text

if TYPE_CHECKING:
    from backprop.network import BackwardPass, ForwardPass, Parameters

_TOP = 36
_FOOT = 88


def backward_flow(
    parameters: Parameters,
    forward_pass: ForwardPass,
    backward_pass: BackwardPass,
    sample: int = 0,
    *,
    digits: int = 4,
) -> str:
    """Draw the chain E → A_O → S_O → A_H → S_H with signals in it and derivatives on its arrows.

    Parameters
    ----------
    parameters : Parameters
        Weights, at most 4 nodes a layer and one output.
    forward_pass, backward_pass : ForwardPass, BackwardPass
        Passes with these weights.
    sample : int, optional
        Row of the passes, from 0.
    digits : int, optional
        Digits after the decimal point.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    TypeError, ValueError
        If there is no such sample, a layer is too large, or there are more outputs.
    """
    sample = require_sample(sample, len(forward_pass.X))
    n, m = parameters.n_inputs, parameters.n_hidden
    require_drawable(n_inputs=n, n_hidden=m)
    require_drawable(1, n_outputs=parameters.n_outputs)
    b = backward_pass
    output = forward_pass.activated_output[sample]
    target, loss = _target_and_loss(forward_pass, b, sample)
    output_slope, hidden_slope = _slopes(forward_pass, sample)
    stations = (
        Station("$E$", "손실", "e", np.array([loss]), "1×1", "E"),
        Station("−∂$E$/∂$A_O$", "출력층 오차", "ao", b.output_error[sample], "1×1", "A_O"),
        Station("−∂$E$/∂$S_O$", "출력층 델타", "so", b.output_delta[sample], "1×1", "S_O"),
        Station("−∂$E$/∂$A_H$", "은닉층 오차", "ah", b.hidden_error[sample], f"1×{m}", "A_H"),
        Station("−∂$E$/∂$S_H$", "은닉층 델타", "sh", b.hidden_delta[sample], f"1×{m}", "S_H"),
    )
    difference = f"{listed(target, digits)} − {factor(output[0], digits)}"
    links = (
        Link("$y$ − $A_O$", "ao", difference),
        Link("× $σ$′($S_O$)", "so", "1×1", output_slope),
        Link("· $w_2$$^T$", "w2", f"1×{m}", parameters.w2[:, 0]),
        Link("× $σ$′($S_H$)", "sh", f"1×{m}", hidden_slope),
    )
    bottom, parts = draw_chain(_TOP, stations, links, digits)
    return drawing(
        bottom + _FOOT, *heading(f"표본 {sample + 1}"), *parts, *_foot(bottom + 14, n, m)
    )


def describe_backward_flow(
    parameters: Parameters,
    forward_pass: ForwardPass,
    backward_pass: BackwardPass,
    sample: int = 0,
    *,
    digits: int = 4,
) -> str:
    """Say in Korean what `backward_flow` shows, for use as its alt text."""
    sample = require_sample(sample, len(forward_pass.X))
    b = backward_pass
    target, loss = _target_and_loss(forward_pass, b, sample)
    output_slope, hidden_slope = _slopes(forward_pass, sample)
    return (
        f"표본 {sample + 1}의 역전파를 손실에서 입력 쪽으로 그린 흐름. "
        f"손실 E: {number(loss, digits)}. "
        f"목표값 {listed(target, digits)}에서 "
        f"예측값 {listed(forward_pass.activated_output[sample], digits)}만큼 뺀 "
        f"출력층 오차: {listed(b.output_error[sample], digits)}. "
        f"출력층 시그모이드의 도함수: {listed(output_slope, digits)}. "
        f"이를 곱한 출력층 델타: {listed(b.output_delta[sample], digits)}. "
        f"가중치 w2: {listed(parameters.w2, digits)}. "
        f"이를 곱한 은닉층 오차: {listed(b.hidden_error[sample], digits)}. "
        f"은닉층 시그모이드의 도함수: {listed(hidden_slope, digits)}. "
        f"이를 곱한 은닉층 델타: {listed(b.hidden_delta[sample], digits)}. "
        "출력층 델타에서 w2의 기울기가, 은닉층 델타에서 w1의 기울기가 나옵니다."
    )


def _slopes(
    forward_pass: ForwardPass, sample: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return (
        sigmoid_derivative(forward_pass.output_sum[sample]),
        sigmoid_derivative(forward_pass.hidden_sum[sample]),
    )


def _target_and_loss(
    forward_pass: ForwardPass, backward_pass: BackwardPass, sample: int
) -> tuple[NDArray[np.float64], float]:
    output = forward_pass.activated_output[sample]
    target = output + backward_pass.output_error[sample]
    return target, half_squared_error(target, output)


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
