"""A figure as a piece of the page: inline SVG with a Korean text alternative and a caption."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.figure import Figure

from figures.markup import to_html
from figures.svg import publish

HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """One figure of a page.

    Attributes
    ----------
    svg : str
        Inline SVG, as `figures.svg.publish` makes it.
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


def picture(fig_or_svg: Figure | str, *, alt: str, caption: str | None = None) -> Picture:
    """Make a figure, or an SVG drawn elsewhere, part of the page.

    Parameters
    ----------
    fig_or_svg : matplotlib.figure.Figure or str
        A figure from `figures.style.canvas`, or SVG source with a ``viewBox`` in CSS pixels.
    alt : str
        What is seen, in Korean; read out instead of the picture.
    caption : str, optional
        Caption under the picture, in the notation of `figures.markup`.

    Raises
    ------
    ValueError
        If ``alt`` holds no Korean, or the SVG does not fit the page (see `figures.svg.publish`).
    """
    if not HANGUL.search(alt):
        raise ValueError(f"alt must say in Korean what is seen, got {alt!r}")
    source = _drawn(fig_or_svg) if isinstance(fig_or_svg, Figure) else fig_or_svg
    return Picture(publish(source, alt), alt, caption)


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


def _drawn(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def _caption(caption: str | None) -> str:
    return "" if caption is None else f"<figcaption>{to_html(caption)}</figcaption>"
