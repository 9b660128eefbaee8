"""The training algorithm as a loop: what is done once, and what is repeated until it is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from figures.svg.shapes import (
    WIDTH,
    Drawing,
    arrow,
    box,
    colour,
    disc,
    drawing,
    element,
    group,
    points,
)
from figures.svg.text import text, wrap

END = "학습 끝"
"""What stands behind the loop."""
LINE_HEIGHT = 23
GAP = 18

_RIGHT = 344
_RETURN = 371
_TEXT_LEFT, _TEXT_SIZE = 58, 16
_PAD = 15


@dataclass(frozen=True, slots=True)
class _Step:
    """A step's number, its lines, and where its box begins and ends."""

    number: int
    lines: list[str]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def algorithm_loop(steps: Sequence[str], *, first: int) -> Drawing:
    """Draw the steps with the way back from the last of them, which asks whether to stop.

    Parameters
    ----------
    steps : sequence of str
        Korean names, in order.
    first : int
        Number of the first step that is repeated, from 1.

    Raises
    ------
    ValueError
        If a name is empty, or `first` is not the number of a step before the last.
    """
    if not all(steps):
        raise ValueError(f"steps: expected names, got {list(steps)}")
    if not 1 <= first < len(steps):
        raise ValueError(f"first: expected 1 to {len(steps) - 1}, got {first}")
    placed = _placed(steps)
    back, last = placed[first - 1], placed[-1]
    around = (back.top - 9, last.bottom + 9)
    half_way = (back.middle + last.middle) / 2
    exit_ = last.bottom + 9 + 26
    named = ", ".join(f"{k} {step}" for k, step in enumerate(steps, start=1))
    return drawing(
        exit_ + 40,
        box(
            *(1, around[0], WIDTH - 2, around[1] - around[0]),
            radius=14,
            edge="",
            fill="e",
            strength=0.07,
        ),
        *(_box(step, decides=step is last) for step in placed),
        *(
            arrow((_TEXT_LEFT - 27, a.bottom + 1), (_TEXT_LEFT - 27, b.top - 1))
            for a, b in pairwise(placed)
        ),
        arrow(
            *((_RIGHT + 1, last.middle), (_RETURN, last.middle)),
            *((_RETURN, back.middle), (_RIGHT + 2, back.middle)),
            token="e",
            width=2.5,
            head=11,
        ),
        box(_RETURN - 21, half_way - 14, 42, 28, radius=14, edge="e"),
        text(_RETURN, half_way, "반복", size=14, token="e", weight=600),
        text(_RETURN - 2, last.middle + 17, "아니요", size=14, token="e"),
        arrow((_TEXT_LEFT - 27, last.bottom + 1), (_TEXT_LEFT - 27, exit_ - 1)),
        text(_TEXT_LEFT - 14, last.bottom + 21, "예", size=14, token="muted", anchor="start"),
        box(8, exit_, 110, 38, radius=19, edge="ink", thickness=1.5),
        text(63, exit_ + 19, END, weight=600),
        alt=f"위에서 아래로 이어지는 {len(steps)}단계({named})의 그림. "
        f"{len(steps)}단계에서 {first}단계로 돌아가는 화살표가 있어 "
        f"{first}–{len(steps)}단계를 반복하고, 멈출 때가 되면 '{END}'에 이릅니다.",
    )


def _placed(steps: Sequence[str]) -> list[_Step]:
    placed, top = [], 1.0
    for k, step in enumerate(steps, start=1):
        lines = wrap(step, _TEXT_SIZE, _RIGHT - _TEXT_LEFT - 10)
        bottom = top + LINE_HEIGHT * len(lines) + 2 * _PAD - 6
        placed.append(_Step(k, lines, top, bottom))
        top = bottom + GAP
    return placed


def _box(step: _Step, *, decides: bool) -> Element:
    x, y = _TEXT_LEFT - 27, step.middle
    diamond = points(x - 19, y, x, y - 19, x + 19, y, x, y + 19)
    first = y - LINE_HEIGHT * (len(step.lines) - 1) / 2
    return group(
        box(8, step.top, _RIGHT - 8, step.bottom - step.top, radius=9),
        element("polygon", points=diamond, stroke=colour("e"), stroke_width=2, fill=colour("paper"))
        if decides
        else disc((x, y), 15, edge="ink"),
        text(x, y, str(step.number), size=15, weight=700),
        *(
            text(_TEXT_LEFT, first + LINE_HEIGHT * k, line, size=_TEXT_SIZE, anchor="start")
            for k, line in enumerate(step.lines)
        ),
        data_step=str(step.number),
    )
