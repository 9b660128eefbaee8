"""The lenses of the course: one on two paths that come back to a node, one on two weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop.activations import sigmoid_derivative
from figures.diagrams.one_student import one_student
from figures.diagrams.two_paths import two_by_two_paths
from figures.moving.lens import Factor, Product, lens_figure
from figures.moving.moving import Moving

if TYPE_CHECKING:
    from backprop.lecture.two_by_two import Backward, Forward
    from backprop.network import BackwardPass, ForwardPass, Parameters

WEIGHTS = ("$w_5$", "$w_7$")
_SLOPE = "시그모이드의 도함수입니다."
_WEIGHT = "순전파에서 곱한 가중치입니다. 학생마다 같습니다."


def two_paths_lens(forward: Forward, backward: Backward, *, caption: str) -> Moving:
    """Return the lens on ∂E/∂H1 of the 2-2-2 network, to which two paths come back.

    Parameters
    ----------
    forward, backward : Forward, Backward
        A pass of the network and its derivatives.
    caption : str
        In the notation of `figures.markup`.
    """
    b = backward
    rows = (
        ("E", "Y", (b.dE1_dY1, b.dE2_dY2), ["예측 빼기 목표값입니다."] * 2),
        ("Y", "y", (b.dY1_dy1, b.dY2_dy2), ["시그모이드의 도함수입니다."] * 2),
        ("y", "", (b.dy1_dH1, b.dy2_dH1), [f"순전파에서 곱한 {w}입니다." for w in WEIGHTS]),
    )
    factors = [
        Factor(
            top,
            f"∂${top}$/∂${below or 'H_1'}$",
            [(f"${top}_{k}$", f"${below}_{k}$" if below else "$H_1$") for k in (1, 2)],
            values,
            meanings,
        )
        for top, below, values, meanings in rows
    ]
    both = (b.dE1_dH1, b.dE2_dH1)
    product = Product("", "곱", "두 길의 합", ("E", "Y", "y"), both, b.dE_dH1)
    return lens_figure(
        [two_by_two_paths(forward, backward)],
        "길",
        ("첫 번째 길", "두 번째 길"),
        factors,
        [product],
        caption,
    )


def students_lens(
    parameters: Parameters, forward_pass: ForwardPass, backward_pass: BackwardPass, *, caption: str
) -> Moving:
    """Return the lens on ∂E/∂w of one hidden weight and one of output, w1[0,0] and w2[0,0].

    The picture shows the path of one student; the table and the bars show all, who are added.

    Parameters
    ----------
    parameters : Parameters
        Weights of a network with one output.
    forward_pass, backward_pass : ForwardPass, BackwardPass
        Passes with these weights.
    caption : str
        In the notation of `figures.markup`.
    """
    f, b = forward_pass, backward_pass
    n = len(f.X)
    hidden, x = f.activated_hidden[:, 0], f.X[:, 0]
    rows = (
        ("L", "$L$", "$A_O$", -b.output_error[:, 0], "예측 빼기 목표값입니다."),
        *(
            ("O", "$A_O$", "$S_O$", sigmoid_derivative(f.output_sum[:, 0]), _SLOPE),
            ("a", "$S_O$", "$w_2$", hidden, "순전파에서 이 가중치에 곱한 $A_H$입니다."),
            ("w", "$S_O$", "$A_H$", np.full(n, parameters.w2[0, 0]), _WEIGHT),
            ("H", "$A_H$", "$S_H$", sigmoid_derivative(f.hidden_sum[:, 0]), _SLOPE),
        ),
        ("x", "$S_H$", "$w_1$", x, "순전파에서 이 가중치에 곱한 입력입니다."),
    )
    factors = [
        Factor(key, f"∂{top}/∂{below}", [(top, below)] * n, list(map(float, values)), [meaning] * n)
        for key, top, below, values, meaning in rows
    ]
    products = [
        Product(
            place,
            f"{symbol}의 곱",
            "학생 셋의 합",
            keys,
            list(map(float, values)),
            float(gradient[0, 0]),
        )
        for place, symbol, keys, values, gradient in (
            ("출력층", "$w_2$", ("L", "O", "a"), -hidden * b.output_delta[:, 0], b.w2_gradient),
            (
                *("은닉층", "$w_1$", ("L", "O", "w", "H", "x")),
                *(-x * b.hidden_delta[:, 0], b.w1_gradient),
            ),
        )
    ]
    return lens_figure(
        [one_student(parameters, f, b, sample) for sample in range(n)],
        "학생",
        [f"학생 {k + 1}" for k in range(n)],
        factors,
        products,
        caption,
    )
