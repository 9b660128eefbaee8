import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from itertools import combinations
from math import dist, hypot

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from numpy.typing import ArrayLike

from backprop.autodiff import Value
from backprop.lecture.two_by_two import EXAMPLE, INITIAL_WEIGHTS
from backprop.lecture.two_by_two import backward as two_backward
from backprop.lecture.two_by_two import forward as two_forward
from backprop.network import (
    backward,
    cost,
    forward,
    initial_parameters,
    lecture_parameters,
)
from backprop.samples import study_sleep
from figures.diagrams.course_map import MapLesson, course_map
from figures.diagrams.falk import SIDES
from figures.diagrams.flows import backward_flow
from figures.diagrams.graph import value_graph
from figures.diagrams.loop import algorithm_loop
from figures.diagrams.network import network_diagram
from figures.diagrams.product import product_diagram
from figures.diagrams.structure import structure_diagram
from figures.diagrams.transpose import transpose_sum
from figures.diagrams.two_by_two import two_by_two_diagram
from figures.diagrams.two_paths import two_by_two_paths
from figures.picture import picture
from figures.style import FONTS
from figures.svg.shapes import Drawing
from figures.svg.text import text

SAMPLES = study_sleep()
PARAMETERS = lecture_parameters(3)
PASS = forward(PARAMETERS, SAMPLES.X)
BACK = backward(PARAMETERS, PASS, SAMPLES.y)
SECOND = lecture_parameters(2)
SECOND_PASS = forward(SECOND, SAMPLES.X)
PRODUCT = (SAMPLES.X, SECOND.w1, SECOND_PASS.hidden_sum)
TWO = two_forward(INITIAL_WEIGHTS)
TWO_BACK = two_backward(INITIAL_WEIGHTS, TWO)
STEPS = (
    "신경망의 구조를 정한다",
    "가중치를 무작위로 초기화한다",
    "순전파로 모든 입력의 출력값을 계산한다",
    "비용 함수를 계산한다",
    "역전파로 가중치마다 편미분 값을 계산한다",
    "경사하강법으로 비용이 줄어드는 방향으로 가중치를 갱신한다",
    "멈출 기준을 채웠는지 확인한다",
)
LESSONS = (
    MapLesson("neural-network", "신경망은 무엇을 계산할까", 9, "lessons/neural-network/"),
    MapLesson("training", "공부 시간과 수면 시간으로 점수 예측하기", 8, "b/", ("neural-network",)),
    MapLesson("checks", "기울기 검사", 112, "c/", ("neural-network", "training")),
)


def product_of(l: int, m: int, n: int) -> Drawing:  # noqa: E741
    generator = np.random.default_rng(5)
    left, right = generator.normal(size=(l, m)), generator.normal(size=(m, n))
    return product_diagram(left, right, left @ right, entry=(l - 1, 0))


def network_of(*sizes: int) -> Drawing:
    generator = np.random.default_rng(4)
    parameters = initial_parameters(generator, *sizes)
    return network_diagram(parameters, forward(parameters, generator.random((2, sizes[0]))), 1)


def squared_error(w: float, x: float, b: float, t: float) -> tuple[Value, dict[Value, str]]:
    """(w·x + b − t)² and a letter for each step to it."""
    names = dict(zip(map(Value, (w, x, b)), "wxb", strict=True))
    inputs = [*names]
    p = inputs[0] * inputs[1]
    s = p + inputs[2]
    e = s - t
    L = e**2
    L.backward()
    return L, names | {p: "p", s: "s", e: "e", L: "L"}


CASES = {
    "network": network_diagram(PARAMETERS, PASS, 1),
    "network 2-4-2": network_of(2, 4, 2),
    "network 2-1-1": network_of(2, 1, 1),
    "structure": structure_diagram(),
    "backward": backward_flow(PARAMETERS, PASS, BACK, 0),
    "product": product_diagram(*PRODUCT, entry=(2, 0)),
    "product 4-2-4": product_of(4, 2, 4),
    "product 1-4-1": product_of(1, 4, 1),
    "product 1-1-1": product_of(1, 1, 1),
    "transpose": transpose_sum(SAMPLES.X, BACK.hidden_delta),
    "loop": algorithm_loop(STEPS, first=3),
    "map": course_map(LESSONS),
    "2-2-2": two_by_two_diagram(EXAMPLE, INITIAL_WEIGHTS, TWO),
    "graph": value_graph(*squared_error(2, 3, 1, 4)),
    "graph with decimals": value_graph(*squared_error(-2.25, 31.5, -1, 4.125), digits=3),
    "2-2-2 paths": two_by_two_paths(TWO, TWO_BACK),
}
NUMBER = re.compile(r"−?\d+\.\d+")
each_diagram = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def numbers(content: str) -> list[float]:
    return [float(found.replace("−", "-")) for found in NUMBER.findall(content)]


def content(node: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in node.iter("text"))


def marked(svg: str, name: str) -> dict[str, ET.Element]:
    found = [node for node in ET.fromstring(plain(svg)).iter() if name in node.attrib]
    named = {node.attrib[name]: node for node in found}
    assert len(named) == len(found), f"a {name} occurs twice"
    return named


def plain(svg: str) -> str:
    return svg.replace(' xmlns="http://www.w3.org/2000/svg"', "")


def close(shown: list[float], values: ArrayLike, digits: int) -> None:
    """Half a unit of the last place is what rounding may cost."""
    np.testing.assert_allclose(shown, np.ravel(values), rtol=0, atol=0.5000001 * 10**-digits)


def value_of(node: ET.Element, name: str) -> float:
    return float(node.attrib[name])


# What every diagram keeps


@each_diagram
def test_it_becomes_part_of_a_page(case: Drawing) -> None:
    shown = picture(case, caption="그림")
    assert content(ET.fromstring(shown.svg)) == content(ET.fromstring(plain(case.svg)))


@each_diagram
def test_colours_follow_the_scheme(case: Drawing) -> None:
    bare = re.sub(r"var\(--c-[a-z0-9]+, #[0-9a-f]{6}\)", "", case.svg)
    assert "#" not in bare
    assert "rgb" not in bare


@each_diagram
def test_no_text_is_smaller_than_12(case: Drawing) -> None:
    sizes = [value_of(node, "font-size") for node in ET.fromstring(case.svg).iter()
             if "font-size" in node.attrib]  # fmt: skip
    assert min(sizes) >= 12


@each_diagram
def test_no_text_is_cut_off_or_overlaps_another(case: Drawing) -> None:
    root = ET.fromstring(plain(case.svg))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert width == 400
    boxes = [text_box(text) for text in root.iter("text")]
    for said, left, top, right, bottom in boxes:
        assert 0 <= left < right <= width, said
        assert 0 <= top < bottom <= height, said
    for (said, *a), (other, *b) in combinations(boxes, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{said!r} overlaps {other!r}"


@each_diagram
def test_the_alt_text_says_every_number(case: Drawing) -> None:
    shown = numbers(content(ET.fromstring(plain(case.svg))))
    assert set(shown) <= set(numbers(case.alt))


def text_box(text: ET.Element) -> tuple[str, float, float, float, float]:
    size, weight = value_of(text, "font-size"), text.get("font-weight", "400")
    width = advance(text.text or "", weight) * size + sum(
        advance(span.text or "", weight) * float(span.get("font-size", size)) for span in text
    )
    x, y = value_of(text, "x"), value_of(text, "y")
    left = x - width * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
    return "".join(text.itertext()), left, y - 0.75 * size, left + width, y + 0.05 * size


@cache
def font(weight: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    name = "Regular" if int(weight) < 500 else "Bold"
    opened = TTFont(FONTS / f"Pretendard-{name}.otf")
    return opened.getBestCmap(), opened["hmtx"].metrics, opened["head"].unitsPerEm  # pyright: ignore


def advance(said: str, weight: str) -> float:
    glyphs, metrics, em = font(weight)
    # Figures are tabular: each as wide as the widest.
    return sum(metrics[glyphs[ord("0" if c.isdigit() else c)]][0] for c in said) / em


# Network


def test_the_network_shows_the_activations_of_the_sample() -> None:
    nodes = marked(CASES["network"].svg, "data-node")
    assert set(nodes) == {"x1", "x2", "h1", "h2", "h3", "o1"}
    for k in range(2):
        close(numbers(content(nodes[f"x{k + 1}"])), PASS.X[1, k], 2)
    for k in range(3):
        wanted = [PASS.hidden_sum[1, k], PASS.activated_hidden[1, k]]
        close(numbers(content(nodes[f"h{k + 1}"])), wanted, 2)
    close(numbers(content(nodes["o1"])), [PASS.output_sum[1, 0], PASS.activated_output[1, 0]], 2)


def edges(svg: str) -> Iterator[tuple[str, ET.Element]]:
    yield from marked(svg, "data-edge").items()


def test_every_weight_stands_on_its_own_edge() -> None:
    svg = CASES["network"].svg
    weights = dict(zip(PARAMETERS.labels, PARAMETERS.to_vector(), strict=True))
    texts = ET.fromstring(plain(svg)).iter("text")
    labels = [text for text in texts if NUMBER.fullmatch(content_of(text))]
    drawn = dict(edges(svg))
    assert set(drawn) == set(weights)
    for name, edge in drawn.items():
        on_it = [label for label in labels if distance_to(edge, label) < 0.1]
        shown = [value for label in on_it for value in numbers(content_of(label))]
        assert any(abs(value - weights[name]) <= 0.005001 for value in shown), name


def content_of(text: ET.Element) -> str:
    return "".join(text.itertext())


def distance_to(edge: ET.Element, label: ET.Element) -> float:
    x1, y1, x2, y2 = (value_of(edge, name) for name in ("x1", "y1", "x2", "y2"))
    x, y = value_of(label, "x"), value_of(label, "y") - 0.355 * value_of(label, "font-size")
    return abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / hypot(x2 - x1, y2 - y1)


def test_edges_tell_sign_and_size_without_colour() -> None:
    weights = dict(zip(PARAMETERS.labels, PARAMETERS.to_vector(), strict=True))
    widths = {}
    for name, edge in edges(CASES["network"].svg):
        assert ("stroke-dasharray" in edge.attrib) == (weights[name] < 0), name
        widths[name] = value_of(edge, "stroke-width")
    for a, b in combinations(weights, 2):
        if abs(weights[a]) > abs(weights[b]) + 0.01:
            assert widths[a] > widths[b], f"{a} outweighs {b}"


@pytest.mark.parametrize("name", ["network", "network 2-4-2", "network 2-1-1"])
def test_no_weight_touches_a_node(name: str) -> None:
    root = ET.fromstring(plain(CASES[name].svg))
    circles = [
        (value_of(c, "cx"), value_of(c, "cy"), value_of(c, "r")) for c in root.iter("circle")
    ]
    labels = [text_box(text) for text in root.iter("text")
              if text.get("fill", "").startswith(("var(--c-w1", "var(--c-w2"))]  # fmt: skip
    for said, left, top, right, bottom in labels:
        for x, y, r in circles:
            nearest = (min(max(x, left), right), min(max(y, top), bottom))
            assert dist(nearest, (x, y)) > r, said


def test_the_ring_closes_with_the_activation() -> None:
    """Where the arc ends is read off the drawing and turned back into a share of the circle."""
    node = marked(CASES["network"].svg, "data-node")["h2"]
    disc = next(node.iter("circle"))
    arc = next(path.attrib["d"] for path in node.iter("path") if "stroke" in path.attrib)
    x, y = (float(number) for number in arc.split()[-2:])
    angle = np.arctan2(x - value_of(disc, "cx"), value_of(disc, "cy") - y) % (2 * np.pi)
    assert angle / (2 * np.pi) == pytest.approx(PASS.activated_hidden[1, 1], abs=1e-3)


def test_the_structure_joins_every_node_to_the_next_layer() -> None:
    svg = CASES["structure"].svg
    assert len(marked(svg, "data-node")) == 2 + 3 + 1
    assert len(dict(edges(svg))) == 2 * 3 + 3 * 1
    for layer in ("입력층", "은닉층", "출력층"):
        assert layer in svg


# Flow


def test_backward_flow_holds_the_signals_and_what_multiplies_them() -> None:
    svg = CASES["backward"].svg
    stations = marked(svg, "data-station")
    assert list(stations) == ["E", "A_O", "S_O", "A_H", "S_H"]
    arrays = (BACK.output_error, BACK.output_delta, BACK.hidden_error, BACK.hidden_delta)
    for name, array in zip(("A_O", "S_O", "A_H", "S_H"), arrays, strict=True):
        close(numbers(content(stations[name])), array[0], 4)
    close(numbers(content(stations["E"])), cost(PARAMETERS, SAMPLES.X[:1], SAMPLES.y[:1]), 4)
    # The number on an arrow turns the cell above it into the cell below.
    texts = [
        text for text in cells_of(ET.fromstring(plain(svg))) if "font-weight" not in text.attrib
    ]
    for (above, before), (name, after) in (
        (("A_O", BACK.output_error), ("S_O", BACK.output_delta)),
        (("S_O", BACK.output_delta), ("A_H", BACK.hidden_error)),
        (("A_H", BACK.hidden_error), ("S_H", BACK.hidden_delta)),
    ):
        cells = cells_of(stations[name])
        top, bottom = value_of(cells_of(stations[above])[0], "y"), value_of(cells[0], "y")
        for k, cell in enumerate(cells):
            shown = [content_of(text) for text in texts
                     if text.attrib["x"] == cell.attrib["x"]
                     and top < value_of(text, "y") < bottom]  # fmt: skip
            close(numbers(" ".join(shown)), after[0, k] / before[0, k % before.shape[1]], 4)


def cells_of(station: ET.Element) -> list[ET.Element]:
    return [text for text in station.iter("text") if NUMBER.fullmatch(content_of(text))]


# Matrices


def test_the_product_writes_its_sides_in_the_colours_of_the_lecture() -> None:
    heading = next(ET.fromstring(plain(CASES["product 4-2-4"].svg)).iter("text"))
    spans = [(span.text, span.get("fill", "")) for span in heading]
    sides = [(said, paint) for said, paint in spans if said in ("4", "2")]
    wanted = [SIDES[k] for k in (0, 1, 1, 2, 0, 2)]
    assert [said for said, _ in sides] == ["4", "2", "2", "4", "4", "4"]
    assert all(f"--c-{token}," in paint for token, (_, paint) in zip(wanted, sides, strict=True))


def test_the_product_draws_its_matrices_to_scale() -> None:
    rects = [r for r in ET.fromstring(plain(CASES["product 4-2-4"].svg)).iter("rect")
             if "stroke" in r.attrib]  # fmt: skip
    assert len(rects) == 4 * 2 + 2 * 4 + 4 * 4
    assert len({(r.attrib["width"], r.attrib["height"]) for r in rects}) == 1


def test_the_marked_entry_is_written_out() -> None:
    svg = CASES["product"].svg
    *_, written = [content_of(text) for text in ET.fromstring(plain(svg)).iter("text")]
    close(numbers(written), [0.875, -1.75351135, 0.75, -0.06568225, -1.58358412], 2)
    for matrix in PRODUCT:
        for value in matrix.ravel():
            assert min(abs(shown - value) for shown in numbers(svg)) <= 0.005001


def test_the_pieces_of_the_samples_add_up_to_the_gradient() -> None:
    cells = marked(CASES["transpose"].svg, "data-cell")
    shown = {name: numbers(content(cell))[0] for name, cell in cells.items()}
    for i, j in np.ndindex(2, 3):
        close([shown[f"sum[{i},{j}]"]], -BACK.w1_gradient[i, j], 4)
        pieces = [shown[f"piece{k}[{i},{j}]"] for k in (1, 2, 3)]
        assert sum(pieces) == pytest.approx(-BACK.w1_gradient[i, j], abs=3 * 0.5e-4)
        for k in (1, 2, 3):
            entry = shown[f"x{k}[{i},0]"] * shown[f"delta{k}[0,{j}]"]
            assert shown[f"piece{k}[{i},{j}]"] == pytest.approx(entry, abs=1.1e-4)
    sheets = [r.get("stroke-dasharray", "") for r in ET.fromstring(plain(CASES["transpose"].svg))
              if r.tag == "rect"]  # fmt: skip
    assert len(set(sheets[:3])) == 3, "the samples' sheets differ in their edge"


# Course


def test_a_graph_holds_every_number_gradient_and_local_derivative() -> None:
    L, names = squared_error(2, 3, 1, 4)
    drawn = value_graph(L, names)
    nodes = marked(drawn.svg, "data-node")
    assert {name: content(node) for name, node in nodes.items()} == {
        name: f"{name} = {value.data:.0f} ∂L/∂{name} = {value.grad:.0f}"
        for value, name in names.items()
    }
    assert {name: value.grad for value, name in names.items()} == {
        **{"w": 18, "x": 12, "b": 6, "p": 6, "s": 6, "e": 6, "L": 1}
    }
    assert re.findall(r">× (\d+)<", drawn.svg) == ["3", "2", "1", "1", "1", "6"]
    for told in ("∂p/∂w 3", "∂p/∂x 2", "∂L/∂e 6", "w 2(기울기 18)"):
        assert told in drawn.alt


def test_the_loop_names_every_step_and_goes_back_to_the_third() -> None:
    svg = CASES["loop"].svg
    steps = marked(svg, "data-step")
    for k, name in enumerate(STEPS, start=1):
        assert content(steps[str(k)]) == f"{k} {name}"
    middles = {k: value_of(next(node.iter("text")), "y") for k, node in steps.items()}
    back = max(ET.fromstring(plain(svg)).iter("polyline"), key=lambda p: len(p.attrib["points"]))
    corners = [tuple(map(float, corner.split(","))) for corner in back.attrib["points"].split()]
    assert corners[0][1] == pytest.approx(middles["7"], abs=6)
    assert corners[-1][1] == pytest.approx(middles["3"], abs=6)


def test_the_map_links_every_lesson_in_order() -> None:
    links = list(ET.fromstring(plain(CASES["map"].svg)).iter("a"))
    assert [link.attrib["href"] for link in links] == [lesson.href for lesson in LESSONS]
    for link, lesson in zip(links, LESSONS, strict=True):
        said = content(link)
        assert lesson.title in said
        assert f"{lesson.minutes}분" in said


# 2-2-2


def test_the_two_by_two_network_holds_every_number() -> None:
    svg = CASES["2-2-2"].svg
    nodes = marked(svg, "data-node")
    given = asdict(EXAMPLE)
    for name in ("x1", "x2", "b1", "b2"):
        close(numbers(content(nodes[name])), given[name], 2)
    for k in (1, 2):
        for sum_, node in ((f"h{k}", f"H{k}"), (f"y{k}", f"Y{k}")):
            wanted = [getattr(TWO, sum_), getattr(TWO, node)]
            close(numbers(content(nodes[node])), wanted, 4)
        target, error = numbers(content(nodes[f"E{k}"]))
        assert target == given[f"t{k}"]
        close([error], getattr(TWO, f"E{k}"), 4)
    close(numbers(content(nodes["E"])), TWO.E, 4)
    assert {name: numbers(content(edge)) for name, edge in edges(svg)} == {
        name: [weight] for name, weight in asdict(INITIAL_WEIGHTS).items()
    }


def test_the_paths_end_in_the_printed_sum() -> None:
    """The figures are those that Mazur prints for his ∂E_total/∂out_h1."""
    said = content(ET.fromstring(plain(CASES["2-2-2 paths"].svg)))
    lines = re.findall("= ([^=]* · [^=]*) = (−?[0-9.]+)", said)
    for (factors, result), printed in zip(
        lines,
        ((0.74136507, 0.186815602, 0.40, 0.055399425), (-0.21707153, 0.17551, 0.50, -0.019049119)),
        strict=True,
    ):
        close(numbers(f"{factors} {result}"), printed, 4)
    assert "0.0554 + (−0.0190) = 0.0364" in said
    texts = ET.fromstring(plain(CASES["2-2-2 paths"].svg)).iter("text")
    beside = [said for text in texts if re.fullmatch("= −?[0-9.]+", said := content_of(text))]
    assert beside == [f"= {one}" for factors, _ in lines for one in factors.split(" · ")]


def test_the_paths_keep_the_colours_of_the_lecture() -> None:
    nodes = marked(CASES["2-2-2 paths"].svg, "data-node")
    colours = {"y1": "net1", "Y1": "out1", "y2": "net2", "Y2": "out2"}
    for name, token in colours.items():
        assert f"--c-{token}," in next(nodes[name].iter("rect")).attrib["stroke"]


# Bad input


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: network_diagram(PARAMETERS, PASS, 3), r"sample: expected 0 to 2, got 3"),
        (lambda: network_of(2, 4, 4), r"would overlap"),
        (lambda: network_of(3, 3, 1), r"n_inputs: expected 2, got 3"),
        (lambda: network_of(2, 9, 1), r"n_hidden: expected 1 to 4, got 9"),
        (lambda: backward_flow(PARAMETERS, PASS, BACK, -1), r"sample: expected 0 to 2"),
        (lambda: product_of(3, 4, 4), r"m \+ n: expected 1 to 6, got 8"),
        (lambda: product_diagram(*PRODUCT, entry=(3, 0)), r"entry: .*3×3"),
        (lambda: product_diagram(SECOND.w1, SAMPLES.X, PRODUCT[2], (0, 0)), r"\(2, 3\), \(3, 2\)"),
        (
            lambda: product_diagram(*PRODUCT[:2], PASS.hidden_sum, entry=(2, 0)),
            r"hidden_sum: expected the product",
        ),
        (lambda: transpose_sum(SAMPLES.X, BACK.hidden_delta[:2]), r"a row for each"),
        (lambda: algorithm_loop(STEPS, first=7), r"first: expected 1 to 6, got 7"),
        (lambda: algorithm_loop(["", "멈춤"], first=1), r"steps: expected names"),
        (lambda: course_map(LESSONS[::-1]), r"does not come before"),
        (lambda: course_map(LESSONS[:1] * 2), r"occurs twice"),
        (lambda: course_map(()), r"at least one"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()


@pytest.mark.parametrize(
    ("content", "has_room"),
    [("$X^T$", True), ("$σ$′", True), ("$E$/∂", True), ("$S_H$", False), ("$y$ − 1", False)],
)
def test_an_upright_sign_has_room_behind_a_slanted_letter(content, has_room):
    spans = list(text(0, 0, content))
    assert ("dx" in spans[1].attrib) is has_room
    assert "dx" not in spans[0].attrib
