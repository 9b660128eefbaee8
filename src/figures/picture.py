"""A figure as a piece of the page: inline SVG with a Korean text alternative and a caption.

Plots are drawn on a `canvas` or on `panels`, a diagram is a `Drawing`; `picture` publishes both.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.markup import to_html
from figures.style import DPI, use_style
from figures.svg.publish import publish
from figures.svg.shapes import Drawing

HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """One figure of a page.

    Attributes
    ----------
    svg : str
        Inline SVG, as `figures.svg.publish.publish` makes it.
    alt : str
        What is seen, in Korean.
    caption : str or None
        Caption in the notation of `figures.markup`.
    """

    svg: str
    alt: str
    caption: str | None = None

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Picture: {self.alt}>"

    def _repr_html_(self) -> str:
        return f'<figure class="picture">{self.svg}{_caption(self.caption)}</figure>'


@dataclass(frozen=True, slots=True, repr=False)
class Pictures:
    """Several figures side by side, one under the other on a phone."""

    pictures: tuple[Picture, ...]
    caption: str | None = None

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Pictures: {len(self.pictures)}>"

    def _repr_html_(self) -> str:
        inside = "".join(picture._repr_html_() for picture in self.pictures)
        return f'<figure class="pictures">{inside}{_caption(self.caption)}</figure>'


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
    alt = alt or drawn.alt
    if not HANGUL.search(alt):
        raise ValueError(f"alt must say in Korean what is seen, got {alt!r}")
    return Picture(publish(drawn.svg, alt), alt, caption)


def pictures(several: Iterable[Picture], caption: str | None = None) -> Pictures:
    """Put pictures side by side.

    Raises
    ------
    ValueError
        If there are fewer than two.
    """
    row = tuple(several)
    if len(row) < 2:
        raise ValueError(f"pictures needs at least two pictures, got {len(row)}")
    return Pictures(row, caption)


def to_svg(figure: Figure) -> str:
    """Return what Matplotlib has drawn, without a date."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def _caption(caption: str | None) -> str:
    return "" if caption is None else f"<figcaption>{to_html(caption)}</figcaption>"


def _empty_figure(width: float, height: float) -> Figure:
    if not (width > 0 and height > 0):
        raise ValueError(f"width and height must be positive pixels, got {width} and {height}")
    use_style()
    return Figure(figsize=(width / DPI, height / DPI), dpi=DPI, layout="constrained")
