"""Every plot draws the data of its record, in the course's colours, within its weight."""

import re

import numpy as np
import pytest
from matplotlib.lines import Line2D

from backprop import activations, losses
from backprop.network import backward, cost, forward, lecture_parameters
from backprop.network_check import check_backward, epsilon_sweep
from backprop.optimize import functions, surfaces
from backprop.samples import study_sleep
from backprop.training import train
from figures.picture import canvas, panels, picture
from figures.plots.curves import draw_activation, draw_losses
from figures.plots.descents import draw_cost_slice, draw_descents, draw_path, draw_stationary
from figures.plots.gradients import draw_epsilon_sweep, draw_gradient_bars
from figures.plots.surfaces import draw_contours, draw_relief, project
from figures.plots.training import draw_predictions, draw_training, draw_weights

HEAVIEST = 60_000
SAMPLES = study_sleep()
START = lecture_parameters(4)


@pytest.fixture
def ax():
    """An axis whose figure must be publishable after the test."""
    fig, axis = canvas()
    yield axis
    svg = picture(fig, alt="시험 그림").svg
    assert len(svg.encode()) <= HEAVIEST
    assert "nan" not in svg


@pytest.fixture(scope="module")
def log():
    return train(START, SAMPLES.X, SAMPLES.y, iterations=2000)


@pytest.fixture(scope="module")
def plane():
    grid = np.linspace(-6, 8, 41)
    surface = surfaces.cost_surface(START, SAMPLES.X, SAMPLES.y, (0, 6), grid, grid)
    value, gradient = surfaces.weight_plane(START, SAMPLES.X, SAMPLES.y, (0, 6))
    return surface, surfaces.descent_path(value, gradient, START.to_vector()[[0, 6]], 5.0, 30)


def same(line: Line2D, x, y):
    np.testing.assert_array_equal(line.get_xdata(), x)
    np.testing.assert_array_equal(line.get_ydata(), y)


def written(ax):
    return [text.get_text() for text in ax.texts]


def test_activation(ax):
    s = np.linspace(-6, 6, 61)
    values, slopes = activations.sigmoid(s), activations.sigmoid_derivative(s)
    lines = draw_activation(ax, s, values, slopes)
    same(lines[0], s, values)
    same(lines[1], s, slopes)
    assert lines[0].get_linestyle() != lines[1].get_linestyle()


def test_losses(ax):
    o = np.linspace(0.01, 0.99, 50)
    y = np.ones_like(o)
    curves = {
        "제곱오차": losses.squared_error_per_sample(y, o),
        "교차 엔트로피": losses.binary_cross_entropy_per_sample(y, o),
    }
    for line, curve in zip(draw_losses(ax, o, curves), curves.values(), strict=True):
        same(line, o, curve)
    assert written(ax) == [*curves, "목표값 $y$ = 1"]
    assert ax.lines[0].get_xdata()[0] == 1


@pytest.mark.parametrize("index", range(9))
def test_cost_slice(ax, index):
    vector = START.to_vector()
    slope = backward(START, forward(START, SAMPLES.X), SAMPLES.y).to_vector()[index]
    values = vector[index] + np.linspace(-8, 8, 81)
    costs = surfaces.cost_slice(START, SAMPLES.X, SAMPLES.y, index, values)
    here = cost(START, SAMPLES.X, SAMPLES.y)
    curve, tangent, point = draw_cost_slice(
        ax,
        values,
        costs,
        weight=float(vector[index]),
        cost=here,
        slope=float(slope),
        name=START.labels[index],
    )
    same(curve, values, costs)
    same(point, [vector[index]], [here])
    ends = np.asarray(tangent.get_xydata())
    run, rise = ends[1] - ends[0]
    assert rise / run == pytest.approx(slope)
    assert ends.mean(axis=0) == pytest.approx([vector[index], here])
    assert any(f"{slope:+#.3g}".replace("-", "−") in text for text in written(ax))
    assert ax.get_xlabel() == START.labels[index]


def test_contours_and_path(ax, plane):
    surface, path = plane
    fillings = draw_contours(ax, surface, path)
    levels = [float(np.asarray(filling.levels)[0]) for filling in fillings]
    assert 5 <= len(fillings) <= 12
    assert levels == sorted(levels)
    for filling in fillings:
        level = np.asarray(filling.levels)[0]
        inside = np.array(
            [
                any(p.contains_point((x, y)) for p in filling.get_paths())
                for x, y in zip(surface.grid_i, surface.grid_j, strict=True)
            ]
        )
        clear = np.abs(np.diag(surface.values) - level) > 0.02
        clear[[0, -1]] = False
        np.testing.assert_array_equal(inside[clear], (np.diag(surface.values) > level)[clear])
    assert ax.get_xlim() == (surface.grid_i[0], surface.grid_i[-1])
    assert any(np.array_equal(line.get_xydata(), path.points) for line in ax.lines)
    assert (ax.get_xlabel(), ax.get_title("left")) == surface.labels


def test_relief(ax, plane):
    surface, path = plane
    relief = draw_relief(ax, surface, path)
    assert len(relief.get_paths()) == 400
    alphas = np.asarray(relief.get_facecolor())[:, 3]
    assert alphas.min() < 0.1 < 0.6 < alphas.max()
    assert set(surface.labels) <= set(written(ax))


def test_projection_from_above_is_the_plan():
    points = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    seen = project(points, azimuth=-90, elevation=90)
    np.testing.assert_allclose(seen[1] - seen[0], [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(seen[2] - seen[0], [0, 1, 0], atol=1e-12)
    np.testing.assert_allclose(seen[3] - seen[0], [0, 0, 1], atol=1e-12)


def test_projection_keeps_distances():
    points = np.random.default_rng(1).uniform(size=(5, 3))
    seen = project(points, 30, 20)
    np.testing.assert_allclose(
        np.linalg.norm(seen[1:] - seen[:-1], axis=1),
        np.linalg.norm(np.diff(points, axis=0), axis=1),
    )


def test_descents_from_several_starts(ax):
    well = functions.double_well_1d()
    x = np.linspace(-1.7, 1.7, 80)
    paths = [surfaces.descent_path(well.value, well.gradient, [s], 0.1, 60) for s in (-1.5, 1.5)]
    curve, *lines = draw_descents(ax, x, well.value(x[:, None]), paths)
    same(curve, x, well.value(x[:, None]))
    for line, path in zip(lines, paths, strict=True):
        same(line, path.points[:, 0], path.values)
    draw_stationary(ax, well)
    assert written(ax) == ["전역 최솟값", "지역 최솟값"]


def test_each_stationary_point_is_named_where_it_is(ax):
    saddle = functions.saddle()
    names = [text.get_text() for text in draw_stationary(ax, saddle)]
    assert names == ["전역 최솟값", "전역 최솟값", "안장점"], "both minima are equally deep"
    drawn = np.array([line.get_xydata()[0] for line in ax.lines])
    np.testing.assert_array_equal(drawn, np.vstack([saddle.minima, saddle.saddles]))


def test_a_path_shows_its_steps_and_both_ends(ax):
    x, y = np.array([0.0, 0.5, 0.8, 0.8001]), np.array([0.0, 0.3, 0.5, 0.5001])
    line = draw_path(ax, np.column_stack([x, y]))
    same(line, x, y)
    assert line.get_markevery() == [0, 1, 2]
    ends = [tuple(other.get_xydata()[0]) for other in ax.lines if len(other.get_xdata()) == 1]
    assert sorted(ends) == [(0.0, 0.0), (0.8001, 0.5001)]


def test_training(ax, log):
    line = draw_training(ax, log)
    same(line, np.arange(1, 2002), log.mse)
    assert written(ax) == [f"{log.mse[0]:.4f}", f"{log.mse[-1]:.4f}"]


def test_predictions(ax, log):
    for sample, line in enumerate(draw_predictions(ax, log, SAMPLES.y)):
        same(line, np.arange(1, 2002), log.predictions[:, sample, 0])
    assert f"목표값 2: {SAMPLES.y[1, 0]:.3f}" in written(ax)
    assert f"예측 3: {log.predictions[-1, 2, 0]:.3f}" in written(ax)


def test_predictions_need_their_targets(ax, log):
    with pytest.raises(ValueError, match=r"\(3, 1\)"):
        draw_predictions(ax, log, SAMPLES.y[:2])


@pytest.fixture
def node_axes():
    """An axis for each hidden node, in a figure that must be publishable after the test."""
    fig, axes = panels(3)
    yield axes
    svg = picture(fig, alt="시험 그림").svg
    assert len(svg.encode()) <= HEAVIEST


def test_weights(node_axes, log):
    draw_weights(node_axes, log, ["공부", "수면"])
    for node, ax in enumerate(node_axes):
        drawn = np.column_stack([line.get_ydata() for line in ax.lines[1:]])
        expected = np.hstack([log.w1[:, :, node], log.w2[:, node]])
        np.testing.assert_array_equal(drawn, expected)
        assert ax.get_title(loc="left") == f"은닉 노드 {node + 1}"
        names = {f"공부 w1[0,{node}]", f"수면 w1[1,{node}]", f"w2[{node},0]"}
        assert {text.get_text() for text in ax.texts} == names
        assert len({(line.get_color(), str(line.get_linestyle())) for line in ax.lines[1:]}) == 3


def test_names_of_weights_stand_in_the_order_of_their_lines(node_axes, log):
    draw_weights(node_axes, log, ["공부", "수면"])
    for ax in node_axes:
        heights = {text.get_text(): text.get_position()[1] for text in ax.texts}
        ends = [line.get_ydata()[-1] for line in ax.lines[1:]]
        np.testing.assert_array_equal(np.argsort([*heights.values()]), np.argsort(ends))
        pixels = sorted(height * ax.bbox.height for height in heights.values())
        assert min(np.diff(pixels)) >= 13


@pytest.mark.parametrize("names", [["공부"], ["공부", "수면", "운동"]])
def test_weights_want_a_name_for_each_input(node_axes, log, names):
    with pytest.raises(ValueError, match="2 inputs and 3 hidden nodes"):
        draw_weights(node_axes, log, names)


def test_epsilon_sweep(ax):
    sweep = epsilon_sweep(START, SAMPLES.X, SAMPLES.y, np.logspace(-11, 0, 23))
    worst, truncation, rounding = draw_epsilon_sweep(ax, sweep)
    same(worst, sweep.epsilons, sweep.worst_error)
    same(truncation, sweep.epsilons, sweep.truncation)
    same(rounding, sweep.epsilons, sweep.rounding)
    mantissa = f"{sweep.best_epsilon:.1e}".partition("e")[0]
    assert any(re.search(f"ε = {mantissa} × 10", text) for text in written(ax))


def test_gradient_bars(ax):
    check = check_backward(START, SAMPLES.X, SAMPLES.y)
    bars = draw_gradient_bars(ax, check)
    assert [bar.get_width() for bar in bars] == list(check.analytic)
    same(ax.lines[0], check.numerical, np.arange(9))
    assert [label.get_text() for label in ax.get_yticklabels()] == list(check.labels)
