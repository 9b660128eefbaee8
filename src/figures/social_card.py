"""The picture that stands for the course where its address is shared: its title and its terrain."""

import io

import numpy as np

from backprop.network import lecture_parameters
from backprop.optimize.surfaces import cost_surface, descent_path, weight_plane
from backprop.samples import study_sleep
from figures.picture import canvas
from figures.plots.surfaces import draw_relief
from figures.style import DPI, INK, MUTED, PAPER

WIDTH, HEIGHT = 1200, 630
SCALE = 2.0
"""Lines and letters of the drawing are this much larger than on a page: a card is seen small."""


def social_card(title: str, words: str) -> bytes:
    """Draw the card.

    The terrain is that of the home page: the cost of the lecture's third network over two weights
    of its first layer, and the path of gradient descent on it.

    Parameters
    ----------
    title : str
        The course's name.
    words : str
        What it is, in lines that fit beneath the title.

    Returns
    -------
    bytes
        A PNG of 1200 by 630 pixels, without a date, so that two builds give the same.
    """
    samples, parameters = study_sleep(), lecture_parameters(3)
    indices, grid = (0, 1), np.linspace(-9, 9, 49)
    surface = cost_surface(parameters, samples.X, samples.y, indices, grid, grid)
    value, gradient = weight_plane(parameters, samples.X, samples.y, indices)
    path = descent_path(value, gradient, start=[5, 6], learning_rate=1.0, iterations=3000)

    figure, ax = canvas(WIDTH / SCALE, HEIGHT / SCALE)
    figure.set_layout_engine("none")
    ax.set_position((0.46, 0.02, 0.54, 0.96))
    draw_relief(ax, surface, path)
    figure.text(0.06, 0.62, title, color=INK, fontsize=31, fontweight="bold")
    figure.text(0.06, 0.54, words, color=MUTED, fontsize=14.5, linespacing=1.7, va="top")
    card = io.BytesIO()
    figure.savefig(
        card, format="png", dpi=DPI * SCALE, facecolor=PAPER, metadata={"Software": None}
    )
    return card.getvalue()
