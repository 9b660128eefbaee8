"""The graph of a computation: what each number was made of, and the local derivatives on the edges.

The beginning is above, the result below. A node holds its number and, once the result has spoken,
the derivative of the result by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from figures.numbers import fixed
from figures.svg.shapes import WIDTH, Drawing, Point, arrow, box, drawing, group
from figures.svg.text import label, text

if TYPE_CHECKING:
    from backprop.autodiff import Value

NODE_WIDTH, NODE_HEIGHT = 148, 56
ROW_HEIGHT, TOP = 104, 34


def value_graph(result: Value, names: Mapping[Value, str], digits: int = 0) -> Drawing:
    """Draw all that went into a result, with numbers, local derivatives and gradients.

    Parameters
    ----------
    result : Value
        The last value, of which ``backward`` has been called.
    names : mapping of Value to str
        A letter for every value to be drawn; all edges between them are.
    digits : int, optional
        Digits after the decimal point.
    """
    rows = _rows(result, names)
    places = {
        value: (WIDTH * (place + 0.5) / len(row), TOP + number * ROW_HEIGHT)
        for number, row in enumerate(rows)
        for place, value in enumerate(row)
    }
    edges = [
        (operand, value, local)
        for value in places
        for operand, local in value.edges
        if operand in places
    ]
    said = ", ".join(
        f"∂{names[value]}/∂{names[operand]} {fixed(local, digits)}"
        for operand, value, local in edges
    )
    held = ", ".join(
        f"{names[value]} {fixed(value.data, digits)}(기울기 {fixed(value.grad, digits)})"
        for value in places
    )
    return drawing(
        TOP + (len(rows) - 1) * ROW_HEIGHT + NODE_HEIGHT / 2 + 2,
        *(_edge(places[a], places[b], fixed(local, digits)) for a, b, local in edges),
        *(_node(places[v], names[v], names[result], v, digits) for v in places),
        alt=f"위에서 아래로 흐르는 계산 그래프. 노드마다 값과 기울기: {held}. "
        f"변마다 곁의 변화율: {said}.",
    )


def _rows(result: Value, names: Mapping[Value, str]) -> list[list[Value]]:
    """Order values in rows: each stands right above the first of what was made of it."""
    depth = {result: 0}
    for value in sorted(names, key=lambda value: value.number, reverse=True):
        for operand, _ in value.edges:
            if operand in names:
                depth[operand] = max(depth.get(operand, 0), depth[value] + 1)
    last = max(depth.values())
    rows = [[value for value in names if depth[value] == row] for row in range(last, -1, -1)]
    return [sorted(row, key=lambda value: bool(not value.edges)) for row in rows]


def _edge(start: Point, end: Point, local: str) -> Element:
    (x0, y0), (x1, y1) = start, end
    half = NODE_HEIGHT / 2
    top, bottom = (x0, y0 + half), (x1 + (x0 - x1) * 0.2, y1 - half - 2)
    middle = ((top[0] + bottom[0]) / 2, (top[1] + bottom[1]) / 2)
    return group(
        arrow(top, bottom, width=2, head=10), label(*middle, f"× {local}", size=15, weight=600)
    )


def _node(centre: Point, name: str, result: str, value: Value, digits: int) -> Element:
    x, y = centre
    left, top = x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2
    return group(
        box(left, top, NODE_WIDTH, NODE_HEIGHT, radius=12, edge="ink" if value.edges else "x"),
        text(x, y - 12, f"${name}$ = {fixed(value.data, digits)}", size=17, weight=600),
        text(x, y + 14, f"∂${result}$/∂${name}$ = {fixed(value.grad, digits)}", token="e"),
        data_node=name,
    )
