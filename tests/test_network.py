import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.network import (
    Parameters,
    backward,
    cost,
    forward,
    initial_parameters,
    lecture_parameters,
)
from backprop.samples import study_sleep

SAMPLES = study_sleep()
COMPLEX_STEP = 1e-200


def assert_printed(actual, printed):
    """Hold an array to the eight decimals that NumPy prints."""
    np.testing.assert_allclose(actual, printed, rtol=0, atol=5.001e-9)


def complex_step_gradient(parameters, X, y):
    """Differentiate E by Im E(w + ih) / h, exact to rounding as nothing is subtracted."""
    gradients = []
    for k in range(2):
        weights = [parameters.w1, parameters.w2]
        gradient = np.empty(weights[k].shape)
        for entry in np.ndindex(*gradient.shape):
            moved = [w.astype(complex) for w in weights]
            moved[k][entry] += 1j * COMPLEX_STEP
            hidden = 1 / (1 + np.exp(-np.dot(X, moved[0])))
            output = 1 / (1 + np.exp(-np.dot(hidden, moved[1])))
            gradient[entry] = (np.sum((y - output) ** 2) / 2).imag / COMPLEX_STEP
        gradients.append(gradient)
    return gradients


def finite_difference_gradient(parameters, X, y, step=2e-2):
    """Differentiate E by the central stencil of eighth order, whose wide step rounds little."""
    coefficients = {1: 4 / 5, 2: -1 / 5, 3: 4 / 105, 4: -1 / 280}
    vector = parameters.to_vector()
    gradient = np.zeros_like(vector)
    for i, direction in enumerate(np.eye(len(vector)) * step):
        for k, c in coefficients.items():
            above = cost(Parameters.from_vector(vector + k * direction, parameters), X, y)
            below = cost(Parameters.from_vector(vector - k * direction, parameters), X, y)
            gradient[i] += c * (above - below) / step
    return gradient


@st.composite
def problems(draw):
    sizes = [draw(st.integers(1, 5)) for _ in range(3)]
    n_samples = draw(st.integers(1, 12))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parameters = initial_parameters(generator, *sizes)
    X = generator.uniform(-2, 2, (n_samples, sizes[0]))
    y = generator.uniform(-1, 2, (n_samples, sizes[2]))
    return parameters, X, y


class TestFiguresOfTheLecture:
    def test_weights_displayed(self):
        parameters = lecture_parameters(1)
        assert_printed(
            parameters.w1,
            [[2.48783189, 0.11697987, -1.97118428], [-0.48325593, -1.50361209, 0.57515126]],
        )
        assert_printed(parameters.w2, [[-0.20672583], [0.41271104], [-0.57757999]])

    def test_forward_pass(self):
        parameters = lecture_parameters(2)
        assert_printed(
            parameters.w1,
            [[-1.75351135, 1.23279898, 0.24464757], [-0.06568225, 0.30190098, 0.79723428]],
        )
        assert_printed(parameters.w2, [[1.23073545], [-1.52187331], [-0.25502715]])
        result = forward(parameters, SAMPLES.X)
        assert_printed(
            result.hidden_sum,
            [
                [-1.8191936, 1.53469996, 1.04188185],
                [-0.47942924, 0.49688786, 0.55943332],
                [-1.58358412, 1.30512484, 0.81199233],
            ],
        )
        assert_printed(
            result.activated_hidden,
            [
                [0.13953066, 0.82269293, 0.73921295],
                [0.38238691, 0.62172769, 0.63632141],
                [0.17028848, 0.78669622, 0.6925339],
            ],
        )
        assert_printed(result.activated_output, [[0.21945787], [0.34573206], [0.23788921]])
        assert_printed(
            SAMPLES.y - result.activated_output, [[0.78054213], [0.0114108], [0.6013965]]
        )

    def test_first_sample_alone(self):
        output = forward(lecture_parameters(2), SAMPLES.X[:1]).activated_output
        assert_printed(output, [[0.21945787]])

    def test_training_step_mended(self):
        parameters = lecture_parameters(3)
        forward_pass = forward(parameters, SAMPLES.X)
        result = backward(parameters, forward_pass, SAMPLES.y)
        assert_printed(result.output_error, [[0.70644301], [0.10036169], [0.56649547]])
        assert_printed(result.output_delta, [[0.14650306], [0.01915349], [0.11237895]])
        assert_printed(
            forward_pass.activated_hidden,
            [
                [0.43460965, 0.23985861, 0.42340322],
                [0.37111212, 0.48687214, 0.52242758],
                [0.48093658, 0.2520165, 0.4192448],
            ],
        )

    def test_first_prediction_of_the_network_that_is_trained(self):
        output = forward(lecture_parameters(4), SAMPLES.X).activated_output
        assert_printed(output, [[0.37768395], [0.40886333], [0.39684567]])

    def test_all_four_networks_come_from_one_legacy_stream(self):
        np.random.seed(812)
        for index in range(1, 5):
            np.testing.assert_array_equal(lecture_parameters(index).w1, np.random.randn(2, 3))
            np.testing.assert_array_equal(lecture_parameters(index).w2, np.random.randn(3, 1))


class TestGradient:
    @settings(deadline=None)
    @given(problems())
    def test_agrees_with_the_complex_step_on_every_entry(self, problem):
        parameters, X, y = problem
        result = backward(parameters, forward(parameters, X), y)
        w1_gradient, w2_gradient = complex_step_gradient(parameters, X, y)
        np.testing.assert_allclose(result.w1_gradient, w1_gradient, rtol=1e-6, atol=1e-15)
        np.testing.assert_allclose(result.w2_gradient, w2_gradient, rtol=1e-6, atol=1e-15)

    @settings(max_examples=50, deadline=None)
    @given(problems())
    def test_agrees_with_finite_differences_on_every_entry(self, problem):
        parameters, X, y = problem
        analytic = backward(parameters, forward(parameters, X), y).to_vector()
        numerical = finite_difference_gradient(parameters, X, y)
        # What a difference of costs of size E cannot resolve: some roundings of E, over the step.
        resolution = 1e-14 * (1 + cost(parameters, X, y)) / 2e-2
        np.testing.assert_allclose(analytic, numerical, rtol=1e-6, atol=resolution)

    @settings(deadline=None)
    @given(problems())
    def test_errors_and_deltas_are_what_their_names_say(self, problem):
        parameters, X, y = problem
        forward_pass = forward(parameters, X)
        result = backward(parameters, forward_pass, y)
        row, h = forward_pass.activated_hidden.astype(complex), COMPLEX_STEP
        row[0, 0] += 1j * h
        output = 1 / (1 + np.exp(-(row @ parameters.w2)))
        slope = (np.sum((y - output) ** 2) / 2).imag / h
        assert result.hidden_error[0, 0] == pytest.approx(-slope, rel=1e-9, abs=1e-15)
        np.testing.assert_array_equal(result.output_error, y - forward_pass.activated_output)
        np.testing.assert_allclose(
            result.w1_gradient,
            -sum(np.outer(x, delta) for x, delta in zip(X, result.hidden_delta, strict=True)),
            rtol=1e-9,
            atol=1e-14,
        )

    def test_of_a_single_weight_each_by_hand(self):
        # x = 0, so A_H = ½; w2 = 0, so A_O = ½; y = 1 leaves delta ½ · ¼ and gradient −1/16.
        parameters = Parameters(np.array([[0.7]]), np.array([[0.0]]))
        result = backward(parameters, forward(parameters, [[0.0]]), [[1.0]])
        assert result.output_delta[0, 0] == 1 / 8
        assert result.w2_gradient[0, 0] == -1 / 16
        assert result.w1_gradient[0, 0] == 0

    @settings(deadline=None)
    @given(problems())
    def test_is_a_sum_over_samples(self, problem):
        parameters, X, y = problem
        whole = backward(parameters, forward(parameters, X), y).to_vector()
        parts = [
            backward(parameters, forward(parameters, X[i : i + 1]), y[i : i + 1]).to_vector()
            for i in range(len(X))
        ]
        np.testing.assert_allclose(sum(parts), whole, rtol=1e-9, atol=1e-14)

    def test_vanishes_where_the_prediction_is_right(self):
        parameters = lecture_parameters(1)
        forward_pass = forward(parameters, SAMPLES.X)
        assert (
            not backward(parameters, forward_pass, forward_pass.activated_output).to_vector().any()
        )


@settings(deadline=None)
@given(problems())
def test_shapes(problem):
    parameters, X, y = problem
    n, hidden = len(X), (len(X), parameters.n_hidden)
    forward_pass = forward(parameters, X)
    result = backward(parameters, forward_pass, y)
    assert X.shape == (n, parameters.n_inputs)
    assert forward_pass.hidden_sum.shape == forward_pass.activated_hidden.shape == hidden
    assert forward_pass.output_sum.shape == forward_pass.activated_output.shape == y.shape
    assert result.output_error.shape == result.output_delta.shape == y.shape
    assert result.hidden_error.shape == result.hidden_delta.shape == hidden
    assert result.w1_gradient.shape == parameters.w1.shape
    assert result.w2_gradient.shape == parameters.w2.shape


def test_cost_is_half_the_squared_error():
    errors = SAMPLES.y - forward(lecture_parameters(2), SAMPLES.X).activated_output
    expected = (errors.T @ errors).item() / 2
    assert cost(lecture_parameters(2), SAMPLES.X, SAMPLES.y) == pytest.approx(expected, rel=1e-15)


@settings(deadline=None)
@given(problems())
def test_vector_and_back(problem):
    parameters, _, _ = problem
    vector = parameters.to_vector()
    again = Parameters.from_vector(vector, like=parameters)
    np.testing.assert_array_equal(again.w1, parameters.w1)
    np.testing.assert_array_equal(again.w2, parameters.w2)
    assert len(parameters.labels) == len(vector)


def test_labels_name_the_entries_of_the_vector():
    parameters = lecture_parameters(1)
    assert parameters.labels == (
        "w1[0,0]", "w1[0,1]", "w1[0,2]", "w1[1,0]", "w1[1,1]", "w1[1,2]",
        "w2[0,0]", "w2[1,0]", "w2[2,0]",
    )  # fmt: skip
    assert parameters.to_vector()[4] == parameters.w1[1, 1]
    assert parameters.to_vector()[8] == parameters.w2[2, 0]


def test_parameters_cannot_be_changed():
    w1 = np.zeros((2, 3))
    parameters = Parameters(w1, np.zeros((3, 1)))
    with pytest.raises(ValueError, match="read-only"):
        parameters.w1[0, 0] = 1
    w1 += 1
    assert not parameters.w1.any()


def test_numbers_of_nodes():
    parameters = initial_parameters(np.random.default_rng(0), 4, 5, 6)
    assert (parameters.n_inputs, parameters.n_hidden, parameters.n_outputs) == (4, 5, 6)


class TestBadInput:
    @pytest.mark.parametrize(
        ("w1", "w2", "error", "message"),
        [
            (np.ones(3), np.ones((3, 1)), ValueError, r"w1: .*\(n_inputs, n_hidden\), got \(3,\)"),
            (np.ones((2, 3)), np.ones((2, 1)), ValueError, r"w2: .*\(3, n_outputs\), got \(2, 1\)"),
            ([[np.nan]], [[1.0]], ValueError, "w1: expected finite numbers, got nan"),
            ([[1.0]], [[np.inf]], ValueError, "w2: expected finite numbers, got inf"),
            (np.ones((2, 0)), np.ones((0, 1)), ValueError, r"w1: .* at least one .*\(2, 0\)"),
            ([["a"]], [[1.0]], TypeError, "w1: expected real numbers, got dtype <U1"),
            ([[1.0]], [[1j]], TypeError, "w2: expected real numbers, got dtype complex128"),
        ],
    )
    def test_parameters(self, w1, w2, error, message):
        with pytest.raises(error, match=message):
            Parameters(w1, w2)

    @pytest.mark.parametrize(
        ("X", "error", "message"),
        [
            ([1.0, 1.0], ValueError, r"X: expected shape \(n_samples, 2\), got \(2,\)"),
            ([[1.0, 1.0, 1.0]], ValueError, r"X: expected shape \(n_samples, 2\), got \(1, 3\)"),
            (np.ones((0, 2)), ValueError, r"X: expected at least one number, got shape \(0, 2\)"),
            ([[1.0, np.nan]], ValueError, "X: expected finite numbers, got nan"),
            ([["1", "2"]], TypeError, "X: expected real numbers, got dtype <U1"),
        ],
    )
    def test_forward_and_cost(self, X, error, message):
        with pytest.raises(error, match=message):
            forward(lecture_parameters(1), X)
        with pytest.raises(error, match=message):
            cost(lecture_parameters(1), X, [[1.0]])

    @pytest.mark.parametrize(
        ("y", "error", "message"),
        [
            ([1.0, 0.5, 0.2], ValueError, r"y: expected shape \(3, 1\), got \(3,\)"),
            ([[1.0]], ValueError, r"y: expected shape \(3, 1\), got \(1, 1\)"),
            ([[1.0, 0.5, 0.2]], ValueError, r"y: expected shape \(3, 1\), got \(1, 3\)"),
            ([[1.0], [np.inf], [0.2]], ValueError, "y: expected finite numbers, got inf"),
            ([[None], [1], [2]], TypeError, "y: expected real numbers, got dtype object"),
        ],
    )
    def test_backward(self, y, error, message):
        parameters = lecture_parameters(1)
        with pytest.raises(error, match=message):
            backward(parameters, forward(parameters, SAMPLES.X), y)

    @pytest.mark.parametrize(
        ("vector", "error", "message"),
        [
            (np.ones(8), ValueError, r"vector: expected shape \(9,\), got \(8,\)"),
            (np.ones((3, 3)), ValueError, r"vector: expected shape \(9,\), got \(3, 3\)"),
            (np.full(9, np.nan), ValueError, "vector: expected finite numbers, got nan"),
        ],
    )
    def test_from_vector(self, vector, error, message):
        with pytest.raises(error, match=message):
            Parameters.from_vector(vector, like=lecture_parameters(1))

    @pytest.mark.parametrize(
        ("index", "error", "message"),
        [
            (0, ValueError, "index: expected an integer from 1 to 4, got 0"),
            (5, ValueError, "index: expected an integer from 1 to 4, got 5"),
            (1.0, TypeError, "index: expected an integer, got float 1.0"),
        ],
    )
    def test_lecture_parameters(self, index, error, message):
        with pytest.raises(error, match=message):
            lecture_parameters(index)

    def test_initial_parameters(self):
        generator = np.random.default_rng(0)
        with pytest.raises(TypeError, match=r"generator: expected numpy\.random.*, got int"):
            initial_parameters(812)  # pyright: ignore[reportArgumentType]
        for name in ("n_inputs", "n_hidden", "n_outputs"):
            with pytest.raises(ValueError, match=f"{name}: expected an integer at least 1, got 0"):
                initial_parameters(generator, **{name: 0})
