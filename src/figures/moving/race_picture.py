"""The picture of a race: the ravine with the paths, and below the value after each step."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from backprop.descent import Path
from backprop.optimize.problems import Problem
from figures.picture import canvas, to_svg
from figures.plots.axes import name_axes, powers_of_ten
from figures.plots.methods import METHODS, Series, marker_path
from figures.plots.optimizers import draw_goals
from figures.style import INK
from figures.svg.shapes import Drawing

DOMAIN = ((-2.4, 0.9), (-2.05, 0.85))
"""Of the plane; a start turned anticlockwise goes down and to the right."""
VALUES = (1e-8, 1e2)
CONTOURS, SPACING = 14, 1.2
"""Half the length of the innermost contour; each further one is as much longer."""
CLIPS = {"path": "race-plane", "fall": "race-values"}


def race_picture(problem: Problem, paths: Mapping[str, Path], alt: str) -> tuple[Drawing, Any]:
    """Draw the race at its last step.

    Parameters
    ----------
    problem : Problem
        The ravine along the first axis.
    paths : mapping of str to Path
        By method, in the order of the table.
    alt : str
        What the state says, in Korean.

    Returns
    -------
    Drawing, dict
        The picture; where the script finds pixels for numbers.
    """
    steps = next(iter(paths.values())).iterations
    fig, ax = canvas(width=400, height=610)
    ax.remove()
    upper, lower = fig.subplots(2, 1, height_ratios=(12, 5))
    upper.set(xlim=DOMAIN[0], ylim=DOMAIN[1], aspect="equal")
    name_axes(upper, "$x$", "$y$")
    powers_of_ten(lower, "y", every=2)
    lower.set(xlim=(0, steps), ylim=VALUES)
    lower.axhline(problem.target, color=INK, linewidth=1, linestyle=(0, (2, 3)))
    name_axes(lower, "걸음", "비용 $f$")
    for each in (upper, lower):
        each.tick_params(colors=INK)
    draw_goals(upper, [(0, 0)])
    svg = to_svg(fig)
    height = fig.get_size_inches()[1] * fig.dpi
    frame = {key: _frame(each, height) for key, each in (("plane", upper), ("values", lower))}
    ground = f'<g clip-path="url(#{CLIPS["path"]})">{_contours(problem, frame["plane"])}</g>'
    drawn = "".join(_run(method, path, frame) for method, path in paths.items())
    clip = f"<defs>{''.join(map(_clip, CLIPS.values(), frame.values()))}</defs>"
    svg = svg.replace("</defs>", f"</defs>{clip}{ground}", 1)
    svg = svg.replace(
        "</svg>", f"{_clock(frame['values'], steps)}{drawn}{_handle(problem, frame)}</svg>"
    )
    alt = (
        "위는 길고 좁은 골짜기를 네 방법이 내려간 길이고, 흰 점이 출발점, 별이 바닥입니다. "
        f"아래는 걸음마다의 비용입니다. {alt}"
    )
    return Drawing(svg, alt), frame


def track_key(one: Series) -> str:
    """Draw a piece of a series' line with its marker, for a row of the table."""
    return (
        '<svg class="race-key" viewBox="-18 -7 36 14" width="36" height="14" aria-hidden="true">'
        f'<path d="M-18 0H18" stroke="var(--c-{one.token})" stroke-width="2"{one.dasharray}/>'
        f'<path d="{marker_path(one.marker)}" fill="var(--c-{one.token})"/></svg>'
    )


def _frame(ax: Axes, height: float) -> dict[str, list[float]]:
    """Return for each axis scale, first value and its pixel; values are logarithms on such axes."""
    x0, y0, x1, y1 = ax.bbox.extents
    left, right = ax.get_xlim()
    low, high = np.log10(ax.get_ylim()) if ax.get_yscale() == "log" else ax.get_ylim()
    return {
        "x": [round((x1 - x0) / (right - left), 6), left, round(x0, 2)],
        "y": [round((y0 - y1) / (high - low), 6), float(low), round(height - y0, 2)],
        "box": [round(each, 2) for each in (x0, height - y1, x1, height - y0)],
    }


def _clip(name: str, frame: Mapping[str, list[float]]) -> str:
    left, top, right, bottom = frame["box"]
    return (
        f'<clipPath id="{name}"><rect x="{left}" y="{top}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" fill="none"/></clipPath>'
    )


def _at(frame: Mapping[str, list[float]], x: float, y: float) -> tuple[float, float]:
    (sx, ox, px), (sy, oy, py) = frame["x"], frame["y"]
    return sx * (x - ox) + px, sy * (y - oy) + py


def _contours(problem: Problem, frame: Mapping[str, list[float]]) -> str:
    """Draw the ellipses of equal value, the largest first, each lighter than the one around it."""
    x, y = _at(frame, 0, 0)
    along, across = np.diag(problem.hessian(np.zeros(2)))
    longer, shorter = SPACING * frame["x"][0] * np.array([1, np.sqrt(along / across)])
    left, top, right, bottom = frame["box"]
    ellipses = "".join(
        f'<ellipse rx="{k * longer:.1f}" ry="{k * shorter:.1f}"/>' for k in range(CONTOURS, 0, -1)
    )
    return (
        f'<rect x="{left}" y="{top}" width="{right - left:.1f}" height="{bottom - top:.1f}" '
        f'fill="var(--c-e)" fill-opacity="0.4"/><g transform="translate({x:.1f} {y:.1f})">'
        '<g class="ravine" fill="var(--c-paper)" fill-opacity="0.13" stroke="var(--c-e)" '
        f'stroke-opacity="0.45" stroke-width="0.75">{ellipses}</g></g>'
    )


def _run(method: str, path: Path, frame: Mapping[str, Any]) -> str:
    """Draw a method's path and its values, each with its marker at the end."""
    one = METHODS[method]
    colour = f"var(--c-{one.token})"
    _, lowest, floor = frame["values"]["y"]
    places = [_at(frame["plane"], x, y) for x, y in path.points]
    logarithms = np.maximum(np.log10(path.values), lowest - 1)
    heights = [_at(frame["values"], k, float(each)) for k, each in enumerate(logarithms)]
    ends = {"path": places[-1], "fall": (heights[-1][0], min(heights[-1][1], floor))}
    parts = ""
    for (name, clip), points in zip(CLIPS.items(), (places, heights), strict=True):
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        x, y = ends[name]
        parts += (
            f'<g clip-path="url(#{clip})"><path class="{name}" d="M{line}" fill="none" '
            f'stroke="{colour}" stroke-width="2"{one.dasharray}/></g><path class="{name}-mark" '
            f'd="{marker_path(one.marker)}" transform="translate({x:.1f} {y:.1f})" '
            f'fill="{colour}" stroke="var(--c-paper)"/>'
        )
    return f'<g class="run" data-method="{method}">{parts}</g>'


def _clock(frame: Mapping[str, list[float]], steps: int) -> str:
    x, _ = _at(frame, steps, 0)
    _, top, _, bottom = frame["box"]
    return (
        f'<path class="clock" d="M0 {top:.1f}V{bottom:.1f}" transform="translate({x:.1f} 0)" '
        'fill="none" stroke="var(--c-muted)"/>'
    )


def _handle(problem: Problem, frame: Mapping[str, Any]) -> str:
    x, y = _at(frame["plane"], *problem.start)
    return "".join(
        f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}" {paint}/>'
        for name, radius, paint in (
            ("handle", 30, 'fill="none" pointer-events="all"'),
            (
                "start",
                8,
                'fill="var(--c-paper)" stroke="var(--c-ink)" stroke-width="3" '
                'pointer-events="none"',
            ),
        )
    )
