"""One look for every figure: the page's own font, the course's colours, few lines.

Sizes are CSS pixels, because one Matplotlib point is made one pixel (``DPI`` = 72). Text is
measured in Pretendard, the font the page shows it in, and colours are those of `figures.notation`.
"""

from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager

from figures.notation import COLOURS

DPI = 72
HERE = Path(__file__).resolve()
PACKED = HERE.with_name("fonts")
"""Where the wheel that readers install has the fonts."""
FONTS = (
    PACKED if PACKED.is_dir() else HERE.parents[2] / "node_modules/pretendard/dist/public/static"
)
TEXT_SIZE = 14.0
TICK_SIZE = 13.0

PAPER, INK, MUTED, LINE = (COLOURS[token].light for token in ("paper", "ink", "muted", "line"))

STYLE: dict[Any, object] = {
    "axes.axisbelow": True,
    "axes.edgecolor": LINE,
    "axes.facecolor": "none",
    "axes.labelcolor": MUTED,
    "axes.labelsize": TEXT_SIZE,
    "axes.linewidth": 1.0,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": MUTED,
    "axes.titlelocation": "left",
    "axes.titlepad": 10.0,
    "axes.titlesize": TEXT_SIZE,
    "axes.unicode_minus": True,
    "figure.constrained_layout.h_pad": 4.0 / DPI,
    "figure.constrained_layout.w_pad": 4.0 / DPI,
    "figure.facecolor": "none",
    "font.family": "Pretendard",
    "font.size": TEXT_SIZE,
    "grid.color": LINE,
    "grid.linewidth": 1.0,
    "lines.linewidth": 2.25,
    "lines.solid_capstyle": "round",
    "path.simplify_threshold": 0.2,
    "svg.fonttype": "none",
    "svg.hashsalt": "figures",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": LINE,
    "xtick.labelcolor": MUTED,
    "xtick.labelsize": TICK_SIZE,
    "xtick.major.size": 5.0,
    "xtick.minor.size": 0.0,
    "ytick.color": LINE,
    "ytick.labelcolor": MUTED,
    "ytick.labelsize": TICK_SIZE,
    "ytick.major.size": 0.0,
    "ytick.minor.size": 0.0,
}


@cache
def use_style() -> None:
    """Register the font and make `STYLE` Matplotlib's defaults in this process.

    Raises
    ------
    FileNotFoundError
        If the npm packages, which hold the font, are not installed.
    """
    for weight in ("Regular", "Bold"):
        font = FONTS / f"Pretendard-{weight}.otf"
        if not font.is_file():
            raise FileNotFoundError(
                f"{font} is missing: run `make build` (or `npm ci`) to install the fonts"
            )
        font_manager.fontManager.addfont(font)
    matplotlib.rcParams.update(STYLE)
