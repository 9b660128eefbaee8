"""Figures of the course: drawn by Matplotlib or as SVG, published as part of the page.

A ``draw_*`` function takes an axis and a record that `backprop` has computed and returns artists;
it computes, saves and shows nothing.
"""

from figures.notation import COLOURS, SYMBOLS
from figures.picture import Picture, Pictures, picture, pictures
from figures.plots_cost import draw_contours, draw_cost_slice, draw_relief
from figures.plots_descent import draw_descents, draw_path, draw_stationary
from figures.plots_functions import draw_activation, draw_losses
from figures.plots_gradients import draw_epsilon_sweep, draw_gradient_bars
from figures.plots_training import draw_predictions, draw_training, draw_weights
from figures.projection import View
from figures.style import canvas, name_axes
from figures.table import Table, table

__all__ = [
    "COLOURS",
    "SYMBOLS",
    "Picture",
    "Pictures",
    "Table",
    "View",
    "canvas",
    "draw_activation",
    "draw_contours",
    "draw_cost_slice",
    "draw_descents",
    "draw_epsilon_sweep",
    "draw_gradient_bars",
    "draw_losses",
    "draw_path",
    "draw_predictions",
    "draw_relief",
    "draw_stationary",
    "draw_training",
    "draw_weights",
    "name_axes",
    "picture",
    "pictures",
    "table",
]
