"""A plot or a diagram as a piece of the page.

Plots are drawn on a `canvas` or on `panels`, a diagram is a `Drawing`; `picture` publishes both.
"""

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.published import Picture, Pictures, pictures, published
from figures.style import DPI, use_style
from figures.svg.shapes import Drawing

__all__ = ["Picture", "Pictures", "canvas", "panels", "picture", "pictures", "to_svg"]


def canvas(width: float = 400, height: float = 300) -> tuple[Figure, Axes]:
    """Return an empty figure of the given size in CSS pixels, and its one axis.

    Parameters
    ----------
    width, height : float
        Natural size; 400 wide is made for a phone and scales up to 600.

    Raises
    ------
    ValueError
        If a size is not positive.
    """
    figure = _empty_figure(width, height)
    return figure, figure.add_subplot()


def panels(rows: int) -> tuple[Figure, list[Axes]]:
    """Return an empty figure of so many axes one below the other, all of the same scales."""
    figure = _empty_figure(400, 150 * rows)
    return figure, list(figure.subplots(rows, sharex=True, sharey=True))


def picture(drawn: Figure | Drawing, *, alt: str = "", caption: str | None = None) -> Picture:
    """Make a plot or a drawing part of the page.

    Parameters
    ----------
    drawn : matplotlib.figure.Figure or Drawing
        A figure from `canvas` or `panels`, or a drawing.
    alt : str, optional
        What is seen, in Korean; read out instead of the picture. A drawing that says it itself
        needs none.
    caption : str, optional
        Caption under the picture, in the notation of `figures.markup`.

    Raises
    ------
    ValueError
        If there is no text alternative in Korean, or the SVG does not fit the page (see
        `figures.svg.publish.publish`).
    """
    if isinstance(drawn, Figure):
        drawn = Drawing(to_svg(drawn))
    return published(drawn, alt, caption)


def to_svg(figure: Figure) -> str:
    """Return what Matplotlib has drawn, without a date."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def _empty_figure(width: float, height: float) -> Figure:
    if not (width > 0 and height > 0):
        raise ValueError(f"width and height must be positive pixels, got {width} and {height}")
    use_style()
    return Figure(figsize=(width / DPI, height / DPI), dpi=DPI, layout="constrained")
