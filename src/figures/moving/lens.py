"""The chain rule under a lens: each factor of the two paths to H1 belongs to a part of the picture.

The script only joins what has one name: a factor in the lesson's formulas (class ``lens-<part>``),
its button in the table, and its arrow in the picture. All numbers and words are written here.
"""

from backprop.lecture.two_by_two import Backward, Forward
from figures.diagrams.two_paths import two_by_two_paths
from figures.markup import to_html, to_plain
from figures.moving.moving import Moving, buttons, controls
from figures.numbers import factor, fixed
from figures.picture import picture

DIGITS = 4
PATHS = ("첫 번째 길", "두 번째 길")
HEADS = ("길", "∂$E$/∂$Y$", "∂$Y$/∂$y$", "∂$y$/∂$H_1$", "곱")
TOTAL = "두 길의 합"
WEIGHTS = ("$w_5$", "$w_7$")


def lens_figure(forward: Forward, backward: Backward, *, caption: str) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    forward : Forward
        A pass of the 2-2-2 network.
    backward : Backward
        Its derivatives.
    caption : str
        In the notation of `figures.markup`.
    """
    values = factors(backward)
    products = (backward.dE1_dH1, backward.dE2_dH1)
    total = backward.dE_dH1
    said = {"": f"{_shown(products[0])} + {factor(products[1], DIGITS)} = {_shown(total)}"}
    for part, (symbol, value, meaning) in values.items():
        mine = products[part.endswith("2")]
        said[part] = (
            f"{symbol} = {_shown(value)}. {meaning} 이 인수만 두 배가 되면 이 길의 곱은 "
            f"{_shown(2 * mine)}, 합은 {_shown(total + mine)}입니다."
        )
    return Moving(
        "lens",
        picture(two_by_two_paths(forward, backward)),
        "",
        _table(values, products, total)
        + _bars(products, total)
        + f'<div class="figure-panel lens-says"><p>{to_html(said[""])}</p></div>'
        + controls("고른 인수", buttons({"reset": "고르지 않기"})),
        caption,
        {
            "says": {part: to_html(text) for part, text in said.items()},
            "plain": {part: to_plain(text) for part, text in said.items()},
        },
    )


def factors(b: Backward) -> dict[str, tuple[str, float, str]]:
    """Return each factor by its part of the picture: its symbol, its value, and what it means."""
    rows = (("1", b.dE1_dY1, b.dY1_dy1, b.dy1_dH1), ("2", b.dE2_dY2, b.dY2_dy2, b.dy2_dH1))
    return {
        part: each
        for (k, dE, dY, dy), weight in zip(rows, WEIGHTS, strict=True)
        for part, each in {
            f"E{k}": (f"∂$E_{k}$/∂$Y_{k}$", dE, "예측 빼기 목표값입니다."),
            f"Y{k}": (f"∂$Y_{k}$/∂$y_{k}$", dY, "시그모이드의 도함수입니다."),
            f"y{k}": (f"∂$y_{k}$/∂$H_1$", dy, f"순전파에서 곱한 {weight}입니다."),
        }.items()
    }


def _shown(value: float) -> str:
    return fixed(value, DIGITS)


def _table(
    values: dict[str, tuple[str, float, str]], products: tuple[float, float], total: float
) -> str:
    heads = "".join(f'<th scope="col">{to_html(head)}</th>' for head in HEADS)
    rows = "".join(
        f'<tr><th scope="row">{name}</th>'
        + "".join(
            f'<td><button type="button" data-part="{part}" aria-label="{to_plain(symbol)} = '
            f'{_shown(value)}">{_shown(value)}</button></td>'
            for part, (symbol, value, _) in values.items()
            if part.endswith(k)
        )
        + f"<td>{_shown(product)}</td></tr>"
        for k, name, product in zip(("1", "2"), PATHS, products, strict=True)
    )
    return (
        f'<table class="figure-board"><thead><tr>{heads}</tr></thead><tbody>{rows}'
        f'<tr><th scope="row">{TOTAL}</th><td colspan="{len(HEADS) - 2}"></td>'
        f"<td>{_shown(total)}</td></tr></tbody></table>"
    )


def _bars(products: tuple[float, float], total: float) -> str:
    """Return the products and their sum as signed bars, the longest of full length."""
    named = [*zip(PATHS, products, strict=True), (TOTAL, total)]
    most = max(abs(value) for _, value in named)
    rows = "".join(
        f'<span>{name}</span><svg viewBox="-1 0 2 1" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect x="{min(value / most, 0):.4f}" '
        f'width="{abs(value) / most:.4f}" height="1" class="{"less" if value < 0 else "more"}"/>'
        f"</svg><b>{_shown(value)}</b>"
        for name, value in named
    )
    return f'<div class="figure-bars lens-bars">{rows}</div>'
