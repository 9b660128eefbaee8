"""Pictures made of pixels: samples with their names, mistakes row by row, weights as templates.

Each picture travels as a lossless PNG inside the SVG, one byte a pixel, and the browser enlarges it
without smoothing. Grey levels are shown as they are, 0 black; signed values become two masks, one
for each sign, so that both schemes show them in their own colours on their own paper.
"""

import base64
import io
from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from figures.svg.shapes import WIDTH, Drawing, colour, drawing, element
from figures.svg.text import text

POSITIVE, NEGATIVE = "x", "e"
"""Colour tokens of the two signs."""
TEMPLATES = 5
"""Templates of weights in a row."""
LABEL_SIZE = 14.0
NOTE_SIZE = 12.0


def png(levels: np.ndarray) -> str:
    """Return grey levels as the data address of a PNG.

    Parameters
    ----------
    levels : numpy.ndarray, shape (height, width)
        uint8, 0 black to 255 white.

    Raises
    ------
    TypeError
        If the levels are not uint8.
    ValueError
        If they are not two-dimensional.
    """
    if levels.dtype != np.uint8:
        raise TypeError(f"levels must be uint8, got {levels.dtype}")
    if levels.ndim != 2:
        raise ValueError(f"levels must have shape (height, width), got {levels.shape}")
    out = io.BytesIO()
    Image.fromarray(levels).save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def image_grid(
    images: np.ndarray, names: Sequence[str], notes: Sequence[str], *, columns: int = 3
) -> Drawing:
    """Draw pictures in a grid, each with its name and a smaller line below.

    Parameters
    ----------
    images : numpy.ndarray, shape (n, height, width)
        uint8.
    names, notes : sequence of str, length n
        The two lines under each picture.
    columns : int
        Pictures in a row.

    Raises
    ------
    ValueError
        If there are not as many names and notes as pictures.
    """
    if not len(images) == len(names) == len(notes):
        raise ValueError(
            f"one name and one note for each of {len(images)} pictures, "
            f"got {len(names)} and {len(notes)}"
        )
    pitch = WIDTH / columns
    side = pitch - 20
    row_height = side + 52
    parts = []
    for place, (image, name, note) in enumerate(zip(images, names, notes, strict=True)):
        row, column = divmod(place, columns)
        middle, top = (column + 0.5) * pitch, row * row_height
        parts += [
            _tile(middle - side / 2, top, side, image),
            text(middle, top + side + 15, name, size=LABEL_SIZE),
            text(middle, top + side + 33, note, size=NOTE_SIZE, token="muted"),
        ]
    rows = -(-len(images) // columns)
    return drawing(rows * row_height - 8, *parts)


def image_rows(rows: Sequence[tuple[str, np.ndarray]]) -> Drawing:
    """Draw rows of pictures, each under a heading.

    Parameters
    ----------
    rows : sequence of (str, numpy.ndarray of shape (n, height, width))
        Heading and uint8 pictures; all rows take the grid of the longest.

    Raises
    ------
    ValueError
        If there is no picture.
    """
    longest = max((len(images) for _, images in rows), default=0)
    if not longest:
        raise ValueError("rows must hold at least one picture")
    pitch = (WIDTH + 8) / longest
    side = pitch - 8
    row_height = side + 46
    parts = []
    for number, (heading, images) in enumerate(rows):
        top = number * row_height
        parts.append(text(0, top + 12, heading, size=LABEL_SIZE, anchor="start"))
        parts += [_tile(k * pitch, top + 26, side, image) for k, image in enumerate(images)]
    return drawing(len(rows) * row_height - 18, *parts)


def weight_templates(templates: ArrayLike, names: Sequence[str], *, limit: float) -> Drawing:
    """Draw signed weights as pictures: blue raises the score, red lowers it, paper is 0.

    Parameters
    ----------
    templates : array_like, shape (n, height, width)
        Weights.
    names : sequence of str, length n
        What stands under each.
    limit : float
        Size of the weight that gets the full colour; larger ones get it too.

    Raises
    ------
    ValueError
        If the shapes do not agree, a weight is not finite, or the limit is not positive.
    """
    weights = np.asarray(templates, dtype=float)
    if weights.ndim != 3 or len(weights) != len(names) or not np.isfinite(weights).all():
        raise ValueError(
            f"templates must be finite, of shape ({len(names)}, height, width), got {weights.shape}"
        )
    if not limit > 0:
        raise ValueError(f"limit must be positive, got {limit}")
    sheet, corners = _sheet(weights)
    height, width = weights.shape[1:]
    scale = WIDTH / sheet.shape[1]
    size = {"width": WIDTH, "height": sheet.shape[0] * scale}
    parts = []
    for name, token, values in (("up", POSITIVE, sheet), ("down", NEGATIVE, -sheet)):
        levels = np.rint(255 * np.clip(values / limit, 0, 1)).astype(np.uint8)
        parts += [
            element("mask", _pixels(0, 0, size["width"], size["height"], levels), id=name),
            element("rect", fill=colour(token), mask=f"url(#{name})", **size),
        ]
    for (top, left), name in zip(corners, names, strict=True):
        x, y = left * scale, top * scale
        edge = {"width": width * scale, "height": height * scale, "stroke": colour("line")}
        parts += [
            element("rect", x=x, y=y, fill="none", **edge),
            text(x + width * scale / 2, y + height * scale + 13, name, size=NOTE_SIZE),
        ]
    return drawing(size["height"], *parts)


def _sheet(weights: np.ndarray) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Lay the templates out on one array with gaps; return it and their upper left corners."""
    height, width = weights.shape[1:]
    gap, name = 2, 11
    rows = -(-len(weights) // TEMPLATES)
    sheet = np.zeros((rows * (height + name), TEMPLATES * (width + gap) - gap))
    corners = [
        (place // TEMPLATES * (height + name), place % TEMPLATES * (width + gap))
        for place in range(len(weights))
    ]
    for (top, left), template in zip(corners, weights, strict=True):
        sheet[top : top + height, left : left + width] = template
    return sheet, corners


def _tile(x: float, y: float, side: float, image: np.ndarray) -> Element:
    frame = {"width": side, "height": side, "fill": "none", "stroke": colour("line")}
    return element("g", _pixels(x, y, side, side, image), element("rect", x=x, y=y, **frame))


def _pixels(x: float, y: float, width: float, height: float, levels: np.ndarray) -> Element:
    return element(
        "image",
        x=x,
        y=y,
        width=width,
        height=height,
        preserveAspectRatio="none",
        image_rendering="pixelated",
        href=png(levels),
    )
