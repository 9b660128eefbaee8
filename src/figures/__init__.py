"""Figures of the course: drawn by Matplotlib or as SVG, published as part of the page.

A ``draw_*`` function takes an axis and a record that `backprop` has computed and returns artists;
it computes, saves and shows nothing. What every page needs is here; a drawing is imported from its
own module, so that a page depends on the drawings it shows and on no others.
"""

from figures.notation import COLOURS
from figures.picture import picture, pictures
from figures.style import canvas, panels
from figures.table import table

__all__ = ["COLOURS", "canvas", "panels", "picture", "pictures", "table"]
