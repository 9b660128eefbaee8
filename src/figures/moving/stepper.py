"""The stepper: one training step of a network, node by node and edge by edge, with its numbers.

``docs/assets/figures/stepper.js`` picks a step, a sample, an iteration and a run, and puts the
texts that the build has written in their places; it computes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from figures.diagrams.network import INPUT_RADIUS, label_column
from figures.markup import to_html, to_plain
from figures.moving.moving import Moving, buttons, choices, controls, fill, slider
from figures.moving.walk import Edge, Node, Step, Walk
from figures.picture import picture
from figures.svg.shapes import Drawing, box, disc, drawing, group, line, surface
from figures.svg.text import text, text_width

RADIUS = 33
SIZE, LABEL = 14, 13


def stepper(walk: Walk, *, caption: str) -> Moving:
    """Return the moving figure of a walk.

    Parameters
    ----------
    walk : Walk
        The network, the steps and the values.
    caption : str
        In the notation of `figures.markup`.
    """
    values = walk.first()
    return Moving(
        walk.name,
        picture(_drawing(walk, values)),
        _choices(walk),
        _steps(walk) + _panel(walk, values) + _board(walk, values),
        caption,
        _frames(walk),
    )


def _choices(walk: Walk) -> str:
    many = [choices("sample", "학생", walk.samples)] if len(walk.samples) > 1 else []
    return controls(
        "무엇을 볼까",
        choices("run", "계산", walk.runs),
        choices("iteration", "반복", walk.iterations),
        *many,
    )


def _steps(walk: Walk) -> str:
    phases = {f"phase-{k}": name for k, name in enumerate(walk.phases)}
    return controls(
        "한 단계씩",
        '<div class="figure-line">',
        buttons({"back": "뒤로", "forward": "앞으로"}),
        slider("step", "단계", len(walk.steps) - 1),
        "</div>",
        f'<div class="figure-line">{buttons(phases | {"reset": "처음으로"})}</div>',
    )


def step_html(step: Step, values: Mapping[str, str]) -> str:
    """Return the panel's inside for a step; the script does the same."""
    return fill(step_text(step), values)


def step_text(step: Step) -> str:
    """Return the panel's inside with its places for values open."""
    rows = "".join(
        f'<div class="figure-row">{f"<b>{whose}</b>" if whose else ""}'
        f"<span>{to_html(formula)}</span><span>{to_html(numbers)}</span></div>"
        for whose, formula, numbers in step.rows
    )
    code = "".join(f"<code>{part}</code> " for part in step.code.split("; "))
    return (
        f'<p class="figure-title">{to_html(step.title)}</p>{rows}'
        f"<p>{to_html(step.says)}</p>"
        f'<p class="figure-code">{code}<span>{step.shape}</span></p>'
    )


def _panel(walk: Walk, values: Mapping[str, str]) -> str:
    return f'<div class="figure-panel">{step_html(walk.steps[0], values)}</div>'


def _board(walk: Walk, values: Mapping[str, str]) -> str:
    """Return the table: each weight's derivative by sample, and the sum; its heads are buttons."""
    many = len(walk.samples) > 1
    names = [*walk.samples, ("", "합")] if many else [("", "∂E/∂w")]
    heads = "".join(f'<th scope="col">{name}</th>' for _, name in names)
    rows = "".join(
        f'<tr data-part="{edge.name}"><th scope="row"><button type="button" '
        f'data-edge="{edge.name}">{to_html(edge.symbol)}</button></th>'
        + "".join(
            f'<td data-value="{stem} {edge.name}">{values[f"{stem} {edge.name}"]}</td>'
            for stem in [*(f"{value} d" for value, _ in walk.samples if many), "sum"]
        )
        + "</tr>"
        for edge in walk.edges
    )
    return (
        '<table class="figure-board"><thead><tr><th scope="col">가중치</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _frames(walk: Walk) -> dict[str, Any]:
    shared, (own, *_) = walk.values[0][0]
    return {
        "steps": [
            {
                "phase": step.phase,
                "says": to_plain(f"{step.title}. {step.says}"),
                "html": step_text(step),
                "lit": step.lit,
                "fresh": step.fresh,
            }
            for step in walk.steps
        ],
        "edges": {
            edge.name: {
                "name": to_html(edge.symbol),
                "says": to_plain(edge.symbol),
                "paths": [
                    [{"name": to_html(f), "value": v, "part": p} for f, v, p in path]
                    for path in edge.paths
                ],
            }
            for edge in walk.edges
        },
        "words": {"sum": walk.total, "instead": walk.instead, "paths": walk.paths},
        "names": [list(shared), list(own)],
        "values": [
            [["\t".join(part.values()) for part in (common, *owns)] for common, owns in run]
            for run in walk.values
        ],
    }


def _drawing(walk: Walk, values: Mapping[str, str]) -> Drawing:
    nodes = {node.name: node for node in walk.nodes}
    shown = ", ".join(f"{to_plain(e.symbol)} {values[e.name]}" for e in walk.edges)
    layers = {token: [e for e in walk.edges if e.token == token] for token in ("w1", "w2")}
    labels = [
        _edge_label(edge, nodes, _share(edges, nodes), values)
        for edges in layers.values()
        for edge in edges
    ]
    return drawing(
        walk.height,
        *(_edge(edge, nodes) for edge in walk.edges),
        *labels,
        *(_node(node, values) for node in walk.nodes),
        alt=f"학습 한 번의 계산을 따라가는 신경망. 가중치: {shown}. 노드의 위는 가중합, 아래는 "
        "활성값이고, 가중치마다 기울기는 그림 아래의 표에 있습니다.",
    )


def _valued(element: Element, name: str) -> Element:
    element.set("data-value", name)
    return element


def _edge(edge: Edge, nodes: Mapping[str, Node]) -> Element:
    start, end = nodes[edge.start].place, nodes[edge.end].place
    return group(
        line(start, end, token=edge.token, width=2),
        data_part=edge.name,
        data_edge=edge.name,
    )


def _share(edges: Sequence[Edge], nodes: Mapping[str, Node]) -> float:
    """Return how far along the edges of a layer their labels are furthest apart."""
    starts = [nodes[name].place for name in dict.fromkeys(edge.start for edge in edges)]
    ends = [nodes[name].place for name in dict.fromkeys(edge.end for edge in edges)]
    return label_column(starts, ends, RADIUS)


def _edge_label(
    edge: Edge, nodes: Mapping[str, Node], share: float, values: Mapping[str, str]
) -> Element:
    (x1, y1), (x2, y2) = nodes[edge.start].place, nodes[edge.end].place
    x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
    width, height = 0.9 * text_width("−0.0000", LABEL), 1.3 * LABEL
    words = text(x, y, values[edge.name], size=LABEL, token=edge.token, weight=600)
    return group(
        box(x - width / 2, y - height / 2, width, height, edge=""),
        _valued(words, edge.name),
        data_part=edge.name,
        data_edge=edge.name,
    )


def _node(node: Node, values: Mapping[str, str]) -> Element:
    x, y = node.place
    token = node.values[-1][1]
    if len(node.values) == 1:
        name = node.values[0][0]
        parts = [
            disc(node.place, INPUT_RADIUS, edge=token, thickness=2),
            _valued(text(x, y, values[name], size=SIZE, token=token, weight=600), name),
        ]
    else:
        inside = RADIUS - 1
        half = f"M{x - inside} {y}A{inside} {inside} 0 0 0 {x + inside} {y}Z"
        parts = [
            disc(node.place, RADIUS, edge=token, thickness=2),
            surface(half, fill=token, strength=0.12),
            *(
                _valued(text(x, y + side * 0.38 * RADIUS, values[name], size=SIZE, token=of), name)
                for side, (name, of) in zip((-1, 1), node.values, strict=True)
            ),
        ]
    if node.label:
        parts.append(text(x, y + INPUT_RADIUS + 15, node.label, size=SIZE, token="muted"))
    if node.below:
        words = text(x, y + RADIUS + 12, values[node.below], size=SIZE, token="e", weight=600)
        parts.append(_valued(words, node.below))
    return group(*parts, data_part=node.name)
