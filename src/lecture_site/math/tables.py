"""Tables of MathML, such as matrices and aligned derivations, laid out by CSS.

MathML Core has ``<mtable>`` but none of the attributes that align and space it.
"""

from xml.etree import ElementTree as ET

STRUT = {"height": "0.76em", "depth": "0.24em"}
"""Height and depth that each row has at least, as by TeX's struts: those of the font, which Firefox
gives to every letter."""
UNITS = {"em": 1.0, "ex": 0.45, "pt": 0.1}
"""Units of a table's spacing in em; a point is taken at TeX's usual ten points an em."""


class NotInCoreError(ValueError):
    """A construct that browsers cannot draw and for which no rule stands here."""


def lay_out_table(table: ET.Element) -> None:
    r"""Write a table's alignment, spacing and lines as classes and styles of its cells.

    Parameters
    ----------
    table : xml.etree.ElementTree.Element
        An ``<mtable>`` as MathJax writes it; changed in place.

    Raises
    ------
    NotInCoreError
        If it holds a numbered equation, as from ``\tag``, or spacing in an unknown unit.
    """
    if any(row.tag == "mlabeledtr" for row in table):
        raise NotInCoreError("a numbered equation (\\tag); name the formula in the prose instead")
    columns = max(len(row) for row in table)
    align = _alignment(table, columns)
    gaps = [_em(gap) for gap in _listed(table, "columnspacing", "0em", columns - 1)]
    leads = [_em(lead) for lead in _listed(table, "rowspacing", "0em", len(table) - 1)]
    verticals = _listed(table, "columnlines", "none", columns - 1)
    horizontals = _listed(table, "rowlines", "none", len(table) - 1)
    for y, row in enumerate(table):
        if len(row):
            row[0].insert(0, ET.Element("mspace", STRUT))
        for x, cell in enumerate(row):
            top, bottom = _halves(leads, y, len(table))
            left, right = _halves(gaps, x, columns)
            style = {"padding": f"{top} {right} {bottom} {left}"}
            if align[x] != "center":
                cell.set("class", f"math-{align[x]}")
            if x < columns - 1 and verticals[x] != "none":
                style["border-right"] = f"1px {verticals[x]}"
            if y < len(table) - 1 and horizontals[y] != "none":
                style["border-bottom"] = f"1px {horizontals[y]}"
            cell.set("style", ";".join(f"{name}:{value}" for name, value in style.items()))
    for name in ("columnalign", "columnspacing", "rowspacing", "columnlines", "rowlines"):
        table.attrib.pop(name, None)


def _alignment(table: ET.Element, columns: int) -> list[str]:
    """Alignment of each column; one of numbers alone, where nothing is asked for, goes right."""
    if "columnalign" in table.attrib:
        return _listed(table, "columnalign", "", columns)
    kinds = [
        {part.tag for row in table for part in row[x : x + 1] for part in part.iter()} - {"mtd"}
        for x in range(columns)
    ]
    return [
        "right" if "mn" in kind and kind <= {"mn", "mo", "mrow", "mstyle"} else "center"
        for kind in kinds
    ]


def _listed(table: ET.Element, name: str, default: str, count: int) -> list[str]:
    """Return a list attribute's values for `count` places; the last one repeats."""
    values = table.get(name, default).split()
    return (values + values[-1:] * count)[:count]


def _em(length: str) -> float:
    for unit, ems in UNITS.items():
        if length.endswith(unit):
            return float(length.removesuffix(unit)) * ems
    raise NotInCoreError(f"a table with spacing of {length}; use em, ex or pt")


def _halves(gaps: list[float], index: int, count: int) -> tuple[str, str]:
    """Half of the gap before a row or column, and half of the one after it."""
    before = gaps[index - 1] / 2 if index else 0.0
    after = gaps[index] / 2 if index < count - 1 else 0.0
    return _length(before), _length(after)


def _length(em: float) -> str:
    return f"{em:.3g}em" if em else "0"
