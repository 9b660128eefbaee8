"""Text of drawings: real text in the notation of `figures.markup`, typeset here alone.

There ``$S_H$`` is an italic S with a subscript H, in the colour of that symbol.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from figures.markup import Run, runs, to_plain
from figures.svg.shapes import box, colour, element, group, line

type Content = str | Sequence[tuple[str, str]]
"""Text, or parts of (text, colour token)."""

SMALLEST_TEXT = 12
"""No text, not even a subscript, is smaller."""
CAP_HEIGHT = 0.71
"""Height of capitals and figures of the site's font over its size."""

_SHIFT = {"sub": 0.25, "sup": -0.4}
_SMALL = 0.72
"""How far an index is lowered, a power raised, and how small they are, over the size."""
_SLANT = 0.1
"""Room behind a slanted letter before an upright one, over the size; an index stands below it."""
_WIDTHS = {
    **dict.fromkeys(" .,:·il", 0.28),
    **dict.fromkeys("()[]/rtf", 0.38),
    **dict.fromkeys("mwWM", 0.9),
}


def text(
    x: float,
    y: float,
    content: Content,
    *,
    size: float = 15,
    token: str = "",
    anchor: str = "middle",
    weight: int = 400,
) -> Element:
    """Return one line of text whose capitals are centred on height `y`.

    Parameters
    ----------
    x, y : float
        Anchor and vertical middle.
    content : str or sequence of (str, str)
        The line, or its parts with a colour token each.
    size : float, optional
        Font size.
    token : str, optional
        Colour of the whole line; without one it is ink, and symbols keep their own colours.
    anchor : {"start", "middle", "end"}, optional
        The part of the line that stands at `x`.
    weight : int, optional
        Font weight.
    """
    base = token or "ink"
    node = element(
        "text",
        x=x,
        y=y + size * CAP_HEIGHT / 2,
        font_size=size,
        font_weight=str(weight) if weight != 400 else "",
        text_anchor=anchor if anchor != "start" else "",
        fill=colour(base),
    )
    parts = [(content, token)] if isinstance(content, str) else content
    marked = [(run, own or run.token or "ink") for part, own in parts for run in runs(part)]
    spans = tspans([run for run, _ in marked], size)
    before = ""
    for (run, own), span in zip(marked, spans, strict=True):
        if before == "variable" and run.kind in ("plain", "sup") and run.text[0] not in " )":
            span.set("dx", f"{_SLANT * size:g}")
        before = run.kind
        if own != base:
            span.set("fill", colour(own))
        if span.attrib or len(node):
            node.append(span)
        else:
            node.text = (node.text or "") + run.text
    return node


def tspans(several: Sequence[Run], size: float | None = None) -> list[Element]:
    """Return the ``<tspan>`` of each run of a line.

    Parameters
    ----------
    several : sequence of Run
        The whole line.
    size : float, optional
        Its font size; lengths are relative to whatever it is if not given.
    """
    spans, lowered = [], 0.0
    for run in several:
        shift = _SHIFT.get(run.kind, 0.0)
        step, scale = shift - lowered, _SMALL if shift else 1.0
        lowered = shift
        small = f"{_SMALL:.0%}" if size is None else max(SMALLEST_TEXT, _SMALL * size)
        down = f"{step / scale:.3g}em" if size is None else step * size
        span = element(
            "tspan",
            dy=down if step else "",
            font_size=small if shift else "",
            font_style="italic" if run.kind == "variable" else "",
        )
        if run.kind in ("variable", "code"):
            span.set("class", "symbol" if run.kind == "variable" else "code")
        span.text = run.text
        spans.append(span)
    return spans


def label(
    x: float, y: float, content: str, *, size: float = 14, token: str = "", weight: int = 400
) -> Element:
    """Return centred text on a piece of paper that keeps the lines behind it off."""
    width, height = text_width(content, size) + 4, 1.35 * size
    return group(
        box(x - width / 2, y - height / 2, width, height, edge=""),
        text(x, y, content, size=size, token=token, weight=weight),
    )


def fraction(
    x: float, y: float, top: Content, bottom: Content, *, size: float = 15, width: float = 40
) -> Element:
    """Return a fraction whose bar is centred on (x, y)."""
    return group(
        text(x, y - 0.72 * size, top, size=size),
        line((x - width / 2, y), (x + width / 2, y), token="ink", width=1.2),
        text(x, y + 0.78 * size, bottom, size=size),
    )


def text_width(content: str, size: float) -> float:
    """Estimate the width of a line in the site's font, on the generous side."""
    characters = to_plain(content)
    return size * sum(_WIDTHS.get(c, 0.88 if c >= "\u1100" else 0.65) for c in characters)


def wrap(content: str, size: float, width: float) -> list[str]:
    """Break a line between words so that no part is wider than `width`, if its words allow."""
    lines = [""]
    for word in content.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
