"""Figures of the page on optimizers: the record's data, names that can be read, a still race."""

import json
import re
import tracemalloc
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.lines import Line2D

from backprop.optimize.batches import (
    compare_batches,
    regression_minimum,
    regression_samples,
)
from backprop.optimize.problems import plane_problem, ravine_problem, saddle_problem
from backprop.optimize.races import race
from figures.frames import PLANE_DOMAIN, RAVINE_DOMAIN, SADDLE_DOMAIN, race_frames
from figures.notation import COLOURS
from figures.picture import canvas, picture
from figures.plots.label_places import place_labels
from figures.plots.methods import BATCHES, MARKER_RADIUS, METHODS, marker_path
from figures.plots.optimizers import (
    draw_batch_paths,
    draw_runs,
)
from figures.race import OUTCOMES, race_figure

HEAVIEST = 65_000
RACES = {
    "ravine": (ravine_problem(), RAVINE_DOMAIN),
    "saddle": (saddle_problem(), SADDLE_DOMAIN),
    "plane": (plane_problem(), PLANE_DOMAIN),
}


@pytest.fixture
def ax():
    """An axis whose figure must be publishable after the test."""
    fig, axis = canvas()
    yield axis
    svg = picture(fig, alt="시험 그림").svg
    assert len(svg.encode()) <= HEAVIEST
    assert "nan" not in svg


@pytest.fixture(scope="module")
def batches():
    return compare_batches()


@pytest.fixture(scope="module", params=RACES)
def raced(request):
    problem, domain = RACES[request.param]
    runs = race(problem)
    frames = race_frames(runs, domain)
    figure, axis = canvas(400, 300)
    return runs, frames, race_figure(figure, axis, frames, alt="여섯 길", caption="경주")


def same(line: Line2D, x, y):
    np.testing.assert_array_equal(line.get_xdata(), x)
    np.testing.assert_array_equal(line.get_ydata(), y)


def written(ax):
    return [text.get_text() for text in ax.texts]


# How series look --------------------------------------------------------------------------------


@pytest.mark.parametrize("series", [tuple(METHODS.values()), BATCHES])
def test_no_series_is_told_from_another_by_colour_alone(series):
    assert len({one.marker for one in series}) == len(series)
    assert len({one.token for one in series}) == len(series)
    assert {one.token for one in series} <= set(COLOURS)
    assert len({one.name for one in series}) == len(series)


def test_every_method_has_dashes_of_its_own():
    assert len({one.dashes for one in METHODS.values()}) == len(METHODS)


def test_every_method_of_a_race_has_its_look():
    assert [run.method for run in race(saddle_problem())] == list(METHODS)


@pytest.mark.parametrize("one", METHODS.values(), ids=METHODS)
def test_a_marker_as_path_has_the_size_of_markers(one):
    numbers = np.array(re.findall(r"-?\d+\.\d+", marker_path(one.marker)), dtype=float)
    points = numbers.reshape(-1, 2)
    assert np.abs(points).max() == pytest.approx(MARKER_RADIUS, rel=0.45)
    assert np.abs(points.max(axis=0) + points.min(axis=0)).max() < 1e-6


def test_a_marker_that_points_up_points_up_in_svg():
    d = marker_path("^")
    x, y = map(float, re.findall(r"-?\d+\.\d+", d)[:2])
    assert (x, y) == (0.0, -MARKER_RADIUS)
    assert d.endswith("Z")


# Places of names --------------------------------------------------------------------------------


def spirals(n, count):
    t = np.linspace(0.5, 6, n)
    return [
        np.column_stack([200 + 25 * t * np.cos(t + k), 150 + 20 * t * np.sin(t + k)])
        for k in range(count)
    ]


def test_names_stand_apart_inside_the_box_and_by_their_own_path():
    paths, sizes = spirals(60, 6), [(50 + 4 * k, 15) for k in range(6)]
    places = place_labels(paths, sizes, (0, 0, 400, 300), taken=[(200, 150)])
    for k, place in enumerate(places):
        half = np.array(sizes[k]) / 2
        assert (place.centre - half >= 0).all()
        assert (place.centre + half <= (400, 300)).all()
        gap = np.maximum(np.abs(place.centre - place.anchor) - half, 0)
        assert np.hypot(*gap) < 15
        vertex = paths[k][place.vertex]
        assert np.linalg.norm(place.anchor - vertex) <= np.linalg.norm(
            paths[k][min(place.vertex + 1, 59)] - vertex
        )
        for other, size in zip(places[:k], sizes, strict=False):
            apart = np.abs(place.centre - other.centre) >= half + np.array(size) / 2
            assert apart.any()


def test_a_restless_path_takes_no_more_memory_than_a_picture():
    generator = np.random.default_rng(1)
    restless = np.cumsum(generator.normal(size=(3000, 2)) * 4, axis=0) % 300
    tracemalloc.start()
    place_labels([restless, *spirals(60, 2)], [(60, 15)] * 3, (0, 0, 300, 300))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5e8


def test_a_path_that_leaves_the_box_is_named_inside():
    away = np.array([[50.0, 50.0], [-4000.0, 60.0]])
    (place,) = place_labels([away], [(40, 15)], (0, 0, 100, 100))
    assert place.vertex == 0
    assert (place.anchor >= 0).all()


def test_a_path_outside_the_box_is_refused():
    with pytest.raises(ValueError, match=r"paths\[1\] has no point inside"):
        place_labels([np.ones((2, 2)), -np.ones((2, 2))], [(1, 1)] * 2, (0, 0, 50, 50))


# Plots ------------------------------------------------------------------------------------------


def test_batch_paths_are_the_runs(ax, batches):
    minimum = regression_minimum(regression_samples())
    ax.set_xlim(-0.6, 1.4)
    ax.set_ylim(-0.2, 1.5)
    for line, run in zip(draw_batch_paths(ax, batches, minimum), batches, strict=True):
        same(line, *run.points.T)
    assert written(ax) == [one.name for one in BATCHES]
    stars = [line for line in ax.lines if line.get_marker() == "*"]
    np.testing.assert_array_equal(stars[0].get_xydata(), [minimum])


def test_runs_are_drawn_whole_and_named(ax):
    runs = race(saddle_problem())
    ax.set_xlim(*SADDLE_DOMAIN[0])
    ax.set_ylim(*SADDLE_DOMAIN[1])
    for line, run in zip(draw_runs(ax, runs, [(0, 1)]), runs, strict=True):
        same(line, *run.points.T)
        assert line.get_marker() == METHODS[run.method].marker
    assert written(ax) == [one.name for one in METHODS.values()]


# The race ---------------------------------------------------------------------------------------


def test_the_frames_in_the_page_are_those_of_the_figure(raced):
    _, _, figure = raced
    page = BeautifulSoup(figure._repr_html_(), "html.parser")
    data = page.select_one("figure.race")
    assert data is not None
    assert json.loads(str(data["data-race"])) == figure.frames


def test_every_place_is_the_record_s_place_in_the_picture(raced):
    """One affine map takes all positions to their pixels, and the domain to the drawn area."""
    _, frames, figure = raced
    positions, pixels = [], []
    svg = ET.fromstring(figure.still.svg)
    lines = svg.iter("polyline")
    for track, drawn, line in zip(frames["tracks"], figure.frames["tracks"], lines, strict=True):
        shown = line.attrib["points"].split(" ")
        assert len(shown) == track["last_frame"] + 1 == len(drawn["values"].split(" "))
        positions += track["positions"][: len(shown)]
        pixels += [list(map(float, point.split(","))) for point in shown]
    known = np.column_stack([positions, np.ones(len(positions))])
    solution, *_ = np.linalg.lstsq(known, np.array(pixels))
    # A tenth of a pixel in the page, five digits in the record; Newton leaves the plane by far.
    rounding = 0.06 + 1e-4 * np.abs(pixels).max()
    np.testing.assert_allclose(known @ solution, pixels, atol=rounding)
    area = svg.find(".//clipPath/rect")
    assert area is not None
    x, y, width, height = (float(area.get(name, "")) for name in ("x", "y", "width", "height"))
    (left, right), (bottom, top) = frames["domain"]
    corners = np.array([[left, top, 1], [right, bottom, 1]]) @ solution
    np.testing.assert_allclose(corners, [[x, y], [x + width, y + height]], atol=0.2)


def test_values_are_the_record_s_to_three_digits(raced):
    _, frames, figure = raced
    raised = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
    for track, drawn in zip(frames["tracks"], figure.frames["tracks"], strict=True):
        for text, value in zip(drawn["values"].split(" "), track["values"], strict=False):
            read = float(text.replace("×10", "e").translate(raised))
            assert read == pytest.approx(value, rel=0.06 if "×" in text else 0.006)


def test_without_a_script_the_whole_paths_stand_and_the_controls_do_not(raced):
    runs, _, figure = raced
    page = BeautifulSoup(figure._repr_html_(), "html.parser")
    tracks = page.select(".race-track")
    assert [track.get_text() for track in tracks] == [METHODS[run.method].name for run in runs]
    for track, run in zip(tracks, runs, strict=True):
        line, marker = track.select_one("polyline"), track.select_one(".race-marker")
        assert line is not None
        assert marker is not None
        still = str(line["points"]).split()
        assert len(still) == len(figure.frames["tracks"][runs.index(run)]["values"].split())
        last = still[-1].split(",")
        place = re.findall(r"-?[\d.]+", str(marker["transform"]))
        np.testing.assert_allclose(np.array(place, float), np.array(last, float), atol=0.011)
    controls = page.select_one(".race-controls")
    assert controls is not None
    assert controls.has_attr("hidden")


def test_the_table_says_how_each_method_ended(raced):
    runs, _, figure = raced
    page = BeautifulSoup(figure._repr_html_(), "html.parser")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    for row, run in zip(rows, runs, strict=True):
        assert row[0] == METHODS[run.method].name
        assert row[2] == OUTCOMES[run.outcome].format(run.iterations)


def test_controls_have_korean_names_and_the_news_are_polite(raced):
    page = BeautifulSoup(raced[2]._repr_html_(), "html.parser")
    for control in page.select("button, input"):
        assert control["type"] in ("button", "range")
        name = str(control.get("aria-label", "")) or control.get_text()
        assert re.search(r"[가-힣]", name)
    assert [each["aria-live"] for each in page.select("[aria-live]")] == ["polite"]
    assert not page.select("output")


def test_the_leader_is_the_first_to_arrive_else_the_lowest():
    def track(name, values, outcome, iterations):
        positions = [[0.1 * k, 0.2] for k in range(len(values))]
        return {
            "name": name, "values": values, "outcome": outcome, "iterations": iterations,
            "positions": positions, "last_frame": iterations,
        }  # fmt: skip

    frames = {
        "domain": [[-1, 1], [-1, 1]], "start": [0, 0.2],
        "clock": [0, 1, 2, 3],
        "tracks": [
            track("sgd", [9.0, 5.0, 3.0, 0.4], "target", 3),
            track("adam", [9.0, 6.0, 0.5, 0.5], "target", 2),
            track("newton", [9.0, 0.8, 0.8, 0.8], "stationary", 1),
        ],
    }  # fmt: skip
    figure, axis = canvas(400, 300)
    made = race_figure(figure, axis, frames, alt="세 길", caption="경주").frames
    said = [made["news"][k] for k in made["says"]]
    assert said == ["출발", "선두 뉴턴", *["Adam, 2번 만에 먼저 도착"] * 2]


def test_two_races_on_a_page_share_no_id(raced):
    _, frames, _ = raced
    page = ""
    for _ in range(2):
        figure, axis = canvas(400, 300)
        page += race_figure(figure, axis, frames, alt="길", caption="경주")._repr_html_()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert ids
    assert len(ids) == len(set(ids))


def test_a_race_has_its_text_alternative_in_korean(raced):
    figure, axis = canvas(400, 300)
    with pytest.raises(ValueError, match="in Korean"):
        race_figure(figure, axis, raced[1], alt="six paths", caption="경주")
