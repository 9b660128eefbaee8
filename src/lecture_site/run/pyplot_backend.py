"""Matplotlib's pyplot on a page: its figures are drawn in the course's look, as inline SVG.

Kernels name this module in ``MPLBACKEND``. A figure is shown by ``plt.show()``, as a cell's value,
or, if a cell has drawn and not shown it, at the cell's end; one that was given to ``picture`` is
shown by that. What pyplot's figure shows is told from its title and the names of its axes.
"""

from typing import Any

from IPython.display import display
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from figures.picture import picture
from lecture_site.run.opened import ToldError

HOW = '; draw it with figures.picture.canvas(…) and show it with picture(fig, alt="…")'


class FigureError(ToldError, ValueError):
    """A figure that cannot be shown as it is; the message says why and what to do."""


class FigureCanvas(FigureCanvasAgg):
    """Knows whether its figure has been drawn for the page."""

    drawn = False

    def print_figure(self, *arguments: Any, **options: Any) -> Any:
        """Draw."""
        self.drawn = True
        return super().print_figure(*arguments, **options)


class FigureManager(FigureManagerBase):
    """Shows figures on the page."""

    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """Show what has been drawn since the last time."""
        show()


FigureCanvas.manager_class = FigureManager  # pyright: ignore


def show() -> None:
    """Show pyplot's figures that are not on the page yet, and close them all."""
    managers = Gcf.get_all_fig_managers()
    Gcf.destroy_all()
    for manager in managers:
        if not getattr(manager.canvas, "drawn", False):
            display(manager.canvas.figure)


def publish(figure: Figure) -> str:
    """Write a figure as a page shows it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        In the colours of `figures.notation`; its axes have names, or it has a title.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    FigureError
        If it has no name that could be read out, or `figures.svg` cannot publish it.
    """
    Gcf.destroy_fig(figure)
    alt = describe(figure)
    try:
        return picture(figure, alt=alt)._repr_html_()
    except ValueError as error:
        raise FigureError(f"a Matplotlib figure cannot be shown: {error}{HOW}") from error


def describe(figure: Figure) -> str:
    """Tell in Korean what a figure shows, from its title and the names of its axes.

    Raises
    ------
    FigureError
        If there are none.
    """
    parts = [figure.get_suptitle()]
    for axes in figure.axes:
        names = {"가로축": axes.get_xlabel(), "세로축": axes.get_ylabel()}
        titles = [axes.get_title(loc) for loc in ("left", "center", "right")]
        lines = axes.get_legend_handles_labels()[1]
        parts += [*titles, *(f"{axis} {name}" for axis, name in names.items() if name)]
        parts += [f"범례 {', '.join(lines)}"] if lines else []
    told = [part.replace("$", "") for part in parts if part]
    if not told:
        raise FigureError(
            "a Matplotlib figure has neither title nor names of its axes, so nobody could read it "
            f"out{HOW}"
        )
    return f"그래프: {', '.join(told)}"
