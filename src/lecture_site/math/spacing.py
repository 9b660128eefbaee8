"""Spacing of formulas as TeX sets it, told to every operator of a MathML tree.

Each browser spaces operators by a dictionary of its own reading, which knows neither TeX's classes
of atoms nor its styles: "i=1" beneath a sum is set as wide as on the line, and the space of a comma
stands before it in one browser and behind it in another. So no dictionary is asked: MathJax, which
knows TeX's rules, has noted the space before each atom, and it is written out here.
Source: D. E. Knuth, The TeXbook, 1984, chapters 17 and 18 (the spacing table on page 170).
"""

from xml.etree import ElementTree as ET

SPACE = "data-space"
LENGTHS = {"thinmathspace": "0.167em", "mediummathspace": "0.222em", "thickmathspace": "0.278em"}
SCRIPTS = {"munder", "mover", "munderover", "msub", "msup", "msubsup"}
NARY = set("⊕⊖⊗⊘⊙")
"""Signs that one browser takes for large operators, as it would their n-ary forms."""


def space(element: ET.Element) -> None:
    """Set the spacing of a formula in place.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
        Root of the formula, with MathJax's notes of the space before each atom still on it.
    """
    if element.tag == "mo":
        element.set("lspace", element.get("lspace", "0"))
        element.set("rspace", element.get("rspace", "0"))
        if element.text in NARY:
            element.set("largeop", "false")
    children: list[ET.Element] = []
    for child in element:
        length = _taken(child)
        if length:
            before = children[-1] if children else None
            if (operator := core_of(child)).tag == "mo":
                operator.set("lspace", length)
            elif before is not None and (operator := core_of(before)).tag == "mo":
                operator.set("rspace", length)
            else:
                children.append(ET.Element("mspace", width=length))
        children.append(child)
    if element.tag not in SCRIPTS:
        element[:] = children
    for child in element:
        space(child)


def _taken(atom: ET.Element) -> str | None:
    """Take the note of the space before an atom; the same note on what begins it is spent too."""
    name = atom.attrib.pop(SPACE, None)
    first = atom
    while name and len(first) and first.tag not in {"mfrac", "mtable"}:
        first = first[0]
        first.attrib.pop(SPACE, None)
    return LENGTHS[name] if name else None


def core_of(element: ET.Element) -> ET.Element:
    """Operator or letter that scripts, limits and accents are attached to."""
    while element.tag in SCRIPTS and len(element):
        element = element[0]
    return element
