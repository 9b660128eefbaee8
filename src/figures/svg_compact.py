"""Smaller SVG that looks the same: two decimals, fewer vertices, attributes said once.

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
FLATNESS = 0.08
"""Largest distance in pixels between a curve and what is drawn of it."""
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
            value = " ".join(NUMBER.sub(lambda m: f"{round(float(m[0]), 2):g}", value).split())
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
    """Thin the vertices of polygons that nobody could tell from straight lines."""
    if not POLYLINES.fullmatch(d):
        return d
    found = []
    for piece in re.findall("M[^M]*", d):
        vertices = np.array(re.findall(r"-?[\d.]+", piece), dtype=float).reshape(-1, 2)
        kept = vertices[_bends(vertices)]
        path = " L ".join(f"{x:.2f} {y:.2f}" for x, y in kept)
        found.append(f"M {path}" + (" z" if "z" in piece else ""))
    return " ".join(found)


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
