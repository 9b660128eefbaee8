import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.network import Parameters, cost, lecture_parameters
from backprop.optimize import functions, surfaces
from backprop.optimize.landscapes import landscape
from backprop.samples import study_sleep
from backprop.training import train

SAMPLES = study_sleep()
FUNCTIONS = {
    "bowl": functions.quadratic([1.0, 1.0]),
    "saddle": functions.saddle(),
    "double_well_1d": functions.double_well_1d(),
    "quadratic of three": functions.quadratic([0.5, 2.0, 7.0]),
}


def assert_same(actual, desired):
    """Hold numbers equal to rounding: a vectorized power may differ from a scalar one by an ulp."""
    np.testing.assert_allclose(actual, desired, rtol=1e-14, atol=1e-15)


def cost_at(parameters, changes):
    vector = parameters.to_vector()
    for index, value in changes.items():
        vector[index] = value
    return cost(Parameters.from_vector(vector, like=parameters), SAMPLES.X, SAMPLES.y)


class TestCutsThroughTheCost:
    @pytest.mark.parametrize("index", range(9))
    def test_slice_holds_all_other_weights(self, index):
        parameters, values = lecture_parameters(2), np.linspace(-3, 3, 7)
        result = surfaces.cost_slice(parameters, SAMPLES.X, SAMPLES.y, index, values)
        expected = [cost_at(parameters, {index: value}) for value in values]
        np.testing.assert_array_equal(result, expected)

    def test_surface_has_weight_i_along_the_columns(self):
        parameters, a, b = lecture_parameters(2), np.linspace(-3, 3, 5), np.linspace(0, 2, 4)
        surface = surfaces.cost_surface(parameters, SAMPLES.X, SAMPLES.y, (1, 7), a, b)
        assert surface.values.shape == (4, 5)
        assert surface.labels == ("w1[0,1]", "w2[1,0]")
        assert surface.indices == (1, 7)
        for row in range(4):
            for column in range(5):
                expected = cost_at(parameters, {1: a[column], 7: b[row]})
                assert surface.values[row, column] == expected

    def test_surface_and_slice_agree(self):
        parameters, grid = lecture_parameters(4), np.linspace(-2, 2, 6)
        here = parameters.to_vector()[8]
        surface = surfaces.cost_surface(parameters, SAMPLES.X, SAMPLES.y, (0, 8), grid, [here])
        line = surfaces.cost_slice(parameters, SAMPLES.X, SAMPLES.y, 0, grid)
        np.testing.assert_array_equal(surface.values[0], line)

    def test_the_plane_has_the_gradient_of_its_value(self):
        value, gradient = surfaces.weight_plane(lecture_parameters(2), SAMPLES.X, SAMPLES.y, (3, 8))
        point = np.array([0.4, -1.1])
        numerical = np.asarray(scipy.optimize.approx_fprime(point, value, 1e-7))
        np.testing.assert_allclose(gradient(point), numerical, rtol=1e-5)

    def test_descent_in_the_plane_holds_the_other_weights_and_lowers_the_cost(self):
        parameters = lecture_parameters(2)
        start = parameters.to_vector()[[6, 7]]
        path = surfaces.descent_path(
            *surfaces.weight_plane(parameters, SAMPLES.X, SAMPLES.y, (6, 7)), start, 1.0, 50
        )
        np.testing.assert_array_equal(path.points[0], start)
        assert (np.diff(path.values) < 0).all()
        for point, value in zip(path.points, path.values, strict=True):
            assert value == cost_at(parameters, {6: point[0], 7: point[1]})

    def test_descent_over_all_weights_would_be_training(self):
        # One step of the plane moves its two weights exactly as a step of training does.
        parameters = lecture_parameters(3)
        plane = surfaces.weight_plane(parameters, SAMPLES.X, SAMPLES.y, (2, 7))
        path = surfaces.descent_path(*plane, parameters.to_vector()[[2, 7]], 0.5, 1)
        log = train(parameters, SAMPLES.X, SAMPLES.y, 1, learning_rate=0.5)
        np.testing.assert_allclose(
            path.points[1], log.parameters(1).to_vector()[[2, 7]], rtol=1e-15
        )


class TestDescentPath:
    @settings(deadline=None)
    @given(
        st.lists(st.floats(0.1, 10), min_size=1, max_size=4),
        st.floats(0.01, 0.25),
        st.integers(0, 30),
    )
    def test_on_a_quadratic_is_known_in_closed_form(self, curvatures, rate, iterations):
        f = functions.quadratic(curvatures)
        start = np.linspace(1, 2, len(curvatures))
        path = surfaces.descent_path(f.value, f.gradient, start, rate, iterations)
        k = np.arange(iterations + 1)[:, None]
        expected = (1 - rate * np.array(curvatures)) ** k * start
        np.testing.assert_allclose(path.points, expected, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(path.values, f.value(path.points), rtol=1e-15)

    @pytest.mark.parametrize(("rate", "converges"), [(0.0799, True), (0.0801, False)])
    def test_two_over_the_largest_curvature_is_the_border(self, rate, converges):
        f = functions.quadratic([1.0, 25.0])
        path = surfaces.descent_path(f.value, f.gradient, [1.0, 1.0], rate, 1000)
        assert (abs(path.points[-1, 1]) < 1) == converges

    def test_beyond_float64_is_an_error(self):
        f = functions.quadratic([1.0, 25.0])
        with pytest.raises(OverflowError, match=r"learning_rate 1.0 diverges: .* at iteration \d+"):
            surfaces.descent_path(f.value, f.gradient, [1.0, 1.0], 1.0, 1000)

    def test_which_minimum_depends_on_the_start(self):
        f = functions.double_well_1d()
        ends = [
            surfaces.descent_path(f.value, f.gradient, [start], 0.1, 500).points[-1, 0]
            for start in (-1.6, 0.1, 0.3, 1.6)
        ]
        deep, shallow = f.minima[:, 0]
        np.testing.assert_allclose(ends, [deep, deep, shallow, shallow], rtol=1e-9)

    def test_on_the_ridge_ends_at_the_saddle_point_and_beside_it_does_not(self):
        f = functions.saddle()
        on = surfaces.descent_path(f.value, f.gradient, [1.0, 0.0], 0.1, 500)
        beside = surfaces.descent_path(f.value, f.gradient, [1.0, -1e-3], 0.1, 500)
        np.testing.assert_allclose(on.points[-1], [0, 0], atol=1e-12)
        np.testing.assert_allclose(beside.points[-1], [0, -1], atol=1e-12)

    def test_no_step_is_the_start(self):
        f = functions.quadratic([1.0, 1.0])
        path = surfaces.descent_path(f.value, f.gradient, [3.0, 4.0], 0.1, 0)
        np.testing.assert_array_equal(path.points, [[3, 4]])
        np.testing.assert_array_equal(path.values, [12.5])
        with pytest.raises(ValueError, match="read-only"):
            path.points[0, 0] = 1


@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
class TestEveryFunction:
    def points(self, f):
        return np.random.default_rng(0).uniform(-2, 2, (5, 4, f.dimensions))

    def test_takes_points_of_any_leading_shape(self, f):
        points, d = self.points(f), f.dimensions
        assert f.value(points).shape == (5, 4)
        assert f.gradient(points).shape == (5, 4, d)
        assert f.hessian(points).shape == (5, 4, d, d)
        assert f.hessian(points[0, 0]).shape == (d, d)
        assert_same(f.value(points)[2, 3], f.value(points[2, 3]))
        assert_same(f.gradient(points)[2, 3], f.gradient(points[2, 3]))
        assert_same(f.hessian(points)[2, 3], f.hessian(points[2, 3]))

    def test_gradient_is_that_of_the_value(self, f):
        points, step = self.points(f), 1e-3
        for i, direction in enumerate(np.eye(f.dimensions) * step):
            near = f.value(points + direction) - f.value(points - direction)
            far = f.value(points + 2 * direction) - f.value(points - 2 * direction)
            # Exact on polynomials of fourth degree, which these are.
            slope = (8 * near - far) / (12 * step)
            np.testing.assert_allclose(f.gradient(points)[..., i], slope, rtol=1e-9, atol=1e-11)

    def test_hessian_is_that_of_the_gradient_and_symmetric(self, f):
        points, step = self.points(f), 1e-3
        hessian = f.hessian(points)
        np.testing.assert_array_equal(hessian, np.swapaxes(hessian, -1, -2))
        for i, direction in enumerate(np.eye(f.dimensions) * step):
            near = f.gradient(points + direction) - f.gradient(points - direction)
            far = f.gradient(points + 2 * direction) - f.gradient(points - 2 * direction)
            slope = (8 * near - far) / (12 * step)
            np.testing.assert_allclose(hessian[..., i], slope, rtol=1e-9, atol=1e-10)

    def test_minima_are_minima_the_deepest_first(self, f):
        np.testing.assert_allclose(f.gradient(f.minima), 0, atol=1e-14)
        assert (np.linalg.eigvalsh(f.hessian(f.minima)) > 0).all()
        assert (np.diff(f.value(f.minima)) >= 0).all()
        best = scipy.optimize.minimize(f.value, f.minima[0] + 0.1, jac=f.gradient)
        np.testing.assert_allclose(best.x, f.minima[0], atol=1e-5)

    def test_saddles_have_no_gradient_and_one_way_down(self, f):
        np.testing.assert_allclose(f.gradient(f.saddles), 0, atol=1e-14)
        if len(f.saddles):
            eigenvalues = np.linalg.eigvalsh(f.hessian(f.saddles))
            assert (eigenvalues[:, 0] < 0).all()
            assert (eigenvalues[:, 1:] > 0).all()

    def test_no_deeper_point_is_found_on_a_grid(self, f):
        axes = np.meshgrid(*[np.linspace(-3, 3, 31)] * f.dimensions, indexing="ij")
        values = f.value(np.stack(axes, axis=-1))
        assert values.min() >= f.value(f.minima[0])


def test_the_two_minima_differ_in_depth():
    f = functions.double_well_1d()
    assert len(f.minima) == 2
    deep, shallow = f.value(f.minima)
    assert deep < shallow - 0.3


class TestBadInput:
    @pytest.mark.parametrize(
        ("index", "values", "error", "message"),
        [
            (9, [0.0], ValueError, "index: expected an integer from 0 to 8, got 9"),
            (-1, [0.0], ValueError, "index: expected an integer from 0 to 8, got -1"),
            (1.0, [0.0], TypeError, "index: expected an integer, got float 1.0"),
            (0, [], ValueError, "values: expected at least one number"),
            (0, [[0.0]], ValueError, r"values: expected shape \(n_values,\), got \(1, 1\)"),
            (0, [np.nan], ValueError, "values: expected finite numbers, got nan"),
        ],
    )
    def test_slice(self, index, values, error, message):
        with pytest.raises(error, match=message):
            surfaces.cost_slice(lecture_parameters(1), SAMPLES.X, SAMPLES.y, index, values)

    @pytest.mark.parametrize(
        ("indices", "grid_i", "message"),
        [
            ((0, 0), [0.0], r"indices: expected two different entries, got \(0, 0\)"),
            ((0, 1, 2), [0.0], r"indices: expected two different entries, got \(0, 1, 2\)"),
            ((0, 9), [0.0], "indices: expected an integer from 0 to 8, got 9"),
            ((0, 1), [], "grid_i: expected at least one number"),
            ((0, 1), [np.inf], "grid_i: expected finite numbers, got inf"),
        ],
    )
    def test_surface(self, indices, grid_i, message):
        with pytest.raises(ValueError, match=message):
            surfaces.cost_surface(
                lecture_parameters(1), SAMPLES.X, SAMPLES.y, indices, grid_i, [0.0]
            )

    @pytest.mark.parametrize(
        ("X", "y", "message"),
        [
            (np.ones((3, 3)), SAMPLES.y, r"X: expected shape \(n_samples, 2\), got \(3, 3\)"),
            (SAMPLES.X, SAMPLES.y.ravel(), r"y: expected shape \(3, 1\), got \(3,\)"),
        ],
    )
    def test_plane(self, X, y, message):
        with pytest.raises(ValueError, match=message):
            surfaces.weight_plane(lecture_parameters(1), X, y, (0, 1))

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            ({"start": 1.0}, ValueError, r"start: expected shape \(d,\), got \(\)"),
            ({"start": [np.nan, 0.0]}, ValueError, "start: expected finite numbers, got nan"),
            ({"learning_rate": -0.1}, ValueError, "learning_rate: .* greater than 0, got -0.1"),
            ({"iterations": -1}, ValueError, "iterations: expected an integer at least 0, got -1"),
            ({"iterations": 2.0}, TypeError, "iterations: expected an integer, got float 2.0"),
        ],
    )
    def test_descent(self, arguments, error, message):
        f = functions.quadratic([1.0, 1.0])
        good = {"start": [1.0, 1.0], "learning_rate": 0.1, "iterations": 3}
        with pytest.raises(error, match=message):
            surfaces.descent_path(f.value, f.gradient, **(good | arguments))

    @pytest.mark.parametrize(
        ("curvatures", "message"),
        [
            ([1.0, 0.0], "curvatures: expected numbers greater than 0, got 0.0"),
            ([1.0, -2.0], "curvatures: expected numbers greater than 0, got -2.0"),
            (1.0, r"curvatures: expected shape \(d,\), got \(\)"),
        ],
    )
    def test_quadratic(self, curvatures, message):
        with pytest.raises(ValueError, match=message):
            functions.quadratic(curvatures)


def test_a_landscape_is_the_function_over_its_grid():
    drawn = landscape(lambda w: w[0] - 10 * w[1], ((0, 2), (0, 1)), ("a", "b"), n=3)
    assert drawn.labels == ("a", "b")
    np.testing.assert_array_equal(drawn.grid_i, [0, 1, 2])
    np.testing.assert_array_equal(drawn.grid_j, [0, 0.5, 1])
    np.testing.assert_array_equal(drawn.values, [[0, 1, 2], [-5, -4, -3], [-10, -9, -8]])


def test_a_landscape_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="n: expected"):
        landscape(lambda w: w[0], ((0, 1), (0, 1)), n=1)
    with pytest.raises(ValueError, match="value"):
        landscape(lambda w: np.nan, ((0, 1), (0, 1)))
