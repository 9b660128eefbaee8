"""Smaller SVG that looks the same: one decimal, fewer vertices, attributes said once.

A curve comes from Matplotlib with a vertex for each value and a style for each piece; inline in a
page that would weigh more than the page's text.
"""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
from numpy.typing import NDArray

PAINTS = ("fill", "stroke", "color", "stop-color", "flood-color")
NUMBERS = ("d", "points", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width")
SHARED = (
    *PAINTS,
    "clip-path",
    "fill-opacity",
    "font-size",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
)
"""Attributes that mean the same on a group as on each of its members."""
FLATNESS = 0.3
"""Largest distance in pixels between a curve and what is drawn of it, before rounding."""
SCRIBBLE = 1000
"""Vertices, after thinning, from which on a line runs over itself more than it goes anywhere."""
POLYLINES = re.compile(r"\s*(?:M[-\d.,\sL]*z?\s*)+")
NUMBER = re.compile(r"-?\d+\.\d+")
TURN_OF_ZERO = re.compile(r"rotate\(-?0(\.0+)? [^)]*\)")


def tidy_numbers(element: ET.Element) -> None:
    """Round coordinates, thin out paths, drop turns by nothing and the space between elements."""
    for name in NUMBERS:
        if name == "d" and name in element.attrib:
            element.set(name, _simplified(element.attrib[name]))
        if name in element.attrib:
            value = TURN_OF_ZERO.sub("", element.attrib[name])
            digits = 2 if name == "transform" else 1
            value = NUMBER.sub(lambda m, digits=digits: _short(float(m[0]), digits), value)
            value = " ".join(value.split())
            if value:
                element.set(name, value)
            else:
                del element.attrib[name]
    if element.tag not in ("text", "tspan"):
        element.text = None
    if element.tag != "tspan":
        element.tail = None


def unwrap(parent: ET.Element, *, stroked: bool = False) -> None:
    """Take away what nobody sees: groups that carry nothing, shapes without fill and stroke."""
    stroked = stroked or "stroke" in parent.attrib
    kept: list[ET.Element] = []
    for child in list(parent):
        unwrap(child, stroked=stroked)
        bare = child.tag in ("g", "defs") and not child.attrib
        if bare and (child.tag == "g" or not len(child)):
            kept += list(child)
        elif child.tag != "path" or child.get("fill") != "none" or stroked or child.get("stroke"):
            kept.append(child)
    parent[:] = kept


def share(parent: ET.Element) -> None:
    """Say once, on a group, what several neighbours of one kind have in common."""
    for child in parent:
        share(child)
    if parent.tag in ("text", "tspan", "clipPath"):
        return
    kept: list[ET.Element] = []
    for _, several in itertools.groupby(list(parent), lambda e: (e.tag, frozenset(e.keys()))):
        run = list(several)
        common = dict(set.intersection(*(set(element.items()) for element in run)))
        common = {name: value for name, value in common.items() if name in SHARED}
        if run[0].tag == "use" or "transform" in run[0].attrib:
            common.pop("clip-path", None)  # It is measured in coordinates of its own element.
        if len(run) < 3 or not common:
            kept += run
            continue
        for element in run:
            for name in common:
                del element.attrib[name]
        group = ET.Element("g", {name: common[name] for name in sorted(common)})
        group.extend(run)
        kept.append(group)
    parent[:] = kept


def _simplified(d: str) -> str:
    """Thin the vertices of polygons; say each as a step from the one before, in tenths."""
    if not POLYLINES.fullmatch(d):
        return d
    found = []
    for piece in re.findall("M[^M]*", d):
        vertices = np.array(re.findall(r"-?[\d.]+", piece), dtype=float).reshape(-1, 2)
        kept = vertices[_bends(vertices)]
        strokes = _visible(kept) if len(kept) > SCRIBBLE and "z" not in piece else [kept]
        for stroke in strokes:
            rounded = np.round(stroke, 1)
            steps = " ".join(f"{_short(x)} {_short(y)}" for x, y in np.diff(rounded, axis=0))
            start = f"M{_short(rounded[0, 0])} {_short(rounded[0, 1])}"
            found.append(start + (f"l{steps}" if steps else "") + ("z" if "z" in piece else ""))
    return "".join(found).replace(" -", "-")


def _visible(vertices: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Leave out of a scribble each segment that covers no pixel which the line has not covered."""
    covered: set[tuple[int, ...]] = set()
    strokes: list[list[NDArray[np.float64]]] = []
    joined = False
    for start, end in itertools.pairwise(vertices):
        along = np.linspace(0, 1, int(2 * np.hypot(*(end - start))) + 2)[:, None]
        pixels = set(map(tuple, np.floor(start + along * (end - start)).astype(int).tolist()))
        new = not pixels <= covered
        covered |= pixels
        if new and joined:
            strokes[-1].append(end)
        elif new:
            strokes.append([start, end])
        joined = new
    return [np.array(stroke) for stroke in strokes]


def _short(number: float, digits: int = 1) -> str:
    """Write a number without what is not needed: 0.5 as .5, and no minus before zero."""
    return re.sub(r"^(-?)0(?=\.)", r"\1", f"{round(number, digits) + 0:g}")


def _bends(vertices: NDArray[np.float64]) -> list[int]:
    """Return the vertices to keep so that none is farther than `FLATNESS` off (Douglas-Peucker)."""
    kept = {0, len(vertices) - 1}
    spans = [(0, len(vertices) - 1)]
    while spans:
        first, last = spans.pop()
        between = vertices[first + 1 : last] - vertices[first]
        if not len(between):
            continue
        chord = vertices[last] - vertices[first]
        length = np.hypot(*chord)
        if length:
            off = np.abs(between[:, 0] * chord[1] - between[:, 1] * chord[0]) / length
        else:
            off = np.hypot(*between.T)
        if off.max() > FLATNESS:
            middle = first + 1 + int(off.argmax())
            kept.add(middle)
            spans += [(first, middle), (middle, last)]
    return sorted(kept)
