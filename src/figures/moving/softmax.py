"""Logits by slider: the probabilities that softmax makes of them, the loss, and its gradient.

The page computes all of it itself, by the recorded operations of `backprop`. Picture, words and
table stand in one module of more than 200 lines: each is written from the same few numbers.
"""

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from backprop.activations import softmax
from backprop.layer_kinds import SOFTMAX_CROSS_ENTROPY
from backprop.losses import categorical_cross_entropy_per_sample
from backprop.validation import FloatArray
from figures.moving.moving import Moving, buttons, choices, controls, slider
from figures.moving.recorder import record
from figures.numbers import fixed
from figures.picture import picture
from figures.svg.shapes import (
    Drawing,
    bar,
    box,
    colour,
    disc,
    drawing,
    element,
    group,
    line,
    path,
    points,
)
from figures.svg.text import text

LIMIT, STOPS = 20, 400
"""A slider goes from −limit to limit. Softmax of such logits overflows nowhere."""
ADDED, FACTOR = 5, 2
"""What the buttons add to all logits, and what they multiply them by."""
DECIMALS = {"logit": 1, "shown": 4}
FLAT = 0.01
"""A loss below this leaves nothing to mend."""
BARS = {"left": 8, "width": 176, "middle": 304, "half": 84, "top": 60, "pitch": 54, "height": 18}
"""Bars of the probabilities at the left, of the gradient at the right, both for the value 1."""
LOSS = {"left": 44, "right": 384, "top": 236, "bottom": 366, "most": 5.0}
"""The plot of the loss over the probability of the answer."""
WORDS = {
    "class": "종류 {k}",
    "logit": "종류 {k}의 로짓 {value}.",
    "loss": "정답은 종류 {answer}. 그 확률 {value}, 손실 {loss}.",
    "flat": "기울기가 거의 0입니다. 더 고칠 것이 없습니다.",
    "right": "가장 큰 확률이 정답에 있습니다.",
    "wrong": "가장 큰 확률은 종류 {k}에 있습니다. 정답의 로짓을 가장 많이 올려야 합니다.",
    "level": "가장 큰 확률이 하나가 아닙니다.",
    "same": "적힌 확률이 하나도 변하지 않았습니다.",
    "other": "가장 큰 확률 {before} → {after}.",
    "limit": f"로짓은 −{LIMIT}에서 {LIMIT}까지만 움직입니다.",
}
MOVES = {
    "add": (1, ADDED, f"모두에 {ADDED} 더하기", f"모두에 {ADDED}를 더했습니다."),
    "less": (1, -ADDED, f"모두에서 {ADDED} 빼기", f"모두에서 {ADDED}를 뺐습니다."),
    "times": (FACTOR, 0, f"모두 {FACTOR}배", f"모두 {FACTOR}배로 했습니다."),
}
"""What is multiplied, what is added, the button's name, and what it has done."""
HEADS = ("종류", "로짓", "확률", "정답", "기울기")


def softmax_figure(logits: Sequence[float], answer: int, *, caption: str) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    logits : sequence of float, length n_classes
        The logits at first, none further than `LIMIT` from zero.
    answer : int
        The class that is right at first, counted from 0.
    caption : str
        In the notation of `figures.markup`.
    """
    count = len(logits)
    functions = [_all_of(k, count) for k in range(count)]
    found = functions[answer](np.array(logits, dtype=float))
    said = _said(found, answer, count)
    keys = [f"s{k + 1}" for k in range(count)]
    names = [WORDS["class"].format(k=k + 1) for k in range(count)]
    return Moving(
        "softmax",
        picture(_drawing(names, found, answer, " ".join(said))),
        "",
        controls(
            "로짓과 정답",
            choices("answer", "정답", [(f"{k + 1}", name) for k, name in enumerate(names)]),
            *(
                f'<div class="figure-line"><span class="figure-name">{name}의 로짓</span>'
                f"{slider(key, f'{name}의 로짓', STOPS, _stop(value))}"
                f'<output class="figure-number" data-of="{key}">{_logit(value)}</output></div>'
                for key, name, value in zip(keys, names, logits, strict=True)
            ),
            buttons({key: name for key, (_, _, name, _) in MOVES.items()} | {"reset": "처음으로"}),
        )
        + '<div class="figure-panel softmax-says">'
        + f"{''.join(f'<p>{each}</p>' for each in [*said, ''])}</div>"
        + _table(names, logits, found, answer),
        caption,
        {
            "tapes": [record(function, list(logits)) for function in functions],
            "start": dict(zip(keys, map(float, logits), strict=True)),
            "answer": f"{answer + 1}",
            "limit": LIMIT,
            "stops": STOPS,
            "decimals": DECIMALS,
            "flat": FLAT,
            "bars": BARS,
            "loss": LOSS,
            "moves": {key: [a, b, did] for key, (a, b, _, did) in MOVES.items()},
            "words": WORDS,
        },
    )


def _all_of(answer: int, count: int) -> Any:
    """Return the function that is recorded: logits to probabilities, loss, and gradient."""
    y = np.eye(count)[answer : answer + 1]

    def function(logits: NDArray[Any]) -> NDArray[Any]:
        s = logits[None]
        o = softmax(s)
        loss = categorical_cross_entropy_per_sample(y, o)
        return np.concatenate([o[0], loss, SOFTMAX_CROSS_ENTROPY.delta(y, s)[0]])

    return function


def _logit(value: float) -> str:
    return fixed(value, DECIMALS["logit"])


def _shown(value: float) -> str:
    return fixed(value, DECIMALS["shown"])


def _stop(value: float) -> int:
    return round((value + LIMIT) / (2 * LIMIT) * STOPS)


def _said(found: FloatArray, answer: int, count: int) -> list[str]:
    o, loss = found[:count], float(found[count])
    head = WORDS["loss"].format(answer=answer + 1, value=_shown(o[answer]), loss=_shown(loss))
    first = int(o.argmax())
    if loss < FLAT:
        return [head, WORDS["flat"]]
    if (o == o.max()).sum() > 1:
        return [head, WORDS["level"]]
    return [head, WORDS["right"] if first == answer else WORDS["wrong"].format(k=first + 1)]


def _drawing(names: Sequence[str], found: FloatArray, answer: int, said: str) -> Drawing:
    count = len(names)
    o, loss, slopes = found[:count], float(found[count]), found[count + 1 :]
    values = ", ".join(
        f"{name} 확률 {_shown(value)} 기울기 {_shown(slope)}"
        for name, value, slope in zip(names, o, slopes, strict=True)
    )
    return drawing(
        LOSS["bottom"] + 48,
        text(BARS["left"], 14, "확률 $o$", size=14, token="muted", anchor="start"),
        text(BARS["middle"], 14, "기울기 $o$ − $y$", size=14, token="muted"),
        *(
            part
            for k, name in enumerate(names)
            for part in _row(k, name, float(o[k]), float(slopes[k]))
        ),
        group(
            text(BARS["left"] + 58, BARS["top"] - 14, "정답", size=14, token="e", weight=700),
            transform=f"translate({points(0, answer * BARS['pitch'])})",
            **{"class": "answer"},
        ),
        *_loss(float(o[answer]), loss),
        alt=f"로짓에서 나온 확률과 기울기의 막대, 정답의 확률에 따른 손실의 곡선. {values}. {said}",
    )


def _row(k: int, name: str, value: float, slope: float) -> list[Element]:
    left, width, middle, half = (BARS[key] for key in ("left", "width", "middle", "half"))
    y, height = BARS["top"] + k * BARS["pitch"], BARS["height"]
    tilt = element(
        "rect",
        x=middle + half * min(slope, 0),
        y=y,
        width=half * abs(slope),
        height=height,
        fill=colour("e"),
        **{"class": "tilt"},
    )
    numbers = [(left + width, value, "number"), (middle + half, slope, "number")]
    return [
        text(left, y - 14, name, size=14, anchor="start"),
        *(
            group(text(x, y - 14, _shown(each), size=14, anchor="end"), **{"class": kind})
            for x, each, kind in numbers
        ),
        box(left, y, width, height, radius=0, strength=0),
        bar(left, y, width * value, height),
        box(middle - half, y, 2 * half, height, radius=0, strength=0),
        tilt,
        line((middle, y - 4), (middle, y + height + 4), token="muted"),
    ]


def _loss(value: float, loss: float) -> list[Element]:
    left, right, top, bottom, most = (
        LOSS[key] for key in ("left", "right", "top", "bottom", "most")
    )

    def place(p: float, height: float) -> tuple[float, float]:
        return left + (right - left) * p, bottom - (bottom - top) * min(height / most, 1)

    grid = np.concatenate([np.geomspace(np.exp(-most), 0.1, 40), np.linspace(0.1, 1, 60)[1:]])
    y = np.tile([1.0, 0.0], (len(grid), 1))
    heights = categorical_cross_entropy_per_sample(y, np.column_stack([grid, 1 - grid]))
    curve = "L".join(points(*place(p, h)) for p, h in zip(grid, heights, strict=True))
    mark = disc((0, 0), 8, edge="paper", thickness=2, fill="e")
    return [
        box(left, top, right - left, bottom - top, radius=0, strength=0),
        path(f"M{curve}", token="e", width=2),
        group(mark, transform=f"translate({points(*place(value, loss))})", **{"class": "mark"}),
        *(text(place(p, 0)[0], bottom + 14, f"{p:g}", size=13, token="muted") for p in (0, 0.5, 1)),
        *(
            text(left - 8, place(0, h)[1], f"{h:g}", size=13, token="muted", anchor="end")
            for h in (0, most)
        ),
        text((left + right) / 2, bottom + 36, "정답의 확률", size=13, token="muted"),
        text(left + 8, top - 12, "손실", size=13, token="muted"),
    ]


def _table(names: Sequence[str], logits: Sequence[float], found: FloatArray, answer: int) -> str:
    count = len(names)
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{_logit(logits[k])}</td><td>{_shown(found[k])}</td>'
        f"<td>{int(k == answer)}</td><td>{_shown(found[count + 1 + k])}</td></tr>"
        for k, name in enumerate(names)
    )
    return (
        f'<table class="figure-board"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
