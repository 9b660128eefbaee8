"""From a drawing to SVG that belongs to the page.

Inline SVG shares the page's ids, fonts and colours. So: every colour becomes a variable of the
page (light and dark then follow the reader's choice), text stays text in the page's font, ids
carry a prefix, style rules, metadata and sizes in points go, and coordinates keep one decimal.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections import Counter

from figures.markup import runs
from figures.notation import COLOURS
from figures.svg.compact import PAINTS, share, tidy_numbers, unwrap
from figures.svg.text import SMALLEST_TEXT, tspans

SHAPES = {"text", "path", "rect", "circle", "ellipse", "polygon", "polyline", "use"}
REFERENCE = re.compile(r"(?<=url\(#)[^)]+(?=\))")
VARIABLE = re.compile(r"var\(--c-([a-z0-9]+)(?:,\s*#[0-9a-fA-F]{6})?\)")
MATPLOTLIB_RULE = "*{stroke-linejoin: round; stroke-linecap: butt}"
HALO = "halo"
"""Id of a group whose text is to stand on an edge of paper colour."""
TOKEN_OF = {colour.light.lower(): token for token, colour in reversed(COLOURS.items())}

_seen: Counter[str] = Counter()


def publish(svg: str, label: str) -> str:
    """Return ``svg`` ready to stand inside a page.

    Parameters
    ----------
    svg : str
        A whole SVG document or element with a ``viewBox`` in CSS pixels. Colours are the light
        ones of `figures.notation`, or already ``var(--c-token)``.
    label : str
        Text alternative.

    Raises
    ------
    ValueError
        If a colour is not the course's, a shape has none, a style rule would reach the whole page,
        text is smaller than `SMALLEST_TEXT`, an id is missing or given twice, or there is no
        ``viewBox``.
    """
    root = ET.fromstring(svg)
    for element in root.iter():
        _strip_namespaces(element)
    _drop_page_wide(root)
    for element in root.iter():
        _spread_style(element)
        _colour(element)
        tidy_numbers(element)
    _require_paint(root, painted=False)
    for text in root.iter("text"):
        _typeset(text)
    _set_halos(root)
    _frame(root, label)
    _drop_ids(root)
    unwrap(root)
    share(root)
    _prefix_ids(root)
    return ET.tostring(root, encoding="unicode")


def _strip_namespaces(element: ET.Element) -> None:
    element.tag = element.tag.rpartition("}")[2]
    for name in list(element.attrib):
        value = element.attrib.pop(name)
        element.set(name.rpartition("}")[2], value)


def _drop_page_wide(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "style" and (child.text or "").strip() != MATPLOTLIB_RULE:
                raise ValueError(f"a style rule in an SVG reaches the whole page: {child.text!r}")
            if child.tag in ("metadata", "title", "style"):
                parent.remove(child)


def _spread_style(element: ET.Element) -> None:
    for rule in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name:
            element.set(name, value)
    element.attrib.pop("font-family", None)


def _colour(element: ET.Element) -> None:
    for name in PAINTS:
        value = element.get(name)
        if value is not None and value != "none" and not value.startswith("url("):
            element.set(name, _variable(value))


def _variable(value: str) -> str:
    named = VARIABLE.fullmatch(value)
    token = named[1] if named else TOKEN_OF.get(value.lower())
    if token not in COLOURS:
        raise ValueError(f"{value} is no colour of the course (figures.notation.COLOURS)")
    return f"var(--c-{token})"


def _require_paint(element: ET.Element, *, painted: bool) -> None:
    painted = painted or "fill" in element.attrib
    if element.tag in SHAPES and not painted:
        raise ValueError(
            f"<{element.tag}> has no fill and would be black in both schemes: "
            f"{ET.tostring(element, encoding='unicode')[:120]}"
        )
    for child in element:
        if child.tag not in ("defs", "clipPath"):
            _require_paint(child, painted=painted)


def _typeset(element: ET.Element) -> None:
    size = element.get("font-size")
    if size is not None and float(size.removesuffix("px")) < SMALLEST_TEXT:
        raise ValueError(f"text of {size}, at least {SMALLEST_TEXT:g}px: {element.text!r}")
    for part in [element, *element.iter("tspan")]:
        source = part.text or ""
        if "$" not in source and "`" not in source:
            continue
        part.text = None
        for place, span in enumerate(tspans(runs(source))):
            part.insert(place, span)


def _set_halos(root: ET.Element) -> None:
    for group in root.iter("g"):
        if group.get("id") == HALO:
            for text in group.iter("text"):
                text.set("stroke", "var(--c-paper)")
                text.set("stroke-width", "4")
                text.set("stroke-linejoin", "round")
                text.set("paint-order", "stroke")


def _frame(root: ET.Element, label: str) -> None:
    box = (root.get("viewBox") or "").split()
    if root.tag != "svg" or len(box) != 4:
        raise ValueError(f"an <svg> with a viewBox of four numbers is needed, got {box}")
    for name in ("version", "class", "xmlns"):
        root.attrib.pop(name, None)
    root.set("width", f"{float(box[2]):g}")
    root.set("height", f"{float(box[3]):g}")
    root.set("stroke-linejoin", "round")
    root.set("role", "img")
    root.set("aria-label", label)


def _drop_ids(root: ET.Element) -> None:
    """Take away the ids to which nothing refers."""
    wanted = {name for element in root.iter() for name in _references(element)}
    given = Counter(element.get("id") for element in root.iter())
    for name in wanted:
        if given[name] != 1:
            raise ValueError(f"id {name!r} is referred to and given {given[name]} times")
    for element in root.iter():
        if element.get("id") not in wanted:
            element.attrib.pop("id", None)


def _prefix_ids(root: ET.Element) -> None:
    number: dict[str, str] = {}
    for element in root.iter():
        if "id" in element.attrib:
            name = element.attrib["id"]
            number[name] = f"{len(number)}"
            element.set("id", number[name])
    digest = hashlib.sha256(ET.tostring(root)).hexdigest()[:8]
    prefix = f"f{digest}-{_seen[digest]}-"
    _seen[digest] += 1
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", prefix + element.attrib["id"])
        if element.get("href", "").startswith("#"):
            element.set("href", "#" + prefix + number[element.attrib["href"][1:]])
        for name, value in element.items():
            if "url(#" in value:
                element.set(name, REFERENCE.sub(lambda m: prefix + number[m[0]], value))


def _references(element: ET.Element) -> list[str]:
    found = [name for value in element.attrib.values() for name in REFERENCE.findall(value)]
    link = element.get("href", "")
    return [*found, link[1:]] if link.startswith("#") else found
