"""The nine weights of the lecture's network under the reader's hands: predictions, and path signs.

The page computes predictions and slopes itself, by the recorded operations of `backprop.network`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop.network import Parameters, backward, forward
from backprop.samples import Samples
from backprop.validation import FloatArray
from figures.moving.moving import Moving, buttons, controls, slider
from figures.moving.recorder import record
from figures.moving.training_picture import prediction_columns
from figures.numbers import fixed
from figures.picture import picture
from figures.svg.shapes import Drawing, Point, disc, drawing, group, line
from figures.svg.text import text

LIMIT, STOPS = 8, 160
"""A slider goes from −limit to limit."""
DECIMALS = {"shown": 4, "knob": 2}
NEAR = 0.1
"""An error smaller than this is near the target."""
FRAME = {"top": 24, "side": 200, "columns": [292, 330, 368]}
INPUTS = ((36, 72), (36, 176))
HIDDEN = ((126, 34), (126, 124), (126, 214))
OUTPUT = (216, 124)
RADIUS = 20
WORDS = {
    "student": "학생 {name}: 예측 {value}, 목표 {target}.",
    "near": "세 예측이 모두 목표값 가까이에 있습니다.",
    "negative": "올리면 예측이 내려가는 가중치는 {count}개입니다.",
}
HEADS = ("가중치", "값", "올리면 예측은")
WAYS = {"1": "올라감", "-1": "내려감", "0": "그대로"}


def nine_weights_figure(parameters: Parameters, samples: Samples, *, caption: str) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    parameters : Parameters
        The network at first; 2-3-1, and no weight is further than `LIMIT` from zero.
    samples : Samples
        The students.
    caption : str
        In the notation of `figures.markup`.
    """
    vector = parameters.to_vector()
    function = predictions_and_slopes(parameters, samples.X)
    predictions, slopes = np.split(function(vector), [len(samples.X)])
    said = [
        *(
            WORDS["student"].format(name=i + 1, value=_shown(value), target=_shown(target))
            for i, (value, target) in enumerate(zip(predictions, samples.y[:, 0], strict=True))
        ),
        WORDS["negative"].format(count=int((slopes < 0).sum())),
    ]
    return Moving(
        "nine_weights",
        picture(_drawing(samples.y[:, 0], predictions, slopes, " ".join(said))),
        "",
        controls(
            "가중치 아홉 개",
            *(
                f'<div class="figure-line"><span class="figure-name">{label}</span>'
                f"{slider(f'w{k}', label, STOPS, _stop(value))}"
                f'<output class="figure-number" data-of="w{k}">{_weight(value)}</output></div>'
                for k, (label, value) in enumerate(zip(parameters.labels, vector, strict=True))
            ),
            buttons({"reset": "처음으로"}),
        )
        + '<div class="figure-panel nine-says">'
        + f"{''.join(f'<p>{each}</p>' for each in said)}</div>"
        + _table(parameters.labels, vector, slopes),
        caption,
        {
            "tape": record(function, vector.tolist()),
            "start": vector.tolist(),
            "limit": LIMIT,
            "stops": STOPS,
            "near": NEAR,
            "decimals": DECIMALS,
            "targets": samples.y[:, 0].tolist(),
            "frame": FRAME,
            "labels": parameters.labels,
            "words": WORDS,
            "ways": WAYS,
        },
    )


def predictions_and_slopes(like: Parameters, X: FloatArray) -> Any:
    """Return the function that is recorded: the weights to predictions, and their sum's slopes.

    With targets that are one above the predictions every error is 1, so that the backward pass
    returns the slopes of the predictions themselves, with its minus sign.
    """

    def function(vector: NDArray[Any]) -> NDArray[Any]:
        w1, w2 = np.split(vector, [like.w1.size])
        moved = Parameters(w1.reshape(like.w1.shape), w2.reshape(like.w2.shape))
        passed = forward(moved, X)
        above = passed.activated_output + 1.0
        slopes = -backward(moved, passed, above).to_vector()
        return np.concatenate([passed.activated_output[:, 0], slopes])

    return function


def _weight(value: float) -> str:
    return fixed(value, DECIMALS["knob"])


def _shown(value: float) -> str:
    return fixed(value, DECIMALS["shown"])


def _stop(value: float) -> int:
    return round((value + LIMIT) / (2 * LIMIT) * STOPS)


def _drawing(targets: FloatArray, predictions: FloatArray, slopes: FloatArray, alt: str) -> Drawing:
    edges: list[tuple[Point, Point]] = [(a, b) for a in INPUTS for b in HIDDEN]
    edges += [(a, OUTPUT) for a in HIDDEN]
    tokens = ["w1"] * (len(edges) - len(HIDDEN)) + ["w2"] * len(HIDDEN)
    names = [
        *zip(INPUTS, ("공부", "수면"), ("x", "x"), strict=True),
        *((place, f"{k + 1}", "ah") for k, place in enumerate(HIDDEN)),
        (OUTPUT, "예측", "ao"),
    ]
    return drawing(
        FRAME["top"] + FRAME["side"] + 50,
        *(
            group(
                line(start, end, token=token, width=2.5),
                **{"class": "path negative" if slope < 0 else "path"},
            )
            for (start, end), token, slope in zip(edges, tokens, slopes, strict=True)
        ),
        *(
            group(
                disc(place, RADIUS, edge=token, thickness=2.5),
                text(place[0], place[1], name, size=13),
            )
            for place, name, token in names
        ),
        *prediction_columns(FRAME, targets, predictions),
        alt=f"입력 둘, 은닉 노드 셋, 출력 하나인 신경망과 세 학생의 예측 막대. {alt} "
        "그런 가중치의 선은 끊겨 있습니다.",
    )


def _table(labels: tuple[str, ...], vector: FloatArray, slopes: FloatArray) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(
        f'<tr><th scope="row">{label}</th><td data-weight>{_weight(value)}</td>'
        f"<td data-way>{WAYS[f'{np.sign(slope):.0f}']}</td></tr>"
        for label, value, slope in zip(labels, vector, slopes, strict=True)
    )
    return (
        f'<table class="figure-board"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
