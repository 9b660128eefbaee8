"""A race of optimizers as a moving figure that is a still picture first.

The build writes everything: the contours, the whole paths with their names, a table of how every
method ended, and, in the attribute ``data-race``, the frames as JSON. Without a script, and in
print, that is a complete figure. ``docs/assets/race.js`` shows the controls, which are hidden until
then, and shows of each path as much as the chosen frame says; it computes no place, value or word.

The JSON is ``tracks``, for each a string of ``values`` and, from the frame ``label`` on, its name;
``clock``, the iteration of each frame, and ``unit``, its Korean name; and ``says``, for each frame
an entry of ``news``: who leads. Where a path is at each frame says the picture.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.frames import leaders
from figures.markup import to_html
from figures.numbers import brief
from figures.picture import Picture, picture, to_svg
from figures.plots.label_places import LabelPlace, path_places
from figures.plots.methods import METHODS, Series, marker_path
from figures.plots.optimizers import draw_start
from figures.style import TICK_SIZE
from figures.svg.shapes import Drawing

OUTCOMES = {
    "target": "{:,}번 만에 도착",
    "stationary": "{:,}번 만에 멈춤(기울기 0)",
    "diverged": "{:,}번 만에 발산",
    "limit": "{:,}번으로는 도착하지 못함",
}
UNIT = "반복"
"""What the clock counts."""
CLIP = "race-area"


@dataclass(frozen=True, slots=True, repr=False)
class Race:
    """A moving figure of a page.

    Attributes
    ----------
    still : Picture
        The picture with all paths whole, without caption.
    frames : dict
        What the script needs, fit for JSON.
    rows : tuple of tuple of str
        For each method its key in `figures.plots.methods.METHODS`, its last value, how it ended.
    caption : str
        In the notation of `figures.markup`.
    """

    still: Picture
    frames: dict[str, Any]
    rows: tuple[tuple[str, str, str], ...]
    caption: str

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Race: {self.still.alt}>"

    def _repr_html_(self) -> str:
        text = json.dumps(self.frames, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        data = escape(text, quote=False).replace("'", "&#39;")
        return (
            f"<figure class=\"picture race\" data-race='{data}'>{self.still.svg}"
            f"{self._controls()}{self._board()}"
            f'<p class="race-news" aria-live="polite"></p>'
            f"<figcaption>{to_html(self.caption)}</figcaption></figure>"
        )

    def _controls(self) -> str:
        last = len(self.frames["clock"]) - 1
        return (
            '<div class="race-controls" role="group" aria-label="경주 조종" hidden>'
            '<button type="button" data-do="play"><span class="race-icon" aria-hidden="true">'
            '</span><span data-when="stopped">재생</span><span data-when="playing" hidden>멈춤'
            "</span></button>"
            '<button type="button" data-do="back">뒤로</button>'
            '<button type="button" data-do="forward">앞으로</button>'
            f'<input type="range" min="0" max="{last}" value="{last}" step="1" '
            'aria-label="보여 줄 반복">'
            f'<span class="race-clock">{UNIT} {self.frames["clock"][-1]}</span></div>'
        )

    def _board(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{_key(METHODS[method])}{escape(METHODS[method].name)}</th>'
            f'<td class="number" data-value>{escape(value)}</td>'
            f"<td data-end>{escape(end)}</td></tr>"
            for method, value, end in self.rows
        )
        return (
            '<table class="race-board"><thead><tr><th scope="col">방법</th>'
            '<th scope="col" class="number">값</th><th scope="col">끝</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )


def race_figure(
    fig: Figure, ax: Axes, frames: Mapping[str, Any], *, alt: str, caption: str
) -> Race:
    """Make a moving figure of a race.

    Parameters
    ----------
    fig, ax : matplotlib.figure.Figure, matplotlib.axes.Axes
        A canvas on which the contours are drawn; its axis is limited to the frames' domain.
    frames : mapping
        From `figures.frames.race_frames`.
    alt : str
        What the still picture shows, in Korean.
    caption : str
        Caption, in the notation of `figures.markup`.

    Raises
    ------
    ValueError
        If ``alt`` holds no Korean.
    """
    xlim, ylim = frames["domain"]
    ax.set(xlim=xlim, ylim=ylim)
    draw_start(ax, frames["start"])
    tracks = [
        {**track, "positions": track["positions"][: track["last_frame"] + 1]}
        for track in frames["tracks"]
    ]
    series = [METHODS[track["name"]] for track in tracks]
    paths = [np.array(track["positions"]) for track in tracks]
    places = path_places(ax, paths, series, free_start=True)
    source = to_svg(fig)  # Saving settles the layout; pixels are measured after it.
    height = fig.get_size_inches()[1] * fig.dpi
    points = [
        " ".join(f"{x:.1f},{height - y:.1f}" for x, y in ax.transData.transform(path))
        for path in paths
    ]
    drawn = "".join(map(_track_svg, points, series, places, [height] * len(series)))
    x0, y0, x1, y1 = ax.bbox.extents
    area = f'<rect x="{x0}" y="{height - y1}" width="{x1 - x0}" height="{y1 - y0}" fill="none"/>'
    clip = f'<defs><clipPath id="{CLIP}">{area}</clipPath></defs>'
    svg = source.replace("</svg>", f"{clip}<g>{drawn}</g></svg>")
    says, news = leaders(frames)
    return Race(
        picture(Drawing(svg, alt)),
        {
            "unit": UNIT,
            "clock": frames["clock"],
            "says": says,
            "news": news,
            "tracks": [
                {
                    "values": " ".join(map(brief, track["values"][: len(track["positions"])])),
                    "label": place.vertex,
                }
                for track, place in zip(tracks, places, strict=True)
            ],
        },
        tuple(
            (
                track["name"],
                brief(track["values"][-1]),
                OUTCOMES[track["outcome"]].format(track["iterations"]),
            )
            for track in tracks
        ),
        caption,
    )


def _track_svg(points: str, one: Series, place: LabelPlace, height: float) -> str:
    colour = f"var(--c-{one.token})"
    x, y = points.rsplit(" ", 1)[-1].split(",")
    label_x, label_y = place.centre
    return (
        f'<g class="race-track"><g clip-path="url(#{CLIP})">'
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"'
        f"{one.dasharray}/>"
        f'<path class="race-marker" d="{marker_path(one.marker)}" '
        f'transform="translate({x} {y})" fill="{colour}" stroke="var(--c-paper)"/></g>'
        f'<text x="{label_x:.1f}" y="{height - label_y + 0.35 * TICK_SIZE:.1f}" '
        f'text-anchor="middle" font-size="{TICK_SIZE:g}px" fill="{colour}" '
        f'stroke="var(--c-paper)" stroke-width="4" paint-order="stroke">{one.name}</text></g>'
    )


def _key(one: Series) -> str:
    """Draw a piece of a series' line with its marker, for a row of the table."""
    return (
        '<svg class="race-key" viewBox="-18 -7 36 14" width="36" height="14" aria-hidden="true">'
        f'<path d="M-18 0H18" stroke="var(--c-{one.token})" stroke-width="2"{one.dasharray}/>'
        f'<path d="{marker_path(one.marker)}" fill="var(--c-{one.token})"/></svg>'
    )
