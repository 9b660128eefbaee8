"""From MathJax's MathML to MathML Core, the part of MathML that browsers draw.

Core has no ``columnalign``, ``rowspacing``, ``menclose`` or ``mathvariant`` (but ``normal``); here
they become CSS and Unicode, and spacing is left to :mod:`lecture_site.math.spacing`.
Source: MathML Core, W3C, https://www.w3.org/TR/mathml-core/.
"""

import re
import unicodedata
from xml.etree import ElementTree as ET

from lecture_site.math.spacing import SCRIPTS, SPACE, space
from lecture_site.math.tables import NotInCoreError, lay_out_table

XMLNS = "{http://www.w3.org/1998/Math/MathML}"
DROPPED = {"indentshift", "indentalign", "framespacing"}
KEPT = {
    *("accent", "accentunder", "class", "columnspan", "depth", "dir", "display", "displaystyle"),
    *("fence", "form", "height", "largeop", "linethickness", "lspace", "maxsize", "minsize"),
    *("mathvariant", "movablelimits", "rspace", "scriptlevel", "stretchy", "style", "symmetric"),
    *("voffset", "width"),
}
TEX_CLASS = "data-mjx-texclass"
SMALL = "data-small"
BORDERS = {
    ("munder", "⏟"): "math-underbrace",
    ("mover", "⏞"): "math-overbrace",
    ("munder", "―"): "math-underline",
    ("mover", "―"): "math-overline",
}
"""Signs as wide as what they stand at, drawn as borders: browsers stretch or clip them wrongly."""
ARROWS = set("→←↔⇒⇐⇔⟶⟵")
ACCENTS = {"^": "ˆ", "~": "˜", "¯": "¯", "´": "´", "`": "`", "˙": "˙", "¨": "¨", "ˇ": "ˇ", "˘": "˘"}
"""Accents by MathJax's character for them; fonts draw the second as an accent."""
PRIMES = set("′″‴")
DESCENDERS = set("fgjpqyβγζημξρςφϕχψ")
RADICAND_STRUT = {"height": "0.7em", "depth": "0.2em"}
"""Room for the smallest radical sign: Core hangs a sign larger than its content below it."""


def to_core(mathml: str) -> ET.Element:
    r"""Turn MathJax's serialized MathML into a tree of MathML Core.

    Parameters
    ----------
    mathml : str
        A ``<math>`` element as MathJax writes it.

    Returns
    -------
    xml.etree.ElementTree.Element
        The ``<math>`` element without namespace, its attributes in Core or ``class`` and ``style``.

    Raises
    ------
    NotInCoreError
        If the formula uses what has no counterpart, such as ``\tag``.
    """
    math = ET.fromstring(mathml)
    for element in math.iter():
        element.tag = element.tag.removeprefix(XMLNS)
        element.text = (element.text or "").strip(" \n")
        element.tail = None
    _convert(math)
    space(math)
    for element in math.iter():
        _clean(element)
    return math


def unicode_variant(text: str, variant: str) -> str:
    """Characters of a mathematical alphabet: ``("R", "double-struck")`` gives ``"ℝ"``.

    A character that has no such form (a digit in italic, say) stays as it is, as in TeX.
    """
    alphabet = variant.upper().replace("SANS-SERIF-", "SANS-SERIF ").replace("BOLD-", "BOLD ")
    if variant == "bold-sans-serif":
        alphabet = "SANS-SERIF BOLD"
    return "".join(_variant_of(character, alphabet) for character in text)


def _variant_of(character: str, alphabet: str) -> str:
    if (alphabet, character) == ("ITALIC", "h"):
        return "ℎ"  # Unicode knew it as the Planck constant before it had an italic alphabet.
    name = re.sub(r"^(LATIN|GREEK) | LETTER", "", unicodedata.name(character, ""))
    letterlike = alphabet.replace("FRAKTUR", "BLACK-LETTER")
    for candidate in (f"MATHEMATICAL {alphabet} {name}", f"{letterlike} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return character


def _convert(element: ET.Element) -> None:
    """Convert an element and all beneath it in place."""
    if element.tag == "mtable":
        lay_out_table(element)
    for child in element:
        _convert(child)
    _unwrap(element)
    _bracket(element)
    if element.tag in SCRIPTS:
        _wrap_words(element)
        _mark_accent(element)
        _level_prime(element)
        _level_subscript(element)
    if element.tag == "msqrt":
        element.insert(0, ET.Element("mspace", RADICAND_STRUT))
    if element.tag == "menclose":
        _enclose(element)
    if element.tag == "mfrac" and SMALL in element.attrib:
        element.set("class", f"{element.get('class', '')} math-small".strip())
    if (variant := element.attrib.pop("mathvariant", None)) is not None:
        _apply_variant(element, variant)
    if element.tag == "mspace" and element.get("width", "").startswith("-"):
        element.set("style", f"margin-left:{element.attrib.pop('width')}")
    if any(element.get(name, "").startswith("+") for name in ("width", "height", "depth")):
        raise NotInCoreError("a relative size of <mpadded>, as from \\raise or \\bbox")


def _clean(element: ET.Element) -> None:
    """Keep the attributes that Core knows; refuse one that is neither known nor meaningless."""
    if element.tag == "mo":
        element.attrib.pop("accent", None)
    for name in list(element.attrib):
        if name in DROPPED or name.startswith("data-"):
            del element.attrib[name]
        elif name not in KEPT:
            raise NotInCoreError(f"the attribute {name}={element.get(name)!r} of <{element.tag}>")


def _unwrap(element: ET.Element) -> None:
    """Replace rows that say nothing by what is in them."""
    children = []
    for child in element:
        told = [name for name in child.attrib if name in KEPT]
        if (
            child.tag in {"mrow", "mstyle"}
            and not told
            and (len(child) == 1 or element.tag == "mtd")
        ):
            if SPACE in child.attrib and len(child):
                child[0].set(SPACE, child.attrib[SPACE])
            children += child
        elif child.tag == "mo" and not child.text and child.get(TEX_CLASS) in {"OPEN", "CLOSE"}:
            continue
        else:
            children.append(child)
    element[:] = children


def _bracket(element: ET.Element) -> None:
    """Give a script at a large bracket all from its opening as base: alone, it would not grow."""
    parts: list[ET.Element] = []
    for part in element:
        if part.tag in SCRIPTS and part[0].tag == "mo" and part[0].get("minsize"):
            openings = [
                i for i, p in enumerate(parts) if p.get("minsize") and p.text in ("(", "[", "{")
            ]
            if openings:
                base = ET.Element("mrow")
                base[:] = [*parts[openings[-1] :], part[0]]
                part[0] = base
                del parts[openings[-1] :]
        parts.append(part)
    element[:] = parts


def _mark_accent(element: ET.Element) -> None:
    """Say that a hat is an accent, which Core does not look up; make borders of wide signs."""
    signs = [part for part in element if part.tag == "mo"]
    if any(sign.text in ARROWS and sign.get("stretchy") != "false" for sign in signs):
        raise NotInCoreError("an arrow as wide as its text, which browsers do not stretch")
    if element.tag not in {"munder", "mover"} or element[1].tag != "mo":
        return
    sign = element[1].text or ""
    if border := BORDERS.get((element.tag, sign)):
        element.tag = "mrow"
        element.set("class", f"{element.get('class', '')} {border}".strip())
        del element[1]
    elif element.tag == "mover" and sign in ACCENTS:
        element[1].text = ACCENTS[sign]
        element[1].attrib.pop("stretchy", None)  # WebKit sets one that may not grow far too high.
        element.set("accent", "true")


def _wrap_words(element: ET.Element) -> None:
    """Put words in a script into a row: Firefox does not shrink what has a font of its own."""
    for place, part in enumerate(element):
        if place and part.tag == "mtext":
            element[place] = ET.Element("mrow")
            element[place].append(part)


def _level_prime(element: ET.Element) -> None:
    """Set a prime on the line: its sign is drawn raised, and a superscript would raise it twice."""
    if element.tag in {"msup", "msubsup"} and element[-1].text in PRIMES:
        prime = element[-1]
        base = element[0]
        if element.tag == "msubsup":
            base = ET.Element("msub")
            base[:] = element[:2]
            _level_subscript(base)
        element.tag = "mrow"
        element[:] = [base, prime]


def _level_subscript(element: ET.Element) -> None:
    """Hide a letter's descender from its subscript: Core would set y₁ lower than Y₁."""
    if element.tag not in {"msub", "msubsup"}:
        return
    base = element[0]
    if base.tag == "mi" and base.text in DESCENDERS:
        padded = ET.Element("mpadded", depth="0")
        padded.append(base)
        element[0] = padded


def _enclose(element: ET.Element) -> None:
    if element.attrib.pop("notation") != "box":
        raise NotInCoreError("<menclose> other than the box of \\boxed")
    element.tag = "mrow"
    element.set("class", "math-box")


def _apply_variant(element: ET.Element, variant: str) -> None:
    if variant == "normal":
        if element.tag == "mi" and len(element.text or "") == 1:
            element.set("mathvariant", "normal")
    elif element.tag == "mtext":
        element.set("class", f"{element.get('class', '')} math-{variant}".strip())
    elif not (element.tag == "mi" and variant == "italic" and len(element.text or "") == 1):
        element.text = unicode_variant(element.text or "", variant)
