"""Stands for `figures.picture`, which brings Matplotlib: diagrams are published, plots left out."""

from figures.published import Picture, published
from figures.svg.shapes import Drawing
from in_browser.drawing import Undrawn, undrawn


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
    return drawn if isinstance(drawn, Undrawn) else published(drawn, alt, caption)


__getattr__ = undrawn
