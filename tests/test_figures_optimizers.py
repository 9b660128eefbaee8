"""Figures of the page on optimizers: the record's data, names that can be read."""

import re
import tracemalloc

import numpy as np
import pytest
from matplotlib.lines import Line2D

from backprop.optimize.batches import (
    compare_batches,
    regression_minimum,
    regression_samples,
)
from backprop.optimize.problems import saddle_problem
from backprop.optimize.races import race
from figures.frames import SADDLE_DOMAIN
from figures.notation import COLOURS
from figures.picture import canvas, picture
from figures.plots.label_places import place_labels
from figures.plots.methods import BATCHES, MARKER_RADIUS, METHODS, marker_path
from figures.plots.optimizers import (
    draw_batch_paths,
    draw_runs,
)

HEAVIEST = 65_000


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
