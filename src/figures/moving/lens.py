"""The chain rule under a lens: each factor belongs to a part of the picture and of the formulas.

The script only joins what has one name: a factor in the lesson's formulas (class ``lens-<part>``),
its button in the table, and its arrow in the picture. All numbers and words are written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from figures.markup import to_html, to_plain
from figures.moving.moving import Moving, buttons, controls
from figures.numbers import factor, fixed
from figures.picture import picture
from figures.svg.shapes import Drawing

DIGITS = 4
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


def lens_figure(
    drawings: Sequence[Drawing],
    kind: str,
    paths: Sequence[str],
    factors: Sequence[Factor],
    products: Sequence[Product],
    caption: str,
) -> Moving:
    """Return the figure.

    Parameters
    ----------
    drawings : sequence of Drawing
        One picture, or one for each path: the script shows that of the chosen one.
    kind : str
        What a path is called.
    paths : sequence of str
        Their names.
    factors : sequence of Factor
        In the order of the chain.
    products : sequence of Product
        What they give.
    caption : str
        In the notation of `figures.markup`.
    """
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
