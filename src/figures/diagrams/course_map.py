"""The map of the course: the lessons in their order, and what each of them builds on."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from figures.svg.shapes import WIDTH, Drawing, arrow, box, disc, drawing, element, path, points
from figures.svg.text import text, wrap

ROW = 56
GAP = 20

_LEFT = 54
_TITLE_LEFT, _TITLE_SIZE, _TITLE_WIDTH = 106, 16, 226
_FIRST_LANE, _LANE = 16, 11
_MOST_LANES = 4


@dataclass(frozen=True, slots=True)
class MapLesson:
    """A lesson on the map.

    Attributes
    ----------
    key : str
        Name by which others require it.
    title : str
        Its Korean title.
    minutes : int
        Estimated reading time.
    href : str
        Its address, as the page with the map must write it.
    requires : tuple of str
        Keys of the lessons before it that it builds on.
    """

    key: str
    title: str
    minutes: int
    href: str
    requires: tuple[str, ...] = ()


def course_map(lessons: Sequence[MapLesson]) -> Drawing:
    """Draw the lessons as linked boxes from top to bottom, with an arrow from what each requires.

    The SVG is not a picture to a screen reader but a group of links: put it into the page as it is,
    not in an element with ``role="img"``.

    Parameters
    ----------
    lessons : sequence of MapLesson
        In the order of the course.

    Returns
    -------
    Drawing
        With an ``<a>`` for each lesson.

    Raises
    ------
    ValueError
        If there is no lesson, a key occurs twice, a lesson requires what does not come before it,
        or more arrows pass by one lesson than there is room for.
    """
    place = _places(lessons)
    arrows = [
        (place[required], k) for k, lesson in enumerate(lessons) for required in lesson.requires
    ]
    told = []
    for k, lesson in enumerate(lessons, start=1):
        numbers = ", ".join(str(place[required] + 1) for required in lesson.requires)
        after = f", 먼저 볼 레슨 {numbers}" if numbers else ""
        told.append(f"{k}. {lesson.title} ({lesson.minutes}분{after})")
    minutes = sum(lesson.minutes for lesson in lessons)
    return drawing(
        len(lessons) * (ROW + GAP) - GAP + 2,
        *(_next(start) for start, end in arrows if end == start + 1),
        *_detours([pair for pair in arrows if pair[1] > pair[0] + 1]),
        *(_link(k, lesson) for k, lesson in enumerate(lessons)),
        alt=f"레슨 {len(lessons)}개, 모두 {minutes}분인 과정의 지도. {'; '.join(told)}.",
    )


def _places(lessons: Sequence[MapLesson]) -> dict[str, int]:
    if not lessons:
        raise ValueError("lessons: expected at least one")
    place: dict[str, int] = {}
    for k, lesson in enumerate(lessons):
        if lesson.key in place:
            raise ValueError(f"lessons: the key {lesson.key!r} occurs twice")
        for required in lesson.requires:
            if required not in place:
                raise ValueError(f"{lesson.key}: requires {required!r}, which does not come before")
        place[lesson.key] = k
    return place


def _middle(k: int) -> float:
    return 1 + k * (ROW + GAP) + ROW / 2


def _next(k: int) -> Element:
    x = (_LEFT + _TITLE_LEFT) / 2
    return arrow((x, _middle(k) + ROW / 2), (x, _middle(k + 1) - ROW / 2 - 1), width=2, head=9)


def _detours(pairs: Sequence[tuple[int, int]]) -> list[Element]:
    """Return the arrows past other lessons, short ones nearest to the boxes, none on another."""
    lanes: list[list[tuple[int, int]]] = []
    drawn = []
    for start, end in sorted(pairs, key=lambda pair: (pair[1] - pair[0], pair)):
        free = (
            k
            for k, taken in enumerate(lanes)
            if all(end <= other[0] or other[1] <= start for other in taken)
        )
        k = next(free, len(lanes))
        if k == _MOST_LANES:
            raise ValueError(f"lessons: more than {_MOST_LANES} arrows side by side")
        if k == len(lanes):
            lanes.append([])
        lanes[k].append((start, end))
        x, y1, y2 = _LEFT - _FIRST_LANE - _LANE * k, _middle(start) + 10, _middle(end) - 10
        turn = 7
        bend = (
            f"M{points(_LEFT, y1)}L{points(x + turn, y1)}Q{points(x, y1, x, y1 + turn)}"
            f"L{points(x, y2 - turn)}Q{points(x, y2, x + turn, y2)}"
        )
        drawn += [path(bend, token="muted"), arrow((x + turn, y2), (_LEFT - 1, y2))]
    return drawn


def _link(k: int, lesson: MapLesson) -> Element:
    y = _middle(k)
    lines = wrap(lesson.title, _TITLE_SIZE, _TITLE_WIDTH)
    first = y - 11 * (len(lines) - 1)
    link = element(
        "a",
        box(_LEFT, y - ROW / 2, WIDTH - _LEFT - 1, ROW, radius=10),
        disc(((_LEFT + _TITLE_LEFT) / 2, y), 15, edge="x", thickness=1.5, fill="x", strength=0.1),
        text((_LEFT + _TITLE_LEFT) / 2, y, str(k + 1), token="x", weight=700),
        *(
            text(_TITLE_LEFT, first + 22 * i, line, size=_TITLE_SIZE, anchor="start", weight=600)
            for i, line in enumerate(lines)
        ),
        text(WIDTH - 16, y, f"{lesson.minutes}분", size=14, token="muted", anchor="end"),
        href=lesson.href,
    )
    link.set("class", "lesson")
    return link
