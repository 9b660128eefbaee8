"""Photos before a linear softmax model: the evidence of each pixel, and what a changed pixel does.

A score is a weighted sum, so that each pixel's share of it, brightness · weight, can be drawn. The
page adds these shares itself; what softmax makes of the scores are the recorded operations of
`backprop.activations`.
"""

import base64
from collections.abc import Sequence
from html import escape

import numpy as np

from backprop.activations import softmax
from backprop.validation import FloatArray, real_array
from figures.moving.fashion_picture import BARS, EVIDENCE, PERCENT, PHOTO, SIDE, draw_photo, percent
from figures.moving.moving import Moving, buttons, choices, controls, slider
from figures.moving.recorder import record
from figures.numbers import fixed
from figures.picture import picture
from figures.plots.images import png

RIGHT_PHOTOS, WRONG_PHOTOS = 2, 2
"""Photos of each class that the model gets right and wrong."""
REACH = 6
"""By how many pixels a photo can be shifted."""
UNSURE = 0.6
"""A probability of the answer below this is no confidence."""
KINDS = (("all", "모두"), ("right", "맞힌"), ("wrong", "틀린"), ("unsure", "망설인"))
BRUSHES = (("erase", "지우기"), ("paint", "칠하기"))
WIDTHS = (("one", "1픽셀"), ("three", "3픽셀"))
SHIFTS = {"west": "← 왼쪽", "north": "↑ 위", "south": "↓ 아래", "east": "오른쪽 →"}
DECIMALS = {"score": 2, "percent": PERCENT, "level": 2, "evidence": 3}
WAYS = {"dx": ("왼쪽으로", "오른쪽으로"), "dy": ("위로", "아래로")}
WORDS = {
    "answer": "정답 {label}. 모델의 답 {first} {p}%, 다음 {second} {q}%.",
    "score": "{name}의 점수 {score} = 올린 픽셀 {up}, 내린 픽셀 {down}, 편향 {bias}의 합.",
    "given": "사진 그대로입니다.",
    "shifted": "{way} {count}픽셀 옮겼습니다.",
    "inked": "픽셀 {count}개를 고쳤습니다.",
    "same": "답은 그대로입니다.",
    "other": "답이 바뀌었습니다: {before} → {after}.",
    "none": "그런 사진이 이 묶음에 없습니다.",
    "place": "{count}장 가운데 {k}번째",
    "pixel": "{column}열 {row}행, 밝기 {level}, 증거 {evidence}.",
    "here": "이 자리 {brush}",
}
HEADS = ("종류", "점수", "확률")


def fashion_figure(
    kernel: np.ndarray,
    bias: np.ndarray,
    images: np.ndarray,
    labels: np.ndarray,
    names: Sequence[str],
    *,
    caption: str,
) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    kernel : numpy.ndarray, shape (784, n_classes)
        Weights, float32.
    bias : numpy.ndarray, shape (n_classes,)
        Biases, float32.
    images : numpy.ndarray, shape (n, 28, 28)
        uint8; some of each class become the figure's photos.
    labels : numpy.ndarray, shape (n,)
        Classes.
    names : sequence of str, length n_classes
        Their names.
    caption : str
        In the notation of `figures.markup`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not agree.
    """
    W = real_array("kernel", kernel, (SIDE * SIDE, len(names)))
    b = real_array("bias", bias, (len(names),))
    X = images.reshape(len(images), -1) / np.float32(255)
    probabilities = softmax(X @ W + b)
    chosen, k = _chosen(images, probabilities, labels, W, b)
    x = X[chosen[k]].astype(float)
    scores, odds = x @ W + b, probabilities[chosen[k]]
    answer = int(odds.argmax())
    evidence = x * W[:, answer]
    limit = float(np.quantile(np.abs(evidence), 0.98))
    said = _said(names, int(labels[chosen[k]]), scores, odds, evidence, b)
    return Moving(
        "fashion",
        picture(draw_photo(images[chosen[k]], evidence / limit, answer, odds, names, said)),
        "",
        _controls(names, answer)
        + f'<div class="figure-panel fashion-says">{"".join(f"<p>{each}</p>" for each in said)}'
        "</div>" + _table(names, scores, odds),
        caption,
        {
            "kernel": base64.b64encode(W.astype("<f4").tobytes()).decode("ascii"),
            "bias": b.tolist(),
            "tape": record(softmax, np.arange(len(names), 0, -1.0).tolist()),
            "sprite": png(images[chosen].reshape(-1, SIDE)),
            "labels": labels[chosen].tolist(),
            "answers": probabilities[chosen].argmax(axis=1).tolist(),
            "unsure": (probabilities[chosen].max(axis=1) < UNSURE).astype(int).tolist(),
            "photo": k,
            "class": answer,
            "names": list(names),
            "side": SIDE,
            "reach": REACH,
            "limit": limit,
            "brushes": dict(BRUSHES),
            "decimals": DECIMALS,
            "frame": {"photo": PHOTO, "evidence": EVIDENCE, "bars": BARS},
            "words": WORDS,
            "ways": WAYS,
        },
    )


def shifted(images: np.ndarray, right: int, down: int) -> np.ndarray:
    """Return pictures moved by whole pixels; what comes in at the border is black.

    Parameters
    ----------
    images : numpy.ndarray, shape (n, height, width)
        Pictures.
    right, down : int
        Pixels, negative to the left and up.
    """
    height, width = images.shape[1:]
    moved = np.zeros_like(images)
    moved[:, max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = images[
        :, max(-down, 0) : height + min(-down, 0), max(-right, 0) : width + min(-right, 0)
    ]
    return moved


def _chosen(
    images: np.ndarray, probabilities: FloatArray, labels: np.ndarray, W: FloatArray, b: FloatArray
) -> tuple[np.ndarray, int]:
    """Return photos of each class, and which of them is shown at first.

    They are the first that are right, the surest right one that a shift by one pixel changes, and
    the first that are wrong. The surest of the second kind is shown at first.
    """
    is_right = probabilities.argmax(axis=1) == labels
    sure = probabilities.max(axis=1)
    changed = np.zeros(len(images), dtype=bool)
    for way in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        moved = shifted(images, *way).reshape(len(images), -1) / np.float32(255)
        changed |= (moved @ W + b).argmax(axis=1) != labels
    fragile = np.where(changed & is_right, sure, 0)
    found: list[int] = []
    for k in range(probabilities.shape[1]):
        mine = labels == k
        right = np.flatnonzero(mine & is_right)[:RIGHT_PHOTOS].tolist()
        found += dict.fromkeys([*right, int((fragile * mine).argmax())])
        found += np.flatnonzero(mine & ~is_right)[:WRONG_PHOTOS].tolist()
    return np.array(found), int(fragile[found].argmax())


def _said(
    names: Sequence[str],
    label: int,
    scores: FloatArray,
    odds: FloatArray,
    evidence: FloatArray,
    b: FloatArray,
) -> list[str]:
    second, first = np.argsort(odds)[-2:]
    return [
        WORDS["answer"].format(
            label=names[label],
            first=names[first],
            p=percent(float(odds[first])),
            second=names[second],
            q=percent(float(odds[second])),
        ),
        WORDS["score"].format(
            name=names[first],
            score=fixed(float(scores[first])),
            up=fixed(float(evidence[evidence > 0].sum())),
            down=fixed(float(evidence[evidence < 0].sum())),
            bias=fixed(float(b[first])),
        ),
        WORDS["given"],
    ]


def _select(key: str, label: str, options: Sequence[tuple[str, str]], value: str) -> str:
    inside = "".join(
        f'<option value="{key}"{" selected" if key == value else ""}>{escape(name)}</option>'
        for key, name in options
    )
    return (
        f'<label class="figure-select"><span>{escape(label)}</span>'
        f'<select name="{key}">{inside}</select></label>'
    )


def _controls(names: Sequence[str], answer: int) -> str:
    numbered = [(f"{k}", name) for k, name in enumerate(names)]
    middle = SIDE // 2

    def row(key: str, name: str) -> str:
        return (
            f'<div class="figure-line"><span class="figure-name">{name}</span>'
            f'{slider(key, name, SIDE - 1, middle)}<output class="figure-number" data-of="{key}">'
            f"{middle + 1}</output></div>"
        )

    return controls(
        "사진 고르기",
        choices("kind", "사진", KINDS),
        _select("label", "종류", [("every", "모든 종류"), *numbered], "every"),
        '<div class="figure-line">',
        buttons({"back": "이전 사진", "forward": "다음 사진"}),
        '<span class="fashion-place"></span></div>',
        _select("class", "증거를 볼 종류", numbered, f"{answer}"),
    ) + controls(
        "사진 고치기",
        f'<div class="figure-line">{buttons(SHIFTS)}</div>',
        choices("brush", "붓", BRUSHES),
        choices("width", "굵기", WIDTHS),
        row("column", "가로 자리"),
        row("row", "세로 자리"),
        buttons({"ink": WORDS["here"].format(brush=BRUSHES[0][1]), "reset": "처음으로"}),
    )


def _table(names: Sequence[str], scores: FloatArray, odds: FloatArray) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{fixed(float(score))}</td>'
        f"<td>{percent(share)}%</td></tr>"
        for name, score, share in zip(names, scores, odds, strict=True)
    )
    return (
        f'<table class="figure-board"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
