"""The picture of the photos: a photo, what each of its pixels is evidence of, ten probabilities."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np

from backprop.validation import FloatArray
from figures.numbers import fixed
from figures.plots.images import NEGATIVE, POSITIVE, png
from figures.svg.shapes import Drawing, bar, box, colour, drawing, element, hit
from figures.svg.text import text

SIDE = 28
PHOTO = {"left": 4, "top": 26, "side": 186}
EVIDENCE = {"left": 210, "top": 26, "side": 186}
BARS = {"left": 104, "top": 252, "width": 232, "pitch": 22, "height": 14}
PERCENT = 1
"""Decimals of a probability in percent."""


def percent(share: float) -> str:
    """Write a probability in percent, without the sign."""
    return fixed(100 * share, PERCENT)


def draw_photo(
    image: np.ndarray,
    evidence: FloatArray,
    answer: int,
    odds: FloatArray,
    names: Sequence[str],
    said: Sequence[str],
) -> Drawing:
    """Draw a photo with its evidence and the model's probabilities.

    Parameters
    ----------
    image : numpy.ndarray, shape (28, 28)
        uint8.
    evidence : FloatArray, shape (784,)
        Of each pixel for the answer, as parts of the strongest shade: from −1 to 1.
    answer : int
        The right class.
    odds : FloatArray, shape (n_classes,)
        Probabilities.
    names : sequence of str, length n_classes
        Of the classes.
    said : sequence of str
        What the figure says of it: sentences of the description.
    """
    signed = evidence.reshape(SIDE, SIDE)
    left, top, side = EVIDENCE["left"], EVIDENCE["top"], EVIDENCE["side"]
    square = {"x": left, "y": top, "width": side, "height": side}
    parts = [
        text(PHOTO["left"], 12, "사진", size=14, anchor="start"),
        text(left, 12, "증거: 밝기 × 가중치", size=14, anchor="start"),
        _pixels(PHOTO, image, "photo"),
    ]
    for name, token, values in (("up", POSITIVE, signed), ("down", NEGATIVE, -signed)):
        levels = np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)
        parts += [
            element("mask", _pixels(EVIDENCE, levels, name), id=name),
            element("rect", fill=colour(token), mask=f"url(#{name})", **square),
        ]
    parts += [
        box(each["left"], each["top"], side, side, radius=0, edge="muted", strength=0)
        for each in (PHOTO, EVIDENCE)
    ]
    for each in (PHOTO, EVIDENCE):
        parts += [_cursor(each, token, width) for token, width in (("paper", 4), ("ink", 2))]
    parts.append(hit(PHOTO["left"], PHOTO["top"], side, side, "handle"))
    for k, (name, share) in enumerate(zip(names, odds, strict=True)):
        parts += _bar(k, name, float(share), is_answer=k == answer)
    return drawing(
        BARS["top"] + len(names) * BARS["pitch"] + 4,
        *parts,
        alt="사진 한 장, 그 픽셀마다의 증거, 열 종류의 확률. 증거는 점수를 올린 픽셀이 파랑, 내린 "
        f"픽셀이 빨강입니다. {' '.join(said)}",
    )


def _pixels(frame: dict[str, int], levels: np.ndarray, name: str) -> Element:
    return element(
        "image",
        x=frame["left"],
        y=frame["top"],
        width=frame["side"],
        height=frame["side"],
        preserveAspectRatio="none",
        image_rendering="pixelated",
        href=png(levels),
        **{"class": name},
    )


def _cursor(frame: dict[str, int], token: str, width: float) -> Element:
    pixel = frame["side"] / SIDE
    return element(
        "rect",
        x=frame["left"] + SIDE // 2 * pixel,
        y=frame["top"] + SIDE // 2 * pixel,
        width=pixel,
        height=pixel,
        fill="none",
        stroke=colour(token),
        stroke_width=width,
        **{"class": "cursor"},
    )


def _bar(k: int, name: str, share: float, *, is_answer: bool) -> list[Element]:
    y = BARS["top"] + k * BARS["pitch"]
    left, width, height = BARS["left"], BARS["width"], BARS["height"]
    middle = y + height / 2
    return [
        text(left - 8, middle, name, size=13, anchor="end"),
        box(left, y, width, height, radius=0, strength=0),
        bar(left, y, width * share, height),
        element(
            "g",
            text(396, middle, f"{percent(share)}%", size=13, anchor="end"),
            **{"class": "number chosen" if is_answer else "number"},
        ),
    ]
