"""A drawing as a piece of the page: inline SVG with a Korean text alternative and a caption."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from figures.markup import to_html
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


def published(drawn: Drawing, alt: str = "", caption: str | None = None) -> Picture:
    """Make a drawing part of the page; for the parameters see `figures.picture.picture`.

    Raises
    ------
    ValueError
        If there is no text alternative in Korean, or the SVG does not fit the page (see
        `figures.svg.publish.publish`).
    """
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


def _caption(caption: str | None) -> str:
    return "" if caption is None else f"<figcaption>{to_html(caption)}</figcaption>"
