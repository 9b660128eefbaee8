"""The chain rule under a lens: each factor belongs to a part of the picture and of the formulas.

The script only joins what has one name: a factor in the lesson's formulas (class ``lens-<part>``),
its button in the table, and its arrow in the picture. All numbers and words are written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np

from backprop.activations import sigmoid_derivative
from figures.diagrams.one_student import one_student
from figures.diagrams.two_paths import two_by_two_paths
from figures.markup import to_html, to_plain
from figures.moving.moving import Moving, buttons, controls
from figures.numbers import factor, fixed
from figures.picture import picture
from figures.svg.shapes import Drawing

if TYPE_CHECKING:
    from backprop.lecture.two_by_two import Backward, Forward
    from backprop.network import BackwardPass, ForwardPass, Parameters

DIGITS = 4
WEIGHTS = ("$w_5$", "$w_7$")
KEYS = "위 식의 인수. 화살표 키로 옮기고 Enter로 고릅니다."
"""What the buttons of a formula are called together."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of the chain rule, which stands on each of the paths.

    Attributes
    ----------
    key : str
        Its name; with the number of a path behind it, the name of a part.
    head : str
        Its symbol in the table, in the notation of `figures.markup`.
    symbols : sequence of (str, str)
        On each path, what is derived, and by what.
    values : sequence of float
        Its value on each path.
    meanings : sequence of str
        What it is, one sentence a path.
    """

    key: str
    head: str
    symbols: Sequence[tuple[str, str]]
    values: Sequence[float]
    meanings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Product:
    """What factors give on each path, and the sum of that.

    Attributes
    ----------
    place : str
        Where it is told from other products; empty if it is the only one.
    row : str
        Its head in the table.
    total : str
        What the sum is called.
    keys : tuple of str
        Its factors; behind the last of them it stands in the table.
    values : sequence of float
        The product on each path.
    sum : float
        Their sum.
    """

    place: str
    row: str
    total: str
    keys: tuple[str, ...]
    values: Sequence[float]
    sum: float


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
    return _lens(
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
    return _lens(
        [one_student(parameters, f, b, sample) for sample in range(n)],
        "학생",
        [f"학생 {k + 1}" for k in range(n)],
        factors,
        products,
        caption,
    )


_SLOPE = "시그모이드의 도함수입니다."
_WEIGHT = "순전파에서 곱한 가중치입니다. 학생마다 같습니다."


def _lens(
    drawings: Sequence[Drawing],
    kind: str,
    paths: Sequence[str],
    factors: Sequence[Factor],
    products: Sequence[Product],
    caption: str,
) -> Moving:
    """Return the figure; with a drawing for each path, the script shows that of the chosen one."""
    said = {"": " ".join(map(_added, products))}
    names = {}
    for each in factors:
        for k, path in enumerate(paths):
            part = f"{each.key}{k + 1}"
            top, below = each.symbols[k]
            before = f"{path}. " if len(drawings) > 1 else ""
            said[part] = (
                f"{before}∂{top}/∂{below} = {_shown(each.values[k])}. {each.meanings[k]} "
                + _doubled(each, k, kind, products)
            )
            names[part] = (
                f"{before}{to_plain(top)}의 {to_plain(below)}에 대한 편도함수 "
                f"{_shown(each.values[k])}"
            )
    return Moving(
        "lens",
        picture(drawings[0]),
        "",
        _table(paths, factors, products, names)
        + "".join(_bars(paths, each) for each in products)
        + f'<div class="figure-panel lens-says"><p>{to_html(said[""])}</p></div>'
        + controls("고른 인수", buttons({"reset": "고르지 않기"})),
        caption,
        {
            "says": {part: to_html(text) for part, text in said.items()},
            "plain": {part: to_plain(text) for part, text in said.items()},
            "names": names,
            "keys": KEYS,
            "shown": [_valued(each) for each in drawings] if len(drawings) > 1 else [],
        },
    )


def _valued(drawn: Drawing) -> dict[str, str]:
    """Return what stands in a drawing by its names, and under no name what is read out of it."""
    named = ((each.get("data-value"), each.text) for each in ET.fromstring(drawn.svg).iter())
    return {"": drawn.alt} | {name: text or "" for name, text in named if name}


def _added(product: Product) -> str:
    first, *others = product.values
    summands = " + ".join([_shown(first), *(factor(each, DIGITS) for each in others)])
    place = f"{product.place}: " if product.place else ""
    return f"{place}{summands} = {_shown(product.sum)}."


def _doubled(one: Factor, k: int, kind: str, products: Sequence[Product]) -> str:
    """Say what becomes of the sums if this factor alone is doubled."""
    mine = [each for each in products if one.key in each.keys]
    sums = [_shown(each.sum + each.values[k]) for each in mine]
    if len(mine) == 1:
        product = _shown(2 * mine[0].values[k])
        return f"이 인수만 두 배가 되면 이 {kind}의 곱은 {product}, 합은 {sums[0]}입니다."
    places = ", ".join(f"{each.place}에서 {total}" for each, total in zip(mine, sums, strict=True))
    return f"두 가중치의 기울기에 모두 들어 있습니다. 이 인수만 두 배가 되면 합은 {places}입니다."


def _shown(value: float) -> str:
    return fixed(value, DIGITS)


def _table(
    paths: Sequence[str],
    factors: Sequence[Factor],
    products: Sequence[Product],
    names: dict[str, str],
) -> str:
    """Return the factors, a row each, and behind the last of each product what they give."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in (*paths, "합"))
    rows = []
    for each in factors:
        cells = "".join(
            f'<td><button type="button" data-part="{each.key}{k + 1}" '
            f'aria-label="{names[f"{each.key}{k + 1}"]}">{_shown(value)}</button></td>'
            for k, value in enumerate(each.values)
        )
        rows.append(f'<tr><th scope="row">{to_html(each.head)}</th>{cells}<td></td></tr>')
        for product in products:
            if product.keys[-1] == each.key:
                cells = "".join(f"<td>{_shown(value)}</td>" for value in product.values)
                rows.append(
                    f'<tr class="lens-product"><th scope="row">{to_html(product.row)}</th>{cells}'
                    f"<td>{_shown(product.sum)}</td></tr>"
                )
    return (
        '<table class="figure-board"><thead><tr><th scope="col">인수</th>'
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _bars(paths: Sequence[str], product: Product) -> str:
    """Return the products and their sum as signed bars, the longest of full length."""
    named = [*zip(paths, product.values, strict=True), (product.total, product.sum)]
    most = max(abs(value) for _, value in named)
    rows = "".join(
        f'<span>{name}</span><svg viewBox="-1 0 2 1" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect x="{min(value / most, 0):.4f}" '
        f'width="{abs(value) / most:.4f}" height="1" class="{"less" if value < 0 else "more"}"/>'
        f"</svg><b>{_shown(value)}</b>"
        for name, value in named
    )
    title = f'<p class="lens-title">{to_html(product.row)}</p>' if product.place else ""
    return f'{title}<div class="figure-bars lens-bars">{rows}</div>'
