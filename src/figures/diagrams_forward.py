"""One sample on its way forward through the network, from the inputs to the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backprop.losses import half_squared_error
from figures.diagrams_checks import require_drawable, require_sample
from figures.diagrams_numbers import listed
from figures.diagrams_shapes import drawing
from figures.diagrams_stations import Link, Station, draw_chain, heading

if TYPE_CHECKING:
    from backprop.network import ForwardPass, Parameters

_TOP = 36


def forward_flow(
    parameters: Parameters,
    forward_pass: ForwardPass,
    y: ArrayLike,
    sample: int = 0,
    *,
    digits: int = 4,
) -> str:
    """Draw the chain X → S_H → A_H → S_O → A_O → E of one sample, with its numbers and shapes.

    Parameters
    ----------
    parameters : Parameters
        Weights, at most 4 nodes a layer.
    forward_pass : ForwardPass
        A pass with these weights.
    y : array_like, shape (n_samples, n_outputs)
        Targets.
    sample : int, optional
        Row of the forward pass, from 0.
    digits : int, optional
        Digits after the decimal point.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    TypeError, ValueError
        If there is no such sample, a layer is too large, or the targets are of another shape.
    """
    sample = require_sample(sample, len(forward_pass.X))
    n, m, k = parameters.n_inputs, parameters.n_hidden, parameters.n_outputs
    require_drawable(n_inputs=n, n_hidden=m, n_outputs=k)
    target, loss = _target_and_loss(forward_pass, y, sample)
    stations = (
        Station("$X$", "입력", "x", forward_pass.X[sample], f"1×{n}", "X"),
        Station("$S_H$", "가중합", "sh", forward_pass.hidden_sum[sample], f"1×{m}", "S_H"),
        Station("$A_H$", "활성값", "ah", forward_pass.activated_hidden[sample], f"1×{m}", "A_H"),
        Station("$S_O$", "가중합", "so", forward_pass.output_sum[sample], f"1×{k}", "S_O"),
        Station("$A_O$", "예측값", "ao", forward_pass.activated_output[sample], f"1×{k}", "A_O"),
        Station("$E$", "손실", "e", np.array([loss]), "1×1", "E"),
    )
    links = (
        Link("· $w_1$", "w1", f"{n}×{m}"),
        Link("$σ$"),
        Link("· $w_2$", "w2", f"{m}×{k}"),
        Link("$σ$"),
        Link("½$Σ$($y$ − $A_O$)$^2$" if k > 1 else "½($y$ − $A_O$)$^2$"),
    )
    bottom, parts = draw_chain(_TOP, stations, links, digits)
    title = f"표본 {sample + 1}, 목표값 $y$ = {listed(target, digits)}"
    return drawing(bottom + 2, *heading(title), *parts)


def describe_forward_flow(
    parameters: Parameters,
    forward_pass: ForwardPass,
    y: ArrayLike,
    sample: int = 0,
    *,
    digits: int = 4,
) -> str:
    """Say in Korean what `forward_flow` shows, for use as its alt text."""
    sample = require_sample(sample, len(forward_pass.X))
    target, loss = _target_and_loss(forward_pass, y, sample)
    n, m, k = parameters.n_inputs, parameters.n_hidden, parameters.n_outputs
    return (
        f"표본 {sample + 1}의 순전파를 위에서 아래로 그린 흐름. "
        f"입력 X (1×{n}): {listed(forward_pass.X[sample], digits)}. "
        f"w1 ({n}×{m})과 곱한 은닉층의 가중합: {listed(forward_pass.hidden_sum[sample], digits)}. "
        "시그모이드를 지난 은닉층의 활성값: "
        f"{listed(forward_pass.activated_hidden[sample], digits)}. "
        f"w2 ({m}×{k})와 곱한 출력층의 가중합: {listed(forward_pass.output_sum[sample], digits)}. "
        f"시그모이드를 지난 예측값: {listed(forward_pass.activated_output[sample], digits)}. "
        f"목표값 {listed(target, digits)}에 견준 손실 E: {listed(loss, digits)}."
    )


def _target_and_loss(
    forward_pass: ForwardPass, y: ArrayLike, sample: int
) -> tuple[NDArray[np.float64], float]:
    targets = np.asarray(y, dtype=float)
    if targets.shape != forward_pass.activated_output.shape:
        expected = forward_pass.activated_output.shape
        raise ValueError(f"y: expected the shape {expected}, got {targets.shape}")
    target = targets[sample]
    return target, half_squared_error(target, forward_pass.activated_output[sample])
