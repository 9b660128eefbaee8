"""Stands for `figures.picture`, which brings Matplotlib: diagrams are published, plots left out."""

from dataclasses import dataclass

from figures.markup import to_html
from figures.svg.publish import publish
from figures.svg.shapes import Drawing
from in_browser.drawing import Undrawn, undrawn


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A diagram with its caption, as HTML."""

    html: str
    alt: str

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Picture: {self.alt}>"

    def _repr_html_(self) -> str:
        return self.html


def picture(
    drawn: Drawing | Undrawn, *, alt: str = "", caption: str | None = None
) -> Picture | Undrawn:
    """Publish a diagram; a plot is none here.

    Parameters
    ----------
    drawn : Drawing or Undrawn
        A diagram, or what stands for a plot.
    alt : str, optional
        What is seen, in Korean.
    caption : str, optional
        Caption under the picture, in the notation of `figures.markup`.
    """
    if isinstance(drawn, Undrawn):
        return drawn
    alt = alt or drawn.alt
    below = "" if caption is None else f"<figcaption>{to_html(caption)}</figcaption>"
    return Picture(f"{publish(drawn.svg, alt)}{below}", alt)


__getattr__ = undrawn
