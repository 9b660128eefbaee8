"""Spacing of formulas as TeX sets it, written on the operators of a MathML tree.

MathML Core spaces an operator by a dictionary that knows neither TeX's classes of atoms nor its
styles: "i=1" beneath a sum is set as wide as on the line, the minus of "= -x" like a difference,
and a function touches its argument.
Source: D. E. Knuth, The TeXbook, 1984, chapters 17 and 18 (the spacing table on page 170).
"""

from itertools import zip_longest
from xml.etree import ElementTree as ET

TEX_CLASS = "data-mjx-texclass"
SCRIPTS = {"munder", "mover", "munderover", "msub", "msup", "msubsup"}
THIN_SPACE = "0.167em"
APPLY_FUNCTION = "\u2061"
SIGNS = set("−+±∓")
OPENING = set("([{⟨⌊⌈")
CLOSING = set(")]}⟩⌋⌉|‖!′″‴")
ELLIPSES = set("…⋯")
OPERANDS = CLOSING | ELLIPSES
NONE = {"lspace": "0", "rspace": "0"}
DISPLAY, TEXT, SCRIPT = -1, 0, 1


def space(element: ET.Element, display: bool) -> None:
    """Set the spacing of a formula in place.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
        Root of the formula, with MathJax's classes of atoms still on its elements.
    display : bool
        True if the formula stands on a line of its own.
    """
    _walk(element, DISPLAY if display else TEXT)


def _walk(element: ET.Element, level: int) -> None:
    """Space an element at a level: -1 in display style, 0 in text style, 1 and up in scripts."""
    level = _level_of(element, level)
    if element.tag == "mo":
        _space_operator(element, level)
    elif element.tag not in SCRIPTS and element.tag != "mfrac":
        _space_row(element)
        if level < SCRIPT:
            _space_inner(element)
    for position, child in enumerate(element):
        if element.tag == "mfrac":
            _walk(child, level + 1)
        elif element.tag in SCRIPTS and position:
            _walk(child, max(level, TEXT) + 1)
        else:
            _walk(child, level)


def _level_of(element: ET.Element, level: int) -> int:
    """Level inside an element, which may set its own."""
    script = element.get("scriptlevel")
    if script is not None:
        level = level + int(script) if script.startswith(("+", "-")) else int(script)
    style = element.get("displaystyle", "false" if element.tag == "mtable" else None)
    if style == "true":
        return DISPLAY
    return level if style is None else max(level, TEXT)


def _space_operator(operator: ET.Element, level: int) -> None:
    """Take the space from what TeX counts as a letter and from operators in scripts."""
    text = operator.text or ""
    fence = text in OPENING or text in CLOSING or text == APPLY_FUNCTION
    ordinary = text in ELLIPSES or operator.get(TEX_CLASS) == "ORD"
    if ordinary or (level >= SCRIPT and not fence and not text.isalpha()):
        operator.attrib |= NONE


def _space_row(row: ET.Element) -> None:
    """Space signs, named operators (lim, max) and functions (exp, sin) by their neighbours."""
    children: list[ET.Element] = []
    for child, after in zip_longest(row, row[1:]):
        core = core_of(child)
        before = next((core_of(part) for part in children[::-1] if part.tag != "mspace"), None)
        follower = None if after is None else core_of(after)
        gap = "0" if follower is None or follower.text in OPENING else THIN_SPACE
        operand = before is not None and (before.tag != "mo" or before.text in OPERANDS)
        if core.tag == "mo" and core.text == APPLY_FUNCTION:
            core.set("rspace", gap)
        elif core.tag == "mo" and (core.text or "").isalpha():
            core.attrib |= {"lspace": THIN_SPACE if operand else "0", "rspace": gap}
        elif core.tag == "mo" and core.text in SIGNS and before is not None and not operand:
            core.set("form", "prefix")
        elif operand and follower is not None and follower.text == APPLY_FUNCTION:
            children.append(ET.Element("mspace", width=THIN_SPACE))
        children.append(child)
    row[:] = children


def _space_inner(row: ET.Element) -> None:
    """Part fractions and fenced formulas (TeX's inner atoms) from what stands beside them."""
    children: list[ET.Element] = []
    for child in row:
        if children and (_is_inner(child) or _is_inner(children[-1])):
            before, after = core_of(children[-1]), core_of(child)
            ends = before.tag not in {"mo", "mspace"} or before.text in CLOSING
            starts = after.tag not in {"mo", "mspace"} or after.text in OPENING
            if ends and starts:
                children.append(ET.Element("mspace", width=THIN_SPACE))
        children.append(child)
    row[:] = children


def _is_inner(element: ET.Element) -> bool:
    core = core_of(element)
    return core.tag == "mfrac" or core.get(TEX_CLASS) == "INNER"


def core_of(element: ET.Element) -> ET.Element:
    """Operator or letter that scripts, limits and accents are attached to."""
    while element.tag in SCRIPTS and len(element):
        element = element[0]
    return element
